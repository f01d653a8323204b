"""The question before a call that changes something. The default answer is No."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding

from tcexplorer.catalog.model import Verb
from tcexplorer.tui.ink import Ink, Line, Span, bold, line, muted
from tcexplorer.tui.pages.common import pairs
from tcexplorer.tui.screens.dialog import Dialog
from tcexplorer.tui.widgets.bar import Bar, piece
from tcexplorer.tui.widgets.page import Page

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.binding import BindingType
    from textual.widget import Widget

    from tcexplorer.workbench.call import Planned


class Confirm(Dialog[bool]):
    """Says who will do what where. Gives back True for Yes, else False."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "yes", "Yes", show=False, priority=True),
        Binding("n,enter", "close", "No", show=False, priority=True),
    ]

    def __init__(self, planned: Planned) -> None:
        super().__init__("This call deletes" if planned.verb is Verb.DESTRUCTIVE else "This call changes something")
        self._page = Page(confirm_lines(planned), classes="question")
        self._answers = Bar(
            [
                piece(" No ", Ink.BADGE_GOOD, "bold", "close"),
                piece(" y Yes, send it ", Ink.BAD if planned.verb is Verb.DESTRUCTIVE else Ink.WARN, "bold", "yes"),
            ],
            [piece("⏎ is No", Ink.MUTED)],
            classes="answers",
        )

    def inside(self) -> Iterable[Widget]:
        yield self._page
        yield self._answers

    def clicked(self, command: str) -> None:
        if command == "yes":
            self.action_yes()
        else:
            self.action_close()

    def action_yes(self) -> None:
        """Send it."""
        self.dismiss(True)

    def action_close(self) -> None:
        self.dismiss(False)


def confirm_lines(planned: Planned) -> list[Line]:
    """What the question says: action, account, region, host."""
    call, profile = planned.call, planned.profile
    destructive = planned.verb is Verb.DESTRUCTIVE
    ink = Ink.BAD if destructive else Ink.WARN
    lines = [
        line(Span("✖ " if destructive else "✎ ", ink, "bold"), bold(f"{call.service} {call.action}", ink)),
        Line(),
        *pairs(
            (
                ("account", f"profile {profile.name}, {planned.masked_id}"),
                ("region", call.region or "none is sent"),
                ("host", planned.endpoint.host),
            )
        ),
    ]
    if profile.production:
        lines += [Line(), line(Span(" PRODUCTION ", Ink.BADGE_BAD, "bold"), muted("  this profile is marked so"))]
    return lines
