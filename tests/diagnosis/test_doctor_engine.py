"""The doctor's engine is the one signer: without changes it signs as `sign_tc3`, and a pair that it tries in its quick
way is what the stages themselves make under the changes of both.
"""

from __future__ import annotations

import hmac
import random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcexplorer.diagnosis.doctor.engine.hmacs import mac
from tcexplorer.diagnosis.doctor.engine.pipeline import Stage, defaults_of
from tcexplorer.diagnosis.doctor.engine.space import SearchSpace
from tcexplorer.diagnosis.doctor.facts import Facts
from tcexplorer.diagnosis.doctor.mistake import Reach
from tcexplorer.diagnosis.doctor.mistakes import OF_HEADERS, OF_LAST_RESORT, OF_REQUEST, OF_SCOPE
from tcexplorer.diagnosis.doctor.recipe import method_of, recipe_of
from tcexplorer.diagnosis.doctor.texts import RANK, TEXTS
from tcexplorer.protocol import signing, signing_v1
from tcexplorer.protocol.model import Credential
from tcexplorer.protocol.signing import in_turn, payload_hash, sign_tc3, standard_scope, utc_date
from tcexplorer.safety.secret import Secret

if TYPE_CHECKING:
    from tcexplorer.diagnosis.doctor.mistake import Mistake

KEY = "m4Xr7TpLn2YcVb9NqZs5KdHf8GjWy3Ue"
NAMES = ("content-type", "host", "x-tc-timestamp")


def facts_of(
    method: str = "POST",
    body: bytes = b'{"Limit": 1, "Name": "\xc3\xbc/<b>"}',
    query: str = "",
    values: dict[str, str] | None = None,
    *,
    timestamp: int = 1551113065,
    service: str = "cvm",
    declared: bool = False,
    names: tuple[str, ...] = NAMES,
) -> Facts:
    sent = {
        "content-type": "application/json; charset=utf-8",
        "host": f"{service}.tencentcloudapi.com",
        "x-tc-action": "DescribeZones",
        "x-tc-region": "ap-guangzhou",
        "x-tc-timestamp": str(timestamp),
        **(values or {}),
    }
    return Facts(
        method, "/", query, body, declared, sent, sent, {name: name.title() for name in sent}, None,
        "TC3-HMAC-SHA256", "DescribeZones", (), (), service, sent["host"], str(timestamp), ("AKIDexample",),
        names, ";".join(names), sent["host"], utc_date(timestamp), service, standard_scope, in_turn,
    )  # fmt: skip


def space_of(facts: Facts, mistakes: list[Mistake], target: bytes) -> SearchSpace:
    return SearchSpace(method_of(facts), recipe_of(facts, KEY, mac), mistakes, target=target)


def rows_of(facts: Facts) -> list[Mistake]:
    return [
        row for table in (OF_REQUEST, OF_HEADERS, OF_SCOPE, OF_LAST_RESORT) for rows in table for row in rows(facts)
    ]


VALUES = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=40).map(str.strip)


@given(
    method=st.sampled_from(["POST", "GET"]),
    body=st.binary(max_size=200),
    query=st.sampled_from(["", "Limit=10&Offset=0", "Name=%E4%B8%AD+%2F"]),
    content_type=VALUES,
    host=VALUES,
    service=st.from_regex(r"[a-z][a-z0-9]{1,12}", fullmatch=True),
    timestamp=st.integers(0, 2**33),
    names=st.sampled_from([NAMES[:2], NAMES, ("content-type", "host", "x-tc-action")]),
    key=VALUES,
)
def test_without_changes_it_is_the_one_signer(
    method: str,
    body: bytes,
    query: str,
    content_type: str,
    host: str,
    service: str,
    timestamp: int,
    names: tuple[str, ...],
    key: str,
) -> None:
    values = {"content-type": content_type, "host": host}
    facts = facts_of(method, body, query, values, timestamp=timestamp, service=service, names=names)
    trace = sign_tc3(
        method=method,
        path="/",
        query=query if method == "GET" else "",
        headers=[(name, facts.values[name]) for name in names],
        hashed_payload=payload_hash(b"" if method == "GET" else body),
        credential=Credential("AKIDexample", Secret(key)),
        timestamp=timestamp,
        service=service,
    )
    space = SearchSpace(method_of(facts), recipe_of(facts, key, mac), target=bytes.fromhex(trace.signature))
    (match,) = space.unmistaken()
    assert match.canonical_request.decode() == trace.canonical_request
    assert match.string_to_sign.decode() == trace.string_to_sign


def signed(facts: Facts, changes: dict[str, Any]) -> bytes:
    """What the stages make of a recipe with changes, one after the other and nothing else."""
    values = {**recipe_of(facts, KEY, hmac.digest), **changes}
    stages = [*method_of(facts).before[:1], *map(Stage.of, signing.STAGES)]
    for stage in stages:
        values[stage.name] = stage.run(*[values[name] for name in stage.reads])
    return values["signature"]


FACTS = {
    "post": facts_of(),
    "get": facts_of("GET", b"", "Limit=10&Filters.0.Name=a%20b&A=%2F"),
    "declared": facts_of(declared=True),
    "two headers": facts_of(names=NAMES[:2]),
}


@pytest.mark.parametrize("facts", FACTS.values(), ids=FACTS)
def test_every_row_signs_as_the_stages_do(facts: Facts) -> None:
    for row in rows_of(facts):
        target = signed(facts, dict(row.changes))
        space = space_of(facts, [row], target)
        assert space.unmistaken() or space.singles(), row.words


@pytest.mark.parametrize("facts", FACTS.values(), ids=FACTS)
def test_every_pair_signs_as_the_stages_do(facts: Facts) -> None:
    rng = random.Random(7)
    rows = [row for row in rows_of(facts) if row.reach is Reach.ANY]
    tried = 0
    while tried < 1500:
        one, other = rng.sample(rows, 2)
        if one.changes.keys().isdisjoint(other.changes):
            tried += 1
            space = space_of(facts, [one, other], signed(facts, {**one.changes, **other.changes}))
            assert space.unmistaken() or space.singles() or space.doubles(), (one.words, other.words)


@pytest.mark.parametrize("facts", FACTS.values(), ids=FACTS)
def test_every_row_has_a_title_a_fix_and_a_rank(facts: Facts) -> None:
    for row in rows_of(facts):
        assert row.id in RANK, row.id
        assert TEXTS[row.id].title
        assert TEXTS[row.id].fix
        assert row.words


@pytest.mark.parametrize("stages", [signing.STAGES, signing_v1.STAGES], ids=["TC3", "v1"])
def test_a_field_means_the_same_in_every_stage(stages: Any) -> None:
    known = defaults_of(stages)
    for stage in stages:
        for name, value in defaults_of([stage]).items():
            assert known[name] == value


@pytest.mark.parametrize("digest", ["sha256", "sha1", "md5"])
@pytest.mark.parametrize("key", [b"", b"k", b"k" * 64, b"k" * 65])
def test_the_quick_hmac_is_hmac(digest: str, key: bytes) -> None:
    assert mac(key, b"message", digest) == hmac.digest(key, b"message", digest)
