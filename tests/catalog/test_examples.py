"""Official examples read as parameters and envelopes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tcexplorer.catalog.examples import example_envelope, example_params, typed
from tcexplorer.catalog.model import Example, TypeDef
from tests.builders import NO_DOC, action, member

if TYPE_CHECKING:
    from tcexplorer.catalog.store import Catalogue
    from tcexplorer.protocol.model import JsonObject

HEAD = "POST / HTTP/1.1\nHost: demo.test\nX-TC-Action: Do\n<Common request parameters>"

SENT: list[tuple[str, JsonObject | None]] = [
    (HEAD + '\n\n{\n  "Id": "a",\n  "Ports": [1, 2]\n}', {"Id": "a", "Ports": [1, 2]}),
    ((HEAD + '\n\n{\n  "Id": "a"\n}').replace("\n", "\r\n"), {"Id": "a"}),
    (HEAD + '{"Id": "no blank line"}', {"Id": "no blank line"}),
    (HEAD + '\n\n{\n  "Id": "a"\n  "Ok": true\n  "N": [1]\n  "Z": null\n  "Y": 3\n  "X": 1\n}', {
        "Id": "a", "Ok": True, "N": [1], "Z": None, "Y": 3, "X": 1,
    }),
    (HEAD + "\n\n{}", {}),
    (HEAD + "\n\n{Id: a}", None),
    (HEAD + "\n\n", None),
    (HEAD + '\n\n{"N": NaN}', None),
    (' {"Bare": {"json": 1}} ', {"Bare": {"json": 1}}),
    ("[1]", None),
    ("", None),
    ("prose about the call", None),
    (
        "https://demo.test/?Action=Do\n&Filters.0.Name=zone&Filters.0.Values.1=b\n&Filters.0.Values.0=a%20b%2Bc+\n"
        "&<Common request parameters>",
        {"Filters": [{"Name": "zone", "Values": ["a b+c+", "b"]}]},
    ),
    ("https://demo.test/\r\n?Action=Do&Id=x=y&Version=2020-01-01&Timestamp=1&Nonce=2", {"Id": "x=y"}),
    ("GET /?Action=Do&Id=1", {"Id": "1"}),
    ("https://demo.test/?Action=Do", {}),
    ("https://demo.test/?Id=1&Id.0=2", None),
]  # fmt: skip


@pytest.mark.parametrize(("sent", "expected"), SENT)
def test_parameters_of_an_example(sent: str, expected: JsonObject | None) -> None:
    assert example_params(Example("", "", sent, "")) == expected


GOT: list[tuple[str, JsonObject | None]] = [
    ('{"Response": {"RequestId": "r", "N": 1.5}}', {"Response": {"RequestId": "r", "N": 1.5}}),
    ('{"Response": {"RequestId": "r"}, "RequestId": null, "Error": {}}', {"Response": {"RequestId": "r"}}),
    ('{\n"Response": {\n"A": "x"\n"B": {"C": 1}\n"RequestId": "r"\n}\n}', {
        "Response": {"A": "x", "B": {"C": 1}, "RequestId": "r"},
    }),
    ('{"Response": {"Text": "two\nlines"}}', {"Response": {"Text": "two\nlines"}}),
    ('{"Response": []}', None),
    ('{"Response": {"A": }}', None),
    ('{"RequestId": "r"}', None),
    ("[]", None),
    ("", None),
]  # fmt: skip


@pytest.mark.parametrize(("got", "expected"), GOT)
def test_envelope_of_an_example(got: str, expected: JsonObject | None) -> None:
    assert example_envelope(Example("", "", "", got)) == expected


def test_text_becomes_what_the_schema_wants_where_it_is_exact() -> None:
    inner = TypeDef(
        "Inner",
        NO_DOC,
        (member("Size", "int"), member("Tags", "list", "string"), member("Deep", "object", "Inner")),
    )
    of = action(
        member("Limit", "int"),
        member("Offset", "int"),
        member("Rate", "float"),
        member("Odd", "float"),
        member("Endless", "float"),
        member("On", "bool"),
        member("Off", "bool"),
        member("Maybe", "bool"),
        member("Text"),
        member("Ids", "list", "uint64"),
        member("Inner", "object", "Inner"),
        member("Inners", "list", "Inner"),
        types=[inner],
    )
    sent: JsonObject = {
        "Limit": "-20",
        "Offset": "ten",
        "Rate": "1.5",
        "Odd": "1,5",
        "Endless": "inf",
        "On": "true",
        "Off": "False",
        "Maybe": "yes",
        "Text": "12",
        "Ids": ["1", "x", 3],
        "Inner": {"Size": "4", "Tags": ["1"], "Deep": {"Size": "5"}, "Unknown": "6"},
        "Inners": [{"Size": "7"}, "8"],
        "Unknown": "9",
        "Nothing": None,
    }
    before = str(sent)
    assert typed(sent, of) == {
        "Limit": -20,
        "Offset": "ten",
        "Rate": 1.5,
        "Odd": "1,5",
        "Endless": "inf",
        "On": True,
        "Off": False,
        "Maybe": "yes",
        "Text": "12",
        "Ids": [1, "x", 3],
        "Inner": {"Size": 4, "Tags": ["1"], "Deep": {"Size": 5}, "Unknown": "6"},
        "Inners": [{"Size": 7}, "8"],
        "Unknown": "9",
        "Nothing": None,
    }
    assert str(sent) == before


def test_most_official_examples_can_be_read(catalogue: Catalogue) -> None:
    of_services = ("cvm", "mqtt", "cam", "vpc", "cdb", "mps", "redis")
    examples = [
        example
        for row in catalogue.rows()
        if row.service in of_services
        if (found := catalogue.action(*row[:3]))
        for example in found.examples()
    ]
    assert len(examples) > 2000
    assert sum(example_params(example) is None for example in examples) < len(examples) * 0.01
    assert sum(example_envelope(example) is None for example in examples) < len(examples) * 0.01
