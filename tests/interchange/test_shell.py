"""Words of a command, as the shells themselves take them apart."""

from __future__ import annotations

import contextlib
import shutil
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcexplorer.interchange.readers.errors import UnreadableError
from tcexplorer.interchange.shell import quoted, split, unix_lines

BASH = shutil.which("bash")
TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=20)


def words(text: str) -> list[str]:
    return [word.text for word in split(unix_lines(text)).words]


def of_bash(text: str) -> list[str]:
    """The words as bash itself hands them to a program."""
    done = subprocess.run([str(BASH), "-c", f"printf '%s\\0' {text}"], capture_output=True, check=True)
    return done.stdout.decode().split("\0")[:-1]


@pytest.mark.skipif(BASH is None, reason="bash is the reference")
@pytest.mark.parametrize(
    "text",
    [
        "a b  c",
        "'a b' \"c d\" e\\ f",
        "a'b'\"c\"d",
        "\"a \\\" b \\\\ c \\x\"",
        "'a \\n \"b\"'",
        "$'a\\nb\\t\\'c\\\\ \\x41\\u6d4b\\101'",
        "a \\\n b",
        "\"a\\\nb\"",
        "'' \"\" a",
        "a#b c",
        "{\"a\":1}",
        "'{\"a\": [1, 2]}' -H 'X: y'",
        "caf\u00e9 \u6d4b\u8bd5",
    ],
)  # fmt: skip
def test_words_are_those_of_bash(text: str) -> None:
    assert words(text) == of_bash(text)


@pytest.mark.skipif(BASH is None, reason="bash is the reference")
@given(st.lists(TEXT, min_size=1, max_size=4))
def test_what_is_quoted_is_read_back_by_bash_and_by_us(texts: list[str]) -> None:
    line = " ".join(quoted(text) for text in texts)
    assert of_bash(line) == texts
    if not any("\r" in text for text in texts):
        assert words(line) == texts


@pytest.mark.parametrize("end", ["|", ";", "&", "\n", ">"])
def test_a_command_ends_where_another_begins(end: str) -> None:
    assert words(f"a b{' ' if end != chr(10) else ''}{end} c d") == ["a", "b"]


def test_continued_lines_of_cmd_and_powershell() -> None:
    assert words("a ^\n b ^\r\n c") == ["a", "b", "c"]
    assert words("a `\n b") == ["a", "b"]


def test_quotation_of_cmd() -> None:
    copied = '^"https://x/?a=1^&b=2^" ^\n  -H ^"X: y^" ^\n  --data-raw ^"^{^\\^"a^\\^":1^}^"'
    assert words(copied) == ["https://x/?a=1&b=2", "-H", "X: y", "--data-raw", '{"a":1}']
    assert words('-d "{\\"a\\": 1}" ^\n x') == ["-d", '{"a": 1}', "x"]


def test_variables_stay_and_are_said() -> None:
    found = split("a $NAME \"b ${OTHER}\" '$NOT'")
    assert [word.text for word in found.words] == ["a", "$NAME", "b ${OTHER}", "$NOT"]
    assert [remark.split()[0] for remark in found.remarks] == ["$NAME", "${OTHER}"]


@pytest.mark.parametrize(("text", "line", "column"), [("a 'b", 1, 3), ('a\\\n "b', 2, 2), ("x $'y", 1, 3)])
def test_a_quotation_without_end_is_named_by_its_place(text: str, line: int, column: int) -> None:
    with pytest.raises(UnreadableError) as refused:
        split(text)
    assert (refused.value.line, refused.value.column) == (line, column)


@given(st.text(max_size=40))
def test_nothing_else_is_ever_raised(text: str) -> None:
    with contextlib.suppress(UnreadableError):
        split(text)
