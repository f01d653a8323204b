"""Services by name, their actions in groups, and the tree of both."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from tcexplorer.catalog.browse import FAVOURITES, RECENT, Level, Tree
from tcexplorer.catalog.categories import BY_SERVICE, MQTT
from tcexplorer.catalog.listing import Listing
from tcexplorer.catalog.model import ActionRow, Status, Verb
from tcexplorer.catalog.services import grouped, service_title
from tcexplorer.catalog.titles import TITLES
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
    return Tree.of(catalogue.listing())


def open_at(tree: Tree, *key: str) -> Tree:
    index = tree.at(key)
    assert index is not None, key
    return tree.toggled(index)


def test_closed_there_are_only_services(tree: Tree, rows: list[ActionRow]) -> None:
    assert len(tree.nodes) == 275
    assert {node.level for node in tree.nodes} == {Level.SERVICE}
    assert sum(node.actions for node in tree.nodes) == len(rows)
    labels = [node.label for node in tree.nodes]
    assert labels == sorted(labels)
    assert "as" in labels


def test_one_version_is_not_worth_a_level(tree: Tree) -> None:
    opened = open_at(tree, "mqtt")
    index = opened.at(("mqtt", "2024-05-16", "Cluster"))
    assert index is not None
    group = opened.nodes[index]
    assert (group.level, group.depth, group.actions) == (Level.GROUP, 1, 20)
    opened = open_at(opened, *group.key)
    action = opened.nodes[index + 1]
    assert (action.level, action.label, action.depth) == (Level.ACTION, "DescribeInstanceList", 2)
    assert action.title
    assert action.row is not None
    assert opened.toggled(index + 1) is opened


def test_several_versions_are_shown_newest_first(tree: Tree) -> None:
    opened = open_at(tree, "sms")
    versions = [node.label for node in opened.nodes if node.level is Level.VERSION]
    assert versions == ["2021-01-11", "2019-07-11"]
    opened = open_at(opened, "sms", "2019-07-11")
    groups = [node for node in opened.nodes if node.level is Level.GROUP]
    assert {node.depth for node in groups} == {2}
    assert sum(node.actions for node in groups) == 16


def test_toggling_is_the_same_as_making_it_anew(tree: Tree, catalogue: Catalogue, rows: list[ActionRow]) -> None:
    for key in [("sms",), ("cvm",), ("sms", "2021-01-11"), ("cvm", "2017-03-12", "Describe"), ("sms",), ("tke",)]:
        tree = open_at(tree, *key)
        again = Tree.of(catalogue.listing(), opened=tree.opened)
        assert list(again.nodes) == list(tree.nodes)
    tree = open_at(tree, "sms")  # what was open inside is open again
    assert tree.at(("sms", "2021-01-11", "Describe")) is not None


def test_one_site_has_its_services_only(catalogue: Catalogue, rows: list[ActionRow]) -> None:
    international = Tree.of(catalogue.listing(), site=Site.INTERNATIONAL)
    counts = {node.label: node.actions for node in international.nodes}
    assert counts["mqtt"] == 38
    assert "aai" not in counts
    assert sum(counts.values()) == sum(Site.INTERNATIONAL in one.sites for one in rows)


def test_titles_are_in_the_language_asked_for(catalogue: Catalogue, rows: list[ActionRow]) -> None:
    chinese = Tree.of(catalogue.listing(), language=Language.CHINESE)
    titles = {node.label: node.title for node in chinese.nodes}
    assert titles["cvm"] == "云服务器"
    opened = open_at(chinese, "mqtt")
    assert any(node.label == "集群" for node in opened.nodes)


def test_an_action_can_be_shown_where_it_is(tree: Tree, catalogue: Catalogue) -> None:
    wanted = catalogue.find("mqtt", "KickOutClient")
    assert wanted is not None
    shown = tree.revealed(wanted)
    index = shown.at(("mqtt", wanted.version, "Client", "KickOutClient"))
    assert index is not None
    assert shown.nodes[index].row == wanted
    assert tree.revealed(row("NoSuch", service="mqtt")) is tree


def test_deprecated_actions_come_last_in_their_group() -> None:
    held = [row("DescribeA")._replace(status=Status.DEPRECATED), row("DescribeB")]
    tree = Tree.of(Listing.of(held))
    tree = open_at(open_at(tree, "demo"), "demo", "2024-01-01", "Describe")
    assert [node.label for node in tree.nodes if node.level is Level.ACTION] == ["DescribeB", "DescribeA"]


def test_what_the_user_keeps_is_on_top_and_open(tree: Tree, catalogue: Catalogue) -> None:
    run, kick = catalogue.find("cvm", "RunInstances"), catalogue.find("mqtt", "KickOutClient")
    assert run is not None
    assert kick is not None
    kept = Tree.of(catalogue.listing(), favourites=[run], recent=[kick, run])
    assert [(node.level, node.label, node.actions) for node in kept.nodes[:5]] == [
        (Level.SHELF, "Favourites", 1),
        (Level.ACTION, "RunInstances", 1),
        (Level.SHELF, "Recent", 2),
        (Level.ACTION, "KickOutClient", 1),
        (Level.ACTION, "RunInstances", 1),
    ]
    closed = kept.toggled(0).toggled(1)
    assert [node.key for node in closed.nodes[:2]] == [(FAVOURITES,), (RECENT,)]
    assert closed.nodes[2:] == tree.nodes
    assert Tree.of(catalogue.listing(), favourites=[run], language=Language.CHINESE).nodes[0].label == "收藏"


def test_everything_is_closed_but_the_shelves(tree: Tree, catalogue: Catalogue) -> None:
    wanted = catalogue.find("mqtt", "KickOutClient")
    assert wanted is not None
    kept = Tree.of(catalogue.listing(), recent=[wanted])
    assert kept.revealed(wanted).closed().nodes == kept.nodes


def test_what_a_node_is_in(tree: Tree) -> None:
    opened = open_at(open_at(tree, "mqtt"), "mqtt", "2024-05-16", "Topic")
    at = opened.at(("mqtt", "2024-05-16", "Topic", "DeleteTopic"))
    assert at is not None
    assert opened.nodes[opened.above(at)].label == "Topic"
    assert opened.nodes[opened.above(opened.above(at))].label == "mqtt"
    assert opened.above(0) == 0


def test_a_group_of_one_kind_says_of_which(tree: Tree) -> None:
    opened = open_at(tree, "cvm")
    kinds = {node.label: node.row and node.row.verb for node in opened.nodes if node.level is Level.GROUP}
    assert kinds["Describe"] is Verb.READ
    assert kinds["Delete"] is Verb.DESTRUCTIVE
    mixed = [row(f"Do{letter}", verb=verb) for letter, verb in (("A", Verb.READ), ("B", Verb.WRITE))]
    opened = open_at(Tree.of(Listing.of(mixed)), "demo")
    assert [node.row for node in opened.nodes if node.level is Level.GROUP] == [None]


def test_an_action_is_found_by_name_in_the_version_or_else_in_another(catalogue: Catalogue) -> None:
    listing = catalogue.listing()
    found = listing.find("sms", "2019-07-11", "SendSms")
    assert found is not None
    assert found[:3] == ("sms", "2019-07-11", "SendSms")
    other = listing.find("sms", "1999-01-01", "SendSms")
    assert other is not None
    assert other.version in ("2019-07-11", "2021-01-11")
    assert listing.find("sms", "2019-07-11", "NoSuch") is None
