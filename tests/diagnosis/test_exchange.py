"""Why an exchange of ours was refused."""

from __future__ import annotations

import pytest

from tcexplorer.diagnosis.doctor.verdict import Certainty
from tcexplorer.diagnosis.exchange import CORRECT_CLOCK, Refusal, findings, skew_of, span_text
from tcexplorer.protocol.model import Call, Credential, Endpoint, Headers, Response, Timings
from tcexplorer.protocol.request import sign_request
from tcexplorer.safety.secret import Secret

NOW = 1_795_490_000
"""2026-11-24T03:13:20Z"""
DATE = ("Date", "Tue, 24 Nov 2026 03:13:20 GMT")
GOOD = Credential("AKID" + "x7" * 16, Secret("kQ3z" * 8))


def refusal(
    kind: str,
    *headers: tuple[str, str],
    credential: Credential | None = GOOD,
    at: float = NOW,
    host: str = "cvm.tencentcloudapi.com",
) -> Refusal:
    call = Call("cvm", "2017-03-12", "DescribeZones", "ap-guangzhou")
    request = sign_request(call, Endpoint(host), credential or GOOD, timestamp=int(at))
    headers_given: Headers = headers or (DATE,)
    response = Response(200, headers_given, b"{}", 2, Timings(1.0))
    return Refusal(f"AuthFailure.{kind}", "no", request, response, at, credential, "keyring item tcexplorer:dev")


def ids(of: Refusal) -> list[str]:
    return [one.id for one in findings(of)]


def test_the_skew_is_the_servers_time_less_ours() -> None:
    one = refusal("SignatureExpire")
    assert skew_of(one.response, NOW) == pytest.approx(0.5)  # pyright: ignore[reportUnknownMemberType]
    assert skew_of(one.response, NOW - 420) == pytest.approx(420.5)  # pyright: ignore[reportUnknownMemberType]


@pytest.mark.parametrize(
    "date",
    [
        "",
        "yesterday",
        "Tue, 24 Nov 2026 03:13:20 -0000",
        "Tue, 24 Nov 2026 03:13:20 +99999999999999999",
        "Tue, 24 Nov 99999999999999 03:13:20 GMT",
        "Tue, 24 Nov 2026 99999999999999:13:20 GMT",
    ],
)
def test_a_date_that_is_none_gives_no_skew(date: str) -> None:
    assert skew_of(refusal("SignatureExpire", ("Date", date)).response, NOW) is None


def test_without_a_date_there_is_no_skew() -> None:
    assert skew_of(refusal("SignatureExpire", ("Server", "x")).response, NOW) is None


@pytest.mark.parametrize(("off", "words"), [(-3600, "1 h behind"), (900, "15 min ahead of")])
def test_a_clock_that_is_off_is_proven_with_both_times_and_can_be_corrected(off: int, words: str) -> None:
    found = findings(refusal("SignatureExpire", at=NOW + off))
    first = found[0]
    assert (first.id, first.certainty, first.command) == ("clock-skew", Certainty.PROVEN, CORRECT_CLOCK)
    assert words in first.title
    assert any("03:13:20" in line for line in first.evidence)


def test_an_expired_request_with_a_right_clock_is_no_matter_of_the_clock() -> None:
    first = findings(refusal("SignatureExpire"))[0]
    assert first.command is None
    assert first.certainty is Certainty.LIKELY


def test_a_wrong_key_is_said_with_the_proof_that_the_signature_fits_the_key_used() -> None:
    found = findings(refusal("SignatureFailure"))
    assert [one.id for one in found] == ["key-of-another-id"]
    assert found[0].certainty is Certainty.OBSERVED
    assert "AKID…x7x7 from the keyring item tcexplorer:dev" in found[0].evidence[1]


def test_a_misshapen_key_comes_first_and_its_text_is_nowhere() -> None:
    secret = "kQ3z" * 8 + "\n"
    found = findings(refusal("SignatureFailure", credential=Credential(GOOD.secret_id, Secret(secret))))
    assert [(one.id, one.certainty) for one in found] == [
        ("key-whitespace", Certainty.PROVEN),
        ("key-shape", Certainty.OBSERVED),
    ]
    assert "kQ3z" not in repr(found)


def test_an_unknown_id_names_it_and_the_other_site() -> None:
    assert ids(refusal("SecretIdNotFound")) == ["id-unknown"]
    of_other = Credential("IKID" + "b" * 32, Secret("kQ3z" * 8))
    assert ids(refusal("SecretIdNotFound", credential=of_other)) == ["wrong-site", "id-unknown"]
    international = refusal("SecretIdNotFound", credential=of_other, host="cvm.intl.tencentcloudapi.com")
    assert ids(international) == ["id-unknown"]


def test_a_token_that_is_missing_or_old_is_said() -> None:
    temporary = "AKID" + "t" * 60
    assert "token-missing" in ids(refusal("TokenFailure", credential=Credential(temporary, Secret("kQ3z" * 8))))
    with_token = Credential(temporary, Secret("kQ3z" * 8), Secret("tok" * 30))
    assert ids(refusal("TokenFailure", credential=with_token)) == ["token-expired"]


def test_a_proxy_in_the_answer_is_shown() -> None:
    found = findings(refusal("SignatureFailure", DATE, ("Via", "1.1 \x1b[31mproxy")))
    assert found[-1].id == "proxy"
    assert "\x1b" not in found[-1].evidence[0]


def test_without_the_credential_only_what_the_messages_show_is_said() -> None:
    assert ids(refusal("SignatureFailure", credential=None)) == []
    assert ids(refusal("SignatureExpire", credential=None, at=NOW - 3600)) == ["clock-skew"]


def test_other_codes_are_not_looked_into() -> None:
    one = refusal("SignatureFailure")
    assert findings(Refusal("LimitExceeded", "", one.request, one.response, NOW, GOOD, "x")) == ()


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0 s"), (59.6, "1 min"), (432, "7 min 12 s"), (7380, "2 h 3 min"), (90_061, "1 d 1 h")]
)
def test_spans_are_said_in_two_units(seconds: float, text: str) -> None:
    assert span_text(seconds) == text
