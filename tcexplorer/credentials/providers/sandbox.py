"""The embedded sandbox, which makes its key when it starts: there is none before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tcexplorer.credentials.credential import CredentialError
from tcexplorer.credentials.profile import SANDBOX
from tcexplorer.credentials.source import CredentialSource

if TYPE_CHECKING:
    from tcexplorer.credentials.profile import Profile
    from tcexplorer.credentials.source import Means
    from tcexplorer.protocol.model import Credential


@dataclass(frozen=True, slots=True)
class SandboxProvider:
    profile: Profile
    means: Means

    async def get(self, now: float) -> Credential:  # noqa: ARG002
        raise CredentialError(f"profile {self.profile.name} belongs to a sandbox; start with: tcexplorer --sandbox")


SOURCE = CredentialSource(SANDBOX, SandboxProvider, "embedded, needs no account", "sandbox", waits=False)
