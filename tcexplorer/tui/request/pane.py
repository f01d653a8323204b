"""The request pane: title, tabs, and one of form, JSON editor or a page to read, over the help of the field."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual import on
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import TextArea

from tcexplorer.calls.plan import Plan, Refused
from tcexplorer.catalog.model import Verb
from tcexplorer.form.blame import blamed
from tcexplorer.form.check import check
from tcexplorer.form.draft import Draft
from tcexplorer.form.edits import put, still_pending
from tcexplorer.form.fields import FieldKind
from tcexplorer.form.jsontext import json_error
from tcexplorer.form.outline import FormRow
from tcexplorer.form.schema import Schema
from tcexplorer.form.text import Unreadable
from tcexplorer.protocol.paths import UNSET, path_text, value_at
from tcexplorer.tui.commands import BY_ID, Scope, at, of_place
from tcexplorer.tui.content.field_help import editor_strip, fold_strip, row_strip, wrong
from tcexplorer.tui.content.request import refused_lines, request_lines, signature_lines
from tcexplorer.tui.request.form import Form
from tcexplorer.tui.request.form_rows import Fold
from tcexplorer.tui.text.json_text import escaped
from tcexplorer.tui.text.styled_text import Line, Role, Span, line, muted
from tcexplorer.tui.widgets.bars import Bar, Title, piece
from tcexplorer.tui.widgets.tabs import Tabs
from tcexplorer.tui.widgets.text_view import TextView

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Unpack

    from textual.app import ComposeResult

    from tcexplorer.catalog.model import Action, ActionRow
    from tcexplorer.form.check import FormFinding
    from tcexplorer.form.offers import Memory
    from tcexplorer.protocol.model import Json, Language, Site
    from tcexplorer.protocol.paths import Path
    from tcexplorer.tui.request.json_editor import JsonEditor
    from tcexplorer.tui.widgets.bars import Piece
    from tcexplorer.tui.widgets.widget_names import Names

NAMES = ("Form", "JSON", "Request", "Signature", "Docs")
BLAMED = 3
"""Parameters that are marked after an error at most."""
FORM_COMMANDS = frozenset(command.id for command in at(Scope.FORM))


class RequestPane(Vertical):
    """Shows an action and a draft; says in messages what became of the draft."""

    class DraftChanged(Message):
        """The parameters are others. `unreadable` is the JSON editor's text while it is no JSON."""

        def __init__(self, draft: Draft, unreadable: str | None) -> None:
            super().__init__()
            self.draft = draft
            self.unreadable = unreadable

    class PreviewWanted(Message):
        """A tab needs the signed request; the screen answers with `show_preview`."""

    class DocsWanted(Message):
        """The tab Docs is shown; the screen answers with `show_docs`."""

    def __init__(self, **names: Unpack[Names]) -> None:
        super().__init__(**names)
        self._title = Title([piece("no action chosen", style="bold")], classes="title")
        self._tabs = Tabs(NAMES, classes="tabs")
        self._form = Form(id="form")
        self._page = TextView(id="page")
        self._doc = TextView(id="doc")
        self._doc.can_focus = False
        self._reveal = False
        self._editor: JsonEditor | None = None
        self._action: Action | None = None
        self._schema: Schema | None = None
        self._draft = Draft()
        self._unreadable: str | None = None
        self._reason = ""
        self._site: Site | None = None
        self._language: Language | None = None
        self._said = ""

    def compose(self) -> ComposeResult:
        yield self._title
        yield self._tabs
        yield self._form
        yield self._page
        yield self._doc

    def on_mount(self) -> None:
        self._form.display = False
        self._doc.display = False
        self._page.show(
            [
                line(Span(BY_ID["search"].key_text, Role.KEY, "bold"), muted(" finds an action: words in any order")),
                line(muted("   mqtt describe   cvm run inst   dns record")),
            ]
        )

    @property
    def tab(self) -> str:
        """The name of the tab that is shown."""
        return self._tabs.active

    def _entitle(self, row: ActionRow) -> None:
        words = {Verb.WRITE: "✎ writes", Verb.DESTRUCTIVE: "✖ deletes"}.get(row.verb)
        self._title.show(
            [
                piece(row.service, style="bold"),
                piece(row.action, style="bold"),
                *([piece(words, style="bold")] if words else []),
                piece(row.version),
            ]
        )

    def show_failure(self, message: str) -> None:
        """The workbench could not be opened, and what to do."""
        self._title.show([piece("✗ not opened", style="bold")])
        self._page.show([line(message), Line(), line(Span(BY_ID["quit"].key_text, Role.KEY, "bold"), muted(" quits"))])

    def show_preview(self, found: Plan | Refused) -> None:
        """The request as it would be sent now."""
        match found, self.tab:
            case Refused(), "Request" | "Signature":
                self._page.show(refused_lines(found))
            case Plan(), "Request":
                self._page.show(request_lines(found, reveal=self._reveal), keep_place=True)
            case Plan(), "Signature":
                self._page.show(signature_lines(found.request), keep_place=True)
            case _:
                pass

    def show_docs(self, lines: Sequence[Line]) -> None:
        """What there is to read about the action."""
        if self.tab == "Docs":
            self._page.show(lines)

    def _refresh_page(self) -> None:
        match self.tab:
            case "Docs":
                self.post_message(self.DocsWanted())
            case "Request" | "Signature":
                self.post_message(self.PreviewWanted())
            case _:
                pass

    # what the screen does with it

    @property
    def is_readable(self) -> bool:
        """Whether the JSON editor's text can be taken as parameters."""
        return self._unreadable is None

    @property
    def reason(self) -> str:
        """Why it cannot."""
        return self._reason

    def show_action(
        self,
        action: Action,
        draft: Draft,
        unreadable: str | None,
        site: Site,
        language: Language,
    ) -> None:
        """Another action, with what was filled in for it before."""
        self._action, self._site, self._language = action, site, language
        self._schema = Schema(action, site, language)
        self._draft, self._unreadable, self._reason = draft, unreadable, ""
        self._entitle(action.row)
        self._form.show(self._schema, draft)
        if self._editor is not None:
            self._editor.load(unreadable if unreadable is not None else draft.json_text())
        if unreadable is not None:
            self._read_editor(unreadable)
        self.show_tab(
            "JSON" if unreadable is not None else "Form" if self.tab in ("Request", "Signature") else self.tab
        )

    def show_language(self, language: Language) -> None:
        """The same action and draft, documented in another language."""
        if self._action is None or self._site is None:
            return
        self._language, self._schema = language, Schema(self._action, self._site, language)
        self._form.show_schema(self._schema)
        self._refresh_page()
        self._say_doc()

    def show_draft(self, draft: Draft) -> None:
        """Other parameters for the same action, from outside (an example)."""
        self._draft, self._unreadable, self._reason = draft, None, ""
        self._form.bar_typing(barred=False)
        self._form.show_draft(draft)
        if self._editor is not None:
            self._editor.rewrite(draft.json_text())
        self._refresh_page()
        self._tell()

    def show_parameters(self) -> None:
        """Show a tab that has the parameters, if none is shown."""
        if self.tab not in ("Form", "JSON"):
            self.show_tab("Form")

    def take_text(self, text: str) -> None:
        """Another JSON text for the same action, JSON or not, as an edit that can be undone."""
        editor = self._need_editor()
        self.show_tab("JSON")
        editor.replace(escaped(text), (0, 0), editor.document.end)
        editor.focus()

    def set_value(self, path: Path, value: Json) -> None:
        """A value for one parameter, from outside (a file)."""
        self._form.set_value(path, value)

    @property
    def text_row(self) -> FormRow | None:
        """The form's row at the cursor, where that is one for a text."""
        row = self._form.row if self.tab == "Form" else None
        return row if row is not None and row.kind is FieldKind.TEXT and not row.expandable else None

    def remember(self, memory: Memory | None) -> None:
        """Offer what was seen in answers from now on."""
        self._form.remember(memory)

    def show_blame(self, message: str, code: str) -> None:
        """Mark the parameters that an error of the API names, and go to the first."""
        if self._schema is None:
            return
        paths = blamed(self._schema, self._draft.params, message, code)[:BLAMED]
        self._form.blame(paths)
        if paths and self.tab == "JSON" and self._editor is not None:
            self._editor.go_to_path(paths[0])

    def show_problems(self) -> FormFinding | None:
        """Mark what will probably make the call fail; the first one, or None."""
        found = self._form.show_problems()
        if found is not None:
            self.show_tab("Form")
        return found

    def show_tab(self, name: str) -> None:
        """Show another tab, and put the focus into it if it was in this pane."""
        had_focus, came_from = self.has_focus_within, self.tab
        self._tabs.choose(name)
        if self._action is None:
            return
        if name == "JSON":
            editor, row = self._need_editor(), self._form.row
            if came_from == "Form" and row is not None and self._unreadable is None:
                editor.go_to_path(row.path)
        self._form.display = name == "Form"
        if self._editor is not None:
            self._editor.display = name == "JSON"
        self._page.display = name in ("Request", "Signature", "Docs")
        self._doc.display = name in ("Form", "JSON")
        self._refresh_page()
        self._say_doc()
        if had_focus:
            self.focus_inside()

    def show_tab_beside(self, by: int) -> None:
        """The next tab, or the one before."""
        self.show_tab(self._tabs.beside(by))

    def toggle_reveal(self) -> None:
        """Show or mask Authorization and token in the Request tab."""
        self._reveal = not self._reveal
        self.show_tab("Request")

    def focus_inside(self) -> None:
        """Put the focus where one works in the shown tab."""
        match self.tab:
            case "Form" if self._action is not None:
                self._form.focus_field()
            case "JSON" if self._editor is not None:
                self._editor.focus()
            case _:
                self.screen.set_focus(self._page)

    # its own doing

    def _need_editor(self) -> JsonEditor:
        if self._editor is None:
            from tcexplorer.tui.request.json_editor import JsonEditor

            self._editor = JsonEditor(id="editor")
            self.mount(self._editor, before=self._page)
            self._editor.load(self._unreadable if self._unreadable is not None else self._draft.json_text())
        return self._editor

    def _say_doc(self) -> None:
        """What the doc strip says: the row, the member at the editor's cursor, or what is wrong."""
        schema = self._schema
        if schema is None:
            return
        lines: list[Line] = []
        if self._reason:
            lines.append(wrong(self._reason))
            if self.tab == "Form":
                lines.append(line(muted("the JSON tab holds this text; mend it there, then the form takes over again")))
        elif self.tab == "Form":
            lines = self._row_lines(schema)
        if self.tab == "JSON" and self._editor is not None:
            findings = () if self._reason else check(schema, self._draft)
            lines += editor_strip(schema, self._editor.text, self._editor.offset_in_text, findings)
        if self._said:
            lines.insert(0, line(Span(self._said, Role.WARN)))
        self._doc.show(lines)
        if self._page.display:
            self._tabs.equip((piece(f"{of_place(Scope.PAGE, 'find').key_text} find", Role.KEY, command="find"),))
        else:
            self._tabs.equip(_tools(self._form) if self.tab == "Form" and not self._reason else ())

    def _row_lines(self, schema: Schema) -> list[Line]:
        match self._form.entry:
            case FormRow() as row:
                return row_strip(schema, row)
            case Fold(what, count):
                return fold_strip(count, what)
            case _:
                return [line(muted(schema.action.row.title_in(schema.language)))]

    def _tell(self) -> None:
        self.post_message(self.DraftChanged(self._draft, self._unreadable))

    def _read_editor(self, text: str) -> None:
        match self._draft.with_json(text):
            case Unreadable(reason):
                self._unreadable, self._reason = text, str(json_error(text) or reason)
                self._form.bar_typing(barred=True)
            case draft:
                self._draft = replace(draft, pending=still_pending(self._draft, draft))
                self._unreadable, self._reason = None, ""
                self._form.bar_typing(barred=False)
                self._form.show_draft(self._draft)

    @on(Form.Edited)
    def _take_edit(self, event: Form.Edited) -> None:
        event.stop()
        self._draft, self._said = event.draft, ""
        if self._editor is not None:
            self._editor.rewrite(self._draft.json_text())
        self._say_doc()
        self._tell()

    @on(Form.RowEntered)
    def _take_row(self, event: Form.RowEntered) -> None:
        event.stop()
        self._said = ""
        self._say_doc()

    @on(Form.Said)
    def _take_reason(self, event: Form.Said) -> None:
        event.stop()
        self._said = event.text
        self._say_doc()

    @on(Form.JsonWanted)
    def _edit_as_json(self, event: Form.JsonWanted) -> None:
        event.stop()
        editor = self._need_editor()
        path, schema = event.path, self._schema
        field = schema.at(path) if schema is not None else None
        if value_at(self._draft.params, path) is UNSET and path_text(path) not in self._draft.pending:
            value: Json = (
                [] if field and field.member.is_list else {} if field and field.member.type == "object" else ""
            )
            self._draft = put(self._draft, path, value)
            editor.rewrite(self._draft.json_text())
            self._form.show_draft(self._draft)
            self._tell()
        self.show_tab("JSON")
        editor.go_to_path(path)
        editor.focus()

    @on(Bar.Clicked)
    def _run_piece(self, event: Bar.Clicked) -> None:
        """A command of the form works by a click, wherever the focus is."""
        if event.command in FORM_COMMANDS:
            event.stop()
            self._form.focus_field()
            # by the form itself: what it posts here and now would have this pane as sender, and go no further
            self._form.call_later(self._form.run_action, event.command)
        elif event.command == "find":
            event.stop()
            self._page.focus()
            self._page.action_find()

    @on(TextArea.Changed)
    def _take_text(self, event: TextArea.Changed) -> None:
        event.stop()
        if event.text_area is self._editor and self._action is not None:
            self._read_editor(event.text_area.text)
            self._say_doc()
            self._tell()

    @on(TextArea.SelectionChanged)
    def _follow_cursor(self, event: TextArea.SelectionChanged) -> None:
        event.stop()
        if self.tab == "JSON":
            self._say_doc()


def _tools(form: Form) -> Sequence[Piece]:
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
