"""The form with its commands: opening, list items, setting and unsetting, what is shown."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from tcexplorer.form.edits import added, duplicated, moved, put, removed, unset
from tcexplorer.form.fields import FieldKind
from tcexplorer.form.outline import FormRow, Outline, everything
from tcexplorer.protocol.paths import value_at
from tcexplorer.tui.commands import Scope, bindings
from tcexplorer.tui.request.form_rows import Fold
from tcexplorer.tui.request.form_suggestions import FormWithSuggestions

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.binding import BindingType

    from tcexplorer.form.edits import Edit
    from tcexplorer.form.outline import OutlineOptions
    from tcexplorer.protocol.model import Json
    from tcexplorer.protocol.paths import Path
    from tcexplorer.tui.request.form_rows import FormRows

NOT_AN_ITEM = "only items of a list: go to one first"


class Form(FormWithSuggestions):
    """An action's parameters at every depth."""

    PLACE = Scope.FORM
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.FORM)

    # moving and opening

    def action_next_field(self) -> None:
        self._move(1)

    def action_previous_field(self) -> None:
        self._move(-1)

    def action_open_field(self) -> None:
        match self.entry:
            case Fold(what="optional"):
                self.action_required_only()
            case Fold():
                self.action_deprecated()
            case FormRow(expandable=True):
                self._toggle()
            case FormRow(kind=FieldKind.BINARY, is_set=False):
                self.action_choose_file()
            case FormRow(held=str(), field=field) if field.member.type in ("list", "object"):
                self.action_edit_json()
            case _:
                self._move(1)

    def action_expand(self) -> None:
        row = self.row
        if row is not None and row.expandable and not row.open:
            self._toggle()
        else:
            self._move(1)

    def action_collapse(self) -> None:
        row, outline = self.row, self.outline
        if row is None or outline is None:
            return
        if row.open:
            self._toggle()
        elif (above := outline.index(row.path[:-1])) is not None:
            self._open(above)

    def action_expand_all(self) -> None:
        if self.outline is not None:
            now = self.outline
            self._follow_cursor(
                Outline.of(now.schema, now.draft, everything(now.schema, now.draft) | now.opened, now.options)
            )

    def action_collapse_all(self) -> None:
        row, now = self.row, self.outline
        if now is not None:
            self._take(Outline.of(now.schema, now.draft, frozenset(), now.options), 0)
            self.go_to(row.path[:1] if row is not None else now.rows[0].path if now.rows else ())

    def _toggle(self) -> None:
        if self.outline is not None:
            self._follow_cursor(self.outline.toggled(self._rows.cursor))

    # what is shown

    def action_required_only(self) -> None:
        if self.outline is not None:
            self._show_options(
                replace(self.outline.options, required_only=not self.outline.options.required_only, keep=())
            )

    def action_deprecated(self) -> None:
        if self.outline is not None:
            self._show_options(replace(self.outline.options, deprecated=not self.outline.options.deprecated, keep=()))

    def _show_options(self, options: OutlineOptions) -> None:
        assert self.outline is not None
        at, row = self._rows.cursor, self.row
        after = self.outline.with_options(options)
        found = after.index(row.path) if row is not None else None
        self._take(after, at if found is None else found)
        self._open(self._rows.cursor)

    # values

    def action_switch(self) -> None:
        """A bool to its next value: not set, true, false."""
        row = self.row
        if row is None or row.kind is not FieldKind.BOOLEAN or self.outline is None or self._barred:
            return
        draft = self.outline.draft
        match row.value:
            case True:
                draft = put(draft, row.path, False)
            case False if not isinstance(row.path[-1], int):
                draft = unset(draft, row.path)
            case _:
                draft = put(draft, row.path, True)
        self._follow_edit(self.outline.with_draft(draft))

    def action_set_empty(self) -> None:
        row = self.row
        if row is None or self.outline is None or self._barred:
            return
        empty: Json = [] if row.field.member.is_list else {} if row.field.member.type == "object" else ""
        if empty == "" and row.kind in (FieldKind.INTEGER, FieldKind.FLOAT, FieldKind.BOOLEAN):
            self.post_message(self.Said(f"there is no empty {row.label}"))
        else:
            self._follow_edit(self.outline.with_draft(put(self.outline.draft, row.path, empty)))

    def action_remove(self) -> None:
        """The item goes; what is no item is not set any more."""
        row, outline = self.row, self.outline
        if row is None or outline is None or self._barred or row.is_next:
            return
        if isinstance(row.path[-1], int):
            self._items_changed(removed(outline.draft, row.path))
        else:
            self._follow_edit(outline.with_draft(unset(outline.draft, row.path)))

    def action_choose_file(self) -> None:
        if (row := self.row) is not None and row.kind in (FieldKind.BINARY, FieldKind.TEXT) and not self._barred:
            self.post_message(self.FileWanted(row.path))
        else:
            self.post_message(self.Said("a file's bytes go into a text or a file, not here"))

    def set_value(self, path: Path, value: Json) -> None:
        """Set a value that was got elsewhere, and go to it."""
        if self.outline is not None and not self._barred:
            self._edited(self.outline.with_draft(put(self.outline.draft, path, value)), self._rows.cursor)
            self.go_to(path)

    def action_edit_json(self) -> None:
        if (row := self.row) is not None:
            self.post_message(self.JsonWanted(row.path[:-1] if row.is_next else row.path))

    # items

    def action_add_item(self) -> None:
        outline, row = self.outline, self.row
        if outline is None or row is None or self._barred:
            return
        if row.field.member.is_list and (row.expandable or row.held is not None):
            held = value_at(outline.draft.params, row.path)
            of, at = row.path, len(held) if isinstance(held, list) else 0
        elif (item := _item(row.path)) is not None:
            of, at = item[:-1], int(item[-1]) + 1
        else:
            self.post_message(self.Said("only a list takes items: go to one first"))
            return
        field = outline.schema.at((*of, 0))
        if field is None:
            self.post_message(self.Said("this list is not in the schema: edit it as JSON"))
            return
        edit = added(outline.draft, of, field, at)
        self._items_changed(edit, open_too=(of, edit.path))

    def action_duplicate_item(self) -> None:
        if (item := self._at_item()) is not None and self.outline is not None:
            self._items_changed(duplicated(self.outline.draft, item))

    def action_move_up(self) -> None:
        self._move_item(-1)

    def action_move_down(self) -> None:
        self._move_item(1)

    def _move_item(self, by: int) -> None:
        row = self.row
        if (item := self._at_item()) is not None and self.outline is not None and row is not None:
            self._items_changed(moved(self.outline.draft, item, by), below=row.path[len(item) :])

    def _at_item(self) -> Path | None:
        """The item that the cursor is on or in."""
        row = self.row
        item = _item(row.path) if row is not None and not row.is_next else None
        held = value_at(self.outline.draft.params, item[:-1]) if item is not None and self.outline is not None else None
        if item is None or self._barred or not isinstance(held, list) or int(item[-1]) >= len(held):
            self.post_message(self.Said(NOT_AN_ITEM))
            return None
        return item

    def _items_changed(self, edit: Edit, *, below: Path = (), open_too: tuple[Path, ...] = ()) -> None:
        assert self.outline is not None
        now = self.outline
        opened = edit.followed(now.opened) | set(open_too)
        after = Outline.of(now.schema, edit.draft, opened, replace(now.options, keep=edit.of))
        at = after.index((*edit.path, *below))
        if at is None:
            at = after.index(edit.path)
        self._edited(after, self._rows.cursor if at is None else at)
        self._open(self._rows.cursor)

    def _follow_edit(self, outline: Outline) -> None:
        row = self.row
        if row is not None:
            outline = outline.with_options(replace(outline.options, keep=row.path))
        at = outline.index(row.path) if row is not None else None
        self._edited(outline, self._rows.cursor if at is None else at)
        self._fill()
        self._place()
        self.post_message(self.RowEntered())

    # what the widgets inside say

    def asked(self, what: str) -> None:
        self.take_typed()
        match what:
            case "submit":
                if not self._take_offer():
                    self.action_open_field()
            case "offer_down":
                self._walk_offers(1)
            case "offer_up":
                self._walk_offers(-1)
            case "offer_close":
                self._close_offers()
            case command:
                act: Callable[[], None] = getattr(self, f"action_{command}")
                act()

    def on_form_rows_pressed(self, event: FormRows.Pressed) -> None:
        event.stop()
        self.take_typed()
        self._open(event.index)
        self.focus_field()
        match self.entry, event.part:
            case Fold(), _:
                self.action_open_field()
            case FormRow(expandable=True), "name":
                self._toggle()
            case FormRow(kind=FieldKind.BOOLEAN), "value":
                self.action_switch()
            case FormRow(kind=FieldKind.BINARY), "hint":
                self.action_choose_file()
            case FormRow(expandable=False), "hint":
                self.action_offer()
            case _:
                pass


def _item(path: Path) -> Path | None:
    """The innermost element of a list on the way."""
    return next((path[: at + 1] for at in range(len(path) - 1, -1, -1) if isinstance(path[at], int)), None)
