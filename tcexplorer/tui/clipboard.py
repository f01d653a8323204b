"""The platform's own tool for the clipboard, beside the terminal's way (OSC 52). Loaded when first used."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from tcexplorer.safety.inert import visible_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

PATIENCE = 3.0
"""Seconds that a tool may take. One that goes on behind the scenes, as xclip does, has let go of us by then."""

TAKEN = 74_994
"""Bytes that every terminal takes: 100,000 characters of an OSC 52 sequence. Many take more."""


def harmless(text: str) -> str:
    """The text as it may be pasted anywhere: tabs and line ends are kept, other control characters spelled out."""
    return "\t".join(visible_lines(part) for part in text.split("\t"))


def words_for(what: str, text: str, sent: str, tool: str = "", *, taken: bool = True) -> str:
    """What is said when `sent` stands for `text` in the terminal's clipboard, and in the tool's: no more than was done.

    Terminals do not say whether they took it.
    """
    said = f"{what} sent to the terminal's clipboard"
    if tool:
        said += f" and to {tool}" if taken else f"; {tool} did not take it"
    if sent != text.replace("\r\n", "\n"):
        said += ", control characters spelled out"
    size = len(sent) if sent.isascii() else len(sent.encode("utf-8"))
    if size > TAKEN:
        said += f"; {size / 1000:,.0f} KB is more than some terminals take"
    return said


def tool_for(
    environment: Mapping[str, str] = os.environ,
    platform: str = sys.platform,
    which: Callable[[str], str | None] = shutil.which,
) -> tuple[str, ...] | None:
    """The command that takes a text on its standard input into the clipboard; None where there is none.

    Not over SSH: there a tool would fill the clipboard of the other machine.
    """
    if environment.get("SSH_CONNECTION") or environment.get("SSH_TTY"):
        return None
    candidates: list[tuple[str, ...]] = []
    if platform == "darwin":
        candidates.append(("pbcopy",))
    elif platform == "win32":
        candidates.append(("clip.exe",))
    else:
        if environment.get("WAYLAND_DISPLAY"):
            candidates.append(("wl-copy",))
        if environment.get("DISPLAY"):
            candidates += [("xclip", "-selection", "clipboard"), ("xsel", "--clipboard", "--input")]
        if environment.get("WSL_DISTRO_NAME"):
            candidates.append(("clip.exe",))
    return next((one for one in candidates if which(one[0])), None)


def encoded(tool: Sequence[str], text: str) -> bytes:
    """The text as the tool reads it: clip.exe wants UTF-16 with a mark of its byte order, the others UTF-8."""
    return text.encode("utf-16" if tool[0] == "clip.exe" else "utf-8", "surrogatepass")


async def put(tool: Sequence[str], text: str, patience: float = PATIENCE) -> bool:
    """Give a text to the tool; whether it says that it took it. The text is on its standard input alone."""
    quiet = asyncio.subprocess.DEVNULL
    try:
        running = await asyncio.create_subprocess_exec(
            *tool, stdin=asyncio.subprocess.PIPE, stdout=quiet, stderr=quiet, start_new_session=sys.platform != "win32"
        )
    except OSError:
        return False
    try:
        await asyncio.wait_for(running.communicate(encoded(tool, text)), patience)
    except TimeoutError:
        with suppress(ProcessLookupError):
            running.kill()
        await running.wait()
        return False
    return running.returncode == 0
