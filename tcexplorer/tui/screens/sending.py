"""A call from the screen: planned, asked for, sent, waited for, cancelled, shown."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual.message import Message

from tcexplorer.tui.commands import BY_ID
from tcexplorer.tui.ink import Ink
from tcexplorer.tui.screens.workplace import Workplace

if TYPE_CHECKING:
    from textual.timer import Timer
    from textual.worker import Worker

    from tcexplorer.diagnosis.explain import Explanation
    from tcexplorer.tui.opening import Opening
    from tcexplorer.workbench.call import Exchange, Planned
    from tcexplorer.workbench.session import Session

TICK = 0.1
"""Seconds between two updates of the time waited."""


class Sending(Workplace):
    """One call at a time. The worker posts `CallFinished` and touches no widget."""

    class CallFinished(Message):
        """An answer came, or the waiting ended."""

        def __init__(self, exchange: Exchange) -> None:
            super().__init__()
            self.exchange = exchange

    def __init__(self, opening: Opening) -> None:
        super().__init__(opening)
        self._worker: Worker[None] | None = None
        self._sent_at = 0.0
        self._ticking: Timer | None = None
        self._send_when_ready = False
        self._shown: Exchange | None = None

    async def action_send(self) -> None:
        session, work, request = self.session, self.work, self.request
        if self.is_waiting:
            self.say("still waiting for the answer; Esc cancels", Ink.WARN)
        elif self.actions.waits_to_choose:
            self._send_when_ready = True
        elif session is None:
            self.say("there is no catalogue yet, so nothing to send")
        elif work is None or request is None:
            self.say(f"choose an action first: {BY_ID['search'].key_text} finds one", Ink.WARN)
        elif not request.is_readable:
            request.show_tab("JSON")
            request.focus_inside()
            self.say(f"not sent: {request.reason}", Ink.BAD)
        elif work.draft.pending:
            request.show_problems()
            self.say("not sent: a field holds something that is not of its type", Ink.BAD)
        elif not work.warned and (problem := request.show_problems()) is not None:
            work.warned = True
            self.say(
                f"{problem.field}: {problem.reason}; {BY_ID['send'].key_text} again sends it all the same", Ink.WARN
            )
        else:
            self._plan(session)

    def _plan(self, session: Session) -> None:
        from tcexplorer.tui.screens.confirm import Confirm
        from tcexplorer.workbench.call import Refused

        work = self.work
        assert work is not None
        match session.plan(work.action, work.draft.params):
            case Refused(sentence=sentence):
                self.say(f"not sent: {sentence}", Ink.BAD)
            case planned if planned.needs_consent:
                self.whole.push_screen(Confirm(planned), lambda yes: self._answered(planned, yes=bool(yes)))
            case planned:
                self._send(planned)

    def _answered(self, planned: Planned, *, yes: bool) -> None:
        if yes:
            self._send(planned)
        else:
            self.say("not sent")

    def _send(self, planned: Planned) -> None:
        session, response = self.session, self.response
        if session is None or response is None:
            return
        self.is_waiting = True
        self._shown = None
        self._sent_at = session.clock()
        call = planned.call
        if self.request is not None:
            self.request.show_preview(planned)
        response.begin_waiting(f"{call.service} {call.action}")
        self._ticking = self.set_interval(TICK, self._tick)
        self._worker = self.run_worker(self._perform(session, planned), group="call", exclusive=True)
        self.paint_frame()

    async def _perform(self, session: Session, planned: Planned) -> None:
        from tcexplorer.workbench.call import cancelled

        started = session.clock()
        try:
            exchange = await session.perform(planned)
        except asyncio.CancelledError:
            self.post_message(self.CallFinished(cancelled(planned, started, session.clock())))
            raise
        self.post_message(self.CallFinished(exchange))

    def _tick(self) -> None:
        if self.is_waiting and self.session is not None and self.response is not None:
            self.response.show_waiting(self.session.clock() - self._sent_at)

    def cancel_call(self) -> bool:
        """Stop waiting; whether there was something to wait for."""
        if not self.is_waiting or self._worker is None:
            return False
        self._worker.cancel()
        return True

    def on_sending_call_finished(self, event: CallFinished) -> None:
        exchange = event.exchange
        self.is_waiting, self._worker = False, None
        if self._ticking is not None:
            self._ticking.stop()
            self._ticking = None
        if self.desk is not None:
            self.desk.answered(exchange)
        self.paint_frame()
        self.show_exchange(exchange)

    def show_exchange(self, exchange: Exchange) -> None:
        """Show an answer, the last one or an earlier one."""
        self._shown = exchange
        if self.response is not None:
            self.response.show_exchange(exchange, self._explained(exchange))

    def explain_again(self) -> None:
        """The language is another one."""
        if self._shown is not None and self.response is not None:
            self.response.show_explanation(self._explained(self._shown))

    def _explained(self, exchange: Exchange) -> Explanation | None:
        from tcexplorer.protocol.envelope import ApiError

        if isinstance(exchange.outcome, ApiError) and self.session is not None:
            return self.session.explain(exchange.outcome.code, exchange.planned.call.service)
        return None

    def request_id(self) -> str | None:
        """The RequestId that is shown, or else the session's last one."""
        from tcexplorer.tui.verdict import request_id_of

        if self._shown is not None:
            return request_id_of(self._shown.outcome)
        return self.desk.last_request_id if self.desk is not None else None
