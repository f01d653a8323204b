"""Sources of credentials: what every one of them keeps to, and when a provider is asked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tcexplorer.credentials.config import parse_config
from tcexplorer.credentials.keyring_store import KeyringStore
from tcexplorer.credentials.profile import Profile
from tcexplorer.credentials.providers import SOURCES
from tcexplorer.credentials.resolve import Credentials, place_of
from tcexplorer.credentials.source import CredentialSource, Means
from tests.builders import credential
from tests.credentials.test_keyring_store import Memory

if TYPE_CHECKING:
    import pytest

    from tcexplorer.protocol.model import Credential

NOW = 1_795_490_000.0


@dataclass
class Role:
    """A source whose credentials end after an hour."""

    profile: Profile
    means: Means

    async def get(self, now: float) -> Credential:
        self.means.typed[f"{len(self.means.typed)}"] = credential()
        return replace(credential(), expires_at=now + 3600)


def means() -> Means:
    return Means({}, lambda: KeyringStore(Memory))


async def test_a_provider_is_asked_again_shortly_before_its_credential_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SOURCES, "role", CredentialSource("role", Role, "key of a role"))
    credentials, profile = Credentials(means()), Profile("dev", "role")
    asked = credentials.means.typed
    first = await credentials.get(profile, NOW)
    assert await credentials.get(profile, NOW + 3500) is first
    assert len(asked) == 1
    assert (await credentials.get(profile, NOW + 3550)).expires_at == NOW + 3550 + 3600
    await credentials.get(profile, NOW + 3551, again=True)
    assert len(asked) == 3
    credentials.forget("dev")
    assert credentials.known(profile) is None


async def test_what_is_known_of_a_profile_is_not_taken_for_another_source() -> None:
    credentials = Credentials(means())
    credentials.remember(Profile("dev", "session"), credential())
    assert credentials.known(Profile("dev", "keyring")) is None


def test_every_source_has_words_and_a_place_and_those_of_files_can_be_written_there() -> None:
    for name, source in SOURCES.items():
        assert source.name == name
        assert source.words
        assert "{" not in place_of(Profile("dev", name))
        if source.in_config:
            assert parse_config(f'[profiles.dev]\nsource = "{name}"\n').profiles["dev"].source == name
