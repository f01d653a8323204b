"""Keys of profiles: the key itself goes to the keyring of this machine, the rest to config.toml.

The key is asked for, or read from standard input (SecretId on one line, SecretKey on the next, or a JSON
object with both); it is never an argument, since arguments are seen by every program on the machine.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tcexplorer.calls.context import Context
from tcexplorer.calls.identity import plan_identity, read_identity
from tcexplorer.calls.plan import Refused
from tcexplorer.cli.common import sending
from tcexplorer.cli.terminal import Exit, Stop, Terminal, region_of
from tcexplorer.credentials.config import ConfigError
from tcexplorer.credentials.credential import CredentialError, checked
from tcexplorer.credentials.profile import KEYRING, NAME, Profile
from tcexplorer.credentials.resolve import ProfileChoice
from tcexplorer.protocol.endpoints import EndpointError, parse_endpoint
from tcexplorer.protocol.envelope import ApiError, Malformed, Success, TransportError
from tcexplorer.protocol.model import Credential, Language, Site
from tcexplorer.safety.inert import visible
from tcexplorer.waiting import driven

if TYPE_CHECKING:
    import argparse

    from tcexplorer.compose import Machine

EXAMPLES = """examples:
  tcexplorer credentials add dev --region ap-guangzhou
  tcexplorer credentials add prod --region ap-shanghai --read-only --production
  tcexplorer credentials add ci < two-lines.txt
  tcexplorer credentials test dev                       asks sts who the key belongs to
  tcexplorer credentials list
  tcexplorer credentials remove dev"""


def arguments(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(dest="command", required=True, metavar="add|list|test|remove")
    add = commands.add_parser("add", help="add a profile, or replace its key")
    add.add_argument("name", metavar="NAME")
    add.add_argument("--region", metavar="CODE", help="default region, such as ap-guangzhou")
    add.add_argument("--site", choices=[*Site], default=Site.DOMESTIC, help="which of the two clouds the key is of")
    add.add_argument("--endpoint", metavar="URL", help="another Tencent Cloud host for every call")
    add.add_argument("--language", choices=[*Language], help="language of the API's messages")
    add.add_argument("--read-only", action="store_true", help="refuse every action that may change something")
    add.add_argument("--production", action="store_true", help="mark loudly, and ask before anything that may change")
    add.add_argument("--default", action="store_true", help="use it when no profile is named")
    listing = commands.add_parser("list", help="the profiles, without their keys")
    listing.add_argument("--json", action="store_true", help="a JSON list instead of a table")
    test = commands.add_parser("test", help="ask sts GetCallerIdentity who the key belongs to")
    test.add_argument("name", metavar="NAME", nargs="?", help="the default profile otherwise")
    test.add_argument("--from-env", action="store_true", help="test the key in the environment")
    test.add_argument("--endpoint", metavar="URL", help="another Tencent Cloud host, or http://127.0.0.1:PORT")
    test.add_argument("--json", action="store_true", help="the envelope as JSON")
    remove = commands.add_parser("remove", help="remove a profile and its key")
    remove.add_argument("name", metavar="NAME")


def run(options: argparse.Namespace, machine: Machine, terminal: Terminal) -> int:
    try:
        match options.command:
            case "add":
                return _add(options, machine, terminal)
            case "list":
                return _list(options, machine, terminal)
            case "test":
                return _test(options, machine, terminal)
            case _:
                return _remove(options, machine, terminal)
    except CredentialError as error:
        raise Stop(str(error), Exit.CREDENTIALS) from error
    except ConfigError as error:
        raise Stop(str(error)) from error


def _add(options: argparse.Namespace, machine: Machine, terminal: Terminal) -> Exit:
    from tcexplorer.credentials.edit import save_profile

    name = options.name
    if not NAME.match(name):
        raise Stop("a profile's name is letters, digits, '.', '_' or '-', 64 at most")
    endpoint = _checked_endpoint(options.endpoint)
    _ = machine.config  # a config.toml that cannot be read is said before a key is asked for
    machine.store.ready()
    credential = _read_key(terminal)
    machine.store.save(name, credential)
    profile = Profile(
        name,
        KEYRING,
        region_of(options.region, None),
        Site(options.site),
        endpoint,
        Language(options.language) if options.language else None,
        options.read_only,
        options.production,
    )
    save_profile(machine.paths.config_file, profile, make_default=options.default)
    terminal.tell(
        f"profile {name}: key {credential.masked_id} is in the keyring, the rest in {machine.paths.config_file}"
    )
    terminal.tell(f"test it with: tcexplorer credentials test {name}")
    return Exit.SUCCESS


def _read_key(terminal: Terminal) -> Credential:
    if terminal.interactive:
        terminal.err.write("SecretId: ")
        terminal.err.flush()
        secret_id = terminal.inp.readline().strip()
        return checked(secret_id, terminal.ask_secret("SecretKey (not shown): ").strip())
    text = terminal.inp.read().strip()
    try:
        document: object = json.loads(text)
    except ValueError:
        document = None
    match document:
        case {"secretId": str(secret_id), "secretKey": str(secret_key)}:
            return checked(secret_id, secret_key)
        case _:
            pass
    lines = text.splitlines()
    if len(lines) != 2:
        raise CredentialError(
            "standard input is to hold SecretId on one line and SecretKey on the next, or a JSON object with"
            ' "secretId" and "secretKey"'
        )
    return checked(lines[0].strip(), lines[1].strip())


def _list(options: argparse.Namespace, machine: Machine, terminal: Terminal) -> Exit:
    config = machine.config
    if options.json:
        terminal.print_json([_as_json(profile, profile.name == config.default) for profile in config.profiles.values()])
        return Exit.SUCCESS
    for profile in config.profiles.values():
        marks = [
            "default" if profile.name == config.default else "",
            "read-only" if profile.read_only else "",
            "PRODUCTION" if profile.production else "",
        ]
        line = f"{profile.name:<16} {profile.source:<12} {profile.region or 'no region':<16} {profile.site:<14}"
        terminal.print(visible(f"{line} {' '.join(mark for mark in marks if mark)}".rstrip()))
    if not config.profiles:
        terminal.tell("no profiles yet; run: tcexplorer credentials add NAME")
    return Exit.SUCCESS


def _as_json(profile: Profile, default: bool) -> dict[str, object]:
    return {
        "name": profile.name,
        "source": profile.source,
        "region": profile.region,
        "site": profile.site,
        "endpoint": profile.endpoint,
        "readOnly": profile.read_only,
        "production": profile.production,
        "default": default,
    }


def _test(options: argparse.Namespace, machine: Machine, terminal: Terminal) -> Exit:
    profile = machine.profile(ProfileChoice(options.name, options.from_env))
    if profile is None:
        raise CredentialError("no profile to test; run: tcexplorer credentials add NAME")
    context = Context(profile, machine.credential(profile), profile.region, _checked_endpoint(options.endpoint))
    planned = plan_identity(context, now=machine.clock())
    if isinstance(planned, Refused):
        raise Stop(planned.sentence)
    with sending(machine) as (calls, _):
        exchange = driven(calls.perform(planned))
    outcome = exchange.outcome
    identity = read_identity(planned, outcome)
    if options.json and isinstance(outcome, Success | ApiError):
        terminal.print_json(outcome.envelope.document)
    match outcome:
        case Success():
            if not options.json:
                for name, value in (*identity.who, ("RequestId", identity.request_id or "none")):
                    terminal.print(f"{name:<10} {visible(value)}")
            terminal.tell(f"✓ {visible(identity.sentence)}")
            return Exit.SUCCESS
        case ApiError() as error:
            from tcexplorer.cli.explained import found_out, tell_error

            tell_error(error, lambda _: None, terminal, found_out(exchange, context))
            return Exit.API_ERROR
        case Malformed() | TransportError():
            raise Stop(visible(identity.sentence), Exit.TRANSPORT)
        case _:
            return Exit.CANCELLED


def _remove(options: argparse.Namespace, machine: Machine, terminal: Terminal) -> Exit:
    from tcexplorer.credentials.edit import remove_profile

    profile = machine.config.profiles.get(options.name)
    had_key, unseen = False, ""
    if profile is None or profile.source == KEYRING:
        try:
            machine.store.available()
        except CredentialError as error:
            if profile is None:
                raise
            unseen = str(error)  # the entry can go all the same
        else:
            had_key = machine.store.remove(options.name)
    listed = remove_profile(machine.paths.config_file, options.name)
    if not listed and not had_key:
        raise CredentialError(f"there is no profile {options.name!r}; see: tcexplorer credentials list")
    terminal.tell(f"profile {options.name} is gone" + (", and its key from the keyring" if had_key else ""))
    if unseen:
        terminal.tell(f"a key of it was not looked for: {unseen}")
    return Exit.SUCCESS


def _checked_endpoint(text: str | None) -> str | None:
    if text is not None:
        try:
            parse_endpoint(text)
        except EndpointError as error:
            raise Stop(str(error)) from error
    return text
