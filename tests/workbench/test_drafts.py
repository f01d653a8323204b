"""Drafts outlive the app, without what is sensitive in them, and never in the way of anything."""

from __future__ import annotations

import json
import stat
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcexplorer.safety.redact import redacted
from tcexplorer.workbench.drafts import LARGEST, MOST, Drafts, SavedDraft
from tcexplorer.workbench.without_secrets import Masked, may_hold_secrets, without_secrets
from tests.builders import row

if TYPE_CHECKING:
    from pathlib import Path

    from tcexplorer.protocol.model import Json, JsonObject

KEY = "-----BEGIN RSA PRIVATE KEY-----\nplanted\n-----END RSA PRIVATE KEY-----"
SECRETS: JsonObject = {
    "InstanceName": "a",
    "LoginSettings": {"Password": "planted", "KeyIds": ["skey-1"]},
    "Users": [{"Name": "x", "Password": "planted"}, {"Password": "planted"}, {"Name": "y"}],
    "Tags": [{"Key": "DB_PASSWORD", "Value": "planted"}],
    "Config": '{"secret": "planted", "size": 1}',
    "Cert": KEY,
    "Keys": {"ApiKeys": ["planted"]},
    "Count": 1,
}
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["Name", "Password", "Key", "Value", "Token", "Limit"]), inner, max_size=3)
    ),
    max_leaves=12,
)


class Clock:
    now = 1_000.0

    def __call__(self) -> float:
        self.now += 1
        return self.now


def drafts(home: Path) -> Drafts:
    found = Drafts(home / "data" / "drafts.json", Clock())
    found.read()
    return found


def test_a_draft_is_there_in_the_next_run(tmp_path: Path) -> None:
    first = drafts(tmp_path)
    first.keep(row(), {"Limit": 5, "Name": "测试\ud800"})
    first.save()
    kept = drafts(tmp_path).of(row())
    assert kept is not None
    assert (kept.params, kept.lacking) == ({"Limit": 5, "Name": "测试\ud800"}, False)
    assert drafts(tmp_path).of(row("Other")) is None


@pytest.mark.skipif(sys.platform == "win32", reason="no modes there")
def test_the_file_is_the_users_alone(tmp_path: Path) -> None:
    one = drafts(tmp_path)
    one.keep(row(), {"Limit": 5})
    one.save()
    path = tmp_path / "data" / "drafts.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert sorted(one.name for one in path.parent.iterdir()) == [".drafts.json.lock", "drafts.json"]


def test_what_is_sensitive_is_not_written_at_any_depth(tmp_path: Path) -> None:
    one = drafts(tmp_path)
    one.keep(row(), SECRETS)
    one.save()
    assert "planted" not in (tmp_path / "data" / "drafts.json").read_text()
    kept = drafts(tmp_path).of(row())
    assert kept is not None
    assert kept.lacking
    assert kept.params == {
        "InstanceName": "a",
        "LoginSettings": {"KeyIds": ["skey-1"]},
        "Users": [{"Name": "x"}, {}, {"Name": "y"}],
        "Tags": [{"Key": "DB_PASSWORD"}],
        "Count": 1,
    }


@given(st.dictionaries(st.sampled_from(["Name", "Password", "Users"]), values, max_size=3))
def test_what_is_left_has_nothing_to_mask_and_nothing_new(params: dict[str, Json]) -> None:
    left = without_secrets(params)
    assert redacted(left) == left
    assert without_secrets(left) == left
    if redacted(params) == params:
        assert left == params


@given(st.dictionaries(st.sampled_from(["Name", "Password", "Users"]), values, max_size=3))
def test_what_is_masked_comes_back(params: dict[str, Json]) -> None:
    masked = Masked(params)
    assert json.loads(masked.unmasked(masked.text)) == params


def test_a_mask_shows_nothing_and_moves_with_the_edit() -> None:
    masked = Masked(SECRETS)
    assert "planted" not in masked.text
    document = json.loads(masked.text)
    document["Users"].reverse()
    del document["Cert"]
    back = json.loads(masked.unmasked(json.dumps(document, ensure_ascii=False)))
    assert [one.get("Password") for one in back["Users"]] == [None, "planted", "planted"]
    assert back["LoginSettings"]["Password"] == "planted"
    assert "Cert" not in back
    assert masked.unmasked(masked.text + "}").endswith("}}")  # no JSON, and all the same nothing is lost


