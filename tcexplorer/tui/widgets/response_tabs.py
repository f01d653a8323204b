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
    from tcexplorer.diagnosis.exchange import Finding
    from tcexplorer.diagnosis.explain import Explanation
    from tcexplorer.tui.widgets.page import Page
    from tcexplorer.workbench.call import Exchange


@dataclass(frozen=True, slots=True)
class Shown:
    """What the response pane shows: all that a tab may need. A change of any of it is another `Shown`."""

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
class TabKind:
    """One tab. `fill` is called when the tab is shown, and while it is shown whenever the `Shown` is another one.

    The widget that `make` gives fills the pane; the focus goes to it, or to the first in it that takes it. What it
    wants of the screen it says with messages (`Tree.CopyWanted`, `Page.CopyWanted`, ... do).
    """

    name: str
    is_offered: Callable[[Shown], bool]
    make: Callable[[], Widget]
    fill: Callable[[Any, Shown], None]


def _make_tree() -> Widget:
    from tcexplorer.tui.widgets.tree_view import TreeView

    return TreeView()


def _has_table(shown: Shown) -> bool:
    if not shown.has_document:
        return False
    from tcexplorer.tui.widgets.table import list_of

    return list_of(shown) is not None


def _make_table() -> Widget:
    from tcexplorer.tui.widgets.table import TableView

    return TableView(classes="inside")


def _has_events(shown: Shown) -> bool:
    if shown.exchange.events is not None:
        return True
    if shown.answer is None:
        return False
    from tcexplorer.answer.body import BodyKind

    return shown.answer.kind is BodyKind.EVENTS


def _make_events() -> Widget:
    from tcexplorer.tui.widgets.stream import StreamView

    return StreamView(classes="inside")


def _has_timing(shown: Shown) -> bool:
    """Of a saved answer nobody knows how long it took."""
    return shown.exchange.response is None or shown.exchange.response.timings.total > 0


def _make_raw() -> Widget:
    from tcexplorer.tui.widgets.raw_page import RawPage

    return RawPage()


def _make_page() -> Widget:
    from tcexplorer.tui.widgets.page import Page

    return Page(id="answer")


def _fill_timing(page: Page, shown: Shown) -> None:
    from tcexplorer.tui.pages.timing import timing_lines

    page.show(timing_lines(shown.exchange, shown.past))


def _fill_why(page: Page, shown: Shown) -> None:
    from rich.cells import cell_len

    from tcexplorer.tui.ink import Ink, Span, line
    from tcexplorer.tui.pages.why import why_lines
    from tcexplorer.tui.verdict import verdict_of

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
        lines.insert(0, line(Span(words, Ink.BAD, "bold")))
    page.show(lines)


TABS: tuple[TabKind, ...] = (
    TabKind("Tree", lambda shown: shown.has_document, _make_tree, lambda view, shown: view.show_answer(shown)),
    TabKind("Table", _has_table, _make_table, lambda view, shown: view.show_answer(shown)),
    TabKind("Events", _has_events, _make_events, lambda view, shown: view.show_exchange(shown.exchange)),
    TabKind("Raw", lambda shown: shown.exchange.response is not None, _make_raw, lambda page, shown: page.fill(shown)),
    TabKind("Timing", _has_timing, _make_page, _fill_timing),
    TabKind("Why", lambda _shown: True, _make_page, _fill_why),
)
"""In the order they are shown. Tabs with the same `make` share one widget."""
