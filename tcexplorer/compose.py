"""Where the real parts are put together: paths, catalogue, keyring, network, clock, sandbox.

Each is imported where it is made, because the screen must be painted before most of them are loaded.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tcexplorer.catalog.store import Catalogue
    from tcexplorer.credentials.keyring_store import KeyringStore
    from tcexplorer.credentials.profiles import Config, Profile
    from tcexplorer.credentials.resolve import Choice
    from tcexplorer.protocol.model import Credential
    from tcexplorer.sandbox.sandbox import Handled, Sandbox
    from tcexplorer.sandbox.server import RunningServer
    from tcexplorer.transport import HttpxSender
    from tcexplorer.workbench.context import Context
    from tcexplorer.workbench.session import Session

SANDBOX_REGION = "ap-guangzhou"


@dataclass(frozen=True, slots=True)
class Paths:
    """The user's directories. TCEXPLORER_HOME puts both under one."""

    config: Path
    data: Path

    @property
    def config_file(self) -> Path:
        return self.config / "config.toml"

    @property
    def settings_file(self) -> Path:
        return self.config / "ui.toml"


def paths_from(environment: Mapping[str, str]) -> Paths:
    """The platform's directories for configuration and data, or those under TCEXPLORER_HOME."""
    home = environment.get("TCEXPLORER_HOME")
    if home:
        return Paths(Path(home) / "config", Path(home) / "data")
    import platformdirs

    return Paths(
        Path(platformdirs.user_config_dir("tcexplorer", appauthor=False)),
        Path(platformdirs.user_data_dir("tcexplorer", appauthor=False)),
    )


@dataclass(frozen=True)
class Machine:
    """The real surroundings of a run. Tests make one of their own."""

    environment: Mapping[str, str]
    clock: Callable[[], float] = time.time

    @cached_property
    def paths(self) -> Paths:
        return paths_from(self.environment)

    @cached_property
    def config(self) -> Config:
        """What config.toml says. Raises ConfigError."""
        from tcexplorer.credentials.profiles import load_config

        return load_config(self.paths.config_file)

    @cached_property
    def store(self) -> KeyringStore:
        from tcexplorer.credentials.keyring_store import KeyringStore, system_backend

        return KeyringStore(lambda: system_backend(self.environment.get("PYTHON_KEYRING_BACKEND")))

    def catalogue(self) -> Catalogue:
        """The newer of the packaged and the updated catalogue. Raises CatalogueError."""
        from tcexplorer.catalog.store import Catalogue, locate

        return Catalogue.open(locate(self.paths.data))

    def sender(self, *, timeout: float | None = None) -> HttpxSender:
        from tcexplorer.transport import DEFAULT_TIMEOUT, HttpxSender, route_from

        return HttpxSender(route_from(self.environment), timeout=timeout or DEFAULT_TIMEOUT)

    def profile(self, choice: Choice) -> Profile | None:
        """The profile that is meant. Raises ConfigError, CredentialError."""
        from tcexplorer.credentials.resolve import choose_profile

        return choose_profile(choice, self.config, self.environment)

    def credential(self, profile: Profile) -> Credential:
        """The profile's credential; may block on the keyring. Raises CredentialError."""
        from tcexplorer.credentials.resolve import credential_of

        return credential_of(profile, self.environment, self.store)


def this_machine() -> Machine:
    """The machine the program runs on."""
    return Machine(os.environ)


def new_sandbox(
    machine: Machine,
    catalogue: Catalogue,
    *,
    also: Sequence[Credential] = (),
    on_handled: Callable[[Handled], None] | None = None,
) -> tuple[Sandbox, Credential]:
    """A sandbox with a fresh key pair of its own, and that pair; `also` are further pairs it knows."""
    import random

    from tcexplorer.sandbox.sandbox import Sandbox, new_credential

    chance = random.SystemRandom()
    credential = new_credential(chance)
    sandbox = Sandbox(
        catalogue, credentials=(credential, *also), clock=machine.clock, random=chance, on_handled=on_handled
    )
    return sandbox, credential


