"""The signing vectors that are shipped, made anew: `python -m tests.vectors` writes tcexplorer/signing-vectors.json.

The published ones are inputs and results of Tencent's own pages; the rest is ours. What is written is computed here
with nothing but hashlib and hmac, so that it does not depend on the signer that it tests.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from datetime import UTC, datetime
from hashlib import sha256
from hmac import digest
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tcexplorer.protocol.signing_v1 import Algorithm

FILE = Path(__file__).parents[1] / "tcexplorer" / "signing-vectors.json"
UNSIGNED = "UNSIGNED-PAYLOAD"
EXAMPLE = {"secretId": "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE", "secretKey": "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE"}
SEVEN_STARS = {
    "secretId": "AKIDz8krbsJ5yKBZQpn74WFkmLPx3*******",
    "secretKey": "Gu5t9xGARNpq86cd98joQYCN3*******",
}
STARS = {"secretId": "AKID" + "*" * 32, "secretKey": "*" * 32}
OURS = {"secretId": "AKIDtestkeyoftcexplorernotarealone00", "secretKey": "notarealkeyonlyfortestvectors000"}
TEMPORARY = {**OURS, "token": "not-a-real-token"}

JSON_UTF8 = "application/json; charset=utf-8"
FORM = "application/x-www-form-urlencoded"
BODY = r'{"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], "Name": "instance-name"}]}'
LIST = '{"Offset":0,"Limit":20}'
BOUNDARY = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
PARTS = (
    f"--{BOUNDARY}\r\n"
    'Content-Disposition: form-data; name="FileName"\r\n\r\nreport.bin\r\n'
    f"--{BOUNDARY}\r\n"
    'Content-Disposition: form-data; name="File"\r\nContent-Type: application/octet-stream\r\n\r\n'
).encode() + b"\x00\x01\xff\r\n" + f"\r\n--{BOUNDARY}--\r\n".encode()  # fmt: skip

Vector = dict[str, Any]
Pairs = list[tuple[str, str]]


def tc3(
    name: str,
    credential: dict[str, str],
    *,
    service: str,
    timestamp: int,
    content_type: str,
    body: str | bytes = "",
    query: str = "",
    host: str = "",
    signed: Pairs | None = None,
    unsigned_payload: bool = False,
    action: str,
    version: str,
    method: str = "POST",
    published: bool = False,
    note: str = "",
) -> Vector:
    """A vector of TC3. `signed` are headers signed besides Content-Type and Host."""
    host = host or f"{service}.tencentcloudapi.com"
    headers = [["Content-Type", content_type], ["Host", host], *map(list, signed or [])]
    unsigned = [["X-TC-Action", action], ["X-TC-Version", version], ["X-TC-Timestamp", str(timestamp)]]
    unsigned = [one for one in unsigned if one[0] not in {header[0] for header in headers}]
    if unsigned_payload:
        unsigned.append(["X-TC-Content-SHA256", UNSIGNED])
    if "token" in credential:
        unsigned.append(["X-TC-Token", credential["token"]])
    return {
        "name": name,
        "source": "published" if published else "tcexplorer",
        "algorithm": "TC3-HMAC-SHA256",
        **({"note": note} if note else {}),
        "credential": credential,
        "request": {
            "method": method,
            "host": host,
            "path": "/",
            "query": query,
            "signedHeaders": headers,
            "otherHeaders": unsigned,
            **({"body": body} if isinstance(body, str) else {"bodyBase64": b64encode(body).decode()}),
        },
        "service": service,
        "timestamp": timestamp,
    }


def v1(name: str, credential: dict[str, str], params: Pairs, *, method: str, published: bool = False,
       host: str = "cvm.tencentcloudapi.com", note: str = "") -> Vector:  # fmt: skip
    """A vector of signature v1. `params` are all parameters but SecretId and Signature."""
    pairs = [*params, ("SecretId", credential["secretId"])]
    return {
        "name": name,
        "source": "published" if published else "tcexplorer",
        "algorithm": Algorithm.SHA256.value if ("SignatureMethod", "HmacSHA256") in pairs else Algorithm.SHA1.value,
        **({"note": note} if note else {}),
        "credential": credential,
        "request": {"method": method, "host": host, "path": "/", "params": [list(pair) for pair in pairs]},
    }


DESCRIBE: Pairs = [
    ("Action", "DescribeInstances"),
    ("InstanceIds.0", "ins-09dx96dg"),
    ("Limit", "20"),
    ("Nonce", "11886"),
    ("Offset", "0"),
    ("Region", "ap-guangzhou"),
    ("Timestamp", "1465185768"),
    ("Version", "2017-03-12"),
]
SHA1: Pairs = [("SignatureMethod", "HmacSHA1")]
SHA256: Pairs = [("SignatureMethod", "HmacSHA256")]
HARD: Pairs = [
    ("Action", "DescribeInstanceList"),
    ("Filters.0.Name", "InstanceName"),
    ("Filters.0.Values.0", "a b&c=d+e%/测试~*"),
    *((f"Ids.{number}", f"mqtt-{number}") for number in (0, 1, 2, 10, 12)),
    ("Nonce", "1"),
    ("Timestamp", "1700000000"),
    ("Version", "2024-05-16"),
]


def at(timestamp: int) -> dict[str, Any]:
    return {
        "service": "mqtt",
        "timestamp": timestamp,
        "action": "DescribeInstanceList",
        "version": "2024-05-16",
    }


MQTT = at(1700000000)
CVM: dict[str, Any] = {
    "service": "cvm", "timestamp": 1551113065, "action": "DescribeInstances", "version": "2017-03-12",
    "content_type": JSON_UTF8, "body": BODY, "published": True,
}  # fmt: skip

VECTORS: list[Vector] = [
    tc3("tc3-post-json-published", EXAMPLE, **CVM),
    tc3("tc3-post-json-action-signed-published", STARS, signed=[("X-TC-Action", "DescribeInstances")], **CVM,
        note="Id and key are shown as asterisks on the page, and the values there are those of 32 asterisks."),
    tc3("tc3-get-published", EXAMPLE, service="cvm", timestamp=1539084154, action="DescribeInstances",
        version="2017-03-12", method="GET", content_type=FORM, query="Limit=10&Offset=0", published=True),
    tc3("tc3-post-json", OURS, content_type=JSON_UTF8, body=LIST, **MQTT),
    tc3("tc3-post-json-without-charset", OURS, content_type="application/json", body=LIST, **MQTT),
    tc3("tc3-post-json-empty-object", OURS, content_type=JSON_UTF8, body="{}", **MQTT),
    tc3("tc3-post-json-empty-body", OURS, content_type=JSON_UTF8, body="", **MQTT),
    tc3("tc3-post-json-unicode", OURS, content_type=JSON_UTF8, **MQTT,
        body='{"Filters":[{"Name":"InstanceName","Values":["测试","é😀","a\\u2028b"]}]}',
        note="The body is UTF-8; its hash is of the bytes."),
    tc3("tc3-post-json-with-blanks", OURS, content_type=JSON_UTF8, **MQTT,
        body='{\n  "Limit": 20,\n  "Offset": 0\n}\n'),
    tc3("tc3-post-json-upper-case-headers", OURS, content_type="Application/JSON; Charset=UTF-8", body=LIST,
        host="MQTT.TencentCloudAPI.com", **MQTT, note="Values are signed in lower case and sent as they are."),
    tc3("tc3-post-json-many-signed-headers", OURS, content_type=JSON_UTF8, body=LIST, **MQTT,
        signed=[("X-TC-Action", "DescribeInstanceList"), ("X-TC-Version", "2024-05-16"),
                ("X-TC-Region", "ap-guangzhou")]),
    tc3("tc3-post-json-token", TEMPORARY, content_type=JSON_UTF8, body=LIST, **MQTT,
        note="The token travels in X-TC-Token and is not part of the signature."),
    tc3("tc3-post-json-regional-host", OURS, content_type=JSON_UTF8, body=LIST,
        host="mqtt.ap-guangzhou.tencentcloudapi.com", **MQTT),
    tc3("tc3-post-json-international-host", OURS, content_type=JSON_UTF8, body=LIST,
        host="mqtt.intl.tencentcloudapi.com", **MQTT),
    tc3("tc3-post-json-first-second-of-a-day", OURS, content_type=JSON_UTF8, body=LIST,
        **at(1709164800), note="2024-02-29 00:00:00 UTC; still the 28th in the west."),
    tc3("tc3-post-json-last-second-of-a-day", OURS, content_type=JSON_UTF8, body=LIST,
        **at(1709251199), note="2024-02-29 23:59:59 UTC; already the 1st of March in China."),
    tc3("tc3-get", OURS, method="GET", content_type=FORM, query="Offset=0&Limit=20", **MQTT,
        note="Pairs are signed in the order in which they are sent; they need not be sorted."),
    tc3("tc3-get-without-parameters", OURS, method="GET", content_type=FORM, **MQTT),
    tc3("tc3-get-percent-encoded", OURS, method="GET", content_type=FORM, **MQTT,
        query="Filters.0.Name=InstanceName&Filters.0.Values.0=a%20b%26c%3Dd%2F%E6%B5%8B%E8%AF%95~"),
    tc3("tc3-get-plus-for-blank", OURS, method="GET", content_type=FORM, **MQTT,
        query="Filters.0.Name=InstanceName&Filters.0.Values.0=a+b",
        note="As the Python SDK sends it: the text after the question mark is signed as it is."),
    tc3("tc3-multipart", OURS, content_type=f"multipart/form-data; boundary={BOUNDARY}", body=PARTS, service="cii",
        timestamp=1700000000, action="UploadMedicalFile", version="2021-04-08",
        note="The boundary is in the signed Content-Type, so it is in lower case."),
    tc3("tc3-octet-stream", OURS, content_type="application/octet-stream", body=bytes(range(256)), service="cls",
        timestamp=1700000000, action="UploadLog", version="2020-10-16"),
    tc3("tc3-unsigned-payload-json", OURS, content_type=JSON_UTF8, body=LIST, unsigned_payload=True, **MQTT,
        note="X-TC-Content-SHA256 says so; the text UNSIGNED-PAYLOAD is hashed in place of the body."),
    tc3("tc3-unsigned-payload-octet-stream", OURS, content_type="application/octet-stream", body=b"\x00\xff",
        unsigned_payload=True, service="cls", timestamp=1700000000, action="UploadLog", version="2020-10-16"),
    v1("v1-get-sha1-published", EXAMPLE, DESCRIBE, method="GET", published=True),
    v1("v1-get-sha1-stars-published", SEVEN_STARS, DESCRIBE, method="GET", published=True,
       note="Id and key end in seven asterisks on the page, and the signature there is of just those."),
    v1("v1-get-sha256", EXAMPLE, [*DESCRIBE, *SHA256], method="GET"),
    v1("v1-post-sha1", EXAMPLE, [*DESCRIBE, *SHA1], method="POST"),
    v1("v1-post-sha256", EXAMPLE, [*DESCRIBE, *SHA256], method="POST"),
    v1("v1-get-sha1-hard-values", OURS, HARD, method="GET", host="mqtt.tencentcloudapi.com",
       note="Names sort as ASCII, so Ids.10 comes before Ids.2; values are signed raw and sent percent-encoded."),
    v1("v1-post-sha256-hard-values", OURS, [*HARD, *SHA256], method="POST", host="mqtt.tencentcloudapi.com"),
    v1("v1-get-sha256-token", TEMPORARY, [*DESCRIBE, *SHA256, ("Token", TEMPORARY["token"])], method="GET",
       note="Unlike in TC3, the token is signed."),
]  # fmt: skip
PUBLISHED_SIGNATURES = {
    "tc3-post-json-published": "72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168",
    "tc3-post-json-action-signed-published": "10b1a37a7301a02ca19a647ad722d5e43b4b3cff309d421d85b46093f6ab6c4f",
    "tc3-get-published": "5da7a33f6993f0614b047e5df4582db9e9bf4672ba50567dba16c6ccf174c474",
    "v1-get-sha1-published": "EliP9YW3pW28FpsEdkXt/+WcGeI=",
    "v1-get-sha1-stars-published": "zmmjn35mikh6pM3V7sUEuX4wyYM=",
}


def body_of(vector: Vector) -> bytes:
    """The bytes of the body, whichever way the vector has them."""
    request = vector["request"]
    return b64decode(request["bodyBase64"]) if "bodyBase64" in request else request["body"].encode()


def steps_of(vector: Vector) -> dict[str, str]:
    """Every value between the request and its Authorization, or its signed form."""
    return _tc3_steps(vector) if vector["algorithm"].startswith("TC3") else _v1_steps(vector)


def _tc3_steps(vector: Vector) -> dict[str, str]:
    request, credential = vector["request"], vector["credential"]
    unsigned = ["X-TC-Content-SHA256", UNSIGNED] in request["otherHeaders"]
    hashed = sha256(UNSIGNED.encode() if unsigned else body_of(vector)).hexdigest()
    headers = sorted((name.lower(), value.strip().lower()) for name, value in request["signedHeaders"])
    lines = "".join(f"{name}:{value}\n" for name, value in headers)
    names = ";".join(name for name, _ in headers)
    canonical = "\n".join([request["method"], request["path"], request["query"], lines, names, hashed])
    canonical_hash = sha256(canonical.encode()).hexdigest()
    date = datetime.fromtimestamp(vector["timestamp"], UTC).strftime("%Y-%m-%d")
    scope = f"{date}/{vector['service']}/tc3_request"
    to_sign = "\n".join(["TC3-HMAC-SHA256", str(vector["timestamp"]), scope, canonical_hash])
    date_key = digest(b"TC3" + credential["secretKey"].encode(), date.encode(), "sha256")
    service_key = digest(date_key, vector["service"].encode(), "sha256")
    signing_key = digest(service_key, b"tc3_request", "sha256")
    signature = digest(signing_key, to_sign.encode(), "sha256").hex()
    return {
        "hashedPayload": hashed,
        "canonicalHeaders": lines,
        "signedHeaders": names,
        "canonicalRequest": canonical,
        "hashedCanonicalRequest": canonical_hash,
        "date": date,
        "credentialScope": scope,
        "stringToSign": to_sign,
        "dateKey": date_key.hex(),
        "serviceKey": service_key.hex(),
        "signingKey": signing_key.hex(),
        "signature": signature,
        "authorization": f"TC3-HMAC-SHA256 Credential={credential['secretId']}/{scope}, "
        f"SignedHeaders={names}, Signature={signature}",
    }


def _v1_steps(vector: Vector) -> dict[str, str]:
    request = vector["request"]
    pairs = sorted((name, value) for name, value in request["params"])
    source = f"{request['method']}{request['host']}{request['path']}?"
    source += "&".join(f"{name}={value}" for name, value in pairs)
    algorithm = "sha256" if vector["algorithm"] == "HmacSHA256" else "sha1"
    signature = b64encode(digest(vector["credential"]["secretKey"].encode(), source.encode(), algorithm)).decode()
    sent = [*request["params"], ["Signature", signature]]
    encoded = "&".join(f"{quote(name, safe='-_.~')}={quote(value, safe='-_.~')}" for name, value in sent)
    return {"sourceString": source, "signature": signature, "encodedParams": encoded}


def document() -> dict[str, Any]:
    """What the file holds."""
    vectors: list[Vector] = [{**vector, "steps": steps_of(vector)} for vector in VECTORS]
    for vector in vectors:
        name, steps = vector["name"], vector["steps"]
        assert PUBLISHED_SIGNATURES.get(name, steps["signature"]) == steps["signature"], name
    return {
        "format": 1,
        "about": "Test vectors for the signatures of Tencent Cloud API 3.0. All keys are made up and open nothing.",
        "vectors": vectors,
    }


def written() -> str:
    """The file's text."""
    return json.dumps(document(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    FILE.write_text(written(), "utf-8")
    print(f"{len(VECTORS)} vectors written to {FILE}")
