"""`doctor`: its contract, its exit codes, and nothing secret in what it says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import pytest

from tcexplorer.cli.terminal import Exit
from tests.builders import SECRET_ID, SECRET_KEY
from tests.cli.run import run
from tests.conftest import machine_at
from tests.diagnosis.wrong_client import Client, Steps

if TYPE_CHECKING:
    from tcexplorer.compose import Machine

NOW = str(Client.timestamp + 5)


def request(**steps: Unpack[Steps]) -> str:
    return Client(secret_id=SECRET_ID, secret_key=SECRET_KEY).but(**steps).request().decode()


VALID = request()
WRONG_DATE = request(date=lambda timestamp: "2019-02-26")
WRONG_KEY = request(secret_key="another")


@pytest.mark.parametrize(
    ("text", "verdict", "causes", "code"),
    [
        (VALID, "valid", [], 0),
        (WRONG_DATE, "explained", ["date-not-utc"], 1),
        (WRONG_KEY, "unexplained", [], 5),
    ],
    ids=["valid", "explained", "unexplained"],
)
def test_the_contract(machine: Machine, text: str, verdict: str, causes: list[str], code: int) -> None:
    ran = run(machine, "doctor", "-", "--from-env", "--now", NOW, "--json", stdin=text)
    assert ran.code == code
    said = ran.json
    assert list(said)[:5] == ["verdict", "causes", "expected", "sent", "tried"]
    assert said["verdict"] == verdict
    assert [cause["id"] for cause in said["causes"]] == causes
    assert list(said["expected"]) == ["canonical_request", "string_to_sign", "signature"]
    assert len(said["sent"]["signature"]) == 64
    assert list(said["tried"]) == ["single", "double", "seconds"]
    for cause in said["causes"]:
        assert list(cause)[:5] == ["id", "certainty", "title", "evidence", "fix"]
        assert cause["certainty"] == "proven"
    assert SECRET_KEY not in ran.out + ran.err


def test_in_words(machine: Machine) -> None:
    assert "signed as it must be" in run(machine, "doctor", "-", stdin=VALID).out
    ran = run(machine, "doctor", "-", stdin=request(signed_uri=lambda target: "/v2/index.php"))
    assert ran.code == Exit.API_ERROR
    assert "[uri-not-root, proven]" in ran.out
    lines = ran.out.splitlines()
    assert "  - /v2/index.php" in lines
    assert "  + /" in lines
    assert "fix: " in ran.out
    ran = run(machine, "doctor", "-", stdin=WRONG_KEY)
    assert ran.code == Exit.UNEXPLAINED
    assert "may not be the one that belongs" in ran.out


def test_unexplained_shows_what_should_have_been_signed(machine: Machine, tmp_path: Path) -> None:
    ran = run(machine, "doctor", "-", stdin=WRONG_KEY)
    lines = ran.out.splitlines()
    begin, string, hint = (
        next(at for at, line in enumerate(lines) if line.startswith(text))
        for text in ("expected canonical request:", "expected string to sign:", "Let your code print the same")
    )
    key = next(at for at, line in enumerate(lines) if "may not be the one that belongs" in line)
    assert begin < string < hint < key
    assert lines[begin + 1 : begin + 3] == ["    POST", "    /"]
    assert lines[string + 1] == "    TC3-HMAC-SHA256"
    assert "--canonical FILE or --string-to-sign FILE" in lines[hint]
    assert "expected" not in run(machine, "doctor", "-", stdin=VALID).out
    (tmp_path / "printed").write_text("\n".join(line[4:] for line in lines[begin + 1 : string - 1]))
    ran = run(machine, "doctor", "-", "--canonical", str(tmp_path / "printed"), stdin=WRONG_KEY)
    assert "as expected" in ran.out
    assert "Let your code" not in ran.out


def test_unexplained_says_no_password(machine: Machine) -> None:
    text = (
        f"GET /?Action=A&Password=Planted9&Timestamp=1551113065&SecretId={SECRET_ID}&Signature={'A' * 27}%3D HTTP/1.1"
    )
    ran = run(machine, "doctor", "-", stdin=f"{text}\r\nHost: cvm.tencentcloudapi.com\r\n\r\n")
    assert "expected source string:" in ran.out
    assert "Planted9" not in ran.out
    assert "--string-to-sign FILE" in ran.out


def test_a_file_of_bytes_as_they_are(machine: Machine, tmp_path: Path) -> None:
    file = tmp_path / "request.txt"
    body = '{"Name": "\u00fc"}\r\n'.encode()
    file.write_bytes(Client().but(secret_id=SECRET_ID, secret_key=SECRET_KEY, body=body).request())
    assert run(machine, "doctor", str(file)).code == Exit.SUCCESS


def test_a_curl_command(machine: Machine, tmp_path: Path) -> None:
    head, _, body = VALID.partition("\r\n\r\n")
    (tmp_path / "body.json").write_text(body, "utf-8")
    headers = " ".join(f"-H '{line}'" for line in head.split("\r\n")[1:])
    command = f"curl -X POST https://mqtt.tencentcloudapi.com/ {headers} --data-binary '@{tmp_path}/body.json'"
    assert run(machine, "doctor", "-", stdin=command).code == Exit.SUCCESS
    (tmp_path / "body.json").unlink()
    ran = run(machine, "doctor", "-", stdin=command)
    assert ran.code == Exit.USAGE
    assert "body.json" in ran.err


def test_the_clock_is_checked_when_the_time_is_given(machine: Machine) -> None:
    late = run(machine, "doctor", "-", "--now", str(Client.timestamp + 301), "--json", stdin=VALID)
    assert [cause["id"] for cause in late.json["causes"]] == ["clock-skew"]
    assert late.code == Exit.API_ERROR


def test_without_a_key(tmp_path: Path) -> None:
    nobody = machine_at(tmp_path, {})
    ran = run(nobody, "doctor", "-", "--json", stdin=WRONG_DATE)
    (cause,) = ran.json["causes"]
    assert (ran.code, cause["id"], cause["certainty"]) == (1, "date-not-utc", "observed")
    assert ran.json["expected"]["signature"] is None
    assert run(nobody, "doctor", "-", stdin=VALID).code == Exit.UNEXPLAINED
    assert run(nobody, "doctor", "-", "--from-env", stdin=VALID).code == Exit.CREDENTIALS


def test_keys_only_when_asked_for(machine: Machine) -> None:
    keys = run(machine, "doctor", "-", "--json", "--show-keys", stdin=VALID).json["expected"]["keys"]
    assert list(keys) == ["date", "service", "signing"]
    assert keys["signing"] not in run(machine, "doctor", "-", "--json", stdin=VALID).out
    assert run(machine, "doctor", "-", "--show-keys", stdin=VALID).code == Exit.USAGE


@pytest.mark.parametrize("text", ["", "hello\nthere", "curl -H 'a: b'"])
def test_what_cannot_be_read_is_said_in_a_line(machine: Machine, text: str) -> None:
    ran = run(machine, "doctor", "-", stdin=text)
    assert ran.code == Exit.USAGE
    assert ran.out == ""
    assert ran.err.startswith("tcexplorer: standard input: line 1")
    assert ran.err.count("\n") == 1


def test_a_file_that_is_not_there(machine: Machine, tmp_path: Path) -> None:
    ran = run(machine, "doctor", str(tmp_path / "gone"))
    assert ran.code == Exit.USAGE
    assert "gone cannot be read" in ran.err


def test_nothing_reaches_the_terminal_that_it_would_obey(machine: Machine) -> None:
    text = request(secret_id="AKID\x1b]52;c;aGk=\x07", action="\u202eA", signs=("content-type", "host", "x-tc-action"))
    for more in ((), ("--json",)):
        ran = run(machine, "doctor", "-", *more, stdin=text)
        assert not {"\x1b", "\x07", "\u202e"} & set(ran.out + ran.err)


def test_what_the_client_printed_and_a_request_that_works(machine: Machine, tmp_path: Path) -> None:
    uri = request(signed_uri=lambda target: "/v2/index.php", key=lambda secret_id, secret_key: "of somebody else")
    assert run(machine, "doctor", "-", stdin=uri).code == Exit.UNEXPLAINED
    right = run(machine, "doctor", "-", "--json", stdin=VALID).json["expected"]["canonical_request"]
    (tmp_path / "printed").write_text(right.replace("POST\n/\n", "POST\n/v2/index.php\n"), "utf-8")
    printed = run(machine, "doctor", "-", "--canonical", str(tmp_path / "printed"), "--json", stdin=uri)
    assert printed.code == Exit.API_ERROR
    assert [cause["id"] for cause in printed.json["causes"]] == ["uri-not-root"]
    (tmp_path / "good").write_text(VALID, "utf-8", newline="")
    compared = run(machine, "doctor", "-", "--compare", str(tmp_path / "good"), "--json", stdin=request(service="cvm"))
    assert any("cvm" in difference for difference in compared.json["differences"])
    (tmp_path / "good").write_text("nothing", "utf-8")
    refused = run(machine, "doctor", "-", "--compare", str(tmp_path / "good"), stdin=VALID)
    assert (refused.code, refused.out) == (Exit.USAGE, "")


@pytest.mark.parametrize("now", ["-1", "9" * 30])
def test_a_time_that_is_none_is_one_line(machine: Machine, now: str) -> None:
    ran = run(machine, "doctor", "-", f"--now={now}", stdin=VALID)
    assert ran.code == Exit.USAGE
    assert ran.err.startswith("tcexplorer: --now")


def test_standard_input_is_read_for_one_of_them(machine: Machine) -> None:
    ran = run(machine, "doctor", "-", "--compare", "-", stdin=VALID)
    assert ran.code == Exit.USAGE
    assert "standard input" in ran.err


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no file without an end")
@pytest.mark.parametrize(("file", "said"), [("/dev/zero", "more than 32 MiB"), ("a\0b", "no file has such a name")])
def test_a_file_of_a_curl_command_that_cannot_be_had(machine: Machine, file: str, said: str) -> None:
    ran = run(machine, "doctor", "-", stdin=f"curl https://cvm.tencentcloudapi.com -d '@{file}'")
    assert ran.code == Exit.USAGE
    assert said in ran.err
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize("more", [(), ("--json",), ("--json", "--show-keys")])
@pytest.mark.parametrize(
    "text",
    [
        VALID.replace("mqtt", SECRET_KEY),
        re.sub("Signature=.*", f"Signature={SECRET_KEY}", VALID),
        re.sub("X-TC-Timestamp: .*", f"X-TC-Timestamp: {SECRET_KEY}", VALID),
        f"GET /?SecretId={SECRET_ID}&SecretKey={SECRET_KEY}&Signature=a HTTP/1.1\r\nHost: cvm.tencentcloudapi.com\r\n",
        f"curl https://cvm.tencentcloudapi.com -d @{SECRET_KEY}",
    ],
    ids=["host", "signature", "timestamp", "query", "file"],
)
def test_a_key_sent_in_the_wrong_place_is_not_repeated(machine: Machine, text: str, more: tuple[str, ...]) -> None:
    assert SECRET_KEY in text
    ran = run(machine, "doctor", "-", *more, stdin=text)
    assert ran.out + ran.err
    assert SECRET_KEY not in ran.out + ran.err
