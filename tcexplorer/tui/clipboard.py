"""The platform's own tool for the clipboard, beside the terminal's way (OSC 52). Loaded when first used."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

PATIENCE = 3.0
"""Seconds that a tool may take. One that goes on behind the scenes, as xclip does, has let go of us by then."""


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
