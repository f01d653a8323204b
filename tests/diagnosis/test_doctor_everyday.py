"""The doctor against what people do by hand in a shell, in PHP and in Node: tools' decorations, text for bytes."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import TYPE_CHECKING

import pytest

from tcexplorer.diagnosis import doctor
from tcexplorer.diagnosis.doctor import Certainty, Outcome
from tcexplorer.diagnosis.doctor.texts import TEXTS
from tcexplorer.protocol.model import Credential
from tcexplorer.safety.secret import Secret
from tests.diagnosis import wrong_v1
from tests.diagnosis.wrong_client import SECRET_ID, SECRET_KEY, Client, mac, sha

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.diagnosis.wrong_client import Steps

ME = Credential(SECRET_ID, Secret(SECRET_KEY))
WRONG = Credential(SECRET_ID, Secret("z" * 32))
ESCAPED = json.dumps({"Limit": 5, "Name": "测试"}).encode()


def chained(passed: Callable[[bytes], bytes], at: tuple[int, ...] = (0, 1, 2)) -> Callable[[str, str, str], bytes]:
    def derive(key: str, date: str, service: str) -> bytes:
        made = key.encode()
        for number, step in enumerate((date, service, "tc3_request")):
            made = mac(made, step)
            made = passed(made) if number in at else made
        return made

    return derive


def as_binary(digest: bytes) -> bytes:
    """Node: .digest('binary'), a text that createHmac takes for its UTF-8."""
    return digest.decode("latin-1").encode()


def as_text(digest: bytes) -> bytes:
    """Node: .digest().toString()."""
    return digest.decode("utf-8", "replace").encode()


def latin1(body: bytes) -> bytes:
    """Node: Buffer.from(body, 'latin1')."""
    return bytes(ord(letter) & 0xFF for letter in body.decode())


def unescaped(body: bytes) -> str:
    return json.dumps(json.loads(body), ensure_ascii=False)


CASES: list[tuple[str, Steps, str]] = [
    ("body-hash-wrong", {"payload": lambda body: f"(stdin)= {sha(body)}"}, "`(stdin)= ` that openssl prints"),
    ("body-hash-wrong", {"payload": lambda body: f"SHA2-256(stdin)= {sha(body)}"}, "`SHA2-256(stdin)= `"),
    ("body-hash-wrong", {"payload": lambda body: f"{sha(body)}  -"}, "`  -` that sha256sum prints"),
    ("canonical-hash-wrong", {"hashed": lambda text: f"SHA2-256(stdin)= {sha(text)}"}, "`SHA2-256(stdin)= `"),
    ("canonical-hash-wrong", {"hashed": lambda text: f"{sha(text)}  -"}, "`  -`"),
    (
        "canonical-hash-wrong",
        {"payload": lambda body: f"(stdin)= {sha(body)}", "hashed": lambda text: f"(stdin)= {sha(text)}"},
        "both hashes",
    ),
    (
        "authorization-malformed",
        {"written": lambda digest: f"SHA2-256(stdin)= {digest.hex()}"},
        "behind `SHA2-256(stdin)= `, which openssl prints",
    ),
    ("authorization-malformed", {"written": lambda digest: f"{digest.hex()}  -"}, "which sha256sum prints"),
    ("authorization-malformed", {"written": lambda digest: digest.hex()[:40]}, "64 hex digits expected, 40 sent"),
    ("authorization-malformed", {"written": lambda digest: digest.hex()[:63]}, "64 hex digits expected, 63 sent"),
    ("derive-hex-intermediate", {"derive": chained(as_binary)}, "Latin-1"),
    ("derive-hex-intermediate", {"derive": chained(as_binary, (2,))}, "the third key was read as Latin-1"),
    ("derive-hex-intermediate", {"derive": chained(as_text)}, "U+FFFD"),
    ("body-reserialised", {"signed_body": latin1}, "cut to a byte"),
    ("body-reserialised", {"body": ESCAPED, "signed_body": lambda body: unescaped(body).encode("gbk")}, "gbk"),
    ("body-reserialised", {"signed_body": lambda body: body.decode().encode("ascii", "replace")}, "characters as ?"),
    ("body-reserialised", {"signed_body": lambda body: b"undefined"}, "undefined was hashed instead of the body"),
    ("body-reserialised", {"signed_body": lambda body: b"[object Object]"}, "[object Object] was hashed"),
    ("string-to-sign-hashed", {"last": lambda key, text: mac(key, sha(text))}, "hex digits"),
    (
        "string-to-sign-hashed",
        {"last": lambda key, text: mac(key, hashlib.sha256(text.encode()).digest())},
        "its hash was signed",
    ),
]


@pytest.mark.parametrize(("fault", "steps", "said"), CASES)
def test_tools_and_texts(fault: str, steps: Steps, said: str) -> None:
    raw = Client().but(**steps).request()
    (cause,) = doctor.examine(raw, ME).causes
    assert (cause.id, cause.certainty) == (fault, Certainty.PROVEN)
    assert said in cause.evidence
    with_wrong_key = doctor.examine(raw, WRONG)
    assert [one.id for one in with_wrong_key.causes if one.certainty is Certainty.PROVEN] == []
    assert with_wrong_key.outcome is Outcome.UNEXPLAINED or fault == "authorization-malformed"


def test_an_hmac_with_another_hash_is_no_signature_of_the_wrong_length() -> None:
    sha1 = Client(last=lambda key, text: hmac.new(key, text.encode(), "sha1").digest())
    assert doctor.examine(sha1.request(), ME).ids == ("derive-sha1",)


HEXED = wrong_v1.Client(written=lambda text: base64.b64encode(base64.b64decode(text).hex().encode()).decode())


@pytest.mark.parametrize(
    ("client", "said"),
    [
        (HEXED, "base64 of hex digits"),
        (
            wrong_v1.with_plus(wrong_v1.Client(written=lambda text: text.replace("+", "-").replace("/", "_"))),
            "base64url",
        ),
        (wrong_v1.Client(written=lambda text: wrong_v1.quote(text.rstrip("="), safe="")), "lacks the ="),
    ],
)
def test_v1_in_other_letters(client: wrong_v1.Client, said: str) -> None:
    raw = client.request()
    (cause,) = doctor.examine(raw, ME).causes
    assert (cause.id, cause.certainty) == ("v1-signature-hex", Certainty.PROVEN)
    assert said in cause.evidence
    assert doctor.examine(raw, WRONG).outcome is Outcome.UNEXPLAINED


def v1_source(change: Callable[[str], str]) -> tuple[bytes, bytes]:
    """A request whose source string was changed, and that source string."""
    seen: list[str] = []

    def source(method: str, host: str, joined: str) -> str:
        seen.append(change(wrong_v1.source(method, host, joined)))
        return seen[-1]

    return wrong_v1.Client(source=source).request(), seen[-1].encode()


SOURCES: list[tuple[Callable[[str], str], str, str]] = [
    (lambda text: text.replace("Filters.0", "Filters_0", 1), "v1-parameters-changed", "Filters_0"),
    (lambda text: text.replace("cvm.", "of.somebody.else."), "host-changed", "begin"),
    (lambda text: text.partition("?")[2].replace("Limit=20", "Limit=21"), "v1-source-incomplete", "begin"),
    (lambda text: text.replace("Limit=20", "Limit=21"), "v1-parameters-changed", "Limit=21"),
    (lambda text: "&".join([text.split("&")[0], *text.split("&")[:0:-1]]), "v1-unsorted", "order"),
]


@pytest.mark.parametrize(("change", "fault", "said"), SOURCES)
@pytest.mark.parametrize("end", [b"", b"\n"])
def test_a_printed_source_string_of_v1(change: Callable[[str], str], fault: str, said: str, end: bytes) -> None:
    raw, source = v1_source(change)
    assert doctor.examine(raw, ME).outcome is Outcome.UNEXPLAINED
    for key, certainty in ((ME, Certainty.PROVEN), (WRONG, Certainty.OBSERVED), (None, Certainty.OBSERVED)):
        verdict = doctor.examine(raw, key, string_to_sign=source + end)
        assert verdict.outcome is Outcome.EXPLAINED
        (cause,) = verdict.causes
        assert (cause.id, cause.certainty) == (fault, certainty)
        assert said in cause.evidence
    assert doctor.examine(raw, ME, canonical_request=source).ids == (fault,)


def test_a_printed_source_string_that_is_right_leaves_the_key() -> None:
    raw, source = v1_source(str)
    verdict = doctor.examine(raw, WRONG, string_to_sign=source)
    assert verdict.causes == ()
    assert "as expected" in verdict.remarks[-1]


@pytest.mark.parametrize("fault", ["signature-uppercase", "signature-base64", "string-to-sign-hashed"])
def test_a_signature_is_an_hmac_in_every_language(fault: str) -> None:
    code = dict(TEXTS[fault].code)
    assert list(code) == ["Python", "Go", "Java", "Node", "PHP", "Shell"]
    assert [line for line in code.values() if "hmac" not in line.lower() and "mac.Sum" not in line] == []


def test_shell_lines_hash_no_line_end() -> None:
    lines = [dict(text.code).get("Shell", "") for text in TEXTS.values()]
    assert len([line for line in lines if line]) > 15
    for line in lines:
        assert "echo" not in line.partition("#")[0]
        assert "dgst -sha256 -hex |" not in line or "sed 's/^.* //'" in line
