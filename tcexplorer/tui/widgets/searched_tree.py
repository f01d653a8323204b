"""A tree in which a text is looked for, in slices, while keys are answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from tcexplorer.answer.slices import run_cooperatively
from tcexplorer.tui.widgets.walked_tree import Rest, WalkedTree

if TYPE_CHECKING:
    from typing import Unpack

    from rich.segment import Segment
    from textual import events
    from textual.worker import Worker

    from tcexplorer.answer.described import ResponseSchema
    from tcexplorer.answer.remarks import Landmark
    from tcexplorer.answer.values import Places
    from tcexplorer.answer.veil import Veil
    from tcexplorer.protocol.model import Json
    from tcexplorer.tui.widgets.tree_messages import TreeMessages
    from tcexplorer.tui.widgets.tree_search import TreeSearch
    from tcexplorer.tui.widgets.widget_names import Names


class SearchedTree(WalkedTree):
    """What a FindLine asks for. Matches are marked; the cursor goes from one to the next."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"page--found", "page--found-here"}

    def __init__(self, **names: Unpack[Names]) -> None:
        super().__init__(**names)
        self._body = b""
        self._landmarks: tuple[Landmark, ...] = ()
        self._search: TreeSearch | None = None
        self._searching: Worker[None] | None = None

    def show(
        self,
        document: Json,
        *,
        veil: Veil | None = None,
        schema: ResponseSchema | None = None,
        body: bytes = b"",
        landmarks: tuple[Landmark, ...] = (),
    ) -> None:
        """Another document. With the body that it came from, and its landmarks, a large one is searched faster."""
        self._stop_opening()
        self._stop_searching()
        self._body, self._landmarks = body, landmarks
        self.take(document, veil, schema)
        if self._search is not None:
            self.find(self._search.query)

    def selectable(self, drawn: list[Segment], number: int, before: int = 0) -> list[Segment]:
        if self._search is not None and self._search.query:
            here = "-here" if number == self.cursor else ""
            style = self.get_component_rich_style(f"page--found{here}")
            drawn = self._search.marked(drawn, self._rows[number + self._top], style)
        return super().selectable(drawn, number, before)

    @property
    def waits_for_enter(self) -> bool:
        """No: however large the document, what is typed is looked for at once, in slices."""
        return False

    @property
    def found_text(self) -> str:
        """How many matches there are, and which is shown."""
        return self._search.said(self._rows.places(self._at)) if self._search is not None else ""

    def find(self, query: str) -> None:
        """Look for a text from now on; the cursor goes to the first match from where it is."""
        from tcexplorer.tui.widgets.tree_search import TreeSearch

        self._stop_searching()
        self._search = search = TreeSearch(self._rows.document, query, self._body, self._landmarks)
        if query:
            self._searching = self.run_worker(self._run_search(search), group="searching", exclusive=True)
        self.refresh()
        self.post_message(self.Found())

    async def _run_search(self, search: TreeSearch) -> None:
        rest = Rest()

        def tell(count: int) -> None:
            if rest.is_over() or (count and not search.has_jumped):
                self.post_message(self.Searched(search))

        await run_cooperatively(search.search.running(), tell)
        self.post_message(self.Searched(search))

    def on_json_tree_searched(self, event: TreeMessages.Searched) -> None:
        event.stop()
        search = self._search
        if search is None or search is not event.search:
            return
        if search.search.matches and not search.has_jumped:
            from tcexplorer.tui.widgets.tree_search import nearest

            search.has_jumped = True
            self._jump(nearest(search.search.matches, self._rows.places(self._at)))
        self.post_message(self.Found())

    def _jump(self, places: Places | None) -> None:
        if places is not None:
            self._stop_opening()
            self._go(self._rows.reveal_places(places))
            self.post_message(self.Found())

    def action_find(self) -> None:
        if self._search is None:
            self.find("")
        self.post_message(self.FindWanted())

    def action_find_next(self) -> None:
        self._find_beside(1)

    def action_find_previous(self) -> None:
        self._find_beside(-1)

    def _find_beside(self, by: int) -> None:
        search = self._search
        if search is None or not search.query:
            self.action_find()
            return
        here = self._rows.places(self._at)
        if by > 0 and search.is_beyond(here):
            self._stop_searching()
            self._searching = self.run_worker(self._seek(search, here), group="searching", exclusive=True)
        else:
            self._jump(search.beside(here, by))

    async def _seek(self, search: TreeSearch, here: Places) -> None:
        found = await run_cooperatively(search.search.seeking(here))
        self.post_message(self.Sought(search, found if found is not None else search.search.next(here)))

    def on_json_tree_sought(self, event: TreeMessages.Sought) -> None:
        event.stop()
        if event.search is self._search:
            self._jump(event.places)

    def _stop_searching(self) -> bool:
        running, self._searching = self._searching, None
        if running is None or running.is_finished:
            return False
        running.cancel()
        if self._search is not None:
            self._search.stopped = True
        self.post_message(self.Found())
        return True

    def action_find_close(self) -> None:
        """Stop the search while it goes on; otherwise be done with it."""
        if not self._stop_searching() and self._search is not None:
            self._search = None
            self.refresh()
            self.post_message(self.FindDone())

    def action_stop(self) -> None:
        if self._stop_opening():
            self.post_message(self.Said("stopped; nothing was opened"))
        elif not self._stop_searching():
            self.action_find_close()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Escape is somebody else's while there is nothing to stop or close."""
        if action == "stop":
            return self._opening is not None or self._search is not None
        return super().check_action(action, parameters)

    def on_unmount(self, _event: events.Unmount) -> None:
        """Textual calls this, and then the one of the class above."""
        self._stop_searching()
