"""Every idiom of paging, on real actions, walked page by page against the sandbox's own answers."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from tcexplorer.catalog.paging import IDIOMS, Step, Window, list_path, paging_of
from tcexplorer.protocol.model import Language
from tcexplorer.sandbox.paging import fix_total, main_list
from tcexplorer.sandbox.replies import Replier
from tests.builders import action, member

if TYPE_CHECKING:
    from tcexplorer.catalog.model import Action
    from tcexplorer.catalog.store import Catalogue
    from tcexplorer.protocol.model import JsonObject

WALKED = {
    ("mqtt", "DescribeTopicList"): (("Offset",), ("Limit",), ()),
    ("billing", "DescribeOrgMemberAccountBalance"): (("PageNumber",), ("PageSize",), ()),
    ("apm", "DescribeApmServiceMetric"): (("Page",), ("PageSize",), ()),
    ("bh", "DescribeAccountGroups"): (("PageNum",), ("PageSize",), ()),
    ("acp", "DescribeScanTaskList"): (("PageNo",), ("PageSize",), ()),
    ("alb", "DescribeAsyncJobs"): (("NextToken",), ("MaxResults",), ("NextToken",)),
    ("dlc", "DescribeJobLog"): (("Cursor",), ("Limit",), ("Cursor",)),
    ("apm", "DescribeApmInstances"): (("PageIndex",), ("PageSize",), ()),
    ("cls", "GetAlarmLog"): (("Context",), ("Limit",), ("Context",)),
    ("eb", "SearchLog"): (("Page",), ("Limit",), ()),
    ("databuddy", "ListCatalogNames"): (("PageToken",), ("MaxResults",), ("Data", "NextPageToken")),
    ("cam", "ListAttachedGroupPolicies"): (("Page",), ("Rp",), ()),
    ("mps", "DescribeTasks"): (("ScrollToken",), ("Limit",), ("ScrollToken",)),
    ("tag", "GetResources"): (("PaginationToken",), ("MaxResults",), ("PaginationToken",)),
    ("vod", "ListFiles"): (("Marker",), ("MaxKeys",), ("NextMarker",)),
    ("teo", "DescribeBotManagedRules"): (("Page",), ("PerPage",), ()),
    ("faceid", "GetWeChatBillDetails"): (("Cursor",), (), ("NextCursor",)),
    ("ioa", "DescribeAccountGroups"): (("Condition", "PageNum"), ("Condition", "PageSize"), ()),
}


def found(catalogue: Catalogue, service: str, name: str) -> Action:
    row = next(row for row in catalogue.rows() if (row.service, row.action) == (service, name))
    action = catalogue.action(*row[:3])
    assert action
    return action


@pytest.mark.parametrize("which", WALKED, ids=":".join)
def test_real_actions_are_walked_to_their_end(catalogue: Catalogue, which: tuple[str, str]) -> None:
    action = found(catalogue, *which)
    paging = paging_of(action)
    assert paging
    assert (paging.asks, paging.size, paging.answers) == WALKED[which]
    replier = Replier()
    listed = main_list(replier.response(action, paging.with_size({}, 1000), Language.ENGLISH))
    assert listed
    total = min(fix_total(listed, len(listed.items)), 40)
    seen: list[str] = []
    params: JsonObject | None = paging.with_size({}, 2)
    while params is not None and len(seen) < total:
        response = replier.response(action, params, Language.ENGLISH)
        page = main_list(response)
        assert page
        seen += [str(item) for item in page.items]
        params = paging.after(params, response)
    assert len(seen) >= total > 0
    assert params is None or total == 40


def test_the_idioms_cover_what_the_catalogue_has(catalogue: Catalogue) -> None:
    count: Counter[str] = Counter()
    for row in catalogue.rows()[::7]:
        action = catalogue.action(*row[:3])
        assert action
        name = next((idiom.name for idiom in IDIOMS if idiom.read(action)), None)
        if name:
            count[name] += 1
    assert count["Offset"] > 200
    assert len(count) >= 10


def test_numbers_declared_as_texts_are_sent_as_texts() -> None:
    paging = paging_of(action(member("Offset"), member("Limit")))
    assert paging
    assert paging.with_size({}, 2) == {"Limit": "2"}
    assert paging.window({"Offset": "4", "Limit": "2"}) == Window(4, 2)
    assert paging.after({"Limit": "2"}, {"TotalCount": 3, "Set": [{}, {}]}) == {"Limit": "2", "Offset": "2"}


def test_pages_may_be_counted_from_zero(catalogue: Catalogue) -> None:
    paging = paging_of(found(catalogue, "ccc", "DescribeExtensions"))
    assert paging
    assert paging.first == 0
    assert paging.window({"PageNumber": 1, "PageSize": 5}).start == 5


ENDS: list[tuple[JsonObject, JsonObject, JsonObject | None]] = [
    ({"Limit": 2}, {"Set": [1, 2]}, {"Limit": 2, "Offset": 2}),
    ({"Limit": 2}, {"Set": [1]}, None),
    ({}, {"Set": [1]}, {"Offset": 1}),
    ({"Offset": 1}, {"Set": []}, None),
    ({"Offset": 2}, {"Set": [1], "TotalCount": 3}, None),
    ({"Limit": 5}, {"Data": {"Items": [{}], "Total": 3}}, {"Limit": 5, "Offset": 1}),
    ({"Limit": 5}, {"Set": [1], "HasMore": True}, {"Limit": 5, "Offset": 1}),
    ({}, {"Set": [1], "HasMore": False}, None),
    ({}, {"Set": [1], "ListOver": True}, None),
]


@pytest.mark.parametrize(("params", "response", "after"), ENDS)
def test_when_it_ends(params: JsonObject, response: JsonObject, after: JsonObject | None) -> None:
    paging = paging_of(action(member("Offset", "int"), member("Limit", "int")))
    assert paging
    assert paging.after(params, response) == after


def test_a_token_that_repeats_itself_ends_the_walk() -> None:
    paging = paging_of(action(member("Marker"), returns=[member("NextMarker")]))
    assert paging
    assert paging.after({}, {"Set": [1], "NextMarker": "a"}) == {"Marker": "a"}
    assert paging.after({"Marker": "a"}, {"Set": [1], "NextMarker": "a"}) is None
    assert paging.after({}, {"Set": [1]}) is None


def test_a_limit_alone_and_objects_that_are_called_like_a_page_ask_for_none() -> None:
    alone = paging_of(action(member("Limit", "int")))
    assert alone
    assert (alone.step, alone.after({}, {"Set": [1]})) == (Step.NONE, None)
    assert paging_of(action(member("Context", "object", "string"), member("Name"))) is None


def test_the_list_that_an_answer_is_about() -> None:
    assert list_path({"Tags": ["a", "b", "c"], "Data": {"Items": [{}]}}) == ("Data", "Items")
    assert list_path({"Set": ["a"], "Other": []}) == ("Set",)
    assert list_path({"A": {"B": {"C": {"D": [{}]}}}}) is None
