"""The key table of docs/keys.md, made from the command registry: `python -m tests.tui.keys` rewrites it."""

from __future__ import annotations

import re
from pathlib import Path

from tcexplorer.tui.commands import Command, Scope, at
from tcexplorer.tui.key_names import key_text

PAGE = Path(__file__).parents[2] / "docs" / "keys.md"
BLOCK = re.compile(r"(<!-- keys:[^\n]*-->\n).*?(<!-- /keys -->)", re.DOTALL)


def table() -> str:
    """The commands that have keys: a table for each place, folded."""
    lines: list[str] = []
    for place in Scope:
        commands = [command for command in at(place) if command.keys]
        if not commands:
            continue
        lines += [f"<details><summary>{place.value.capitalize()}</summary>", "", "| keys | command |", "|---|---|"]
        lines += [f"| {_keys(command)} | {command.title} |" for command in commands]
        lines += ["", "</details>", ""]
    return "\n".join(lines)


def _keys(command: Command) -> str:
    return " ".join(f"`{key_text(key)}`" for key in command.keys).replace("|", "\\|")


def with_table(text: str) -> str:
    """The page's text with the table of today."""
    return BLOCK.sub(lambda found: found[1] + table() + found[2], text)


if __name__ == "__main__":
    PAGE.write_text(with_table(PAGE.read_text("utf-8")), "utf-8")
