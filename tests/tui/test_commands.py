"""One registry feeds keys, footer, palette and help; every key does something."""

from __future__ import annotations

import re

import pytest
from textual import events

from tcexplorer.tui.actions.list import ActionList
from tcexplorer.tui.actions.pane import ActionsPane
from tcexplorer.tui.app import TcExplorer
from tcexplorer.tui.commands import BY_ID, COMMANDS, Scope, at, bindings
from tcexplorer.tui.content.help import help_lines
from tcexplorer.tui.dialogs.doctor import DoctorScreen
from tcexplorer.tui.dialogs.pickers import command_choices
from tcexplorer.tui.dialogs.profiles.dialog import ProfilesDialog
from tcexplorer.tui.dialogs.profiles.form import ProfileForm
from tcexplorer.tui.dialogs.sandbox_requests import SandboxRequests
from tcexplorer.tui.key_names import key_text
from tcexplorer.tui.main.bars import footer_keys
from tcexplorer.tui.main.screen import MainScreen
from tcexplorer.tui.request.form import Form
from tcexplorer.tui.response.events import EventsView
from tcexplorer.tui.response.raw import RawBodyView
from tcexplorer.tui.response.table import ResponseTable
from tcexplorer.tui.widgets.data_grid import DataGrid
from tcexplorer.tui.widgets.diff_tree import DiffTree
from tcexplorer.tui.widgets.json_tree import JsonTree
from tcexplorer.tui.widgets.text_view import TextView
from tests.tui.stage import staged

OWNERS: dict[Scope, type | tuple[type, ...]] = {
    Scope.PROFILES: ProfilesDialog,
    Scope.PROFILE: ProfileForm,
    Scope.DOCTOR: DoctorScreen,
    Scope.REQUESTS: SandboxRequests,
    Scope.ACTIONS: (ActionsPane, ActionList),
    Scope.FORM: Form,
    Scope.TREE: JsonTree,
    Scope.PAGE: TextView,
    Scope.RAW: RawBodyView,
    Scope.TABLE: (ResponseTable, DataGrid),
    Scope.EVENTS: EventsView,
    Scope.DIFFERENCES: DiffTree,
}


def owners_of(place: Scope) -> tuple[type, ...]:
    """The widgets that do the commands of a place."""
    owner = OWNERS[place]
    return owner if isinstance(owner, tuple) else (owner,)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: f"{command.where.name}-{command.id}")
def test_every_command_has_someone_who_does_it(command) -> None:  # pyright: ignore[reportMissingParameterType, reportUnknownParameterType]
    owners = (MainScreen, TcExplorer) if command.where is Scope.EVERYWHERE else owners_of(command.where)  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType]
    method = f"action_{command.runs.partition('(')[0]}"  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
    assert any(hasattr(owner, method) for owner in owners)  # pyright: ignore[reportUnknownMemberType]


@pytest.mark.parametrize("place", Scope)
def test_no_key_means_two_things_in_one_place(place: Scope) -> None:
    keys = [key for command in at(place) for key in command.keys]
    assert len(keys) == len(set(keys))


def test_the_keys_of_the_contract() -> None:
    wanted = {
        "ctrl+o": "search", "ctrl+r": "send", "ctrl+y": "copy_request_id", "ctrl+p": "commands", "f1": "help",
        "question_mark": "help", "f6": "next_pane", "shift+f6": "previous_pane", "escape": "back", "ctrl+q": "quit",
        "ctrl+l": "example",
    }  # fmt: skip
    keys = {key: command.id for command in at(Scope.EVERYWHERE) for key in command.keys}
    assert {key: keys[key] for key in wanted} == wanted


def test_what_terminals_eat_is_never_the_only_key() -> None:
    eaten = {"ctrl+j", "ctrl+k", "ctrl+e", "ctrl+q", "ctrl+p", "f1", "f5", "f10", "f11", "ctrl+enter"}
    for command in at(Scope.EVERYWHERE):
        assert not command.keys or set(command.keys) - eaten or command.id in ("quit", "help")
    assert {"f10"} < set(BY_ID["quit"].keys)
    assert "question_mark" in BY_ID["help"].keys


def test_bindings_carry_the_ids_that_a_keymap_names() -> None:
    ids = {str(binding.id) for binding in bindings(Scope.EVERYWHERE) if not isinstance(binding, tuple)}
    assert {name.removesuffix(".typed") for name in ids} == {command.id for command in at(Scope.EVERYWHERE)}


@pytest.mark.parametrize("width", [80, 99, 100, 120, 149, 150, 200])
def test_the_footer_shows_keys_of_the_registry_and_fits(width: int) -> None:
    left, right = footer_keys(width, catalogue="2026-11-24")
    for piece in left:
        assert piece.command in BY_ID or piece.command == "next_field"
        if piece.command in BY_ID:
            assert piece.spans[0].text == BY_ID[piece.command].key_text
    taken = sum(piece.cells + 2 for piece in (*left, *right))
    assert taken <= width
    assert {"send", "copy_request_id", "help"} <= {piece.command for piece in left}


def test_the_palette_lists_every_command_of_the_place() -> None:
    listed = {choice.value for choice in command_choices([Scope.TREE])}
    wanted = {command.id for command in COMMANDS if command.where in (Scope.EVERYWHERE, Scope.TREE)}
    assert listed == wanted - {"commands"}


def test_help_names_every_command_with_its_keys() -> None:
    text = "\n".join(line.text for line in help_lines([Scope.TREE]))
    for command in (*at(Scope.TREE), *at(Scope.EVERYWHERE)):
        assert command.title in text
        assert command.help in text
        for key in command.keys:
            assert key_text(key) in text


