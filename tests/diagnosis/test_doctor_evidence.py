"""The doctor's evidence shows what differs, and no password of the request it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tcexplorer.cli.terminal import Exit
from tcexplorer.diagnosis.doctor.evidence import Line, contrast, marked_lines
from tcexplorer.safety.inert import visible
from tests.builders import SECRET_ID, SECRET_KEY
from tests.cli.run import run
from tests.conftest import machine_at
from tests.diagnosis.wrong_client import Client

if TYPE_CHECKING:
    from pathlib import Path

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
    """A lone surrogate, as JSON may hold it, is spelled out as it is."""
    assert marked_lines(odd, odd) == [Line(" ", visible(odd) if len(odd) < 160 else f"{visible(odd)[:159]}…")]
    for expected, signed, mark in ((odd, "host", "+"), ("host", odd, "-")):
        (line,) = [line for line in marked_lines(expected, signed) if line.mark == mark]
        assert line.text.removesuffix("…")
        assert visible(odd).startswith(line.text.removesuffix("…"))


def test_stars_cover_odd_letters_of_a_secret() -> None:
    assert Line("+", "Password=******") in marked_lines("Password=\ud800\udcffab", "")
