"""Say which mistake makes a request's signature wrong: signed again with it, the very same signature comes out.

FILE is the request exactly as it was sent: raw HTTP or a curl command. The key it was to be signed with comes from a
profile or the environment; without one, what can be seen without it is reported all the same.

exit codes: 0 valid, 1 a cause was found, 2 usage or unreadable, 5 wrong, and nothing known explains it
"""

from __future__ import annotations

import errno
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tcexplorer.cli.common import bytes_of, chosen_profile, name_of
from tcexplorer.cli.terminal import Exit, Stop, Terminal
from tcexplorer.credentials.credential import CredentialError
from tcexplorer.diagnosis import doctor
from tcexplorer.diagnosis.doctor.causes import EXPECTED
from tcexplorer.interchange.readers.detect import read_request
from tcexplorer.interchange.readers.errors import UnreadableError
from tcexplorer.safety.inert import visible

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator

    from tcexplorer.catalog.store import Catalogue
    from tcexplorer.compose import Machine
    from tcexplorer.protocol.model import Credential

EXAMPLES = """examples:
  tcexplorer doctor request.txt --from-env
  tcexplorer doctor request.txt --profile dev --now 1551113065 --json
  tcexplorer doctor request.txt --canonical printed.txt    with what your code printed
  tcexplorer doctor request.txt --compare works.txt        against a request that works
  pbpaste | tcexplorer doctor -                         a request or a curl command from the clipboard"""
_CODES = {
    doctor.Outcome.VALID: Exit.SUCCESS,
    doctor.Outcome.EXPLAINED: Exit.API_ERROR,
    doctor.Outcome.UNEXPLAINED: Exit.UNEXPLAINED,
}
_HEADINGS = {
    doctor.Outcome.VALID: "The request is signed as it must be.",
    doctor.Outcome.EXPLAINED: "The request would be refused:",
    doctor.Outcome.UNEXPLAINED: "The cause could not be proven.",
}
_MOST_LINES = 60
_LARGEST = 32 * 1024 * 1024
_YEAR_10000 = 253402300800


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE|-", help="the request as it was sent, or - for standard input")
    who = parser.add_mutually_exclusive_group()
    who.add_argument("--profile", metavar="NAME", help="whose key it was to be signed with")
    who.add_argument("--from-env", action="store_true", help="key from TENCENTCLOUD_SECRET_ID, _SECRET_KEY and _TOKEN")
    parser.add_argument("--now", type=int, metavar="SECONDS", help="the server's time, to check the clock against")
    parser.add_argument("--canonical", metavar="FILE", help="the canonical request that your code printed")
    parser.add_argument("--string-to-sign", metavar="FILE", help="the string to sign that your code printed")
    parser.add_argument("--compare", metavar="GOOD", help="a request that works: say also what differs from it")
    parser.add_argument("--show-keys", action="store_true", help="with --json: also the derived keys, which are secret")
    parser.add_argument("--json", action="store_true", help="JSON instead of text")


def run(options: argparse.Namespace, machine: Machine, terminal: Terminal) -> int:
    if options.show_keys and not options.json:
        raise Stop("--show-keys goes with --json")
    if options.now is not None and not 0 <= options.now < _YEAR_10000:
        raise Stop("--now is a number of seconds since 1970, such as 1551113065")
    if [options.file, options.canonical, options.string_to_sign, options.compare].count("-") > 1:
        raise Stop("standard input holds one of them: name a file for the others")
    given = bytes_of(options.file, terminal, _LARGEST)
    credential = _credential(options, machine)
    if credential is not None:  # a client that mixes up its values sends the key in the oddest places
        terminal = terminal.hiding(credential.secret_key, credential.token)
    catalogue = cache(lambda: _catalogue(machine))
    try:
        verdict = doctor.examine(
            given,
            credential,
            now=options.now,
            services=_services(catalogue),
            services_of=lambda action, version: _services_of(catalogue(), action, version),
            canonical_request=bytes_of(options.canonical, terminal, _LARGEST) if options.canonical else None,
            string_to_sign=bytes_of(options.string_to_sign, terminal, _LARGEST) if options.string_to_sign else None,
            read_file=_named,
        )
    except UnreadableError as error:
        raise Stop(terminal.shown(f"{name_of(options.file)}: {error}")) from error
    if options.compare:
        verdict = replace(verdict, differences=_differences(given, options.compare, credential, terminal))
    if options.json:
        terminal.print_json(verdict.as_json(show_keys=options.show_keys))
    else:
        for line in _lines(verdict, printed=bool(options.canonical or options.string_to_sign)):
            terminal.print(line)
    return _CODES[verdict.outcome]


