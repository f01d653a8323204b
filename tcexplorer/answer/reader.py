"""Reads JSON by scanning what fits into a window with the C code of `json`, and entering what does not."""

from __future__ import annotations

import re
from json import JSONDecodeError
from typing import TYPE_CHECKING, Final, cast

from tcexplorer.answer.decoded import Decoded
from tcexplorer.answer.frame import Frame
from tcexplorer.answer.notes import Notes
from tcexplorer.answer.present import path_text
from tcexplorer.answer.remarks import Landmark, Odd
from tcexplorer.answer.scanner import Scanner, partial_string, scanstring
from tcexplorer.answer.values import Exact

if TYPE_CHECKING:
    from collections.abc import Generator

    from tcexplorer.answer.remarks import Remark
    from tcexplorer.answer.values import Path
    from tcexplorer.protocol.model import Json

_DEEP: Final = 400
"""Levels entered without a try after one was too deep for the C scanner."""
_ALONE: Final = 3
"""Elements read one by one before many are tried together."""
_STEPS: Final = 4096
"""Steps of this module between two yields."""

_FOLLOWING = re.compile(r"[ \t\n\r]*[,\]}]")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?", re.ASCII)


class _Stop(Exception):  # noqa: N818 - it ends the reading, and is no error of the program
    def __init__(self, odd: Odd, text: str) -> None:
        super().__init__(text)
        self.odd = odd
        self.text = text


_NOTHING: Final = object()


