"""Remarks about a body, collected while it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tcexplorer.answer.remarks import Odd, Remark

if TYPE_CHECKING:
    from tcexplorer.answer.values import Path

MOST: Final = 20
"""Remarks of one kind; of the rest it is said that there are more."""


class Notes:
    """What was noticed, by kind."""

    def __init__(self) -> None:
        self._remarks: dict[Odd, list[Remark]] = {}

    @property
    def remarks(self) -> tuple[Remark, ...]:
        return tuple(remark for remarks in self._remarks.values() for remark in remarks)

    def note(self, odd: Odd, text: str, path: Path = ()) -> None:
        """Take a remark, unless there are many of its kind."""
        held = self._remarks.setdefault(odd, [])
        if len(held) < MOST:
            held.append(Remark(odd, text, path))
        elif len(held) == MOST:
            held.append(Remark(odd, f"and more of this kind ({odd})"))

    def full(self, odd: Odd) -> bool:
        """Whether no more of a kind are taken."""
        return len(self._remarks.get(odd, ())) > MOST
