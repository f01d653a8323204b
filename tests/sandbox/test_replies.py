"""What a success says: the example, fitted to the request."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from tcexplorer.catalog.model import Example
from tcexplorer.catalog.paging import Window, paging_of
from tcexplorer.protocol.model import Language
from tcexplorer.sandbox.replies import Replier, request_id
from tcexplorer.sandbox.schema_samples import schema_sample
from tests.builders import action, member
from tests.sandbox.world import ACTIONS, World, as_list, as_object, call, example, signed, wire_of

if TYPE_CHECKING:
    from tcexplorer.catalog.model import Action
    from tcexplorer.protocol.model import JsonObject


def known(name: str) -> Action:
    return next(one for one in ACTIONS if one.row.action == name)


def respond(which: Action | str, params: Any = None, language: Language = Language.ENGLISH) -> JsonObject:
    return Replier().response(known(which) if isinstance(which, str) else which, params or {}, language)


def ids(response: JsonObject, name: str = "Data", key: str = "InstanceId") -> list[object]:
    return [as_object(item)[key] for item in as_list(response[name])]


def paged(*members: Any, response: Any, returns: Any = ()) -> Action:
    return action(*members, examples=[example(response)], returns=returns)


def test_a_page_and_the_pages_after_it() -> None:
    first = respond("DescribeInstanceList", {"Offset": 0, "Limit": 2})
    last = respond("DescribeInstanceList", {"Offset": 4, "Limit": 2})
    assert first["TotalCount"] == last["TotalCount"] == 5
    assert ids(first) == ["mqtt-a", "mqtt-b"]
    assert ids(last) == ["mqtt-a-5"]
    assert as_object(as_list(last["Data"])[0])["TopicNum"] == 1
    assert ids(respond("DescribeInstanceList", {"Offset": 5})) == []
    assert ids(respond("DescribeInstanceList", {"Limit": 0})) == []


def test_walking_the_pages_shows_as_many_as_the_total_says() -> None:
    seen: list[object] = []
    for offset in range(0, 6, 2):
        seen += ids(respond("DescribeInstanceList", {"Offset": offset, "Limit": 2}))
    assert len(seen) == len(set(map(str, seen))) == 5
    assert ids(respond("DescribeInstanceList")) == seen


def test_page_numbers_begin_at_one() -> None:
    which = paged(
        member("PageNumber", "int"), member("PageSize", "int"), response={"Total": 3, "List": [{"Id": 1}, {"Id": 2}]}
    )
    assert ids(respond(which, {"PageNumber": 1, "PageSize": 2}), "List", "Id") == [1, 2]
    assert ids(respond(which, {"PageNumber": 2, "PageSize": 2}), "List", "Id") == [2001]
    assert ids(respond(which, {"PageNumber": 0, "PageSize": 2}), "List", "Id") == [1, 2]


def test_offsets_may_be_text_and_the_list_may_be_deeper() -> None:
    which = paged(
        member("Offset"), member("Limit"), response={"Result": {"TotalCount": 9, "Items": ["a", "b"], "Ids": [1]}}
    )
    result = as_object(respond(which, {"Offset": "1", "Limit": "2"})["Result"])
    assert result["TotalCount"] == 9
    assert result["Items"] == ["b", "a-3"]


def test_tokens_lead_to_the_end() -> None:
    which = paged(
        member("NextToken"), member("MaxResults", "int"), returns=[member("NextToken")],
        response={"TotalCount": 5, "NextToken": "always", "List": [{"Id": "x-1"}, {"Id": "x-2"}]},
    )  # fmt: skip
    params: dict[str, Any] = {"MaxResults": 2}
    pages: list[int] = []
    while True:
        response = respond(which, params)
        pages.append(len(as_list(response["List"])))
        if not response["NextToken"]:
            break
        params["NextToken"] = response["NextToken"]
    assert pages == [2, 2, 1]


def test_a_page_is_never_larger_than_a_thousand() -> None:
    which = paged(member("Limit", "int"), response={"Total": 10**9, "List": [{"Id": 1}]})
    assert len(as_list(respond(which, {"Limit": 5000})["List"])) == 1000


def test_a_total_below_the_list_is_raised() -> None:
    which = paged(member("Limit", "int"), response={"TotalCount": 0, "List": [{"Id": 1}, {"Id": 2}]})
    assert respond(which)["TotalCount"] == 2


def test_without_parameters_for_pages_the_example_stays() -> None:
    which = paged(member("Name"), response={"TotalCount": 7, "List": [{"Id": 1}]})
    assert respond(which) == {"TotalCount": 7, "List": [{"Id": 1}]}


@pytest.mark.parametrize("value", [True, None, "many", 1.5, [2]])
def test_a_page_that_is_no_number_is_the_default(value: Any) -> None:
    which = paged(member("Offset", "int"), member("Limit", "int"), response={})
    paging = paging_of(which)
    assert paging
    assert paging.window({"Limit": value}) == Window(0, 20)


def test_what_the_request_names_comes_back() -> None:
    response = respond(
        "DescribeTopic", {"InstanceId": "mqtt-mine", "Topic": "mine", "Password": "secret", "Name": "n2"}
    )
    assert response == {
        "InstanceId": "mqtt-mine",
        "Topic": "mine",
        "Password": "p",
        "Nodes": [{"Topic": "mine", "Name": "n"}],
    }


def test_a_value_of_another_type_does_not_come_back() -> None:
    which = paged(member("Id"), response={"Id": 5, "Limit": 3})
    assert respond(which, {"Id": "text", "Limit": 9}) == {"Id": 5, "Limit": 3}


def test_ids_that_are_asked_for_are_the_list() -> None:
    response = respond("DescribeInstances", {"InstanceIds": ["ins-x", "ins-y"]})
    assert ids(response, "InstanceSet") == ["ins-x", "ins-y"]
    assert response["TotalCount"] == 2


def test_a_dry_run_does_nothing() -> None:
    def code(*, dry: bool) -> str:
        return World().code(wire_of(signed(call("RunInstances", {"DryRun": dry}, service="cvm", version="2017-03-12"))))

    assert code(dry=True) == "DryRunOperation"
    assert code(dry=False) == "success"


def test_errors_and_broken_examples_are_passed_over() -> None:
    examples = [
        Example("", "", "", "not JSON"),
        example({"Error": {"Code": "InternalError", "Message": ""}, "RequestId": "r"}),
        example({"Good": 1}),
    ]
    assert respond(action(examples=examples)) == {"Good": 1}


def test_without_an_example_the_schema_says() -> None:
    response = schema_sample(known("DescribeMade"))
    assert response == {
        "TotalCount": 1,
        "Data": [{"InstanceId": "InstanceId-1", "InstanceName": "InstanceName-1", "Parent": None}],
        "Ok": False,
        "Share": 0.5,
        "Day": "2026-01-01",
        "Label": "Label-1",
    }
    assert respond("DescribeMade") == response


def test_a_type_that_holds_itself_is_made_once() -> None:
    tree = next(one for one in ACTIONS if "Tree" in one.types).types["Tree"]
    which = action(types=[tree], returns=[member("Root", "object", "Tree"), member("All", "list", "Tree")])
    leaf: JsonObject = {"Name": "Name-1", "Children": []}
    assert schema_sample(which) == {"Root": leaf, "All": [leaf]}


def test_the_example_in_the_language_of_the_messages() -> None:
    which = action(examples=[example({"Say": "hello"})])
    both = replace(which, examples_zh=(example({"Say": "你好"}),))
    replier = Replier()
    assert replier.response(both, {}, Language.ENGLISH) == {"Say": "hello"}
    assert replier.response(both, {}, Language.CHINESE) == {"Say": "你好"}


def test_replies_do_not_change_one_another() -> None:
    replier = Replier()
    which = known("DescribeTopic")
    replier.response(which, {"InstanceId": "changed"}, Language.ENGLISH)
    assert replier.response(which, {}, Language.ENGLISH)["InstanceId"] == "mqtt-x"


def test_a_deprecated_action_says_so() -> None:
    assert "AgeingOne" in str(respond("AgeingOne")["DeprecatedWarning"])
    assert "DeprecatedWarning" not in respond("CreateUser")


def test_request_ids_are_uuids_of_version_4() -> None:
    random = Random(3)
    first, second = request_id(random), request_id(random)
    assert first != second
    assert first[14] == "4"
    assert len(first) == 36
