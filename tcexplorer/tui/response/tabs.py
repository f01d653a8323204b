"""The tabs of the response pane: which there are, when they are offered, which widget shows them.

A new view of answers is one more entry of `TABS` (and a command `tab_NAME` for it). Its widget is made and mounted
when the tab is first shown; modules are imported in the functions, so that a tab costs nothing until then.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.widget import Widget

    from tcexplorer.answer.body import Answer
    from tcexplorer.answer.described import ResponseSchema
    from tcexplorer.answer.values import Path
    from tcexplorer.answer.veil import Veil
    from tcexplorer.calls.exchange import Exchange
    from tcexplorer.diagnosis.exchange import Finding
    from tcexplorer.diagnosis.explain import Explanation
    from tcexplorer.tui.widgets.text_view import TextView


@dataclass(frozen=True, slots=True)
class ResponseState:
    """What the response pane shows: all that a tab may need. A change of any of it is another `ResponseState`."""

    exchange: Exchange
    answer: Answer | None = None
    """The body as it was read; None where there is none, or while a large one is still being read."""
    veil: Veil | None = None
    """What of `answer.value` may be seen; there with the answer."""
    schema: ResponseSchema | None = None
    """What the catalogue says of the answer's members, in the session's language; None where it does not say any."""
    explanation: Explanation | None = None
    """Of the code of an API error."""
    findings: Sequence[Finding] = ()
    """Why a signature was refused, as soon as that is known."""
    proxy: str | None = None
    """URL of the proxy on the way."""
    past: Sequence[Exchange] = ()
    """Earlier exchanges of the session, the newest first; this one may be among them."""
    selected: Path = ()
    """Where the cursor of the tree was when the tab was shown."""
    roomy: bool = True
    """Whether the pane has many rows."""
    room: int = 80
    """Cells of a row of the pane."""

    @property
    def has_document(self) -> bool:
        """Whether there is a JSON value, whole or not."""
        return self.answer is not None and self.answer.parsed is not None


@dataclass(frozen=True, slots=True)
class ResponseTab:
    """One tab. `fill` is called when the tab is shown, and while it is shown again when its state changes.

    The widget that `make` gives fills the pane; the focus goes to it, or to the first in it that takes it. What it
    wants of the screen it says with messages (`JsonTree.CopyWanted`, `TextView.CopyWanted`, ... do).
    """

    name: str
    is_offered: Callable[[ResponseState], bool]
    make: Callable[[], Widget]
    fill: Callable[[Any, ResponseState], None]


def _make_tree() -> Widget:
    from tcexplorer.tui.widgets.json_viewer import JsonViewer

    return JsonViewer()


def _has_table(shown: ResponseState) -> bool:
    if not shown.has_document:
        return False
    from tcexplorer.tui.response.table import list_of

    return list_of(shown) is not None


def _make_table() -> Widget:
    from tcexplorer.tui.response.table import ResponseTable

    return ResponseTable(classes="inside")


def _has_events(shown: ResponseState) -> bool:
    if shown.exchange.events is not None:
        return True
    if shown.answer is None:
        return False
    from tcexplorer.answer.body import BodyKind

    return shown.answer.kind is BodyKind.EVENTS


def _make_events() -> Widget:
    from tcexplorer.tui.response.events import EventsView

    return EventsView(classes="inside")


def _has_timing(shown: ResponseState) -> bool:
    """Of a saved answer nobody knows how long it took."""
    return shown.exchange.response is None or shown.exchange.response.timings.total > 0


def _make_raw() -> Widget:
    from tcexplorer.tui.response.raw import RawBodyView

    return RawBodyView()


def _make_page() -> Widget:
    from tcexplorer.tui.widgets.text_view import TextView

    return TextView(id="answer")


def _fill_timing(page: TextView, shown: ResponseState) -> None:
    from tcexplorer.tui.content.timing import timing_lines

    page.show(timing_lines(shown.exchange, shown.past))


def _fill_why(page: TextView, shown: ResponseState) -> None:
    from rich.cells import cell_len

    from tcexplorer.tui.content.error import why_lines
    from tcexplorer.tui.content.status import verdict_of
    from tcexplorer.tui.text.styled_text import Role, Span, line

    lines = why_lines(
        shown.exchange,
        shown.explanation,
        shown.findings,
        roomy=shown.roomy,
        proxy=shown.proxy,
        answer=shown.answer,
    )
    words = verdict_of(shown.exchange).words
    if cell_len(words) > shown.room:  # the strip cannot show all of it
        lines.insert(0, line(Span(words, Role.BAD, "bold")))
    page.show(lines)


TABS: tuple[ResponseTab, ...] = (
    ResponseTab("Tree", lambda shown: shown.has_document, _make_tree, lambda view, shown: view.show_answer(shown)),
    ResponseTab("Table", _has_table, _make_table, lambda view, shown: view.show_answer(shown)),
    ResponseTab("Events", _has_events, _make_events, lambda view, shown: view.show_exchange(shown.exchange)),
    ResponseTab(
        "Raw", lambda shown: shown.exchange.response is not None, _make_raw, lambda page, shown: page.fill(shown)
    ),
    ResponseTab("Timing", _has_timing, _make_page, _fill_timing),
    ResponseTab("Why", lambda _shown: True, _make_page, _fill_why),
)
"""In the order they are shown. Tabs with the same `make` share one widget."""
