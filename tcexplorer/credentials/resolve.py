"""From "which profile?" to the profile and its credential."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from tcexplorer.credentials.environment import ID, KEY, REGION, from_environment
from tcexplorer.credentials.errors import CredentialError
from tcexplorer.credentials.profiles import Profile, Source

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tcexplorer.credentials.profiles import Config
    from tcexplorer.protocol.model import Credential

ENVIRONMENT_PROFILE = "environment"


class Store(Protocol):
    """Where keys of profiles are."""

    def load(self, profile: str) -> Credential: ...


@dataclass(frozen=True, slots=True)
class Choice:
    """What the user asked for: a profile by name, the environment, or neither."""

    profile: str | None = None
    from_env: bool = False


def choose_profile(choice: Choice, config: Config, environment: Mapping[str, str]) -> Profile | None:
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
    return Profile(ENVIRONMENT_PROFILE, Source.ENVIRONMENT, region=environment.get(REGION) or None)


def credential_of(profile: Profile, environment: Mapping[str, str], store: Store) -> Credential:
    """The profile's credential. May block on the keyring. Raises CredentialError."""
    match profile.source:
        case Source.ENVIRONMENT:
            return from_environment(environment)
        case Source.KEYRING:
            return store.load(profile.name)
        case Source.SANDBOX:
            raise CredentialError(f"profile {profile.name} belongs to a sandbox; start with: tcexplorer --sandbox")
        case Source.SESSION:
            raise CredentialError(f"profile {profile.name} has no key: it was for one session only")
