"""The C scanner of `json`, made to say what is odd in what it scanned."""

from __future__ import annotations

from json import JSONDecodeError, JSONDecoder, decoder
from typing import TYPE_CHECKING, Any, cast

from tcexplorer.answer.remarks import Odd
from tcexplorer.answer.values import read_float

if TYPE_CHECKING:
    from collections.abc import Callable

    from tcexplorer.answer.notes import Notes
    from tcexplorer.protocol.model import Json

scanstring = cast("Callable[[str, int, bool], tuple[str, int]]", cast("Any", decoder).scanstring)
"""The value of a string whose content begins at an offset, and where it ends."""


class Scanner:
    """Scans values; `flagged` says that in one there is something to be noted, so that it is to be read anew.

    With `names_only` objects come without their values, which takes no memory to speak of.
    """

    def __init__(self, notes: Notes, *, check: bool, names_only: bool = False) -> None:
        self._notes = notes
        self._check = check
        self._names_only = names_only
        self.flagged = False
        self.scan = self._made(strict=True)

    def allow_control_characters(self) -> None:
        """From now on they are no error in a string."""
        self.scan = self._made(strict=False)

    def _made(self, *, strict: bool) -> Callable[[str, int], tuple[Json, int]]:
        hook = self._pairs if self._check else None
        made = JSONDecoder(parse_float=read_float, parse_constant=self._constant, object_pairs_hook=hook, strict=strict)
        return cast("Any", made).scan_once

    def _pairs(self, members: list[tuple[str, Json]]) -> dict[str, Json]:
        made = dict(members)
        if len(made) != len(members) and not self._notes.full(Odd.DUPLICATE):
            self.flagged = True
        return dict.fromkeys(made) if self._names_only else made

    def _constant(self, name: str) -> float:
        if not self._notes.full(Odd.CONSTANT):
            self.flagged = True
        return float(name)

    def whole(self, part: str) -> Json:
        """The value that a text is, from end to end; None when it is none, or flagged."""
        self.flagged = False
        try:
            value, end = self.scan(part, 0)
        except (StopIteration, ValueError, RecursionError):
            return None
        return value if end == len(part) and not self.flagged else None


def partial_string(text: str) -> str:
    """What is there of a string that ends too early."""
    for end in range(len(text), max(-1, len(text) - 12), -1):
        try:
            return scanstring(f'{text[:end]}"', 0, False)[0]
        except JSONDecodeError:
            continue
    return ""