def _catalogue(machine: Machine) -> Catalogue | None:
    from tcexplorer.catalog.store import CatalogueError

    try:
        return machine.catalogue()
    except CatalogueError:  # then it is said that what needs it was not checked
        return None


def _services(catalogue: Callable[[], Catalogue | None]) -> Iterator[str]:
    """The names of all services, read when they are wanted."""
    if (found := catalogue()) is not None:
        yield from sorted({one.name for one in found.services()})


def _services_of(catalogue: Catalogue | None, action: str, version: str) -> frozenset[str]:
    from tcexplorer.catalog.services import services_of

    return frozenset() if catalogue is None else services_of(catalogue, action, version)


def _differences(given: bytes, good: str, credential: Credential | None, terminal: Terminal) -> tuple[str, ...]:
    """How the request differs from one that works."""
    try:
        other = read_request(bytes_of(good, terminal, _LARGEST), read_file=_named)
    except UnreadableError as error:
        raise Stop(terminal.shown(f"{name_of(good)}: {error}")) from error
    return doctor.differences(read_request(given, read_file=_named), other, credential)


def _named(file: str) -> bytes:
    """The content of a file that a curl command names. Raises OSError."""
    if "\0" in file:
        raise FileNotFoundError(errno.ENOENT, "no file has such a name")
    with Path(file).open("rb") as opened:
        content = opened.read(_LARGEST + 1)
    if len(content) > _LARGEST:
        raise OSError(errno.EFBIG, f"it has more than {_LARGEST // 1024 // 1024} MiB, more than a request may")
    return content


def _credential(options: argparse.Namespace, machine: Machine) -> Credential | None:
    """The credential that was asked for, else the default one; None when there is none."""
    profile = chosen_profile(options, machine)
    if profile is None:
        return None
    try:
        return machine.credential(profile)
    except CredentialError as error:
        raise Stop(str(error), Exit.CREDENTIALS) from error


def _lines(verdict: doctor.Verdict, *, printed: bool) -> Iterator[str]:
    yield _HEADINGS[verdict.outcome]
    for cause in verdict.causes:
        yield ""
        yield f"{cause.title}  [{cause.id}, {cause.certainty}]"
        what, pair, rest = cause.evidence.partition(" (signed `")
        yield f"  {what}"
        if pair:  # below each other, so that what differs is seen
            right = "expected" if EXPECTED in rest else "sent"
            yield f"    {'signed':<{len(right)}}  {cause.signed}"
            yield f"    {right:<6}  {cause.sent}"
        if cause.fix:
            yield f"  fix: {cause.fix}"
        for language, code in cause.code:
            yield f"  {language}: {code}"
    unexplained = verdict.outcome is doctor.Outcome.UNEXPLAINED and verdict.expected is not None
    if unexplained:
        yield from _expected(verdict.expected, printed=printed)
    if verdict.remarks:
        yield ""
        yield from (visible(remark) for remark in verdict.remarks)
    if verdict.differences:
        yield ""
        yield "from the one that works:"
        yield from (f"  {visible(difference)}" for difference in verdict.differences)
    yield from _difference(verdict)


def _expected(expected: doctor.Expected | None, *, printed: bool) -> Iterator[str]:
    """What should have been signed, to be set against what the author's code makes."""
    if expected is None:
        return
    source = expected.canonical_request is None
    for name, text in (
        ("canonical request", expected.canonical_request),
        ("source string" if source else "string to sign", expected.string_to_sign),
    ):
        if text is not None:
            yield ""
            yield f"expected {name}:"
            lines = doctor.starred(text).split("\n")
            yield from (f"    {visible(line)}".rstrip() for line in lines[:_MOST_LINES])
            if len(lines) > _MOST_LINES:
                yield f"    … {len(lines) - _MOST_LINES} more lines, with --json"
    if not printed:
        given = "--string-to-sign FILE" if source else "--canonical FILE or --string-to-sign FILE"
        yield ""
        yield f"Let your code print the same, and give it with {given}: the first difference is shown."


def _difference(verdict: doctor.Verdict) -> Iterator[str]:
    """The canonical request (or the string to sign) that was signed, against the one expected."""
    if verdict.expected is None:
        return
    for name, signed, expected in (
        ("canonical request", verdict.sent.canonical_request, verdict.expected.canonical_request),
        ("string to sign", verdict.sent.string_to_sign, verdict.expected.string_to_sign),
    ):
        if signed is not None and expected is not None and signed != expected:
            yield ""
            yield f"{name} (- signed, + expected):"
            yield from (f"  {line.mark} {line.text}".rstrip() for line in doctor.marked_lines(expected, signed))
            return
