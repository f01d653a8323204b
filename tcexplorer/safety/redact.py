"""Which values are secrets, by name, and the same document without them."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final, cast

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


_MEMBER: Final = re.compile(r'("(?:[^"\\]|\\.)*+"?)(\s*:)?|[{}\[\]]|[^\s{}\[\],:"]+', re.DOTALL)
_MASKED: Final = f'"{MASK}"'
_LONGEST_ESCAPE: Final = 12
"""Characters of an escape that was cut: a surrogate pair."""


def masked_text(text: str, secrets: frozenset[str] = frozenset(), revealed: frozenset[str] = frozenset()) -> str:
    """JSON text, also cut or broken, with secret values masked and everything else as it is.

    The value of a pair such as `{"Value": ..., "Key": "DB_PASSWORD"}` is masked wherever its name stands, and that of
    a pair that is cut whatever its name: a secret one may have followed.
    """
    masker = _Masker(secrets, revealed)
    at = 0
    for token in _MEMBER.finditer(text):
        masker.pieces.append(text[at : token.start()])
        masker.take(token)
        at = token.end()
    masker.end()
    return "".join((*masker.pieces, text[at:]))


class _Open:
    """A container that is open: whether all in it is secret, and what is known of it as a pair."""

    __slots__ = ("begun", "close", "inside", "said", "values")

    def __init__(self, close: str, *, inside: bool) -> None:
        self.close = close
        self.inside = inside
        self.said = False
        self.begun: int | None = None
        """Where among the shown scalars the Value that is being read begins."""
        self.values: list[tuple[int, int]] = []
        """Begin and end, among the shown scalars, of Values that came before any secret name."""


class _Masker:
    """Follows the text token by token: the name of the member, and whether a container with a secret name is open."""

    def __init__(self, secrets: frozenset[str], revealed: frozenset[str]) -> None:
        self.pieces: list[str] = []
        self._secrets = secrets
        self._revealed = revealed
        self._name = ""
        self._open: list[_Open] = [_Open("", inside=False)]
        self._shown: list[int] = []
        """The pieces that are scalars which may have to be masked yet."""

    def take(self, token: re.Match[str]) -> None:
        text = token[0]
        match text[0]:
            case "{" | "[":
                close = "}" if text == "{" else "]"
                self._open.append(_Open(close, inside=self._open[-1].inside or self._is_secret()))
                if text == "{":
                    self._name = ""
                self.pieces.append(text)
            case "}" | "]":
                if len(self._open) > 1 and (closed := self._open.pop()).close != text:
                    self._mask_values(closed)  # broken: what belongs together is not known
                self._name = ""
                self.pieces.append(text)
            case '"' if token[2] is not None:
                self._name = _unquoted(token[1])
                self._begin()
                self.pieces.append(text)
            case '"':
                self._value(text, _unquoted(text))
            case _ if text in ("null", "true", "false"):
                self.pieces.append(text)
            case _:
                self._value(text, text)

    def end(self) -> None:
        """The text is over: what is open still is cut."""
        for one in reversed(self._open):
            self._mask_values(one)

    def _begin(self) -> None:
        """A member begins, so that the one before it has ended."""
        one = self._open[-1]
        if one.begun is not None:
            one.values.append((one.begun, len(self._shown)))
            one.begun = None
        if not one.said and self._name.lower() in VALUES:
            one.begun = len(self._shown)

    def _mask_values(self, one: _Open) -> None:
        if one.begun is not None:
            one.values.append((one.begun, len(self._shown)))
        for begin, end in reversed(one.values):
            for place in self._shown[begin:end]:
                self.pieces[place] = _MASKED
            del self._shown[begin:end]
        one.values.clear()
        one.begun = None

    def _is_secret(self) -> bool:
        return bool(self._name) and (
            is_secret_name(self._name) or (self._open[-1].said and self._name.lower() in VALUES)
        )

    def _value(self, written: str, value: str) -> None:
        one = self._open[-1]
        if self._name.lower() in NAMES and len(value) <= 128 and is_secret_name(value):
            self._mask_values(one)
            one.said = True
        if not value or value in self._revealed:
            self.pieces.append(written)
        elif one.inside or self._is_secret() or value in self._secrets:
            self.pieces.append(_MASKED)
        else:
            self._shown.append(len(self.pieces))
            self.pieces.append(self._looked_into(written, value))

    def _looked_into(self, written: str, value: str) -> str:
        inner = redacted(value)
        if inner == value:
            return written
        masked = json.dumps(inner, ensure_ascii=False)
        return masked if _is_closed(written) else masked[:-1]


def _unquoted(written: str) -> str:
    """What a string says; of one that is cut, as far as it goes."""
    if "\\" not in written:
        return written.strip('"')
    ends = (len(written),) if _is_closed(written) else range(len(written), len(written) - _LONGEST_ESCAPE, -1)
    for end in ends:
        try:
            return cast("str", json.loads(written if _is_closed(written) else f'{written[:end]}"', strict=False))
        except ValueError:
            continue
    return written.strip('"')


def _is_closed(written: str) -> bool:
    """Whether a string has its second quote: one behind an even number of backslashes."""
    bare = written[:-1].rstrip("\\")
    return len(written) > 1 and written[-1] == '"' and (len(written) - 1 - len(bare)) % 2 == 0
