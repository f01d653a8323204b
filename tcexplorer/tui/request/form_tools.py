"""What can be done with the form's open row, as pieces to click: the keys are those of the registry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcexplorer.form.fields import FieldKind
from tcexplorer.tui.text.styled_text import Role
from tcexplorer.tui.widgets.bars import piece

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tcexplorer.tui.request.form import Form
    from tcexplorer.tui.widgets.bars import Piece


def tools(form: Form) -> Sequence[Piece]:
    """For the row: items can be added, copied, moved and removed, values unset, files chosen."""
    row = form.row
    if row is None or form.outline is None:
        return ()
    found: list[tuple[str, str]] = []
    in_item = isinstance(row.path[-1], int) and not row.is_next
    if row.field.member.is_list or isinstance(row.path[-1], int):
        found.append(("+ add", "add_item"))
    if in_item:
        found += [("= copy", "duplicate_item"), ("↑", "move_up"), ("↓", "move_down"), ("✗", "remove")]
    elif row.is_set or row.held is not None:
        found.append(("✗ unset", "remove"))
    elif row.kind is FieldKind.BINARY:
        found.append(("choose file", "choose_file"))
    if form.outline.options.required_only:
        found.append(("all fields", "required_only"))
    return [piece(text, Role.KEY, command=command) for text, command in found]
