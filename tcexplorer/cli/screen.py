"""Opens the screen: what is known at once is painted, the rest is loaded behind it."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from tcexplorer.cli.terminal import Exit, Stop, Terminal, region_of
from tcexplorer.compose import SANDBOX_REGION

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tcexplorer.catalog.index import ActionIndex
    from tcexplorer.compose import Machine
    from tcexplorer.credentials.profile import Profile
    from tcexplorer.workbench.notice import StartupNotice
    from tcexplorer.workbench.session import Session


class Options:
    """What the screen is started with; the parser of the arguments sets what is given."""

    sandbox: bool = False
    profile: str | None = None
    from_env: bool = False
    region: str | None = None
    endpoint: str | None = None


class _UnusableFile(Stop):
    """config.toml says something that it must not; the screen opens all the same, and says so."""


def open_screen(options: Options, machine: Machine, terminal: Terminal) -> int:
    """Run the app until the user leaves. Raises Stop for what can be said before the screen opens."""
    if options.sandbox and (options.profile or options.from_env or options.endpoint):
        raise Stop("--sandbox brings its own key and address; leave --profile, --from-env and --endpoint away")
    if options.endpoint is not None:
        from tcexplorer.protocol.endpoints import EndpointError, parse_endpoint

        try:
            parse_endpoint(options.endpoint)
        except EndpointError as error:
            raise Stop(str(error)) from error
    profile, beginning = (None, None) if options.sandbox else _profile(options, machine)
    if not (terminal.inp.isatty() and terminal.out.isatty()):
        trouble = beginning.text if beginning is not None else ""
        raise Stop(trouble or "the screen needs a terminal; for scripts there is: tcexplorer call")
    gc.disable()  # what is imported stays; the app collects from its first frame on
    from tcexplorer.tui.app import TcExplorer
    from tcexplorer.tui.startup import LoadFailed, StartupContext
    from tcexplorer.workbench.favourites import FavouritesFile
    from tcexplorer.workbench.settings import Settings

    keys: Mapping[str, tuple[str, ...]] = {}
    try:
        keys = _keys(machine)
    except _UnusableFile as error:
        from tcexplorer.workbench.notice import StartupNotice

        beginning = beginning or StartupNotice("note", str(error))

    def read() -> ActionIndex:
        from tcexplorer.catalog.files import CatalogueError

        try:
            return machine.index()
        except CatalogueError as error:
            raise LoadFailed(str(error)) from error

    async def load() -> Session:
        from tcexplorer.catalog.files import CatalogueError
        from tcexplorer.compose import open_session

        try:
            return await open_session(machine, profile, region=region, endpoint=options.endpoint, beginning=beginning)
        except CatalogueError as error:
            raise LoadFailed(str(error)) from error
        except OSError as error:
            raise LoadFailed(f"the sandbox cannot listen on this machine: {error.strerror or error}") from error

    if profile is None:
        region = region_of(options.region, SANDBOX_REGION)
        opening = StartupContext("sandbox", region, sandbox=True, read_only=False, production=False)
    else:
        region = region_of(options.region, profile.region)
        opening = StartupContext(
            profile.name, region, sandbox=False, read_only=profile.read_only, production=profile.production
        )
    kept = FavouritesFile(machine.paths.kept_file)
    app = TcExplorer(opening, load, read, Settings(machine.paths.settings_file), keys, kept)
    app.run()
    if app.crash is not None:
        from tcexplorer.cli.crash import tell_crash

        return tell_crash(app.crash, terminal)
    return Exit.SUCCESS if app.return_code in (0, None) else int(app.return_code)


def users_keys(machine: Machine) -> Mapping[str, tuple[str, ...]]:
    """The user's keys, or none where config.toml cannot be used. Raises Stop for keys that cannot be."""
    try:
        return _keys(machine)
    except _UnusableFile:
        return {}


def _keys(machine: Machine) -> Mapping[str, tuple[str, ...]]:
    """The user's keys. A file that does not speak of keys is not read as TOML for them."""
    try:
        if b"keys" not in machine.paths.config_file.read_bytes():
            return {}
    except OSError:
        return {}
    from tcexplorer.credentials.config import ConfigError
    from tcexplorer.tui.keymap import KeysError, checked

    try:
        return checked(machine.config.keys)
    except ConfigError as error:
        raise _UnusableFile(str(error)) from error
    except KeysError as error:
        raise Stop(f"{machine.paths.config_file}: [keys] {error}") from error


def _profile(options: Options, machine: Machine) -> tuple[Profile | None, StartupNotice | None]:
    """Who calls; without a profile it is the sandbox, with a config.toml that cannot be used nobody.

    Raises Stop for a profile that was asked for by name and is not there.
    """
    from tcexplorer.credentials.config import ConfigError
    from tcexplorer.credentials.credential import CredentialError
    from tcexplorer.credentials.resolve import ProfileChoice, environment_profile
    from tcexplorer.workbench.notice import NOBODY, StartupNotice

    try:
        profile = machine.profile(ProfileChoice(options.profile, options.from_env))
    except ConfigError as error:
        if options.from_env:
            return environment_profile(machine.environment), StartupNotice("note", str(error))
        return NOBODY, StartupNotice("trouble", str(error))
    except CredentialError as error:
        raise Stop(str(error), Exit.CREDENTIALS) from error
    return profile, None if profile is not None else StartupNotice("welcome")
