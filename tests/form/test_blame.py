"""Which parameter an error is about."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from tcexplorer.form.blame import blamed
from tcexplorer.form.schema import Schema
from tcexplorer.protocol.model import Site
from tests.builders import action, member
from tests.form.worlds import DISK, FILTER, KEY, RULE

if TYPE_CHECKING:
    from tcexplorer.catalog.store import Catalogue
    from tcexplorer.protocol.model import JsonObject
    from tcexplorer.protocol.paths import Path

SCHEMA = Schema(
    action(
        member("InstanceId"),
        member("InstanceIds", "list", "string"),
        member("Limit", "int"),
        member("Name"),
        member("Filters", "list", "Filter"),
        member("Disk", "object", "Disk"),
        member("Rule", "object", "Rule"),
        member("Zone"),
        types=(FILTER, DISK, KEY, RULE),
    ),
    Site.DOMESTIC,
)
PARAMS: JsonObject = {
    "InstanceId": "ins-12345678",
    "Filters": [{"Name": "zone", "Values": ["ap-guangzhou-3"]}, {"Name": "state", "Values": ["RUNNING", "gone"]}],
    "Disk": {"Size": 5},
}


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("The request is missing the parameter `InstanceId`.", ("InstanceId",)),
        ('The parameter "Limit" is invalid.', ("Limit",)),
        ("参数 Limit 不合法", ("Limit",)),
        ("参数`Zone`取值错误", ("Zone",)),
        ("Invalid parameter: InstanceIds", ("InstanceIds",)),
        ("Filters.1.Values.0 is not supported", ("Filters", 1, "Values", 0)),
        ("The parameter `Filters[1].Name` is unknown.", ("Filters", 1, "Name")),
        ("filters.0.name is wrong", ("Filters", 0, "Name")),
        ("Disk.Key.Id must be set", ("Disk", "Key", "Id")),
        ("Filters.Name is required", ("Filters", 0, "Name")),
        ("RunInstancesRequest.Disk.Size: too small", ("Disk", "Size")),
        ("The value of `Size` exceeds the maximum", ("Disk", "Size")),
        ("The parameter `Weight` is missing", ("Rule", "Weight")),
        ("The instance ins-12345678 does not exist.", ("InstanceId",)),
        ("Unsupported filter value gone given", ("Filters", 1, "Values", 1)),
        ("the field instanceid is malformed", ("InstanceId",)),
        ("`Name` is needed", ("Name",)),
        ("A value for Limit is expected", ("Limit",)),
        ("InstanceId and Limit cannot be used together", ("InstanceId",)),
    ],
)
def test_a_message_names_a_parameter(message: str, expected: Path) -> None:
    assert blamed(SCHEMA, PARAMS, message)[:1] == (expected,)


@pytest.mark.parametrize(
    "message",
    [
        "",
        "An internal error has occurred. Retry your request.",
        "The provided credentials could not be validated.",
        "You are not authorized to perform this operation.",
        "请求频率过高，请稍后再试。",
        "The parameter `Colour` is not recognized.",
    ],
)
def test_a_message_that_names_none(message: str) -> None:
    assert blamed(SCHEMA, PARAMS, message) == ()


def test_all_that_are_named_come_in_order() -> None:
    found = blamed(SCHEMA, PARAMS, "`Limit` and `Zone` cannot be used with `InstanceId`.")
    assert found == (("Limit",), ("Zone",), ("InstanceId",))


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("InvalidParameterValue.InstanceId", ("InstanceId",)),
        ("InvalidParameterValue.InstanceIdMalformed", ("InstanceId",)),
        ("InvalidInstanceId.NotFound", ("InstanceId",)),
        ("InvalidZone.MismatchRegion", ("Zone",)),
        ("InvalidParameterValue.Limit", ("Limit",)),
    ],
)
def test_a_code_helps_where_the_message_is_silent(code: str, expected: Path) -> None:
    assert blamed(SCHEMA, PARAMS, "Wrong.", code) == (expected,)
    assert blamed(SCHEMA, PARAMS, "Wrong.", "InternalError") == ()


def test_what_is_set_goes_before_what_is_not() -> None:
    params: JsonObject = {"Rule": {"Not": {"Weight": 1}}}
    assert blamed(SCHEMA, params, "`Weight` is wrong")[0] == ("Rule", "Not", "Weight")


def test_the_largest_schema_is_no_burden(catalogue: Catalogue) -> None:
    found = catalogue.action("mps", "2019-06-12", "ProcessMedia")
    assert found is not None
    schema = Schema(found, Site.DOMESTIC)
    start = time.process_time()
    message = "The parameter `MediaProcessTask.TranscodeTaskSet.0.Definition` is wrong. " * 40
    assert blamed(schema, {}, message)[0] == ("MediaProcessTask", "TranscodeTaskSet", 0, "Definition")
    assert time.process_time() - start < 1
