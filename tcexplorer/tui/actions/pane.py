"""The actions pane: a search box, and below it what fits, or all services while the box is empty."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import Vertical
from textual.events import DescendantBlur, DescendantFocus
from textual.message import Message

from tcexplorer.tui.actions.list import ActionList
from tcexplorer.tui.actions.search_box import SearchBox
from tcexplorer.tui.commands import Scope, bindings
from tcexplorer.tui.text.styled_text import Role, Span, cut, line, muted
from tcexplorer.tui.widgets.bars import Bar, Piece, Title, piece
from tcexplorer.tui.widgets.virtual_list import VirtualList

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Unpack

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from tcexplorer.catalog.row import ActionRow
    from tcexplorer.catalog.search import Hit
    from tcexplorer.protocol.words import Language, Site
    from tcexplorer.tui.actions.browse import Browser
    from tcexplorer.tui.widgets.widget_names import Names
    from tcexplorer.workbench.favourites import Favourites

MOST = 500
"""Hits that are listed; who has more types on."""


class ActionsPane(Vertical):
    """Search box over list. The box keeps the focus while the arrow keys move in the list."""

    PLACE = Scope.ACTIONS
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.ACTIONS)

    class ActionChosen(Message):
        """The user chose an action; None while there is no list, for the one that will be under the cursor."""

        def __init__(self, row: ActionRow | None) -> None:
            super().__init__()
            self.row = row

    class FavouriteToggled(Message):
        """The user made an action a favourite, or took it away from them."""

        def __init__(self, row: ActionRow) -> None:
            super().__init__()
            self.row = row

    def __init__(self, **names: Unpack[Names]) -> None:
        super().__init__(**names)
        self._title = Title([piece("Actions", style="bold")], classes="title")
        self._box = SearchBox(self.action_choose)
        self._list = ActionList(id="list")
        self._list.show_note(line(muted("reading the catalogue …")))
        self._browser: Browser | None = None
        """There as soon as the catalogue was read."""
        self._search: Callable[[str, int], Sequence[Hit]] = lambda _query, _most: ()
        self._found: Sequence[Hit] = ()
        """What was searched for last."""
        self._flat = False
        """Whether an empty box shows every action instead of services that open."""

    def compose(self) -> ComposeResult:
        yield self._title
        yield self._box
        yield self._list

    def on_mount(self) -> None:
        # watched, not heard of in a message, so that the list is painted together with the letter typed
        self.watch(self._box, "value", self._search_for, init=False)

    # what the screen does with it

    def focus_box(self) -> None:
        """Put the cursor into the search box, over what was typed before."""
        self.screen.set_focus(self._box)  # at once: what is typed next belongs into it
        self._box.action_select_all()

    @property
    def is_searching(self) -> bool:
        """Whether something is typed in the search box."""
        return bool(self._box.value)

    @property
    def current(self) -> ActionRow | None:
        """The action under the cursor."""
        return self._list.current

    def clear(self) -> bool:
        """Empty the search box; whether there was something in it."""
        had = bool(self._box.value)
        self._box.value = ""
        return had

    def show_actions(
        self, rows: Sequence[ActionRow], search: Callable[[str, int], Sequence[Hit]], kept: Favourites
    ) -> None:
        """The catalogue was read: list it, and search it."""
        from tcexplorer.tui.actions.browse import Browser

        self._browser, self._search = Browser(rows), search
        self._browser.show_kept(kept)
        self._search_for(self._box.value)

    def show_in(self, language: Language, site: Site | None) -> None:
        """Titles in that language; actions of that site, of both for None."""
        self._show_otherwise(lambda browser: browser.show_in(language, site))

    def show_kept(self, kept: Favourites) -> None:
        """Favourites and recent actions."""
        self._show_otherwise(lambda browser: browser.show_kept(kept))

    def show_failure(self, message: str) -> None:
        """There is no catalogue, and why."""
        self._browser = None
        self._title.show([piece("Actions", style="bold")])
        self._list.show_note(line(Span("✗ no actions to list", Role.BAD, "bold")), line(message))

    # its own doing

    def _search_for(self, query: str) -> None:
        self._found = self._search(query, MOST) if query.strip() else ()
        self._show()

    def _show(self) -> None:
        """List what was found, or all there is."""
        if (browser := self._browser) is None:
            return
        query, total = self._box.value, len(browser.rows)
        if not query.strip():
            self._list.show(browser.everything() if self._flat else browser.nodes())
            self._show_count(f"{total:,}", "groups" if self._flat else "list")
            return
        if self._found:
            self._list.show(browser.hits(query, self._found))
        else:
            self._list.show_note(
                line(f"nothing fits “{cut(query, 40)}”"),
                line(muted("Words in any order: a service, parts of a name, a word of a title.")),
            )
        self._show_count(f"{len(self._found):,}{'+' if len(self._found) >= MOST else ''} of {total:,}")

    def _show_otherwise(self, change: Callable[[Browser], None]) -> None:
        """The same in another way; the cursor stays where it was."""
        if (browser := self._browser) is None:
            return
        cursor, first = self._list.cursor, self._list.first_line
        key = browser.key(cursor) if self._browses else ()
        change(browser)
        self._show()
        if (place := browser.place(key)) is not None:
            cursor = place
        if self._list.entries is not None:
            self._list.first_line = first
            self._list.cursor = cursor

    def _show_count(self, text: str, other: str | None = None) -> None:
        switch = [piece(other, command="groups")] if other else []
        self._title.show(
            [Piece((Span("Actions ", style="bold"), Span(text)))], [piece("favourite", command="favourite"), *switch]
        )

    @property
    def _browses(self) -> bool:
        """Whether the tree is shown."""
        return self._browser is not None and not self._flat and not self._box.value.strip()

    def _turn(self, turn: Callable[[Browser, int], int]) -> None:
        """Open or close something in the tree."""
        if self._browses and (browser := self._browser) is not None:
            cursor = turn(browser, self._list.cursor)
            self._list.show(browser.nodes(), cursor)

    @on(SearchBox.Changed)
    @on(VirtualList.Moved)
    def _keep_to_itself(self, event: Message) -> None:
        event.stop()

    @on(Bar.Clicked)
    async def _run_clicked(self, event: Bar.Clicked) -> None:
        event.stop()
        self.screen.set_focus(self._box)
        await self.run_action(event.command)

    @on(DescendantFocus)
    @on(DescendantBlur)
    def _mark_cursor(self) -> None:
        self._list.active = self._box.has_focus

    # commands

    @on(VirtualList.Picked)
    def action_choose(self) -> None:
        row = self._list.current
        if row is None and self._list.entries is not None:
            self._turn(lambda browser, at: browser.toggle(at))
        elif row is not None or self._browser is None:
            # to the screen at once, so that the key that sends may be typed right behind
            self.screen.post_message(self.ActionChosen(row))

    def action_cursor_down(self) -> None:
        self._list.action_cursor_down()

    def action_cursor_up(self) -> None:
        self._list.action_cursor_up()

    def action_page_down(self) -> None:
        self._list.action_page_down()

    def action_page_up(self) -> None:
        self._list.action_page_up()

    def action_top(self) -> None:
        self._list.action_top()

    def action_bottom(self) -> None:
        self._list.action_bottom()

    def action_open_group(self) -> None:
        self._turn(lambda browser, at: browser.open(at))

    def action_close_group(self) -> None:
        self._turn(lambda browser, at: browser.close(at))

    def action_all_services(self) -> None:
        if not self._browses:
            self._flat = False
            if not self.clear():
                self._show()
        self._turn(lambda browser, at: browser.close_all(at))

    def action_groups(self) -> None:
        self._flat = not self._flat
        if not self.clear():
            self._show()

    def action_favourite(self) -> None:
        if (row := self._list.current) is not None:
            self.post_message(self.FavouriteToggled(row))
