"""A small catalogue, a sender that answers what it is told to, and the app over them."""

from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tcexplorer.calls.context import Context
from tcexplorer.calls.perform import CallFlow
from tcexplorer.catalog.model import Doc, ErrorCode, Example, Status, TypeDef, Verb
from tcexplorer.credentials.profile import Profile
from tcexplorer.protocol.envelope import TransportError
from tcexplorer.protocol.model import Language, Response, Timings
from tcexplorer.tui.app import TcExplorer
from tcexplorer.tui.startup import StartupContext
from tcexplorer.workbench.session import Session
from tests.builders import BOTH, action, credential, member, row

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Mapping

    from textual.pilot import Pilot

    from tcexplorer.catalog.model import Action, ActionRow, Service
    from tcexplorer.protocol.request import SignedRequest
    from tcexplorer.workbench.settings import Settings

REQUEST_ID = "b5b41468-6a1f-4c8e-9c1d-0a7f3d52e810"
LIST = row("DescribeInstanceList", service="mqtt")._replace(title_en="List MQTT instances")
CREATE = row("CreateInstance", service="mqtt", verb=Verb.WRITE)
DELETE = row("DeleteInstance", service="mqtt", verb=Verb.DESTRUCTIVE)
ZONES = row("DescribeZones", service="cvm")
OLD = row("DescribeOldThings", service="lb")._replace(status=Status.DEPRECATED)
FILTER = TypeDef(
    "Filter", Doc("A filter.", ""), (member("Name", doc="Name of the filter."), member("Values", "list", "string"))
)
EXAMPLES = tuple(
    Example(title, "", f'POST / HTTP/1.1\nX-TC-Action: DescribeInstanceList\n\n{{"Limit": {limit}}}', "{}")
    for title, limit in (("Few", 1), ("Many", 100))
)
ACTIONS = (
    action(
        member("Filters", "list", "Filter", doc="Conditions.\nInstanceName: part of a name"),
        member("Offset", "int", doc="Where to begin."),
        member("Limit", "int", doc="How many results to return.", example="10"),
        member("SortBy", disabled=True),
        of=LIST,
        types=(FILTER,),
        examples=EXAMPLES,
    ),
    action(member("InstanceType", required=BOTH), member("Remark"), member("Public", "bool"), of=CREATE),
    action(member("InstanceId", required=BOTH), of=DELETE),
    action(of=ZONES),
    action(*[member(f"Old{number}", disabled=True) for number in range(5)], member("Name"), of=OLD),
)

CODES = (
    ErrorCode("FailedOperation.Busy", Doc("The instance is busy.", "实例忙。")),
    ErrorCode("ResourceNotFound", Doc("There is no such instance.", "")),
)


class Shelf:
    """A catalogue of a few actions."""

    def __init__(self, actions: tuple[Action, ...] = ACTIONS) -> None:
        self._actions = {(one.row.service, one.row.version, one.row.action): one for one in actions}
        self.meta: Mapping[str, str] = {"compiled": "2026-11-24T00:00:00Z"}

    def rows(self) -> list[ActionRow]:
        return [one.row for one in self._actions.values()]

    def action(self, service: str, version: str, action: str) -> Action | None:
        return self._actions.get((service, version, action))

    def find(self, service: str, action: str, version: str | None = None) -> ActionRow | None:
        del service, action, version

    def services(self) -> list[Service]:
        return []

    def named(self, action: str, service: str | None = None, version: str | None = None) -> list[ActionRow]:
        del service, version
        return [row for row in self.rows() if row.action == action]

    def code(self, service: str, code: str) -> ErrorCode | None:
        del service, code

    def codes(self, service: str, version: str) -> tuple[ErrorCode, ...]:
        del version
        return CODES if service == "mqtt" else ()


