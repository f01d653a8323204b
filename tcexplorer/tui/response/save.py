"""Saving what is shown of an answer, and reading it in the user's pager."""

from __future__ import annotations

import asyncio
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from tcexplorer.answer.body import BodyKind
from tcexplorer.answer.mask import secrets_in
from tcexplorer.answer.present import full_text, size_text
from tcexplorer.answer.slices import finished
from tcexplorer.calls.overflow import copied
from tcexplorer.calls.save import NotSaved, Saved, save_bytes, save_text, suggested_name, target_of
from tcexplorer.safety.inert import visible, visible_json, visible_lines
from tcexplorer.tui.dialogs.picker import Choice, Picker
from tcexplorer.tui.dialogs.prompts import ConfirmDialog, NotTaken, PromptDialog
from tcexplorer.tui.text.styled_text import Role, line
from tcexplorer.workbench.pager import PagerError, paged, pager_command

if TYPE_CHECKING:
    from collections.abc import Callable

    from tcexplorer.protocol.model import Response
    from tcexplorer.tui.response.pane import ResponsePane
    from tcexplorer.tui.response.state import ResponseState
    from tcexplorer.tui.services import ScreenServices


@dataclass(frozen=True, slots=True)
class SavablePart:
    """Something that can be saved: what it is called, a name for the file, and what writes it, in a thread."""

    title: str
    note: str
    name: str
    write: Callable[[str, bool], Saved | NotSaved]


def save_answer(screen: ScreenServices, pane: ResponsePane, *, only: str = "") -> None:
    """Ask what is to be saved, unless there is one thing only, and where. `only` is the title of the one."""
    found = [one for one in parts(pane) if not only or one.title == only]
    if not found:
        screen.show_status("there is nothing to save: no answer is shown", Role.WARN)
        return

    def chosen(part: SavablePart | None) -> None:
        if part is not None:
            _ask_name(screen, part)

    if len(found) == 1:
        chosen(found[0])
    else:
        choices = [Choice(one, one.title, one.note) for one in found]
        screen.ask(Picker("Save", choices, hint="what to save; the file's name comes next"), chosen)


def parts(pane: ResponsePane) -> list[SavablePart]:
    """What can be saved of the answer that is shown; the most particular first."""
    state = pane.state
    if state is None or state.exchange.response is None:
        return []
    response, exchange = state.exchange.response, state.exchange
    name = suggested_name(exchange.call, exchange.started_at, response.header("Content-Type") or "", response.body)
    stem = name.rpartition(".")[0]
    found: list[SavablePart] = []
    if (csv := pane.csv_pieces) is not None:
        note = "rows and columns as they are shown, secrets masked"
        found.append(SavablePart("table", note, f"{stem}.csv", _of_text(csv)))
    if state.part is not None:
        mask = state.part.document.mask
        note = f"what {state.part.expression} found, secrets masked"
        found.append(
            SavablePart("filtered", note, f"{stem}-part.json", _of_text(lambda: full_text(mask.copied(())) + "\n"))
        )
    if isinstance(exchange.overflow, Saved):
        path, note = exchange.overflow.path, f"all {size_text(exchange.overflow.size)} of it, as received"
        found.append(SavablePart("whole body", note, name, lambda to, overwrite: copied(path, to, overwrite=overwrite)))
    body = response.body
    note = _body_note(state, response)
    found.append(SavablePart("body", note, name, lambda to, overwrite: save_bytes(to, body, overwrite=overwrite)))
    return found


def _body_note(state: ResponseState, response: Response) -> str:
    size = size_text(len(response.body))
    if response.truncated:
        return f"as received, only the first {size} of {size_text(response.size)}"
    if state.answer is not None and state.answer.kind is BodyKind.BINARY:
        return f"as received, {size}, {visible(response.header('Content-Type') or 'no content type')}"
    return f"as received, {size}, with all that is masked on the screen"


def _of_text(made: Callable[[], str]) -> Callable[[str, bool], Saved | NotSaved]:
    return lambda path, overwrite: save_text(path, made(), overwrite=overwrite)


def _ask_name(screen: ScreenServices, part: SavablePart) -> None:
    def named(name: str | None) -> None:
        if name is not None:
            _write(screen, part, name, overwrite=False)

    note = f"{part.note}; it goes to {visible(str(Path.cwd()))} unless a directory is named"
    screen.ask(
        PromptDialog(f"Save {part.title} as", _file_name, hint="name of a file", text=part.name, note=note), named
    )


def _file_name(name: str) -> str | NotTaken:
    found = target_of(name)
    return NotTaken(found.sentence) if isinstance(found, NotSaved) else name


def _write(screen: ScreenServices, part: SavablePart, name: str, *, overwrite: bool) -> None:
    screen.run_worker(_written(screen, part, name, overwrite=overwrite), group="saving", exclusive=False)


async def _written(screen: ScreenServices, part: SavablePart, name: str, *, overwrite: bool) -> None:
    screen.show_status(f"writing {visible(name)} …")
    match await asyncio.to_thread(part.write, name, overwrite):
        case Saved() as saved:
            screen.show_status(saved.sentence, Role.GOOD)
        case NotSaved(exists=True) if not overwrite:
            _ask_overwrite(screen, part, name)
        case NotSaved(sentence):
            screen.show_status(sentence, Role.BAD)


def _ask_overwrite(screen: ScreenServices, part: SavablePart, name: str) -> None:
    def answered(yes: bool | None) -> None:
        if yes:
            _write(screen, part, name, overwrite=True)
        else:
            screen.show_status("not saved")

    lines = [line(f"There is a file {name} already.")]
    screen.ask(ConfirmDialog("Overwrite the file?", lines, "overwrite it"), answered)


# the pager


def page_answer(screen: ScreenServices, state: ResponseState | None) -> None:
    """Show the answer, or what was filtered of it, in the pager."""
    if state is None or state.answer is None:
        screen.show_status("there is nothing to read: no answer is shown", Role.WARN)
    elif state.answer.kind is BodyKind.BINARY:
        screen.show_status(f"{state.answer.text}", Role.WARN)
    else:
        screen.run_worker(_paged(screen, state), group="pager", exclusive=True)


async def _paged(screen: ScreenServices, state: ResponseState) -> None:
    try:
        command = pager_command(os.environ)
        text = await asyncio.to_thread(pager_text, state)
        with screen.suspended():
            paged(text, command)
    except PagerError as error:
        screen.show_status(str(error), Role.BAD)
    except SuspendNotSupported:
        screen.show_status("this terminal cannot be left to another program", Role.WARN)


def pager_text(state: ResponseState) -> str:
    """The answer as text, inert, secrets masked."""
    from tcexplorer.answer.raw import masked_events, masked_text

    answer, document = state.answer, state.document
    if answer is None:
        return ""
    if document is not None and answer.kind is not BodyKind.BROKEN:
        return visible_json(full_text(document.mask.copied(()))) + "\n"
    text = answer.data.decode("utf-8", "replace")
    if answer.parsed is not None:
        return visible_lines(masked_text(text, finished(secrets_in(answer.value))))
    return visible_lines(masked_events(text) if answer.kind is BodyKind.EVENTS else text)
