"""Which values are secrets, by name, and the same document without them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, cast

from tcexplorer.safety.secret import MASK, Secret

if TYPE_CHECKING:
    from collections.abc import Mapping

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_SECRET_WORDS = frozenset({"password", "passwd", "pwd", "passphrase", "secret", "token", "credential", "credentials"})
_SECRET_PAIRS = frozenset({
    ("pass", "word"), ("private", "key"), ("access", "key"), ("secret", "key"), ("api", "key"),
    ("auth", "key"), ("signature", "key"), ("encrypt", "key"), ("app", "key"), ("session", "key"),
    ("secret", "id"), ("secret", "string"), ("secret", "binary"), ("user", "data"),
})  # fmt: skip
# A last word that says the value is a name, a count or a paging mark, not the secret itself.
_HARMLESS_LAST = frozenset({
    "id", "ids", "name", "names", "type", "types", "status", "count", "limit", "time", "version", "enabled", "mode",
    "num", "number", "length", "size", "policy", "description", "remark", "expire", "expired", "expiration", "set",
    "tokens", "flag", "level", "strength", "region", "alias",
})  # fmt: skip
_PAGING = frozenset({"next", "page", "pagination", "scroll", "client", "continuation", "max", "start"})
_HEADERS = frozenset({"authorization", "x-tc-token", "cookie", "set-cookie", "proxy-authorization"})


def is_secret_name(name: str) -> bool:
    """Whether a parameter or response member of this name holds a secret (Password, SecretKey, Token...).

    Paging marks (NextToken, ClientToken), and names whose last word says it is an id, a name or a
    count, are not secrets. CamelCase is split first: LoadBalancerType has no `cert` in it.
    """
    words = [word.lower() for word in _WORD.findall(name)]
    if not words:
        return False
    pairs = set(zip(words, words[1:], strict=False))
    if ("secret", "id") in pairs and words[-1] == "id":
        return True
    if words[-1] in _HARMLESS_LAST and not (_SECRET_PAIRS & {pair for pair in pairs if pair[1] == words[-1]}):
        return False
    if words[-1] == "token" and len(words) > 1 and words[-2] in _PAGING:
        return False
    return bool(_SECRET_WORDS.intersection(words) or _SECRET_PAIRS & pairs)


def is_secret_header(name: str) -> bool:
    """Whether an HTTP header of this name carries a credential or a signature."""
    return name.lower() in _HEADERS


def redacted(document: object, *, name: str = "") -> object:
    """The JSON document with every secret value masked; the shape stays."""
    if name and is_secret_name(name) and document not in (None, "", False, True):
        return MASK if not isinstance(document, dict | list) else _masked(cast("object", document))
    match document:
        case dict():
            mapping = cast("Mapping[str, object]", document)
            return {key: redacted(value, name=key) for key, value in mapping.items()}
        case list():
            return [redacted(value, name=name) for value in cast("list[object]", document)]
        case _:
            return document


def _masked(document: object) -> object:
    match document:
        case dict():
            return {key: _masked(value) for key, value in cast("Mapping[str, object]", document).items()}
        case list():
            return [_masked(value) for value in cast("list[object]", document)]
        case _:
            return MASK


def scrubbed(text: str, secrets: Iterable[Secret[str] | None]) -> str:
    """The text with every occurrence of the given secrets masked: for text whose shape is unknown."""
    for secret in secrets:
        if secret is not None and len(secret) >= 4:
            text = text.replace(secret.reveal(), MASK)
    return text