@pytest.mark.parametrize(
    "text",
    [
        '{"Password": "x',
        "{'Password': 'x'",
        '{Password: "x"',
        "Password=x",
        "a=1&db%50assword=x",
        '{"Env": [{"Key": "DB_PASSWORD", "Value": "x"},]}',
        '{"Body": "{\\"Password\\": \\"x\\"}",}',
        '{"Body": "{\\\\\\"Pass\\\\u0077ord\\\\\\": 1}",}',
        '{"Pass\\u0077ord": "x",}',
        "{'Pass\\x77ord': 'x'",
        '{"Pass\\u{77}ord": "x",}',
        '{"Body": "a\\ntoken: x',
        '{"Pass" + "word": "x"',
        '{"Pass\u200bword": "x"',
        "access key: x",
        "secret-key x",
        f'{{"a": "{KEY}',
        '{"a": "-----BEGIN RSA PRIV',
        '{"a": "MIIEpAIBAAKCAQEA\\n-----EN',
    ],
)
def test_a_text_that_is_no_json_is_judged_by_every_word(text: str, tmp_path: Path) -> None:
    assert may_hold_secrets(text)
    one = drafts(tmp_path)
    one.keep(row(), {"Limit": 1}, text)
    one.save()
    kept = drafts(tmp_path).of(row())
    assert kept is not None
    assert (kept.params, kept.unreadable, kept.lacking) == ({"Limit": 1}, None, True)


@pytest.mark.parametrize(
    "text",
    ['{"Name": "x', '{"Limit": 5, "Type": "access", "Key": "x",', '{"NextToken": "", "测试": [1,]}', "a - b -- c", ""],
)
def test_and_kept_when_none_of_them_is_a_secret_s(text: str) -> None:
    assert not may_hold_secrets(text)


def test_a_text_that_is_too_long_is_said_to_be_lacking(tmp_path: Path) -> None:
    one = drafts(tmp_path)
    one.keep(row("A"), {"Limit": 1}, "{" + "x" * LARGEST)
    one.keep(row("B"), {}, "{" + "x" * LARGEST)
    one.save()
    again = drafts(tmp_path)
    first, second = again.of(row("A")), again.of(row("B"))
    assert first is not None
    assert (first.params, first.lacking) == ({"Limit": 1}, True)
    assert second is not None
    assert (second.params, second.unreadable, second.lacking) == ({}, None, True)


@pytest.mark.parametrize("at", ["1e999", "-1e999", "NaN", "1e18", "-1", "1" + "0" * 400, "true"])
def test_a_time_that_is_none_is_left_out(tmp_path: Path, at: str) -> None:
    path = tmp_path / "data" / "drafts.json"
    path.parent.mkdir()
    one = row()
    key = f"{one.service} {one.version} {one.action}"
    path.write_text(f'{{"{key}": {{"params": {{"Limit": 5}}, "lacking": false, "at": {at}}}}}')
    assert drafts(tmp_path).of(one) == SavedDraft({"Limit": 5}, False, 0.0)


