"""What is covered, and that it stays so everywhere until it is uncovered."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcexplorer.answer.export import csv_text
from tcexplorer.answer.mask import Mask, secrets_in
from tcexplorer.answer.present import json_text
from tcexplorer.answer.raw import masked_events, masked_text, raw_text
from tcexplorer.answer.reader import parse
from tcexplorer.answer.slices import finished
from tcexplorer.answer.table import Table
from tcexplorer.answer.values import value_at
from tcexplorer.safety.secret import MASK

if TYPE_CHECKING:
    from tcexplorer.answer.values import Path
    from tcexplorer.protocol.model import Json

DOCUMENT: Json = {
    "User": {"Name": "ann", "Password": "hunter-22", "PasswordSet": True, "NextToken": "page-2"},
    "Env": [{"Value": "pw-of-db", "Key": "DB_PASSWORD"}, {"Key": "HOME", "Value": "/root"}],
    "Credentials": {"TmpSecretId": "AKID-tmp", "Rest": ["inner-one"]},
    "Config": '{"Token": "tok-in-text", "Size": 3}',
    "Pem": "-----BEGIN PRIVATE KEY-----\nkey-material\n",
}
SECRETS = ("hunter-22", "pw-of-db", "AKID-tmp", "inner-one", "tok-in-text", "key-material")


@pytest.mark.parametrize(
    ("path", "hidden"),
    [
        (("User", "Password"), True),
        (("User", "PasswordSet"), False),
        (("User", "NextToken"), False),
        (("User", "Name"), False),
        (("Env", 0, "Value"), True),
        (("Env", 1, "Value"), False),
        (("Credentials", "Rest", 0), True),
        (("Config",), True),
        (("Pem",), True),
    ],
)
def test_what_is_covered(path: Path, hidden: bool) -> None:
    value = cast("Json", value_at(DOCUMENT, path))
    mask = Mask(DOCUMENT)
    assert mask.hides(path, value) is hidden
    assert (mask.shown(path, value) != value) is hidden
    assert not mask.toggled(path).hides(path, value)


def test_json_within_text_keeps_what_is_no_secret() -> None:
    shown = Mask(DOCUMENT).shown(("Config",), cast("Json", value_at(DOCUMENT, ("Config",))))
    assert json.loads(cast("str", shown)) == {"Token": MASK, "Size": 3}


def test_no_secret_is_in_a_copy_and_only_the_uncovered_one_after() -> None:
    mask = Mask(DOCUMENT)
    assert not any(secret in json.dumps(mask.copied(())) for secret in SECRETS)
    mask = mask.toggled(("User", "Password"))
    text = json.dumps(mask.copied(()))
    assert [secret for secret in SECRETS if secret in text] == ["hunter-22"]
    assert mask.copied(("User", "Password")) == "hunter-22"
    assert mask.copied(("Credentials",)) == {"TmpSecretId": MASK, "Rest": [MASK]}
    assert mask.copied(("Env", 0, "Value")) == MASK
    assert mask.copied(("Credentials", "Rest")) == [MASK]
    assert value_at(DOCUMENT, ("User", "Password")) == "hunter-22"


def test_uncovering_a_container_uncovers_what_is_in_it_and_covering_covers_it_again() -> None:
    path: Path = ("Credentials",)
    mask = Mask(DOCUMENT).toggled(path)
    assert mask.copied(path) == value_at(DOCUMENT, path)
    assert mask.toggled(("Credentials", "TmpSecretId")).revealed == frozenset()
    assert mask.toggled(path).copied(path) == {"TmpSecretId": MASK, "Rest": [MASK]}


def test_what_a_filter_takes_out_of_its_member_stays_covered() -> None:
    values = finished(secrets_in(DOCUMENT))
    assert {"hunter-22", "pw-of-db", "AKID-tmp", "inner-one"} <= values
    filtered: Json = ["hunter-22", "ann", "it is hunter-22!", {"x": "pw-of-db"}]
    mask = Mask(filtered, values=values)
    assert [mask.shown((at,), one) for at, one in enumerate(filtered[:3])] == [MASK, "ann", MASK]
    assert mask.copied(()) == [MASK, "ann", MASK, {"x": MASK}]
    assert mask.toggled((0,)).shown((0,), "hunter-22") == "hunter-22"


PAIRS: list[Json] = [
    {"Name": "DB_PASSWORD", "Value": "hunter-22", "Type": "String", "Remark": "d", "More": 1},
    {"Key": "k1", "Name": "DB_PASSWORD", "Value": "hunter-22"},
    {"Value": "hunter-22", "Kind": 1, "Name": "DB_PASSWORD", "Key": "k1"},
    {"a": 1, "b": 2, "c": 3, "NAME": "DB_PASSWORD", "VALUES": ["x", {"y": "hunter-22"}]},
]


@pytest.mark.parametrize("pair", PAIRS)
def test_the_value_of_a_pair_is_secret_whatever_else_is_in_the_pair(pair: Json) -> None:
    document: Json = {"Env": [pair, {"Key": "HOME", "Value": "/root"}]}
    values = finished(secrets_in(document))
    assert "hunter-22" in values
    assert not {"/root", "DB_PASSWORD", "k1", "String"} & values
    assert Mask(["hunter-22", "/root"], values=values).copied(()) == [MASK, "/root"]
    assert "hunter" not in json_text(Mask(document).copied(()))


@pytest.mark.parametrize("secrets", [3, 150, 2000])
@pytest.mark.parametrize("padding", ["", "x" * 3000])
def test_every_one_of_many_secrets_is_found_within_other_texts(secrets: int, padding: str) -> None:
    users: Json = [{"Name": f"u{at}", "Password": f"{at:04}[^]-hunter"} for at in range(secrets)]
    values = finished(secrets_in(users))
    assert len(values) == secrets
    joined: Json = [f"{padding}u{at}:{at:04}[^]-hunter{padding}" for at in range(secrets)]
    mask = Mask(joined, values=values)
    assert mask.copied(()) == [MASK] * secrets
    assert mask.may_hide_one_of(["u1", f"u:{secrets - 1:04}[^]-hunter"])
    assert not mask.may_hide_one_of(["u1", f"{secrets:04}[^]-hunter", f"{secrets - 1:04}[^]-hunte"])
    plain: Json = ["u1:9999", f"{padding}0001[^]-hunte", ""]
    assert Mask(plain, values=values).copied(()) == plain


INNER = (
    {"Password": "hunter-22", "x": 1},
    {"Password": 'hunter-"22\\', "x": "测"},
    {"Password": "a\nhunter-22 测"},
    {"Password": "hun"},
    {"Token": 123456.50},
    {"Deeper": json.dumps({"Password": 'hunter-"22'})},
    [{"Value": {"a": "hunter-22"}, "b": 1, "c": 1, "d": 1, "Key": "DB_PASSWORD"}],
)


@pytest.mark.parametrize("inner", INNER)
@pytest.mark.parametrize("ascii_only", [True, False])
def test_what_is_secret_in_a_text_that_is_json_stays_covered_within_another_text(inner: Json, ascii_only: bool) -> None:
    text = f" {json.dumps(inner, ensure_ascii=ascii_only)}"
    for written in (text, text.replace("h", "\\u0068"), text[:-1], text.replace(".5", ".50")):
        document: Json = {"Config": written, "List": [{"Password": "other-one", "C": written}]}
        values = finished(secrets_in(document))
        assert Mask([f"cfg: {written}", f"\n!{written}!"], values=values).copied(()) == [MASK, MASK]
        assert Mask(["cfg: ", "Password", "x"], values=values).copied(()) == ["cfg: ", "Password", "x"]


def test_of_a_filtered_text_that_is_json_only_the_secrets_are_covered() -> None:
    mask = Mask(DOCUMENT, values=finished(secrets_in(DOCUMENT)))
    shown = mask.shown(("Config",), cast("Json", value_at(DOCUMENT, ("Config",))))
    assert json.loads(cast("str", shown)) == {"Token": MASK, "Size": 3}


@pytest.mark.parametrize("begin", ["[INFO] it went well", '["a", "b"]', '{"Name": "x"}', "[1, 2"])
def test_a_text_that_only_begins_like_json_has_no_secret(begin: str) -> None:
    assert finished(secrets_in({"Text": begin, "List": [begin]})) == frozenset()


def test_a_text_of_json_that_is_too_long_is_secret_as_a_whole() -> None:
    long = json.dumps({"Password": "hunter-22", "Rest": "x" * 1_000_001})
    assert Mask([f"cfg: {long}"], values=finished(secrets_in({"C": long}))).copied(()) == [MASK]


def test_events_are_masked_each_by_itself() -> None:
    pair = 'data: {"Env":[{"Value":"hunter-22","Key":"DB_PASSWORD"},{"Value":"/root","Key":"HOME"}]}'
    broken = 'data: {"Password": {"a": "hunter-23'
    shown = masked_events(f'{pair}\r\n\r\n{broken}\n\ndata: {{"Name":\ndata: "ann"}}\n')
    assert "hunter" not in shown
    assert '"/root"' in shown
    assert shown.endswith('data: {"Name":\ndata: "ann"}\n')


def test_no_secret_is_in_the_raw_text_pretty_or_not() -> None:
    body = json.dumps(DOCUMENT).encode()
    secrets = finished(secrets_in(DOCUMENT))
    for pretty in (True, False):
        text = raw_text(body, is_json=True, pretty=pretty, secrets=secrets).text
        assert not any(secret in text for secret in SECRETS)
        assert json.loads(text)["User"]["Name"] == "ann"
    shown = raw_text(body, is_json=True, secrets=secrets, revealed=frozenset({"hunter-22"})).text
    assert [secret for secret in SECRETS if secret in shown] == ["hunter-22"]


def test_text_that_is_cut_within_a_secret_is_masked() -> None:
    for end in range(12, 21):
        assert "hunter" not in masked_text('{"Password": "hunter-22"}'[: end + 4])
    assert masked_text('{"Password": {"a": ["hunter') == f'{{"Password": {{"a": ["{MASK}"'


def within_strings(levels: int) -> str:
    """JSON in a string of JSON, so many times, with a secret in the innermost and something behind it."""
    text = json.dumps({"Password": "hunter-22", "Of": ["ann", {"Token": ["hunter-23"]}], "Note": "x" * 20})
    for _ in range(levels):
        text = json.dumps({"Config": text, "Behind": "y" * 20})
    return text


@pytest.mark.parametrize("levels", [0, 1, 2, 3])
def test_json_in_a_string_is_masked_wherever_the_text_is_cut(levels: int) -> None:
    whole = within_strings(levels)
    for end in range(len(whole)):
        text = whole[:end]
        assert "hunt" not in masked_text(text), text
        parsed = parse(text.encode())
        assert "hunt" not in json_text(Mask(parsed.value).copied(())), text
    assert masked_text(whole).count("•") == 2 * len(MASK)


@pytest.mark.parametrize("text", ["[INFO] it went well", "{not json}", "[1, 2", '{"Name": "a", "Tokens": 3', "[\\"])
def test_what_only_looks_like_json_is_left_as_it_is(text: str) -> None:
    assert Mask({"Text": text}).copied(("Text",)) == text


DOCUMENTS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text('ab\\"', max_size=3), inner, max_size=4),
    max_leaves=20,
)


@given(DOCUMENTS)
def test_text_without_secrets_is_not_touched(document: Json) -> None:
    for ascii_only in (True, False):
        text = json.dumps(document, ensure_ascii=ascii_only)
        assert masked_text(text) == text
    assert Mask(document).copied(()) == document


def test_tables_and_csv_are_covered() -> None:
    users: Json = {"Users": [{"Name": "ann", "Login": {"Password": "hunter-22"}, "Tokens": ["t-one"]}]}
    table = Table.of(users, ("Users",))
    assert table is not None
    mask = Mask(users)
    cells = [table.cell_text(0, column, mask.shown) for column in table.visible]
    assert cells[:2] == ["ann", MASK]
    assert "hunter-22" not in csv_text(table, mask)
    assert "hunter-22" in csv_text(table, mask.toggled(("Users", 0, "Login", "Password")))
    assert table.filter("hunter").order == ()
