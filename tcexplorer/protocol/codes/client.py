"""Codes that SDKs make up on the caller's machine; no server sent them, and there is no RequestId with them.

Source: the exceptions raised in tencentcloud-sdk-python and tencentcloud-sdk-go.
"""

from tcexplorer.protocol.codes.model import CommonCode, Retry

CLIENT_SIDE = (
    CommonCode(
        "ClientNetworkError",
        "The Python SDK could not connect, or the connection broke before an answer was complete.",
        (
            "DNS, a firewall or a missing proxy setting keeps the host out of reach.",
            "The read time-out, 60 seconds by default, ended before the action did.",
            "The endpoint is mistyped, such as cloud.tencentcloudapi.com.",
        ),
        (
            "Make the same call with `tcexplorer call`, which says where it stopped: name, connection, TLS or answer.",
            "Raise reqTimeout in HttpProfile for slow actions.",
        ),
        Retry.READS_ONLY,
        provoke="Point the Python SDK at the sandbox and leave its protocol at https: the sandbox speaks plain http.",
    ),
    CommonCode(
        "ServerNetworkError",
        "Something answered the Python SDK with an HTTP status other than 200.",
        (
            "A proxy or a captive portal answered in place of the API.",
            "The gateway itself was overloaded (502, 503, 504).",
        ),
        (
            "Read the body in the exception: an HTML page names the machine that wrote it.",
            "Bypass the proxy for the API's hosts with NO_PROXY, then repeat with `tcexplorer call`.",
        ),
        Retry.READS_ONLY,
    ),
    CommonCode(
        "InvalidCredential",
        "The SDK refused the id or the key before anything was sent.",
        (
            "The environment variable or the config file is empty or was not read.",
            "A blank or a line end surrounds the SecretId or the SecretKey.",
        ),
        (
            "Print the lengths, never the values: 36 and 32 characters for a permanent pair.",
            "Keep the pair in the keyring with `tcexplorer credentials add` instead of a shell file.",
        ),
        Retry.AFTER_FIX,
        provoke="Hand the SDK a SecretId that ends in a blank; nothing is sent.",
    ),
    CommonCode(
        "ClientParamsError",
        "The SDK could not turn the given parameters into its request object.",
        (
            "A nested parameter is a string where the model wants an object or a list.",
            "The response class handed to the call is not one of the SDK's models.",
        ),
        (
            "Build the parameters in the form of the action, and copy them as Python from there.",
            "Call from_json_string with plain JSON that `tcexplorer sign` accepts.",
        ),
        Retry.AFTER_FIX,
    ),
    CommonCode(
        "ClientSideError",
        "No source of credentials gave any: the SDK's default chain came to its end.",
        (
            "Neither environment, credentials file, instance role nor pod identity is set up.",
            "The process runs as another user, whose home directory holds no credentials file.",
        ),
        (
            "Set TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY for the process, and test them with "
            "`tcexplorer call --from-env sts GetCallerIdentity`.",
            "Bind a CAM role to the instance, and check that its metadata address answers from there.",
        ),
        Retry.AFTER_FIX,
    ),
    CommonCode(
        "ClientError",
        "The SDK was set up in a way it cannot work with.",
        (
            "Sign method, language or HTTP method is not one of its choices.",
            "GET was asked for a multipart upload, or headers are no dict.",
        ),
        (
            "Take ClientProfile and HttpProfile back to their defaults, and add one setting at a time.",
            "Compare with the request of `tcexplorer sign` to see which setting matters.",
        ),
        Retry.AFTER_FIX,
    ),
    CommonCode(
        "ClientError.MetadataError",
        "The instance's metadata service gave no temporary credential.",
        (
            "The program does not run on a cloud instance, or a container's network hides the address.",
            "No CAM role is bound to the instance.",
        ),
        (
            "Ask metadata.tencentyun.com from that machine with curl; only instances can reach it.",
            "Elsewhere, use a stored pair: `tcexplorer credentials add`.",
        ),
        Retry.AFTER_FIX,
    ),
    CommonCode(
        "ClientError.NetworkError",
        "The Go SDK got no answer: connecting, sending or waiting failed.",
        (
            "The context's deadline or HttpProfile.ReqTimeout ran out.",
            "The host cannot be resolved or reached from this network.",
        ),
        (
            "Unwrap the error: dial, TLS and time-out need different cures.",
            "Check the way from the same machine with `tcexplorer call`, which times each phase.",
        ),
        Retry.READS_ONLY,
    ),
    CommonCode(
        "ClientError.IOError",
        "The Go SDK received the head of an answer and lost its body.",
        (
            "The connection was reset half-way, often by a proxy with a size or time limit.",
            "The caller cancelled the context while the body was being read.",
        ),
        (
            "Ask for less at a time with a smaller Limit.",
            "Look for the effect of a writing action before it is sent again; it has most likely happened.",
        ),
        Retry.READS_ONLY,
    ),
    CommonCode(
        "ClientError.HttpStatusCodeError",
        "The Go SDK got an HTTP status other than 200, which the API itself hardly ever sends.",
        (
            "An intermediary answered: load balancer, proxy, firewall.",
            "The host is not an API endpoint, so its web server said 403 or 404.",
        ),
        (
            "Compare the endpoint in the profile with the host that `tcexplorer sign` names.",
            "Turn the SDK's debug output on to see the page that came back, with secrets removed.",
        ),
        Retry.READS_ONLY,
    ),
    CommonCode(
        "ClientError.ParseJsonError",
        "The Go SDK got an answer and could not read it as the JSON it expected.",
        (
            "A member has another type than the SDK's struct, such as text for a number.",
            "The body is a proxy's HTML page, or was cut.",
        ),
        (
            "See the answer as it is with `tcexplorer call`, which does not mind types.",
            "Update the SDK, and report the member and its type if the newest has the same fault.",
        ),
        Retry.READS_ONLY,
    ),
    CommonCode(
        "ClientError.BuildRequestError",
        "The Go SDK found a key in the JSON that the action's request does not have.",
        (
            "The SDK is older than the parameter.",
            "The key is misspelt; FromJsonString compares the names exactly.",
        ),
        (
            "Find the exact name in the action's form (`tcexplorer actions` leads to it).",
            "Update the module to a version that has the parameter, or use its common client.",
        ),
        Retry.AFTER_FIX,
    ),
    CommonCode(
        "ClientError.EndpointFailoverError",
        "The Go SDK wanted to move to a backup host and could not sign the request for it.",
        (
            "A middleware built the HTTP request anew and lost the SDK's context.",
            "The client was put together by hand, without the SDK's own request builder.",
        ),
        (
            "Send through the SDK's client unchanged, or set one endpoint of your own so that it never moves.",
            "Check whether the first host is well with `tcexplorer call --endpoint`.",
        ),
        Retry.READS_ONLY,
    ),
    CommonCode(
        "CircuitBreaker",
        "The SDK stopped using a host after repeated failures and goes to its backup for a while.",
        (
            "Several calls in a row failed: by time-out, broken connection or a status other than 200.",
            "The backup host is cut off as well, because a firewall lets only the first one through.",
        ),
        (
            "Mend what made the earlier calls fail; their errors come before this one in the log.",
            "Permit the backup hosts in the firewall, or switch the breaker off in ClientProfile.",
        ),
        Retry.LATER,
    ),
)
