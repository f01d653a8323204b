"""Where the real parts are put together: paths, catalogue, keyring, network, clock, sandbox.

Each is imported where it is made, because the screen must be painted before most of them are loaded.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from tcexplorer.calls.context import Context
    from tcexplorer.calls.perform import CallFlow, Sender
    from tcexplorer.calls.record import Recorder
    from tcexplorer.catalog.index import ActionIndex
    from tcexplorer.catalog.store import Catalogue
    from tcexplorer.credentials.config import Config
    from tcexplorer.credentials.keyring_store import KeyringStore
    from tcexplorer.credentials.profile import Profile
    from tcexplorer.credentials.resolve import Credentials, ProfileChoice
    from tcexplorer.protocol.model import Credential
    from tcexplorer.sandbox.inspector import Inspector
    from tcexplorer.sandbox.sandbox import Handled, Sandbox
    from tcexplorer.transport import HttpxSender
    from tcexplorer.waiting import Aside
    from tcexplorer.workbench.notice import StartupNotice
    from tcexplorer.workbench.profiles import ProfileBook
    from tcexplorer.workbench.session import Session

SANDBOX_REGION = "ap-guangzhou"


class Paths(NamedTuple):
    """The user's directories. TCEXPLORER_HOME puts both under one."""

    config: Path
    data: Path

    @property
    def config_file(self) -> Path:
        return self.config / "config.toml"

    @property
    def kept_file(self) -> Path:
        return self.data / "kept.json"

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
    recorder: Recorder | None = None
    """Gets a record of every exchange."""

    @cached_property
    def paths(self) -> Paths:
        return paths_from(self.environment)

    @cached_property
    def config(self) -> Config:
        """What config.toml says. Raises ConfigError."""
        from tcexplorer.credentials.config import load_config

        return load_config(self.paths.config_file)

    @cached_property
    def store(self) -> KeyringStore:
        from tcexplorer.credentials.keyring_store import KeyringStore, system_backend

        return KeyringStore(lambda: system_backend(self.environment.get("PYTHON_KEYRING_BACKEND")))

    def catalogue(self) -> Catalogue:
        """The newer of the packaged and the updated catalogue. Raises CatalogueError."""
        from tcexplorer.catalog.store import Catalogue, locate

        return Catalogue.open(locate(self.paths.data))

    def index(self) -> ActionIndex:
        """Every action of that catalogue, which is not kept open. Raises CatalogueError."""
        from tcexplorer.catalog.files import locate, read_index

        return read_index(locate(self.paths.data))

    def sender(self, *, timeout: float | None = None, blocking: bool = False) -> HttpxSender:
        """What sends in a running loop; a `blocking` one for a command, which has none."""
        from tcexplorer.transport import DEFAULT_TIMEOUT, HttpxSender, route_from

        return HttpxSender(route_from(self.environment), timeout=timeout or DEFAULT_TIMEOUT, blocking=blocking)

    def calls(self, sender: Sender) -> CallFlow:
        """The flow that every call of this run goes through."""
        from tcexplorer.calls.perform import CallFlow

        return CallFlow(sender, self.clock, self.recorder)

    def profile(self, choice: ProfileChoice) -> Profile | None:
        """The profile that is meant. Raises ConfigError, CredentialError."""
        from tcexplorer.credentials.resolve import choose_profile

        return choose_profile(choice, self.config, self.environment)

    def credential(self, profile: Profile) -> Credential:
        """The profile's credential; may block on the keyring. Raises CredentialError."""
        from tcexplorer.waiting import at_once, driven

        return driven(self.credentials(at_once).get(profile, self.clock()))

    def credentials(self, aside: Aside) -> Credentials:
        """The credentials of all profiles; what may take long is done `aside`."""
        from tcexplorer.credentials.resolve import Credentials
        from tcexplorer.credentials.source import Means

        return Credentials(Means(self.environment, lambda: self.store, aside))


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


async def _embedded(
    machine: Machine, catalogue: Catalogue, inspectors: list[Inspector]
) -> tuple[Context, Callable[[], Awaitable[None]]]:
    """The context of calls to a sandbox in this process, and how to stop it; what watches it joins `inspectors`.

    Raises OSError when no port is free.
    """
    from tcexplorer.calls.context import Context
    from tcexplorer.sandbox.inspector import Inspector
    from tcexplorer.sandbox.server import serve

    sandbox, credential = new_sandbox(machine, catalogue)
    running = await serve(sandbox)
    inspector = Inspector(sandbox)
    inspectors.append(inspector)
    profile = sandbox_profile()

    async def stop() -> None:
        inspector.close()
        await running.stop()

    return Context(profile, credential, profile.region, sandbox=("127.0.0.1", running.port)), stop


