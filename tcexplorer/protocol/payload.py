"""What of a call travels where: as a query, a JSON body, the parts of a form, or bytes that are no parameters.

Rules: "Signature v3" (https://www.tencentcloud.com/document/product/1154/48911), and for parts the official SDK,
whose requests the sandbox reads in tests/real.
"""

from __future__ import annotations

import json
from base64 import b64decode
from binascii import Error as Base64Error
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from tcexplorer.protocol.flatten import flattened
from tcexplorer.protocol.words import Method

if TYPE_CHECKING:
    from tcexplorer.protocol.model import Call, Json, JsonObject

JSON_TYPE = "application/json; charset=utf-8"
FORM_TYPE = "application/x-www-form-urlencoded"
BYTES_TYPE = "application/octet-stream"
_COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)


class Payload(NamedTuple):
    """The encoded query (nothing for a POST), the body (nothing for a GET) and the Content-Type."""

    query: str
    body: bytes
    content_type: str


def payload_of(call: Call) -> Payload:
    """Put the parameters of a call where they travel.

    A GET has them in its query. A POST has the call's own `content` if there is one; parts, when one of its `files` is
    among the parameters; else a JSON body.

    Raises ValueError for a combination that the API does not take, and for a file that is not base64.
    """
    if call.content is not None:
        if call.method is Method.GET:
            raise ValueError("a GET has no body: bytes are sent with POST")
        if call.params:
            raise ValueError("a call that sends bytes has no parameters beside them")
        return Payload("", call.content, BYTES_TYPE)
    if call.files.intersection(call.params):
        if call.method is Method.GET:
            raise ValueError("files are sent with POST")
        return _multipart(call.params, call.files)
    if call.method is Method.GET:
        return Payload(query_text(call.params), b"", FORM_TYPE)
    return Payload("", json_body(call.params), JSON_TYPE)


def json_body(params: JsonObject) -> bytes:
    """The parameters as compact UTF-8 JSON; lone surrogates are escaped, since UTF-8 has none."""
    try:
        return _COMPACT.encode(params).encode()
    except UnicodeEncodeError:
        return json.dumps(params, separators=(",", ":"), allow_nan=False).encode()


def query_text(params: JsonObject) -> str:
    """The parameters as an encoded query, RFC 3986, in the order of the document."""
    return "&".join(
        f"{quote(name, safe='-_.~')}={quote(value, safe='-_.~', errors='surrogatepass')}"
        for name, value in flattened(params)
    )


def _multipart(params: JsonObject, files: frozenset[str]) -> Payload:
    """One part a parameter: files as their bytes, texts as they are, everything else as JSON."""
    parts: list[tuple[bytes, bytes]] = []
    for name, value in params.items():
        head = f'Content-Disposition: form-data; name="{_quoted(name)}"'
        if name in files:
            head += f'; filename="{_quoted(name)}"\r\nContent-Type: {BYTES_TYPE}'
            parts.append((head.encode(), _file_bytes(name, value)))
        elif isinstance(value, str):
            parts.append((head.encode(), value.encode("utf-8", "surrogatepass")))
        else:
            parts.append((f"{head}\r\nContent-Type: application/json".encode(), _COMPACT.encode(value).encode()))
    # made from the content, so that the same call has the same bytes; lower case, since signing lowers it
    digest = sha256(b"".join([part for pair in parts for part in pair]))
    boundary = digest.hexdigest()[:32].encode()
    body = b"".join([b"--" + boundary + b"\r\n" + head + b"\r\n\r\n" + value + b"\r\n" for head, value in parts])
    return Payload("", body + b"--" + boundary + b"--\r\n", f"multipart/form-data; boundary={boundary.decode()}")


def _file_bytes(name: str, value: Json) -> bytes:
    if not isinstance(value, str):
        raise ValueError(f"{name} is a file: its bytes are written as base64 text")
    try:
        return b64decode(value, validate=True)
    except (Base64Error, ValueError) as error:
        raise ValueError(f"{name} is a file, and its text is not base64") from error


def _quoted(name: str) -> str:
    """A name as browsers put it into a part's header."""
    return name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
