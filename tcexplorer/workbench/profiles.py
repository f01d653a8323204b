"""The profiles of config.toml, of the environment, of this session and of the sandbox: listed, used, changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from tcexplorer.calls.context import Context
from tcexplorer.credentials.config import Config, ConfigError, load_config
from tcexplorer.credentials.credential import CredentialError
from tcexplorer.credentials.edit import make_default, remove_profile, save_profile
from tcexplorer.credentials.profile import KEYRING, NAME, SANDBOX, SESSION, Profile
from tcexplorer.credentials.providers import SOURCES
from tcexplorer.credentials.providers.environment import ID, KEY
from tcexplorer.credentials.resolve import ENVIRONMENT_PROFILE, environment_profile
from tcexplorer.waiting import in_thread

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from tcexplorer.credentials.resolve import Credentials
    from tcexplorer.credentials.source import KeyStore
    from tcexplorer.protocol.model import Credential

T = TypeVar("T")


class ProfileError(Exception):
    """A profile cannot be used or changed; the text is one line for the user."""


@dataclass(frozen=True, slots=True)
class ProfileEntry:
    """A profile as a list shows it. `masked_id` is None until the key was read."""

    profile: Profile
    masked_id: str | None = None
    is_default: bool = False
    is_ours: bool = False
    """Whether it can be changed and removed here: not the environment's own, nor the sandbox."""


@dataclass(frozen=True, slots=True)
class ProfileListing:
    """All profiles there are, and why some may be missing."""

    entries: tuple[ProfileEntry, ...]
    problem: str | None = None


