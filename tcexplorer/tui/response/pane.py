"""The response pane: the frame, and below it one tab of an answer, or what to do to get one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual.message import Message
from textual.widget import Widget

from tcexplorer.tui.content.raw import idle_lines
from tcexplorer.tui.response.frame import ResponseFrame
from tcexplorer.tui.response.tabs import TABS, ResponseState
from tcexplorer.tui.widgets.bars import Bar
from tcexplorer.tui.widgets.json_viewer import JsonViewer
from tcexplorer.tui.widgets.text_view import TextView

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Unpack

    from textual import events
    from textual.app import ComposeResult
    from textual.worker import Worker

    from tcexplorer.answer.body import Answer
    from tcexplorer.answer.described import ResponseSchema
    from tcexplorer.answer.remarks import Remark
    from tcexplorer.calls.exchange import Exchange
    from tcexplorer.diagnosis.exchange import Finding
    from tcexplorer.diagnosis.explain import Explanation
    from tcexplorer.tui.response.tabs import ResponseTab
    from tcexplorer.tui.widgets.json_tree import JsonTree
    from tcexplorer.tui.widgets.widget_names import Names

AT_ONCE = 500_000
"""Bytes of a body that are read before anything is shown: they take a few milliseconds."""
BRIEFLY, REST = 0.003, 0.003
"""Seconds of work and of rest by turns while a body is looked through for what nobody waits for."""
_KINDS = {kind.name: kind for kind in TABS}


class ResponsePane(ResponseFrame):
    """Shows an exchange, or that one is under way, or what to do to get one.

    Which tabs there are is said in `response_tabs`.
    """

    class AnswerRead(Message):
        """A large body was read, in slices."""

        def __init__(self, exchange: Exchange, answer: Answer) -> None:
            super().__init__()
            self.exchange = exchange
            self.answer = answer

    class AnswerChecked(Message):
        """A large body was looked through for duplicate keys."""

        def __init__(self, answer: Answer, remarks: tuple[Remark, ...]) -> None:
            super().__init__()
            self.answer = answer
            self.remarks = remarks

    def __init__(self, **names: Unpack[Names]) -> None:
        super().__init__(**names)
        self._idle = TextView(id="idle")
        self._idle.styles.height = "1fr"
        self._widgets: dict[Callable[[], Widget], Widget] = {}
        """The widgets of tabs that were shown."""
        self._filled: dict[Callable[[], Widget], tuple[str, ResponseState]] = {}
        self._shown: ResponseState | None = None
        self._coming: set[Callable[[], Widget]] = set()
        """Tabs whose widgets are not mounted yet."""
        self._wants_focus = False
        self._checking: Worker[None] | None = None

    def compose(self) -> ComposeResult:
        yield from super().compose()
        yield self._idle
        for kind in TABS:
            if kind.name in ("Tree", "Why"):  # what every answer is shown with
                yield self._made(kind)

    def on_mount(self) -> None:
        self.show_nothing((), action=False)

    # what the screen does with it

    @property
    def tab(self) -> str:
        """The name of the tab that is shown."""
        return self._tabs.active

    @property
    def shown(self) -> ResponseState | None:
        """What is shown now; None when it is no answer."""
        return self._shown

    def show_nothing(self, past: Sequence[Exchange], *, action: bool) -> None:
        """No answer to this action yet: how to get one, and the last outcomes."""
        self._shown = None
        self.stop_checking()
        self.say_nothing()
        self._display(self._idle)
        self._idle.show(idle_lines(past, action=action))

    def show_exchange(
        self,
        exchange: Exchange,
        explanation: Explanation | None,
        *,
        proxy: str | None = None,
        schema: ResponseSchema | None = None,
        past: Sequence[Exchange] = (),
    ) -> None:
        """An answer, or why there is none. `proxy` is the one on the way, `schema` what the answer should be."""
        self._filled.clear()
        self.stop_checking()
        roomy = self.size.height > 16
        shown = ResponseState(exchange, None, None, schema, explanation, (), proxy, past, (), roomy, self._room)
        self.say_exchange(exchange)
        answer = exchange.answer or self._read_at_once(exchange)
        self._shown = shown
        if answer is not None:
            self._shown = _with(shown, answer)
            self.say_body(exchange, answer)
            self.call_after_refresh(self._check, answer)
        elif exchange.response is not None:
            self.say_reading(len(exchange.response.body))
            self.run_worker(self._read(exchange), group="reading", exclusive=True)
        else:
            self.say_body(exchange, None)
        self._tabs.display = True
        self._offer(self._first_tab())

    def _first_tab(self) -> str:
        from tcexplorer.protocol.envelope import Cancelled, Success

        assert self._shown is not None
        outcome = self._shown.exchange.outcome
        if self._shown.exchange.events is not None and isinstance(outcome, Success | Cancelled):
            return "Events"
        return "Tree" if isinstance(outcome, Success) else "Why"

    def _offer(self, first: str) -> None:
        """Have the tabs that this answer has, and show one of them."""
        assert self._shown is not None
        shown = self._shown
        self._tabs.offer([kind.name for kind in TABS if kind.is_offered(shown)])
        self.show_tab(first if first in self._tabs.names else "Why")

    def show_explanation(self, explanation: Explanation | None, schema: ResponseSchema | None = None) -> None:
        """The same answer, explained in another language."""
        if self._shown is not None:
            self._change(replace(self._shown, explanation=explanation, schema=schema or self._shown.schema))

    def show_findings(self, found: Sequence[Finding]) -> None:
        """What was found out about a refusal."""
        if self._shown is not None:
            self._change(replace(self._shown, findings=found))

    def show_tab(self, name: str) -> None:
        """Show another tab; one that this answer has not changes nothing."""
        shown = self._shown
        if shown is None or name not in self._tabs.names:
            return
        kind = _KINDS[name]
        is_new = kind.make not in self._widgets
        widget = self._made(kind)
        self._tabs.choose(name)
        if (selected := self._selected()) != shown.selected:
            self._shown = replace(shown, selected=selected)
        if is_new:  # what was shown stays, with the focus, until the new one has its own widgets
            self._coming.add(kind.make)
            widget.add_class("inside")
            widget.display = False
            self.mount(widget)
            widget.call_later(self._came, kind)
        elif kind.make not in self._coming:
            self._bring(kind)

    def _came(self, kind: ResponseTab) -> None:
        self._coming.discard(kind.make)
        if self._shown is not None and _KINDS[self.tab].make is kind.make:
            self._bring(_KINDS[self.tab])

    def _bring(self, kind: ResponseTab) -> None:
        """Show a widget that is there."""
        had_focus = self.has_focus_within or self._wants_focus
        self._wants_focus = False
        self._display(self._made(kind))
        self._fill(kind)
        if had_focus:
            self.focus_inside()

    def _selected(self) -> tuple[str | int, ...]:
        tree = self._widgets[_KINDS["Tree"].make]
        return getattr(tree, "path", ())

    def show_tab_beside(self, by: int) -> None:
        """The next tab, or the one before."""
        self.show_tab(self._tabs.beside(by))

    def focus_inside(self) -> None:
        """Put the focus where one reads in the shown tab, as soon as it is there."""
        if (target := self._target) is not None:
            self.screen.set_focus(target)
        else:
            self._wants_focus = True

    @property
    def _target(self) -> Widget | None:
        """What takes the focus in the shown tab."""
        front = self._front
        within = front.walk_children(Widget, with_self=True) if front is not None else ()
        return next((one for one in within if one.focusable), None)

    # its own doing

    @property
    def _front(self) -> Widget | None:
        """What is shown below the frame; None while it is being made."""
        make = _KINDS[self.tab].make
        if self._shown is None:
            return self._idle
        return None if make in self._coming else self._widgets.get(make)

    def _made(self, kind: ResponseTab) -> Widget:
        if kind.make not in self._widgets:
            self._widgets[kind.make] = kind.make()
        return self._widgets[kind.make]

    def _display(self, front: Widget) -> None:
        for widget in (self._idle, *self._widgets.values()):
            widget.display = widget is front
        self._equip(front)

    def _equip(self, front: Widget) -> None:
        """What can be clicked beside the tabs, as far as there is room."""
        tools = list(front.tools()) if isinstance(front, JsonViewer) else []
        room = self._room - sum(len(name) + Bar.GAP for name in self._tabs.names)
        while tools and sum(one.cells + Bar.GAP for one in tools) > room:
            tools.pop()
        self._tabs.equip(tools)

    def _fill(self, kind: ResponseTab) -> None:
        shown = self._shown
        name, filled = self._filled.get(kind.make, ("", None))
        if shown is None or self.tab != kind.name or (name == kind.name and filled is shown):
            return
        self._filled[kind.make] = (kind.name, shown)
        kind.fill(self._made(kind), shown)

    def _change(self, shown: ResponseState) -> None:
        """The same answer with something else about it."""
        self._shown = shown
        self._fill(_KINDS[self.tab])

    def on_resize(self, _event: events.Resize) -> None:
        if (front := self._front) is not None:
            self._equip(front)

    # reading

    def _read_at_once(self, exchange: Exchange) -> Answer | None:
        response = exchange.response
        if response is None or len(response.body) > AT_ONCE:
            return None
        from tcexplorer.answer.body import answer_of

        return answer_of(response.body, response.header("Content-Type") or "", response.size)

    async def _read(self, exchange: Exchange) -> None:
        from tcexplorer.answer.body import answering
        from tcexplorer.answer.reader import collector_paused
        from tcexplorer.answer.slices import run_cooperatively

        response = exchange.response
        assert response is not None
        with collector_paused(freeze=True):
            work = answering(response.body, response.header("Content-Type") or "", response.size)
            self.post_message(self.AnswerRead(exchange, await run_cooperatively(work)))

    def on_response_pane_answer_read(self, event: AnswerRead) -> None:
        event.stop()
        shown = self._shown
        if shown is None or shown.exchange is not event.exchange:
            return
        self._shown = _with(shown, event.answer)
        self.say_body(event.exchange, event.answer)
        wanted = self._first_tab() if self.tab == "Why" else self.tab
        self._offer(wanted)
        self.call_after_refresh(self._check, event.answer)

    def _check(self, answer: Answer) -> None:
        """Look for the duplicate keys of a body that is too large for it to be done while it is read."""
        if self._is_of_shown(answer) and answer.parsed is not None and not answer.parsed.checked:
            self._checking = self.run_worker(self._checked(answer), group="checking", exclusive=True)

    async def _checked(self, answer: Answer) -> None:
        from tcexplorer.answer.reader import checking
        from tcexplorer.answer.slices import run_cooperatively

        remarks = await run_cooperatively(checking(answer.data), at_a_time=BRIEFLY, rest=REST)
        self.post_message(self.AnswerChecked(answer, remarks))

    def stop_checking(self) -> None:
        """Another answer is shown, or none."""
        if self._checking is not None:
            self._checking.cancel()
            self._checking = None

    def _is_of_shown(self, answer: Answer) -> bool:
        """Whether that is the answer that is shown."""
        return self._shown is not None and self._shown.answer is answer

    def on_response_pane_answer_checked(self, event: AnswerChecked) -> None:
        event.stop()
        if self._is_of_shown(event.answer):
            self.take_remarks(event.remarks)

    def take_remarks(self, remarks: tuple[Remark, ...]) -> None:
        """All that is odd about the body is known now."""
        if self._shown is not None:
            self._change(remarked(self._shown, remarks))
            self.say_body(self._shown.exchange, self._shown.answer)

    # what its tabs say

    def on_json_tree_reveal_wanted(self, event: JsonTree.RevealWanted) -> None:
        event.stop()
        if self._shown is not None and self._shown.veil is not None:
            self._change(replace(self._shown, veil=self._shown.veil.toggled(event.path)))

    def on_bar_clicked(self, event: Bar.Clicked) -> None:
        """A tool beside the tabs is a command of the shown tab; everything else is the screen's."""
        target = self._target
        for node in target.ancestors_with_self if target is not None else ():
            if node is self or target is None:
                return
            if hasattr(node, f"action_{event.command}"):
                event.stop()
                target.focus()
                # by the tab itself: what it posts here and now would have this pane as sender, and go no further
                target.call_later(self.app.run_action, event.command, node)  # pyright: ignore[reportUnknownMemberType] Textual's App is generic
                return


def remarked(shown: ResponseState, remarks: tuple[Remark, ...]) -> ResponseState:
    """The same, with all that is odd about the body."""
    answer = shown.answer
    if answer is None or answer.parsed is None:
        return shown
    return replace(shown, answer=replace(answer, parsed=replace(answer.parsed, remarks=remarks, checked=True)))


def _with(shown: ResponseState, answer: Answer) -> ResponseState:
    from tcexplorer.answer.veil import Veil

    return replace(shown, answer=answer, veil=Veil(answer.value))
