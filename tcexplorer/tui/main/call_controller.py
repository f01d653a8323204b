"""A call from the screen: checked, planned, agreed to, performed, shown."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from tcexplorer.answer.described import ResponseSchema
from tcexplorer.calls.consent import needs_consent
from tcexplorer.calls.context import region_for
from tcexplorer.calls.observer import ResponseObserver
from tcexplorer.calls.plan import RefusalReason, Refused
from tcexplorer.form.edits import insisted
from tcexplorer.form.offers import Memory
from tcexplorer.form.suggest import Place
from tcexplorer.protocol.envelope import ApiError, Success
from tcexplorer.tui.commands import BY_ID
from tcexplorer.tui.response.state import ResponseState
from tcexplorer.tui.text.styled_text import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.timer import Timer
    from textual.worker import Worker

    from tcexplorer.calls.exchange import Exchange
    from tcexplorer.calls.observer import Arrival
    from tcexplorer.calls.plan import Plan
    from tcexplorer.diagnosis.explain import Explanation
    from tcexplorer.protocol.model import Json
    from tcexplorer.tui.request.pane import RequestPane
    from tcexplorer.tui.response.pane import ResponsePane
    from tcexplorer.tui.services import ScreenServices
    from tcexplorer.tui.state import OpenRequest, SessionState
    from tcexplorer.workbench.session import Session

LEARNT_FROM: Final = 100
"""Records of a list whose ids and names are offered later."""
TICK: Final = 0.1
"""Seconds between two updates of the time waited."""


@dataclass(frozen=True, slots=True)
class RunningCall:
    """A call whose answer is waited for."""

    sent_at: float
    observer: ResponseObserver
    """What is told of the answer that is on its way."""
    ticking: Timer
    worker: Worker[None]


class CallController:
    """One call at a time. `changed` is called when one is sent or over."""

    def __init__(
        self,
        screen: ScreenServices,
        session: Session,
        state: SessionState,
        request: RequestPane,
        response: ResponsePane,
        changed: Callable[[], None],
    ) -> None:
        self._screen, self._session, self._state = screen, session, state
        self._request, self._response, self._changed = request, response, changed
        self._running: RunningCall | None = None
        self._waits_for_key: OpenRequest | None = None
        """What is to be sent when the credential comes."""

    @property
    def is_waiting(self) -> bool:
        """Whether an answer is on its way."""
        return self._running is not None

    @property
    def shown(self) -> Exchange | None:
        """The answer that is shown, when none is waited for."""
        state = self._response.state
        return state.exchange if state is not None and self._running is None else None

    # sending

    def send(self) -> None:
        """Send the request at hand, unless there is something to say against it."""
        say, request, open_request = self._screen.show_status, self._request, self._state.current
        if self._running is not None:
            say("still waiting for the answer; Esc cancels", Role.WARN)
        elif open_request is None:
            say(f"choose an action first: {BY_ID['search'].key_text} finds one", Role.WARN)
        elif not request.is_readable:
            request.show_tab("JSON")
            request.focus_inside()
            say(f"not sent: {request.reason}", Role.BAD)
        elif not open_request.warned and (problem := request.show_problems()) is not None:
            open_request.warned = True
            again = f"{BY_ID['send'].key_text} again sends it all the same"
            if open_request.draft.pending:
                say(f"not sent: {problem}; {again}", Role.BAD)
            else:
                say(f"{problem}; {again}", Role.WARN)
        else:
            self._plan(open_request)

    def _plan(self, open_request: OpenRequest) -> None:
        session = self._session
        match session.plan(open_request.action, insisted(open_request.draft)):
            case Refused(reason=RefusalReason.NO_CREDENTIAL) if session.fetching:
                self._waits_for_key = open_request
                key = f"the key of {session.context.profile.name}"
                self._screen.show_status(f"sent as soon as {key} is here; Esc cancels")
            case Refused(sentence=sentence):
                self._screen.show_status(f"not sent: {sentence}", Role.BAD)
            case planned if needs_consent(planned):
                from tcexplorer.tui.dialogs.prompts import consent_dialog

                self._screen.ask(consent_dialog(planned), lambda yes: self._answered(planned, yes=bool(yes)))
            case planned:
                self._perform(planned)

    def _answered(self, planned: Plan, *, yes: bool) -> None:
        if yes:
            self._perform(planned)
        else:
            self._screen.show_status("not sent")

    def _perform(self, planned: Plan) -> None:
        session = self._session
        self._request.show_preview(planned)
        self._response.header.show_sent(f"{planned.call.service} {planned.call.action}")
        self._response.header.show_progress("waiting", 0.0)
        observer = ResponseObserver(self._arrived, overflow=session.overflow.path())
        self._running = RunningCall(
            session.clock(),
            observer,
            self._response.set_interval(TICK, self._tick),
            self._screen.run_worker(self._wait(planned, observer), group="call", exclusive=True),
        )
        self._changed()

    async def _wait(self, planned: Plan, observer: ResponseObserver) -> None:
        try:
            await self._session.calls.perform(planned, observer)
        finally:  # of a call that was cancelled, too
            if observer.exchange is not None:
                self._finish(observer.exchange)

    def _arrived(self, arrival: Arrival) -> None:
        if arrival.is_stream and self._running is not None:
            self._response.show_arrival(arrival)

    def _tick(self) -> None:
        if (running := self._running) is None:
            return
        seconds, observer, show = (
            self._session.clock() - running.sent_at,
            running.observer,
            self._response.header.show_progress,
        )
        if observer.partial is not None and not observer.is_stream:
            show("reading", seconds, size=len(observer.partial.body))
        elif observer.received:
            events = observer.summary.count if observer.is_stream else None
            show("receiving", seconds, size=observer.received, events=events)
        else:
            show("waiting", seconds)

    def cancel(self) -> bool:
        """Stop waiting; whether there was something to wait for."""
        if self._waits_for_key is not None:
            self._waits_for_key = None
            self._screen.show_status("not sent")
            return True
        if self._running is not None:
            self._running.worker.cancel()
        return self._running is not None

    def context_changed(self) -> None:
        """What waited for another context's key is not sent."""
        self._waits_for_key = None

    def credential_came(self) -> None:
        """There is a credential now, or the reason why there is none: send what waited for it."""
        waited, self._waits_for_key = self._waits_for_key, None
        if waited is not None and waited is self._state.current and self._session.context.credential:
            self.send()

    # the answer

    def _finish(self, exchange: Exchange) -> None:
        if self._running is not None:
            self._running.ticking.stop()
            self._running = None
        self._state.answered(exchange)
        self._changed()
        self.show(exchange)
        outcome, open_request = exchange.outcome, self._state.current
        is_current = open_request is not None and open_request.action.row.key == exchange.call.key
        if isinstance(outcome, ApiError) and is_current:
            self._request.show_blame(outcome.message, outcome.code)
        self._response.call_after_refresh(self._learn, exchange)

    def show(self, exchange: Exchange) -> None:
        """Show an answer, the last one or an earlier one; and, when it was refused, find out why."""
        self._response.set_state(
            ResponseState(
                exchange,
                self._schema(exchange),
                self._explanation(exchange),
                proxy=self._session.proxy_of(exchange),
                past=self._state.past,
            )
        )
        if is_auth_failure(exchange):
            self._screen.run_worker(self._diagnose(exchange), group="diagnosis", exclusive=True)

    async def _diagnose(self, exchange: Exchange) -> None:
        findings = await asyncio.to_thread(self._session.findings, exchange)
        state = self._response.state
        if state is not None and state.exchange is exchange:
            self._response.set_state(replace(state, findings=findings))

    def explain_again(self) -> None:
        """The language is another one."""
        if (state := self._response.state) is not None:
            exchange = state.exchange
            schema = self._schema(exchange) or state.schema
            self._response.set_state(replace(state, explanation=self._explanation(exchange), schema=schema))

    def _explanation(self, exchange: Exchange) -> Explanation | None:
        if isinstance(exchange.outcome, ApiError):
            return self._session.explain(exchange.outcome.code, exchange.call.service)
        return None

    def _schema(self, exchange: Exchange) -> ResponseSchema | None:
        """What the catalogue says of an answer; None when it says nothing but that there is a RequestId."""
        call = exchange.call
        action = self._session.catalogue.action(call.service, call.version, call.action)
        if action is None or action.output not in action.types:
            return None
        if all(member.name == "RequestId" for member in action.response.members):
            return None
        return ResponseSchema(action, self._session.context.language)

    # what answers teach

    def _learn(self, exchange: Exchange) -> None:
        """Keep the ids and names of an answer, to offer them where a parameter wants them."""
        outcome, plan = exchange.outcome, exchange.plan
        if isinstance(outcome, Success) and plan is not None:
            place = Place(plan.profile.name, plan.call.region)
            # of a long list the first of its records offer all that is kept; looking through all takes a while
            response: Json = {
                name: value[:LEARNT_FROM] if isinstance(value, list) else value
                for name, value in outcome.envelope.response.items()
            }
            self._state.seen = self._state.seen.with_answer(place, plan.call.service, response)
            self.remind()

    def remind(self) -> None:
        """Let the form offer what was seen in answers of this profile and region."""
        if (open_request := self._state.current) is not None:
            context, row = self._session.context, open_request.action.row
            place = Place(context.profile.name, region_for(row.service, context))
            self._request.remember(Memory(self._state.seen, place, row.service))


def is_auth_failure(exchange: Exchange) -> bool:
    """Whether the API refused the signature, the key or the clock."""
    return isinstance(exchange.outcome, ApiError) and exchange.outcome.code.startswith("AuthFailure")
