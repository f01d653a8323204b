"""The tabs of the response pane. Another view of answers is a file and one more row of `TABS`.

A row makes the tab's command, its key, what can be clicked beside the tabs, and says which answers have it. The file
holds a widget with a method `update(state: ResponseState)`; it is imported and made when the tab is first shown, and
updated while it is shown. The focus goes to it, or to the first in it that takes it. What it wants of the screen it
says with the messages of `widgets.messages`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from tcexplorer.tui.response.state import ResponseState


@dataclass(frozen=True, slots=True)
class ResponseTab:
    """One tab; `name` is what its strip says, `view` the module and the class of its widget."""

    name: str
    view: str
    title: str
    help: str
    """What the list of commands and the help call going there, and say of it."""
    is_offered: Callable[[ResponseState], bool] = lambda _state: True
    keys: tuple[str, ...] = ()
    tools: tuple[tuple[str, str], ...] = ()
    """Commands of the widget's scope that can be clicked beside the tabs, and what they are called there."""
    absent: str = ""
    """What is said when it is wanted of an answer that has it not."""
    is_early: bool = False
    """Made with the pane, since most answers are first shown there."""

    @property
    def command(self) -> str:
        """The id of the command that shows it."""
        return f"tab_{self.name.lower()}"


def _has_table(state: ResponseState) -> bool:
    from tcexplorer.tui.response.state import records_path

    return records_path(state) is not None


def _has_events(state: ResponseState) -> bool:
    from tcexplorer.answer.body import BodyKind

    answer = state.answer
    return state.exchange.events is not None or (answer is not None and answer.kind is BodyKind.EVENTS)


def _has_timing(state: ResponseState) -> bool:
    """Of a saved answer nobody knows how long it took."""
    return state.exchange.response is None or state.exchange.response.timings.total > 0


TREE: Final = ResponseTab(
    "Tree",
    "tcexplorer.tui.widgets.json_viewer:JsonViewer",
    "Show answer as tree",
    "Walk through the answer.",
    lambda state: state.document is not None,
    tools=(("find", "find"), ("expand_all", "open all"), ("copy_value", "copy")),
    is_early=True,
)
TABLE: Final = ResponseTab(
    "Table",
    "tcexplorer.tui.response.table:ResponseTable",
    "Show answer as table",
    "The list of records as rows and columns.",
    _has_table,
    absent="there is no list of records here to be shown as a table",
)
EVENTS: Final = ResponseTab(
    "Events",
    "tcexplorer.tui.response.events:EventsView",
    "Show events",
    "The events of a stream, as they came.",
    _has_events,
)
RAW: Final = ResponseTab(
    "Raw",
    "tcexplorer.tui.response.raw:RawBodyView",
    "Show answer as text",
    "The answer's body, indented when it is JSON.",
    lambda state: state.exchange.response is not None,
)
TIMING: Final = ResponseTab(
    "Timing",
    "tcexplorer.tui.response.timing:TimingView",
    "Show timing",
    "Where the time went, the HTTP status and the headers.",
    _has_timing,
)
WHY: Final = ResponseTab(
    "Why",
    "tcexplorer.tui.response.why:WhyView",
    "Show why",
    "What the error means and what to do about it.",
    is_early=True,
)
TABS: Final = (TREE, TABLE, EVENTS, RAW, TIMING, WHY)
"""In the order they are shown."""
BY_NAME: Final = {tab.name: tab for tab in TABS}


def first_tab(state: ResponseState) -> ResponseTab:
    """Where an answer is first seen: a success as what it is, everything else with what it means."""
    from tcexplorer.protocol.envelope import ApiError, Cancelled, Success

    outcome = state.exchange.outcome
    if state.source and state.document is not None and not isinstance(outcome, ApiError):
        return TREE  # half of a saved answer is worth seeing, too
    if state.exchange.events is not None and isinstance(outcome, Success | Cancelled):
        return EVENTS
    return TREE if isinstance(outcome, Success) else WHY