def sandbox_profile() -> Profile:
    """The profile of calls to the embedded sandbox."""
    from tcexplorer.credentials.profile import SANDBOX, Profile

    return Profile("sandbox", SANDBOX, region=SANDBOX_REGION)


def machine_profiles(
    machine: Machine,
    catalogue: Catalogue,
    sandbox: Context | None = None,
    inspectors: list[Inspector] | None = None,
    credentials: Credentials | None = None,
) -> ProfileBook:
    """The profiles of config.toml, of the environment, of the session and of the embedded sandbox, which starts when
    wanted; `sandbox` is the context of one that runs already. What watches it is added to `inspectors`.
    """
    watching = inspectors if inspectors is not None else []
    from tcexplorer.waiting import in_thread
    from tcexplorer.workbench.profiles import ProfileBook

    return ProfileBook(
        machine.paths.config_file,
        credentials or machine.credentials(in_thread),
        machine.clock,
        sandbox_profile(),
        lambda: _embedded(machine, catalogue, watching),
        sandbox,
    )


async def open_session(
    machine: Machine,
    profile: Profile | None,
    *,
    region: str | None = None,
    endpoint: str | None = None,
    catalogue: Catalogue | None = None,
    beginning: StartupNotice | None = None,
) -> Session:
    """Open what the screen needs, off the running loop; a profile of None is the embedded sandbox.

    A `catalogue` that is open already is used. Without a `beginning` of the caller's, the session says itself that
    its credential is to be fetched, or what is wrong with it.
    Rows, index and the sender's certificates are left for later: `rows`, `index`, `warm` of the session.

    Raises CatalogueError, OSError (no free port).
    """
    import asyncio

    from tcexplorer.calls.context import Context
    from tcexplorer.protocol.model import Language
    from tcexplorer.waiting import in_thread
    from tcexplorer.workbench.drafts import Drafts
    from tcexplorer.workbench.regions import RegionBook
    from tcexplorer.workbench.session import Session

    drafts = Drafts(machine.paths.data / "drafts.json", machine.clock)
    regions = RegionBook(machine.paths.data / "regions.json", machine.clock)

    def load() -> tuple[Catalogue, HttpxSender]:
        drafts.read()
        regions.read()
        return catalogue or machine.catalogue(), machine.sender()

    catalogue, sender = await asyncio.to_thread(load)
    inspectors: list[Inspector] = []
    credentials = machine.credentials(in_thread)
    if profile is None:
        context, stop = await _embedded(machine, catalogue, inspectors)
        profile = context.profile
    else:
        stop, context = None, Context(profile, endpoint=endpoint)
        if beginning is None or beginning.kind == "note":
            credential, first = await _at_once(profile, credentials, machine.clock())
            context, beginning = replace(context, credential=credential), first or beginning
    context = replace(context, region=region or profile.region, language=profile.language or Language.ENGLISH)
    profiles = machine_profiles(machine, catalogue, context if stop else None, inspectors, credentials)
    calls = machine.calls(sender)
    session = Session(catalogue, calls, context, clock=machine.clock, warm=sender.warm, profiles=profiles)
    session.closers += [sender.close, profiles.close, regions.keep, drafts.flush]
    session.drafts, session.regions = drafts, regions
    session.beginning, session.proxy = beginning, sender.proxy
    session.inspector = lambda: inspectors[-1] if inspectors else None
    if stop is not None:
        session.closers.append(stop)
    return session


async def _at_once(
    profile: Profile, credentials: Credentials, now: float
) -> tuple[Credential | None, StartupNotice | None]:
    """The profile's credential where it can be had without waiting; else how to go on."""
    from tcexplorer.credentials.credential import CredentialError
    from tcexplorer.credentials.providers import SOURCES
    from tcexplorer.workbench.notice import StartupNotice

    if SOURCES[profile.source].waits:
        return None, StartupNotice("fetch")
    try:
        return await credentials.get(profile, now), None
    except CredentialError as error:
        return None, StartupNotice("trouble", str(error))
