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
    from tcexplorer.transport import HttpxSender
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


async def open_session(
    machine: Machine,
    profile: Profile | None,
    *,
    region: str | None = None,
    endpoint: str | None = None,
) -> Session:
    """Open what the screen needs, off the running loop; a profile of None is the embedded sandbox.

    Rows, index and the sender's certificates are left for later: `rows`, `index`, `warm` of the session.

    Raises CatalogueError, ConfigError, CredentialError, OSError (no free port).
    """
    import asyncio

    from tcexplorer.credentials.profiles import Profile, Source
    from tcexplorer.protocol.model import Language
    from tcexplorer.workbench.context import Context
    from tcexplorer.workbench.session import Session

    def load() -> tuple[Catalogue, HttpxSender, Credential | None]:
        return machine.catalogue(), machine.sender(), machine.credential(profile) if profile else None

    catalogue, sender, credential = await asyncio.to_thread(load)
    if profile is None:
        from tcexplorer.sandbox.server import serve

        sandbox, credential = new_sandbox(machine, catalogue)
        running = await serve(sandbox)
        profile = Profile("sandbox", Source.SANDBOX, region=SANDBOX_REGION)
        context = Context(profile, credential, sandbox=("127.0.0.1", running.port))
    else:
        running, context = None, Context(profile, credential, endpoint=endpoint)
    context = replace(context, region=region or profile.region, language=profile.language or Language.ENGLISH)
    session = Session(catalogue, sender, context, clock=machine.clock, warm=sender.warm)
    session.closers.append(sender.close)
    if running is not None:
        session.closers.append(running.stop)
    return session
