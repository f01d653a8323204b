"""The screen's pure parts: lines, JSON texts, frame, desk, verdict."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tcexplorer.form.draft import Draft
from tcexplorer.tui.content.common import prose
from tcexplorer.tui.main.bars import HeaderState, header_pieces
from tcexplorer.tui.state import SessionState
from tcexplorer.tui.text.json_text import escaped
from tcexplorer.tui.text.styled_text import Role, Span, cut, line, padded, wrapped
from tcexplorer.tui.widgets.text_field import scrubbed
from tcexplorer.workbench.session import LoadedExample
from tests.tui.stage import ACTIONS

TEXTS = st.text(st.sampled_from("ab cd测试 …\u0301-"), max_size=60)


@given(TEXTS, st.integers(0, 30))
def test_cutting_never_passes_the_width_and_says_that_it_cut(text: str, cells: int) -> None:
    found = cut(text, cells)
    assert cell_len(found) <= cells
    if not cells:
        assert not found
    elif cell_len(text) <= cells:
        assert found == text
    else:
        assert found.endswith("…")


@given(TEXTS, st.integers(2, 30))
def test_padding_is_exact(text: str, cells: int) -> None:
    assert cell_len(padded(text, cells)) == cells


@given(st.lists(TEXTS, max_size=4), st.integers(8, 40), st.integers(0, 6))
def test_wrapping_fits_and_loses_nothing_but_blanks(texts: list[str], width: int, indent: int) -> None:
    one = line(*(Span(text, Role.KEY) for text in texts), indent=indent)
    rows = wrapped(one, width)
    assert all(cell_len(row.text) <= width for row in rows)
    assert "".join(row.text for row in rows).replace(" ", "") == one.text.replace(" ", "")


def test_wrapping_breaks_at_blanks_and_indents_what_follows() -> None:
    rows = wrapped(line("one two three four", indent=2), 9)
    assert [row.text for row in rows] == ["one two", "  three", "  four"]


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=12,
)


@given(VALUES)
def test_escaped_json_means_the_same_and_can_be_shown(value: object) -> None:
    text = json.dumps(value, ensure_ascii=False, indent=2)
    safe = escaped(text)
    assert json.loads(safe) == value
    assert safe.replace("\n", "").isprintable()


@given(st.text())
def test_a_pasted_line_is_printable(text: str) -> None:
    found = scrubbed(text)
    assert found.isprintable()
    if text.isprintable() and text.strip():
        assert found == text


def test_markdown_of_the_catalogue_becomes_lines() -> None:
    lines = list(prose("# Title\n**bold** and `code`\n- one\n\n[name](http://x)"))
    assert [one.text for one in lines] == ["Title", "bold and code", "- one", "", "name (http://x)"]
    assert lines[1].spans[0].style == "bold"
    assert lines[2].indent == 2


def said(about: HeaderState, width: int) -> str:
    left, right = header_pieces(about, width)
    return "  ".join("".join(span.text for span in piece.spans) for piece in (*left, *right))


def test_the_header_by_width() -> None:
    about = HeaderState("prod-cn", "ap-guangzhou", "mqtt.tencentcloudapi.com", production=True)
    assert said(about, 160).startswith("tcexplorer  prod-cn ▾  ap-guangzhou ▾  mqtt.tencentcloudapi.com")
    assert said(about, 120).startswith("prod-cn ▾  ap-guangzhou ▾  mqtt")
    assert "mqtt" not in said(about, 80)
    for width in (80, 120, 160):
        assert " CAN WRITE " in said(about, width)
        assert " PRODUCTION " in said(about, width)


def test_an_endpoint_of_the_users_own_is_shown_at_every_width() -> None:
    about = HeaderState("dev", None, "http://127.0.0.1:8000", own_endpoint=False, read_only=True)
    for width in (80, 160):
        assert "http://127.0.0.1:8000" in said(about, width)
        assert "no region" in said(about, width)
        assert "read-only" in said(about, width)
        assert "CAN WRITE" not in said(about, width)


def test_the_sandbox_has_its_badge_alone() -> None:
    assert said(HeaderState("sandbox", "ap-guangzhou", sandbox=True), 80).endswith(" SANDBOX ")
    assert "CAN WRITE" not in said(HeaderState("sandbox", "ap-guangzhou", sandbox=True), 160)


def test_the_session_remembers_a_draft_for_every_action() -> None:
    state = SessionState()
    state.open(ACTIONS[0])
    state.edited(Draft({"Limit": 1}), None)
    assert state.open(ACTIONS[1]).draft == Draft()
    assert state.open(ACTIONS[0]).draft == Draft({"Limit": 1})


def test_an_edited_example_is_not_lost_when_the_next_one_comes() -> None:
    state = SessionState()
    opened = state.open(ACTIONS[0])
    examples = [LoadedExample("one", {"Limit": 1}), LoadedExample("", {"Limit": 2})]
    assert opened.next_example(examples) == (Draft({"Limit": 1}), "example 1 of 2: one")
    state.edited(Draft({"Limit": 9}), None)
    assert opened.next_example(examples) == (Draft({"Limit": 2}), "example 2 of 2")
    state.edited(Draft({"Limit": 2}), None)
    assert opened.next_example(examples) == (Draft({"Limit": 9}), "what you had typed")
    state.edited(Draft({"Limit": 9}), None)
    assert opened.example == -1
