"""Values seen in earlier answers, offered where they are wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from tcexplorer.form.suggest import MOST_NAMES, MOST_NODES, MOST_PLACES, MOST_VALUES, Place, Seen, suggestions

if TYPE_CHECKING:
    from tcexplorer.protocol.model import Json, JsonObject
    from tcexplorer.protocol.paths import Path

HERE = Place("dev", "ap-guangzhou")
INSTANCES: JsonObject = {
    "Response": {
        "TotalCount": 2,
        "Data": [
            {"InstanceId": "mqtt-1", "InstanceName": "cars", "Status": "RUNNING"},
            {"InstanceId": "mqtt-2", "InstanceName": "", "VpcId": "vpc-1"},
        ],
        "RequestId": "11111111-2222-3333-4444-555555555555",
    }
}


def offered(
    seen: Seen, *path: str | int, params: JsonObject | None = None, service: str = "mqtt", place: Place = HERE
) -> list[tuple[str | int, str]]:
    found = suggestions(seen, place, service, params or {}, path)
    return [(one.value, one.name) for one in found]


def test_a_describe_feeds_the_next_call() -> None:
    seen = Seen().with_answer(HERE, "mqtt", INSTANCES)
    assert offered(seen, "InstanceId") == [("mqtt-1", "cars"), ("mqtt-2", "")]
    assert offered(seen, "InstanceIds") == [("mqtt-1", "cars"), ("mqtt-2", "")]
    assert offered(seen, "InstanceIds", 0) == [("mqtt-1", "cars"), ("mqtt-2", "")]
    assert offered(seen, "VirtualPrivateCloud", "VpcId") == [("vpc-1", "")]
    assert offered(seen, "InstanceName") == [("cars", "")]
    assert offered(seen, "Status") == []
    assert offered(seen, "RequestId") == []


def test_other_profiles_and_regions_are_none_of_ours() -> None:
    seen = Seen().with_answer(HERE, "mqtt", INSTANCES)
    assert offered(seen, "InstanceId", place=Place("prod", "ap-guangzhou")) == []
    assert offered(seen, "InstanceId", place=Place("dev", None)) == []


def test_the_newest_come_first_and_none_twice() -> None:
    seen = Seen().with_answer(HERE, "mqtt", INSTANCES)
    seen = seen.with_answer(HERE, "mqtt", {"Data": [{"InstanceId": "mqtt-3"}, {"InstanceId": "mqtt-2"}]})
    assert [value for value, _ in offered(seen, "InstanceId")] == ["mqtt-3", "mqtt-2", "mqtt-1"]


def test_the_services_own_come_before_those_of_others() -> None:
    seen = Seen().with_answer(HERE, "mqtt", INSTANCES)
    seen = seen.with_answer(HERE, "cvm", {"InstanceSet": [{"InstanceId": "ins-1"}]})
    assert [value for value, _ in offered(seen, "InstanceId")] == ["mqtt-1", "mqtt-2", "ins-1"]
    assert [value for value, _ in offered(seen, "InstanceId", service="cvm")] == ["ins-1", "mqtt-1", "mqtt-2"]


def test_a_filter_offers_what_its_name_asks_for() -> None:
    seen = Seen().with_answer(HERE, "mqtt", INSTANCES)
    params: JsonObject = {
        "Filters": [{"Name": "instance-id", "Values": []}, {"Name": "InstanceName"}, {"Name": "zone"}]
    }
    assert offered(seen, "Filters", 0, "Values", 0, params=params) == [("mqtt-1", "cars"), ("mqtt-2", "")]
    assert offered(seen, "Filters", 1, "Values", 0, params=params) == [("cars", "")]
    assert offered(seen, "Filters", 2, "Values", 0, params=params) == []
    assert offered(seen, "Filters", 3, "Values", 0, params=params) == []


def test_a_plain_id_is_of_what_it_is_in() -> None:
    seen = Seen().with_answer(HERE, "as", {"Policies": [{"Id": 7, "Name": "nightly"}], "Hooks": [{"Id": 9}]})
    assert offered(seen, "PolicyId") == [(7, "nightly")]
    assert offered(seen, "Policy", "Id") == [(7, "nightly"), (9, "")]
    assert offered(seen, "Id") == [(7, "nightly"), (9, "")]


def test_lists_of_ids_are_kept_too() -> None:
    seen = Seen().with_answer(HERE, "cvm", {"InstanceIdSet": ["ins-1", "ins-2"], "ZoneList": ["z-1"]})
    assert [value for value, _ in offered(seen, "InstanceIds")] == ["ins-1", "ins-2"]
    assert [value for value, _ in offered(seen, "Zone")] == ["z-1"]


def test_secrets_are_never_kept() -> None:
    document: JsonObject = {
        "SecretId": "AKIDxxxxxxxx",
        "Password": "hunter2",
        "Credentials": {"Token": "t0ken", "TmpSecretId": "AKIDyyyyyyyy"},
        "AccessKeys": [{"AccessKeyId": "ak-1", "SecretKey": "sk-1", "Name": "sk-2"}],
        "SecretKeys": [{"Id": "sk-3"}],
        "Key": "-----BEGIN RSA PRIVATE KEY-----\nabc\n",
    }
    seen = Seen().with_answer(HERE, "cam", document)
    kept = str(seen)
    for secret in ("AKID", "hunter2", "t0ken", "sk-1", "sk-3", "BEGIN"):
        assert secret not in kept
    assert offered(seen, "SecretId") == []
    assert offered(seen, "Password") == []


def test_texts_that_are_no_ids_are_not_kept() -> None:
    document: JsonObject = {"Name": "a\nb", "InstanceId": "x" * 200, "UserName": "", "Zone": None, "TopicId": True}
    assert Seen().with_answer(HERE, "demo", document) == Seen()


def test_what_is_kept_is_bounded() -> None:
    seen = Seen()
    for number in range(4):
        ids: list[Json] = [{"InstanceId": f"{number}-{index}"} for index in range(150)]
        seen = seen.with_answer(HERE, "demo", {"Data": ids, "Many": {f"N{n}Id": n for n in range(MOST_NAMES)}})
    assert len(seen.named(HERE, "InstanceId")) == MOST_VALUES
    assert seen.named(HERE, "InstanceId")[0].value == "3-0"
    assert len(seen.places[HERE]) == MOST_NAMES
    for number in range(MOST_PLACES + 5):
        seen = seen.with_answer(Place(str(number), None), "demo", INSTANCES)
    assert len(seen.places) == MOST_PLACES
    assert HERE not in seen.places


def test_of_a_huge_answer_only_the_beginning_is_looked_at() -> None:
    data: list[Json] = [{"InstanceId": f"i-{index}"} for index in range(MOST_NODES * 3)]
    data.append({"TailId": "never"})
    seen = Seen().with_answer(HERE, "demo", {"Data": data})
    assert seen.named(HERE, "InstanceId")[0].value == "i-0"
    assert not seen.named(HERE, "TailId")


def test_a_value_is_never_changed() -> None:
    first = Seen().with_answer(HERE, "mqtt", INSTANCES)
    before = str(first)
    first.with_answer(HERE, "mqtt", {"InstanceId": "mqtt-9"})
    assert str(first) == before


JSON: st.SearchStrategy[Json] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["Id", "Name", "UserId", "Token", "Ids", "A", ""]), inner, max_size=3)
    ),
    max_leaves=15,
)


@given(JSON, st.lists(st.sampled_from(["Id", "UserIds", "Values", "Token"]) | st.integers(0, 2), min_size=1))
def test_any_document_and_any_path_will_do(document: Json, rest: list[str | int]) -> None:
    seen = Seen().with_answer(HERE, "demo", document)
    path: Path = ("User", *rest)
    for one in suggestions(seen, HERE, "demo", {}, path):
        assert str(one.value).isprintable()
