"""The user's own editor in place of the app: parameters or a text go out and come back, secrets stay inside."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from tcexplorer.catalog.model import Doc, TypeDef
from tcexplorer.form.draft import Draft
from tcexplorer.tui.app import TcExplorer
from tcexplorer.tui.main import external_editing
from tcexplorer.tui.request.form import Form
from tests.builders import action, member, row
from tests.tui.stage import Shelf, Stage, staged, success

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

SHELF = Shelf((action(member("Name"), member("Password"), member("Limit", "int"), of=row("Make", service="mqtt")),))


class JsonEditor:
    """Stands in for the editor: what it was given, and what it makes of it."""

    def __init__(self) -> None:
        self.given: list[tuple[str, str]] = []
        self.change: Callable[[str], str] = lambda text: text
        self.suspended = False

    def __call__(self, text: str, command: object, *, name: str) -> str:
        assert command == ["my-editor", "-w"]
        assert self.suspended
        self.given.append((name, text))
        return self.change(text)


@pytest.fixture
def editor(monkeypatch: pytest.MonkeyPatch) -> JsonEditor:
    one = JsonEditor()

    @contextmanager
    def suspend(_app: TcExplorer) -> Generator[None]:
        one.suspended = True
        yield
        one.suspended = False

    monkeypatch.setattr(TcExplorer, "suspend", suspend)
    monkeypatch.setattr(external_editing, "edited", one)
    monkeypatch.setenv("VISUAL", "my-editor -w")
    return one


async def edit(stage: Stage) -> None:
    await stage.keys("ctrl+p", "=edit in $".replace("$", ""), "enter")


async def sent(stage: Stage) -> object:
    stage.postman.answers.append(success())
    await stage.keys("ctrl+r")
    await stage.until("✓ success")
    return stage.postman.params()


async def test_all_parameters_go_out_without_what_is_sensitive_and_come_back_with_it(editor: JsonEditor) -> None:
    editor.change = lambda text: text.replace("aaa", "bbb")
    async with staged(shelf=SHELF) as stage:
        await stage.open("make")
        assert stage.app.main.request is not None
        stage.app.main.request.show_draft(Draft({"Name": "aaa", "Password": "planted", "Limit": 5}))
        await stage.keys("f4")
        await edit(stage)
        await stage.until("taken over from the editor; 1 sensitive value put back")
        ((name, given),) = editor.given
        assert name == "parameters.json"
        assert "planted" not in given
        assert await sent(stage) == {"Name": "bbb", "Password": "planted", "Limit": 5}


async def test_a_text_that_is_no_json_is_kept_in_the_editor_tab(editor: JsonEditor) -> None:
    editor.change = lambda text: text.replace("}", ', "Limit": 5')
    async with staged(shelf=SHELF) as stage:
        await stage.open("make")
        await stage.keys("=aaa", "f4")
        await edit(stage)
        work = stage.app.main.open_request
        assert work is not None
        assert work.unreadable is not None
        assert '"Limit": 5' in work.unreadable
        editor.change = lambda text: text + "}"  # and mended in the editor, too
        await edit(stage)
        assert await sent(stage) == {"Name": "aaa", "Limit": 5}


async def test_a_text_of_the_form_alone(editor: JsonEditor) -> None:
    editor.change = lambda text: text + "\nsecond line"
    async with staged(shelf=SHELF) as stage:
        await stage.open("make")
        await stage.keys("=aaa")
        await edit(stage)
        assert editor.given == [("Name.txt", "aaa")]
        assert await sent(stage) == {"Name": "aaa\nsecond line"}


async def test_a_sensitive_text_is_not_written(editor: JsonEditor) -> None:
    async with staged(shelf=SHELF) as stage:
        await stage.open("make")
        await stage.keys("down", "=planted")
        await edit(stage)
        await stage.until("Password is sensitive, so it is not written to a file")
        await stage.keys("f4", "ctrl+a", '={"Password": "planted"')
        await edit(stage)
        await stage.until("so it is not written to a file")
        assert editor.given == []


@pytest.mark.parametrize(
    "text", ["{'Password': 'planted'", '{"Body": "{\\"Pass\\u0077ord\\": 1}",}', "-----BEGIN RSA PR"]
)
async def test_a_text_that_is_no_json_is_judged_by_every_word(editor: JsonEditor, text: str) -> None:
    async with staged(shelf=SHELF) as stage:
        await stage.open("make")
        assert stage.app.main.request is not None
        stage.app.main.request.take_text(text)
        await edit(stage)
        await stage.until("names something sensitive, so it is not written to a file")
        assert editor.given == []


async def test_a_value_is_judged_by_its_neighbours_and_its_members_not_by_every_word(editor: JsonEditor) -> None:
    pair = TypeDef("Pair", Doc("", ""), (member("Key"), member("Value")))
    shelf = Shelf((action(member("Env", "list", "Pair"), of=row("Make", service="mqtt"), types=(pair,)),))
    async with staged(shelf=shelf) as stage:
        await stage.open("make")
        form, request = stage.app.main.query_one(Form), stage.app.main.request
        assert request is not None
        for name, value in (("DB_PASSWORD", "planted"), ("Script", "echo no password")):
            request.show_draft(Draft({"Env": [{"Key": name, "Value": value}]}))
            await stage.pilot.pause()
            form.go_to(("Env", 0, "Value"))
            await stage.keys("ctrl+p", "=edit in", "enter")
        await stage.pilot.pause()
        assert editor.given == [("Value.txt", "echo no password")]


async def test_what_goes_wrong_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    async with staged(shelf=SHELF) as stage:
        await edit(stage)
        await stage.until("choose an action first")
        await stage.open("make")
        monkeypatch.setenv("VISUAL", "'")
        await edit(stage)
        await stage.until("VISUAL cannot be read")
        monkeypatch.setenv("VISUAL", "my-editor")
        await edit(stage)
        await stage.until("this terminal cannot be left")
