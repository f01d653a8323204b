"""The doctor against clients that it does not know: single mistakes, pairs, valid requests and wrong keys."""

from __future__ import annotations

import json
import random
from itertools import combinations
from typing import TYPE_CHECKING

import pytest

from tcexplorer.diagnosis import doctor
from tcexplorer.diagnosis.doctor import Certainty, Outcome
from tcexplorer.interchange.readers.errors import UnreadableError
from tcexplorer.protocol.model import Credential
from tcexplorer.safety.secret import Secret
from tests.diagnosis.dialects import DIALECTS, GET, OF_GET, dump, set_header
from tests.diagnosis.wrong_client import (
    PARAMS,
    SECRET_ID,
    SECRET_KEY,
    TIMESTAMP,
    Client,
    Steps,
    day,
    header_lines,
    mac,
    sha,
    to_sign,
)

if TYPE_CHECKING:
    from collections.abc import Callable

ME = Credential(SECRET_ID, Secret(SECRET_KEY))
NOW = TIMESTAMP + 3


def scope(date: str, service: str) -> str:
    return f"{date}/{service}/tc3_request"


WRONG = Credential(SECRET_ID, Secret("z" * 32))
SINGLES = [(fault, name, steps) for fault, dialects in DIALECTS.items() for name, steps in dialects.items()]
SINGLES_OF_GET = [(fault, name, {**GET, **steps}) for fault, them in OF_GET.items() for name, steps in them.items()]
VISIBLE = {"signature-uppercase", "signature-base64"}
"""Faults of the form alone: the signature is right once it is read."""

VALID: dict[str, Steps] = {
    "plain": {},
    "LF": {"line_end": "\n"},
    "python's JSON": {"body": json.dumps(PARAMS).encode()},
    "no parameters": {"body": b"{}"},
    "the action signed": {"signs": ("content-type", "host", "x-tc-action")},
    "all signed": {"signs": ("content-type", "host", "x-tc-action", "x-tc-region", "x-tc-timestamp", "x-tc-version")},
    "a GET": GET,
    "a GET without a query": {**GET, "target": "/"},
    "regional": {"host": "mqtt.ap-guangzhou.tencentcloudapi.com"},
    "international": {"host": "mqtt.intl.tencentcloudapi.com"},
    "of the new year": {"timestamp": 1546300799},
    "loopback": {"host": "127.0.0.1:8080"},
    "loopback, without the port": {
        "host": "127.0.0.1:8080",
        "signed_headers": lambda headers: [(name, value.removesuffix(":8080")) for name, value in headers],
    },
    "loopback, the service of the address": {"host": "127.0.0.1:8080", "service": "127"},
    "an undeclared charset": {"content_type": "application/json"},
    "a charset in capitals": {"content_type": "application/json; charset=UTF-8"},
    "no blank after a comma": {
        "authorization": lambda a, c, h, s: f"{a} Credential={c},SignedHeaders={h},Signature={s}"
    },
    "unsigned payload": {
        "more": (("X-TC-Content-SHA256", "UNSIGNED-PAYLOAD"),),
        "signed_body": lambda body: b"UNSIGNED-PAYLOAD",
    },
}


def of_mqtt(action: str, version: str) -> set[str]:
    return {"mqtt"} if version == "2024-05-16" else set()


def examined(client: Client, credential: Credential | None = ME) -> doctor.Verdict:
    return doctor.examine(client.request(), credential, now=client.timestamp + 3, services_of=of_mqtt)


@pytest.mark.parametrize("steps", VALID.values(), ids=VALID)
class TestValid:
    def test_is_valid(self, steps: Steps) -> None:
        verdict = examined(Client().but(**steps))
        assert (verdict.outcome, verdict.causes) == (Outcome.VALID, ())
        assert verdict.expected is not None
        if "signed_headers" not in steps:
            assert verdict.expected.signature == verdict.sent.signature

    def test_a_wrong_key_is_never_explained(self, steps: Steps) -> None:
        verdict = examined(Client().but(**steps), WRONG)
        assert verdict.outcome is Outcome.UNEXPLAINED
        assert Certainty.PROVEN not in {cause.certainty for cause in verdict.causes}
        assert "may not be the one that belongs" in verdict.remarks[0]


