"""argparse, which repeats what was typed."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from tcexplorer.safety.inert import visible

if TYPE_CHECKING:
    from typing import NoReturn


class Parser(argparse.ArgumentParser):
    """A parser whose complaints hold nothing that a terminal would obey."""

    def error(self, message: str) -> NoReturn:
        super().error(visible(message))
