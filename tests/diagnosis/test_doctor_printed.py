"""What the client's code printed, and a request that works: evidence besides the request itself."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tcexplorer.diagnosis import doctor
from tcexplorer.interchange.readers.raw import read_raw
from tcexplorer.protocol.model import Credential
from tcexplorer.safety.secret import Secret
from tests.diagnosis.dialects import GET, chain
from tests.diagnosis.wrong_client import SECRET_ID, SECRET_KEY, Client, canonical, sha, to_sign

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Unpack

    from tests.diagnosis.wrong_client import Steps

RIGHT = Credential(SECRET_ID, Secret(SECRET_KEY))
WRONG = Credential(SECRET_ID, Secret("x" * 32))


class Talkative:
    """A client that prints its canonical request and its string to sign."""

    def __init__(self, **steps: Unpack[Steps]) -> None:
        inner = Client().but(**steps)
        self.canonical = self.to_sign = b""

        def spy_canonical(method: str, uri: str, query: str, lines: str, listed: str, payload: str) -> str:
            text = inner.canonical(method, uri, query, lines, listed, payload)
            self.canonical = text.encode()
            return text

        def spy_to_sign(algorithm: str, timestamp: str, scope: str, hashed: str) -> str:
            text = inner.to_sign(algorithm, timestamp, scope, hashed)
            self.to_sign = text.encode()
            return text

        self.request = inner.but(canonical=spy_canonical, to_sign=spy_to_sign).request()


THREE: Steps = {
    # three mistakes are more than any search tries
    "signed_uri": lambda target: "",
    "canonical": lambda m, u, q, lines, names, hashed: canonical(m, u, q, lines, names, hashed) + "\n",
    "derive": chain("date", "service"),
}


def test_three_mistakes_are_proven_from_what_was_printed() -> None:
    client = Talkative(**THREE)
    assert doctor.examine(client.request, RIGHT).outcome is doctor.Outcome.UNEXPLAINED
    verdict = doctor.examine(client.request, RIGHT, canonical_request=client.canonical)
    assert verdict.outcome is doctor.Outcome.EXPLAINED
    assert set(verdict.ids) == {"uri-not-root", "canonical-trailing-newline", "derive-step-missing"}
    assert {cause.certainty for cause in verdict.causes} == {doctor.Certainty.PROVEN}


def test_both_texts_printed() -> None:
    client = Talkative(
        signed_uri=lambda target: "",
        to_sign=lambda a, t, s, h: to_sign(a, t, s, h) + "\n",
        key=lambda secret_id, secret_key: secret_key,
    )
    verdict = doctor.examine(client.request, RIGHT, canonical_request=client.canonical, string_to_sign=client.to_sign)
    assert set(verdict.ids) == {"uri-not-root", "string-to-sign-trailing-newline", "key-without-prefix"}


def test_a_line_end_that_print_added_is_no_mistake() -> None:
    client = Talkative(signed_uri=lambda target: "", hashed=lambda text: sha(text).upper(), derive=chain("date"))
    for end in (b"", b"\n", b"\r\n"):
        verdict = doctor.examine(
            client.request, RIGHT, canonical_request=client.canonical + end, string_to_sign=client.to_sign + end
        )
        assert set(verdict.ids) == {"uri-not-root", "canonical-hash-uppercase", "derive-step-missing"}
        assert verdict.causes[0].certainty is doctor.Certainty.PROVEN


def test_without_a_key_what_was_printed_is_still_read() -> None:
    client = Talkative(signed_headers=lambda headers: [("Content-Type", "text/plain"), headers[1]])
    verdict = doctor.examine(client.request, None, canonical_request=client.canonical)
    assert verdict.ids == ("content-type-changed",)
    assert verdict.causes[0].certainty is doctor.Certainty.OBSERVED


def test_a_line_that_no_mistake_explains_is_shown() -> None:
    client = Talkative(signed_headers=lambda headers: [("Content-Type", "text/surprising"), headers[1]])
    verdict = doctor.examine(client.request, RIGHT, canonical_request=client.canonical)
    assert verdict.ids == ("content-type-changed",)
    assert verdict.causes[0].signed == "content-type:text/surprising"


def test_texts_that_are_right_leave_the_key() -> None:
    client = Talkative()
    verdict = doctor.examine(client.request, WRONG, canonical_request=client.canonical, string_to_sign=client.to_sign)
    assert verdict.outcome is doctor.Outcome.UNEXPLAINED
    assert verdict.causes == ()
    assert any("the key" in remark for remark in verdict.remarks)


def test_with_a_wrong_key_nothing_is_proven() -> None:
    client = Talkative(**THREE)
    verdict = doctor.examine(client.request, WRONG, canonical_request=client.canonical)
    # whether the newline was signed, or printed alone, nothing can tell
    assert set(verdict.ids) == {"uri-not-root"}
    assert doctor.Certainty.PROVEN not in {cause.certainty for cause in verdict.causes}


DIFFERENCES: list[tuple[Steps, str]] = [
        ({"service": "cvm"}, "the service in the scope is `cvm`, and `mqtt`"),
        ({"content_type": "application/json"}, "the header content-type is `application/json`, and"),
        ({"signs": ("content-type", "host", "x-tc-action")}, "the list of signed headers"),
        ({"written": lambda digest: digest.hex().upper()}, "64 characters in upper case"),
        ({"sent_timestamp": lambda ts: f"{ts}000"}, "the timestamp is `1551113065000`"),
        ({"date": lambda ts: "2019-02-26"}, "the date in its scope is 2019-02-26; of its timestamp it is 2019-02-25"),
        ({"sent_scope": lambda d, s: f"{s}/tc3_request"}, "Credential has no date"),
        ({"secret_id": "AKID" + "z" * 32}, "the SecretId is another one"),
        ({"sent_body": lambda body: b'{"Limit": 1}\n'}, "JSON with blanks with a line end after it"),
        (GET, "the method is `GET`, and `POST`"),
    ]  # fmt: skip


@pytest.mark.parametrize(("steps", "said"), DIFFERENCES)
def test_the_differences_from_one_that_works(steps: Steps, said: str) -> None:
    good = read_raw(Client().request())
    found = doctor.differences(read_raw(Client().but(**steps).request()), good)
    assert any(said in line for line in found), found
    assert all("\n" not in line for line in found)


def test_what_must_differ_is_no_difference() -> None:
    good = read_raw(Client().request())
    other = Client().but(timestamp=1551113070, action="DescribeTopicList", body=b'{"Limit":3}')
    assert doctor.differences(read_raw(other.request()), good) == ()


def test_requests_of_two_signatures_are_not_compared_further() -> None:
    v1 = read_raw(b"GET /?Action=A&Signature=x&SecretId=AKID HTTP/1.1\r\nHost: cvm.tencentcloudapi.com\r\n\r\n")
    assert doctor.differences(v1, read_raw(Client().request())) == (
        "it is signed with v1, and the one that works with TC3-HMAC-SHA256",
    )


URI: Steps = {"signed_uri": lambda target: "", "derive": chain("date"), "hashed": lambda text: sha(text).upper()}


QUOTED: list[tuple[Callable[[bytes], bytes], str]] = [
    (lambda text: repr(text.decode()).encode(), "quotation marks"),
    (lambda text: repr(text).encode() + b"\n", "quotation marks"),
    (lambda text: json.dumps(text.decode()).encode(), "quotation marks"),
    (lambda text: b"'" + text + b"'\n", "quotation marks"),
    (lambda text: f'string({len(text)}) "{text.decode()}"'.encode(), "quotation marks"),
    (lambda text: text, ""),
]


@pytest.mark.parametrize(("quoted", "said"), QUOTED)
def test_a_printed_text_in_quotation_marks(quoted: Callable[[bytes], bytes], said: str) -> None:
    client = Talkative(**THREE)
    verdict = doctor.examine(client.request, RIGHT, canonical_request=quoted(client.canonical))
    assert set(verdict.ids) == {"uri-not-root", "canonical-trailing-newline", "derive-step-missing"}
    assert any(said in remark for remark in verdict.remarks) or not said


def test_printed_texts_that_changed_places() -> None:
    client = Talkative(**URI)
    both = doctor.examine(client.request, RIGHT, canonical_request=client.to_sign, string_to_sign=client.canonical)
    assert set(both.ids) == {"uri-not-root", "canonical-hash-uppercase", "derive-step-missing"}
    one = doctor.examine(client.request, RIGHT, string_to_sign=client.canonical)
    assert "uri-not-root" in one.ids
    assert one.remarks[0] == "What was given as string to sign looks like a canonical request, and was read as one."
    other = doctor.examine(client.request, WRONG, canonical_request=client.to_sign)
    assert other.remarks[0] == "What was given as canonical request looks like a string to sign, and was read as one."
    assert len(other.ids) <= 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", "is empty"),
        (b" \n", "is empty"),
        (b"a" * 64 + b"\n", "is a hash alone"),
        (b"(stdin)= " + b"a" * 64, "is a hash alone"),
        (b'{"Limit":1}', "is JSON"),
        (b"POST / HTTP/1.1\r\nHost: a\r\n", "is a request"),
    ],
)
@pytest.mark.parametrize("key", [RIGHT, None])
def test_what_is_neither_is_one_line(text: bytes, said: str, key: Credential | None) -> None:
    client = Talkative(**THREE)
    for canonical_request, string_to_sign in ((text, None), (None, text)):
        verdict = doctor.examine(
            client.request, key, canonical_request=canonical_request, string_to_sign=string_to_sign
        )
        assert verdict.causes == ()
        assert [said in remark for remark in verdict.remarks].count(True) == 1
        assert not any("as expected" in remark for remark in verdict.remarks)


@pytest.mark.parametrize("name", ["$BODY", "${BODY}"])
def test_a_shell_variable_in_a_curl_command(name: str) -> None:
    head, _, _ = Client().request().decode().partition("\r\n\r\n")
    headers = " ".join(f"-H '{line}'" for line in head.split("\r\n")[1:] if not line.startswith("Content-Length"))
    command = f'curl -X POST https://mqtt.tencentcloudapi.com/ {headers} --data-binary "{name}"'
    assert doctor.examine(command.encode(), RIGHT).remarks[0].startswith(f"`{name}` is a shell variable; expand it")
    told = doctor.examine(command.replace("ap-guangzhou", "$REGION").encode(), RIGHT).remarks[0]
    assert told.startswith(f"`{name}`, `$REGION` are shell variables")
    assert doctor.examine(Client(body=name.encode()).request(), RIGHT).remarks == ()
