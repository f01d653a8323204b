"""Search against a plain recursive one, with and without the means for large bodies."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from tcexplorer.answer import search as module
from tcexplorer.answer.present import number
from tcexplorer.answer.reader import parse, parsing
from tcexplorer.answer.search import Search
from tcexplorer.answer.slices import finished
from tcexplorer.answer.values import pairs
from tests.answer.hostile import path_of

if TYPE_CHECKING:
    import pytest

    from tcexplorer.answer.values import IndexPath
    from tcexplorer.protocol.model import Json

LETTERS = st.text('abKİé测1. \\"\n', max_size=4)
DOCUMENTS = st.recursive(
    st.none() | st.booleans() | st.integers(-200, 200) | st.floats(-10, 10) | LETTERS,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(LETTERS, inner, max_size=5),
    max_leaves=40,
)
NEEDLES = st.sampled_from(
    ["a", "A", "ab", "1", "测", "k", "i", "é", "null", "tru", "-", ".", "1e", "b1", " ", "\n", '"']
)


def expected(value: Json, wanted: str, places: IndexPath = (), key: str | int | None = None) -> list[IndexPath]:
    """The matches, by walking."""
    match value:
        case str():
            text = value
        case None:
            text = "null"
        case bool():
            text = str(value)
        case int() | float():
            text = number(value)
        case _:
            text = ""
    numeric = not isinstance(value, int | float) or isinstance(value, bool) or all(char in "-.1e" for char in wanted)
    hit = (numeric and wanted in text.lower()) or (isinstance(key, str) and wanted in key.lower())
    found = [places] if hit else []
    for place, (name, child) in enumerate(pairs(value)):
        found += expected(child, wanted, (*places, place), name)
    return found


@given(DOCUMENTS, NEEDLES, st.booleans(), st.integers(4, 60))
def test_all_matches_are_found_in_order(document: Json, text: str, ascii_only: bool, window: int) -> None:
    body = json.dumps(document, ensure_ascii=ascii_only).encode()
    parsed = finished(parsing(body, window=window))
    wanted = expected(parsed.value, text.lower())
    for search in (
        Search(parsed.value, text),
        Search(parsed.value, text, body=body, landmarks=parsed.landmarks),
    ):
        finished(search.running())
        assert search.matches == wanted
        assert search.count == len(wanted)
        assert search.done


DOCUMENT: Json = {"Response": {"Set": [{"Name": "web-1"}, {"Name": "db"}, {"Name": "WEB-2"}], "Web": None}}
MATCHES = [(0, 0, 0, 0), (0, 0, 2, 0), (0, 1)]


def searched(text: str) -> Search:
    search = Search(DOCUMENT, text)
    finished(search.running())
    return search


def test_the_next_and_the_previous_match_from_anywhere_and_round() -> None:
    search = searched("web")
    assert search.matches == MATCHES
    assert search.next(()) == MATCHES[0]
    assert search.next(MATCHES[0]) == MATCHES[1]
    assert search.next((0, 0, 1)) == MATCHES[1]
    assert search.next(MATCHES[2]) == MATCHES[0]
    assert search.previous(MATCHES[0]) == MATCHES[2]
    assert search.previous((0, 0, 1)) == MATCHES[0]
    assert [search.number(places) for places in (*MATCHES, (0,))] == [1, 2, 3, None]
    assert path_of(DOCUMENT, MATCHES[1]) == ("Response", "Set", 2, "Name")


def test_nothing_found_is_said() -> None:
    search = searched("nowhere")
    assert (search.count, search.done, search.next(()), search.previous(())) == (0, True, None, None)
    assert Search(DOCUMENT, "").done


def test_a_scalar_document_and_a_row_can_match() -> None:
    search = Search("some text", "TEXT")
    finished(search.running())
    assert search.matches == [()]
    assert search.matches_row("key", "a text")
    assert search.matches_row("Text", 1)
    assert not search.matches_row(3, {"text": 1})


def test_matches_beyond_those_kept_are_counted_and_found_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "KEPT", 2)
    search = searched("web")
    assert (search.count, search.matches) == (3, MATCHES[:2])
    assert finished(search.seeking(MATCHES[1])) == MATCHES[2]
    assert finished(search.seeking(MATCHES[2])) is None


def test_windows_without_the_text_are_not_walked() -> None:
    body = json.dumps({"Set": [{"Name": f"n{at}"} for at in range(20_000)]}).encode()
    parsed = finished(parsing(body, window=10_000))
    search = Search(parsed.value, "n19999", body=body, landmarks=parsed.landmarks)
    steps = sum(1 for _ in search.running())
    assert search.matches == [(0, 19_999, 0)]
    # every walked window yields at its end, every eighth that is skipped does
    assert steps < len(parsed.landmarks) / 4


def test_the_first_match_comes_at_once() -> None:
    search = Search(parse(b'[{"a":1},"x","x"]').value, "x")
    assert next(count for count in search.running() if count) == 1
    assert not search.done
