"""The call at hand as a command of another program, on the clipboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcexplorer.calls.plan import Plan
from tcexplorer.interchange.exporters import EXPORTERS
from tcexplorer.tui.dialogs.picker import Choice, Picker
from tcexplorer.tui.text.styled_text import Role

if TYPE_CHECKING:
    from tcexplorer.tui.main.requesting import Requesting


def export_call(main: Requesting) -> None:
    """Ask for the language, then copy the text, which has no key in it."""
    session, work = main.session, main.work
    if session is None or work is None:
        main.say("choose an action first: it is its call that is exported", Role.WARN)
        return
    plan = session.plan(work.action, work.draft.params)
    if not isinstance(plan, Plan):
        main.say(f"not exported: {plan.sentence}", Role.BAD)
        return

    def chosen(name: str | None) -> None:
        if name is None:
            return
        try:
            main.copy(EXPORTERS[name](plan.call, work.action, plan.endpoint), f"{name} command")
        except ValueError as error:
            main.say(f"not exported: {error}", Role.BAD)

    choices = [Choice(name, name, "") for name in EXPORTERS]
    main.whole.push_screen(Picker("Export the call", choices, hint="as a command of"), chosen)
