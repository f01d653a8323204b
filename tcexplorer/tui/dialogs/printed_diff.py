"""What somebody's code printed, beside what it should be: the first difference, as soon as it is pasted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on

from tcexplorer.diagnosis.printed import against
from tcexplorer.tui.content.findings import contrast_lines
from tcexplorer.tui.dialogs.base import Dialog
from tcexplorer.tui.text.styled_text import Role, bold, line, muted
from tcexplorer.tui.widgets.paste_area import PasteArea
from tcexplorer.tui.widgets.text_view import TextView

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.widget import Widget

    from tcexplorer.protocol.signing import Trace
    from tcexplorer.tui.text.styled_text import Line


class PrintedDiffDialog(Dialog[None]):
    """A text area for a canonical request or a string to sign; below it, how it differs from ours."""

    AUTO_FOCUS = "PasteArea"

    def __init__(self, trace: Trace) -> None:
        super().__init__("Compare with what your code printed", classes="large")
        self._trace = trace
        self._area = PasteArea("paste the canonical request or the string to sign of this call", classes="paste")
        self._page = TextView(compare_lines("", trace), classes="fill")

    def inside(self) -> Iterable[Widget]:
        yield self._area
        yield self._page

    @on(PasteArea.Changed)
    def _compare(self) -> None:
        self._page.show(compare_lines(self._area.exact, self._trace))


def compare_lines(text: str, trace: Trace) -> list[Line]:
    """How a printed text differs from our signing of the call."""
    if not text.strip():
        return [
            line(muted("Region and parameters are to be the same here and there; the timestamp may differ.")),
            line(muted("Line ends and blanks count: print the text between quotes, or write it to a file.")),
        ]
    found = against(text, trace)
    note = muted(f"  {found.note}" if found.note else "")
    if found.same:
        after = (
            "The mistake comes after it: in the hash, the string to sign, or the keys."
            if found.title == "Canonical request"
            else "The mistake comes after it: in the derivation of the keys, or the last HMAC."
        )
        return [line(bold(f"✓ {found.title}: the same, byte for byte", Role.GOOD), note), line(after)]
    return [*([line(note)] if found.note else []), *contrast_lines(found.title, found.expected, found.printed)]
