"""One row of the action list. Apart from the rest of the model, because the first list must be there at once."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from tcexplorer.protocol.words import Language, Site


class Verb(StrEnum):
    """What an action does to the account, judged by the first word of its name; unknown words write."""

    READ = "read"
    WRITE = "write"
    DESTRUCTIVE = "destructive"


class Status(StrEnum):
    """What the official metadata says of an action."""

    ONLINE = "online"
    DEPRECATED = "deprecated"
    OFFLINE = "offline"
    UNSTATED = "unstated"


LATE = (Status.DEPRECATED, Status.OFFLINE)
"""Actions of these statuses come last wherever they are listed."""


class ActionRow(NamedTuple):
    """One row of the action list. `title_en` is None on the domestic site only, `title_zh` on the international."""

    service: str
    """Short name, as in hosts and credential scopes (`as`, not `autoscaling`)."""
    version: str
    action: str
    title_en: str | None
    title_zh: str | None
    status: Status
    verb: Verb

    @property
    def key(self) -> tuple[str, str, str]:
        """Service, version and action."""
        return self.service, self.version, self.action

    @property
    def title(self) -> str:
        return self.title_en or self.title_zh or ""

    def title_in(self, language: Language) -> str:
        """The title in that language, or in the other where it is missing."""
        return (self.title_zh if language is Language.CHINESE else None) or self.title

    @property
    def sites(self) -> tuple[Site, ...]:
        domestic = (Site.DOMESTIC,) if self.title_zh is not None else ()
        return domestic + ((Site.INTERNATIONAL,) if self.title_en is not None else ())
