"""What the main screen's commands about signatures do, loaded when first used."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from tcexplorer.calls.plan import Plan
from tcexplorer.catalog.services import services_of
from tcexplorer.diagnosis.evidence import permission_for
from tcexplorer.diagnosis.exchange import WORTH_SAYING, skew_of, span_text
from tcexplorer.protocol.envelope import ApiError
from tcexplorer.tui.dialogs.doctor import DoctorScreen
from tcexplorer.tui.dialogs.printed_diff import PrintedDiffDialog
from tcexplorer.tui.text.styled_text import Role

if TYPE_CHECKING:
    from tcexplorer.protocol.signing import Trace
    from tcexplorer.sandbox.inspector import Inspected
    from tcexplorer.tui.main.requesting import Requesting


def open_doctor(main: Requesting, request: bytes | None = None, now: float | None = None) -> None:
    """The doctor's screen, empty or with a request that is examined at once; `now` is when it came."""
    if main.session is None:
        main.say("the doctor comes as soon as the catalogue is there")
    else:
        known = partial(services_of, main.session.catalogue)
        main.whole.push_screen(
            DoctorScreen(main.session.context, main.session.profiles, request=request, now=now, services_of=known)
        )


def trace_of(main: Requesting) -> Trace | None:
    """Every step of signing the call at hand, as it would be sent now; says why there is none."""
    session, work = main.session, main.work
    if session is None or work is None:
        main.say("choose an action first: it is its call that is signed", Role.WARN)
        return None
    match session.plan(work.action, work.draft.params):
        case Plan(request=request):
            if request.trace is None:
                main.say("this action is not signed")
            return request.trace
        case refused:
            main.say(f"nothing is signed: {refused.sentence}", Role.BAD)
            return None


STEPS: Final = {
    "canonical_request": "canonical request",
    "canonical_request_hash": "hash of the canonical request",
    "credential_scope": "credential scope",
    "string_to_sign": "string to sign",
    "signature": "signature",
}
"""Values of a trace that can be copied, and what they are called."""


def copy_step(main: Requesting, step: str) -> None:
    """Copy a value on the way to the signature of the call at hand; `step` is one of STEPS."""
    trace = trace_of(main)
    if trace is not None:
        main.copy(getattr(trace, step), STEPS[step])


def compare_printed(main: Requesting) -> None:
    """Set what the user's code printed against the signature of the call at hand."""
    trace = trace_of(main)
    if trace is not None:
        main.whole.push_screen(PrintedDiffDialog(trace))


async def correct_clock(main: Requesting) -> None:
    """Take over the server's time from the answer that is shown; send the call at hand again if it was refused."""
    session, exchange = main.session, main.shown
    if session is None or exchange is None or exchange.response is None:
        main.say("no answer yet that tells the server's time", Role.WARN)
        return
    skew = skew_of(exchange.response, exchange.started_at + exchange.elapsed)
    if skew is None:
        main.say("this answer has no Date header, so the server's time is not known", Role.WARN)
        return
    if abs(skew) < WORTH_SAYING:
        main.say("this machine's clock is right: there is nothing to correct")
        return
    session.skew = skew
    side = "ahead of" if skew > 0 else "behind"
    main.context_changed(f"signed with the server's time from now on: {span_text(abs(skew))} {side} this machine's")
    refused = isinstance(exchange.outcome, ApiError) and exchange.outcome.code.startswith("AuthFailure")
    if refused and main.work is not None and main.work.action.row.key == exchange.call.key:
        await main.action_send()


def copy_policy(main: Requesting) -> None:
    """A CAM policy that would allow the call of an answer, and no more."""
    exchange = main.shown
    if exchange is None or not isinstance(exchange.outcome, ApiError):
        main.say("nothing was refused, so no policy is needed", Role.WARN)
        return
    call = exchange.call
    main.copy(permission_for(call.service, call.action, exchange.outcome.message).policy, "CAM policy")


def watch_sandbox(main: Requesting) -> None:
    """The live list of what reaches the sandbox; one that is chosen there opens in the doctor."""
    from tcexplorer.tui.dialogs.sandbox_requests import SandboxRequests

    session = main.session
    watched = session.inspector() if session is not None else None
    if session is None or watched is None or session.context.sandbox is None:
        main.say("there is no sandbox: start with tcexplorer --sandbox, or choose its profile", Role.WARN)
        return
    context, (host, port) = session.context, session.context.sandbox
    url = f"http://{host}:{port}"

    def copy(what: str) -> None:
        if what == "url":
            main.copy(url, "URL")
        elif (credential := context.credential) is not None:  # the sandbox's own, which opens nothing else
            pair = (credential.secret_id, credential.secret_key.reveal())
            names = ("TENCENTCLOUD_SECRET_ID", "TENCENTCLOUD_SECRET_KEY")
            main.copy("\n".join(f"export {name}={value}" for name, value in zip(names, pair, strict=True)), "key")

    def examine(one: Inspected) -> None:
        open_doctor(main, one.request, one.at)

    main.whole.push_screen(SandboxRequests(watched, url, copy, examine))
