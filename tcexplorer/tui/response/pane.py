"""The response pane: header, filter and one tab of an answer, or what to do to get one."""

from __future__ import annotations

import pkgutil
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.actions import SkipAction
from textual.binding import Binding
from textual.containers import Vertical
from textual.widget import Widget

from tcexplorer.tui.commands import Scope, of_place
from tcexplorer.tui.content.raw import idle_lines
from tcexplorer.tui.response.filter_bar import FilterBar
from tcexplorer.tui.response.header import ResponseHeader
from tcexplorer.tui.response.reading import AnswerReader
from tcexplorer.tui.response.tabs import BY_NAME, EVENTS, TABLE, TABS, TREE, WHY, first_tab
from tcexplorer.tui.widgets.bars import Bar, key_piece
from tcexplorer.tui.widgets.json_tree import JsonTree
from tcexplorer.tui.widgets.messages import PlaceRequested, RevealRequested
from tcexplorer.tui.widgets.text_view import TextView

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Unpack

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from tcexplorer.answer.body import Answer
    from tcexplorer.answer.remarks import Remark
    from tcexplorer.calls.exchange import Exchange
    from tcexplorer.calls.observer import Arrival
    from tcexplorer.tui.response.state import ResponseState
    from tcexplorer.tui.response.tabs import ResponseTab
    from tcexplorer.tui.widgets.widget_names import Names


@dataclass(slots=True)
class _View:
    """The widget of a tab, and what it was updated with last."""

    widget: Widget
    update: Callable[[ResponseState], None]
    is_ready: bool
    """Whether the widgets in it are mounted."""
    state: ResponseState | None = None


def _view_of(tab: ResponseTab, *, is_ready: bool) -> _View:
    widget = pkgutil.resolve_name(tab.view)()
    widget.add_class("inside")
    return _View(widget, widget.update, is_ready)


