"""Content types that may have been signed instead of the one sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcexplorer.diagnosis.doctor.mistake import Option, changed
from tcexplorer.protocol.request import FORM_TYPE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tcexplorer.diagnosis.doctor.canonical.head import Head

_JSON = "application/json"
_CONTENT_TYPES = (
    _JSON,
    f"{_JSON}; charset=utf-8",
    f"{_JSON};charset=utf-8",
    "text/plain",
    "text/plain; charset=utf-8",
    "text/plain;charset=utf-8",
    FORM_TYPE,
    f"{FORM_TYPE}; charset=utf-8",
    f"{FORM_TYPE};charset=utf-8",
    "multipart/form-data",
    "application/octet-stream",
    "",
    f"{_JSON}; charset=utf8",
    f"{_JSON};charset=utf8",
    f"{_JSON}; charset=gbk",
    f"{_JSON}; charset=iso-8859-1",
    "text/html",
    "application/xml",
    "*/*",
)
_RARE_CONTENT_TYPES = (
    f"{_JSON} ; charset=utf-8",
    f"{_JSON} ;charset=utf-8",
    f"{_JSON}; charset = utf-8",
    f'{_JSON}; charset="utf-8"',
    f'{_JSON};charset="utf-8"',
    f"{_JSON}, charset=utf-8",
    f"{_JSON} charset=utf-8",
    f"{_JSON};",
    f"{_JSON};charset=gbk",
    f"{_JSON}; charset=gb2312",
    f"{_JSON};charset=iso-8859-1",
    f"{_JSON}; charset=us-ascii",
    f"{_JSON}; charset=utf-16",
    f"{_JSON}; boundary=something",
    f"{_JSON}, {_JSON}",
    f"{_JSON}, text/plain",
    f"{_JSON}, text/plain, */*",
    "text/json",
    "text/html; charset=utf-8",
    "text/plain; charset=iso-8859-1",
    "text/plain;charset=iso-8859-1",
    "text/xml",
    "application/x-json",
    "application/javascript",
    "multipart/form-data;",
    "json",
    "utf-8",
    "null",
    "none",
    "undefined",
)
_MOST_MIXED = 18
"""So many of the rare ones are tried in pairs, too."""


def content_type_options(head: Head) -> Iterator[Option]:
    """Another content type than the one sent."""
    # one that is not in the list shows only where another list was signed
    unlisted = "content-type" not in head.names
    sent = head.values.get("content-type", "")
    bare, semicolon, rest = sent.partition(";")
    own = [bare.strip(), f"{bare.strip()}; {rest.strip()}", f"{bare.strip()};{rest.strip()}"] if semicolon else []
    own += [f"{bare.strip()}; charset=utf-8", f"{bare.strip()};charset=utf-8"]
    if '"' in rest:
        own.append(sent.replace('"', ""))
    if head.boundary is not None:
        own += [f"multipart/form-data; boundary={head.boundary}", f"multipart/form-data;boundary={head.boundary}"]
    rare_types = (f"{sent};", f"{sent}, {sent}", *_RARE_CONTENT_TYPES, f"{sent}; {sent}")
    for rare, types in ((False, (*own, *_CONTENT_TYPES)), (True, rare_types)):
        for at, value in enumerate(dict.fromkeys(types)):
            mistake = changed("content-type-changed", "content type", value, sent)
            mixed = at < _MOST_MIXED
            wide = value in _CONTENT_TYPES[:3]
            yield Option(mistake, {"content_type": value}, rare, unlisted and not rare, mixed, wide)
