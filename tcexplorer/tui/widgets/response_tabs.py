"""The tabs of the response pane: which there are, when they are offered, which widget shows them.

A new view of answers is one more entry of `TABS` (and a command `tab_NAME` for it). Its widget is made and mounted
when the tab is first shown; modules are imported in the functions, so that a tab costs nothing until then.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

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

    @property
    def has_document(self) -> bool:
        """Whether there is a JSON value, whole or not."""
        return self.answer is not None and self.answer.parsed is not None


class TabKind(NamedTuple):
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


def _make_raw() -> Widget:
    from tcexplorer.tui.widgets.raw_page import RawPage

    return RawPage()


def _make_page() -> Widget:
    from tcexplorer.tui.widgets.page import Page

    return Page(id="answer")


def _fill_timing(page: Page, shown: Shown) -> None:
    from tcexplorer.tui.pages.answer import timing_lines

    page.show(timing_lines(shown.exchange))


def _fill_why(page: Page, shown: Shown) -> None:
    from tcexplorer.tui.pages.why import why_lines

    page.show(
        why_lines(shown.exchange, shown.explanation, shown.findings, roomy=shown.roomy, proxy=shown.proxy),
        keep_place=True,
    )


TABS = (
    TabKind("Tree", lambda shown: shown.has_document, _make_tree, lambda view, shown: view.show_answer(shown)),
    TabKind("Raw", lambda shown: shown.exchange.response is not None, _make_raw, lambda page, shown: page.fill(shown)),
    TabKind("Timing", lambda _shown: True, _make_page, _fill_timing),
    TabKind("Why", lambda _shown: True, _make_page, _fill_why),
)
"""In the order they are shown. Tabs with the same `make` share one widget."""