class ResponsePane(Vertical):
    """Shows an answer (`set_state`), or that one is under way, or what to do to get one."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "close_filter", "Whole answer", show=False)]

    def __init__(self, **names: Unpack[Names]) -> None:
        super().__init__(**names)
        self.header = ResponseHeader()
        self._tabs = self.header.tabs
        self._filter = FilterBar(id="filter")
        self._idle = TextView(id="idle", classes="inside")
        self._front: Widget = self._idle
        self._views = {tab.name: _view_of(tab, is_ready=True) for tab in TABS if tab.is_early}
        """Of the tabs that were shown, and of those that most answers are first shown in."""
        self._reader = AnswerReader(self, self._take_answer, self._take_remarks)
        self._wants_focus = False
        self._is_streaming = False
        self._is_fresh = True
        self._state: ResponseState | None = None

    def compose(self) -> ComposeResult:
        yield self.header
        yield self._filter
        yield self._idle
        for view in self._views.values():
            yield view.widget

    def on_mount(self) -> None:
        if self._is_fresh:  # a call can be sent, and answered, before
            self.show_idle((), action=False)

    # what the screen does with it

    @property
    def state(self) -> ResponseState | None:
        """What is shown now; None when it is no answer."""
        return self._state

    @property
    def tab(self) -> str:
        """The name of the tab that is shown."""
        return self._tabs.active

    @property
    def csv_pieces(self) -> Callable[[], str] | None:
        """What makes the CSV of the table, in a thread; None while no table is shown."""
        from tcexplorer.tui.response.table import ResponseTable

        return self._front.csv_pieces() if isinstance(self._front, ResponseTable) else None

    def show_idle(self, past: Sequence[Exchange], *, action: bool) -> None:
        """No answer to this action yet: how to get one, and the last outcomes."""
        self._forget()
        self.header.show_idle()
        self._display(self._idle)
        self._idle.show(idle_lines(past, action=action))

    def set_state(self, state: ResponseState) -> None:
        """Show an answer, or something else about the one that is shown."""
        if self._state is not None and state.exchange is self._state.exchange:
            self._change(state)
            return
        self._forget()
        width, height = self.size
        self._state = replace(state, width=width - 2 or 80, height=height)
        if (answer := self._reader.read(state.exchange)) is not None:
            self._state = self._state.with_answer(answer)
        self.header.update(self._state)
        self._show_first(self._state)

    def show_arrival(self, arrival: Arrival) -> None:
        """Something came of an event stream that is not over yet."""
        from tcexplorer.tui.response.events import EventsView

        if not self._is_streaming:
            self._forget()
            self._is_streaming = True
            self.header.begin_stream(arrival.request_id)
            self._show_view(EVENTS)
            self.query_one(EventsView).begin()
        self.query_one(EventsView).add(arrival.events)

    def show_tab(self, name: str) -> bool:
        """Show another tab; whether this answer has it."""
        if self._state is None:
            return False
        seen = self._views[TREE.name].state
        if seen is not None and seen.exchange is self._state.exchange:
            selected = self.query_one(JsonTree).path
            self._state = replace(self._state, selected=selected) if selected != self._state.selected else self._state
        self._offer(self._state)
        if name not in self._tabs.names:
            return False
        self._tabs.choose(name)
        self._show_view(BY_NAME[name])
        return True

    def show_tab_beside(self, by: int) -> None:
        """The next tab, or the one before."""
        self.show_tab(self._tabs.beside(by))

    def focus_inside(self) -> None:
        """Put the focus where one reads in the shown tab, as soon as it is there."""
        view = self._views.get(self.tab)
        self._wants_focus = self._state is not None and view is not None and not view.is_ready
        if not self._wants_focus and (target := self._target) is not None:
            self.screen.set_focus(target)

    # views

    @property
    def _target(self) -> Widget | None:
        """What takes the focus in what is shown."""
        return next((one for one in self._front.walk_children(Widget, with_self=True) if one.focusable), None)

    def _offer(self, state: ResponseState) -> None:
        self._tabs.offer([tab.name for tab in TABS if tab.is_offered(state)])

    def _show_view(self, tab: ResponseTab) -> None:
        """What was shown stays, with the focus, until a view that is made now has its own widgets."""
        view = self._views.get(tab.name)
        if view is None:
            view = self._views[tab.name] = _view_of(tab, is_ready=False)
            view.widget.display = False
            self.mount(view.widget)
            view.widget.call_later(self._come, tab, view)
        elif view.is_ready:
            self._bring(view)

    def _come(self, tab: ResponseTab, view: _View) -> None:
        view.is_ready = True
        if tab is EVENTS if self._state is None else tab.name == self.tab:
            self._bring(view)

    def _bring(self, view: _View) -> None:
        had_focus = self._wants_focus or self._front.has_focus_within
        self._wants_focus = False
        self._display(view.widget)
        self._update(view)
        if had_focus:
            self.focus_inside()

    def _display(self, front: Widget) -> None:
        self._front = front
        for widget in (self._idle, *(view.widget for view in self._views.values())):
            widget.display = widget is front
        self._equip()

    def _update(self, view: _View) -> None:
        if self._state is not None and view.state is not self._state:
            view.state = self._state
            view.update(self._state)

    def _equip(self) -> None:
        """What can be clicked beside the tabs, as far as there is room."""
        scope = getattr(self._target, "PLACE", Scope.EVERYWHERE)
        tools = BY_NAME[self.tab].tools if self._state is not None else ()
        pieces = [key_piece(of_place(scope, name).key_text, words, name) for name, words in tools]
        room = (self.size.width - 2 or 80) - sum(len(name) + Bar.GAP for name in self._tabs.names)
        while pieces and sum(one.cells + Bar.GAP for one in pieces) > room:
            pieces.pop()
        self._tabs.equip(pieces)

    def on_resize(self, _event: events.Resize) -> None:
        self._equip()

    @on(Bar.Clicked)
    def _focus_for_tool(self, event: Bar.Clicked) -> None:
        """What is clicked beside the tabs is a command of the shown one; the screen does it where the focus is."""
        if event.command in dict(BY_NAME[self.tab].tools):
            self.focus_inside()

    # the state

    def _forget(self) -> None:
        """Another answer is shown, or none."""
        self._is_fresh = False
        self._reader.stop()
        self._filter.close()
        self._is_streaming = False
        self._state = None

    def _change(self, state: ResponseState) -> None:
        """The same answer with something else about it, in the same tab if it has one."""
        before, self._state = self._state, state
        if before is not None and before.answer is not state.answer:
            self.header.update(state)
        name = self.tab
        self._offer(state)
        if name != self.tab:
            self.show_tab(TREE.name)
        elif (view := self._views[name]).is_ready:
            self._update(view)

    def _show_first(self, state: ResponseState) -> None:
        if not self.show_tab(first_tab(state).name):
            self.show_tab(WHY.name)

    def _take_answer(self, answer: Answer) -> None:
        """A large body was read."""
        if self._state is not None:
            self._state = self._state.with_answer(answer)
            self.header.update(self._state)
            if self.tab == WHY.name:
                self._show_first(self._state)
            else:
                self._change(self._state)

    def _take_remarks(self, remarks: tuple[Remark, ...]) -> None:
        """All that is odd about the body is known now."""
        if self._state is not None:
            self._change(self._state.with_remarks(remarks))

    @on(RevealRequested)
    def _reveal(self, event: RevealRequested) -> None:
        event.stop()
        if self._state is not None:
            self._change(self._state.toggled(event.path))

    @on(PlaceRequested)
    def _go_to(self, event: PlaceRequested) -> None:
        event.stop()
        self.show_tab(TREE.name)
        self.query_one(JsonTree).go_to(event.path)
        self.focus_inside()

    # the filter

    def begin_filter(self) -> bool:
        """Let an expression be typed; False where there is no JSON to take something from."""
        state = self._state
        if state is None or state.answer is None or state.answer.parsed is None:
            return False
        if self.tab not in (TREE.name, TABLE.name):
            self.show_tab(TREE.name)
        self._filter.begin(state.answer.value)
        return True

    @on(FilterBar.Filtered)
    def _take_part(self, event: FilterBar.Filtered) -> None:
        event.stop()
        if self._state is not None and self._filter.display:
            self._change(self._state.filtered(event.result))

    @on(FilterBar.Accepted)
    def _leave_filter(self, event: FilterBar.Accepted) -> None:
        event.stop()
        self.focus_inside()

    @on(FilterBar.Closed)
    def action_close_filter(self) -> None:
        """Show the whole answer again; escape is somebody else's where it is shown."""
        if not self._filter.display:
            raise SkipAction
        self._filter.close()
        if self._state is not None:
            self._change(replace(self._state, part=None))
        self.focus_inside()