@pytest.mark.parametrize(
    ("fault", "steps"),
    [(fault, steps) for fault, _, steps in SINGLES + SINGLES_OF_GET],
    ids=[f"{fault}: {name}" for fault, name, _ in SINGLES]
    + [f"GET, {fault}: {name}" for fault, name, _ in SINGLES_OF_GET],
)
class TestSingles:
    def test_is_named(self, fault: str, steps: Steps) -> None:
        verdict = examined(Client().but(**steps))
        assert verdict.outcome is Outcome.EXPLAINED
        assert verdict.ids == (fault,)
        (cause,) = verdict.causes
        assert cause.certainty is Certainty.PROVEN
        assert cause.title
        assert cause.evidence
        assert cause.fix

    def test_says_no_secret(self, fault: str, steps: Steps) -> None:
        verdict = examined(Client().but(**steps))
        said = json.dumps(verdict.as_json(), ensure_ascii=False)
        assert SECRET_KEY not in said
        assert verdict.expected is not None
        for key in verdict.expected.keys or ():
            assert key not in said


def test_every_fault_is_met_in_two_dialects() -> None:
    assert [fault for fault, dialects in DIALECTS.items() if len(dialects) < 2] == []


def test_wrong_keys_with_mistakes_are_never_proven() -> None:
    chosen = random.Random(7).sample(SINGLES, 40)
    proven = [
        (fault, name)
        for fault, name, steps in chosen
        if fault not in VISIBLE and fault != "key-is-secret-id"  # that is proven whatever the key
        for cause in examined(Client().but(**steps), WRONG).causes
        if cause.certainty is Certainty.PROVEN
    ]
    assert proven == []


ALONE = {
    # what is tried by itself only: moments further away than five seconds, names that are seldom met
    "two minutes", "the limit", "indented, PHP", "indented, Go", "signed alone, odd", "a rare one",
}  # fmt: skip
HIDING = {"body-reserialised", "body-hash-empty", "unsigned-payload-undeclared"}
"""Each leaves nothing of the others to be seen."""


def pairs(seed: int, size: int) -> list[tuple[tuple[str, str, Steps], tuple[str, str, Steps]]]:
    """Pairs of mistakes made in steps of their own."""
    apart = [
        (one, other)
        for one, other in combinations([single for single in SINGLES if single[1] not in ALONE], 2)
        if one[0] != other[0] and not set(one[2]) & set(other[2]) and not {one[0], other[0]} <= HIDING
    ]
    return random.Random(seed).sample(apart, size)


def test_pairs_are_named_exactly() -> None:
    chosen = pairs(seed=20190225, size=60)
    wrong = [
        (one[:2], other[:2], ids)
        for one, other in chosen
        if set(ids := examined(Client().but(**one[2]).but(**other[2])).ids) != {one[0], other[0]}
    ]
    assert len(wrong) <= len(chosen) * 0.05, wrong


class TestNothingMore:
    """What follows from a fault, or is said by nothing, is no fault of its own."""

    def test_on_loopback_no_service_is_wrong_unless_the_right_one_is_known(self) -> None:
        client = Client(host="127.0.0.1:8080", service="cvm").but(**DIALECTS["authorization-malformed"]["id alone"])
        assert doctor.examine(client.request(), ME, now=NOW).ids == ("authorization-malformed",)
        signed = client.but(signed_headers=lambda headers: [(one, "cvm.tencentcloudapi.com") for one, _ in headers[1:]])
        assert "scope-service-wrong" not in doctor.examine(signed.request(), ME, now=NOW).ids

    def test_a_blank_behind_a_colon_is_not_of_the_secret_id(self) -> None:
        client = Client(
            authorization=lambda a, c, h, s: f"{a} Credential: {c}, SignedHeaders: {h}, Signature: {s}",
            more=(("X-TC-Language", "en-US"),),
        )
        assert examined(client).ids == ("authorization-malformed",)

    @pytest.mark.parametrize("number", ["10012345", "1250000000"])
    def test_an_account_s_number_is_no_date(self, number: str) -> None:
        assert examined(Client(secret_id=number), None).ids == ("secret-id-unknown-kind",)

    @pytest.mark.parametrize("hours", [8, 9])
    def test_the_date_goes_with_either_timestamp(self, hours: int) -> None:
        signed = TIMESTAMP + 3600 * hours
        client = Client(signed_timestamp=lambda timestamp: str(signed))
        assert day(signed) != day(TIMESTAMP)
        assert examined(client).ids == ("timestamp-changed",)
        assert examined(client.but(date=lambda timestamp: day(signed))).ids == ("timestamp-changed",)

    def test_a_header_listed_though_neither_signed_nor_sent(self) -> None:
        client = Client(sent_list=lambda listed: f"{listed};x-tc-language")
        assert examined(client).ids == ("signed-headers-mismatch",)

    def test_the_boundary_that_the_body_has(self) -> None:
        body = b'--abc\r\nContent-Disposition: form-data; name="Type"\r\n\r\n1\r\n--abc--\r\n'
        client = Client(
            content_type="multipart/form-data; boundary=abc",
            body=body,
            sent_headers=lambda headers: [(one, "text/plain" if one == "Content-Type" else it) for one, it in headers],
        )
        assert examined(client).ids == ("content-type-changed",)


