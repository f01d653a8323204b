"""The doctor's evidence shows what differs, and no password of the request it is about."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tcexplorer.cli.terminal import Exit
from tcexplorer.diagnosis import doctor
from tcexplorer.diagnosis.doctor import Outcome
from tcexplorer.diagnosis.doctor.evidence import MarkedLine, contrast, marked_lines, starred
from tcexplorer.diagnosis.doctor.renamed import renamed
from tcexplorer.protocol.model import Credential
from tcexplorer.safety.inert import visible
from tcexplorer.safety.secret import Secret
from tests.builders import SECRET_ID, SECRET_KEY
from tests.cli.run import run
from tests.conftest import machine_at
from tests.diagnosis import wrong_client
from tests.diagnosis.wrong_client import Client

if TYPE_CHECKING:
    from pathlib import Path

ME = Credential(wrong_client.SECRET_ID, Secret(wrong_client.SECRET_KEY))
PLANTED = "Planted9pass"
BODY = f'{{"Password": "{PLANTED}", "Login": {{"AdminPassword": "{PLANTED}"}}, "Limit": 1}}'.encode()


@pytest.mark.parametrize("sent", [BODY, b"Limit=1&Password=" + PLANTED.encode(), b"A.0.SecretKey=" + PLANTED.encode()])
def test_values_of_secret_parameters_are_starred(sent: bytes) -> None:
    for signed in (sent.replace(b" ", b""), b"", sent + b"\n", sent.replace(PLANTED.encode(), b"Other8secret")):
        found = contrast(signed, sent)
        assert PLANTED not in found.signed + found.sent
        assert "Other8secret" not in found.signed + found.sent
        lines = marked_lines(signed.decode(), sent.decode())
        assert not [line for line in lines if PLANTED in line.text or "Other8secret" in line.text]


def test_what_is_evidence_stays() -> None:
    found = contrast(b'{"Password":"a/b"}', b'{"Password":"a\\/b"}')
    assert found.signed != found.sent
    assert "Password" in found.sent
    assert contrast(b'{"Limit":1}', b'{"Limit": 1}').sent == '{"Limit":␣1}'
    assert contrast(b'{"NextToken":"abc"}', b'{"NextToken": "abc"}').sent == '{"NextToken":␣"abc"}'


@pytest.mark.parametrize("flag", [[], ["--compare"]])
def test_the_command_says_no_password(tmp_path: Path, flag: list[str]) -> None:
    client = Client(secret_id=SECRET_ID, secret_key=SECRET_KEY, body=BODY)
    wrong = client.but(signed_body=lambda body: body.replace(b" ", b"")).request().decode()
    (tmp_path / "good.txt").write_text(client.request().decode())
    extra = [*flag, str(tmp_path / "good.txt")] if flag else []
    ran = run(machine_at(tmp_path), "doctor", "-", "--from-env", *extra, stdin=wrong)
    assert ran.code == Exit.API_ERROR
    assert "body-reserialised" in ran.out
    assert PLANTED not in ran.out + ran.err


ODD = ("\ud800", "\udfff", "\udc7f", "\udd00", "a\udc80\ud800b", "\ud800\udc80", "\ud800" * 3 + "x" * 200)


@pytest.mark.parametrize("odd", ODD)
def test_any_text_can_be_set_against_another(odd: str) -> None:
    """A lone surrogate, as JSON may hold it, is spelled out as it is; one that stands for a byte as that byte."""
    told = visible(odd).replace("\\udc80", "\\x80")
    assert marked_lines(odd, odd) == [MarkedLine(" ", told if len(odd) < 160 else f"{told[:159]}…")]
    for expected, signed, mark in ((odd, "host", "+"), ("host", odd, "-")):
        (line,) = [line for line in marked_lines(expected, signed) if line.mark == mark]
        assert line.text.removesuffix("…")
        assert told.startswith(line.text.removesuffix("…"))


def test_stars_cover_odd_letters_of_a_secret() -> None:
    assert MarkedLine("+", "Password=******") in marked_lines("Password=\ud800\udcffab", "")


def lengthy(length: int, body: str = '{"Name":"测试"}', sent: str | None = None) -> bytes:
    raw = Client(body=body.encode()).request()
    head, _, _ = raw.partition(b"\r\n\r\n")
    head = head.replace(f"Content-Length: {len(body.encode())}".encode(), f"Content-Length: {length}".encode())
    return head + b"\r\n\r\n" + (body if sent is None else sent).encode()


@pytest.mark.parametrize(
    ("raw", "outcome", "said"),
    [
        (lengthy(13), Outcome.EXPLAINED, "says 13, the body has 17 bytes: it was counted in characters"),
        (lengthy(12, '{"N":"😀测"}'), Outcome.EXPLAINED, "says 12, the body has 15 bytes"),
        (lengthy(10, '{"N":"😀测"}'), Outcome.EXPLAINED, "it was counted in characters"),
        (lengthy(9, "Name=测试"), Outcome.UNEXPLAINED, "says 9, and 2 more bytes follow"),
        (lengthy(7, "Name=测试"), Outcome.EXPLAINED, "the body has 11 bytes: it was counted in characters"),
        (lengthy(7, "Name=测试", "Name=测试\n"), Outcome.EXPLAINED, "it was counted in characters"),
        (lengthy(16), Outcome.EXPLAINED, "says 16, the body has 17 bytes; the server reads the first 16"),
        (lengthy(20), Outcome.EXPLAINED, "says 20, the body has 17 bytes: its end is missing"),
        (lengthy(17, sent=""), Outcome.UNEXPLAINED, "says 17, and there is no body"),
        (lengthy(17, sent='{"Name":'), Outcome.UNEXPLAINED, "its end is missing"),
    ],
)
def test_a_content_length_that_does_not_count_the_body(raw: bytes, outcome: Outcome, said: str) -> None:
    verdict = doctor.examine(raw, ME)
    assert (verdict.outcome, verdict.ids) == (outcome, ("content-length-wrong",))
    assert said in verdict.causes[0].evidence
    assert verdict.causes[0].certainty is doctor.Certainty.OBSERVED
    lost = "without the whole body" in " ".join(verdict.remarks).lower()
    assert lost == ("missing" in said or "no body" in said) or outcome is Outcome.EXPLAINED


def test_a_content_length_that_is_right() -> None:
    raw = Client().request()
    for one in (raw, raw + b"\n", raw.replace(b"\r\n", b"\n")):
        assert doctor.examine(one, ME).outcome is Outcome.VALID
    lines = Client(body=b'{\r\n"Limit":1\r\n}').request()
    assert doctor.examine(lines.replace(b"\r\n", b"\n"), ME).outcome is Outcome.VALID


JSON = {"Name": "测试 <b>", "Path": "a/b"}
SPACED = json.dumps(JSON).encode()


@pytest.mark.parametrize(
    ("signed", "sent", "said"),
    [
        (json.dumps(JSON, ensure_ascii=False).encode(), SPACED, "signed with its characters in UTF-8, and sent"),
        (SPACED, json.dumps(JSON, ensure_ascii=False).encode(), "signed with characters as \\u, and sent with them in"),
        (SPACED.replace(b"\\u8bd5", b"\\u8BD5"), SPACED, "digits of its \\u in another case"),
        (SPACED.replace(b"/", b"\\/"), SPACED, "signed with / as \\/, and sent with it as /"),
        (SPACED.replace(b"<", b"\\u003c"), SPACED, "as Go does"),
        (SPACED.replace(b" ", b""), SPACED, "as Go does"),
        (b'{"Name":"\xe9"}', '{"Name":"é"}'.encode(), "hash and send the UTF-8 bytes"),
    ],
)
def test_a_body_is_told_by_what_really_differs(signed: bytes, sent: bytes, said: str) -> None:
    assert said in renamed("as Go does", signed, sent)


def test_bytes_that_are_no_text_are_spelled_as_bytes() -> None:
    assert contrast(b'{"Name":"\xe9"}', '{"Name":"é"}'.encode()).signed == '{"Name":"\\xE9"}'
    assert contrast(b"\xed\xb2\x80", b"a").signed == "\\udc80"
    assert starred("Password=\udce9ab&Limit=\udce9") == "Password=***&Limit=\\xE9"


HASHES: list[wrong_client.Steps] = [
    {"payload": lambda body: wrong_client.sha(body).upper()},
    {"hashed": lambda text: f"{wrong_client.sha(text)}  -"},
    {"payload": lambda body: f"(stdin)= {wrong_client.sha(body)}"},
]


@pytest.mark.parametrize("steps", HASHES)
def test_a_hash_is_expected_never_sent(tmp_path: Path, steps: wrong_client.Steps) -> None:
    raw = Client(secret_id=SECRET_ID, secret_key=SECRET_KEY).but(**steps).request()
    ran = run(machine_at(tmp_path), "doctor", "-", "--from-env", stdin=raw.decode())
    assert ran.code == Exit.API_ERROR
    assert "    sent  " not in ran.out
    assert "sent `" not in ran.out
