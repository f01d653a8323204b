"""Mistakes as they were met in other people's programs and issue trackers."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import random
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import quote

import pytest

from tcexplorer.diagnosis import doctor
from tcexplorer.diagnosis.doctor import Certainty, Outcome
from tcexplorer.protocol.model import Credential
from tcexplorer.safety.secret import Secret
from tests.diagnosis.wrong_client import (
    PARAMS,
    SECRET_ID,
    SECRET_KEY,
    TIMESTAMP,
    Client,
    Steps,
    canonical,
    mac,
    to_sign,
)
from tests.diagnosis.wrong_v1 import HOST as HOST_V1
from tests.diagnosis.wrong_v1 import PAIRS, Pairs
from tests.diagnosis.wrong_v1 import Client as ClientV1

if TYPE_CHECKING:
    from collections.abc import Callable

ME = Credential(SECRET_ID, Secret(SECRET_KEY))


def examined(raw: bytes, credential: Credential = ME) -> doctor.Verdict:
    return doctor.examine(raw, credential, now=TIMESTAMP + 3)


def proves(raw: bytes, *faults: str) -> doctor.Cause:
    verdict = examined(raw)
    assert set(verdict.ids) == set(faults)
    first = verdict.causes[0]
    assert first.certainty is Certainty.PROVEN
    assert first.fix
    return first


class TestNul:
    """Keys that went through C strings or shell variables."""

    LOSSES: ClassVar[dict[str, Callable[[bytes], bytes]]] = {
        "derive-nul-truncated": lambda key: key.partition(b"\0")[0],
        "derive-nul-dropped": lambda key: key.replace(b"\0", b""),
    }

    @staticmethod
    def derived(through: Callable[[bytes], bytes], at: tuple[int, ...] = (0, 1, 2)) -> Callable[[str, str, str], bytes]:
        def derive(key: str, date: str, service: str) -> bytes:
            made = key.encode()
            for number, step in enumerate((date, service, "tc3_request")):
                made = mac(made, step)
                made = through(made) if number in at else made
            return made

        return derive

    @staticmethod
    def with_nul(number: int) -> Client:
        """A client on a day and of a service whose derived key of that number has a NUL within."""
        for day in range(4000):
            client = Client(timestamp=TIMESTAMP + 86400 * day)
            made = ("TC3" + SECRET_KEY).encode()
            keys = [made := mac(made, step) for step in (client.date(client.timestamp), "mqtt", "tc3_request")]
            if 0 < keys[number].find(b"\0") < 31 and not any(b"\0" in key for key in keys if key != keys[number]):
                return client
        raise AssertionError("no such day")

    @pytest.mark.parametrize("number", [0, 1, 2])
    @pytest.mark.parametrize("every", [True, False], ids=["every key", "one key"])
    def test_is_named(self, number: int, every: bool) -> None:
        client = self.with_nul(number)
        at = (0, 1, 2) if every else (number,)
        for fault, through in self.LOSSES.items():
            raw = client.but(derive=self.derived(through, at)).request()
            verdict = doctor.examine(raw, ME, now=client.timestamp)
            assert (verdict.ids, verdict.alternatives) == ((fault,), ())
            assert verdict.causes[0].certainty is Certainty.PROVEN


BASE64: dict[str, dict[str, Callable[[str], bytes]]] = {
    "key-base64-encoded": {
        "encoded": lambda key: base64.b64encode(key.encode()),
        "echoed": lambda key: base64.b64encode(key.encode() + b"\n"),
        "from a file": lambda key: base64.b64encode(key.encode()) + b"\n",
        "twice": lambda key: base64.b64encode(base64.b64encode(key.encode())),
    },
    "key-base64-decoded": {
        "bytes": base64.b64decode,
        "text, lossy": lambda key: base64.b64decode(key).decode("utf-8", "replace").encode(),
        "text, a letter a byte": lambda key: base64.b64decode(key).decode("latin-1").encode(),
    },
}


@pytest.mark.parametrize(
    ("fault", "key"),
    [(fault, key) for fault, dialects in BASE64.items() for key in dialects.values()],
    ids=[f"{fault}: {name}" for fault, dialects in BASE64.items() for name in dialects],
)
def test_a_key_through_base64(fault: str, key: Callable[[str], bytes]) -> None:
    def derive(_: str, date: str, service: str) -> bytes:
        return mac(mac(mac(b"TC3" + key(SECRET_KEY), date), service), "tc3_request")

    proves(Client(derive=derive).request(), fault)

    def signed(_: str, text: str) -> bytes:
        return hmac.new(key(SECRET_KEY), text.encode(), hashlib.sha256).digest()

    proves(ClientV1(mac=signed).request(), fault)


LINE_ENDS = {"backslash, n": r"\n", "two backslashes": r"\\n", "n": "n"}


@pytest.mark.parametrize("end", LINE_ENDS.values(), ids=LINE_ENDS)
@pytest.mark.parametrize("where", ["both", "canonical", "string"])
def test_line_ends_that_were_quoted(end: str, where: str) -> None:
    def joined(*parts: str) -> str:
        return canonical(*parts).replace("\n", end)

    def message(*parts: str) -> str:
        return to_sign(*parts).replace("\n", end)

    steps: Steps = {}
    if where != "string":
        steps["canonical"] = joined
    if where != "canonical":
        steps["to_sign"] = message
    proves(Client().but(**steps).request(), "line-ends-wrong")


BODIES: dict[str, tuple[bytes, Callable[[bytes], bytes]]] = {
    "quoted": (json.dumps(PARAMS).encode(), lambda body: body.replace(b'"', rb"\"")),
    "sent quoted": (rb"{\"Limit\":1,\"Name\":\"a\"}", lambda body: body.replace(rb"\"", b'"')),
    "line ends as \\n": (json.dumps(PARAMS, indent=2).encode(), lambda body: body.replace(b"\n", rb"\n")),
    "line ends as n": (json.dumps(PARAMS, indent=2).encode(), lambda body: body.replace(b"\n", b"n")),
}


@pytest.mark.parametrize(("body", "signed"), BODIES.values(), ids=BODIES)
def test_a_body_that_was_quoted(body: bytes, signed: Callable[[bytes], bytes]) -> None:
    proves(Client(body=body, signed_body=signed).request(), "body-reserialised")


def test_quotation_marks_and_line_ends_at_once() -> None:
    client = Client(signed_body=lambda body: body.replace(b'"', rb"\""))

    def joined(*parts: str) -> str:
        return canonical(*parts).replace("\n", r"\n")

    raw = client.but(canonical=joined).request()
    proves(raw, "body-reserialised", "line-ends-wrong")


FILES = {
    **{f"indented by {indent!r}": json.dumps(PARAMS, indent=indent) for indent in (0, 1, 2, 3, 4, 8, "\t")},
    "lists on one line": '{\n  "Limit": 20,\n  "Filters": [\n    { "Name": "a", "Values": ["x", "y"] },\n'
    '    { "Name": "b", "Values": ["x, [1]"] }\n  ]\n}',
    "a line a member": '{\n"Limit": 20,\n"Filters": [{"Name": "a", "Values": ["x", "y"]}]\n}',
    "brackets closed at once": '{\n    "Limit": 20,\n    "Filters": [\n        1,\n        2]\n}',
    "one line": json.dumps(PARAMS, separators=(", ", " : ")),
}


@pytest.mark.parametrize("text", FILES.values(), ids=FILES)
@pytest.mark.parametrize("end", ["", "\n"], ids=["no end", "ended"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_line_ends_that_curl_drops(text: str, end: str, line_end: str) -> None:
    file = (text + end).replace("\n", line_end).encode()
    sent = file.translate(None, b"\r\n")
    if file == sent:
        return
    proves(Client(body=sent, signed_body=lambda body: file).request(), "body-reserialised")


def of_raw_form(
    pairs: Pairs, form: str, signed: Pairs | None = None, encode: Callable[[str], bytes] = str.encode
) -> bytes:
    """A v1 request of this form, signed over these pairs."""
    joined = "&".join(f"{name}={value}" for name, value in sorted(signed or pairs))
    source = encode(f"POST{HOST_V1}/?{joined}")
    digest = hmac.new(SECRET_KEY.encode(), source, hashlib.sha256).digest()
    body = f"{form}&Signature={quote(base64.b64encode(digest).decode(), safe='')}"
    head = f"POST / HTTP/1.1\r\nHost: {HOST_V1}\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n"
    return (head + body).encode()


def form_of(pairs: Pairs, encode: Callable[[str], str] = lambda value: quote(value, safe="")) -> str:
    return "&".join(f"{name}={encode(value)}" for name, value in pairs)


def with_name(value: str) -> Pairs:
    return sorted([*PAIRS, ("Name", value), ("Offset", "0"), ("Zip", "00501"), ("Ratio", "0.50")])


BARE: dict[str, tuple[str, Callable[[str], str]]] = {
    "&": ("a/b&c", lambda text: quote(text, safe="&")),
    "& and =": ("a/b&c=d", lambda text: quote(text, safe="&=")),
    "a URL": ("https://a.example/?q=1&r=2", str),
    "+": ("a+b/c==", lambda text: quote(text, safe="+")),
    "%20": ("https://a.example/x%20y", lambda text: quote(text, safe="%")),
    "+ and %20": ("a+b%20c/d", lambda text: quote(text, safe="%+")),
}


@pytest.mark.parametrize(("value", "encode"), BARE.values(), ids=BARE)
@pytest.mark.parametrize("in_order", [True, False], ids=["sent in order", "shuffled"])
def test_values_sent_without_being_encoded(value: str, encode: Callable[[str], str], in_order: bool) -> None:
    pairs = with_name(value)
    sent = pairs if in_order else random.Random(1).sample(pairs, len(pairs))
    proves(of_raw_form(pairs, form_of(sent, encode)), "v1-parameters-changed")


SIGNED: dict[str, Callable[[str, str], str | None]] = {
    "zeros left out": lambda name, value: None if value == "0" else value,
    "empty for zero": lambda name, value: "" if value == "0" else value,
    "numbers made short": lambda name, value: {"Zip": "501", "Ratio": "0.5"}.get(name, value),
    "a number with more zeros": lambda name, value: "0020" if name == "Limit" else value,
    "bytes": lambda name, value: str(value.encode()),
    "one as bytes": lambda name, value: str(value.encode()) if name == "Name" else value,
    "& lost": lambda name, value: value.replace("&", ""),
    "cut at &": lambda name, value: value.partition("&")[0],
    "+ lost": lambda name, value: value.replace("+", ""),
    "+ as a blank": lambda name, value: value.replace("+", " "),
    "%20 as a blank": lambda name, value: value.replace("%20", " "),
    "ASCII": lambda name, value: value.encode("ascii", "replace").decode(),
}


@pytest.mark.parametrize("change", SIGNED.values(), ids=SIGNED)
def test_values_signed_as_other_ones(change: Callable[[str, str], str | None]) -> None:
    pairs = with_name("部署/a&b + c%20d")
    signed = [(name, made) for name, value in pairs if (made := change(name, value)) is not None]
    assert signed != pairs
    proves(of_raw_form(pairs, form_of(pairs), signed), "v1-parameters-changed")


CODECS: dict[str, Callable[[str], bytes]] = {
    "ASCII": lambda text: text.encode("ascii", "replace"),
    "low byte": lambda text: text.encode("utf-16-le")[::2],
    "Latin-1": lambda text: text.encode("latin-1", "replace"),
    "GBK": lambda text: text.encode("gbk", "replace"),
}


@pytest.mark.parametrize("encode", CODECS.values(), ids=CODECS)
def test_a_source_signed_in_another_encoding(encode: Callable[[str], bytes]) -> None:
    pairs = with_name("部署ü")
    proves(of_raw_form(pairs, form_of(pairs), encode=encode), "v1-parameters-changed")


def test_pairs_in_the_order_sent_are_unsorted_all_the_same() -> None:
    pairs = [pair for pair in with_name("a b") if pair[0] != "SecretId"]
    pairs.append(("SecretId", SECRET_ID))
    joined = "&".join(f"{name}={value}" for name, value in pairs)
    digest = hmac.new(SECRET_KEY.encode(), f"GET{HOST_V1}/?{joined}".encode(), hashlib.sha256).digest()
    form = f"{form_of(pairs)}&Signature={quote(base64.b64encode(digest).decode(), safe='')}"
    proves(f"GET /?{form} HTTP/1.1\r\nHost: {HOST_V1}\r\n\r\n".encode(), "v1-unsorted")


class TestService:
    """On a host that does not name the service."""

    @staticmethod
    def examined(client: Client, known: set[str]) -> doctor.Verdict:
        return doctor.examine(client.request(), ME, now=TIMESTAMP, services_of=lambda action, version: known)

    @pytest.mark.parametrize("host", ["10.1.2.3", "127.0.0.1:8080", "gateway.example:8080"])
    def test_is_checked_against_action_and_version(self, host: str) -> None:
        client = Client(host=host)
        assert self.examined(client, {"mqtt", "vpc"}).outcome is Outcome.VALID
        wrong = self.examined(client.but(service="cvm"), {"mqtt"})
        assert wrong.ids == ("scope-service-wrong",)
        assert "DescribeInstanceList" in wrong.causes[0].evidence
        assert wrong.expected is not None
        assert wrong.expected.signature == doctor.examine(client.request(), ME).sent.signature

    @pytest.mark.parametrize("host", ["10.1.2.3", "127.0.0.1:8080", "gateway.example:8080"])
    def test_is_never_called_right_unchecked(self, host: str) -> None:
        for service in ("mqtt", "cvm"):
            raw = Client(host=host, service=service).request()
            for verdict in (examined(raw), self.examined(Client(host=host, service=service), set())):
                assert (verdict.outcome, verdict.causes) == (Outcome.UNEXPLAINED, ())
                assert f"right for the service {service}; that this is the service" in verdict.remarks[-1]

    def test_another_one_in_the_key_alone(self) -> None:
        client = Client(host="10.1.2.3", key_service="cvm")
        assert self.examined(client, {"mqtt"}).ids == ("scope-service-wrong",)


class TestHost:
    """The host in the source of the signature."""

    PROXY = "proxy.example:3128"

    @staticmethod
    def v1(host: str, head: str) -> bytes:
        raw = ClientV1(method="POST", source=lambda method, _, text: f"{method}{host}/?{text}").request()
        return raw.replace(b"POST / ", head.encode(), 1)

    @pytest.mark.parametrize(
        "head", ["POST http://proxy.example:3128/ ", "POST / HTTP/1.1\r\nX-Forwarded-Host: proxy.example:3128\r\nX: "]
    )
    def test_of_the_proxy(self, head: str) -> None:
        proves(self.v1(self.PROXY, head), "host-changed")

    def test_of_another_product(self) -> None:
        raw = self.v1("hai.tencentcloudapi.com", "POST / ")
        assert doctor.examine(raw, ME, now=TIMESTAMP, services=["cvm", "hai"]).ids == ("host-changed",)

    def test_of_the_api_behind_a_proxy(self) -> None:
        client = ClientV1(host=self.PROXY, source=lambda method, _, text: f"{method}hai.tencentcloudapi.com/?{text}")
        verdict = doctor.examine(client.request(), ME, now=TIMESTAMP, services_of=lambda action, version: {"hai"})
        assert verdict.ids == ("host-changed",)

    def test_of_the_url_in_a_command(self) -> None:
        raw = Client(
            signed_headers=lambda pairs: [(name, self.PROXY if name == "Host" else value) for name, value in pairs]
        )
        head, _, body = raw.request().decode().partition("\r\n\r\n")
        options = " ".join(f"-H '{line}'" for line in head.split("\r\n")[1:])
        proves(f"curl http://{self.PROXY}/ {options} --data-raw '{body}'".encode(), "host-changed")


class TestContinuation:
    """Texts whose lines lost what continues them."""

    @pytest.mark.parametrize("client", [Client(), Client(line_end="\n"), Client(more=(("X-TC-Token", "t" * 300),))])
    @pytest.mark.parametrize("width", [72, 80, 101, 132])
    def test_of_long_headers(self, client: Client, width: int) -> None:
        head, blank, body = client.request().partition(client.line_end.encode() * 2)
        end = client.line_end.encode()
        lines = [line[at : at + width] for line in head.split(end) for at in range(0, len(line), width)]
        if any(line.startswith(b" ") for line in lines):  # that is a continuation
            return
        me = ME if not client.more else Credential(SECRET_ID, Secret(SECRET_KEY), Secret("t" * 300))
        verdict = examined(end.join(lines) + blank + body, me)
        assert (verdict.outcome, verdict.ids) == (Outcome.VALID, ())
        assert "on several lines, and was read as one" in verdict.remarks[0]

    def test_of_an_authorization_of_a_part_a_line(self) -> None:
        raw = Client().request().replace(b", S", b",\r\nS").replace(b"SHA256 Cred", b"SHA256\r\nCred")
        verdict = examined(raw)
        assert (verdict.outcome, verdict.ids) == (Outcome.VALID, ())
        assert verdict.remarks[0].startswith("Authorization stands on several lines")

    def test_of_a_command(self) -> None:
        head, _, body = Client().request().decode().partition("\r\n\r\n")
        options = "\n".join(f"  -H '{line}'" for line in head.split("\r\n")[1:])
        command = f"curl -X POST\n'https://mqtt.tencentcloudapi.com/'\n{options}\n  --data-raw '{body}'\nls -l\n"
        verdict = examined(command.encode())
        assert (verdict.outcome, verdict.ids) == (Outcome.VALID, ())
        assert "lack the \\ that continues them" in verdict.remarks[0]


@pytest.mark.parametrize("media_type", ["application/json", "text/plain; charset=utf-8", None])
def test_a_v1_form_under_another_content_type(media_type: str | None) -> None:
    line = b"Content-Type: application/x-www-form-urlencoded\r\n"
    sent = f"Content-Type: {media_type}\r\n".encode() if media_type else b""
    right = ClientV1(method="POST")
    verdict = examined(right.request().replace(line, sent))
    assert (verdict.outcome, verdict.ids) == (Outcome.VALID, ())
    assert "was read as one" in verdict.remarks[0]
    wrong = examined(right.but(signed_pairs=list).request().replace(line, sent))
    assert wrong.ids == ("v1-unsorted",)