class TestBodies:
    """What is in a body matters to nothing but how it may be written."""

    @pytest.mark.parametrize(
        "number", [2**40, 2**64 - 1, -(2**63), 10**40, 0, 0.1, 1e300, 1.5e-7], ids=lambda number: f"{number:g}"
    )
    def test_numbers_of_every_size(self, number: float) -> None:
        body = json.dumps({"Number": number, "Name": "n", "List": [number]}).encode()
        assert examined(Client(body=body), WRONG).outcome is Outcome.UNEXPLAINED
        for signed in (dump(indent=2), dump(separators=(",", ":"))):
            assert examined(Client(body=body, signed_body=signed)).ids == ("body-reserialised",)

    @pytest.mark.parametrize(
        ("sent", "signed"),
        [
            (b'{"A":1.0,"B":2}', b'{"A":1,"B":2}'),
            (b'{"A":1e-07,"B":"<"}', b'{"A":1e-7,"B":"\\u003c"}\n'),
            (b'{"A": 2.50, "B": [1]}', b'{\n  "A": 2.5,\n  "B": [\n    1\n  ]\n}'),
        ],
    )
    def test_numbers_in_fewer_digits(self, sent: bytes, signed: bytes) -> None:
        assert examined(Client(body=sent, signed_body=lambda body: signed)).ids == ("body-reserialised",)

    def test_names_in_another_order_in_another_style(self) -> None:
        sent = b'{"Filters":[{"Name":"zone","Values":["a/b"]}],"Limit":5,"Offset":0}'
        signed = (
            b'{\n\t"Limit": 5,\n\t"Offset": 0,\n\t"Filters": [\n\t\t{\n\t\t\t"Values": [\n\t\t\t\t"a\\/b"\n\t\t\t],'
        )
        signed += b'\n\t\t\t"Name": "zone"\n\t\t}\n\t]\n}'
        assert examined(Client(body=sent, signed_body=lambda body: signed)).ids == ("body-reserialised",)


SELDOM: list[tuple[str, Steps]] = [
    ("host-changed", {"signed_headers": set_header("Host", "mqtt.cloud.tencent.com")}),
    ("host-changed", {"signed_headers": set_header("Host", "mqtt.tencentcloudapi.com:8080")}),
    ("content-type-changed", {"signed_headers": set_header("Content-Type", "application/json; charset=utf-8;")}),
    ("signed-headers-mismatch", {"listed": lambda headers: "", "sent_list": lambda listed: "content-type;host"}),
    ("uri-not-root", {"signed_uri": lambda target: "/DescribeInstanceList"}),
    ("key-whitespace", {"key": lambda secret_id, secret_key: f"TC3{secret_key}\u200b"}),
    ("key-without-prefix", {"key": lambda secret_id, secret_key: f"TC{secret_key}"}),
    ("timestamp-changed", {"signed_timestamp": lambda timestamp: f"{timestamp}.0"}),
    ("timestamp-changed", {"signed_timestamp": lambda timestamp: str(timestamp + 8 * 3600)}),
    ("algorithm-line-wrong", {"algorithm": "TC2-HMAC-SHA256"}),
    ("scope-malformed", {"sent_scope": scope, "signed_scope": lambda date, service: f"{date}/{service}/tc3-request"}),
]
OFTEN: list[tuple[str, Steps]] = [
    ("canonical-hash-uppercase", {"hashed": lambda text: sha(text).upper()}),
    ("header-name-case", {"lines": lambda headers: "".join(f"{n}:{v.lower()}\n" for n, v in headers)}),
    ("missing-blank-line", {"lines": lambda headers: header_lines(headers).rstrip("\n")}),
    ("derive-step-missing", {"derive": lambda key, date, service: mac(mac(key, date), service)}),
    ("string-to-sign-order", {"to_sign": lambda a, t, s, h: to_sign(a, s, t, h)}),
]