@dataclass
class Postman:
    """Answers in turn; when there is nothing left it waits until it is cancelled."""

    answers: list[Response | TransportError] = field(default_factory=list[Response | TransportError])
    sent: list[SignedRequest] = field(default_factory=list["SignedRequest"])

    async def send(self, request: SignedRequest, observer: object = None) -> Response | TransportError:
        del observer
        self.sent.append(request)
        if self.answers:
            return self.answers.pop(0)
        await asyncio.Event().wait()
        raise AssertionError

    def params(self, at: int = -1) -> object:
        """The parameters of a request that was sent."""
        return json.loads(self.sent[at].body)


def reply(document: object, *, status: int = 200, content_type: str = "application/json") -> Response:
    """A response with that JSON, or those bytes."""
    body = document if isinstance(document, bytes) else json.dumps(document).encode()
    headers = (("Content-Type", content_type), ("Date", "Tue, 24 Nov 2026 03:13:20 GMT"))
    return Response(status, headers, body, len(body), Timings(34.0, connect=3.0, send=1.0, wait=29.0, receive=1.0))


def success(**members: object) -> Response:
    return reply({"Response": {**members, "RequestId": REQUEST_ID}})


def failure(code: str, message: str = "it went wrong") -> Response:
    return reply({"Response": {"Error": {"Code": code, "Message": message}, "RequestId": REQUEST_ID}})


DEV = Profile("dev", region="ap-guangzhou")
NEVER_SENT = TransportError("dns", "mqtt.tencentcloudapi.com has no address", may_have_arrived=False)
LOST = TransportError("timeout", "mqtt.tencentcloudapi.com did not answer within 60 s", may_have_arrived=True)


@dataclass
class Clock:
    """A clock that a test moves."""

    now: float = 1_795_490_000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Stage:
    """The running app and what it runs on."""

    app: TcExplorer
    pilot: Pilot[None]
    session: Session
    postman: Postman
    clock: Clock

    @property
    def screen_text(self) -> str:
        """What is on the screen now, row by row."""
        strips = self.app.screen._compositor.render_strips()  # pyright: ignore[reportPrivateUsage] the only way to see it
        return "\n".join(strip.text.rstrip() for strip in strips)

    async def keys(self, *keys: str) -> None:
        """Press keys; a key of several letters that starts with `=` is typed letter by letter."""
        for key in keys:
            if key.startswith("="):
                await self.pilot.press(*[{" ": "space"}.get(letter, letter) for letter in key[1:]])
            else:
                await self.pilot.press(key)
        await self.pilot.pause()

    async def open(self, query: str) -> None:
        """Search and choose."""
        await self.keys("ctrl+o", f"={query}", "enter")

    async def until(self, text: str) -> None:
        """Wait until a text is on the screen."""
        for _ in range(200):
            if text in self.screen_text:
                return
            await self.pilot.pause(0.005)
        raise AssertionError(f"{text!r} is not on the screen:\n{self.screen_text}")


@asynccontextmanager
async def staged(
    *answers: Response | TransportError,
    size: tuple[int, int] = (160, 45),
    profile: Profile = DEV,
    sandbox: bool = True,
    shelf: Shelf | None = None,
    theme: str = "textual-dark",
    language: Language = Language.ENGLISH,
    settings: Settings | None = None,
    keys: Mapping[str, tuple[str, ...]] | None = None,
) -> AsyncGenerator[Stage]:
    """The app, loaded and ready."""
    postman, clock = Postman(list(answers)), Clock()
    context = Context(profile, credential(), profile.region, sandbox=("127.0.0.1", 9) if sandbox else None)
    context = replace(context, language=language)
    session = Session(shelf or Shelf(), CallFlow(postman, clock), context, clock=clock)
    opening = StartupContext(profile.name, profile.region, sandbox, profile.read_only, profile.production)

    async def load() -> Session:
        return session

    app = TcExplorer(opening, load, settings=settings, keys=keys)
    if settings is None:
        app.theme = theme
    async with app.run_test(size=size) as pilot:
        stage = Stage(app, pilot, session, postman, clock)
        await stage.until("F1 help" if size[0] >= 80 else "F1")
        for _ in range(400):
            if app.main.start.is_ready:
                break
            await pilot.pause(0.005)
        await pilot.pause()
        yield stage
