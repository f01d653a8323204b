"""The profiles of config.toml, of the environment, of this session and of the sandbox: listed, used, changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar

from tcexplorer.credentials.edit import make_default, remove_profile, save_profile
from tcexplorer.credentials.environment import ID, KEY, from_environment
from tcexplorer.credentials.errors import CredentialError
from tcexplorer.credentials.profiles import NAME, Config, ConfigError, Profile, Source, load_config
from tcexplorer.credentials.resolve import ENVIRONMENT_PROFILE, environment_profile
from tcexplorer.safety.secret import mask_id
from tcexplorer.workbench.aside import aside
from tcexplorer.workbench.context import Context
from tcexplorer.workbench.session import SwitchFailed

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping
    from pathlib import Path

    from tcexplorer.protocol.model import Credential

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Entry:
    """A profile as a list shows it. `masked_id` is None until the key was read."""

    profile: Profile
    masked_id: str | None = None
    is_default: bool = False
    is_ours: bool = False
    """Whether it can be changed and removed here: not the environment's own, nor the sandbox."""


@dataclass(frozen=True, slots=True)
class Listing:
    """All profiles there are, and why some may be missing."""

    entries: tuple[Entry, ...]
    problem: str | None = None


class KeyStore(Protocol):
    """Keys of profiles, in a keyring. Every method may block, and raises CredentialError."""

    def available(self) -> None: ...

    def load(self, profile: str) -> Credential: ...

    def save(self, profile: str, credential: Credential) -> None: ...

    def remove(self, profile: str) -> bool: ...


