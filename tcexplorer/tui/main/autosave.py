"""Drafts of earlier runs: brought back when their action is opened, kept while it is filled in."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from tcexplorer.form.draft import Draft
from tcexplorer.form.edits import typed
from tcexplorer.form.schema import Schema
from tcexplorer.protocol.paths import read_path
from tcexplorer.tui.text.styled_text import Role

if TYPE_CHECKING:
    from tcexplorer.tui.services import ScreenServices
    from tcexplorer.tui.state import OpenRequest
    from tcexplorer.workbench.drafts import Drafts
    from tcexplorer.workbench.session import Session

KEPT_AFTER: Final = 2.0
"""Seconds from the first change to the file."""


class Autosave:
    """Keeps the session's drafts, where it has a file for them."""

    def __init__(self, screen: ScreenServices, session: Session) -> None:
        self._screen, self._session = screen, session
        self._is_due = False

    def restore(self, opened: OpenRequest) -> None:
        """Fill an action that is opened for the first time in this run, and say from when that is."""
        session, row = self._session, opened.action.row
        if session.drafts is None or (kept := session.drafts.of(row)) is None:
            return
        draft, schema = Draft(kept.params), Schema(opened.action, session.site_for(row), session.context.language)
        for name, text in kept.texts.items():  # texts that were no values yet, where the schema still has their fields
            if (path := read_path(name)) and (field := schema.at(path)) is not None:
                draft = typed(draft, field, path, text)
        opened.draft, opened.unreadable = draft, kept.unreadable
        day = f" on {time.strftime('%Y-%m-%d', time.localtime(kept.at))}" if kept.at else ""
        if not kept.params and not kept.texts and kept.unreadable is None:
            text = f"what you had filled in{day} was not kept: it may be sensitive, or is too long"
            self._screen.show_status(text)
            session.drafts.keep(row, {})  # once is enough
        else:
            lacking = "; what is sensitive or too long was not kept" if kept.lacking else ""
            self._screen.show_status(f"what you had filled in{day} is back{lacking}")

    def keep(self, changed: OpenRequest) -> None:
        """Keep a draft that was changed; it is written soon."""
        if (drafts := self._session.drafts) is None:
            return
        draft = changed.draft
        texts = {name: pending.text for name, pending in draft.pending.items()}
        drafts.keep(changed.action.row, draft.params, changed.unreadable, texts)
        if not self._is_due:
            self._is_due = True
            self._screen.set_timer(KEPT_AFTER, self.write)

    def write(self) -> None:
        """Write what changed."""
        self._is_due = False
        if self._session.drafts is not None:
            self._screen.run_worker(self._write(self._session.drafts), group="drafts")

    async def _write(self, drafts: Drafts) -> None:
        """Say what goes wrong with that when it happens."""
        before = drafts.problem
        await drafts.flush()
        if drafts.problem is not None and drafts.problem != before:
            self._screen.show_status(f"drafts are not kept: {drafts.problem}", Role.WARN)
