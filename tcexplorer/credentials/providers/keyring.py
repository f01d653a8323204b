"""A key in the keyring of the operating system, under the profile's name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tcexplorer.credentials.profile import KEYRING
from tcexplorer.credentials.source import CredentialSource

if TYPE_CHECKING:
    from tcexplorer.credentials.profile import Profile
    from tcexplorer.credentials.source import Means
    from tcexplorer.protocol.model import Credential


@dataclass(frozen=True, slots=True)
class KeyringProvider:
    """The keyring may ask its owner to be unlocked."""

    profile: Profile
    means: Means

    async def get(self, now: float) -> Credential:  # noqa: ARG002 - it does not expire
        return await self.means.aside(lambda: self.means.store().load(self.profile.name))


SOURCE = CredentialSource(KEYRING, KeyringProvider, "key in the keyring", "keyring item tcexplorer:{name}")
