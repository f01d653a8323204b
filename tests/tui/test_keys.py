"""The key table of the docs is the registry's."""

from __future__ import annotations

from tests.tui.keys import BLOCK, PAGE, table, with_table


def test_the_docs_list_the_keys_of_today() -> None:
    text = PAGE.read_text("utf-8")
    assert BLOCK.search(text), "the page has no key table"
    assert with_table(text) == text, "run: python -m tests.tui.keys"
    assert "Copy RequestId" in table()
