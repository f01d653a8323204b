"""JSON of any size and shape, read in slices of a few milliseconds, and what is odd about it.

`json.loads` of a large body holds the interpreter for as long as it takes, in a thread too. Here the text is decoded
and scanned by the same C code, but a window at a time: what fits into a window is scanned at once, what does not is
entered, and its elements are scanned. Entering works on a stack of its own, so that no depth is too deep, and what
was read before an error is kept.
"""

from __future__ import annotations

import gc
import re
from contextlib import contextmanager
from dataclasses import dataclass
from json import JSONDecoder
from typing import TYPE_CHECKING, Final, cast

from tcexplorer.answer.decoded import WINDOW, Decoded
from tcexplorer.answer.present import path_text
from tcexplorer.answer.remarks import Landmark, Odd, RemarkList
from tcexplorer.answer.slices import finished
from tcexplorer.answer.values import Exact, read_float

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from tcexplorer.answer.remarks import Remark
    from tcexplorer.answer.values import Path
    from tcexplorer.protocol.model import Json

CHECKED_AT_ONCE: Final = 2_000_000
"""Bytes up to which duplicate keys are looked for while reading; it costs a quarter more time."""
_DEEP: Final = 400
"""Levels entered without a try after one was too deep for the C scanner."""
_ALONE: Final = 3
"""Elements read one by one before many are tried together."""
_STEPS: Final = 4096
"""Steps of this module between two yields."""
_CUT_ESCAPE: Final = 12
"""Characters of an escape that may be cut: a surrogate pair."""

_FOLLOWING = re.compile(r"[ \t\n\r]*[,\]}]")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?", re.ASCII)
_STRING = re.compile(r'"(?:[^"\\]|\\.)*+"', re.DOTALL)
_BETWEEN = re.compile(r"[ \t\n\r]*,[ \t\n\r]*")
_NAMED = re.compile(r'\{\s*"[^"\\]{0,80}"\s*:')
_NOTHING: Final = object()
_LENIENT: Final = JSONDecoder(strict=False)


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a body says, as far as it is JSON.

    Integers have every digit; numbers that no float holds are `Exact`. `is_json` is False when not even a
    beginning of JSON was found, `whole` when it is cut, broken or followed by something. While `checked` is False
    duplicate keys have not been looked for: `checking` does.
    """

    value: Json
    remarks: tuple[Remark, ...] = ()
    is_json: bool = True
    whole: bool = True
    checked: bool = True
    landmarks: tuple[Landmark, ...] = ()


@contextmanager
def collector_paused(*, freeze: bool = False) -> Generator[None]:
    """Without the cyclic garbage collector, which doubles the time of reading a large answer.

    With `freeze` the objects made meanwhile are never looked at by it again (`gc.freeze`): later collections are
    as fast as before, and the answer is freed all the same when nothing refers to it.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if freeze:
            gc.freeze()
        if was_on:
            gc.enable()


def parse(body: bytes) -> Parsed:
    """Read a body in one go. Nothing raises."""
    return finished(parsing(body))


def parsing(body: bytes, *, check: bool | None = None, window: int = WINDOW) -> Generator[int, None, Parsed]:
    """Read a body in slices: yields the bytes read so far, and returns what it says. Nothing raises.

    `check` says whether to look for duplicate keys; by default up to CHECKED_AT_ONCE. In asyncio:
    `parsed = await run_cooperatively(parsing(body))` (see `tcexplorer.answer.slices`).
    """
    check = len(body) <= CHECKED_AT_ONCE if check is None else check
    reader = _BodyReader(body, window, check=check)
    yield from reader.read()
    return reader.parsed


def checking(body: bytes) -> Generator[int, None, tuple[Remark, ...]]:
    """Look for duplicate keys in slices: for what `parsing` left unchecked. Returns all remarks about the body.

    No value is kept, so that it takes little memory.
    """
    reader = _BodyReader(body, WINDOW, check=True, names_only=True)
    yield from reader.read()
    return reader.parsed.remarks


