"""Searching the real catalogue: what comes first, and what does not come at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tcexplorer.catalog.model import ActionRow, Status, Verb
from tcexplorer.catalog.search import Hit, SearchIndex

if TYPE_CHECKING:
    from collections.abc import Sequence


@pytest.fixture(scope="module")
def index(rows: list[ActionRow]) -> SearchIndex:
    return SearchIndex(rows)


def names(rows: Sequence[ActionRow], hits: Sequence[Hit]) -> list[str]:
    return [f"{rows[hit.index].service}.{rows[hit.index].action}" for hit in hits]


FIRST = [
    # an exact name, and the beginning of one
    ("RunInstances", "cvm.RunInstances"),
    ("describeinstance", "mqtt.DescribeInstance"),
    ("runinst", "cvm.RunInstances"),
    ("rebootinst", "cvm.RebootInstances"),
    ("assumerole", "sts.AssumeRole"),
    ("getcalleri", "sts.GetCallerIdentity"),
    ("createloadb", "alb.CreateLoadBalancer"),
    # a service, and a service with more
    ("cvm", "cvm.DescribeInstances"),
    ("cvm desc", "cvm.DescribeInstances"),
    ("desc cvm", "cvm.DescribeInstances"),
    ("cvm zones", "cvm.DescribeZones"),
    ("mqtt describeinstancelist", "mqtt.DescribeInstanceList"),
    ("mqtt inst", "mqtt.CreateInstance"),
    ("create user mqtt", "mqtt.CreateUser"),
    ("as", "as.AttachInstances"),
    ("as group", "as.CreateAutoScalingGroup"),
    ("vpc create", "vpc.CreateVpc"),
    ("cam getuser", "cam.GetUser"),
    ("clb:DescribeLoadBalancers", "clb.DescribeLoadBalancers"),
    ("cvm.RunInstances", "cvm.RunInstances"),
    ("  CVM\tRunInstances ", "cvm.RunInstances"),
    # words inside a name
    ("purge cache", "cdn.PurgePathCache"),
    ("authorization policy", "mqtt.CreateAuthorizationPolicy"),
    ("list users", "cam.ListUsers"),
    ("scaling policy", "as.CreateScalingPolicy"),
    # titles, in both languages
    ("查看实例列表", "cvm.DescribeInstances"),
    ("mqtt 实例 购买", "mqtt.CreateInstance"),
    ("purchase mqtt", "mqtt.CreateInstance"),
    # abbreviations
    ("desinst", "es.DescribeInstances"),
    ("cvm desinst", "cvm.DescribeInstances"),
    ("createsg", "ecm.CreateSecurityGroup"),
    ("descinstlist mqtt", "mqtt.DescribeInstanceList"),
    ("mqttdescinstlist", "mqtt.DescribeInstanceList"),
    ("cvmruninst", "cvm.RunInstances"),
    ("creloadbal clb", "clb.CreateLoadBalancer"),
    # letters in order, the last resort
    ("dscrbinstncs", "es.DescribeInstances"),
]


@pytest.mark.parametrize(("query", "expected"), FIRST)
def test_first_hit(rows: list[ActionRow], index: SearchIndex, query: str, expected: str) -> None:
    assert names(rows, index.search(query, 5))[:1] == [expected]


def test_exact_name_goes_before_longer_ones(rows: list[ActionRow], index: SearchIndex) -> None:
    found = names(rows, index.search("DescribeInstances"))
    exact = [name.endswith(".DescribeInstances") for name in found]
    assert sum(exact) == 19
    assert all(exact[:18])  # the nineteenth is deprecated
    assert not any(exact[18:-1]) or exact.index(False) >= 18


def test_every_term_must_occur(rows: list[ActionRow], index: SearchIndex) -> None:
    for query in ("cvm image", "security group", "实例 mqtt"):
        hits = index.search(query, 10_000)
        assert hits
        for hit in hits:
            row = rows[hit.index]
            text = f"{row.service} {row.action} {row.title_en} {row.title_zh}".lower()
            assert all(term in text for term in query.split())


def test_all_rows_with_the_text_are_found(rows: list[ActionRow], index: SearchIndex) -> None:
    wanted = {at for at, row in enumerate(rows) if "snapshot" in row.action.lower()}
    assert wanted
    assert wanted <= {hit.index for hit in index.search("snapshot", len(rows))}


def test_title_hits_say_so(rows: list[ActionRow], index: SearchIndex) -> None:
    assert all(hit.title for hit in index.search("实例"))
    assert not any(hit.title for hit in index.search("runinstances"))
    (hit,) = index.search("mqtt 购买", 1)
    assert hit == Hit(hit.index, title=True)


def test_limit_blank_and_nonsense(index: SearchIndex) -> None:
    assert len(index.search("describe")) == 500
    assert len(index.search("describe", 7)) == 7
    assert index.search("") == index.search("  :/ ") == []
    assert index.search("zzqxyzzq") == index.search("cvm zzqxyzzq") == index.search("\\[(*") == []


@pytest.mark.parametrize("text", ["descinstlist", "mqtt desinst", "createsg"])
def test_typing_on_finds_the_same_as_asking_at_once(rows: list[ActionRow], index: SearchIndex, text: str) -> None:
    for end in range(1, len(text) + 1):
        typed = index.search(text[:end])
        assert typed
        if end % 4 == 0:
            assert typed == SearchIndex(rows).search(text[:end])
    for end in range(len(text) - 1, 3, -1):  # and taking letters back
        index.search(text[:end])
    assert index.search(text) == SearchIndex(rows).search(text)


def row(service: str, action: str, version: str = "2020-01-01", **more: object) -> ActionRow:
    whole = {"title_en": None, "title_zh": None, "status": Status.ONLINE, "verb": Verb.READ, **more}
    return ActionRow(service, version, action, **whole)  # pyright: ignore[reportArgumentType]


def test_rank_among_equals() -> None:
    rows = [
        row("aa", "GetThing", status=Status.DEPRECATED),
        row("bbbb", "GetThing"),
        row("cc", "GetThing", "2019-01-01"),
        row("cc", "GetThing", "2021-01-01"),
        row("dd", "GetThingAgain"),
        row("ee", "GetThi"),
    ]
    found = [(rows[hit.index].service, rows[hit.index].version) for hit in SearchIndex(rows).search("getth")]
    assert found == [
        # four services have it, which outweighs two letters
        ("cc", "2021-01-01"),
        ("cc", "2019-01-01"),
        ("bbbb", "2020-01-01"),
        ("ee", "2020-01-01"),
        ("dd", "2020-01-01"),
        ("aa", "2020-01-01"),  # deprecated
    ]


def test_reading_goes_before_changing_what_is_abbreviated() -> None:
    rows = [row("aa", "DestroyInst", verb=Verb.DESTRUCTIVE), row("aa", "DescribeInstance")]
    assert [hit.index for hit in SearchIndex(rows).search("desinst")] == [1, 0]


def test_short_titles_go_before_long_ones_in_the_language_that_matched() -> None:
    rows = [
        row("aa", "A", title_en="a rather long title", title_zh="短的标题"),
        row("aa", "B", title_en=None, title_zh="一个比较长的标题"),
    ]
    assert [hit.index for hit in SearchIndex(rows).search("标题")] == [0, 1]


def test_odd_rows_do_no_harm() -> None:
    assert SearchIndex([]).search("a") == []
    rows = [row("s\u0130", "Ação\u0130", title_en="two\nlines\u0130"), row("b", "Other", title_en="second")]
    index = SearchIndex(rows)
    assert [hit.index for hit in index.search("second")] == [1]
    assert [hit.index for hit in index.search("lines")] == [0]
    assert [hit.index for hit in index.search("other")] == [1]
