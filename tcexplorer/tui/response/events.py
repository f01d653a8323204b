"""The events of a stream, one a row, as they come or as they came."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, ClassVar

from tcexplorer.answer.raw import indented, masked_text
from tcexplorer.safety.inert import visible
from tcexplorer.tui.commands import Scope, bindings
from tcexplorer.tui.text.styled_text import Role, Span, cut, muted
from tcexplorer.tui.widgets.messages import CopyRequested, Reported, ViewRequested
from tcexplorer.tui.widgets.virtual_list import VirtualList

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Unpack

    from textual.binding import BindingType

    from tcexplorer.answer.events import Event
    from tcexplorer.calls.exchange import Exchange
    from tcexplorer.tui.response.state import ResponseState
    from tcexplorer.tui.widgets.widget_names import Names

_LARGE = 100_000
"""Characters of an event above which it is not looked into."""
_SEEN = 2_000
"""Characters of an event that a row looks at."""


class EventsView(VirtualList):
    """Events. While they come the cursor stays with the last one, until it is moved away from there."""

    PLACE = Scope.EVENTS
    CHOOSES = False
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.EVENTS)

    def __init__(self, **names: Unpack[Names]) -> None:
        super().__init__(**names)
        self._events: list[Event] = []
        self._exchange: Exchange | None = None

    def begin(self) -> None:
        """A stream begins: nothing came yet."""
        self._events, self._exchange = [], None
        self.rows_changed()

    def add(self, events: Sequence[Event]) -> None:
        """More events came."""
        if not events:
            return
        follows = self.cursor >= len(self._events) - 1
        self._events += events
        self.fit()
        if follows:
            self.cursor = len(self._events) - 1
        self.refresh()

    def update(self, state: ResponseState) -> None:
        """Show the events of an answer that is over; those that came just now are its own."""
        exchange = state.exchange
        if exchange is self._exchange:
            return
        if self._exchange is not None or len(self._events) != exchange.events or not self._events:
            from tcexplorer.answer.events import events_in

            self._events = events_in(exchange.response.body) if exchange.response is not None else []
            self.rows_changed()
        self._exchange = exchange

    def row_count(self) -> int:
        return len(self._events)

    def row_spans(self, index: int, width: int, *, marked: bool) -> Sequence[Span]:
        event = self._events[index]
        number = f"{index + 1:>{len(str(max(99, len(self._events))))}} "
        name = f"{event.name} " if event.name != "message" else ""
        room = max(8, width - len(number) - len(name) - 2)
        part = message_part(event)
        data = masked_text(event.data[:_SEEN])
        spans = [muted(number), Span(visible(name), Role.KEY)]
        if part is None:
            spans.append(Span(cut(visible(data), room), style="bold" if marked else ""))
        else:
            shown = cut(visible(part), max(8, room - 12))
            spans += [Span(shown, style="bold" if marked else ""), muted(f"  {data}")]
        if event.cut:
            spans.append(Span(" cut", Role.WARN))
        return spans

    def action_view(self) -> None:
        if self._events:
            event = self._events[self.cursor]
            self.post_message(ViewRequested(f"event {self.cursor + 1}", _readable(event)))

    def action_read_text(self) -> None:
        text = "".join(part for event in self._events if (part := message_part(event)) is not None)
        if text:
            self.post_message(ViewRequested("text of the stream", text))
        else:
            self.post_message(Reported("these events are no parts of a text"))

    def action_copy_event(self) -> None:
        if self._events:
            self.post_message(CopyRequested("event", masked_text(self._events[self.cursor].data)))


def message_part(event: Event) -> str | None:
    """The part of a message that an event of a chat adds, as in `{"Choices": [{"Delta": {"Content": "..."}}]}`."""
    if "Delta" not in event.data or len(event.data) > _LARGE:
        return None
    try:
        part = json.loads(event.data)["Choices"][0]["Delta"]["Content"]
    except (ValueError, KeyError, IndexError, TypeError, RecursionError):
        return None
    return part if isinstance(part, str) else None


def _readable(event: Event) -> str:
    """The event whole: its id and name where it has any, its data indented when it is JSON."""
    head = "".join(f"{name}: {value}\n" for name, value in (("event", event.name), ("id", event.id)) if value)
    data = masked_text(event.data)
    return head + "\n" + (indented(data) if data.lstrip()[:1] in ("{", "[") else data)
