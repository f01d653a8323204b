"""Paste anything: a text becomes the call it describes, after it was said what was found in it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding

from tcexplorer.calls.context import endpoint_for
from tcexplorer.catalog.model import Verb
from tcexplorer.form.draft import Draft
from tcexplorer.protocol.endpoints import EndpointError
from tcexplorer.tui.commands import BY_ID
from tcexplorer.tui.content.common import pairs
from tcexplorer.tui.dialogs.base import Dialog
from tcexplorer.tui.dialogs.prompts import NotTaken, read_file
from tcexplorer.tui.text.styled_text import Line, Role, Span, bold, line, muted
from tcexplorer.tui.widgets.bars import Bar, piece
from tcexplorer.tui.widgets.paste_area import PasteArea
from tcexplorer.tui.widgets.text_field import TextField
from tcexplorer.tui.widgets.text_view import TextView
from tcexplorer.workbench.pasted import (
    LARGEST,
    FoundCall,
    FoundNothing,
    FoundParameters,
    unknown_names,
    with_types,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from textual.binding import BindingType
    from textual.widget import Widget

    from tcexplorer.calls.context import Context
    from tcexplorer.catalog.model import Action
    from tcexplorer.protocol.model import JsonObject
    from tcexplorer.tui.state import OpenRequest
    from tcexplorer.workbench.session import Session

NAMES = 12
"""Parameters that are named; of more the number is told."""


class PasteDialog(Dialog[FoundCall | FoundParameters]):
    """Asks for a text, or has one, and says what is in it. Gives back what is to be taken over."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+r,f5", "take", "Take it over", show=False, priority=True),
        Binding("enter", "take", "Take it over", show=False),
    ]
    AUTO_FOCUS = "PasteArea, TextView"

    def __init__(
        self,
        look: Callable[[str], FoundCall | FoundParameters | FoundNothing],
        describe: Callable[[FoundCall | FoundParameters], Sequence[Line]],
        text: str | None = None,
    ) -> None:
        """`look` says what a text is, `describe` what it would change; a `text` is not shown, only what is in it."""
        super().__init__("Paste a call")
        self._look, self._describe, self._text = look, describe, text
        self._found: FoundCall | FoundParameters | None = None
        self._area = PasteArea("paste it here", tab_behavior="focus", classes="paste paste-area")
        self._file = TextField("or the path of a file, then Enter", classes="cell")
        self._page = TextView(classes="question")
        self._page.styles.max_height = "30vh"
        self._answers = Bar(classes="answers")

    def inside(self) -> Iterable[Widget]:
        if self._text is None:
            yield self._area
            yield self._file
        yield self._page
        yield self._answers

    def on_mount(self) -> None:
        self._read(self._text or "")

    def _read(self, text: str) -> None:
        match self._look(text) if text.strip() else None:
            case None:
                self._found = None
                lines: Sequence[Line] = [
                    line(muted("a tccli or curl command, a raw HTTP request, or parameters as a JSON object"))
                ]
            case FoundNothing(sentence=sentence):
                self._found = None
                lines = [line(Span(sentence, Role.WARN))]
            case found:
                self._found = found
                lines = self._describe(found)
        self._page.show(lines)
        self._offer()

    @on(PasteArea.Changed)
    def _read_pasted(self) -> None:
        self._read(self._area.exact)

    @on(TextField.Changed)
    def _offer(self) -> None:
        key = "⏎" if self._text is not None else BY_ID["send"].key_text
        take = [piece(f" {key} Fill the form ", Role.BADGE_GOOD, "bold", "take")] if self._found else []
        file = [piece(" ⏎ Open the file ", Role.KEY, "bold", "open")] if self._file.value.strip() else []
        self._answers.show([*take, *file, piece(" Esc Leave it ", command="close")])

    @on(TextField.Submitted)
    def action_open(self) -> None:
        """Read the file whose path was typed; without one take over what was found."""
        path = self._file.value.strip()
        if path:
            self.run_worker(self._open(path), group="file", exclusive=True)
        else:
            self.action_take()

    async def _open(self, path: str) -> None:
        match await asyncio.to_thread(_text_of, path):
            case NotTaken(reason):
                self._page.show([line(Span(reason, Role.BAD))])
            case text:
                self._file.value = ""
                self._area.take(text)
                self._area.focus()

    def action_take(self) -> None:
        """Take over what was found."""
        if self._found is not None:
            self.dismiss(self._found)


def _text_of(path: str) -> str | NotTaken:
    content = read_file(path, LARGEST)
    if isinstance(content, NotTaken):
        return content
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return NotTaken(f"{path} is not UTF-8 text at byte {error.start}")


def found_lines(found: FoundCall | FoundParameters, session: Session, work: OpenRequest | None) -> list[Line]:
    """What was found, and what would become of it."""
    if isinstance(found, FoundParameters):
        assert work is not None
        row = work.action.row
        lines = [line(bold(f"parameters for {row.service} {row.action}"))]
        return [*lines, *pairs(_parameters(found.params, work.action)), *_replaced(work)]
    row = found.row
    sign = {Verb.WRITE: Span("✎ ", Role.WARN, "bold"), Verb.DESTRUCTIVE: Span("✖ ", Role.BAD, "bold")}.get(row.verb)
    head = line(*([sign] if sign else []), bold(f"{row.service} {row.action}"), muted(f"  {row.version}, {found.what}"))
    region = session.context.region or "none"
    rows = [("region", found.region or f"none in it; {region} stays")]
    action = session.action(row)
    if action is not None:
        rows += _parameters(with_types(found, action), action)
    if found.endpoint and not _is_called(found.endpoint, row.service, session.context):
        rows.append(("endpoint", f"{found.endpoint}, not taken: the endpoint stays the one chosen here"))
    lines = [head, *pairs(rows)]
    lines += [line(muted("· "), Span(remark), indent=2) for remark in found.remarks]
    if work is not None and work.action.row == row:
        lines += _replaced(work)
    return lines


def _is_called(endpoint: str, service: str, context: Context) -> bool:
    """Whether calls go there anyway."""
    try:
        return endpoint.lower().rpartition("//")[2].rstrip("/") == endpoint_for(service, context).host
    except EndpointError:
        return False


def _parameters(params: JsonObject, action: Action) -> list[tuple[str, str]]:
    names = ", ".join(list(params)[:NAMES]) + (" …" if len(params) > NAMES else "")
    rows = [("parameters", f"{len(params)}: {names}" if params else "none")]
    if unknown := unknown_names(params, action):
        rows.append(("unknown", f"{', '.join(unknown[:NAMES])}: not in the schema, sent all the same"))
    return rows


def _replaced(work: OpenRequest) -> list[Line]:
    if work.draft == Draft() and work.unreadable is None:
        return []
    return [line(Span("· what is filled in now is replaced", Role.WARN), indent=2)]