@pytest.mark.parametrize(("often", "common"), OFTEN, ids=[fault for fault, _ in OFTEN])
@pytest.mark.parametrize(("seldom", "steps"), SELDOM, ids=[fault for fault, _ in SELDOM])
def test_what_is_met_seldom_beside_what_is_met_often(seldom: str, steps: Steps, often: str, common: Steps) -> None:
    assert set(examined(Client().but(**steps).but(**common)).ids) == {seldom, often}


@pytest.mark.parametrize("host", ["mqtt.internal.tencentcloudapi.com", "//mqtt.tencentcloudapi.com"])
@pytest.mark.parametrize("uri", ["/mqtt", "/index.php", "*"])
def test_two_that_are_met_seldom_in_different_lines(host: str, uri: str) -> None:
    client = Client(signed_headers=set_header("Host", host), signed_uri=lambda target: uri)
    assert set(examined(client).ids) == {"host-changed", "uri-not-root"}


class TestSeen:
    """What shows without a key, or beside a right signature."""

    @pytest.mark.parametrize(
        ("fault", "client"),
        [
            ("secret-id-unknown-kind", Client(secret_id="1251234567")),
            ("secret-id-unknown-kind", Client(secret_id="LTAIq4Wm8ZxT1cVb7NpRs2Lk")),
            ("secret-id-whitespace", Client(secret_id=f" {SECRET_ID}")),
            ("secret-id-whitespace", Client(secret_id=f"{SECRET_ID} ")),
            ("token-unexpected", Client(more=(("X-TC-Token", "t" * 200),))),
            ("token-missing", Client(secret_id="AKID" + "x" * 76)),
            ("wrong-site", Client(secret_id="IKID" + SECRET_ID[4:])),
            ("wrong-site", Client(host="mqtt.intl.tencentcloudapi.com")),
            ("header-missing", Client(sent_headers=lambda headers: headers[:-1])),
            (
                "header-missing",
                Client(sent_headers=lambda headers: [one for one in headers if one[0] != "X-TC-Action"]),
            ),
            (
                "header-missing",
                Client(sent_headers=lambda headers: [one for one in headers if one[0] != "X-TC-Version"]),
            ),
            ("date-not-utc", Client(date=lambda timestamp: "2019-02-26")),
            ("timestamp-milliseconds", Client(sent_timestamp=lambda timestamp: f"{timestamp}000")),
            ("scope-service-wrong", Client(service="cvm")),
            ("headers-unsorted", Client(signed_headers=lambda headers: headers[::-1])),
            ("signature-uppercase", Client(written=lambda digest: digest.hex().upper())),
        ],
    )
    def test_without_a_key(self, fault: str, client: Client) -> None:
        verdict = examined(client, None)
        assert verdict.ids == (fault,)
        assert verdict.causes[0].certainty is not Certainty.PROVEN
        assert verdict.expected is None or verdict.expected.signature is None

    @pytest.mark.parametrize("off", [-301, 301, 86400])
    def test_a_clock(self, off: int) -> None:
        raw = Client().request()
        assert doctor.examine(raw, ME, now=TIMESTAMP + off).ids == ("clock-skew",)
        assert doctor.examine(raw, None, now=TIMESTAMP + off).ids == ("clock-skew",)

    @pytest.mark.parametrize("off", [-300, 300])
    def test_a_clock_within_bounds(self, off: int) -> None:
        assert doctor.examine(Client().request(), ME, now=TIMESTAMP + off).outcome is Outcome.VALID

    def test_milliseconds_outrank_the_clock(self) -> None:
        client = Client(sent_timestamp=lambda timestamp: f"{timestamp}000")
        assert doctor.examine(client.request(), ME, now=NOW).ids == ("timestamp-milliseconds",)

    def test_a_token(self) -> None:
        temporary = Credential(SECRET_ID, Secret(SECRET_KEY), Secret("planted-token"))
        assert examined(Client(), temporary).ids == ("token-missing",)
        sent = Client(more=(("X-TC-Token", "planted-token"),))
        assert examined(sent, temporary).outcome is Outcome.VALID
        assert examined(sent).ids == ("token-unexpected",)

    def test_a_signed_token_is_not_shown(self) -> None:
        temporary = Credential(SECRET_ID, Secret(SECRET_KEY), Secret("Planted-Token"))
        client = Client(
            more=(("X-TC-Token", "Planted-Token"),),
            signs=("content-type", "host", "x-tc-token"),
            signed_method=lambda method: "PUT",
        )
        verdict = examined(client, temporary)
        assert verdict.ids == ("method-changed",)
        assert "planted-token" not in json.dumps(verdict.as_json()).lower()


