"""The book of profiles: what is kept where, and what is asked of the keyring."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tcexplorer.calls.context import Context
from tcexplorer.calls.identity import plan_identity, read_identity
from tcexplorer.calls.plan import Plan
from tcexplorer.credentials.config import load_config
from tcexplorer.credentials.credential import CredentialError
from tcexplorer.credentials.keyring_store import Backend, KeyringStore
from tcexplorer.credentials.profile import Profile
from tcexplorer.credentials.resolve import Credentials
from tcexplorer.credentials.source import Means
from tcexplorer.protocol.envelope import TransportError
from tcexplorer.protocol.model import Credential
from tcexplorer.safety.secret import Secret
from tcexplorer.workbench.profiles import ProfileBook, ProfileError
from tests.builders import credential
from tests.credentials.test_keyring_store import Memory

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

SANDBOX = Profile("sandbox", "sandbox")
NOW = 1_795_490_000.0


class Counting(Memory):
    """Counts what is read."""

    reads = 0

    def get_password(self, service: str, username: str) -> str | None:
        self.reads += 1
        return super().get_password(service, username)


def book(path: Path, backend: Memory | None = None) -> ProfileBook:
    """A book in an empty directory; without a backend there is no keyring."""

    def opened() -> Backend:
        if backend is None:
            raise CredentialError("no keyring")
        return backend

    async def start() -> tuple[Context, Callable[[], Awaitable[None]]]:
        raise OSError(98, "Address already in use")

    credentials = Credentials(Means({}, lambda: KeyringStore(opened)))
    return ProfileBook(path / "config.toml", credentials, lambda: NOW, SANDBOX, start)


async def test_a_key_is_read_once_and_again_when_asked_to(tmp_path: Path) -> None:
    backend = Counting()
    KeyringStore(lambda: backend).save("dev", credential())
    profiles, before = book(tmp_path, backend), backend.reads
    for _ in range(3):
        assert (await profiles.context(Profile("dev"))).credential == credential()
    assert backend.reads == before + 1
    other = Credential("AKID" + "o" * 32, Secret("o" * 32))
    KeyringStore(lambda: backend).save("dev", other)
    assert (await profiles.context(Profile("dev"), again=True)).credential == other
    assert (await profiles.context(Profile("dev"))).credential == other


async def test_a_new_profile_never_replaces_another_one(tmp_path: Path) -> None:
    profiles = book(tmp_path, Memory())
    await profiles.save(Profile("dev"), credential(), new=True)
    for name in ("dev", "sandbox", "environment", "a b"):
        with pytest.raises(ProfileError) as caught:
            await profiles.save(Profile(name, "session"), credential("AKID-other"), new=True)
        assert "\n" not in str(caught.value)
    assert (await profiles.context(Profile("dev"))).credential == credential()


async def test_without_a_keyring_the_entry_can_be_removed_and_it_says_what_was_not_looked_for(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('default_profile = "dev"\n[profiles.dev]\n')
    done = await book(tmp_path).remove(Profile("dev"))
    assert "was not looked for" in done
    assert load_config(tmp_path / "config.toml").profiles == {}


async def test_a_keyring_that_refuses_keeps_the_entry(tmp_path: Path) -> None:
    backend = Memory()
    (tmp_path / "config.toml").write_text("[profiles.dev]\n")
    backend.fails = OSError("locked")
    with pytest.raises(ProfileError, match="locked"):
        await book(tmp_path, backend).remove(Profile("dev"))
    assert "dev" in load_config(tmp_path / "config.toml").profiles


async def test_a_sandbox_without_a_port_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match="cannot listen"):
        await book(tmp_path).context(SANDBOX)


async def test_a_token_is_not_kept(tmp_path: Path) -> None:
    backend = Memory()
    with pytest.raises(ProfileError, match="never kept"):
        await book(tmp_path, backend).save(Profile("dev"), credential(token="t"), new=True)
    assert backend.items == {}


def test_the_question_who_goes_to_the_profile_s_own_host() -> None:
    planned = plan_identity(Context(Profile("dev"), credential()), now=1_795_490_000)
    assert isinstance(planned, Plan)
    assert planned.request.dial == planned.request.url == "https://sts.tencentcloudapi.com/"
    lost = read_identity(planned, TransportError("dns", "no address", may_have_arrived=False))
    assert not lost.works
    assert lost.sentence == "no answer: no address"
