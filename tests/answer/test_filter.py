"""JMESPath: values, errors with their place, and what may come at the cursor."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcexplorer.answer.filter import Filter, FilterError, compiled, complete
from tcexplorer.answer.slices import finished

if TYPE_CHECKING:
    from tcexplorer.protocol.model import Json

DOCUMENT: Json = {
    "Response": {
        "TotalCount": 2,
        "Set": [
            {"Id": "a", "Place": {"Zone": "z1", "Password": "hunter-22"}, "Cores": 10},
            {"Id": "b", "Place": None, "Cores": 9, "odd-name": 1},
        ],
        "RequestId": "r",
    }
}


def found(text: str, document: Json = DOCUMENT) -> Json | FilterError:
    one = compiled(text)
    return one if isinstance(one, FilterError) else one.apply(document)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Response.TotalCount", 2),
        ("Response.Set[].Id", ["a", "b"]),
        ("Response.Set[?Cores > `9`].Id", ["a"]),
        ("Response.Set[*].{id: Id, zone: Place.Zone}", [{"id": "a", "zone": "z1"}, {"id": "b", "zone": None}]),
        ("sort_by(Response.Set, &Cores)[0].Id", "b"),
        ("Nothing.here", None),
        ("", DOCUMENT),
        ("  ", DOCUMENT),
    ],
)
def test_values_at_once_and_in_slices(text: str, value: Json) -> None:
    assert found(text) == value
    one = compiled(text)
    assert isinstance(one, Filter)
    assert finished(one.applying(DOCUMENT)) == value


@pytest.mark.parametrize(
    ("text", "position"),
    [("Response.Set[", 13), ("a b", 2), ("a ##", 2), (" Response.]", 10), ("Response.", 9), ("'open", 0)],
)
def test_an_expression_that_is_not_understood_says_where(text: str, position: int) -> None:
    error = found(text)
    assert isinstance(error, FilterError)
    assert error.position == position
    assert "\n" not in error.text


@pytest.mark.parametrize(
    "text", ["no_such(@)", "length(`1`)", "max(Response.Set[].Place)", "sort_by(Response.Set, &Place)", "abs('x')"]
)
def test_data_that_does_not_fit_is_an_error_in_one_line_without_the_data(text: str) -> None:
    error = found(text)
    assert isinstance(error, FilterError)
    assert error.position is None
    assert "hunter-22" not in error.text
    assert "\n" not in error.text


@given(st.text("Response.Set[]*?{}()&|,:`'\"@ab1 <=>!-", max_size=25))
def test_nothing_typed_raises(text: str) -> None:
    found(text)
    for cursor in range(len(text) + 1):
        complete(text, cursor, DOCUMENT)


def test_a_long_projection_yields_between() -> None:
    document: Json = {"Set": [{"n": at} for at in range(5000)]}
    one = compiled("Set[].n")
    assert isinstance(one, Filter)
    work = one.applying(document)
    assert [next(work), next(work)] == [2000, 4000]
    work.close()
    assert finished(one.applying(document)) == list(range(5000))


def test_a_document_without_end_is_an_error_not_a_crash() -> None:
    deep: Json = 1
    for _ in range(20_000):
        deep = [deep]
    assert isinstance(found("[]" * 3000, deep), list | FilterError | None)
    assert isinstance(found("to_string(@)", deep), FilterError)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ("Response",)),
        ("res", ("Response",)),
        ("Response.", ("TotalCount", "Set", "RequestId")),
        ("Response.Re", ("RequestId",)),
        ("Response.Set[].", ("Id", "Place", "Cores", '"odd-name"')),
        ("Response.Set[0].Place.Z", ("Zone",)),
        ("Response.Set[?", ("Id", "Place", "Cores", '"odd-name"')),
        ("Response.Set[?Cores > `1` && Place.", ("Zone", "Password")),
        ("Response.Set[].{x: C", ("Cores",)),
        ("sort_by(Response.Set, &", ("Id", "Place", "Cores", '"odd-name"')),
        ("length(Response.T", ("TotalCount",)),
        ("Response.Set | [0].I", ("Id",)),
        ('Response.Set[]."od', ('"odd-name"',)),
        ("Response.Nothing.", ()),
    ],
)
def test_names_at_the_cursor(text: str, words: tuple[str, ...]) -> None:
    completion = complete(text, len(text), DOCUMENT)
    assert tuple(word for word in completion.words if not word.endswith("("))[: max(1, len(words))] == words


def test_a_completion_replaces_what_was_typed_of_the_name_only() -> None:
    text = "Response.Set[].Co | @"
    completion = complete(text, 17, DOCUMENT)
    assert (completion.start, completion.words[0]) == (15, "Cores")


def test_functions_are_offered_too() -> None:
    assert "sort_by(" in complete("so", 2, DOCUMENT).words


def test_the_library_is_loaded_when_it_is_needed_and_not_before() -> None:
    code = "import sys, tcexplorer.answer.filter as f; assert 'jmespath' not in sys.modules; f.compiled('a')"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
