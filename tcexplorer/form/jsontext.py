"""The parameters as a text that somebody edits: where it stops being JSON, and which place is what.

Lines and columns count from 1, columns in characters. The text need not be complete: what can be made
out is made out.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tcexplorer.protocol.paths import Path

DEEPEST = 200
"""Levels whose values are told; each has a path as long as it is deep."""
_TOKEN = re.compile(r'"(?:[^"\\\n]|\\.)*"?|[{}\[\]:,]|[^\s{}\[\]:,"]+', re.DOTALL)
_WORDS = {
    "Expecting property name enclosed in double quotes": "a name in double quotes is missing",
    "Expecting ':' delimiter": "a colon is missing",
    "Expecting ',' delimiter": "a comma is missing",
    "Expecting value": "a value is missing",
    "Unterminated string starting at": "this text has no closing quotation mark",
    "Extra data": "there is something behind the end",
    "Invalid control character at": "a line end or a tab within a text: write \\n or \\t",
    "Invalid \\escape": "no such escape",
    "Invalid \\uXXXX escape": "\\u wants four hexadecimal digits",
}


class Position(NamedTuple):
    """A place in a text."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class JsonError:
    """Where and why a text is not the parameters of a call."""

    offset: int
    position: Position
    reason: str

    def __str__(self) -> str:
        return f"line {self.position.line}, column {self.position.column}: {self.reason}"


@dataclass(frozen=True, slots=True)
class JsonSpan:
    """Where a value is in a text; `end` is the offset behind it. `name` is where its member begins, or an element."""

    path: Path
    name: int
    begin: int
    end: int


def json_error(text: str) -> JsonError | None:
    """The first mistake in a text that should be one JSON object; None for parameters, and for no text at all."""
    if not text.strip():
        return None
    twice: list[str] = []

    def members(pairs: list[tuple[str, object]]) -> object:
        made = dict(pairs)
        if len(made) < len(pairs):
            twice.append("")
        return made

    try:
        value: object = json.loads(text, parse_constant=_refuse, object_pairs_hook=members)
    except json.JSONDecodeError as error:
        return _error(text, *mistake(text, error))
    except RecursionError:
        return _error(text, 0, "nested too deeply")
    except _ConstantError as error:
        return _error(text, max(0, text.find(str(error))), f"{error} is not JSON")
    except ValueError:
        return _error(text, 0, "a number with too many digits")
    if not isinstance(value, dict):
        return _error(text, len(text) - len(text.lstrip()), "parameters are one JSON object: { … }")
    return _repeated(text) if twice else None


def position(text: str, offset: int) -> Position:
    """Line and column of an offset."""
    begin = text.rfind("\n", 0, offset) + 1
    return Position(text.count("\n", 0, begin) + 1, offset - begin + 1)


def spans(text: str) -> Iterator[JsonSpan]:
    """Every value, down to 200 levels, in the order of where it ends: what is inside comes first; the whole is ()."""
    walk = _Walk()
    for token in _TOKEN.finditer(text):
        yield from walk.step(token)
    yield from walk.close_all(len(text.rstrip()))


def span_of(text: str, path: Path) -> JsonSpan | None:
    """Where that value is; of a name that occurs twice the last, as its value is the one that counts."""
    found = None
    for span in spans(text):
        if span.path == path:
            found = span
    return found


def path_at(text: str, offset: int) -> Path:
    """The innermost value that an offset is in, or in whose name it is; () outside of all members."""
    walk = _Walk()
    ended: JsonSpan | None = None  # the last value that reaches to the offset
    for token in _TOKEN.finditer(text):
        if token.start() > offset:
            break
        for span in walk.step(token):
            if span.name <= offset <= span.end and (ended is None or span.name == offset or ended.end < offset):
                ended = span
    return ended.path if ended is not None else walk.path


class _Open:
    """A container whose end has not come yet."""

    def __init__(self, name: int, begin: int, *, is_list: bool) -> None:
        self.name = name
        self.begin = begin
        self.is_list = is_list
        self.index = 0
        self.key: str | None = None
        self.key_at = 0
        self.has_colon = False


class _Walk:
    """Follows the tokens of a JSON text, however wrong it is."""

    def __init__(self) -> None:
        self._open: list[_Open] = []
        self._path: list[str | int] = []

    @property
    def path(self) -> Path:
        """What is open: the innermost container, or its member whose name has been read."""
        top = self._open[-1] if self._open else None
        return (*self._path, top.key) if top is not None and top.key is not None else tuple(self._path)

    def step(self, token: re.Match[str]) -> Iterator[JsonSpan]:
        text = token[0]
        top = self._open[-1] if self._open else None
        match text:
            case "{" | "[":
                self._open.append(_Open(self._enter(token.start()), token.start(), is_list=text == "["))
            case "}" | "]":
                yield from self._close(token.end())
            case ":":
                if top is not None:
                    top.has_colon = True
            case ",":
                if top is not None:
                    top.index += 1
                    top.key, top.has_colon = None, False
            case _ if top is not None and not top.is_list and not top.has_colon:
                top.key, top.key_at = _name(text), token.start()
            case _:
                name = self._enter(token.start())
                if len(self._path) <= DEEPEST:
                    yield JsonSpan(tuple(self._path), name, token.start(), token.end())
                self._leave()

    def close_all(self, end: int) -> Iterator[JsonSpan]:
        while self._open:
            yield from self._close(end)

    def _enter(self, begin: int) -> int:
        """Begin a value: its path is the current one; gives where its member begins."""
        top = self._open[-1] if self._open else None
        if top is None:
            return begin
        self._path.append(top.index if top.is_list else (top.key or ""))
        return begin if top.is_list else (top.key_at if top.key is not None else begin)

    def _leave(self) -> None:
        if self._path:
            self._path.pop()

    def _close(self, end: int) -> Iterator[JsonSpan]:
        if not self._open:
            return
        closed = self._open.pop()
        if len(self._path) <= DEEPEST:
            if not closed.is_list and closed.key is not None and not closed.has_colon:
                # a name without a value, while it is typed
                yield JsonSpan((*self._path, closed.key), closed.key_at, end, end)
            yield JsonSpan(tuple(self._path), closed.name, closed.begin, end)
        self._leave()


class _ConstantError(ValueError):
    """NaN or Infinity, which Python would read."""


def _refuse(name: str) -> object:
    raise _ConstantError(name)


def mistake(text: str, error: json.JSONDecodeError) -> tuple[int, str]:
    """Where the mistake is and what it is; of a comma before the end every Python says something else."""
    before = text[: error.pos + 1 if text[error.pos : error.pos + 1] == "," else error.pos].rstrip()
    if before.endswith(",") and text[len(before) :].lstrip().startswith(("}", "]")):
        return len(before) - 1, "a comma before the end"
    return error.pos, _WORDS.get(error.msg, error.msg)


def _error(text: str, offset: int, reason: str) -> JsonError:
    return JsonError(offset, position(text, offset), reason)


def _repeated(text: str) -> JsonError | None:
    """A name that occurs twice in one object: only the last would be sent."""
    seen: set[Path] = set()
    for span in spans(text):
        if span.path in seen:
            return _error(text, span.name, f"{json.dumps(span.path[-1], ensure_ascii=False)} occurs twice")
        if span.path:
            seen.add(span.path)
    return None


def _name(token: str) -> str:
    try:
        found: object = json.loads(token)
    except ValueError:
        return token.strip('"')
    return found if isinstance(found, str) else token
