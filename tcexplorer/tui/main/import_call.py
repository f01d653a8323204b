"""What is pasted becomes the call it describes, when the user says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcexplorer.tui.commands import BY_ID
from tcexplorer.tui.dialogs.import_call import PasteDialog, found_lines
from tcexplorer.tui.text.styled_text import Role
from tcexplorer.workbench.pasted import FoundNothing, FoundParameters, find_call

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tcexplorer.tui.services import ScreenServices
    from tcexplorer.tui.state import OpenRequest
    from tcexplorer.workbench.pasted import FoundCall
    from tcexplorer.workbench.session import Session


def paste(
    screen: ScreenServices,
    session: Session,
    open_request: OpenRequest | None,
    take: Callable[[FoundCall | FoundParameters], Awaitable[None]],
    text: str | None = None,
) -> None:
    """Ask for a text, or take this one; `take` gets what is found in it, when the user says so."""

    def look(pasted: str) -> FoundCall | FoundParameters | FoundNothing:
        found = find_call(pasted, session.index)
        if isinstance(found, FoundParameters) and open_request is None:
            search = BY_ID["search"].key_text
            return FoundNothing(f"these are parameters: choose their action first ({search}), then paste them")
        return found

    if text is not None and isinstance(found := look(text), FoundNothing):
        screen.show_status(found.sentence, Role.WARN)
        return

    async def taken(found: FoundCall | FoundParameters | None) -> None:
        if found is not None:
            await take(found)

    screen.ask(PasteDialog(look, lambda found: found_lines(found, session, open_request), text), taken)