class _Stop(Exception):  # noqa: N818 - it ends the reading, and is no error of the program
    def __init__(self, odd: Odd, text: str) -> None:
        super().__init__(text)
        self.odd = odd
        self.text = text


class _Entered:
    """A container that was entered. `key` is the member that is being read."""

    __slots__ = ("boundaries", "container", "count", "fails", "key", "wait")

    def __init__(self, container: dict[str, Json] | list[Json]) -> None:
        self.container = container
        self.key = ""
        self.count = 0
        self.boundaries: list[tuple[str, int]] = []
        """What stands between two elements, and how much of it belongs to the first: to scan many together."""
        self.fails = 0
        self.wait = 0
        """Elements to be read one by one before the next try."""

    def learn(self, text: Decoded) -> None:
        """See what stands between two elements or members, so that the next ones are scanned together."""
        buffer, at = text.buffer, text.at
        between = _BETWEEN.match(buffer, at)
        if between is None or between.end() == len(buffer):
            return
        last, first = buffer[at - 1], buffer[between.end()]
        # The more that is known of a boundary, the less often it is one of something nested.
        known = last if last in '}]"' else ""
        rest = first if first in '{["' else ""
        self.boundaries = [(f"{known}{between[0]}{rest}", len(known))]
        if first == "{" and (named := _NAMED.match(buffer, between.end())):
            self.boundaries.insert(0, (f"{known}{between[0]}{named[0]}", len(known)))

    def cuts(self, text: Decoded) -> Iterator[int]:
        """Where the elements that end within the window may end, the last first."""
        for boundary, offset in self.boundaries:
            end = len(text.buffer)
            for _ in range(3):
                found = text.buffer.rfind(boundary, text.at, end)
                if found - text.at < text.window // 128:
                    break
                yield found + offset
                end = found + len(boundary) - 1


