"""What an error code means, what usually causes it and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcexplorer.cli.explained import explained_lines
from tcexplorer.cli.terminal import Exit, Terminal
from tcexplorer.diagnosis.explain import explain
from tcexplorer.protocol.model import Language
from tcexplorer.safety.inert import visible
from tcexplorer.sandbox.rules import act_for

if TYPE_CHECKING:
    import argparse

    from tcexplorer.catalog.model import ErrorCode
    from tcexplorer.compose import Machine

EXAMPLES = """examples:
  tcexplorer explain AuthFailure.SignatureFailure
  tcexplorer explain ResourceNotFound.Topic --service mqtt
  tcexplorer explain FailedOperation.DeleteProtect --service mqtt --language zh
  tcexplorer explain RequestLimitExceeded --json"""

_LANGUAGES = {"en": Language.ENGLISH, "zh": Language.CHINESE, **{str(one): one for one in Language}}


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("code", metavar="CODE", help="as the API answered it in Response.Error.Code")
    parser.add_argument("--service", metavar="S", help="also look among this service's own codes")
    parser.add_argument(
        "--language", choices=[*_LANGUAGES], default="en", metavar="zh|en", help="of the service's own texts"
    )
    parser.add_argument("--json", action="store_true", help="JSON instead of text")


def run(options: argparse.Namespace, machine: Machine, terminal: Terminal) -> int:
    own = _own_code(options, machine, terminal) if options.service else None
    explanation = explain(
        options.code,
        lookup=(lambda code: own if own and own.code == code else None) if options.service else None,
        language=_LANGUAGES[options.language],
        act_for=act_for,
    )
    if options.json:
        terminal.print_json(explanation.as_json())
        return Exit.SUCCESS
    known = (
        ""
        if explanation.known
        else "  (unknown code" + (f", family {explanation.family})" if explanation.family else ")")
    )
    terminal.print(visible(explanation.code) + known)
    terminal.print("\n".join(explained_lines(explanation, provoke=True)).rstrip())
    return Exit.SUCCESS


def _own_code(options: argparse.Namespace, machine: Machine, terminal: Terminal) -> ErrorCode | None:
    from tcexplorer.catalog.store import CatalogueError

    try:
        with machine.catalogue() as catalogue:
            return catalogue.code(options.service, options.code.strip())
    except CatalogueError as error:
        terminal.tell(f"the service's own codes are not at hand: {error}")
        return None
