"""The question before a call that changes something. The default answer is No."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcexplorer.catalog.model import Verb
from tcexplorer.tui.content.common import pairs
from tcexplorer.tui.dialogs.question import YesNoDialog
from tcexplorer.tui.text.styled_text import Line, Role, Span, bold, line, muted

if TYPE_CHECKING:
    from tcexplorer.calls.plan import Plan


class ConsentDialog(YesNoDialog):
    """Says who will do what where."""

    def __init__(self, planned: Plan) -> None:
        destructive = planned.verb is Verb.DESTRUCTIVE
        super().__init__(
            "This call deletes" if destructive else "This call changes something",
            confirm_lines(planned),
            "send it",
            Role.BAD if destructive else Role.WARN,
        )


def confirm_lines(planned: Plan) -> list[Line]:
    """What the question says: action, account, region, host."""
    call, profile = planned.call, planned.profile
    destructive = planned.verb is Verb.DESTRUCTIVE
    ink = Role.BAD if destructive else Role.WARN
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
        lines += [Line(), line(Span(" PRODUCTION ", Role.BADGE_BAD, "bold"), muted("  this profile is marked so"))]
    return lines
