"""Drafts of earlier runs: brought back when their action is opened, kept while it is filled in."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from tcexplorer.form.draft import Draft

if TYPE_CHECKING:
    from tcexplorer.catalog.model import ActionRow
    from tcexplorer.tui.desk import Work
    from tcexplorer.tui.screens.requesting import Requesting
    from tcexplorer.workbench.drafts import Kept

KEPT_AFTER = 2.0
"""Seconds from the first change to the file."""


def bring_back(main: Requesting, work: Work, kept: Kept | None) -> None:
    """Fill an action that is opened for the first time in this run, and say from when that is."""
    if kept is not None:
        work.draft, work.unreadable = Draft(kept.params), kept.unreadable
        lacking = "; what is sensitive was not kept" if kept.lacking else ""
        day = time.strftime("%Y-%m-%d", time.localtime(kept.at))
        main.say(f"what you had filled in on {day} is back{lacking}")


def kept_of(main: Requesting, row: ActionRow) -> Kept | None:
    """The draft of an earlier run, unless the action was opened in this one."""
    session, desk = main.session, main.desk
    if session is None or session.drafts is None or desk is None or desk.has(row):
        return None
    return session.drafts.of(row)


def keep(main: Requesting, work: Work, draft: Draft, unreadable: str | None) -> bool:
    """Keep a draft; whether the file is to be written soon."""
    session = main.session
    if session is None or session.drafts is None:
        return False
    session.drafts.keep(work.action.row, draft.params, unreadable)
    return True
