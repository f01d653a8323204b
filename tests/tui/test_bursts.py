"""Keys that reach a dialog in one piece: the first that closes it is the last it takes, and the app goes on."""

from __future__ import annotations

import inspect
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from textual import events
from textual.keys import key_to_character

from tcexplorer.protocol.model import Call, Endpoint
from tcexplorer.protocol.request import sign_request
from tcexplorer.tui.dialogs.base import Dialog, help_dialog, value_dialog
from tcexplorer.tui.dialogs.doctor import DoctorScreen, PrintedTextDialog
from tcexplorer.tui.dialogs.import_call import PasteDialog
from tcexplorer.tui.dialogs.nested_json import NestedJsonDialog
from tcexplorer.tui.dialogs.picker import Choice, Picker
from tcexplorer.tui.dialogs.printed_diff import PrintedDiffDialog
from tcexplorer.tui.dialogs.profiles.dialog import ProfilesDialog
from tcexplorer.tui.dialogs.profiles.form import ProfileForm
from tcexplorer.tui.dialogs.profiles.welcome import welcome_dialog
from tcexplorer.tui.dialogs.prompts import ConfirmDialog, PromptDialog
from tcexplorer.tui.dialogs.sandbox_requests import SandboxRequests
from tcexplorer.tui.response.compare import ResponseDiffDialog
from tcexplorer.workbench.pasted import FoundParameters
from tests.builders import credential
from tests.tui.stage import Stage, staged, success
from tests.tui.test_profiles import scene

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from tcexplorer.calls.exchange import Exchange
    from tcexplorer.protocol.signing import Trace
    from tcexplorer.workbench.profiles import ProfileBook

BURSTS = (
    ("enter",) * 4,
    ("escape",) * 4,
    ("y", "y", "enter"),
    ("enter", "escape", "enter", "escape"),
    ("down", "enter", "f1", "enter", "escape", "enter"),
    ("ctrl+r", "ctrl+r", "f5"),
    ("u", "a", "enter", "escape", "escape"),
)


@dataclass
class Inspected:
    """An inspector to which nothing comes."""

    observers: list[Callable[[Any], None]] = field(default_factory=list["Callable[[Any], None]"])
    seen: Sequence[Any] = ()


class Props(NamedTuple):
    """What dialogs are made of."""

    stage: Stage
    book: ProfileBook
    exchange: Exchange

    @property
    def trace(self) -> Trace:
        call = Call("mqtt", "2024-05-16", "DescribeInstanceList")
        request = sign_request(call, Endpoint("mqtt.tencentcloudapi.com"), credential(), timestamp=1_795_490_000)
        assert request.trace is not None
        return request.trace


def nothing(*_: object) -> None: ...


KINDS: dict[str, Callable[[Props], Dialog[Any]]] = {
    "picker": lambda _: Picker("One of", [Choice("a", "a"), Choice("b", "b")]),
    "prompt": lambda _: PromptDialog("A name", str, text="x"),
    "question": lambda _: ConfirmDialog("Sure?", [], "do it"),
    "value": lambda _: value_dialog("A value", "x"),
    "help": lambda _: help_dialog([]),
    "welcome": lambda _: welcome_dialog(),
    "paste": lambda _: PasteDialog(lambda _: FoundParameters({}), lambda _: [], "{}"),
    "nested JSON": lambda _: NestedJsonDialog("Path", "{}", nothing, revealed=False),
    "printed": lambda _: PrintedTextDialog("GET"),
    "printed, compared": lambda props: PrintedDiffDialog(props.trace),
    "doctor": lambda props: DoctorScreen(props.stage.session.context, props.book, request=b"GET / HTTP/1.1\r\n\r\n"),
    "sandbox": lambda _: SandboxRequests(Inspected(), "http://127.0.0.1:9", nothing, nothing),
    "profiles": lambda props: ProfilesDialog(props.stage.session, props.book, nothing),
    "profile": lambda props: ProfileForm(props.book),
    "answers compared": lambda props: ResponseDiffDialog(props.exchange, props.exchange),
}


def test_every_kind_is_here() -> None:
    def kinds(of: type[Dialog[Any]]) -> set[str]:
        return {of.__name__}.union(*map(kinds, of.__subclasses__()))

    source = inspect.getsource(sys.modules[__name__])
    assert {
        name for name in kinds(Dialog) - {"Dialog", "TextDialog", "WelcomeDialog"} if f"{name}(" not in source
    } == set()


@pytest.mark.parametrize("burst", BURSTS, ids=" ".join)
async def test_a_dialog_that_is_closed_takes_nothing_more(tmp_path: Path, burst: Sequence[str]) -> None:
    async with scene(tmp_path, success(), config="[profiles.dev]\n") as at:
        stage = at.stage
        await stage.open("describeinstancelist")
        await stage.keys("ctrl+r")
        await stage.until("✓ success")
        exchange = stage.app.main.shown
        assert exchange is not None
        for name, made in KINDS.items():
            answers: list[object] = []
            stage.app.push_screen(made(Props(stage, at.book, exchange)), answers.append)
            await stage.pilot.pause()
            for key in burst:
                stage.app.post_message(events.Key(key, key_to_character(key)))
            await stage.pilot.pause()
            assert stage.app.crash is None, name
            assert len(answers) <= 1, name
            if answers:  # it closed: nothing that came behind that opened another one
                assert not any(isinstance(one, ProfileForm) for one in stage.app.screen_stack), name
            while stage.app.screen is not stage.app.main:
                stage.app.pop_screen()
                await stage.pilot.pause()


async def test_what_comes_late_closes_no_other_dialog() -> None:
    async with staged() as stage:
        first, second = ConfirmDialog("First?", [], "do it"), ConfirmDialog("Second?", [], "do it")
        answers: list[object] = []
        stage.app.push_screen(first, answers.append)
        await stage.pilot.pause()
        first.action_yes()
        stage.app.push_screen(second, answers.append)
        await stage.pilot.pause()
        first.action_yes()
        first.ask(ConfirmDialog("Third?", [], "do it"))
        await stage.pilot.pause()
        assert stage.app.screen is second
        assert answers == [True]


async def test_a_dialog_that_is_done_closes_what_is_open_over_it() -> None:
    async with staged() as stage:
        below = ConfirmDialog("Below?", [], "do it")
        answers: list[object] = []
        stage.app.push_screen(below, answers.append)
        await stage.pilot.pause()
        below.action_help()
        await stage.pilot.pause()
        assert stage.app.screen is not below
        below.action_yes()
        await stage.pilot.pause()
        assert stage.app.screen is stage.app.main
        assert answers == [True]