async def _embedded(machine: Machine, catalogue: Catalogue) -> tuple[RunningServer, Context]:
    """A sandbox in this process, and the context of calls to it. Raises OSError when no port is free."""
    from tcexplorer.sandbox.server import serve
    from tcexplorer.workbench.context import Context

    sandbox, credential = new_sandbox(machine, catalogue)
    running = await serve(sandbox)
    profile = sandbox_profile()
    return running, Context(profile, credential, profile.region, sandbox=("127.0.0.1", running.port))


def sandbox_profile() -> Profile:
    """The profile of calls to the embedded sandbox."""
    from tcexplorer.credentials.profiles import Profile, Source

    return Profile("sandbox", Source.SANDBOX, region=SANDBOX_REGION)


class MachineProfiles:
    """The profiles of config.toml, of the environment and of the embedded sandbox, which starts when wanted."""

    def __init__(self, machine: Machine, catalogue: Catalogue, sandbox: Context | None = None) -> None:
        """`sandbox` is the context of one that runs already."""
        self._machine, self._catalogue, self._sandbox = machine, catalogue, sandbox
        self._running: RunningServer | None = None

    async def listed(self) -> list[Profile]:
        """The profiles there are now; config.toml is read again. Raises SwitchFailed."""
        import asyncio

        from tcexplorer.credentials.environment import ID, KEY
        from tcexplorer.credentials.profiles import ConfigError, load_config
        from tcexplorer.credentials.resolve import environment_profile
        from tcexplorer.workbench.session import SwitchFailed

        environment = self._machine.environment
        try:
            config = await asyncio.to_thread(load_config, self._machine.paths.config_file)
        except ConfigError as error:
            raise SwitchFailed(str(error)) from error
        found = list(config.profiles.values())
        if environment.get(ID) and environment.get(KEY):
            found.append(environment_profile(environment))
        return [*found, sandbox_profile()]

    async def context(self, profile: Profile) -> Context:
        """The context of calls as that profile. The keyring is asked in a thread. Raises SwitchFailed."""
        import asyncio

        from tcexplorer.credentials.errors import CredentialError
        from tcexplorer.credentials.profiles import Source
        from tcexplorer.workbench.context import Context
        from tcexplorer.workbench.session import SwitchFailed

        if profile.source is Source.SANDBOX:
            if self._sandbox is None:
                try:
                    self._running, self._sandbox = await _embedded(self._machine, self._catalogue)
                except OSError as error:
                    raise SwitchFailed(f"the sandbox cannot listen on this machine: {error.strerror}") from error
            return self._sandbox
        try:
            credential = await asyncio.to_thread(self._machine.credential, profile)
        except CredentialError as error:
            raise SwitchFailed(str(error)) from error
        return Context(profile, credential, profile.region)

    async def close(self) -> None:
        """Stop the sandbox that was started here."""
        if self._running is not None:
            await self._running.stop()


async def open_session(
    machine: Machine,
    profile: Profile | None,
    *,
    region: str | None = None,
    endpoint: str | None = None,
    catalogue: Catalogue | None = None,
) -> Session:
    """Open what the screen needs, off the running loop; a profile of None is the embedded sandbox.

    A `catalogue` that is open already is used.
    Rows, index and the sender's certificates are left for later: `rows`, `index`, `warm` of the session.

    Raises CatalogueError, ConfigError, CredentialError, OSError (no free port).
    """
    import asyncio

    from tcexplorer.protocol.model import Language
    from tcexplorer.workbench.context import Context
    from tcexplorer.workbench.session import Session

    def load() -> tuple[Catalogue, HttpxSender, Credential | None]:
        opened = catalogue or machine.catalogue()
        return opened, machine.sender(), machine.credential(profile) if profile else None

    catalogue, sender, credential = await asyncio.to_thread(load)
    if profile is None:
        running, context = await _embedded(machine, catalogue)
        profile = context.profile
    else:
        running, context = None, Context(profile, credential, endpoint=endpoint)
    context = replace(context, region=region or profile.region, language=profile.language or Language.ENGLISH)
    profiles = MachineProfiles(machine, catalogue, context if running else None)
    session = Session(catalogue, sender, context, clock=machine.clock, warm=sender.warm, profiles=profiles)
    session.closers += [sender.close, profiles.close]
    if running is not None:
        session.closers.append(running.stop)
    return session
