"""What a source of credentials is: a provider for each profile, and the words for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from tcexplorer.waiting import in_thread

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tcexplorer.credentials.profile import Profile
    from tcexplorer.protocol.model import Credential
    from tcexplorer.waiting import Aside


class KeyStore(Protocol):
    """Keys of profiles, in a keyring. Every method may block, and raises CredentialError."""

    def available(self) -> None: ...

    def load(self, profile: str) -> Credential: ...

    def save(self, profile: str, credential: Credential) -> None: ...

    def remove(self, profile: str) -> bool: ...


@dataclass(frozen=True, slots=True)
class Means:
    """What a provider may use."""

    environment: Mapping[str, str]
    store: Callable[[], KeyStore]
    """Opens the keyring; it is used `aside`."""
    aside: Aside = in_thread
    """Does what may take long: files, keyring, network."""
    typed: dict[str, Credential] = field(default_factory=dict[str, "Credential"])
    """Keys that the user typed for this session, by profile."""


class Provider(Protocol):
    """Gives the credential of one profile."""

    async def get(self, now: float) -> Credential:
        """The credential as it is now (seconds since 1970), with `expires_at` where it ends. Never blocks the loop.

        Raises CredentialError.
        """
        ...


@dataclass(frozen=True, slots=True)
class CredentialSource:
    """A row of `providers.SOURCES`."""

    name: str
    """As `source` in config.toml says it."""
    provider: Callable[[Profile, Means], Provider]
    words: str
    """Where the key is, for a list: `key in the keyring`."""
    place: str = ""
    """The same more exactly, for a diagnosis; `{name}` is the profile's. Empty takes `words`."""
    waits: bool = True
    """Whether it may be waited for: then the screen opens without, and gets it behind."""
    in_config: bool = True
    """Whether config.toml may name it."""
