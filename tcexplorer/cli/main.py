"""`tcexplorer`: the screen without a subcommand, else the subcommand's module, and only that one is loaded."""

from __future__ import annotations

import importlib
import sys
from typing import TYPE_CHECKING, NoReturn

from tcexplorer import __version__
from tcexplorer.cli.terminal import Exit, Stop, Terminal, let_go_of_output

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tcexplorer.cli.screen import Options
    from tcexplorer.compose import Machine

COMMANDS = {
    "call": "send one call and print its envelope",
    "sign": "print the signed request and every step of its signature; nothing is sent",
    "export": "write a call as a curl or tccli command, without a key in it",
    "actions": "search what can be called",
    "explain": "what an error code means and what to do",
    "doctor": "which mistake makes a request's signature wrong",
    "sandbox": "a server on this machine that checks and answers like the cloud",
    "view": "a saved answer as tree, table or text; filtered, as CSV",
    "credentials": "add, list, test or remove the keys of a profile",
    "catalog": "what the action catalogue holds, and newer versions of it",
}
EXAMPLES = """examples:
  tcexplorer --sandbox                                  look around without an account
  tcexplorer --profile dev --region ap-guangzhou        open the screen as profile dev
  tcexplorer call cvm DescribeZones --region ap-guangzhou
  tcexplorer explain AuthFailure.SignatureFailure

exit codes: 0 success, 1 the API answered an error or the doctor found a cause, 2 usage, 3 no answer,
4 no usable credential, 5 a wrong signature that nothing explains, 74 the output cannot be written, 130 cancelled"""


def entry() -> NoReturn:
    """The console script."""
    try:
        from tcexplorer.compose import this_machine
    except KeyboardInterrupt:  # Ctrl+C as soon as the command was entered
        sys.exit(Exit.CANCELLED)
    sys.exit(main(sys.argv[1:], this_machine(), Terminal.real()))


def main(arguments: Sequence[str], machine: Machine, terminal: Terminal) -> int:
    """Run and give the exit code. Nothing that a user can cause leaves here as a traceback."""
    try:
        return _dispatch(list(arguments), machine, terminal)
    except Stop as stop:
        terminal.tell(f"tcexplorer: {stop}")
        if stop.code is Exit.OUTPUT:
            let_go_of_output()
        return stop.code
    except KeyboardInterrupt:
        terminal.tell("cancelled")
        return Exit.CANCELLED
    except BrokenPipeError:
        # The reader of the pipe has gone (`| head`): nothing more can be said to it.
        let_go_of_output()
        return Exit.SUCCESS
    except SystemExit as done:
        return done.code if isinstance(done.code, int) else Exit.USAGE


def _dispatch(arguments: list[str], machine: Machine, terminal: Terminal) -> int:
    if arguments and not arguments[0].startswith("-"):
        name = arguments[0]
        if name not in COMMANDS:
            raise Stop(f"there is no command {name!r}{_nearest(name)}; see: tcexplorer --help")
        import argparse

        from tcexplorer.cli.parser import Parser

        command = importlib.import_module(f"tcexplorer.cli.commands.{name}")
        parser = Parser(
            prog=f"tcexplorer {name}",
            description=command.__doc__,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            epilog=command.EXAMPLES,
        )
        command.arguments(parser)
        return int(command.run(parser.parse_args(arguments[1:]), machine, terminal))
    return _screen(arguments, machine, terminal)


def _screen(arguments: list[str], machine: Machine, terminal: Terminal) -> int:
    from tcexplorer.cli.screen import Options, open_screen

    options = Options()
    if arguments == ["--sandbox"]:
        options.sandbox = True
    elif arguments:
        _parse(arguments, options)
    return open_screen(options, machine, terminal)


def _parse(arguments: list[str], options: Options) -> None:
    import argparse  # not for the usual start, which it would hold up

    from tcexplorer.cli.parser import Parser

    parser = Parser(
        prog="tcexplorer",
        usage="tcexplorer [options]\n       tcexplorer COMMAND …",
        description="The terminal workbench for Tencent Cloud API 3.0. Without a command it opens the screen.",
        epilog="commands:\n" + "".join(f"  {name:<12} {what}\n" for name, what in COMMANDS.items()) + "\n" + EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--sandbox", action="store_true", help="use the embedded sandbox: no account, no network")
    parser.add_argument("--profile", metavar="NAME", help="who calls (see: tcexplorer credentials list)")
    parser.add_argument("--from-env", action="store_true", help="take the key from TENCENTCLOUD_SECRET_ID and _KEY")
    parser.add_argument("--region", metavar="CODE", help="such as ap-guangzhou; none sends no region")
    parser.add_argument("--endpoint", metavar="URL", help="another host of Tencent Cloud, or http://127.0.0.1:PORT")
    parser.add_argument("--version", action="version", version=f"tcexplorer {__version__}")
    parser.parse_args(arguments, options)


def _nearest(name: str) -> str:
    from difflib import get_close_matches

    close = get_close_matches(name, COMMANDS, 1, 0.5)
    return f" (did you mean {close[0]}?)" if close else ""