async def test_in_a_window_help_is_about_the_window() -> None:
    async with staged() as stage:
        await stage.keys("f6", "D")
        await stage.until("Signature doctor")
        await stage.keys("f1")
        await stage.until("What can be done here")
        assert "In the doctor" in stage.screen_text
        assert "Examine" in stage.screen_text
        assert "In a window" in stage.screen_text
        assert "Search actions" not in stage.app.screen.query_one(TextView).text
        await stage.keys("f1")
        await stage.until("Signature doctor")
        await stage.keys("escape", "ctrl+g")
        await stage.until("São Paulo")
        await stage.keys("f1")
        await stage.until("In a window")


async def test_help_is_about_where_the_focus_is() -> None:
    async with staged() as stage:
        await stage.open("createinstance")
        await stage.keys("f1")
        await stage.until("In the form")
        await stage.keys("escape", "f6", "question_mark")
        await stage.until("In a text")


async def test_a_command_of_the_palette_works_where_the_focus_was() -> None:
    async with staged() as stage:
        await stage.open("describezones")
        await stage.keys("ctrl+p", "=show docs", "enter")
        await stage.until("Lists things.")
        await stage.keys("f2", "=quit")
        await stage.until("^Q")


async def test_paging_in_an_empty_palette_does_nothing_and_breaks_nothing() -> None:
    async with staged() as stage:
        await stage.keys("ctrl+p", "=zzzzqq", "pagedown", "pageup", "down", "up", "enter")
        await stage.until("nothing fits")
        await stage.keys("escape")
        assert "nothing fits" not in stage.screen_text


async def test_header_and_footer_can_be_clicked() -> None:
    async with staged() as stage:
        await stage.open("describezones")
        column = stage.screen_text.split("\n")[0].index("ap-guangzhou")
        await stage.pilot.click("#header", offset=(column, 0))
        await stage.until("X-TC-Region is not sent")
        await stage.keys("escape")
        column = stage.screen_text.split("\n")[-1].index("commands")
        await stage.pilot.click("#footer", offset=(column, 0))
        await stage.until("what do you want to do?")


async def test_tabs_can_be_clicked() -> None:
    async with staged() as stage:
        await stage.open("describezones")
        tabs = stage.app.main.query(".tabs").first()
        column = stage.screen_text.split("\n")[tabs.region.y].index("Request") - tabs.region.x
        await stage.pilot.click(tabs, offset=(column, 0))
        await stage.until("X-TC-Action: DescribeZones")


@pytest.mark.parametrize("size", [(160, 45), (120, 35), (80, 24)])
async def test_the_search_box_of_the_start_can_be_left(size: tuple[int, int]) -> None:
    async with staged(size=size) as stage:
        main = stage.app.main
        await stage.keys("f6")
        await stage.until("no action chosen")
        assert main.request is not None
        assert main.request.has_focus_within
        await stage.keys("f6", "f6")
        assert main.actions.has_focus_within
        for key, letter in (("f6", None), ("D", "D")):  # no pause between them
            stage.app.post_message(events.Key(key, letter))
        await stage.until("Signature doctor")


async def test_panes_go_round_both_ways() -> None:
    async with staged() as stage:
        await stage.open("createinstance")
        main = stage.app.main
        await stage.keys("f6")
        assert main.response is not None
        assert main.response.has_focus_within
        await stage.keys("f6")
        assert main.actions.has_focus_within
        await stage.keys("shift+f6")
        assert main.response.has_focus_within
        await stage.keys("shift+f6")
        assert main.request is not None
        assert main.request.has_focus_within


async def test_what_is_pressed_right_behind_a_change_of_pane_goes_to_that_pane() -> None:
    async with staged() as stage:
        await stage.open("createinstance")
        for key in ("f6", "colon"):  # no pause between them
            stage.app.post_message(events.Key(key, ":" if key == "colon" else None))
        await stage.until("what do you want to do?")


async def test_tab_goes_through_the_fields_and_on() -> None:
    async with staged() as stage:
        await stage.open("createinstance")
        await stage.keys("tab", "tab")
        await stage.until("Public  bool, optional")
        await stage.keys("tab")
        assert stage.app.main.response is not None
        assert stage.app.main.response.has_focus_within


async def test_f6_works_in_the_editor_where_it_would_select_a_line() -> None:
    async with staged() as stage:
        await stage.open("createinstance")
        await stage.keys("f4", "f6")
        assert stage.app.main.response is not None
        assert stage.app.main.response.has_focus_within


def test_no_key_that_writes_goes_before_the_widget_that_is_typed_in() -> None:
    for binding in bindings(Scope.EVERYWHERE):
        assert not isinstance(binding, tuple)
        if binding.priority:
            assert all("+" in key or re.fullmatch(r"f\d+", key) for key in binding.key.split(","))


async def test_letters_are_text_while_typing() -> None:
    async with staged() as stage:
        await stage.open("createinstance")
        await stage.keys("=jk?/[]zA:")
        await stage.until("jk?/[]zA:")


async def test_a_theme_can_be_chosen() -> None:
    async with staged() as stage:
        await stage.keys("ctrl+p", "=theme", "enter", "=textual-light", "enter")
        assert stage.app.theme == "textual-light"


async def test_a_keymap_moves_a_command_by_its_id() -> None:
    async with staged() as stage:
        stage.app.set_keymap({"help": "f7"})
        await stage.keys("f7")
        await stage.until("What can be done here")


@pytest.mark.parametrize(
    ("key", "text"), [("ctrl+r", "^R"), ("ctrl+up", "^↑"), ("ctrl+slash", "^/"), ("shift+f6", "shift+F6"), ("Q", "Q")]
)
def test_keys_are_written_as_people_write_them(key: str, text: str) -> None:
    assert key_text(key) == text
