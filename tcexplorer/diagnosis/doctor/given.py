"""What is handed over as a printed canonical request or string to sign, and often is something else."""

from __future__ import annotations

import ast
import json
import re
from typing import NamedTuple

from tcexplorer.diagnosis.printed import is_string_to_sign

_LARGEST = 1024 * 1024
_METHOD = re.compile(rb"\s*(GET|POST|PUT|HEAD|PATCH|DELETE)\s*\n", re.IGNORECASE)
_REQUEST = re.compile(rb"\s*(?:[A-Za-z]{1,20} \S+ HTTP/|curl\s)")
_HASH = re.compile(rb"\s*(?:[A-Za-z0-9-]*\(stdin\)= )?[0-9A-Fa-f]{64}\s*-?\s*")
_DUMPED = re.compile(r'string\(\d+\) "(.*)"', re.DOTALL)
_CANONICAL, _STRING = "canonical request", "string to sign"


class Given(NamedTuple):
    """The two texts as they can be used, None for one that cannot, and what was made of them, a line each."""

    canonical_request: bytes | None
    string_to_sign: bytes | None
    remarks: tuple[str, ...]


def taken(canonical: bytes | None, string: bytes | None, *, v1: bool = False) -> Given:
    """The texts that were given, each under its right name, without the quotation marks of a repr or of JSON."""
    remarks: list[str] = []
    found: dict[str, bytes] = {}
    for name, given in ((_CANONICAL, canonical), (_STRING, string)):
        if given is None:
            continue
        if not given.strip():
            remarks.append(f"The {name} that was given is empty.")
            continue
        text = _unquoted(given)
        if text is None:
            text = given
        else:
            remarks.append(f"The {name} was given in quotation marks, as a program quotes a text: they were undone.")
        kind = name if v1 else _kind(text, name)
        if kind not in (_CANONICAL, _STRING):
            remarks.append(f"What was given as {name} is {kind}: it was passed over.")
        elif kind == name:
            found[name] = text
        elif (string if name == _CANONICAL else canonical) is None or kind not in found:
            remarks.append(f"What was given as {name} looks like a {kind}, and was read as one.")
            found.setdefault(kind, text)
    return Given(found.get(_CANONICAL), found.get(_STRING), tuple(remarks))


def _kind(text: bytes, name: str) -> str:
    """What a text is: by its name, where nothing speaks against it."""
    if _HASH.fullmatch(text):
        return "a hash alone; what was hashed is wanted"
    if _REQUEST.match(text):
        return "a request"
    if text.lstrip()[:1] in (b"{", b"["):
        return "JSON, a body perhaps"
    if _METHOD.match(text):
        return _CANONICAL
    return _STRING if is_string_to_sign(text.decode("utf-8", "replace")) else name


def _unquoted(given: bytes) -> bytes | None:
    """The text within the quotation marks of a repr, of JSON or of var_dump; None where there are none."""
    try:
        text = given.strip().decode()
    except UnicodeDecodeError:
        return None
    if dumped := _DUMPED.fullmatch(text):
        return dumped[1].encode()
    bare = text.removeprefix("b")
    if len(bare) < 2 or bare[0] not in "\"'" or bare[0] != bare[-1] or len(text) > _LARGEST:
        return None
    for read in (json.loads, ast.literal_eval):
        try:
            value = read(text)
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            continue
        if isinstance(value, str | bytes):
            return value if isinstance(value, bytes) else value.encode("utf-8", "surrogatepass")
    return bare[1:-1].encode() if "\n" in bare else None
