"""The actions pane: a search box, and below it what fits, or all services while the box is empty."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Vertical
from textual.message import Message

from tcexplorer.tui.actions.list import ActionList
from tcexplorer.tui.actions.search_box import SearchBox
from tcexplorer.tui.commands import Scope, bindings
from tcexplorer.tui.text.styled_text import Role, Span, cut, line, muted
from tcexplorer.tui.widgets.bars import Bar, Piece, Title, piece

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Unpack

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.widgets import Input

    from tcexplorer.catalog.row import ActionRow
    from tcexplorer.catalog.search import Hit
    from tcexplorer.protocol.words import Site
    from tcexplorer.tui.actions.browse import Browser
    from tcexplorer.tui.widgets.virtual_list import VirtualList
    from tcexplorer.tui.widgets.widget_names import Names
    from tcexplorer.workbench.favourites import Favourites

MOST = 500
"""Hits that are listed; who has more types on."""


class ActionsPane(Vertical):
    """Search box over list. The box keeps the focus while the arrow keys move in the list."""

    PLACE = Scope.ACTIONS
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        Scope.ACTIONS, only=("cursor_down", "cursor_up", "page_down", "page_up", "favourite", "groups")
    )

    class ActionChosen(Message):
        """The user chose an action."""

        def __init__(self, row: ActionRow) -> None:
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
        self._box = SearchBox("search: mqtt describe", id="find", classes="cell")
        self._list = ActionList(id="list")
        self._list.say(line(muted("reading the catalogue …")))
        self._browser: Browser | None = None
        self._search: Callable[[str, int], Sequence[Hit]] | None = None
        self._may_choose = False
        self._choose_when_ready = False
        self._chinese = False
        self._site: Site | None = None
        self._kept: Favourites | None = None
        self._flat = False
        """Whether an empty box shows every action instead of services that open."""

    def compose(self) -> ComposeResult:
        yield self._title
        yield self._box
        yield self._list

    # what the screen does with it

    def focus_box(self) -> None:
        """Put the cursor into the search box, over what was typed before."""
        self.screen.set_focus(self._box)  # at once: what is typed next belongs into it
        self._box.action_select_all()

    def clear(self) -> bool:
        """Empty the search box; whether there was something in it."""
        had = bool(self._box.value)
        self._box.value = ""
        return had

    @property
    def is_searching(self) -> bool:
        """Whether something is typed in the search box."""
        return bool(self._box.value)

    @property
    def waits_to_choose(self) -> bool:
        """Enter was pressed, and the action is not open yet."""
        return self._choose_when_ready or self._box.submitted

    def choice_done(self) -> None:
        """The screen has opened what was chosen, or could not."""
        self._box.submitted = False

    def show_actions(
        self, rows: Sequence[ActionRow], search: Callable[[str, int], Sequence[Hit]] | None = None
    ) -> None:
        """The catalogue was read: list it. Choosing has to wait."""
        from tcexplorer.tui.actions.browse import Browser

        self._browser = Browser(rows)
        if search is not None:
            self._search = search
        self._find(self._box.value)

    def show_titles(self, *, chinese: bool) -> None:
        """Titles in Chinese where there are such, or in English."""
        if chinese is not self._chinese:
            self._chinese = chinese
            self._show_again()

    def show_site(self, site: Site | None) -> None:
        """Which site's actions can be called; None for those of both."""
        if site is not self._site:
            self._site = site
            self._show_again()

    def show_kept(self, kept: Favourites) -> None:
        """Favourites and recent actions."""
        self._kept = kept
        self._show_again()

    def allow_search(self, search: Callable[[str, int], Sequence[Hit]]) -> None:
        """The workbench is there: search, and choose what was to be chosen meanwhile."""
        first = self._search is None
        self._search = search
        if first:
            self._find(self._box.value)
        self._may_choose = True
        if self._choose_when_ready:
            self._choose_when_ready = False
            self._choose()

    def show_failure(self, message: str) -> None:
        """There is no catalogue, and why."""
        self._choose_when_ready = False
        self._browser = self._search = None
        self._title.show([piece("Actions", style="bold")])
        self._list.say(line(Span("✗ no actions to list", Role.BAD, "bold")), line(message))

    # its own doing

    def _ready(self) -> Browser | None:
        """The browser as the surroundings are now."""
        if self._browser is not None:
            from tcexplorer.protocol.words import Language

            self._browser.use(Language.CHINESE if self._chinese else Language.ENGLISH, self._site, self._kept)
        return self._browser

    def _find(self, query: str) -> None:
        browser = self._ready()
        if browser is None:
            return
        total = len(browser.rows)
        if not query.strip():
            self._list.show(browser.everything() if self._flat else browser.nodes())
            self._say_count(f"{total:,}", "groups" if self._flat else "list")
        elif self._search is not None:
            hits = self._search(query, MOST)
            if hits:
                from tcexplorer.tui.actions.rows import Hits

                titled = frozenset(at for at, hit in enumerate(hits) if hit.title)
                self._list.show(Hits(browser.rows, [hit.index for hit in hits], titled, browser.look(query)))
            else:
                self._list.say(
                    line(f"nothing fits “{cut(query, 40)}”"),
                    line(muted("Words in any order: a service, parts of a name, a word of a title.")),
                )
            self._say_count(f"{len(hits):,}{'+' if len(hits) >= MOST else ''} of {total:,}")

    def _show_again(self) -> None:
        """The same in other surroundings; the cursor stays where it was."""
        if self._browser is None:
            return
        cursor, browsing = self._list.cursor, self._browses
        key = self._browser.key(cursor) if browsing else ()
        first = self._list.first_line
        self._find(self._box.value)
        browser = self._ready()
        if browsing and browser is not None:
            at = browser.place(key)
            cursor = cursor if at is None else at
        if self._list.entries is not None:
            self._list.first_line = first
            self._list.cursor = cursor

    def _say_count(self, text: str, other: str | None = None) -> None:
        switch = [piece(other, command="groups")] if other else []
        self._title.show(
            [Piece((Span("Actions ", style="bold"), Span(text)))], [piece("favourite", command="favourite"), *switch]
        )

    @property
    def _browses(self) -> bool:
        """Whether the tree is shown."""
        return self._browser is not None and not self._flat and not self._box.value.strip()

    def _choose(self) -> None:
        browser = self._ready()
        row = self._list.current
        if self._browses and browser is not None and row is None and self._list.entries is not None:
            self._box.submitted = False
            self._turn(lambda browser, at: browser.toggle(at))
        elif self._search is None or not self._may_choose:
            self._choose_when_ready = True
        elif row is not None:
            self.post_message(self.ActionChosen(row))
        else:
            self.choice_done()

    def _turn(self, turn: Callable[[Browser, int], int]) -> None:
        """Open or close something in the tree."""
        browser = self._ready()
        if self._browses and browser is not None:
            cursor = turn(browser, self._list.cursor)
            self._list.show(browser.nodes(), cursor)

    def on_mount(self) -> None:
        # watched, not heard of in a message, so that the list is painted together with the letter typed
        self.watch(self._box, "value", self._find, init=False)

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._choose()

    def on_search_box_turned(self, event: SearchBox.Turned) -> None:
        event.stop()
        if event.right:
            self.action_open_group()
        else:
            self.action_close_group()

    async def on_action_list_asked(self, event: ActionList.Asked) -> None:
        event.stop()
        await self.run_action(event.command)

    async def on_bar_clicked(self, event: Bar.Clicked) -> None:
        event.stop()
        self.screen.set_focus(self._box)
        await self.run_action(event.command)

    def on_virtual_list_picked(self, event: VirtualList.Picked) -> None:
        event.stop()
        self._choose()

    def on_virtual_list_moved(self, event: VirtualList.Moved) -> None:
        event.stop()

    def on_descendant_focus(self) -> None:
        self._list.active = self._box.has_focus

    def on_descendant_blur(self) -> None:
        self._list.active = self._box.has_focus

    # commands

    def action_choose(self) -> None:
        self._choose()

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
                self._find("")
        self._turn(lambda browser, at: browser.close_all(at))

    def action_groups(self) -> None:
        self._flat = not self._flat
        if not self.clear():
            self._find("")

    def action_favourite(self) -> None:
        if (row := self._list.current) is not None:
            self.post_message(self.FavouriteToggled(row))
