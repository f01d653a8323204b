"""The official examples of an action, to choose one from."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tcexplorer.tui.commands import BY_ID
from tcexplorer.tui.dialogs.picker import Choice, Picker
from tcexplorer.tui.text.styled_text import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tcexplorer.tui.main.requesting import Requesting
    from tcexplorer.workbench.session import LoadedExample

_SEEN = 300
"""Characters of a preview; no row is wider."""


def example_chooser(examples: Sequence[LoadedExample], current: int) -> Picker:
    """Every example: title, parameters on one line, how many there are. Gives back its index."""
    choices = [
        Choice(str(at), one.title or f"example {at + 1}", preview(one), _count(len(one.params)))
        for at, one in enumerate(examples)
    ]
    at = str(current) if current >= 0 else None
    return Picker(f"Examples  {len(examples)}", choices, current=at, hint="title or parameter")


def preview(example: LoadedExample) -> str:
    """The parameters on one line, the beginning of them."""
    return json.dumps(example.params, ensure_ascii=False)[:_SEEN] if example.params else "{}"


def _count(number: int) -> str:
    return f"{number} parameter{'s' if number != 1 else ''}"


def choose_example(main: Requesting) -> None:
    """Ask for an example of the action at hand, and fill the form from it; region and profile stay."""
    session, desk, work = main.session, main.desk, main.work
    if session is None or desk is None or work is None:
        main.say(f"choose an action first: {BY_ID['search'].key_text} finds one")
        return
    if work.unreadable is not None:
        main.say("the JSON editor holds text that is not JSON; mend or clear it first", Role.WARN)
        return
    examples = session.examples(work.action)
    if not examples:
        main.say("this action has no example")
        return

    def chosen(at: str | None) -> None:
        if at is not None and (found := desk.load_example(examples, int(at))) is not None:
            main.load(found)
            if main.request is not None:
                main.request.show_parameters()
            main.focus_request()

    main.whole.push_screen(example_chooser(examples, work.example), chosen)
