"""Drafts of earlier runs: brought back when their action is opened, kept while it is filled in."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from tcexplorer.form.draft import Draft
from tcexplorer.form.edits import typed
from tcexplorer.form.schema import Schema
from tcexplorer.protocol.paths import read_path
from tcexplorer.tui.text.styled_text import Role

if TYPE_CHECKING:
    from tcexplorer.catalog.model import Action, ActionRow
    from tcexplorer.tui.main.requesting import Requesting
    from tcexplorer.tui.state import OpenRequest
    from tcexplorer.workbench.drafts import Drafts, SavedDraft
    from tcexplorer.workbench.session import Session

KEPT_AFTER = 2.0
"""Seconds from the first change to the file."""


def bring_back(main: Requesting, work: OpenRequest, kept: SavedDraft | None) -> None:
    """Fill an action that is opened for the first time in this run, and say from when that is."""
    if kept is not None and main.session is not None:
        work.draft, work.unreadable = _draft_of(kept, work.action, main.session), kept.unreadable
        day = f" on {time.strftime('%Y-%m-%d', time.localtime(kept.at))}" if kept.at else ""
        if not kept.params and not kept.texts and kept.unreadable is None:
            main.say(f"what you had filled in{day} was not kept: it may be sensitive, or is too long")
            if main.session.drafts is not None:
                main.session.drafts.keep(work.action.row, {})  # once is enough
            return
        lacking = "; what is sensitive or too long was not kept" if kept.lacking else ""
        main.say(f"what you had filled in{day} is back{lacking}")


def _draft_of(kept: SavedDraft, action: Action, session: Session) -> Draft:
    """The parameters, and the texts that were no values yet typed again where the schema still has their fields."""
    draft = Draft(kept.params)
    schema = Schema(action, session.site_for(action.row), session.context.language)
    for name, text in kept.texts.items():
        if (path := read_path(name)) and (field := schema.at(path)) is not None:
            draft = typed(draft, field, path, text)
    return draft


def kept_of(main: Requesting, row: ActionRow) -> SavedDraft | None:
    """The draft of an earlier run, unless the action was opened in this one."""
    session, desk = main.session, main.desk
    if session is None or session.drafts is None or desk is None or desk.has(row):
        return None
    return session.drafts.of(row)


async def write(main: Requesting, drafts: Drafts) -> None:
    """Write what changed, and say what goes wrong with that when it happens."""
    before = drafts.problem
    await drafts.flush()
    if drafts.problem is not None and drafts.problem != before:
        main.say(f"drafts are not kept: {drafts.problem}", Role.WARN)


def keep(main: Requesting, work: OpenRequest, draft: Draft, unreadable: str | None) -> bool:
    """Keep a draft; whether the file is to be written soon."""
    session = main.session
    if session is None or session.drafts is None:
        return False
    texts = {name: pending.text for name, pending in draft.pending.items()}
    session.drafts.keep(work.action.row, draft.params, unreadable, texts)
    return True
