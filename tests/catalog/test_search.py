"""Searching the real catalogue: what comes first, and what does not come at all."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tcexplorer.catalog.curated.titles import TITLES
from tcexplorer.catalog.listing import ActionRows
from tcexplorer.catalog.model import ActionRow, Status, Verb
from tcexplorer.catalog.ranking import ranked
from tcexplorer.catalog.search import Hit, SearchIndex

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tcexplorer.catalog.store import Catalogue


@pytest.fixture(scope="module")
def listing(catalogue: Catalogue) -> ActionRows:
    return catalogue.index()


@pytest.fixture(scope="module")
def index(listing: ActionRows) -> SearchIndex:
    return SearchIndex(listing)


def names(rows: Sequence[ActionRow], hits: Sequence[Hit]) -> list[str]:
    return [f"{rows[hit.index].service}.{rows[hit.index].action}" for hit in hits]


EXPECTED = Path(__file__).with_name("expected_first.txt").read_text("utf-8")
FIRST = [
    (query, expected)
    for query, arrow, expected in (line.partition(" → ") for line in EXPECTED.splitlines())
    if arrow and not query.startswith("#")
]


def test_there_are_enough_expectations() -> None:
    assert len(dict(FIRST)) == len(FIRST) >= 90


@pytest.mark.parametrize(("query", "expected"), FIRST)
def test_what_a_person_expects_comes_first(listing: ActionRows, index: SearchIndex, query: str, expected: str) -> None:
    assert names(listing, index.search(query, 5))[:1] == [expected]


def test_blanks_and_capitals_do_not_matter(index: SearchIndex) -> None:
    assert index.search("  CVM\tRunInstances ") == index.search("cvm runinstances")


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
            about = f"{row.service} {TITLES[row.service]}"
            text = f"{about} {row.action} {row.title_en} {row.title_zh}".lower()
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


def test_a_service_is_found_by_its_title_in_chinese_and_by_what_people_call_it() -> None:
    column = ActionRows.of([row("cvm", "DescribeInstances"), row("tke", "DescribeClusters")])
    blocks = [
        block._replace(title_zh=title) for block, title in zip(column.blocks, ("云服务器", "容器服务"), strict=True)
    ]
    index = SearchIndex(ActionRows(blocks, column.columns))
    for query, found in (("云服务器", [0]), ("服务器", [0]), ("k8s", [1]), ("kubernetes engine", [1]), ("ec2", [0])):
        assert [hit.index for hit in index.search(query)] == found, query


def test_an_order_of_other_rows_is_not_used() -> None:
    column = ActionRows.of([row("aa", "GetB"), row("aa", "GetA")])
    assert [hit.index for hit in SearchIndex(ActionRows(column.blocks, column.columns, [0])).search("get")] == [0, 1]
    assert [hit.index for hit in SearchIndex(ActionRows(column.blocks, column.columns, [1, 0])).search("get")] == [1, 0]


def test_words_that_stand_together_go_before_those_that_do_not() -> None:
    rows = [row("aa", "DescribeDBInst"), row("aa", "DescribeInstances")]
    assert [hit.index for hit in SearchIndex(rows).search("describe inst")] == [1, 0]
    assert [hit.index for hit in SearchIndex(rows).search("inst")] == [0, 1]


def test_what_a_service_is_about_comes_first_and_reading_does() -> None:
    about = [row("aa", f"{verb}Thing", verb=Verb.WRITE) for verb in ("Modify", "Open", "Close", "Move")]
    others = [row("aa", f"DescribeX{letter}") for letter in "ABCDEF"]
    rows = [*others, row("aa", "DescribeThings"), *about]
    assert rows[ranked(rows)[0]].action == "DescribeThings"
    assert rows[SearchIndex(rows).search("aa")[0].index].action == "DescribeThings"


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
