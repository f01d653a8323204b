"""Which tests are of the slow tier: by the beginning of their id, as pytest prints it.

`pytest` leaves them out, to finish in three minutes on two cores; `pytest -m slow` runs them, and so does `.ci/run`.
"""

from __future__ import annotations

from typing import Final

SLOW: Final = (
    "tests/catalog/test_build_hook.py",
    "tests/catalog/test_official.py",
    "tests/real/",
    "tests/test_every_example.py",
    "tests/tui/test_actions_sent.py",
    "tests/tui/test_hostile.py::TestInATerminal",
    "tests/tui/test_monkey.py",
    "tests/tui/test_mouse_alone.py",
    "tests/tui/test_terminal.py",
    "tests/tui/test_tmux.py",
    "tests/tui/test_tree_bodies.py",
)
