"""A container that was entered; from what stands between its elements it is guessed which can be scanned together."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tcexplorer.answer.decoded import Decoded
    from tcexplorer.answer.scanner import Scanner
    from tcexplorer.protocol.model import Json

_BETWEEN = re.compile(r"[ \t\n\r]*,[ \t\n\r]*")
_NAMED = re.compile(r'\{\s*"[^"\\]{0,80}"\s*:')


class Frame:
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

    def together(self, text: Decoded, scanner: Scanner) -> bool:
        """Scan all elements or members that end within the window; False when that is not possible.

        Text that is cut anywhere but between two elements is no JSON, so a wrong guess is always noticed.
        """
        if self.wait:
            self.wait -= 1
            return False
        container = self.container
        opening, closing = "[]" if isinstance(container, list) else "{}"
        for cut in self._cuts(text):
            scanned = scanner.whole(f"{opening}{text.buffer[text.at : cut]}{closing}")
            if isinstance(container, list) and isinstance(scanned, list):
                container += scanned
            elif isinstance(container, dict) and isinstance(scanned, dict) and container.keys().isdisjoint(scanned):
                container |= scanned
            else:
                if scanner.flagged:
                    break
                continue
            self.fails = 0
            text.at = cut
            return True
        self.fails += 1
        self.wait = 1 << min(self.fails, 10)
        return False

    def _cuts(self, text: Decoded) -> Iterator[int]:
        """Where the elements that end within the window may end, the last first."""
        for boundary, offset in self.boundaries:
            end = len(text.buffer)
            for _ in range(3):
                found = text.buffer.rfind(boundary, text.at, end)
                if found - text.at < text.window // 128:
                    break
                yield found + offset
                end = found + len(boundary) - 1
