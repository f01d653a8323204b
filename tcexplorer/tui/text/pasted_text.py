"""Text as it was before the terminal pasted it."""

from __future__ import annotations

import re

_RUNS = re.compile("\r+")


def as_copied(text: str) -> str:
    """With its own line ends. Most terminals, and tmux, send CR where the text has LF, and two for CRLF."""
    if "\r" not in text or "\n" in text:
        return text
    runs = [len(run) for run in _RUNS.findall(text)]
    doubled = len(runs) > 2 and all(length % 2 == 0 for length in runs)
    return text.replace("\r\r", "\r\n") if doubled else text.replace("\r", "\n")
