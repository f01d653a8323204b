"""A key that was typed for this session: in memory, and gone with the program; never in a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tcexplorer.credentials.credential import CredentialError
from tcexplorer.credentials.profile import SESSION
from tcexplorer.credentials.source import CredentialSource

if TYPE_CHECKING:
    from tcexplorer.credentials.profile import Profile
    from tcexplorer.credentials.source import Means
    from tcexplorer.protocol.model import Credential


@dataclass(frozen=True, slots=True)
class SessionProvider:
    profile: Profile
    means: Means

    async def get(self, now: float) -> Credential:  # noqa: ARG002 - when it expires is not said
        typed = self.means.typed.get(self.profile.name)
        if typed is None:
            raise CredentialError(f"profile {self.profile.name} has no key: it was for one session only")
        return typed


SOURCE = CredentialSource(
    SESSION,
    SessionProvider,
    "this session only",
    "profile typed in for this session",
    waits=False,
    in_config=False,
)
