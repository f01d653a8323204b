"""Which values are secrets, by name, and the same document without them."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, cast

from tcexplorer.safety.names import words as words_of
from tcexplorer.safety.secret import MASK

if TYPE_CHECKING:
    from collections.abc import Mapping

_SECRET_WORDS = frozenset({"password", "passwd", "pwd", "passphrase", "secret", "token", "credential"})
_SECRET_PAIRS = frozenset({
    ("pass", "word"), ("private", "key"), ("access", "key"), ("secret", "key"), ("api", "key"),
    ("auth", "key"), ("signature", "key"), ("sign", "key"), ("encrypt", "key"), ("encrypted", "key"),
    ("encryption", "key"), ("decrypt", "key"), ("decryption", "key"), ("app", "key"), ("session", "key"),
    ("share", "key"), ("aes", "key"), ("des", "key"), ("s", "key"), ("nwk", "key"), ("vpn", "key"), ("plain", "key"),
    ("open", "key"), ("callback", "key"), ("webhook", "key"), ("merchant", "key"), ("stream", "key"), ("play", "key"),
    ("back", "key"), ("cert", "key"), ("certificate", "key"), ("client", "key"), ("license", "key"),
    ("key", "material"), ("key", "pass"), ("key", "tab"), ("user", "sig"), ("kube", "config"),
    ("secret", "id"), ("secret", "string"), ("secret", "binary"), ("user", "data"),
})  # fmt: skip
_SECRET_LAST = frozenset({"cookie", "sk", "kubeconfig", "keytab", "passkey", "keystore"})
# Words run together, as in `secretkey` and `dbpassword`.
_JOINED = re.compile(
    r"passw(?:or)?d|secret(?:key|id)|(?:private|access|api|auth|session|app)key"
    r"|(?:access|api|auth|session|refresh|security|bearer)token"
)
# A last word that says the value is a name, a count or a paging mark, not the secret itself.
_HARMLESS_LAST = frozenset({
    "id", "name", "type", "status", "count", "limit", "time", "version", "enabled", "mode", "num", "number",
    "length", "size", "policy", "description", "remark", "expire", "expired", "expiration", "set", "flag", "level",
    "strength", "region", "alias",
})  # fmt: skip
_PAGING = frozenset({"next", "page", "pagination", "scroll", "client", "continuation", "max", "start"})
_TOKENS_OF = frozenset({"auth", "api", "role", "access", "session", "refresh", "security", "device"})
_HEADERS = frozenset({"authorization", "x-tc-token", "cookie", "set-cookie", "proxy-authorization"})
_PRIVATE_KEY = "PRIVATE KEY-----"
_DEEPEST = 100
LONGEST_INNER = 1_000_000
"""Characters of JSON in a string that are looked into; of more, all is secret."""


def _singular(word: str) -> str:
    """`keys` is `key`; but `status` ends in no plural, and `tokens` are mostly counted, not kept secret."""
    if word.endswith("s") and not word.endswith(("ss", "us")) and word not in ("s", "des", "aes", "alias", "tokens"):
        return word[:-1]
    return word


@lru_cache(maxsize=4096)
def is_secret_name(name: str) -> bool:
    """Whether a parameter or response member of this name holds a secret (Password, SecretKey, Token...).

    Paging marks (NextToken, ClientToken), and names whose last word says it is an id, a name or a
    count, are not secrets. CamelCase is split first: LoadBalancerType has no `cert` in it. A plural
    is judged as its singular, but Tokens are counted (MaxTokens) unless they open something (AuthTokens).
    """
    spelled = [word.lower() for word in words_of(name)]
    if not spelled:
        return False
    words = [_singular(word) for word in spelled]
    last, before = words[-1], words[-2] if len(words) > 1 else ""
    pairs = set(pairwise(words))
    if last in _HARMLESS_LAST and (before, last) not in _SECRET_PAIRS:
        return False
    if last == "token" and before in _PAGING:
        return False
    if spelled[-1] == "tokens" and before in _TOKENS_OF:
        return True
    return bool(
        _SECRET_WORDS.intersection(words)
        or _SECRET_PAIRS & pairs
        or last in _SECRET_LAST
        or words == ["authorization"]
        or any(_JOINED.search(word) for word in words)
    )


def is_secret_header(name: str) -> bool:
    """Whether an HTTP header of this name carries a credential or a signature."""
    return name.lower() in _HEADERS


def redacted(document: object, *, name: str = "") -> object:
    """The JSON document with every secret value masked; the shape stays.

    Masked are the values of members with a secret name; the values of pairs such as
    `{"Key": "DB_PASSWORD", "Value": ...}`; private keys in PEM, whatever they are called; the same within
    strings that are JSON themselves, also cut or broken, or all of it above 1 MB; and all that lies deeper than 100
    levels.
    """
    return _redacted(document, name, 0)


def _redacted(document: object, name: str, depth: int) -> object:
    if depth > _DEEPEST:
        return MASK
    if name and is_secret_name(name):
        return (
            document if document is None or document == "" or isinstance(document, bool) else _masked(document, depth)
        )
    match document:
        case dict():
            mapping = cast("Mapping[str, object]", document)
            said = said_name(mapping)
            return {
                key: _redacted(value, said if said and key.lower() in VALUES else key, depth + 1)
                for key, value in mapping.items()
            }
        case list():
            return [_redacted(value, name, depth + 1) for value in cast("list[object]", document)]
        case str():
            return _redacted_text(document, depth)
        case _:
            return document


NAMES = frozenset({"key", "name"})
"""Members that may say, in small letters, what the others of a pair hold."""
VALUES = frozenset({"value", "values"})
"""Members that hold it."""


def said_name(mapping: Mapping[str, object]) -> str:
    """The secret name that a mapping such as `{"Key": "DB_PASSWORD", "Value": ...}` gives to its value."""
    return next(
        (
            value
            for key, value in mapping.items()
            if key.lower() in NAMES and isinstance(value, str) and len(value) <= 128 and is_secret_name(value)
        ),
        "",
    )


def _redacted_text(text: str, depth: int) -> str:
    if _PRIVATE_KEY in text:
        return MASK
    if not text.lstrip().startswith(("{", "[")):
        return text
    if len(text) > LONGEST_INNER:
        return MASK
    try:
        inner: object = json.loads(text)
    except (ValueError, RecursionError):
        return _masked_in_broken(text)
    masked = _redacted(inner, "", depth + 1)
    return text if masked == inner else json.dumps(masked, ensure_ascii=False)


@lru_cache(maxsize=16)
def _masked_in_broken(text: str) -> str:
    """JSON that is cut or broken, or only looks like JSON: what stands behind a secret name is masked all the same."""
    from tcexplorer.safety.masked import masked_text

    return masked_text(text)


def _masked(document: object, depth: int) -> object:
    if depth > _DEEPEST:
        return MASK
    match document:
        case dict():
            return {key: _masked(value, depth + 1) for key, value in cast("Mapping[str, object]", document).items()}
        case list():
            return [_masked(value, depth + 1) for value in cast("list[object]", document)]
        case _:
            return MASK
