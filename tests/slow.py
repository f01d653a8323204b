"""Which tests are of the slow tier: by the beginning of their id, as pytest prints it.

`pytest` leaves them out, to finish in three minutes on two cores; `pytest -m slow` runs them, and so does `.ci/run`.
"""

from __future__ import annotations

from typing import Final

SLOW: Final = (
    "tests/answer/test_compare.py::test_depth_is_no_danger",
    "tests/catalog/test_build_hook.py",
    "tests/catalog/test_official.py",
    "tests/catalog/test_sources.py",
    "tests/diagnosis/test_doctor.py::TestSingles",
    "tests/diagnosis/test_doctor.py::test_what_is_met_seldom_beside_what_is_met_often",
    "tests/diagnosis/test_doctor_habits.py",
    "tests/protocol/test_signing.py::test_same_signature_as_the_official_sdk",
    "tests/real/",
    "tests/test_every_example.py",
    "tests/test_testing.py::test_pytest_finds_the_plugin_by_the_entry_point",
    "tests/test_testing.py::test_the_example_of_the_readme_passes_and_is_short",
    "tests/tui/test_actions_sent.py",
    "tests/tui/test_context.py",
    "tests/tui/test_hostile.py::TestInATerminal",
    "tests/tui/test_monkey.py",
    "tests/tui/test_mouse_alone.py",
    "tests/tui/test_profiles.py",
    "tests/tui/test_terminal.py",
    "tests/tui/test_tmux.py",
    "tests/tui/test_tree_bodies.py",
    "tests/tui/test_tree_search.py",
)
