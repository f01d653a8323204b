"""What the form shows: a nested outline drawn line by line, and one text field that is wherever the cursor is.

One widget for the rows and one for the editing, so that an action with thousands of parameters opens as
fast as one with two.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import Container
from textual.message import Message

from tcexplorer.form.check import FormFinding, Weight
from tcexplorer.form.edits import added, duplicated, moved, put, removed, typed, unset
from tcexplorer.form.fields import FieldKind
from tcexplorer.form.outline import FormRow, Outline, OutlineOptions, everything
from tcexplorer.protocol.paths import value_at
from tcexplorer.tui.commands import Scope, bindings
from tcexplorer.tui.request.field_input import FieldInput
from tcexplorer.tui.request.form_rows import Fold, FormRows
from tcexplorer.tui.request.suggestions import OFF, SuggestionList, SuggestionsController

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Unpack

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from tcexplorer.form.draft import Draft
    from tcexplorer.form.edits import Edit
    from tcexplorer.form.offers import Memory
    from tcexplorer.form.schema import Schema
    from tcexplorer.protocol.model import Json
    from tcexplorer.protocol.paths import Path
    from tcexplorer.tui.widgets.widget_names import Names

_FRESH: tuple[frozenset[Path], OutlineOptions] = frozenset(), OutlineOptions()
NOT_AN_ITEM = "only items of a list: go to one first"


class Form(Container):
    """An action's parameters at every depth: rows, and the field of one of them open for typing.

    What is open stays with its action.
    """

    PLACE = Scope.FORM
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.FORM)

    class Edited(Message):
        """The parameters are others."""

        def __init__(self, draft: Draft) -> None:
            super().__init__()
            self.draft = draft

    class RowEntered(Message):
        """Another row is open, or the same one is another thing now."""

    class JsonWanted(Message):
        """The user wants to edit a value as JSON."""

        def __init__(self, path: Path) -> None:
            super().__init__()
            self.path = path

    class FileWanted(Message):
        """The user wants a file's bytes as a value."""

        def __init__(self, path: Path) -> None:
            super().__init__()
            self.path = path

    class Said(Message):
        """Why a command did nothing."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Left(Message):
        """Tab went beyond the last field (`forward`) or before the first."""

        def __init__(self, *, forward: bool) -> None:
            super().__init__()
            self.forward = forward

    def __init__(self, **names: Unpack[Names]) -> None:
        super().__init__(**names)
        self._rows = FormRows(id="rows")
        self._cell = FieldInput(self._run, id="cell", classes="cell")
        self._cell.display = False
        self._suggestions = SuggestionsController(self._cell)
        self.outline: Outline | None = None
        self._kept: dict[object, tuple[frozenset[Path], OutlineOptions]] = {}
        self._barred = False

    def compose(self) -> ComposeResult:
        yield self._rows
        yield self._cell
        yield self._suggestions.list

    # what the request pane does with it

    def show(self, schema: Schema, draft: Draft) -> None:
        """Another action's form."""
        self._keep()
        opened, options = self._kept.get(schema.action.row[:3], _FRESH)
        self._rows.tried, self._rows.touched, self._rows.blamed = False, set(), frozenset()
        self._rows.first_line = 0
        self._take(Outline.of(schema, draft, opened, options), 0)
        self._open(0)

    def show_schema(self, schema: Schema) -> None:
        """The same action documented in another language, or as another site knows it; cursor and typing stay."""
        if (now := self.outline) is not None:
            self._follow_cursor(Outline.of(schema, now.draft, now.opened, now.options))

    def show_draft(self, draft: Draft) -> None:
        """The parameters changed elsewhere (the JSON editor, an example)."""
        if self.outline is not None and draft != self.outline.draft:
            self._rows.blamed = frozenset()
            self._follow_cursor(self.outline.with_draft(draft))

    def remember(self, memory: Memory | None) -> None:
        """Offer what was seen in answers from now on."""
        self._suggestions.memory = memory

    def bar_typing(self, *, barred: bool) -> None:
        """Take no typing, because the JSON text holds something the form cannot show."""
        self._barred = self._cell.disabled = barred
        self.can_focus = barred or self.entry is None

    def show_problems(self) -> FormFinding | None:
        """Say all problems, since the user tried to send; go to the first, and give it back.

        What is advice, or not in the schema, is said in its row and is no reason to wait.
        """
        self._rows.tried = True
        self._rows.refresh()
        findings = self.outline.findings if self.outline is not None else ()
        found = next((one for one in findings if one.weight not in (Weight.ADVICE, Weight.UNKNOWN)), None)
        if found is not None:
            self.go_to(found.path)
        return found

    def blame(self, paths: Iterable[Path]) -> None:
        """Mark what an error of the API names, and go to the first."""
        self._rows.blamed = frozenset(paths := tuple(paths))
        if paths:
            self.go_to(paths[0])
        self._rows.refresh()

    def go_to(self, path: Path) -> None:
        """Open everything that leads to a path, and its row; or that of the innermost container there is."""
        if self.outline is None:
            return
        options = self.outline.options
        shown = self.outline.with_options(replace(options, keep=path)).revealed(path)
        at = next((at for depth in range(len(path), 0, -1) if (at := shown.index(path[:depth])) is not None), None)
        if at is not None:
            self._take(shown, at)
            self._open(at)

    @property
    def entry(self) -> FormRow | Fold | None:
        """What the open row is."""
        return self._rows.entry(self._rows.cursor)

    @property
    def row(self) -> FormRow | None:
        """The open row, if it is a parameter's."""
        return entry if isinstance(entry := self.entry, FormRow) else None

    def focus_field(self) -> None:
        """Put the cursor into the open field."""
        usable = self.entry is not None and not self._cell.disabled
        self.screen.set_focus(self._cell if usable else self)

    # rows and cell

    def _keep(self) -> None:
        if (now := self.outline) is not None:
            self._kept[now.schema.action.row[:3]] = now.opened, replace(now.options, keep=())

    def _take(self, outline: Outline, cursor: int) -> None:
        """Show another outline; the cell is not touched."""
        self.outline = outline
        self._rows.show(outline, cursor)

    def _follow_cursor(self, outline: Outline) -> None:
        """Show another outline with the cursor where it was, and the cell with what is there now."""
        row = self.row
        at = outline.index(row.path) if row is not None else None
        self._take(outline, self._rows.cursor if at is None else at)
        self._fill()
        self._place()
        self.post_message(self.RowEntered())

    def _open(self, index: int) -> None:
        if (row := self.row) is not None and self._rows.cursor != index:
            self._rows.touched.add(row.path)
            self._rows.refresh()
        self._rows.cursor = index
        self._fill()
        self._place()
        self._suggest()
        self.post_message(self.RowEntered())

    def _fill(self) -> None:
        entry = self.entry
        self.can_focus = entry is None or self._barred
        self._cell.display = entry is not None
        if entry is not None:
            self._cell.take(entry)

    def _place(self) -> None:
        """Put the text field over the cursor's row."""
        if self.entry is not None:
            self._rows.scroll_to_row(self._rows.cursor)
            self._follow()

    def _follow(self) -> None:
        found = self._rows.columns
        y = self._rows.cursor - self._rows.first_line
        height = self._rows.size.height
        inside = 0 <= y < height
        self._cell.styles.offset = (found.name, y) if inside else OFF
        self._cell.fit(found.value)
        self._suggestions.place(found, y, height)

    def _suggest(self) -> None:
        if self.outline is not None:
            self._suggestions.enter(self.outline, self._rows.cursor)
            self._follow()

    def _move(self, by: int) -> None:
        target = self._rows.cursor + by
        if 0 <= target < self._rows.row_count():
            self._open(target)
        else:
            self._open(self._rows.cursor)
            if (row := self.row) is not None:
                self._rows.touched.add(row.path)
                self._rows.refresh()
            self.post_message(self.Left(forward=by > 0))

    def _edited(self, outline: Outline, cursor: int) -> None:
        """The user changed the draft: show it, and say so."""
        self._rows.blamed = frozenset()
        self._take(outline, cursor)
        self.post_message(self.Edited(outline.draft))

    def _type(self, text: str) -> None:
        """The user typed into the cell, or took a value that was offered."""
        outline, row = self.outline, self.row
        self._cell.known = text
        if outline is None or row is None or self._barred:
            return
        draft = typed(outline.draft, row.field, row.path, text)
        kept = replace(outline.options, keep=row.path)
        after = Outline.of(outline.schema, draft, outline.opened, kept)
        at = after.index(row.path)
        self._edited(after, self._rows.cursor if at is None else at)
        self._place()

    def take_typed(self) -> None:
        """Take what is in the cell now, which may be newer, and of another row, than the last message about it."""
        if (text := self._cell.value) != self._cell.known:
            self._type(text)
            if self.outline is not None:
                self._suggestions.narrow(self.outline, self._rows.cursor, text)
                self._follow()

    async def _run(self, command: str) -> None:
        """Do what a key in the cell is for."""
        self.take_typed()
        match command:
            case "submit":
                if not self._take_offer():
                    self.action_open_field()
            case "offer_down":
                self._suggestions.walk(1)
            case "offer_up":
                if not self._suggestions.walk(-1):
                    self._move(-1)
            case "offer_close":
                self._suggestions.close()
            case _:
                await self.run_action(command)

    def _take_offer(self) -> bool:
        """Put the value into the cell that the user went to; whether there was one."""
        if (text := self._suggestions.take()) is None:
            return False
        with self.prevent(FieldInput.Changed):
            self._cell.value = text
        self._cell.cursor_position = len(text)
        self._type(text)
        self.screen.set_focus(self._cell)
        self.post_message(self.RowEntered())
        return True

    # what the widgets inside say

    def on_mount(self) -> None:
        self.watch(self._rows, "first_line", self._follow, init=False)

    def on_resize(self, _event: events.Resize) -> None:
        self.call_after_refresh(self._place)

    @on(FieldInput.Changed)
    def _follow_typing(self, event: FieldInput.Changed) -> None:
        event.stop()
        self.take_typed()

    def on_descendant_focus(self) -> None:
        self._cell.said(focused=True)

    def on_descendant_blur(self) -> None:
        self._cell.said(focused=False)
        self._suggestions.close()

    @on(SuggestionList.Picked)
    def _take_clicked(self, event: SuggestionList.Picked) -> None:
        event.stop()
        self._suggestions.list.active = True
        self._take_offer()

    @on(SuggestionList.Moved)
    def _stay_inside(self, event: SuggestionList.Moved) -> None:
        event.stop()

    @on(FormRows.Pressed)
    def _press(self, event: FormRows.Pressed) -> None:
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

    def action_offer(self) -> None:
        """List all values known for the open field, whatever is typed there."""
        known = self.outline is not None and self._suggestions.show_all(self.outline, self._rows.cursor)
        self._follow()
        if not known:
            self.post_message(self.Said("no values are known for this: earlier answers held none, the docs list none"))


def _item(path: Path) -> Path | None:
    """The innermost element of a list on the way."""
    return next((path[: at + 1] for at in range(len(path) - 1, -1, -1) if isinstance(path[at], int)), None)