class ProfileBook:
    """No method blocks the loop: files and keyring are used aside. What goes wrong is SwitchFailed, one line.

    `start_sandbox` gives the context of an embedded sandbox, and how to stop it; `running` is one that runs already.
    """

    def __init__(
        self,
        config_file: Path,
        environment: Mapping[str, str],
        store: Callable[[], KeyStore],
        sandbox: Profile,
        start_sandbox: Callable[[], Awaitable[tuple[Context, Callable[[], Awaitable[None]]]]],
        running: Context | None = None,
    ) -> None:
        self._file, self._environment, self._store = config_file, environment, store
        self._sandbox, self._start, self._running = sandbox, start_sandbox, running
        self._stop: Callable[[], Awaitable[None]] | None = None
        self._own: dict[str, tuple[Profile, Credential]] = {}
        """Profiles of this session, with their keys."""
        self._read: dict[str, Credential] = {}
        """Keys that were read from the keyring, which may ask its owner at every reading."""
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
        """The profiles there are now; config.toml is read again. Raises SwitchFailed."""
        config = await _tried(lambda: load_config(self._file))
        return [entry.profile for entry in self._entries(config)]

    async def listing(self) -> Listing:
        """The same with what is known of each; of a config.toml that cannot be used it says so."""
        try:
            config = await _tried(lambda: load_config(self._file))
        except SwitchFailed as failure:
            return Listing(tuple(self._entries(Config())), str(failure))
        return Listing(tuple(self._entries(config)))

    def _entries(self, config: Config) -> list[Entry]:
        found = [
            Entry(profile, self._known_id(profile), profile.name == config.default, is_ours=True)
            for profile in (*config.profiles.values(), *(profile for profile, _ in self._own.values()))
        ]
        if self._environment.get(ID) and self._environment.get(KEY):
            profile = environment_profile(self._environment)
            found.append(Entry(profile, self._known_id(profile)))
        masked = self._running.credential.masked_id if self._running and self._running.credential else None
        return [*found, Entry(self._sandbox, masked)]

    def _known_id(self, profile: Profile) -> str | None:
        match profile.source:
            case Source.ENVIRONMENT:
                return mask_id(self._environment.get(ID, "")) or None
            case Source.SESSION:
                return self._own[profile.name][1].masked_id
            case _:
                read = self._read.get(profile.name)
                return read.masked_id if read is not None else None

    async def no_keyring(self) -> str | None:
        """Why keys cannot be kept on this machine, with the ways on; None when they can."""
        try:
            await _tried(lambda: self._store().available())
        except SwitchFailed as failure:
            return str(failure)
        return None

    # using

    async def context(self, profile: Profile, *, again: bool = False) -> Context:
        """The context of calls as that profile. With `again` the keyring is asked anew. Raises SwitchFailed."""
        match profile.source:
            case Source.SANDBOX if profile.name == self._sandbox.name:
                return await self._sandbox_context()
            case Source.SESSION if profile.name in self._own:
                credential = self._own[profile.name][1]
            case Source.KEYRING if profile.name in self._read and not again:
                credential = self._read[profile.name]
            case Source.KEYRING:
                credential = await _tried(lambda: self._store().load(profile.name))
                self._read[profile.name] = credential
            case Source.ENVIRONMENT:
                try:
                    credential = from_environment(self._environment)
                except CredentialError as error:
                    raise SwitchFailed(str(error)) from error
            case _:
                raise SwitchFailed(f"profile {profile.name} has no key")
        return Context(profile, credential, profile.region)

    async def _sandbox_context(self) -> Context:
        if self._running is None:
            try:
                self._running, self._stop = await self._start()
            except OSError as error:
                raise SwitchFailed(f"the sandbox cannot listen on this machine: {error.strerror}") from error
        return self._running

    # changing

    async def save(self, profile: Profile, credential: Credential | None, *, new: bool) -> None:
        """Keep a profile where its source says: keyring and config.toml, config.toml alone, or memory.

        Without a credential the one there is stays. A `new` profile must not replace another one. Raises SwitchFailed.
        """
        name = profile.name
        if not NAME.match(name):
            raise SwitchFailed("a profile's name is letters, digits, '.', '_' or '-', 64 at most")
        if new and name in (self._sandbox.name, ENVIRONMENT_PROFILE):
            raise SwitchFailed(f"{name} is the name of a profile that is always there; take another one")
        own = self._own.get(name)
        if credential is None and own is not None:
            credential = own[1]
        if profile.source is Source.SESSION:
            if credential is None:
                raise SwitchFailed(f"profile {name} has no key: type SecretId and SecretKey")
            if new:
                await self._refuse_known(name)
            self._own[name] = (profile, credential)
            return
        if credential is not None and credential.token:
            raise SwitchFailed("a Token expires within hours and is never kept; take the key for this session only")
        if new:
            await self._refuse_known(name)
        await _tried(lambda: self._keep(profile, credential))
        self._own.pop(name, None)
        if credential is not None:
            self._read[name] = credential

    def _keep(self, profile: Profile, credential: Credential | None) -> None:
        load_config(self._file)  # one that cannot be used is said before a key is kept
        if credential is not None and profile.source is Source.KEYRING:
            self._store().save(profile.name, credential)
        save_profile(self._file, profile)

    async def _refuse_known(self, name: str) -> None:
        if name in self._own:
            known = True
        else:
            listing = await self.listing()
            known = any(entry.profile.name == name for entry in listing.entries)
        if known:
            raise SwitchFailed(f"there is a profile {name} already; take another name, or edit that one")

    async def remove(self, profile: Profile) -> str:
        """Forget a profile: its key in the keyring, and its entry in config.toml. Gives what was done, in words.

        Raises SwitchFailed.
        """
        name = profile.name
        if profile.source is Source.SESSION:
            self._own.pop(name, None)
            return f"{name} is forgotten"

        def forget(*, key: bool) -> bool:
            load_config(self._file)
            had_key = key and self._store().remove(name)
            remove_profile(self._file, name)
            return had_key

        kept = profile.source is Source.KEYRING
        without = await self.no_keyring() if kept else None
        had_key = await _tried(lambda: forget(key=kept and without is None))
        self._read.pop(name, None)
        if without is not None:
            return f"{name} is removed; a key of it was not looked for, because {without}"
        return f"{name} is removed" + (", and its key from the keyring" if had_key else "")

    async def make_default(self, profile: Profile) -> None:
        """Take this profile when none is named. Raises SwitchFailed."""
        if profile.source is Source.SESSION:
            raise SwitchFailed(f"{profile.name} is gone at the end of this session, so it cannot be the default")
        await _tried(lambda: make_default(self._file, profile.name))


async def _tried(work: Callable[[], T]) -> T:
    try:
        return await aside(work)
    except (ConfigError, CredentialError) as error:
        raise SwitchFailed(str(error)) from error
