"""What the app knows before anything is loaded, and how loading fails."""

from __future__ import annotations

from typing import NamedTuple


class StartupContext(NamedTuple):
    """Enough for the first frame: who will call, from where, and how dangerous that is."""

    profile: str
    region: str | None = None
    sandbox: bool = False
    read_only: bool = False
    production: bool = False


class LoadFailed(Exception):  # noqa: N818 what happened, as the messages of this package are called
    """The workbench could not be opened; the text is for the user and says what to do."""