class Reader:
    """Reads one body; `read` once, then `parsed`, `remarks` and the rest say what was found."""

    def __init__(self, body: bytes, window: int, *, check: bool, names_only: bool = False) -> None:
        self._notes = Notes()
        self._text = Decoded(body, window, self._notes.note)
        self._scanner = Scanner(self._notes, check=check, names_only=names_only)
        self._frames: list[Frame] = []
        self._top: Json | object = _NOTHING
        self._deep = 0
        self._deepest = 0
        self._steps = 0
        self._landmarks: list[Landmark] = []
        self._marking = True
        self._whole = True

    @property
    def is_json(self) -> bool:
        return self._top is not _NOTHING

    @property
    def value(self) -> Json:
        return cast("Json", self._top) if self.is_json else None

    @property
    def whole(self) -> bool:
        return self.is_json and self._whole

    @property
    def remarks(self) -> tuple[Remark, ...]:
        return self._notes.remarks

    @property
    def landmarks(self) -> tuple[Landmark, ...]:
        return tuple(self._landmarks) if self._marking else ()

    def _path(self) -> Path:
        """Where reading is."""
        last = len(self._frames) - 1  # the containers above the innermost hold theirs already
        return tuple(
            frame.key if isinstance(frame.container, dict) else len(frame.container) - (depth < last)
            for depth, frame in enumerate(self._frames)
        )

    def _mark(self) -> None:
        """A landmark: the next element of the innermost container begins here."""
        places = tuple(len(frame.container) for frame in self._frames[-1:])
        above = tuple(len(frame.container) - 1 for frame in self._frames[:-1])
        if self._marking and len(above) < 8:
            self._landmarks.append(Landmark(self._text.offset, above + places))

    # reading

    def read(self) -> Generator[int]:
        text = self._text
        try:
            if not text.skip_blanks():
                raise _Stop(Odd.CUT, "there is nothing but blanks" if text.fed else "the body is empty")
            yield from self._read_value()
            if text.skip_blanks():
                self._whole = False
                self._notes.note(Odd.EXTRA, f"something follows the JSON at {text.where}")
        except _Stop as stop:
            self._whole = False
            self._notes.note(stop.odd, stop.text, self._path())
        if self._deepest:
            self._notes.note(Odd.DEEP, f"nested {self._deepest:,} levels deep")
        yield text.fed

    def _read_value(self) -> Generator[int]:
        """Read the value that begins here, and all that is in it."""
        text = self._text
        fed = text.fed
        self._steps = 0
        self._value()
        while self._frames:
            self._steps += 1
            if text.fed != fed or self._steps > _STEPS:
                fed, self._steps = text.fed, 0
                yield fed
            frame = self._frames[-1]
            char = text.skip_blanks()
            container = frame.container
            close = "]" if isinstance(container, list) else "}"
            if char == close:
                text.at += 1
                self._frames.pop()
                continue
            if frame.count:
                if char != ",":
                    raise self._bad(f"expected , or {close}", char)
                text.at += 1
                char = text.skip_blanks()
            if text.at and len(text.buffer) - text.at < text.window // 8 and not text.at_end:
                text.more()
                self._mark()
            frame.count += 1
            if frame.count > _ALONE and frame.boundaries and frame.together(text, self._scanner):
                continue
            if isinstance(container, dict):
                self._key(frame, char)
            self._value()
            if not frame.wait and self._frames[-1] is frame:
                frame.learn(text)

    def _value(self) -> None:
        """Read one value: scan it, or enter it when that is not possible."""
        text, scanner = self._text, self._scanner
        where = 0
        while True:
            char = text.skip_blanks()
            if self._deep and char in ("[", "{"):
                self._deep -= 1
                break
            scanner.flagged = False
            try:
                value, end = scanner.scan(text.buffer, text.at)
            except RecursionError:
                self._deep = _DEEP
                break
            except StopIteration:
                problem = ""
            except JSONDecodeError as error:
                problem, where = error.msg, error.pos
            except ValueError:  # more digits than are made an int of
                problem = "digits"
            else:
                if text.at_end or self._follows(end):
                    if not scanner.flagged:
                        self._put(value)
                        text.at = end
                        return
                    if char not in ("[", "{"):
                        self._notes.note(Odd.CONSTANT, f"{value!r} is no JSON", self._path())
                        self._put(value)
                        text.at = end
                        return
                    break
                problem = "Unterminated"
            if char in ("[", "{"):
                if text.at and text.more():
                    self._mark_element()
                    continue
                if len(text.buffer) < text.window and text.more():
                    continue
                break
            if char == '"' and self._string(problem, where):
                return
            if char != '"' and self._number(char, unsure=problem == "Unterminated"):
                return
        self._enter(char)

    def _follows(self, end: int) -> bool:
        """Whether what may follow a value is decoded: only then is the end of a number its end."""
        return _FOLLOWING.match(self._text.buffer, end) is not None

    def _mark_element(self) -> None:
        frame = self._frames[-1] if self._frames else None
        if frame is not None and isinstance(frame.container, list):
            self._mark()

    def _enter(self, char: str) -> None:
        self._text.at += 1
        made: dict[str, Json] | list[Json] = [] if char == "[" else {}
        self._put(made)
        self._frames.append(Frame(made))
        if len(self._frames) > 900:
            self._deepest = max(self._deepest, len(self._frames))

    def _put(self, value: Json) -> None:
        if not self._frames:
            self._top = value
            return
        frame = self._frames[-1]
        if isinstance(frame.container, list):
            frame.container.append(value)
        else:
            if frame.key in frame.container:
                self._marking = False  # the member keeps its old place
            frame.container[frame.key] = value

    def _string(self, problem: str, where: int) -> bool:
        """Read a string that the scanner could not; False when more of the text is there now."""
        text = self._text
        cut = problem.startswith("Unterminated") or len(text.buffer) - where < 6
        if cut and text.more():
            return False
        if problem.startswith("Invalid control"):
            try:
                value, end = scanstring(text.buffer, text.at + 1, False)
            except JSONDecodeError as error:
                if error.msg.startswith("Unterminated") and text.more():
                    return False
                problem = error.msg
            else:
                self._notes.note(Odd.CONTROL, "a control character stands unescaped in a string", self._path())
                if self._notes.full(Odd.CONTROL):
                    self._scanner.allow_control_characters()
                self._put(value)
                text.at = end
                return True
        if not cut:
            raise self._bad("an escape that JSON does not have, in the string", '"')
        self._put(partial_string(text.buffer[text.at + 1 :]))
        raise _Stop(Odd.CUT, f"the text ends within a string, at byte {text.fed:,}")

    def _number(self, char: str, *, unsure: bool) -> bool:
        """Read a scalar that the scanner could not; False when more of the text is there now."""
        text = self._text
        if not char:
            raise self._bad("expected a value", char)
        if (unsure or len(text.buffer) - text.at < 32) and text.more():
            return False
        found = _NUMBER.match(text.buffer, text.at)
        if found is not None and found[0]:
            if found.end() == len(text.buffer) and text.more():
                return False
            self._put(Exact.read(found[0]))
            self._notes.note(Odd.NUMBER, f"a number of {len(found[0]):,} digits", self._path())
            text.at = found.end()
            return True
        raise self._bad("expected a value", char)

    def _key(self, frame: Frame, char: str) -> None:
        text = self._text
        if char != '"':
            raise self._bad('expected a name in " "', char)
        while True:
            try:
                frame.key, end = scanstring(text.buffer, text.at + 1, False)
            except JSONDecodeError as error:
                if text.more():
                    continue
                if error.msg.startswith("Invalid"):
                    raise self._bad("an escape that JSON does not have, in the name", '"') from None
                raise _Stop(Odd.CUT, f"the text ends within a name, at byte {text.fed:,}") from None
            break
        text.at = end
        char = text.skip_blanks()
        if char != ":":
            raise self._bad("expected : after a name", char)
        text.at += 1
        if frame.key in frame.container:
            self._notes.note(Odd.DUPLICATE, self._twice(frame.key), self._path())

    def _twice(self, key: str) -> str:
        where = path_text(self._path()[:-1])
        return f'duplicate key "{key}"{f" at {where}" if where else ""}; the last value is shown'

    def _bad(self, expected: str, char: str) -> _Stop:
        text = self._text
        if not char:
            return _Stop(Odd.CUT, f"the text ends too early, at byte {text.fed:,}")
        return _Stop(Odd.SYNTAX, f"no JSON from {text.where} on: {expected}")
