"""Runs a command in the process, as the shell would, and keeps what it said."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tcexplorer.cli.main import main
from tcexplorer.cli.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Callable

    from tcexplorer.compose import Machine


@dataclass(frozen=True)
class Ran:
    """What a command said and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class Keyboard(io.StringIO):
    """Standard input of a person."""

    def isatty(self) -> bool:
        return True


def run(
    machine: Machine,
    *arguments: str,
    stdin: str = "",
    typed: str | None = None,
    secret: Callable[[str], str] = lambda _: "",
) -> Ran:
    """Run `tcexplorer ARGUMENTS`; `typed` is what a person at a terminal types, `stdin` what a pipe holds."""
    out = io.StringIO()
    inp, err = (io.StringIO(stdin), io.StringIO()) if typed is None else (Keyboard(typed), Keyboard())
    code = main(arguments, machine, Terminal(inp, out, err, secret))
    assert "Traceback" not in err.getvalue()
    return Ran(code, out.getvalue(), err.getvalue())
