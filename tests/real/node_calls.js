// Calls with the official Node SDK, unchanged. Standard input is a JSON object: the secretId, secretKey and
// port of a sandbox, and a list of calls. Standard output is a JSON list: for each call its response, or the
// code, message and requestId of its error.
"use strict";

const http = require("http");
const net = require("net");
const { CommonClient } = require("tencentcloud-sdk-nodejs-common");
const { cvm } = require("tencentcloud-sdk-nodejs-cvm");

function clientOf({ secretId, secretKey, port }, call) {
  const httpProfile = { protocol: "http://", reqMethod: call.method || "POST" };
  if (call.trueHost) {
    // the host of the real service, dialled at the sandbox
    httpProfile.agent = new http.Agent();
    httpProfile.agent.createConnection = () => net.connect(port, "127.0.0.1");
  } else {
    httpProfile.endpoint = `127.0.0.1:${port}`;
  }
  const config = {
    credential: { secretId: call.secretId || secretId, secretKey: call.secretKey || secretKey },
    region: "ap-guangzhou",
    profile: { signMethod: call.signMethod || "TC3-HMAC-SHA256", httpProfile },
  };
  if (call.typed) return new cvm.v20170312.Client(config);
  return new CommonClient(`${call.service}.tencentcloudapi.com`, call.version, config);
}

async function made(sandbox, call) {
  const client = clientOf(sandbox, call);
  try {
    if (call.typed) return { response: await client[call.action](call.params || {}) };
    if (call.octets) return { response: await client.requestOctetStream(call.action, Buffer.from(call.octets)) };
    return { response: await client.request(call.action, call.params || {}, { multipart: call.multipart }) };
  } catch (error) {
    return { code: error.code, message: error.message, requestId: error.requestId };
  }
}

async function main() {
  let text = "";
  for await (const part of process.stdin) text += part;
  const sandbox = JSON.parse(text);
  const answers = [];
  for (const call of sandbox.calls) answers.push(await made(sandbox, call));
  process.stdout.write(JSON.stringify(answers));
}

main();
