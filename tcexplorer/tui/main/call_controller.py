"""A call from the screen: planned, asked for, sent, waited for, cancelled, shown."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from textual.message import Message

from tcexplorer.tui.commands import BY_ID
from tcexplorer.tui.main.workplace import Workplace
from tcexplorer.tui.text.styled_text import Role

if TYPE_CHECKING:
    from textual.timer import Timer
    from textual.worker import Worker

    from tcexplorer.answer.described import ResponseSchema
    from tcexplorer.calls.exchange import Exchange
    from tcexplorer.calls.observer import Arrival, ResponseObserver
    from tcexplorer.calls.plan import Plan
    from tcexplorer.diagnosis.exchange import Finding
    from tcexplorer.diagnosis.explain import Explanation
    from tcexplorer.protocol.model import Json
    from tcexplorer.tui.startup import StartupContext
    from tcexplorer.tui.state import OpenRequest
    from tcexplorer.workbench.session import Session

LEARNT_FROM = 100
"""Records of a list whose ids and names are offered later."""
TICK = 0.1
"""Seconds between two updates of the time waited."""


class Sending(Workplace):
    """One call at a time. The worker posts `CallFinished` and touches no widget."""

    class CallFinished(Message):
        """An answer came, or the waiting ended."""

        def __init__(self, exchange: Exchange) -> None:
            super().__init__()
            self.exchange = exchange

    class Arrived(Message):
        """Something came of an event stream."""

        def __init__(self, arrival: Arrival) -> None:
            super().__init__()
            self.arrival = arrival

    class Diagnosed(Message):
        """It was found out why an exchange was refused."""

        def __init__(self, exchange: Exchange, findings: tuple[Finding, ...]) -> None:
            super().__init__()
            self.exchange = exchange
            self.findings = findings

    def __init__(self, opening: StartupContext) -> None:
        super().__init__(opening)
        self._worker: Worker[None] | None = None
        self._observer: ResponseObserver | None = None
        """What is told of the answer that is on its way."""
        self._sent_at = 0.0
        self._ticking: Timer | None = None
        self._send_when_ready = False
        self._sent_with_key: OpenRequest | None = None
        """What is to be sent when the credential comes."""
        self._shown: Exchange | None = None

    async def action_send(self) -> None:
        session, work, request = self.session, self.work, self.request
        if self.is_waiting:
            self.say("still waiting for the answer; Esc cancels", Role.WARN)
        elif self.actions.waits_to_choose:
            self._send_when_ready = True
        elif session is None:
            self.say("there is no catalogue yet, so nothing to send")
        elif work is None or request is None:
            self.say(f"choose an action first: {BY_ID['search'].key_text} finds one", Role.WARN)
        elif not request.is_readable:
            request.show_tab("JSON")
            request.focus_inside()
            self.say(f"not sent: {request.reason}", Role.BAD)
        elif not work.warned and (problem := request.show_problems()) is not None:
            work.warned = True
            again = f"{BY_ID['send'].key_text} again sends it all the same"
            if work.draft.pending:
                self.say(f"not sent: {problem}; {again}", Role.BAD)
            else:
                self.say(f"{problem}; {again}", Role.WARN)
        else:
            self._plan(session)

    def _plan(self, session: Session) -> None:
        from tcexplorer.calls.consent import needs_consent
        from tcexplorer.calls.plan import RefusalReason, Refused
        from tcexplorer.form.edits import insisted
        from tcexplorer.tui.dialogs.prompts import consent_dialog

        work = self.work
        assert work is not None
        match session.plan(work.action, insisted(work.draft)):
            case Refused(reason=RefusalReason.NO_CREDENTIAL) if session.fetching:
                self._sent_with_key = work
                self.say(f"sent as soon as the key of {session.context.profile.name} is here; Esc cancels")
            case Refused(sentence=sentence):
                self.say(f"not sent: {sentence}", Role.BAD)
            case planned if needs_consent(planned):
                self.whole.push_screen(consent_dialog(planned), lambda yes: self._answered(planned, yes=bool(yes)))
            case planned:
                self._send(planned)

    def _answered(self, planned: Plan, *, yes: bool) -> None:
        if yes:
            self._send(planned)
        else:
            self.say("not sent")

    def _send(self, planned: Plan) -> None:
        session, response = self.session, self.response
        if session is None or response is None:
            return
        self.is_waiting = True
        self._shown = self._observer = None
        self._sent_at = session.clock()
        call = planned.call
        if self.request is not None:
            self.request.show_preview(planned)
        response.header.show_sent(f"{call.service} {call.action}")
        response.header.show_progress("waiting", 0.0)
        self._ticking = self.set_interval(TICK, self._tick)
        self._worker = self.run_worker(self._perform(session, planned), group="call", exclusive=True)
        self.paint_frame()

    async def _perform(self, session: Session, planned: Plan) -> None:
        from tcexplorer.calls.observer import ResponseObserver

        def arrived(arrival: Arrival) -> None:
            if arrival.is_stream:
                self.post_message(self.Arrived(arrival))

        observer = self._observer = ResponseObserver(arrived, overflow=session.overflow.path())
        try:
            await session.calls.perform(planned, observer)
        finally:
            if observer.exchange is not None:
                self.post_message(self.CallFinished(observer.exchange))

    def on_sending_arrived(self, event: Arrived) -> None:
        if self.is_waiting and self.response is not None:
            self.response.show_arrival(event.arrival)

    def _tick(self) -> None:
        if self.is_waiting and self.session is not None and self.response is not None:
            seconds = self.session.clock() - self._sent_at
            observer, header = self._observer, self.response.header
            if observer is not None and observer.partial is not None and not observer.is_stream:
                header.show_progress("reading", seconds, size=len(observer.partial.body))
            elif observer is None or not observer.received:
                header.show_progress("waiting", seconds)
            else:
                events = observer.summary.count if observer.is_stream else None
                header.show_progress("receiving", seconds, size=observer.received, events=events)

    def cancel_call(self) -> bool:
        """Stop waiting; whether there was something to wait for."""
        if self._sent_with_key is not None:
            self._sent_with_key = None
            self.say("not sent")
            return True
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
        self._blame(exchange)
        self.call_after_refresh(self._learn, exchange)

    def _blame(self, exchange: Exchange) -> None:
        """Mark the parameters that the error names."""
        from tcexplorer.protocol.envelope import ApiError

        outcome, key = exchange.outcome, exchange.call.key
        if isinstance(outcome, ApiError) and self.work and self.work.action.row.key == key and self.request is not None:
            self.request.show_blame(outcome.message, outcome.code)

    def _learn(self, exchange: Exchange) -> None:
        """Keep the ids and names of an answer, to offer them where a parameter wants them."""
        from tcexplorer.form.suggest import Place
        from tcexplorer.protocol.envelope import Success

        outcome, plan = exchange.outcome, exchange.plan
        if isinstance(outcome, Success) and self.desk is not None and plan is not None:
            place = Place(plan.profile.name, plan.call.region)
            # of a long list the first of its records offer all that is kept; looking through all takes a while
            response: Json = {
                name: value[:LEARNT_FROM] if isinstance(value, list) else value
                for name, value in outcome.envelope.response.items()
            }
            self.desk.seen = self.desk.seen.with_answer(place, plan.call.service, response)
            self.remind()

    def remind(self) -> None:
        """Let the form offer what was seen in answers of this profile and region."""
        session, desk, work = self.session, self.desk, self.work
        if session is None or desk is None or work is None or self.request is None:
            return
        from tcexplorer.calls.context import region_for
        from tcexplorer.form.offers import Memory
        from tcexplorer.form.suggest import Place

        context, row = session.context, work.action.row
        place = Place(context.profile.name, region_for(row.service, context))
        self.request.remember(Memory(desk.seen, place, row.service))

    def show_exchange(self, exchange: Exchange) -> None:
        """Show an answer, the last one or an earlier one."""
        self._shown = exchange
        if self.response is not None:
            proxy = self.session.proxy_of(exchange) if self.session is not None else None
            past = self.desk.past if self.desk is not None else ()
            explained, schema = self._explained(exchange), self._schema(exchange)
            from tcexplorer.tui.response.state import ResponseState

            self.response.set_state(
                ResponseState(exchange, explanation=explained, proxy=proxy, past=past, schema=schema)
            )
        if _is_refused(exchange) and self.session is not None:
            self.run_worker(self._diagnose(self.session, exchange), group="diagnosis", exclusive=True)

    async def _diagnose(self, session: Session, exchange: Exchange) -> None:
        self.post_message(self.Diagnosed(exchange, await asyncio.to_thread(session.findings, exchange)))

    def on_sending_diagnosed(self, event: Diagnosed) -> None:
        state = self.response.state if self.response is not None else None
        if self.response is not None and state is not None and state.exchange is event.exchange:
            self.response.set_state(replace(state, findings=event.findings))

    @property
    def shown(self) -> Exchange | None:
        """The answer that is shown."""
        return self._shown

    def explain_again(self) -> None:
        """The language is another one."""
        if self.response is not None and (state := self.response.state) is not None:
            explanation, schema = self._explained(state.exchange), self._schema(state.exchange)
            self.response.set_state(replace(state, explanation=explanation, schema=schema))

    def _explained(self, exchange: Exchange) -> Explanation | None:
        from tcexplorer.protocol.envelope import ApiError

        if isinstance(exchange.outcome, ApiError) and self.session is not None:
            return self.session.explain(exchange.outcome.code, exchange.call.service)
        return None

    def _schema(self, exchange: Exchange) -> ResponseSchema | None:
        """What the catalogue says of an answer; None when it says nothing but that there is a RequestId."""
        from tcexplorer.answer.described import ResponseSchema

        session, call = self.session, exchange.call
        action = session.catalogue.action(call.service, call.version, call.action) if session is not None else None
        if session is None or action is None or action.output not in action.types:
            return None
        if all(member.name == "RequestId" for member in action.response.members):
            return None
        return ResponseSchema(action, session.context.language)

    def request_id(self) -> str | None:
        """The RequestId that is shown, or else the session's last one."""
        from tcexplorer.tui.content.status import request_id_of

        if self._shown is not None:
            return request_id_of(self._shown.outcome)
        return self.desk.last_request_id if self.desk is not None else None


def _is_refused(exchange: Exchange) -> bool:
    """Whether the API refused the signature, the key or the clock."""
    from tcexplorer.protocol.envelope import ApiError

    return isinstance(exchange.outcome, ApiError) and exchange.outcome.code.startswith("AuthFailure")
