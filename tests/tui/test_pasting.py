"""What terminals do to line ends is undone."""

from __future__ import annotations

import pytest

from tcexplorer.tui.text.pasted_text import as_copied


@pytest.mark.parametrize(
    ("pasted", "copied"),
    [
        ("a\rb\r\rc\r", "a\nb\n\nc\n"),
        ("a\r\rb\r\r\r\rc\r\r", "a\r\nb\r\n\r\nc\r\n"),
        ("a\r\rb", "a\n\nb"),  # a paragraph more likely than one line end
        ("a\r\nb\r\n", "a\r\nb\r\n"),
        ("a\nb\r", "a\nb\r"),
        ("a", "a"),
        ("", ""),
    ],
)
def test_line_ends(pasted: str, copied: str) -> None:
    assert as_copied(pasted) == copied
