"""The call at hand as a command of another program, on the clipboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcexplorer.calls.plan import Plan
from tcexplorer.interchange.exporters import EXPORTERS
from tcexplorer.tui.dialogs.picker import Choice, Picker
from tcexplorer.tui.text.styled_text import Role

if TYPE_CHECKING:
    from tcexplorer.tui.services import ScreenServices
    from tcexplorer.tui.state import OpenRequest
    from tcexplorer.workbench.session import Session


def export_call(screen: ScreenServices, session: Session, opened: OpenRequest) -> None:
    """Ask for the language, then copy the text, which has no key in it."""
    plan = session.plan(opened.action, opened.draft.params)
    if not isinstance(plan, Plan):
        screen.show_status(f"not exported: {plan.sentence}", Role.BAD)
        return

    def chosen(name: str | None) -> None:
        if name is None:
            return
        try:
            screen.copy(EXPORTERS[name](plan.call, opened.action, plan.endpoint), f"{name} command")
        except ValueError as error:
            screen.show_status(f"not exported: {error}", Role.BAD)

    choices = [Choice(name, name, "") for name in EXPORTERS]
    screen.ask(Picker("Export the call", choices, hint="as a command of"), chosen)
