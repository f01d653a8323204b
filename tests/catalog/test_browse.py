"""Services by area and name, their actions in groups, and the tree of both."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from tcexplorer.catalog.browse import FAVOURITES, RECENT, BrowseNode, Level, Tree
from tcexplorer.catalog.curated.areas import AREAS, OF_SERVICE, OTHER
from tcexplorer.catalog.curated.categories import BY_SERVICE, MQTT
from tcexplorer.catalog.curated.titles import TITLES
from tcexplorer.catalog.listing import ActionRows
from tcexplorer.catalog.model import ActionRow, Status, Verb
from tcexplorer.catalog.services import grouped, service_title
from tcexplorer.protocol.model import Language, Site
from tests.builders import row

if TYPE_CHECKING:
    from tcexplorer.catalog.store import Catalogue


def test_every_service_has_a_title_of_ours(catalogue: Catalogue) -> None:
    assert {service.name for service in catalogue.services()} == set(TITLES)


def test_titles_are_short_english_and_distinct() -> None:
    assert all(title.isascii() and 2 < len(title) <= 40 and title == title.strip() for title in TITLES.values())
    assert [title for title, count in Counter(TITLES.values()).items() if count > 1] == []
    assert TITLES["cvm"] == "Cloud Virtual Machine"


def test_a_title_in_either_language() -> None:
    assert service_title("cvm", "云服务器") == "Cloud Virtual Machine"
    assert service_title("cvm", "云服务器", Language.CHINESE) == "云服务器"
    assert service_title("new", "新服务") == "新服务"
    assert service_title("cim", "", Language.CHINESE) == TITLES["cim"]


def test_every_service_is_in_exactly_one_area(catalogue: Catalogue) -> None:
    filed = Counter(service for area in AREAS for service in area.services)
    assert set(filed) == {one.service for one in catalogue.rows()}
    assert [service for service, areas in filed.items() if areas > 1] == []
    assert OF_SERVICE["cvm"].en == "Compute and edge"
    assert all(list(area.services) == sorted(area.services) for area in AREAS)


def test_areas_are_few_and_have_titles_in_both_languages() -> None:
    assert len(AREAS) <= 17  # with the line of the cursor they fit on 20 rows
    for area in (*AREAS, OTHER):
        assert area.en.isascii()
        assert 2 < len(area.en) <= 26
        assert not area.zh.isascii()
        assert (area.title(Language.ENGLISH), area.title(Language.CHINESE)) == (area.en, area.zh)
    for language in Language:
        assert len({area.title(language) for area in (*AREAS, OTHER)}) == len(AREAS) + 1
    assert len({area.name for area in (*AREAS, OTHER)}) == len(AREAS) + 1


def test_a_service_that_no_area_has_yet_is_in_the_last_one() -> None:
    tree = Tree.of(ActionRows.of([row("DescribeA", service="cvm"), row("DescribeB", service="zzz")]))
    assert [(node.label, node.below) for node in tree.nodes] == [("Compute and edge", 1), ("Other services", 1)]
    opened = open_at(tree, "other")
    assert opened.nodes[-1].key == ("other", "zzz")


def test_every_mqtt_action_is_in_exactly_one_category(rows: list[ActionRow]) -> None:
    filed = Counter(action for category in MQTT for action in category.actions)
    actions = {row.action for row in rows if row.service == "mqtt"}
    assert set(filed) == actions
    assert set(filed.values()) == {1}


def test_mqtt_is_grouped_as_documented_on_both_sites(rows: list[ActionRow]) -> None:
    mqtt = [row for row in rows if row.service == "mqtt"]
    names = [group.name for group in grouped("mqtt", mqtt)]
    assert names[:7] == [
        "Cluster", "Topic", "Authorization policy", "User", "Client", "Message enhancement rule", "Message",
    ]  # fmt: skip
    assert set(names[7:]) == {"Authenticator", "HTTP authentication", "Certificate", "Device identity"}
    international = [row for row in mqtt if Site.INTERNATIONAL in row.sites]
    groups = {group.name: [row.action for row in group.rows] for group in grouped("mqtt", international)}
    assert groups["Topic"] == ["DeleteTopic", "DescribeTopic"]
    assert "Authenticator" not in groups
    assert sum(map(len, groups.values())) == len(international) == 38
    assert grouped("mqtt", mqtt, Language.CHINESE)[0].name == "集群"


def test_an_action_that_no_category_has_yet_is_not_lost() -> None:
    new = [row("DescribeTopic", service="mqtt"), row("DescribeNewThing", service="mqtt")]
    assert [(group.name, len(group.rows)) for group in grouped("mqtt", new)] == [("Topic", 1), ("Other", 1)]
    assert grouped("mqtt", new, Language.CHINESE)[-1].name == "其他"


def test_other_services_are_grouped_by_verb() -> None:
    names = [
        "DescribeA",
        "DescribeB",
        "ListA",
        "ListB",
        "ListC",
        "DeleteA",
        "DeleteB",
        "CreateA",
        "CreateB",
        "PublishA",
    ]
    verbs = {"Delete": Verb.DESTRUCTIVE, "Create": Verb.WRITE, "Publish": Verb.WRITE}
    given = [row(name, verb=verbs.get(name[:-1], Verb.READ)) for name in names]
    found = [(group.name, [one.action for one in group.rows]) for group in grouped("demo", given)]
    assert found == [
        ("List", ["ListA", "ListB", "ListC"]),
        ("Describe", ["DescribeA", "DescribeB"]),
        ("Create", ["CreateA", "CreateB"]),
        ("Delete", ["DeleteA", "DeleteB"]),
        ("Other", ["PublishA"]),
    ]


def test_every_action_is_in_one_group(rows: list[ActionRow]) -> None:
    by_version: dict[tuple[str, str], list[ActionRow]] = {}
    for one in rows:
        by_version.setdefault((one.service, one.version), []).append(one)
    for (service, _), held in by_version.items():
        groups = grouped(service, held)
        assert sorted(one.action for group in groups for one in group.rows) == sorted(one.action for one in held)
        assert len({group.name for group in groups}) == len(groups)
    assert set(BY_SERVICE) <= {service for service, _ in by_version}


@pytest.fixture(scope="module")
def tree(catalogue: Catalogue, rows: list[ActionRow]) -> Tree:
    return Tree.of(catalogue.index())


def open_at(tree: Tree, *key: str) -> Tree:
    """The tree with that node toggled, and open whatever it is in."""
    for length in range(1, len(key) + 1):
        index = tree.at(key[:length])
        if index is not None and (length == len(key) or not tree.nodes[index].open):
            tree = tree.toggled(index)
    assert tree.at(key) is not None, key
    return tree


def opened(catalogue: Catalogue, *, site: Site | None = None, language: Language = Language.ENGLISH) -> Tree:
    """The tree with all services, closed."""
    keys = frozenset((area.name,) for area in AREAS)
    return Tree.of(catalogue.index(), site=site, language=language, opened=keys)


def services(tree: Tree) -> list[BrowseNode]:
    return [node for node in tree.nodes if node.level is Level.SERVICE]


def test_closed_there_are_only_areas(tree: Tree) -> None:
    assert {node.level for node in tree.nodes} == {Level.AREA}
    assert [node.label for node in tree.nodes] == [area.en for area in AREAS]
    assert [node.below for node in tree.nodes] == [len(area.services) for area in AREAS]
    assert tree.nodes[0].title.startswith("as, batch, bm, ")


def test_an_area_opens_into_its_services_by_name(tree: Tree) -> None:
    shown = open_at(tree, "middleware")
    assert [node.label for node in services(shown)] == list(OF_SERVICE["mqtt"].services)
    assert {(node.depth, node.key[0]) for node in services(shown)} == {(1, "middleware")}
    assert len(shown.nodes) == len(AREAS) + len(OF_SERVICE["mqtt"].services)
    assert open_at(shown, "middleware").nodes == tree.nodes


def test_no_action_is_lost(catalogue: Catalogue, rows: list[ActionRow]) -> None:
    found = services(opened(catalogue))
    assert len(found) == 275
    assert sum(node.below for node in found) == len(rows)
    assert "as" in [node.label for node in found]


def test_one_version_is_not_worth_a_level(tree: Tree) -> None:
    shown = open_at(tree, "middleware", "mqtt")
    index = shown.at(("middleware", "mqtt", "2024-05-16", "Cluster"))
    assert index is not None
    group = shown.nodes[index]
    assert (group.level, group.depth, group.below) == (Level.GROUP, 2, 20)
    shown = open_at(shown, *group.key)
    action = shown.nodes[index + 1]
    assert (action.level, action.label, action.depth) == (Level.ACTION, "DescribeInstanceList", 3)
    assert action.title
    assert action.row is not None
    assert shown.toggled(index + 1) is shown


def test_several_versions_are_shown_newest_first(tree: Tree) -> None:
    sms = ("communication", "sms")
    shown = open_at(tree, *sms)
    versions = [node.label for node in shown.nodes if node.level is Level.VERSION]
    assert versions == ["2021-01-11", "2019-07-11"]
    shown = open_at(shown, *sms, "2019-07-11")
    groups = [node for node in shown.nodes if node.level is Level.GROUP]
    assert {node.depth for node in groups} == {3}
    assert sum(node.below for node in groups) == 16


def test_toggling_is_the_same_as_making_it_anew(tree: Tree, catalogue: Catalogue) -> None:
    sms, cvm, area = ("communication", "sms"), ("compute", "cvm"), ("communication",)
    for key in [sms, cvm, (*sms, "2021-01-11"), (*cvm, "2017-03-12", "Describe"), sms, area, ("containers", "tke")]:
        tree = open_at(tree, *key)
        again = Tree.of(catalogue.index(), opened=tree.opened)
        assert list(again.nodes) == list(tree.nodes)
    tree = open_at(open_at(tree, *area), *sms)  # what was open inside is open again
    assert tree.at((*sms, "2021-01-11", "Describe")) is not None


def test_one_site_has_its_services_only(catalogue: Catalogue, rows: list[ActionRow]) -> None:
    international = opened(catalogue, site=Site.INTERNATIONAL)
    counts = {node.label: node.below for node in services(international)}
    assert counts["mqtt"] == 38
    assert "aai" not in counts
    assert sum(counts.values()) == sum(Site.INTERNATIONAL in one.sites for one in rows)
    areas = {node.label: node.below for node in international.nodes if node.level is Level.AREA}
    assert sum(areas.values()) == len(counts)


def test_titles_are_in_the_language_asked_for(catalogue: Catalogue) -> None:
    chinese = opened(catalogue, language=Language.CHINESE)
    titles = {node.label: node.title for node in chinese.nodes}
    assert titles["cvm"] == "云服务器"
    assert chinese.nodes[0].label == "计算与边缘"
    assert any(node.label == "集群" for node in open_at(chinese, "middleware", "mqtt").nodes)


def test_deprecated_actions_come_last_in_their_group() -> None:
    held = [row("DescribeA")._replace(status=Status.DEPRECATED), row("DescribeB")]
    tree = open_at(Tree.of(ActionRows.of(held)), "other", "demo", "2024-01-01", "Describe")
    assert [node.label for node in tree.nodes if node.level is Level.ACTION] == ["DescribeB", "DescribeA"]


def test_what_the_user_keeps_is_on_top_and_open(tree: Tree, catalogue: Catalogue) -> None:
    run, kick = catalogue.find("cvm", "RunInstances"), catalogue.find("mqtt", "KickOutClient")
    assert run is not None
    assert kick is not None
    kept = Tree.of(catalogue.index(), favourites=[run], recent=[kick, run])
    assert [(node.level, node.label, node.below) for node in kept.nodes[:5]] == [
        (Level.SHELF, "Favourites", 1),
        (Level.ACTION, "RunInstances", 1),
        (Level.SHELF, "Recent", 2),
        (Level.ACTION, "KickOutClient", 1),
        (Level.ACTION, "RunInstances", 1),
    ]
    closed = kept.toggled(0).toggled(1)
    assert [node.key for node in closed.nodes[:2]] == [(FAVOURITES,), (RECENT,)]
    assert closed.nodes[2:] == tree.nodes
    assert Tree.of(catalogue.index(), favourites=[run], language=Language.CHINESE).nodes[0].label == "收藏"


def test_everything_is_closed_but_the_shelves(catalogue: Catalogue) -> None:
    wanted = catalogue.find("mqtt", "KickOutClient")
    assert wanted is not None
    kept = Tree.of(catalogue.index(), recent=[wanted])
    assert open_at(kept, "middleware", "mqtt").closed().nodes == kept.nodes


def test_what_a_node_is_in(tree: Tree) -> None:
    topic = ("middleware", "mqtt", "2024-05-16", "Topic")
    shown = open_at(tree, *topic)
    at = shown.at((*topic, "DeleteTopic"))
    assert at is not None
    inside: list[str] = []
    for _ in range(3):
        at = shown.above(at)
        inside.append(shown.nodes[at].label)
    assert inside == ["Topic", "mqtt", "Messaging and middleware"]
    assert shown.above(0) == 0


def test_a_group_of_one_kind_says_of_which(tree: Tree) -> None:
    shown = open_at(tree, "compute", "cvm")
    kinds = {node.label: node.row and node.row.verb for node in shown.nodes if node.level is Level.GROUP}
    assert kinds["Describe"] is Verb.READ
    assert kinds["Delete"] is Verb.DESTRUCTIVE
    mixed = [row(f"Do{letter}", verb=verb) for letter, verb in (("A", Verb.READ), ("B", Verb.WRITE))]
    shown = open_at(Tree.of(ActionRows.of(mixed)), "other", "demo")
    assert [node.row for node in shown.nodes if node.level is Level.GROUP] == [None]


def test_an_action_is_found_by_name_in_the_version_or_else_in_the_newest(catalogue: Catalogue) -> None:
    index = catalogue.index()
    found = index.find("sms", "SendSms", "2019-07-11")
    assert found is not None
    assert found[:3] == ("sms", "2019-07-11", "SendSms")
    other = index.find("sms", "SendSms", "1999-01-01")
    assert other is not None
    assert other.version == "2021-01-11"
    assert index.find("sms", "NoSuch", "2019-07-11") is None
