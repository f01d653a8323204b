"""The documentation of a place in an answer, from the real catalogue."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tcexplorer.answer.described import ResponseSchema, unknown_paths
from tcexplorer.protocol.model import Language

if TYPE_CHECKING:
    from tcexplorer.answer.values import Path
    from tcexplorer.catalog.model import Action
    from tcexplorer.catalog.store import Catalogue
    from tcexplorer.protocol.model import Json


def action(catalogue: Catalogue, service: str, name: str) -> Action:
    row = catalogue.find(service, name)
    assert row is not None
    found = catalogue.action(row.service, row.version, row.action)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def schema(catalogue: Catalogue) -> ResponseSchema:
    return ResponseSchema(action(catalogue, "cvm", "DescribeInstances"))


@pytest.mark.parametrize(
    ("path", "type_", "element"),
    [
        (("Response", "TotalCount"), "int64", False),
        (("Response", "InstanceSet"), "Instance[]", False),
        (("Response", "InstanceSet", 3), "Instance", True),
        (("Response", "InstanceSet", 0, "InstanceId"), "string", False),
        (("Response", "InstanceSet", 0, "Placement", "Zone"), "string", False),
        (("Response", "InstanceSet", 0, "PrivateIpAddresses"), "string[]", False),
        (("Response", "InstanceSet", 0, "PrivateIpAddresses", 0), "string", True),
        (("Response", "RequestId"), "string", False),
        (("Response", "Error"), "object", False),
        (("Response", "Error", "Code"), "string", False),
        (("Response", "DeprecatedWarning"), "string", False),
    ],
)
def test_a_place_has_its_type_and_text(schema: ResponseSchema, path: Path, type_: str, element: bool) -> None:
    found = schema.describe(path)
    assert found is not None
    assert (found.type, found.is_element) == (type_, element)
    assert found.doc
    assert schema.knows(path)


@pytest.mark.parametrize(
    "path",
    [
        ("Other",),
        ("Response", "instanceset"),
        ("Response", "InstanceSet", "InstanceId"),
        ("Response", "InstanceSet", 0, 0),
        ("Response", "InstanceSet", 0, "Nonesuch"),
        ("Response", "InstanceSet", 0, "Nonesuch", "Deeper"),
        ("Response", "TotalCount", "x"),
        ("Response", "TotalCount", 0),
        ("Response", 0),
    ],
)
def test_a_place_that_the_schema_does_not_know(schema: ResponseSchema, path: Path) -> None:
    assert schema.describe(path) is None
    assert not schema.knows(path)


def test_the_text_is_in_the_chosen_language(catalogue: Catalogue) -> None:
    of = action(catalogue, "cvm", "DescribeInstances")
    path: Path = ("Response", "InstanceSet")
    english, chinese = ResponseSchema(of).describe(path), ResponseSchema(of, Language.CHINESE).describe(path)
    assert english is not None
    assert chinese is not None
    assert english.doc != chinese.doc


def test_unknown_members_are_named_once(schema: ResponseSchema) -> None:
    document: Json = {
        "Response": {
            "InstanceSet": [{"InstanceId": "a", "Odd": {"x": 1}}, {"Odd": 2, "Placement": {"Zone": "z", "Far": 1}}],
            "Extra": 1,
            "RequestId": "r",
        }
    }
    assert list(unknown_paths(schema, document)) == [
        ("Response", "InstanceSet", 0, "Odd"),
        ("Response", "InstanceSet", 1, "Placement", "Far"),
        ("Response", "Extra"),
    ]


def test_official_examples_have_hardly_anything_unknown(catalogue: Catalogue) -> None:
    for service, name in (("cvm", "DescribeInstances"), ("mqtt", "DescribeInstanceList"), ("vpc", "DescribeVpcs")):
        of = action(catalogue, service, name)
        for example in of.examples():
            try:
                document: Json = json.loads(example.output)
            except ValueError:
                continue
            assert len(list(unknown_paths(ResponseSchema(of), document))) <= 2