class TestTheAnswer:
    def test_as_json(self) -> None:
        document = examined(Client(signed_method=lambda method: "PUT")).as_json()
        assert json.loads(json.dumps(document)) == document
        assert list(document)[:5] == ["verdict", "causes", "expected", "sent", "tried"]
        assert document["verdict"] == "explained"
        cause = examined(Client(signed_method=lambda method: "PUT")).causes[0].as_json()
        assert list(cause)[:5] == ["id", "certainty", "title", "evidence", "fix"]

    def test_keys_only_when_asked_for(self) -> None:
        verdict = examined(Client())
        assert verdict.expected is not None
        assert verdict.expected.keys is not None
        assert verdict.expected.keys[2] in json.dumps(verdict.as_json(show_keys=True))
        assert verdict.expected.keys[2] not in json.dumps(verdict.as_json()) + repr(verdict)

    def test_what_was_signed_is_shown(self) -> None:
        verdict = examined(Client(signed_uri=lambda target: "/v2/index.php"))
        assert verdict.sent.canonical_request is not None
        assert verdict.sent.canonical_request.split("\n")[1] == "/v2/index.php"
        assert verdict.expected is not None
        assert verdict.expected.canonical_request is not None
        lines = doctor.marked_lines(verdict.expected.canonical_request, verdict.sent.canonical_request)
        assert [line.mark for line in lines if line.mark != " "] == ["-", "+", "^"]

    def test_counts_what_was_tried(self) -> None:
        tried = examined(Client(), WRONG).tried
        assert tried.single > 400
        assert tried.double > 10_000

    def test_what_is_no_request(self) -> None:
        for text in (b"", b"hello", b"\x00\xff" * 20):
            with pytest.raises(UnreadableError):
                doctor.examine(text, ME)

    def test_hostile_text_comes_out_inert(self) -> None:
        raw = Client(secret_id="AKID\x1b]0;x\x07", region="\u202egnp").request()
        said = repr([(cause.title, cause.evidence) for cause in doctor.examine(raw, ME).causes])
        assert not {"\x1b", "\x07"} & set(said)


STEPS: dict[str, Callable[[bytes], bytes]] = {
    "nothing after the head": lambda raw: raw.partition(b"\r\n\r\n")[0],
    "cut in a header": lambda raw: raw[:60],
    "no colon": lambda raw: raw.replace(b"Authorization:", b"Authorization"),
    "bytes": lambda raw: raw.replace(b"Host: ", b"Host: \xff\xfe"),
    "an endless number": lambda raw: raw.replace(str(TIMESTAMP).encode(), b"9" * 400),
    "no number": lambda raw: raw.replace(str(TIMESTAMP).encode(), b"now"),
    "deep JSON": lambda raw: raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n" + b"[" * 100_000,
}


@pytest.mark.parametrize("spoil", STEPS.values(), ids=STEPS)
def test_broken_requests_have_a_verdict(spoil: Callable[[bytes], bytes]) -> None:
    verdict = doctor.examine(spoil(Client().request()), ME, now=NOW)
    assert verdict.outcome is not Outcome.VALID
