"""What a look at the schema finds, at every depth."""

from __future__ import annotations

import pytest

from tcexplorer.form.check import DEEPEST, Weight, check
from tcexplorer.form.draft import Draft
from tcexplorer.form.edits import typed
from tcexplorer.form.schema import Schema
from tcexplorer.protocol.model import JsonObject, Site
from tests.builders import BOTH, action, member
from tests.form.worlds import SCHEMA, field


def said(params: JsonObject) -> list[str]:
    return [str(finding) for finding in check(SCHEMA, Draft(params))]


FINDINGS: list[tuple[JsonObject, list[str]]] = [
    ({"Zone": "z"}, []),
    ({}, ["Zone: required"]),
    ({"Zone": "z", "Filters": [{}]}, ["Filters[0].Name: required"]),
    ({"Zone": "z", "Filters": [{"Name": "a", "Values": ["x", 1]}]}, ["Filters[0].Values[1]: expects string"]),
    ({"Zone": "z", "Filters": {}}, ["Filters: expects Filter[]"]),
    ({"Zone": "z", "Filters": ["a"]}, ["Filters[0]: expects Filter"]),
    ({"Zone": "z", "Disk": {"Size": True}}, ["Disk.Size: expects int"]),
    ({"Zone": "z", "Disk": {"Colour": 1, "size": 2}},
     ["Disk.Colour: not in the schema", "Disk.size: not in the schema, is it Size?"]),
    ({"Zone": "z", "There": "x"}, ["There: only on the international site"]),
    ({"Zone": "z", "Limit": 20}, ["Limit: expects string"]),
    ({"Zone": None}, ["Zone: expects string"]),
    ({"Zone": "z", "Count": 2**63}, ["Count: out of the range of int64"]),
    ({"Zone": "z", "Rule": {"Op": "a", "Not": {"Weight": 1}}}, ["Rule.Not.Op: required"]),
]  # fmt: skip


@pytest.mark.parametrize(("params", "expected"), FINDINGS)
def test_findings_in_words(params: JsonObject, expected: list[str]) -> None:
    assert said(params) == expected


def test_texts_that_are_no_value_are_found_wherever_they_are() -> None:
    draft = typed(Draft({"Zone": "z"}), field("Filters", 0, "Values", 0), ("Filters", 0, "Values", 0), '"a')
    assert not draft.pending  # every text is a string
    draft = typed(draft, field("Disk", "Size"), ("Disk", "Size"), "ten")
    draft = typed(draft, field("Sizes", 0), ("Sizes", 0), "x")
    found = check(SCHEMA, draft)
    assert [(str(one), one.weight) for one in found] == [
        ("Sizes[0]: a whole number", Weight.PENDING),
        ("Filters[0].Name: required", Weight.MISSING),
        ("Disk.Size: a whole number", Weight.PENDING),
    ]


def test_advice_comes_from_the_docs_and_is_only_advice() -> None:
    schema = Schema(
        action(
            member("Limit", "int", doc="Default value: 20. Maximum value: 100."),
            member("Name", doc="Up to 3 characters."),
            member("Ids", "list", "string", doc="Up to 2 IDs."),
            member("Mode", doc="Valid values: `a`, `b`."),
        ),
        Site.DOMESTIC,
    )
    found = check(schema, Draft({"Limit": 101, "Name": "four", "Ids": ["1", "2", "3"], "Mode": "c"}))
    assert [str(one) for one in found] == ["Limit: max 100", "Name: 4 characters, max 3", "Ids: max 2 items"]
    assert {one.weight for one in found} == {Weight.ADVICE}


@pytest.mark.parametrize(
    ("params", "wanted"),
    [
        ({}, ["A: required"]),
        ({"A": 1}, ["A: expects string"]),
        ({"A": "x", "B": "1", "D": 2}, ["B: expects int", "D: not in the schema"]),
        ({"A": "x", "C": {}}, ["C: expects string[]"]),
        (
            {"C": {}, "D": 2, "B": True},
            ["A: required", "B: expects int", "C: expects string[]", "D: not in the schema"],
        ),
        ({"A": "x", "B": 1, "C": []}, []),
    ],
)
def test_problems_come_in_the_order_of_the_fields(params: JsonObject, wanted: list[str]) -> None:
    flat = action(member("A", required=BOTH), member("B", "int"), member("C", "list", "string"))
    assert [str(one) for one in check(Schema(flat, Site.DOMESTIC), Draft(params))] == wanted


def test_a_bottomless_value_is_said_to_be_too_deep() -> None:
    value: JsonObject = {"Op": "x"}
    for _ in range(500):
        value = {"Op": "x", "Not": value}
    found = check(SCHEMA, Draft({"Zone": "z", "Rule": value}))
    assert {one.reason for one in found} == {"nested too deeply"}
    assert {len(one.path) for one in found} == {DEEPEST + 1}
