"""Paths as texts, and parameters with one place changed."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcexplorer.protocol.paths import UNSET, Path, path_text, read_path, value_at, with_value, without

if TYPE_CHECKING:
    from tcexplorer.protocol.model import JsonObject

PATHS = st.lists(st.text(min_size=1, max_size=6) | st.integers(0, 20), min_size=1, max_size=5).map(tuple)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (("Filters",), "Filters"),
        (("Filters", 0, "Name"), "Filters[0].Name"),
        (("A", "b c", 3), 'A["b c"][3]'),
        (("A", "测试"), 'A["测试"]'),
        (("A", ""), 'A[""]'),
        (("A", "0"), 'A["0"]'),
    ],
)
def test_a_path_as_the_form_writes_it(path: Path, text: str) -> None:
    assert path_text(path) == text
    assert read_path(text) == path


@given(PATHS)
def test_a_path_comes_back(path: Path) -> None:
    assert read_path(path_text(path)) == path


def test_dotted_paths_are_read_too() -> None:
    assert read_path("Filters.0.Values.12") == ("Filters", 0, "Values", 12)


@pytest.mark.parametrize("text", ["", ".", ".A", "A.", "A..B", "A[", "A[x]", "a b", "A[0]B", 'A["x]', "测试"])
def test_other_texts_are_no_paths(text: str) -> None:
    assert read_path(text) is None


HELD: JsonObject = {"A": {"B": [1, {"C": None}]}, "D": "x"}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ((), HELD),
        (("D",), "x"),
        (("A", "B", 0), 1),
        (("A", "B", 1, "C"), None),
        (("A", "B", 2), UNSET),
        (("D", 0), UNSET),
        (("A", 0), UNSET),
        (("X", "Y"), UNSET),
    ],
)
def test_what_is_there(path: Path, value: object) -> None:
    assert value_at(HELD, path) == value


def test_a_value_is_put_and_containers_are_made() -> None:
    assert with_value({}, ("A", 0, "B"), 1) == {"A": [{"B": 1}]}
    assert with_value(HELD, ("A", "B", 0), 2) == {"A": {"B": [2, {"C": None}]}, "D": "x"}
    assert with_value(HELD, ("A", "B", 9), 2) == {"A": {"B": [1, {"C": None}, 2]}, "D": "x"}
    assert with_value(HELD, ("D", "E"), 2) == {"A": HELD["A"], "D": {"E": 2}}
    assert list(with_value({"B": 1, "A": 2}, ("B",), 3)) == ["B", "A"]


def test_a_value_is_taken_away_and_the_container_stays() -> None:
    assert without(HELD, ("A", "B", 0)) == {"A": {"B": [{"C": None}]}, "D": "x"}
    assert without(HELD, ("A", "B", 1, "C")) == {"A": {"B": [1, {}]}, "D": "x"}
    assert without(HELD, ("D",)) == {"A": HELD["A"]}
    for absent in (("X",), ("A", "B", 5), ("D", "E"), ("A", 0)):
        assert without(HELD, absent) is HELD


@given(PATHS.filter(lambda path: isinstance(path[0], str)), st.integers())
def test_nothing_is_changed_in_place(path: Path, value: int) -> None:
    before = copy.deepcopy(HELD)
    changed = with_value(HELD, path, value)
    without(changed, path)
    assert before == HELD
