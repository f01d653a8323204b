"""The frame of the request pane: title, tabs, a page to read, and the strip below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical
from textual.message import Message

from tcexplorer.calls.plan import Plan, Refused
from tcexplorer.catalog.model import Verb
from tcexplorer.tui.commands import BY_ID
from tcexplorer.tui.content.request import refused_lines, request_lines, signature_lines
from tcexplorer.tui.request.form import Form
from tcexplorer.tui.text.styled_text import Line, Role, Span, line, muted
from tcexplorer.tui.widgets.bars import Title, piece
from tcexplorer.tui.widgets.tabs import Tabs
from tcexplorer.tui.widgets.text_view import TextView

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Unpack

    from textual.app import ComposeResult

    from tcexplorer.catalog.model import ActionRow
    from tcexplorer.tui.widgets.widget_names import Names

NAMES = ("Form", "JSON", "Request", "Signature", "Docs")


class RequestFrame(Vertical):
    """Everything of the pane that does not depend on what was filled in."""

    class PreviewWanted(Message, namespace="request_pane"):
        """A tab needs the signed request; the screen answers with `show_preview`."""

    class DocsWanted(Message, namespace="request_pane"):
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
