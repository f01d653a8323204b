"""A call as a curl command for a POSIX shell, which signs it when it is run.

Everything of the canonical request is known beforehand; python3 makes the signature of the moment's time and of the
key in the environment, which is in no argument and in no text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tcexplorer.interchange.shell import quoted
from tcexplorer.protocol.model import Credential
from tcexplorer.protocol.request import sign_request
from tcexplorer.protocol.signing import ALGORITHM
from tcexplorer.safety.secret import Secret

if TYPE_CHECKING:
    from tcexplorer.catalog.model import Action
    from tcexplorer.protocol.model import Call, Endpoint

_NOBODY: Final = Credential("nobody", Secret("nobody"))
_SIGNER: Final = """\
# the key is taken from TENCENTCLOUD_SECRET_ID, TENCENTCLOUD_SECRET_KEY and, for a temporary one, TENCENTCLOUD_TOKEN
eval "$(python3 -c '
import hashlib, hmac, os, time
now = int(time.time())
scope = time.strftime("%Y-%m-%d", time.gmtime(now)) + "/SERVICE/tc3_request"
key = ("TC3" + os.environ["TENCENTCLOUD_SECRET_KEY"]).encode()
for part in (*scope.split("/"), f"ALGORITHM\\n{now}\\n{scope}\\nHASH"):
    key = hmac.new(key, part.encode(), hashlib.sha256).digest()
print(f"timestamp={now} scope={scope} signature={key.hex()}")')"
"""


def export(call: Call, action: Action, endpoint: Endpoint) -> str:  # noqa: ARG001 - the schema does not matter here
    """The command. Raises ValueError for a body that is no text, or a service that no shell should see."""
    request = sign_request(call, endpoint, _NOBODY, timestamp=0)
    try:
        body = request.body.decode()
    except UnicodeDecodeError as error:
        raise ValueError("a body of bytes does not fit into a command") from error
    trace, before = request.trace, ""
    if trace is not None:
        if not call.service.replace("-", "").isalnum():
            raise ValueError(f"{call.service!r} is no name of a service")
        texts = {"SERVICE": call.service, "ALGORITHM": ALGORITHM, "HASH": trace.canonical_request_hash}
        before = _SIGNER
        for name, text in texts.items():
            before = before.replace(name, text)
    lines = [f"curl -sS -X {request.method} {quoted(request.url)}"]
    for name, value in request.headers:
        if name == "X-TC-Timestamp" and trace is not None:
            lines.append('-H "X-TC-Timestamp: $timestamp"')
        elif name == "Authorization" and trace is not None:
            who = f"{ALGORITHM} Credential=$TENCENTCLOUD_SECRET_ID/$scope"
            lines.append(f'-H "Authorization: {who}, SignedHeaders={trace.signed_headers}, Signature=$signature"')
            lines.append('${TENCENTCLOUD_TOKEN:+-H "X-TC-Token: $TENCENTCLOUD_TOKEN"}')
        else:
            lines.append(f"-H {quoted(f'{name}: {value}')}")
    if request.body:
        lines.append(f"--data-raw {quoted(body)}")
    return before + " \\\n  ".join(lines)