def test_what_could_not_be_written_is_written_the_next_time(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the directory should be")
    one = drafts(tmp_path)
    one.keep(row("A"), {"Limit": 5})
    one.keep(row("B"), {"Limit": 6})
    one.save()
    assert one.changed
    (tmp_path / "data").unlink()
    one.keep(row("B"), {"Limit": 7})
    one.save()
    assert (one.problem, one.changed) == (None, False)
    again = drafts(tmp_path)
    first, second = again.of(row("A")), again.of(row("B"))
    assert first is not None
    assert second is not None
    assert (first.params, second.params) == ({"Limit": 5}, {"Limit": 7})


def test_a_text_that_is_no_json_is_kept_unless_it_may_hold_a_secret(tmp_path: Path) -> None:
    one = drafts(tmp_path)
    one.keep(row("A"), {"Limit": 1}, '{"Limit": ')
    one.keep(row("B"), {"Limit": 1}, '{"Password": "planted')
    one.save()
    assert "planted" not in (tmp_path / "data" / "drafts.json").read_text()
    again = drafts(tmp_path)
    first, second = again.of(row("A")), again.of(row("B"))
    assert first is not None
    assert (first.params, first.unreadable) == ({"Limit": 1}, '{"Limit": ')
    assert second is not None
    assert (second.params, second.unreadable) == ({"Limit": 1}, None)


def test_a_text_that_is_no_value_yet_is_kept_unless_it_may_be_a_secret(tmp_path: Path) -> None:
    one = drafts(tmp_path)
    secret = {
        "Password": "planted",
        "Users[0].Password": "planted",
        "LoginSettings.Password.Inner": "planted",
        "Tags[0].Value": "planted",
        "Config": '{"secret": "planted',
        "More": '[{"Key": "DB_PASSWORD", "Value": "planted',
        "Escaped": '{"a": "{\\"Password\\":\\"planted',
        "Cert": KEY[:40] + "planted",
        "ApiKeys[1]": "planted",
    }
    params: JsonObject = {
        "Ids": ["a", None],
        "Tags": [{"Key": "DB_PASSWORD"}],
        "Users": [{"Name": "x"}],
        "ApiKeys": ["planted", None],
    }
    one.keep(row("A"), params, texts={"Count": "12x", "Ids[1]": "{x", "Disk.Size": "ten", **secret})
    one.keep(row("B"), {}, texts={"Count": "12x"})
    one.keep(row("C"), {}, texts={"Password": "planted"})
    one.keep(row("D"), {}, texts={"Count": "x" * LARGEST})
    one.save()
    assert "planted" not in (tmp_path / "data" / "drafts.json").read_text()
    again = drafts(tmp_path)
    first, second = again.of(row("A")), again.of(row("B"))
    assert first is not None
    assert (first.texts, first.lacking) == ({"Count": "12x", "Ids[1]": "{x", "Disk.Size": "ten"}, True)
    assert second is not None
    assert (second.params, second.texts, second.lacking) == ({}, {"Count": "12x"}, False)
    for name in ("C", "D"):
        nothing = again.of(row(name))
        assert nothing is not None
        assert (nothing.params, nothing.texts, nothing.lacking) == ({}, {}, True)


def test_an_emptied_draft_is_forgotten(tmp_path: Path) -> None:
    one = drafts(tmp_path)
    one.keep(row(), {"Limit": 5})
    one.save()
    one.keep(row(), {})
    one.save()
    assert drafts(tmp_path).of(row()) is None


def test_the_last_ones_are_kept_and_none_that_is_huge(tmp_path: Path) -> None:
    one = drafts(tmp_path)
    for number in range(MOST + 5):
        one.keep(row(f"A{number}"), {"Limit": number})
    one.keep(row("Huge"), {"Text": "x" * LARGEST})
    one.save()
    again = drafts(tmp_path)
    assert again.of(row("A5")) is None
    assert again.of(row("A6")) is not None
    huge = again.of(row("Huge"))
    assert huge is not None
    assert (huge.params, huge.lacking) == ({}, True)  # so that it can be said


def test_two_apps_keep_each_others_drafts(tmp_path: Path) -> None:
    one, two = drafts(tmp_path), drafts(tmp_path)
    one.keep(row("A"), {"Limit": 1})
    one.save()
    two.keep(row("B"), {"Limit": 2})
    two.save()
    both = drafts(tmp_path)
    assert both.of(row("A")) is not None
    assert both.of(row("B")) is not None


@pytest.mark.parametrize(
    "text", ["no json", "[1]", '{"a b c": 5, "x": {"params": [], "lacking": 1}}', "[" * 100_000, ""]
)
def test_a_file_of_another_kind_is_said_and_in_nobodys_way(tmp_path: Path, text: str) -> None:
    path = tmp_path / "data" / "drafts.json"
    path.parent.mkdir()
    path.write_text(text)
    one = drafts(tmp_path)
    assert one.of(row()) is None
    assert one.problem is None or "drafts.json" in one.problem
    one.keep(row(), {"Limit": 5})
    one.save()
    assert drafts(tmp_path).of(row()) is not None


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the directory should be")
    one = drafts(tmp_path)
    one.keep(row(), {"Limit": 5})
    one.save()
    assert one.problem is not None
    assert "cannot be" in one.problem
    assert "\n" not in one.problem


async def test_flushing_writes_only_what_changed(tmp_path: Path) -> None:
    one = drafts(tmp_path)
    await one.flush()
    assert not (tmp_path / "data").exists()
    one.keep(row(), {"Limit": 5})
    await one.flush()
    assert not one.changed
    assert drafts(tmp_path).of(row()) is not None
