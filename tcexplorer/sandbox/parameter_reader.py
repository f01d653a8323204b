"""The parameters of a request, read from wherever they travel: body, query, form or multipart.

What came as text is converted by the schema where it fits; where it does not, the text stays and
`parameters` refuses it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tcexplorer.catalog.examples import typed
from tcexplorer.form.check import DEEPEST
from tcexplorer.interchange.readers.errors import UnreadableError
from tcexplorer.interchange.readers.json import read_json
from tcexplorer.interchange.readers.json import read_parameters as read_object
from tcexplorer.protocol.claims import Scheme
from tcexplorer.protocol.flatten import unflattened
from tcexplorer.protocol.request import FORM_TYPE
from tcexplorer.protocol.words import V1_COMMON
from tcexplorer.safety.inert import visible
from tcexplorer.sandbox.errors import RefusalError, shown

if TYPE_CHECKING:
    from tcexplorer.catalog.model import Action
    from tcexplorer.protocol.claims import Claims
    from tcexplorer.protocol.http_text import Received
    from tcexplorer.protocol.model import JsonObject

JSON_TYPE = "application/json"
MULTIPART_TYPE = "multipart/form-data"
BINARY_TYPE = "application/octet-stream"
_BOUNDARY = re.compile(r'boundary="?([^";]+)"?', re.IGNORECASE)
_PART_NAME = re.compile(rb'[;\s]name="([^"]*)"', re.IGNORECASE)


def read_parameters(received: Received, claims: Claims, action: Action) -> JsonObject | None:
    """The parameters, converted by the schema where they came as text; None when the body is binary.

    Raises RefusalError where they cannot be read: UnsupportedProtocol for a content type that the method and the
    signature do not take, InvalidRequest for a broken multipart body, InvalidParameter for other ones.
    """
    if claims.scheme is Scheme.V1:
        own = {member.name for member in action.request.members}
        pairs = [(name, value) for name, value in claims.pairs if name not in V1_COMMON or name in own]
        return _nested(pairs, action)
    if received.method == b"GET":
        if claims.media_type != FORM_TYPE:
            raise RefusalError(
                "UnsupportedProtocol", f"Content-Type is {shown(claims.media_type)}; for a GET it is {FORM_TYPE}."
            )
        return _nested(list(claims.pairs), action)
    match claims.media_type:
        case "application/json":
            return _json(received.body)
        case "multipart/form-data":
            return _typed(_multipart(received), action)
        case "application/octet-stream":
            return None
        case other:
            raise RefusalError(
                "UnsupportedProtocol",
                f"Content-Type is {shown(other)}; a POST signed with TC3 takes {JSON_TYPE}, "
                f"{MULTIPART_TYPE} or {BINARY_TYPE}.",
            )


def _json(body: bytes) -> JsonObject:
    try:
        return read_object(body.decode()) if body.strip() else {}
    except UnicodeDecodeError as error:
        raise RefusalError("InvalidParameter", f"The body is not UTF-8 text (byte {error.start}).") from error
    except UnreadableError as error:
        raise RefusalError("InvalidParameter", f"The body cannot be read: {visible(str(error))}.") from error


def _nested(pairs: list[tuple[str, str]], action: Action) -> JsonObject:
    for name, _ in pairs:
        if name.count(".") > DEEPEST:
            raise RefusalError("InvalidParameter", f"The parameter {shown(name)} is nested too deeply.")
    try:
        params = unflattened(pairs)
    except ValueError as error:
        raise RefusalError("InvalidParameter", f"The parameters contradict each other: {shown(str(error))}.") from error
    return _typed(params, action)


def _typed(params: JsonObject, action: Action) -> JsonObject:
    try:
        return typed(params, action)
    except ValueError as error:
        raise RefusalError("InvalidParameter", "A number among the parameters has too many digits.") from error


def _multipart(received: Received) -> JsonObject:
    boundary = _BOUNDARY.search(received.header("content-type") or "")
    if boundary is None:
        raise RefusalError("InvalidRequest", "Content-Type is multipart/form-data, but names no boundary.")
    params: JsonObject = {}
    if not received.body:
        return params
    marker = b"--" + boundary[1].encode("utf-8", "surrogateescape")
    _, *parts = (b"\r\n" + received.body).split(b"\r\n" + marker)
    if not parts or not parts[-1].startswith(b"--"):
        raise RefusalError(
            "InvalidRequest", f"The multipart body does not end with its boundary {shown(boundary[1])}--."
        )
    for number, part in enumerate(parts[:-1], 1):
        head, blank, value = part.partition(b"\r\n\r\n")
        name = _PART_NAME.search(head)
        if not blank or name is None:
            raise RefusalError("InvalidRequest", f"Part {number} of the multipart body has no name.")
        text = value.decode("utf-8", "surrogateescape")
        try:
            found = read_json(text) if JSON_TYPE.encode() in head.lower() else text
        except UnreadableError as error:
            raise RefusalError("InvalidParameter", f"Part {number} of the multipart body is not JSON.") from error
        params[name[1].decode("utf-8", "surrogateescape")] = found
    return params
