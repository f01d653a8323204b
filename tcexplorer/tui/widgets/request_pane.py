"""The request pane: title, tabs, and one of form, JSON editor or a page, over the doc strip."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual.containers import Vertical
from textual.message import Message

from tcexplorer.catalog.model import Verb
from tcexplorer.form.draft import Draft
from tcexplorer.form.jsontext import json_error, path_at, span_of
from tcexplorer.form.text import Unreadable
from tcexplorer.tui.commands import BY_ID
from tcexplorer.tui.ink import Ink, Line, Span, line, muted
from tcexplorer.tui.pages.docs import docs_lines, member_at, member_strip, strip_lines
from tcexplorer.tui.pages.request import refused_lines, request_lines, signature_lines
from tcexplorer.tui.widgets.bar import Title, piece
from tcexplorer.tui.widgets.form import Form
from tcexplorer.tui.widgets.page import Page
from tcexplorer.tui.widgets.tabs import Tabs
from tcexplorer.workbench.call import Planned, Refused

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Unpack

    from textual.app import ComposeResult
    from textual.widgets import TextArea

    from tcexplorer.catalog.model import Action
    from tcexplorer.form.draft import Problem
    from tcexplorer.form.fields import Field
    from tcexplorer.protocol.model import Json, Language, Site
    from tcexplorer.tui.names import Names
    from tcexplorer.tui.widgets.editor import Editor

NAMES = ("Form", "JSON", "Request", "Signature", "Docs")


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

    def __init__(self, **names: Unpack[Names]) -> None:
        super().__init__(**names)
        self._title = Title([piece("no action chosen", style="bold")], classes="title")
        self._tabs = Tabs(NAMES, classes="tabs")
        self._form = Form(id="form")
        self._page = Page(id="page")
        self._doc = Page(id="doc")
        self._doc.can_focus = False
        self._editor: Editor | None = None
        self._action: Action | None = None
        self._fields: Sequence[Field] = ()
        self._draft = Draft()
        self._unreadable: str | None = None
        self._reason = ""
        self._site: Site | None = None
        self._language: Language | None = None
        self._reveal = False

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
                line(Span(BY_ID["search"].key_text, Ink.KEY, "bold"), muted(" finds an action: words in any order")),
                line(muted("   mqtt describe   cvm run inst   dns record")),
            ]
        )

    # what the screen does with it

    @property
    def tab(self) -> str:
        """The name of the tab that is shown."""
        return self._tabs.active

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
        fields: Sequence[Field],
        draft: Draft,
        unreadable: str | None,
        site: Site,
        language: Language,
    ) -> None:
        """Another action, with what was filled in for it before."""
        self._action, self._fields, self._site, self._language = action, fields, site, language
        self._draft, self._unreadable, self._reason = draft, unreadable, ""
        row = action.row
        words = {Verb.WRITE: "✎ writes", Verb.DESTRUCTIVE: "✖ deletes"}.get(row.verb)
        self._title.show(
            [
                piece(row.service, style="bold"),
                piece(row.action, style="bold"),
                *([piece(words, style="bold")] if words else []),
                piece(row.version),
            ]
        )
        self._form.show(fields, draft)
        if self._editor is not None:
            self._editor.load(unreadable if unreadable is not None else draft.json_text())
        if unreadable is not None:
            self._read_editor(unreadable)
        self.show_tab(
            "JSON" if unreadable is not None else "Form" if self.tab in ("Request", "Signature") else self.tab
        )

    def show_language(self, fields: Sequence[Field], language: Language) -> None:
        """The same action and draft, documented in another language."""
        self._fields, self._language = fields, language
        self._form.show_fields(fields)
        self._refresh_page()
        self._say_doc()

    def show_failure(self, message: str) -> None:
        """The workbench could not be opened, and what to do."""
        self._title.show([piece("✗ not opened", style="bold")])
        self._page.show([line(message), Line(), line(Span(BY_ID["quit"].key_text, Ink.KEY, "bold"), muted(" quits"))])

    def show_draft(self, draft: Draft) -> None:
        """Other parameters for the same action, from outside (an example)."""
        self._draft, self._unreadable, self._reason = draft, None, ""
        self._form.bar_typing(barred=False)
        self._form.show_draft(draft)
        if self._editor is not None:
            self._editor.rewrite(draft.json_text())
        self._refresh_page()
        self._tell()

    def show_preview(self, found: Planned | Refused) -> None:
        """The request as it would be sent now."""
        match found, self.tab:
            case Refused(), "Request" | "Signature":
                self._page.show(refused_lines(found))
            case Planned(), "Request":
                self._page.show(request_lines(found, reveal=self._reveal), keep_place=True)
            case Planned(), "Signature":
                self._page.show(signature_lines(found.request), keep_place=True)
            case _:
                pass

    def show_problems(self) -> Problem | None:
        """Mark what will probably make the call fail; the first one, or None."""
        found = self._form.show_problems()
        if found is not None:
            self.show_tab("Form")
        return found

    def show_tab(self, name: str) -> None:
        """Show another tab, and put the focus into it if it was in this pane."""
        had_focus = self.has_focus_within
        self._tabs.choose(name)
        if self._action is None:
            return
        if name == "JSON":
            self._need_editor()
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

    def _need_editor(self) -> Editor:
        if self._editor is None:
            from tcexplorer.tui.widgets.editor import Editor

            self._editor = Editor(id="editor")
            self.mount(self._editor, before=self._page)
            self._editor.load(self._unreadable if self._unreadable is not None else self._draft.json_text())
        return self._editor

    def _refresh_page(self) -> None:
        match self.tab:
            case "Docs" if self._action and self._site and self._language:
                self._page.show(docs_lines(self._action, self._site, self._language))
            case "Request" | "Signature":
                self.post_message(self.PreviewWanted())
            case _:
                pass

    def _say_doc(self) -> None:
        """What the doc strip says: the field, the member at the editor's cursor, or what is wrong."""
        if self._action is None or self._language is None:
            return
        lines: list[Line] = []
        if self._reason:
            lines.append(line(Span("! ", Ink.BAD, "bold"), Span(self._reason, Ink.BAD)))
            if self.tab == "Form":
                lines.append(line(muted("the JSON tab holds this text; mend it there, then the form takes over again")))
        elif self.tab == "Form":
            field = self._form.field
            lines = strip_lines(field) if field else [line(muted(self._action.row.title_in(self._language)))]
            held = self._draft.pending.get(field.name) if field else None
            if held is not None:  # beside the field there is room for a few words of it only
                lines.insert(1, line(Span("! ", Ink.BAD, "bold"), Span(held.reason, Ink.BAD)))
        if self.tab == "JSON":
            lines += self._member_lines()
        self._doc.show(lines)

    def _member_lines(self) -> list[Line]:
        """What the member at the editor's cursor is for."""
        if self._editor is None or self._action is None or self._site is None or self._language is None:
            return []
        path = path_at(self._editor.text, self._editor.offset_in_text)
        member = member_at(self._action, path)
        if member is not None:
            return member_strip(member, self._site, self._language)
        if len(path) == 1 and isinstance(path[0], str):
            return [line(Span(path[0], style="bold"), muted("  not in the schema, sent all the same"))]
        return [line(muted("parameters as JSON; what you type here is in the form, too"))]

    def _tell(self) -> None:
        self.post_message(self.DraftChanged(self._draft, self._unreadable))

    def _read_editor(self, text: str) -> None:
        match self._draft.with_json(text):
            case Unreadable(reason):
                self._unreadable, self._reason = text, str(json_error(text) or reason)
                self._form.bar_typing(barred=True)
            case draft:
                kept = {name: held for name, held in self._draft.pending.items() if name not in draft.params}
                self._draft = replace(draft, pending=kept)
                self._unreadable, self._reason = None, ""
                self._form.bar_typing(barred=False)
                self._form.show_draft(self._draft)

    def on_form_edited(self, event: Form.Edited) -> None:
        event.stop()
        self._draft = self._draft.with_text(event.field, event.text)
        self._form.show_draft(self._draft)
        if self._editor is not None:
            self._editor.rewrite(self._draft.json_text())
        self._say_doc()
        self._tell()

    def on_form_field_entered(self, event: Form.FieldEntered) -> None:
        event.stop()
        self._say_doc()

    def on_form_json_wanted(self, event: Form.JsonWanted) -> None:
        event.stop()
        editor = self._need_editor()
        self.show_tab("JSON")
        field = event.field
        if field is not None:
            if field.name not in self._draft.params and field.name not in self._draft.pending:
                value: Json = [] if field.member.is_list else {}
                self._draft = replace(self._draft, params={**self._draft.params, field.name: value})
                editor.rewrite(self._draft.json_text())
                self._form.show_draft(self._draft)
                self._tell()
            if (span := span_of(editor.text, (field.name,))) is not None:
                editor.go_to(span.begin + 1)
        editor.focus()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        if event.text_area is self._editor and self._action is not None:
            self._read_editor(event.text_area.text)
            self._say_doc()
            self._tell()

    def on_text_area_selection_changed(self, event: TextArea.SelectionChanged) -> None:
        event.stop()
        if self.tab == "JSON":
            self._say_doc()
