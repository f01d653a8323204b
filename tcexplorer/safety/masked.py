"""JSON text with its secrets masked, without reading it as a whole: it may be cut or broken."""

from __future__ import annotations

import json
import re
from typing import Final, cast

from tcexplorer.safety.redact import is_secret_name, redacted
from tcexplorer.safety.secret import MASK

_MEMBER: Final = re.compile(r'("(?:[^"\\]|\\.)*+"?)(\s*:)?|[{}\[\]]|[^\s{}\[\],:"]+', re.DOTALL)
_LONGEST_ESCAPE: Final = 12
"""Characters of an escape that was cut: a surrogate pair."""


def masked_text(text: str, secrets: frozenset[str] = frozenset(), revealed: frozenset[str] = frozenset()) -> str:
    """JSON text, also cut or broken, with secret values masked and everything else as it is."""
    return _MEMBER.sub(_Masker(secrets, revealed), text)


class _Masker:
    """Follows the text token by token: the name of the member, and whether a container with a secret name is open."""

    def __init__(self, secrets: frozenset[str], revealed: frozenset[str]) -> None:
        self._secrets = secrets
        self._revealed = revealed
        self._name = ""
        self._inside: list[bool] = [False]
        self._said: list[bool] = [False]

    def __call__(self, token: re.Match[str]) -> str:
        text = token[0]
        match text[0]:
            case "{" | "[":
                self._inside.append(self._inside[-1] or self._is_secret())
                self._said.append(False)
                if text == "{":
                    self._name = ""
                return text
            case "}" | "]":
                if len(self._inside) > 1:
                    self._inside.pop()
                    self._said.pop()
                self._name = ""
                return text
            case '"' if token[2] is not None:
                self._name = _unquoted(token[1])
                return text
            case '"':
                return self._value(text, _unquoted(text), quote='"')
            case _:
                return text if text in ("null", "true", "false") else self._value(text, text, quote='"')

    def _is_secret(self) -> bool:
        return bool(self._name) and (
            is_secret_name(self._name) or (self._said[-1] and self._name.lower() in ("value", "values"))
        )

    def _value(self, written: str, value: str, quote: str) -> str:
        if self._name.lower() in ("key", "name") and len(value) <= 128 and is_secret_name(value):
            self._said[-1] = True
        if not value or value in self._revealed:
            return written
        if self._inside[-1] or self._is_secret() or value in self._secrets:
            return f"{quote}{MASK}{quote}"
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
