"""Widgets alone on a bare screen: what they say when the user does something."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import App
from textual.screen import Screen

import tcexplorer.tui
from tcexplorer.answer.mask import Mask
from tcexplorer.answer.reader import Parsed
from tcexplorer.form.draft import Draft
from tcexplorer.form.schema import Schema
from tcexplorer.protocol.model import Site
from tcexplorer.tui.actions.pane import ActionsPane
from tcexplorer.tui.request.form import Form
from tcexplorer.tui.request.pane import RequestPane
from tcexplorer.tui.text.selection import SelectionScreen
from tcexplorer.tui.text.styled_text import INKS, line
from tcexplorer.tui.widgets.diff_tree import DiffTree
from tcexplorer.tui.widgets.json_document import JsonDocument
from tcexplorer.tui.widgets.json_tree import JsonTree
from tcexplorer.tui.widgets.messages import CopyRequested, ViewRequested
from tcexplorer.tui.widgets.text_view import TextView
from tcexplorer.workbench.favourites import Favourites
from tests.tui.stage import ACTIONS, Shelf

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult
    from textual.message import Message
    from textual.widget import Widget

    from tcexplorer.catalog.search import Hit
    from tcexplorer.protocol.model import Json


class Bare(SelectionScreen, Screen[None]):
    """A screen with one widget of ours."""

    COMPONENT_CLASSES = INKS

    def __init__(self, widget: Widget) -> None:
        super().__init__()
        self.widget = widget

    def compose(self) -> ComposeResult:
        yield self.widget


class Listening(App[None]):
    """Collects what the widget says."""

    CSS_PATH: ClassVar = [Path(tcexplorer.tui.__file__).with_name(name) for name in ("look.tcss", "panes.tcss")]

    def __init__(self, widget: Widget) -> None:
        super().__init__()
        self.bare = Bare(widget)

    def get_default_screen(self) -> Bare:
        return self.bare


def heard(app: Listening, kind: type[Message]) -> Callable[[Message], None]:
    """A hook for run_test that notes messages of a kind in `app.notes`."""
    app.notes = []  # pyright: ignore[reportAttributeAccessIssue]

    def hook(message: Message) -> None:
        if isinstance(message, kind) and message not in app.notes:  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
            app.notes.append(message)  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]

    return hook


def notes(app: Listening) -> list[Message]:
    return app.notes  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType, reportUnknownVariableType]


async def test_the_actions_pane_says_which_action_was_chosen() -> None:
    rows = Shelf().rows()

    def search(query: str, limit: int) -> Sequence[Hit]:
        from tcexplorer.catalog.index import ActionIndex

        return ActionIndex.of(rows).search(query, limit)

    pane = ActionsPane()
    app = Listening(pane)
    async with app.run_test(size=(60, 20), message_hook=heard(app, ActionsPane.ActionChosen)) as pilot:
        pane.show_actions(rows, search, Favourites())
        pane.focus_box()
        await pilot.press("z", "o", "n", "enter")
        await pilot.pause()
        (chosen,) = notes(app)
        assert isinstance(chosen, ActionsPane.ActionChosen)
        assert chosen.row is not None
        assert chosen.row.action == "DescribeZones"


async def test_an_action_is_chosen_by_a_click() -> None:
    pane = ActionsPane()
    app = Listening(pane)
    async with app.run_test(size=(60, 20), message_hook=heard(app, ActionsPane.ActionChosen)) as pilot:
        pane.show_actions(Shelf().rows(), lambda _query, _limit: [], Favourites())
        pane.action_groups()
        await pilot.pause()
        await pilot.click("#list", offset=(5, 3))  # the third action: the first one's title is below it
        (chosen,) = notes(app)
        assert isinstance(chosen, ActionsPane.ActionChosen)
        assert chosen.row == Shelf().rows()[2]


async def test_the_form_says_what_was_typed_where() -> None:
    form = Form()
    app = Listening(form)
    async with app.run_test(size=(80, 20), message_hook=heard(app, Form.Edited)) as pilot:
        form.show(Schema(ACTIONS[0], Site.DOMESTIC), Draft())
        form.focus_field()
        await pilot.pause()
        await pilot.press("down", "4", "2")
        await pilot.pause()
        drafts = [note.draft.params for note in notes(app) if isinstance(note, Form.Edited)]
        assert drafts == [{"Offset": 4}, {"Offset": 42}]


async def test_the_form_says_that_it_was_left_at_either_end() -> None:
    form = Form()
    app = Listening(form)
    async with app.run_test(size=(80, 20), message_hook=heard(app, Form.Left)) as pilot:
        form.show(Schema(ACTIONS[2], Site.DOMESTIC), Draft())
        form.focus_field()
        await pilot.pause()
        await pilot.press("tab", "shift+tab")
        await pilot.pause()
        assert [note.forward for note in notes(app) if isinstance(note, Form.Left)] == [True, False]


async def test_a_click_opens_the_field_under_it() -> None:
    form = Form()
    app = Listening(form)
    async with app.run_test(size=(80, 20)) as pilot:
        form.show(Schema(ACTIONS[0], Site.DOMESTIC), Draft())
        await pilot.pause()
        await pilot.click("#rows", offset=(30, 2))
        assert form.row is not None
        assert form.row.name == "Limit"


async def test_a_form_of_many_fields_scrolls_with_its_cursor_and_back() -> None:
    from tests.builders import action, member

    form = Form()
    app = Listening(form)
    async with app.run_test(size=(80, 10)) as pilot:
        many = action(*[member(f"Field{number}") for number in range(200)])
        form.show(Schema(many, Site.DOMESTIC), Draft())
        form.focus_field()
        await pilot.pause()
        for _ in range(30):
            await pilot.press("down")
        await pilot.press("x")
        await pilot.pause()
        cell = app.bare.query_one("#cell")
        assert form.row is not None
        assert form.row.name == "Field30"
        assert cell.region.y == 9  # on the last row, over the field it belongs to
        for _ in range(30):
            await pilot.press("up")
        assert cell.region.y == 0


def document_of(value: Json) -> JsonDocument:
    return JsonDocument(Parsed(value), Mask(value))


async def test_the_tree_says_what_to_copy_and_what_to_show() -> None:
    tree = JsonTree()
    app = Listening(tree)
    hook = heard(app, (CopyRequested, ViewRequested))  # pyright: ignore[reportArgumentType]
    async with app.run_test(size=(60, 20), message_hook=hook) as pilot:
        tree.set_document(document_of({"Response": {"A": "x" * 500}}))
        tree.focus()
        await pilot.pause()
        await pilot.press("down", "Y", "enter")
        await pilot.pause()
        copy, view = notes(app)
        assert isinstance(copy, CopyRequested)
        assert copy.text == "Response.A"
        assert isinstance(view, ViewRequested)
        assert (view.title, view.text) == ("Response.A", "x" * 500)


async def test_scalars_and_empty_documents_are_trees_too() -> None:
    documents: tuple[Json, ...] = ("text", 5, [], {}, None)
    for document in documents:
        tree = JsonTree()
        app = Listening(tree)
        async with app.run_test(size=(60, 5)) as pilot:
            tree.set_document(document_of(document))
            tree.focus()
            await pilot.pause()
            await pilot.press("enter", "escape", "x", "X", "left", "right", "end", "home", "y")


async def test_a_comparison_that_is_still_going_on_is_an_empty_tree() -> None:
    tree = DiffTree()
    app = Listening(tree)
    async with app.run_test(size=(60, 5)) as pilot:
        tree.focus()
        await pilot.pause()
        await pilot.press("n", "N", "enter", "right", "left", "end", "home")
        assert not tree.render_line(0).text.strip()


async def test_a_page_scrolls_and_copies() -> None:
    page = TextView(id="page", lines=[line(f"line {number}") for number in range(100)])
    app = Listening(page)
    async with app.run_test(size=(40, 10), message_hook=heard(app, CopyRequested)) as pilot:
        page.focus()
        await pilot.pause()
        await pilot.press("pagedown", "j", "y")
        await pilot.pause()
        assert round(page.scroll_y) == 10
        (copy,) = notes(app)
        assert isinstance(copy, CopyRequested)
        assert copy.text.startswith("line 0\nline 1")


async def test_a_page_can_be_selected_with_the_mouse() -> None:
    page = TextView(id="page", lines=[line("first row"), line("second row")])
    app = Listening(page)
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.pause()
        await pilot.mouse_down(page, offset=(0, 0))
        await pilot.hover(page, offset=(5, 1))
        await pilot.mouse_up(page, offset=(5, 1))
        assert app.screen.get_selected_text() == "first row\nsecon"


async def test_the_request_pane_says_that_the_draft_changed() -> None:
    pane = RequestPane()
    app = Listening(pane)
    async with app.run_test(size=(80, 20), message_hook=heard(app, RequestPane.DraftChanged)) as pilot:
        from tcexplorer.protocol.model import Language

        pane.show_action(ACTIONS[1], Draft(), None, Site.DOMESTIC, Language.ENGLISH)
        pane.focus_inside()
        await pilot.pause()
        await pilot.press("P")
        await pilot.pause()
        (changed,) = notes(app)
        assert isinstance(changed, RequestPane.DraftChanged)
        assert changed.draft == Draft({"InstanceType": "P"})