class _BodyReader:
    """Reads one body: `read` once, then `parsed` is what was found.

    `_flagged` says that in a value that was scanned there is something to be noted, so that it is to be read anew.
    """

    def __init__(self, body: bytes, window: int, *, check: bool, names_only: bool = False) -> None:
        self._remarks = RemarkList()
        self._text = Decoded(body, window, self._remarks.note)
        self._check, self._names_only = check, names_only
        self._flagged = False
        self._decoder = self._made(strict=True)
        self._stack: list[_Entered] = []
        self._top: Json | object = _NOTHING
        self._deep = self._deepest = self._steps = 0
        self._landmarks: list[Landmark] = []
        self._marking = True
        self._whole = True

    @property
    def parsed(self) -> Parsed:
        is_json = self._top is not _NOTHING
        return Parsed(
            cast("Json", self._top) if is_json else None,
            self._remarks.all,
            is_json,
            is_json and self._whole,
            self._check,
            tuple(self._landmarks) if self._marking else (),
        )

    def _made(self, *, strict: bool) -> JSONDecoder:
        hook = self._pairs if self._check else None
        return JSONDecoder(parse_float=read_float, parse_constant=self._constant, object_pairs_hook=hook, strict=strict)

    def _pairs(self, members: list[tuple[str, Json]]) -> dict[str, Json]:
        made = dict(members)
        if len(made) != len(members) and not self._remarks.full(Odd.DUPLICATE):
            self._flagged = True
        return dict.fromkeys(made) if self._names_only else made

    def _constant(self, name: str) -> float:
        if not self._remarks.full(Odd.CONSTANT):
            self._flagged = True
        return float(name)

    def _path(self) -> Path:
        """Where reading is."""
        last = len(self._stack) - 1  # the containers above the innermost hold theirs already
        return tuple(
            one.key if isinstance(one.container, dict) else len(one.container) - (depth < last)
            for depth, one in enumerate(self._stack)
        )

    def _mark(self) -> None:
        """A landmark: the next element of the innermost container begins here."""
        places = tuple(len(one.container) for one in self._stack[-1:])
        above = tuple(len(one.container) - 1 for one in self._stack[:-1])
        if self._marking and len(above) < 8:
            self._landmarks.append(Landmark(self._text.offset, above + places))

    def read(self) -> Generator[int]:
        text = self._text
        try:
            if not text.skip_blanks():
                raise _Stop(Odd.CUT, "there is nothing but blanks" if text.fed else "the body is empty")
            yield from self._read_value()
            if text.skip_blanks():
                self._whole = False
                self._remarks.note(Odd.EXTRA, f"something follows the JSON at {text.where}")
        except _Stop as stop:
            self._whole = False
            self._remarks.note(stop.odd, stop.text, self._path())
        if self._deepest:
            self._remarks.note(Odd.DEEP, f"nested {self._deepest:,} levels deep")
        yield text.fed

    def _read_value(self) -> Generator[int]:
        """Read the value that begins here, and all that is in it."""
        text = self._text
        fed = text.fed
        self._value()
        while self._stack:
            self._steps += 1
            if text.fed != fed or self._steps > _STEPS:
                fed, self._steps = text.fed, 0
                yield fed
            inner = self._stack[-1]
            char = text.skip_blanks()
            container = inner.container
            close = "]" if isinstance(container, list) else "}"
            if char == close:
                text.at += 1
                self._stack.pop()
                continue
            if inner.count:
                if char != ",":
                    raise self._bad(f"expected , or {close}", char)
                text.at += 1
                char = text.skip_blanks()
            if text.at and len(text.buffer) - text.at < text.window // 8 and not text.at_end:
                text.more()
                self._mark()
            inner.count += 1
            if inner.count > _ALONE and inner.boundaries and self._together(inner):
                continue
            if isinstance(container, dict):
                self._key(inner, char)
            self._value()
            if not inner.wait and self._stack[-1] is inner:
                inner.learn(text)

    def _together(self, inner: _Entered) -> bool:
        """Scan all elements or members that end within the window; False when that is not possible.

        Text that is cut anywhere but between two elements is no JSON, so a wrong guess is always noticed.
        """
        if inner.wait:
            inner.wait -= 1
            return False
        text, container = self._text, inner.container
        opening, closing = "[]" if isinstance(container, list) else "{}"
        for cut in inner.cuts(text):
            part = f"{opening}{text.buffer[text.at : cut]}{closing}"
            self._flagged = False
            try:
                scanned, end = self._decoder.raw_decode(part)
            except (ValueError, RecursionError):
                continue
            if self._flagged:
                break
            if end != len(part):
                continue
            if isinstance(container, list):
                container += scanned
            elif container.keys().isdisjoint(scanned):
                container |= scanned
            else:
                continue
            inner.fails = 0
            text.at = cut
            return True
        inner.fails += 1
        inner.wait = 1 << min(inner.fails, 10)
        return False

    def _value(self) -> None:
        """Read one value: scan it, or enter it when that is not possible."""
        text = self._text
        while True:
            char = text.skip_blanks()
            is_container = char in ("[", "{")
            if self._deep and is_container:
                self._deep -= 1
                break
            self._flagged = scanned = False
            try:
                value, end = self._decoder.raw_decode(text.buffer, text.at)
            except RecursionError:
                self._deep = _DEEP
                break
            except ValueError:  # no JSON, or more digits than are made an int of
                pass
            else:
                scanned = True
                if text.at_end or _FOLLOWING.match(text.buffer, end):  # only then is the end of a number its end
                    if self._flagged and is_container:
                        break
                    if self._flagged:
                        self._remarks.note(Odd.CONSTANT, f"{value!r} is no JSON", self._path())
                    self._put(value)
                    text.at = end
                    return
            if is_container:
                if text.at and text.more():
                    if self._stack and isinstance(self._stack[-1].container, list):
                        self._mark()
                    continue
                if len(text.buffer) < text.window and text.more():
                    continue
                break
            if (scanned and text.more()) or not (self._string() if char == '"' else self._number(char)):
                continue
            return
        self._enter(char)

    def _enter(self, char: str) -> None:
        self._text.at += 1
        made: dict[str, Json] | list[Json] = [] if char == "[" else {}
        self._put(made)
        self._stack.append(_Entered(made))
        if len(self._stack) > 900:
            self._deepest = max(self._deepest, len(self._stack))

    def _put(self, value: Json) -> None:
        if not self._stack:
            self._top = value
            return
        inner = self._stack[-1]
        if isinstance(inner.container, list):
            inner.container.append(value)
        else:
            if inner.key in inner.container:
                self._marking = False  # the member keeps its old place
            inner.container[inner.key] = value

    def _string(self) -> bool:
        """Read a string that the scanner could not; False when more of the text is there now."""
        text = self._text
        if _STRING.match(text.buffer, text.at) is None:
            if text.more():
                return False
            self._put(self._cut_string(text.buffer[text.at :]))
            raise _Stop(Odd.CUT, f"the text ends within a string, at byte {text.fed:,}")
        try:
            value, end = _LENIENT.raw_decode(text.buffer, text.at)
        except ValueError:
            raise self._bad("an escape that JSON does not have, in the string", '"') from None
        self._remarks.note(Odd.CONTROL, "a control character stands unescaped in a string", self._path())
        if self._remarks.full(Odd.CONTROL):
            self._decoder = self._made(strict=False)  # from now on they are no error
        self._put(value)
        text.at = end
        return True

    def _cut_string(self, text: str) -> str:
        """What is there of a string that ends too early."""
        for end in range(len(text), max(0, len(text) - _CUT_ESCAPE), -1):
            try:
                return _LENIENT.raw_decode(f'{text[:end]}"')[0]
            except ValueError:
                continue
        raise self._bad("an escape that JSON does not have, in the string", '"')

    def _number(self, char: str) -> bool:
        """Read a scalar that the scanner could not; False when more of the text is there now."""
        text = self._text
        if char and len(text.buffer) - text.at < 32 and text.more():
            return False
        found = _NUMBER.match(text.buffer, text.at)
        if not char or found is None or not found[0]:
            raise self._bad("expected a value", char)
        if found.end() == len(text.buffer) and text.more():
            return False
        self._put(Exact.read(found[0]))
        self._remarks.note(Odd.NUMBER, f"a number of {len(found[0]):,} digits", self._path())
        text.at = found.end()
        return True

    def _key(self, inner: _Entered, char: str) -> None:
        text = self._text
        if char != '"':
            raise self._bad('expected a name in " "', char)
        while True:
            try:
                inner.key, text.at = _LENIENT.raw_decode(text.buffer, text.at)
            except ValueError:
                if text.more():
                    continue
                if _STRING.match(text.buffer, text.at):
                    raise self._bad("an escape that JSON does not have, in the name", '"') from None
                raise _Stop(Odd.CUT, f"the text ends within a name, at byte {text.fed:,}") from None
            break
        char = text.skip_blanks()
        if char != ":":
            raise self._bad("expected : after a name", char)
        text.at += 1
        if inner.key in inner.container:
            where = path_text(self._path()[:-1])
            said = f'duplicate key "{inner.key}"{f" at {where}" if where else ""}; the last value is shown'
            self._remarks.note(Odd.DUPLICATE, said, self._path())

    def _bad(self, expected: str, char: str) -> _Stop:
        text = self._text
        if not char:
            return _Stop(Odd.CUT, f"the text ends too early, at byte {text.fed:,}")
        return _Stop(Odd.SYNTAX, f"no JSON from {text.where} on: {expected}")
