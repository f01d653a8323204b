"""How a session begins that is not complete yet. Known before the first frame, so this imports next to nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from tcexplorer.credentials.profile import SESSION, Profile

NOBODY: Final = Profile("nobody", SESSION, read_only=True)
"""Who calls when there is no usable profile: no one, so that the catalogue can be looked through all the same."""


@dataclass(frozen=True, slots=True)
class StartupNotice:
    """What is to be done as soon as the session is on the screen. `text` is one line for the user."""

    kind: Literal["fetch", "welcome", "trouble", "note"]
    """Get the credential; show how to begin; say why there is no credential; say something that is not as it was meant.
    """
    text: str = ""
