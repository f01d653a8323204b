"""What really differs between two bodies, where the name of a way to write JSON says more than that."""

from __future__ import annotations

import re

_ESCAPE = re.compile(r"(\\\\)|\\u([0-9A-Fa-f]{4})")
_HIGH = re.compile(r"\\u[0-9A-Fa-f]{4}")
_LOW = re.compile(r"\\u00[0-7]")
_BYTES = "hash and send the UTF-8 bytes of the text"
_MOST = 256 * 1024


def renamed(what: str, signed: bytes, sent: bytes) -> str:
    """`what`, or where the bodies differ in their escapes alone, just that; and that bytes which are not UTF-8 are
    wrong anyway.
    """
    if max(len(signed), len(sent)) > _MOST:
        return what
    texts: list[str] = []
    for body in (signed, sent):
        try:
            texts.append(body.decode())
        except UnicodeDecodeError:
            return what if body.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in body else f"{what}: {_BYTES}"
    one, other = texts
    if one == other:
        return what
    if _plain(one) == _plain(other) and not _LOW.search(one + other):
        if one.lower() == other.lower():
            return "the body was signed with the digits of its \\u in another case"
        count, others = len(_HIGH.findall(one)), len(_HIGH.findall(other))
        if not count:
            return "the body was signed with its characters in UTF-8, and sent with them as \\u"
        if not others:
            return "the body was signed with characters as \\u, and sent with them in UTF-8"
    elif one.replace("\\/", "/") == other.replace("\\/", "/"):
        signed_so, sent_so = ("\\/", "/") if one.count("\\/") > other.count("\\/") else ("/", "\\/")
        return f"the body was signed with / as {signed_so}, and sent with it as {sent_so}"
    return what


def _plain(text: str) -> str:
    """The text with its \\u as the characters they stand for."""
    escaped = _ESCAPE.sub(lambda found: found[0] if found[1] else chr(int(found[2], 16)), text)
    return escaped.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass") if escaped else ""
