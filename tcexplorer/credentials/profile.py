"""A profile: a named, non-secret description of who calls."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from tcexplorer.protocol.words import Language, Site

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}\Z")
KEYRING: Final = "keyring"
ENVIRONMENT: Final = "environment"
SANDBOX: Final = "sandbox"
SESSION: Final = "session"


@dataclass(frozen=True, slots=True)
class Profile:
    """Everything about a caller that is not secret. `region` None sends no region."""

    name: str
    source: str = KEYRING
    """Where its credential comes from: a name of `providers.SOURCES`."""
    region: str | None = None
    site: Site = Site.DOMESTIC
    endpoint: str | None = None
    language: Language | None = None
    read_only: bool = False
    production: bool = False
