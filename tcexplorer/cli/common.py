"""What the subcommands share: the options of a call, and what they mean."""

from __future__ import annotations

import re
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tcexplorer.calls.context import Context
from tcexplorer.calls.plan import Extras, Plan, RefusalReason, Refused, call_for, plan
from tcexplorer.catalog.index import near
from tcexplorer.catalog.model import Action, ActionRow, Doc, Status, TypeDef, Verb
from tcexplorer.cli.terminal import Exit, Stop, Terminal, as_utf8, region_of
from tcexplorer.credentials.config import ConfigError
from tcexplorer.credentials.credential import CredentialError
from tcexplorer.credentials.profile import Profile
from tcexplorer.credentials.resolve import ProfileChoice
from tcexplorer.form.draft import Draft
from tcexplorer.form.text import Unreadable
from tcexplorer.protocol.model import Language, Method
from tcexplorer.protocol.request import MAX_POST
from tcexplorer.safety.inert import visible
from tcexplorer.waiting import driven

if TYPE_CHECKING:
    import argparse
    from collections.abc import Generator

    from tcexplorer.calls.perform import CallFlow
    from tcexplorer.catalog.store import Catalogue
    from tcexplorer.compose import Machine
    from tcexplorer.protocol.model import JsonObject
    from tcexplorer.transport import HttpxSender

_VERSION: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def call_options(parser: argparse.ArgumentParser) -> None:
    """The options of `call` and `sign`."""
    parser.add_argument("service", metavar="SERVICE", help="short name, such as cvm or mqtt")
    parser.add_argument("action", metavar="ACTION", help="such as DescribeInstances")
    parser.add_argument("--version", metavar="DATE", help="version of the service's API; newest by default")
    parser.add_argument("--region", metavar="CODE", help="such as ap-guangzhou; 'none' sends no region")
    who = parser.add_mutually_exclusive_group()
    who.add_argument("--profile", metavar="NAME", help="who calls; the default profile otherwise")
    who.add_argument("--from-env", action="store_true", help="key from TENCENTCLOUD_SECRET_ID, _SECRET_KEY and _TOKEN")
    parser.add_argument("--endpoint", metavar="URL", help="another Tencent Cloud host, or http://127.0.0.1:PORT")
    parser.add_argument("--params", metavar="JSON|@FILE", help="a JSON object, @FILE, or @- for standard input")
    parser.add_argument(
        "--method", type=str.upper, choices=[*Method], default=Method.POST, help="POST (JSON) or GET (query)"
    )
    parser.add_argument(
        "--body", metavar="@FILE", help="bytes to send instead of parameters, for actions that take some"
    )
    parser.add_argument(
        "--header", action="append", default=[], metavar="NAME:VALUE", help="one more header, such as X-CLS-TopicId:…"
    )
    parser.add_argument("--unsigned-payload", action="store_true", help="leave the body out of the signature")
    parser.add_argument("--language", choices=[*Language], help="language of the API's messages")
    parser.add_argument("--json", action="store_true", help="one compact line of JSON")


def parameters(given: str | None, terminal: Terminal) -> JsonObject:
    """The parameters of --params. Raises Stop, naming the place, for what is no JSON object."""
    if given is None:
        return {}
    data, where = given.encode("utf-8", "surrogateescape"), "--params"
    if given.startswith("@"):
        data, where = bytes_of(given[1:], terminal, MAX_POST), name_of(given[1:])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Stop(f"{where}: byte {error.start + 1} is not UTF-8; parameters are JSON in UTF-8") from error
    match Draft().with_json(text):
        case Unreadable(reason):
            raise Stop(f"{where}: {reason}")
        case Draft(params):
            return params


def bytes_of(file: str, terminal: Terminal, most: int) -> bytes:
    """The content of a file, or of standard input for `-`. Raises Stop, also when it has more than `most` bytes."""
    try:
        if file == "-":
            data = terminal.read_bytes(most + 1)
        else:
            with Path(file).open("rb") as opened:
                data = opened.read(most + 1)
    except OSError as error:
        raise Stop(f"{name_of(file)} cannot be read: {error.strerror or error}") from error
    if len(data) > most:
        raise Stop(f"{name_of(file)} has more than {most // 1024 // 1024} MiB, more than a request may")
    return data


def name_of(file: str) -> str:
    """What a file given on the command line is called in a sentence."""
    return "standard input" if file == "-" else file or "a file without a name"


