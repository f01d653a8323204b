"""JSON text with its secrets masked, without reading it as a whole: it may be cut or broken."""

from __future__ import annotations

import json
import re
from typing import Final, cast

from tcexplorer.safety.redact import NAMES, VALUES, is_secret_name, redacted
from tcexplorer.safety.secret import MASK

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
