"""The response pane with what can be done to an answer: filtered, as a table, watched while it comes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding

from tcexplorer.answer.body import BodyKind
from tcexplorer.answer.present import size_text, time_text
from tcexplorer.calls.save import Saved
from tcexplorer.calls.stream import counted
from tcexplorer.tui.commands import BY_ID
from tcexplorer.tui.content.status import Tone
from tcexplorer.tui.response.frame import oddities
from tcexplorer.tui.response.pane import ResponsePane, remarked
from tcexplorer.tui.response.tabs import TABS
from tcexplorer.tui.text.styled_text import Role, Span, muted
from tcexplorer.tui.widgets.bars import Piece, piece
from tcexplorer.tui.widgets.json_tree import JsonTree

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Unpack

    from textual.binding import BindingType
    from textual.widget import Widget

    from tcexplorer.answer.body import Answer
    from tcexplorer.answer.remarks import Remark
    from tcexplorer.answer.values import Path
    from tcexplorer.calls.exchange import Exchange
    from tcexplorer.calls.observer import Arrival
    from tcexplorer.diagnosis.explain import Explanation
    from tcexplorer.tui.response.events import EventsView
    from tcexplorer.tui.response.filter_bar import FilterBar
    from tcexplorer.tui.response.table import ResponseTable
    from tcexplorer.tui.response.tabs import ResponseState
    from tcexplorer.tui.widgets.widget_names import Names


class AnswerPane(ResponsePane):
    """While a filter is on, tree and table show what it found; `whole` is the answer itself."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "whole_answer", "Whole answer", show=False)]

    def __init__(self, **names: Unpack[Names]) -> None:
        super().__init__(**names)
        self._line: FilterBar | None = None
        self._whole: ResponseState | None = None
        """The answer as it is, while something else of it is shown."""
        self._arriving = False

    # another answer

    def show_nothing(self, past: Sequence[Exchange], *, action: bool) -> None:
        self._forget_filter()
        super().show_nothing(past, action=action)

    def show_exchange(self, exchange: Exchange, explanation: Explanation | None, **more: object) -> None:
        self._forget_filter()
        self._arriving = False
        super().show_exchange(exchange, explanation, **more)  # pyright: ignore[reportArgumentType] as they came

    def say_body(self, exchange: Exchange, answer: Answer | None) -> None:
        super().say_body(exchange, answer)
        words = oddities(exchange, answer)
        is_binary = answer is not None and answer.kind is BodyKind.BINARY
        if words and (is_binary or isinstance(exchange.overflow, Saved)):  # more than the screen can show
            key = Span(f"{BY_ID['save'].key_text} ", Role.KEY, "bold")
            what = "saves it" if is_binary else "saves all of it"
            self._oddities.show([Piece((muted(words[0]),), "tab_why")], [Piece((key, muted(what)), "save")])

    def _is_of_shown(self, answer: Answer) -> bool:
        whole = self.whole
        return whole is not None and whole.answer is answer

    def take_remarks(self, remarks: tuple[Remark, ...]) -> None:
        if self._whole is not None:
            self._whole = remarked(self._whole, remarks)
        super().take_remarks(remarks)

    # filtering

    @property
    def whole(self) -> ResponseState | None:
        """What is shown, as it is without a filter."""
        if self._whole is None or self._shown is None:
            return self._shown
        whole = self._whole
        return replace(self._shown, answer=whole.answer, veil=whole.veil, schema=whole.schema)

    @property
    def expression(self) -> str:
        """The filter that is on; empty when the whole answer is shown."""
        return self._line.text.strip() if self._line is not None and self._whole is not None else ""

    def filter(self) -> bool:
        """Let an expression be typed; False where there is no JSON to take something from."""
        whole = self.whole
        if whole is None or whole.answer is None or not whole.has_document:
            return False
        document = whole.answer.value
        if self.tab not in ("Tree", "Table"):
            self.show_tab("Tree")
        if self._line is None:
            from tcexplorer.tui.response.filter_bar import FilterBar

            self._line = FilterBar(id="filter")
            self.mount(self._line, after=self._oddities)
            self._line.call_later(self._line.begin, document)
        else:
            self._line.display = True
            self._line.begin(document)
        return True

    def _forget_filter(self) -> None:
        self._whole = None
        if self._line is not None:
            self._line.empty()
            self._line.display = False

    def on_filter_bar_filtered(self, event: FilterBar.Filtered) -> None:
        event.stop()
        whole, found = self.whole, event.applied
        if whole is None or whole.answer is None or whole.answer.parsed is None:
            return
        if not found.text.strip():
            self._show_whole()
            return
        from tcexplorer.answer.veil import Veil

        self._whole = whole
        parsed = replace(whole.answer.parsed, value=found.value, landmarks=())
        answer = replace(whole.answer, parsed=parsed)
        self._put(replace(whole, answer=answer, veil=Veil(found.value, values=found.secrets), schema=None))

    def _show_whole(self) -> None:
        if self._whole is not None:
            shown, self._whole = self.whole, None
            if shown is not None:
                self._put(shown)

    def _put(self, shown: ResponseState) -> None:
        """Show another part of the answer in the same tab if it has one; the focus stays where it is."""
        before, focused = self.tab, self.screen.focused
        self._shown = shown
        self._tabs.offer([kind.name for kind in TABS if kind.is_offered(shown)])
        if self.tab == before:
            self._change(shown)
        else:
            self.show_tab("Tree")
            if focused is not None and focused.display and focused.is_attached and self._in_line(focused):
                self.screen.set_focus(focused)

    def _in_line(self, widget: Widget) -> bool:
        return self._line is not None and self._line in widget.ancestors_with_self

    def on_filter_bar_accepted(self, event: FilterBar.Accepted) -> None:
        event.stop()
        self.focus_inside()

    def on_filter_bar_closed(self, event: FilterBar.Closed) -> None:
        event.stop()
        self.action_whole_answer()

    def action_whole_answer(self) -> None:
        """Take the filter away."""
        if self._line is not None:
            self._line.empty()
            self._line.display = False
        self._show_whole()
        self.focus_inside()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Escape takes the filter away while there is one; otherwise it is somebody else's."""
        if action == "whole_answer":
            return self._line is not None and bool(self._line.display)
        return super().check_action(action, parameters)

    # the table

    def show_table(self) -> bool:
        """Show the list that the tree's cursor is in as a table, or else the answer's largest; False without one."""
        if self._shown is None:
            return False
        self._shown = replace(self._shown, selected=self._selected())
        self._tabs.offer([kind.name for kind in TABS if kind.is_offered(self._shown)])
        if "Table" not in self._tabs.names:
            return False
        self.show_tab("Table")
        return True

    @property
    def csv_pieces(self) -> Callable[[], str] | None:
        """What makes the table's CSV, in a thread; None while no table is shown."""
        return self._table.csv_pieces() if self.tab == "Table" and self._table is not None else None

    @property
    def _table(self) -> ResponseTable | None:
        from tcexplorer.tui.response.table import ResponseTable

        return next((one for one in self._widgets.values() if isinstance(one, ResponseTable)), None)

    def on_response_table_record_wanted(self, event: ResponseTable.RecordWanted) -> None:
        event.stop()
        self.show_tab("Tree")
        self.go_to(event.path)
        self.focus_inside()

    def go_to(self, path: Path) -> None:
        """Put the tree's cursor on a value."""
        self.query_one(JsonTree).go_to(path)

    # a stream

    def show_arrival(self, arrival: Arrival) -> None:
        """Something came of an answer that is not over yet."""
        if not arrival.is_stream:
            return
        if not self._arriving:
            self._arriving = True
            self._begin_stream(arrival)
        if (stream := self._stream) is not None:
            stream.add(arrival.events)

    def _begin_stream(self, arrival: Arrival) -> None:
        self._forget_filter()
        self.stop_checking()
        self._shown = None
        self._tabs.display = self._warning.display = self._oddities.display = False
        kind = next(one for one in TABS if one.name == "Events")
        is_new = kind.make not in self._widgets
        stream = self._made(kind)
        if is_new:
            stream.add_class("inside")
            self.mount(stream)
        self._idle.display = False
        self._display(stream)
        if (found := self._stream) is not None:
            found.begin()
        if arrival.request_id:
            self._identity.show([piece(arrival.request_id, command="copy_request_id")])
        if self.has_focus_within or self.has_focus:
            stream.focus()

    def show_reading(self, seconds: float, size: int) -> None:
        """The answer is here, and its many bytes are being read."""
        self._tone(Tone.QUIET)
        words = [piece("… reading", style="bold"), piece(size_text(size)), piece(time_text(seconds))]
        self._verdict.show(words, [piece("Esc cancels")])

    def show_receiving(self, seconds: float, received: int, events: int | None) -> None:
        """The answer is on its way: bytes so far, and events when it is a stream."""
        self._tone(Tone.QUIET)
        words = [piece("… receiving", style="bold")]
        words += [piece(counted(events))] if events is not None else []
        words += [piece(size_text(received)), piece(time_text(seconds))]
        self._verdict.show(words, [piece("Esc cancels")])

    @property
    def _stream(self) -> EventsView | None:
        from tcexplorer.tui.response.events import EventsView

        return next((one for one in self._widgets.values() if isinstance(one, EventsView)), None)
