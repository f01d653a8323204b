"""What `call` does with answers of all kinds: events line by line as they come, bytes, and a file for the body."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tcexplorer.cli.terminal import Stop
from tcexplorer.safety.inert import visible, visible_json

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tcexplorer.answer.events import Event
    from tcexplorer.calls.save import NotSaved, Saved
    from tcexplorer.cli.terminal import Terminal
    from tcexplorer.protocol.model import Response


def print_events(events: Iterable[Event], terminal: Terminal) -> None:
    """The payloads of the events, each as one line of JSON; one that is not JSON as a JSON string."""
    for event in events:
        terminal.print(visible_json(json_line(event.data)))


def json_line(data: str) -> str:
    """One line of JSON, with every digit of what was sent."""
    text = data.strip()
    try:
        json.loads(text)
    except ValueError:
        return json.dumps(data, ensure_ascii=False)
    except RecursionError:
        return json.dumps(data, ensure_ascii=False) if "\n" in text else text
    if "\n" not in text:
        return text
    from tcexplorer.answer.present import json_text
    from tcexplorer.answer.reader import parse

    return json_text(parse(text.encode("utf-8", "surrogatepass")).value, None)


def print_binary(response: Response, terminal: Terminal) -> bool:
    """Write a body of bytes out, unless a person looks at it: they are told what to do. False when it is no such body.

    Bytes are never written to a terminal, which would obey them.
    """
    from tcexplorer.answer.body import BodyKind, sniffed

    what = sniffed(response.body, response.header("Content-Type") or "")
    if what.kind is not BodyKind.BINARY or response.broken is not None:
        return False
    if terminal.out.isatty():
        from tcexplorer.answer.present import size_text

        terminal.tell(f"{what.name}, {size_text(response.size)}: add `> FILE` to the command to keep it")
    else:
        terminal.write_bytes(response.body)
    return True


def new_file(given: str | None) -> Path | None:
    """The file of --save, which must not be there yet: nothing is sent when it cannot be made. Raises Stop."""
    if given is None:
        return None
    from tcexplorer.calls.save import NotSaved, target_of

    target = target_of(given)
    if isinstance(target, NotSaved):
        raise Stop(f"--save: {target.sentence}")
    if target.exists():
        raise Stop(f"--save: there is a file {visible(str(target))} already")
    return target


def keep(response: Response | None, whole: Saved | NotSaved | None, file: Path | None, terminal: Terminal) -> None:
    """Put the body into the file of --save, if it is not there already, and say so."""
    if file is None or response is None:
        return
    from tcexplorer.calls.save import save_bytes

    saved = whole if whole is not None else save_bytes(file, response.body)
    terminal.tell(saved.sentence)
