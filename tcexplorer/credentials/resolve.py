"""From "which profile?" to the profile and its credential."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tcexplorer.credentials.credential import CredentialError
from tcexplorer.credentials.profile import ENVIRONMENT, Profile
from tcexplorer.credentials.providers import SOURCES
from tcexplorer.credentials.providers.environment import ID, KEY, REGION

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tcexplorer.credentials.config import Config
    from tcexplorer.credentials.source import Means
    from tcexplorer.protocol.model import Credential

ENVIRONMENT_PROFILE: Final = "environment"
_BEFORE_ITS_END: Final = 60.0
"""Seconds that a credential must still hold for when a call is signed with it."""


@dataclass(frozen=True, slots=True)
class ProfileChoice:
    """What the user asked for: a profile by name, the environment, or neither."""

    profile: str | None = None
    from_env: bool = False


def choose_profile(choice: ProfileChoice, config: Config, environment: Mapping[str, str]) -> Profile | None:
    """The profile meant: the named one, the environment, the default one, else the environment if it has a key.

    None when nothing is set up. Raises CredentialError for a name that is none of the profiles.
    """
    if choice.from_env:
        return environment_profile(environment)
    if choice.profile is not None:
        if choice.profile not in config.profiles:
            known = ", ".join(config.profiles) or "none yet; run: tcexplorer credentials add NAME"
            raise CredentialError(f"there is no profile {choice.profile!r} (profiles: {known})")
        return config.profiles[choice.profile]
    if config.default is not None:
        return config.profiles[config.default]
    if environment.get(ID) and environment.get(KEY):
        return environment_profile(environment)
    return None


def environment_profile(environment: Mapping[str, str]) -> Profile:
    """The profile of a credential in the environment; its region is TENCENTCLOUD_REGION, if set."""
    return Profile(ENVIRONMENT_PROFILE, ENVIRONMENT, region=environment.get(REGION) or None)


class Credentials:
    """Credentials by profile, asked of each profile's provider once, and again when they are about to expire."""

    def __init__(self, means: Means) -> None:
        self.means = means
        self._known: dict[tuple[str, str], Credential] = {}
        """By name and source of the profile."""

    async def get(self, profile: Profile, now: float, *, again: bool = False) -> Credential:
        """The profile's credential; with `again` its provider is asked whatever is known. Raises CredentialError."""
        known = self.known(profile)
        if known is None or again or expires_before(known, now + _BEFORE_ITS_END):
            known = await SOURCES[profile.source].provider(profile, self.means).get(now)
            self.remember(profile, known)
        return known

    def known(self, profile: Profile) -> Credential | None:
        """What was got before."""
        return self._known.get((profile.name, profile.source))

    def remember(self, profile: Profile, credential: Credential) -> None:
        """This is the key of the profile from now on."""
        self._known[profile.name, profile.source] = credential

    def forget(self, name: str) -> None:
        """The profile is gone, or has another key."""
        self._known = {key: one for key, one in self._known.items() if key[0] != name}


def expires_before(credential: Credential, moment: float) -> bool:
    """Whether a credential ends before a moment, in seconds since 1970."""
    return credential.expires_at is not None and credential.expires_at < moment


def place_of(profile: Profile) -> str:
    """Where a profile's credential comes from, in words."""
    source = SOURCES[profile.source]
    return (source.place or source.words).format(name=profile.name)