class ProfileBook:
    """No method blocks the loop: files and keyring are used aside. What goes wrong is ProfileError, one line.

    `start_sandbox` gives the context of an embedded sandbox, and how to stop it; `running` is one that runs already.
    """

    def __init__(
        self,
        config_file: Path,
        credentials: Credentials,
        clock: Callable[[], float],
        sandbox: Profile,
        start_sandbox: Callable[[], Awaitable[tuple[Context, Callable[[], Awaitable[None]]]]],
        running: Context | None = None,
    ) -> None:
        self._file, self._credentials, self._clock = config_file, credentials, clock
        self._sandbox, self._start, self._running = sandbox, start_sandbox, running
        self._stop: Callable[[], Awaitable[None]] | None = None
        self._own: dict[str, Profile] = {}
        """Profiles of this session."""
        self.said_no_keyring = False
        """Whether the user was told at length that there is no keyring."""

    async def close(self) -> None:
        """Stop the sandbox that was started here."""
        if self._stop is not None:
            await self._stop()

    @property
    def sandbox(self) -> Profile:
        """The profile of the embedded sandbox."""
        return self._sandbox

    # looking

    async def listed(self) -> list[Profile]:
        """The profiles there are now; config.toml is read again. Raises ProfileError."""
        config = await _tried(lambda: load_config(self._file))
        return [entry.profile for entry in await self._entries(config)]

    async def listing(self) -> ProfileListing:
        """The same with what is known of each; of a config.toml that cannot be used it says so."""
        try:
            config = await _tried(lambda: load_config(self._file))
        except ProfileError as failure:
            return ProfileListing(tuple(await self._entries(Config())), str(failure))
        return ProfileListing(tuple(await self._entries(config)))

    async def _entries(self, config: Config) -> list[ProfileEntry]:
        ours = [*config.profiles.values(), *self._own.values()]
        found = [ProfileEntry(one, await self._known_id(one), one.name == config.default, is_ours=True) for one in ours]
        environment = self._credentials.means.environment
        if environment.get(ID) and environment.get(KEY):
            profile = environment_profile(environment)
            found.append(ProfileEntry(profile, await self._known_id(profile)))
        masked = self._running.credential.masked_id if self._running and self._running.credential else None
        return [*found, ProfileEntry(self._sandbox, masked)]

    async def _known_id(self, profile: Profile) -> str | None:
        """The masked id, where the key was read or nobody need be waited for to read it."""
        credential = self._credentials.known(profile)
        if credential is None and not SOURCES[profile.source].waits:
            try:
                credential = await self._credentials.get(profile, self._clock())
            except CredentialError:
                return None
        return credential.masked_id if credential is not None else None

    async def no_keyring(self) -> str | None:
        """Why keys cannot be kept on this machine, with the ways on; None when they can."""
        try:
            await _tried(lambda: self._store.available())
        except ProfileError as failure:
            return str(failure)
        return None

    @property
    def _store(self) -> KeyStore:
        return self._credentials.means.store()

    # using

    async def context(self, profile: Profile, *, again: bool = False) -> Context:
        """The context of calls as that profile. With `again` its key is got anew. Raises ProfileError."""
        if profile.source == SANDBOX and profile.name == self._sandbox.name:
            return await self._sandbox_context()
        try:
            credential = await self._credentials.get(profile, self._clock(), again=again)
        except CredentialError as error:
            raise ProfileError(str(error)) from error
        return Context(profile, credential, profile.region)

    async def _sandbox_context(self) -> Context:
        if self._running is None:
            try:
                self._running, self._stop = await self._start()
            except OSError as error:
                raise ProfileError(f"the sandbox cannot listen on this machine: {error.strerror}") from error
        return self._running

    # changing

    async def save(self, profile: Profile, credential: Credential | None, *, new: bool) -> None:
        """Keep a profile where its source says: keyring and config.toml, config.toml alone, or memory.

        Without a credential the one there is stays. A `new` profile must not replace another one. Raises ProfileError.
        """
        name = profile.name
        if not NAME.match(name):
            raise ProfileError("a profile's name is letters, digits, '.', '_' or '-', 64 at most")
        if new and name in (self._sandbox.name, ENVIRONMENT_PROFILE):
            raise ProfileError(f"{name} is the name of a profile that is always there; take another one")
        typed = self._credentials.means.typed
        credential = credential or typed.get(name)
        if profile.source == SESSION:
            if credential is None:
                raise ProfileError(f"profile {name} has no key: type SecretId and SecretKey")
            if new:
                await self._refuse_known(name)
            self._own[name] = profile
            typed[name] = credential
            self._credentials.remember(profile, credential)
            return
        if credential is not None and credential.token:
            raise ProfileError("a Token expires within hours and is never kept; take the key for this session only")
        if new:
            await self._refuse_known(name)
        await _tried(lambda: self._keep(profile, credential))
        self._own.pop(name, None)
        typed.pop(name, None)
        if credential is not None:
            self._credentials.remember(profile, credential)

    def _keep(self, profile: Profile, credential: Credential | None) -> None:
        load_config(self._file)  # one that cannot be used is said before a key is kept
        if credential is not None and profile.source == KEYRING:
            self._store.save(profile.name, credential)
        save_profile(self._file, profile)

    async def _refuse_known(self, name: str) -> None:
        if name in self._own:
            known = True
        else:
            listing = await self.listing()
            known = any(entry.profile.name == name for entry in listing.entries)
        if known:
            raise ProfileError(f"there is a profile {name} already; take another name, or edit that one")

    async def remove(self, profile: Profile) -> str:
        """Forget a profile: its key in the keyring, and its entry in config.toml. Gives what was done, in words.

        Raises ProfileError.
        """
        name = profile.name
        if profile.source == SESSION:
            self._forget(name)
            return f"{name} is forgotten"

        def forget(*, key: bool) -> bool:
            load_config(self._file)
            had_key = key and self._store.remove(name)
            remove_profile(self._file, name)
            return had_key

        kept = profile.source == KEYRING
        without = await self.no_keyring() if kept else None
        had_key = await _tried(lambda: forget(key=kept and without is None))
        self._forget(name)
        if without is not None:
            return f"{name} is removed; a key of it was not looked for, because {without}"
        return f"{name} is removed" + (", and its key from the keyring" if had_key else "")

    def _forget(self, name: str) -> None:
        self._own.pop(name, None)
        self._credentials.means.typed.pop(name, None)
        self._credentials.forget(name)

    async def make_default(self, profile: Profile) -> None:
        """Take this profile when none is named. Raises ProfileError."""
        if profile.source == SESSION:
            raise ProfileError(f"{profile.name} is gone at the end of this session, so it cannot be the default")
        await _tried(lambda: make_default(self._file, profile.name))


async def _tried(work: Callable[[], T]) -> T:
    try:
        return await in_thread(work)
    except (ConfigError, CredentialError) as error:
        raise ProfileError(str(error)) from error
