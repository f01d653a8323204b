"""What is pasted becomes the call it describes, when the user says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcexplorer.form.draft import Draft
from tcexplorer.tui.commands import BY_ID
from tcexplorer.tui.dialogs.import_call import PasteDialog, found_lines
from tcexplorer.tui.main.context import region_chosen
from tcexplorer.tui.text.styled_text import Role
from tcexplorer.workbench.pasted import FoundCall, FoundNothing, FoundParameters, find_call, with_types

if TYPE_CHECKING:
    from tcexplorer.tui.main.requesting import Requesting
    from tcexplorer.workbench.session import Session


def paste(main: Requesting, text: str | None = None) -> None:
    """Ask for a text, or take this one, and fill the form from it when the user says so."""
    session, work = main.session, main.work
    if session is None or main.request is None:
        main.say("a call can be pasted as soon as the catalogue is there")
        return

    def look(pasted: str) -> FoundCall | FoundParameters | FoundNothing:
        found = find_call(pasted, session.index)
        if isinstance(found, FoundParameters) and work is None:
            search = BY_ID["search"].key_text
            return FoundNothing(f"these are parameters: choose their action first ({search}), then paste them")
        return found

    if text is not None and isinstance(found := look(text), FoundNothing):
        main.say(found.sentence, Role.WARN)
        return

    async def taken(found: FoundCall | FoundParameters | None) -> None:
        if found is not None:
            await _take(main, session, found)

    main.whole.push_screen(PasteDialog(look, lambda found: found_lines(found, session, work), text), taken)


async def _take(main: Requesting, session: Session, found: FoundCall | FoundParameters) -> None:
    what = "the JSON object"
    params = found.params
    if isinstance(found, FoundCall):
        action = session.action(found.row)
        if action is None:
            main.say(f"{found.row.service} {found.row.action} is not in the catalogue any more", Role.BAD)
            return
        what, params = found.what, with_types(found, action)
        if found.region is not None and found.region != session.context.region:
            region_chosen(main, found.region)
        await main.choose(found.row)
    if main.request is not None:
        main.request.show_draft(Draft(params))
        main.request.show_parameters()
        main.focus_request()
        main.say(f"filled in from {what}; {BY_ID['send'].key_text} sends it", Role.GOOD)
