"""A response's body as text: as received, or re-indented without touching a single value; secrets masked."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Final, cast

from tcexplorer.answer.present import size_text
from tcexplorer.safety.redact import is_secret_name, redacted
from tcexplorer.safety.secret import MASK

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+', re.DOTALL)
_MEMBER = re.compile(r'("(?:[^"\\]|\\.)*+"?)(\s*:)?|[{}\[\]]|[^\s{}\[\],:"]+', re.DOTALL)
LARGE: Final = 4_000_000
"""Characters from which a text is only broken into rows: indenting takes about a second per 4 MB."""
SHOWN: Final = 2_000_000
"""Bytes of a body that a screen shows as text; the rest is for a file or a pager."""


@dataclass(frozen=True, slots=True)
class RawText:
    """A body as text. `note` says how much of it is shown when it is not all, else it is empty."""

    text: str
    note: str = ""


def raw_text(
    body: bytes,
    *,
    is_json: bool,
    pretty: bool = True,
    size: int | None = None,
    secrets: frozenset[str] = frozenset(),
    revealed: frozenset[str] = frozenset(),
    most: int = SHOWN,
) -> RawText:
    """The body for reading, pretty or as received, at most so many bytes of it; about 0.5 s a MB, so in a thread.

    `size` is that of the whole body when it was cut. Values of members with a secret name are masked, and those of
    `secrets` (of `veil.secrets_in`) wherever they stand, unless they are in `revealed`.
    """
    whole = size if size is not None else len(body)
    cut = min(len(body), most)
    text = body[:cut].decode("utf-8", "replace" if cut == len(body) else "ignore")
    if is_json:
        text = masked_text(text, secrets, revealed)
        text = indented(text) if pretty else text
    note = "" if cut == whole else f"the first {size_text(cut)} of {size_text(whole)}"
    return RawText(text, note)


def body_text(body: bytes, *, is_json: bool) -> str:
    """The body for reading. JSON is indented; numbers and escapes stay as they were sent."""
    text = body.decode("utf-8", "replace")
    if not is_json:
        return text
    return indented(text) if len(text) < LARGE else broken(text)


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
        return written if inner == value else json.dumps(inner, ensure_ascii=False)


def _unquoted(written: str) -> str:
    if "\\" not in written:
        return written.strip('"')
    try:
        return cast("str", json.loads(written, strict=False))
    except ValueError:
        return written.strip('"')


def indented(text: str) -> str:
    """JSON text with one member a row, two blanks a level, for a hundred levels."""
    out: list[str] = []
    level = 0
    before = ""
    for token in _TOKEN.findall(text):
        match token:
            case "}" | "]":
                level -= 1
                if before not in ("{", "["):
                    out.append("\n" + "  " * min(level, 100))
                out.append(token)
            case ",":
                out.append(",\n" + "  " * min(level, 100))
            case ":":
                out.append(": ")
            case _:
                if before in ("{", "["):
                    out.append("\n" + "  " * min(level, 100))
                out.append(token)
                if token in ("{", "["):
                    level += 1
        before = token
    return "".join(out)


def broken(text: str) -> str:
    """JSON text with a row for each object of a list: cheap, for large answers, and only to be read.

    A string that holds `},{` is broken as well.
    """
    return text.replace("},{", "},\n{").replace("[{", "[\n{").replace("}]", "}\n]")
