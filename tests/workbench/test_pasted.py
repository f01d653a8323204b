"""A pasted text finds its action, and its values the schema's types."""

from __future__ import annotations

import pytest

from tcexplorer.catalog.index import ActionIndex
from tcexplorer.catalog.model import Doc, TypeDef
from tcexplorer.workbench.pasted import (
    LARGEST,
    FoundCall,
    FoundNothing,
    FoundParameters,
    find_call,
    with_types,
)
from tests.builders import action, member, row

ROWS = [
    row("DescribeZones", service="cvm")._replace(version="2017-03-12"),
    row("DescribeZones", service="cdb")._replace(version="2017-03-20"),
    row("RunThings", service="cvm")._replace(version="2017-03-12"),
    row("RunThings", service="cvm")._replace(version="2020-01-01"),
]


def found(text: str) -> FoundCall:
    call = find_call(text, ActionIndex.of(ROWS))
    assert isinstance(call, FoundCall)
    return call


@pytest.mark.parametrize(
    ("service", "name", "version", "expected"),
    [
        ("cvm", "DescribeZones", None, ROWS[0]),
        ("cdb", "describezones", None, ROWS[1]),
        ("cvm", "RunThings", None, ROWS[3]),
        ("cvm", "RunThings", "2017-03-12", ROWS[2]),
        ("cvm", "RunThings", "1999-01-01", ROWS[3]),
        (None, "DescribeZones", "2017-03-20", ROWS[1]),
        (None, "DescribeZones", None, None),
        ("alias", "DescribeZones", "2017-03-12", ROWS[0]),
        ("cvm", "Nothing", None, None),
    ],
)
def test_the_row(service: str | None, name: str, version: str | None, expected: object) -> None:
    actions = ActionIndex.of(ROWS)
    assert (actions.find(service, name, version) or (version and actions.find(None, name, version))) == expected


def test_what_is_taken_otherwise_is_remarked_on() -> None:
    assert any("2020-01-01 is taken" in one for one in found("tccli cvm RunThings --version 1999-01-01").remarks)
    old = found("tccli cvm RunThings --region gz")
    assert old.region == "ap-guangzhou"
    assert any("code of API 2.0" in one for one in old.remarks)
    new = found("tccli cvm RunThings --region ap-atlantis")
    assert new.region == "ap-atlantis"
    assert any("not in our list" in one for one in new.remarks)
    bad = found("tccli cvm RunThings --region 'a b'")
    assert bad.region is None
    assert any("is no region" in one for one in bad.remarks)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("tccli cvm DescribeZone", "did you mean DescribeZones?"),
        ("tccli mars DescribeZones", "there is no service mars"),
        ("curl http://127.0.0.1:9 -H 'X-TC-Action: DescribeZones'", "names no service"),
        ("curl https://cvm.tencentcloudapi.com", "without an action"),
        ("x" * (LARGEST + 1), "longer than"),
        ("[1]", "no call: it is no request"),
    ],
)
def test_one_line_on_what_is_none(text: str, said: str) -> None:
    call = find_call(text, ActionIndex.of(ROWS))
    assert isinstance(call, FoundNothing)
    assert said in call.sentence
    assert "\n" not in call.sentence


def test_parameters() -> None:
    assert find_call('{"Limit": 1}', ActionIndex.of(ROWS)) == FoundParameters({"Limit": 1})


def test_values_of_a_command_are_what_the_schema_asks_for() -> None:
    of = action(
        member("Limit"),
        member("Size", "int"),
        member("Ids", "list", "string"),
        member("Disk", "object", "Disk"),
        member("On", "bool"),
        types=[TypeDef("Disk", Doc("", ""), (member("Name"), member("Size", "int")))],
    )
    text = "tccli cvm RunThings --Limit 10 --Size 10 --Ids 1 2 --On True --Extra 5"
    assert with_types(found(text), of) == {"Limit": "10", "Size": 10, "Ids": ["1", "2"], "On": True, "Extra": 5}
    unfolded = found("tccli cvm RunThings --cli-unfold-argument --Disk.Name 5 --Disk.Size 5")
    assert with_types(unfolded, of) == {"Disk": {"Name": "5", "Size": 5}}


def test_values_of_a_body_are_left_as_they_were_sent() -> None:
    text = "POST / HTTP/1.1\nHost: cvm.tencentcloudapi.com\nX-TC-Action: RunThings\n\n" + '{"Limit": 10, "Size": 10}'
    assert with_types(found(text), action(member("Limit"), member("Size", "int"))) == {"Limit": 10, "Size": 10}