def extras_of(options: argparse.Namespace, terminal: Terminal) -> Extras:
    """The options --body, --header and --unsigned-payload. Raises Stop."""
    content = None
    if options.body is not None:
        if not options.body.startswith("@"):
            raise Stop("--body is @FILE, or @- for standard input")
        if options.params is not None:
            raise Stop("--body takes the place of parameters: leave --params away")
        content = bytes_of(options.body[1:], terminal, MAX_POST)
    headers: list[tuple[str, str]] = []
    for given in options.header:
        name, colon, value = given.partition(":")
        if not colon or not name.strip():
            raise Stop(f"--header {visible(given)}: a header is NAME:VALUE")
        headers.append((name.strip(), value.strip()))
    return Extras(content, tuple(headers), options.unsigned_payload, options.region is not None)


def context_of(options: argparse.Namespace, machine: Machine, *, signs: bool = True) -> Context:
    """The context that the options ask for. Raises Stop when there is no profile or no key, where one `signs`."""
    profile = chosen_profile(options, machine)
    if profile is None and not signs:
        profile = Profile("nobody")
    if profile is None:
        raise Stop(
            "no credential: set TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY, or run: tcexplorer credentials add"
            " NAME (or try without an account: tcexplorer sandbox)",
            Exit.CREDENTIALS,
        )
    try:
        credential = machine.credential(profile) if signs else None
    except CredentialError as error:
        raise Stop(str(error), Exit.CREDENTIALS) from error
    return Context(
        profile,
        credential,
        region_of(options.region, profile.region),
        options.endpoint,
        Method(options.method),
        Language(options.language) if options.language else profile.language or Language.ENGLISH,
    )


def chosen_profile(options: argparse.Namespace, machine: Machine) -> Profile | None:
    """The profile the options name. Raises Stop."""
    try:
        return machine.profile(ProfileChoice(options.profile, options.from_env))
    except ConfigError as error:
        raise Stop(str(error)) from error
    except CredentialError as error:
        raise Stop(str(error), Exit.CREDENTIALS) from error


def find_action(options: argparse.Namespace, catalogue: Catalogue) -> Action:
    """The action that the options name, or one taken at its word because a version was given.

    Raises Stop, with the nearest names, when there is none.
    """
    if options.version is not None and not _VERSION.fullmatch(options.version):
        raise Stop(f"--version “{visible(options.version)}”: a version is a date, such as 2024-05-16")
    service, action = as_utf8(options.service), as_utf8(options.action)
    row = catalogue.find(service, action, options.version)
    if row is not None and options.version in (None, row.version):
        found = catalogue.action(row.service, row.version, row.action)
        if found is not None:
            return found
    if options.version is None:
        raise Stop(_unknown(service, action, catalogue.rows()))
    nothing = TypeDef("", Doc("", ""), ())
    row = ActionRow(service, options.version, action, "", "", Status.ONLINE, Verb.WRITE)
    return Action(row, "", "", False, nothing.doc, {"": nothing}, (), ())


def plan_of(action: Action, params: JsonObject, context: Context, extras: Extras, *, now: float) -> Plan:
    """The signed call; `now` in seconds since 1970. Raises Stop for what must not be sent."""
    match plan(call_for(action, params, context, extras), action.row.verb, context, now=now):
        case Refused(RefusalReason.NO_CREDENTIAL, sentence):
            raise Stop(sentence, Exit.CREDENTIALS)
        case Refused(_, sentence):
            raise Stop(sentence)
        case Plan() as planned:
            return planned


@contextmanager
def sending(machine: Machine, *, timeout: float | None = None) -> Generator[tuple[CallFlow, HttpxSender]]:
    """The flow of calls of a command, and its sender; drive it with `waiting.driven`."""
    sender = machine.sender(timeout=timeout, blocking=True)
    try:
        yield machine.calls(sender), sender
    finally:
        driven(sender.close())


def _unknown(service: str, action: str, rows: list[ActionRow]) -> str:
    of_service = sorted({row.action for row in rows if row.service == service})
    if not of_service:
        meant = near(service.lower(), {row.service for row in rows}, 3)
        hint = f" (did you mean {', '.join(meant)}?)" if meant else ""
        return f"no service {service!r} in the catalogue{hint}; see: tcexplorer actions"
    meant = near(action, of_service, 3)
    hint = f" (did you mean {', '.join(meant)}?)" if meant else ""
    return (
        f"{service} has no action {action!r} in the catalogue{hint};"
        f" to call it all the same, give its --version; or see: tcexplorer actions {service}"
    )
