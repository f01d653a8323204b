"""What the main screen's commands about signatures do, loaded when first used."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tcexplorer.calls.plan import Plan
from tcexplorer.catalog.services import services_of
from tcexplorer.diagnosis.evidence import permission_for
from tcexplorer.protocol.envelope import ApiError
from tcexplorer.tui.dialogs.doctor import DoctorScreen
from tcexplorer.tui.dialogs.printed_diff import PrintedDiffDialog
from tcexplorer.tui.dialogs.sandbox_requests import SandboxRequests
from tcexplorer.tui.text.styled_text import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from tcexplorer.calls.exchange import Exchange
    from tcexplorer.protocol.signing import Trace
    from tcexplorer.sandbox.inspector import Inspected
    from tcexplorer.tui.services import ScreenServices
    from tcexplorer.tui.state import OpenRequest
    from tcexplorer.workbench.session import Session


def open_doctor(
    screen: ScreenServices, session: Session, request: bytes | None = None, now: float | None = None
) -> None:
    """The doctor's screen, empty or with a request that is examined at once; `now` is when it came."""
    known = partial(services_of, session.catalogue)
    screen.ask(DoctorScreen(session.context, session.profiles, request=request, now=now, services_of=known))


def trace_of(screen: ScreenServices, session: Session, open_request: OpenRequest | None) -> Trace | None:
    """Every step of signing a call, as it would be sent now; says why there is none."""
    if open_request is None:
        screen.show_status("choose an action first: it is its call that is signed", Role.WARN)
        return None
    match session.plan(open_request.action, open_request.draft.params):
        case Plan(request=request):
            if request.trace is None:
                screen.show_status("this action is not signed")
            return request.trace
        case refused:
            screen.show_status(f"nothing is signed: {refused.sentence}", Role.BAD)
            return None


def copy_step(
    screen: ScreenServices,
    session: Session,
    open_request: OpenRequest | None,
    what: str,
    step: Callable[[Trace], str],
) -> None:
    """Copy a value on the way to the signature of a call; `what` is what it is called."""
    trace = trace_of(screen, session, open_request)
    if trace is not None:
        screen.copy(step(trace), what)


def compare_printed(screen: ScreenServices, session: Session, open_request: OpenRequest | None) -> None:
    """Set what the user's code printed against the signature of a call."""
    trace = trace_of(screen, session, open_request)
    if trace is not None:
        screen.ask(PrintedDiffDialog(trace))


def copy_policy(screen: ScreenServices, exchange: Exchange | None) -> None:
    """A CAM policy that would allow the call of an answer, and no more."""
    if exchange is None or not isinstance(exchange.outcome, ApiError):
        screen.show_status("nothing was refused, so no policy is needed", Role.WARN)
        return
    call = exchange.call
    screen.copy(permission_for(call.service, call.action, exchange.outcome.message).policy, "CAM policy")


def watch_sandbox(screen: ScreenServices, session: Session) -> None:
    """The live list of what reaches the sandbox; one that is chosen there opens in the doctor."""
    watched = session.inspector()
    if watched is None or session.context.sandbox is None:
        screen.show_status("there is no sandbox: start with tcexplorer --sandbox, or choose its profile", Role.WARN)
        return
    context, (host, port) = session.context, session.context.sandbox
    url = f"http://{host}:{port}"

    def copy(what: str) -> None:
        if what == "url":
            screen.copy(url, "URL")
        elif (credential := context.credential) is not None:  # the sandbox's own, which opens nothing else
            pair = (credential.secret_id, credential.secret_key.reveal())
            names = ("TENCENTCLOUD_SECRET_ID", "TENCENTCLOUD_SECRET_KEY")
            screen.copy("\n".join(f"export {name}={value}" for name, value in zip(names, pair, strict=True)), "key")

    def examine(one: Inspected) -> None:
        open_doctor(screen, session, one.request, one.at)

    screen.ask(SandboxRequests(watched, url, copy, examine))
