"""The README's key table is the registry's."""

from __future__ import annotations

from tests.tui.keys import BLOCK, README, table, with_table


def test_the_readme_lists_the_keys_of_today() -> None:
    text = README.read_text("utf-8")
    assert BLOCK.search(text), "the README has no key table"
    assert with_table(text) == text, "run: python -m tests.tui.keys"
    assert "Copy RequestId" in table()
