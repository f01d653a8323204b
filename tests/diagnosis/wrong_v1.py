"""The v1 client of `habits_v1` with its steps by name, and what such clients get wrong, by the doctor's ids."""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypedDict, Unpack
from urllib.parse import quote, quote_plus

from tests.diagnosis.habits_v1 import SceneV1, SigningV1
from tests.diagnosis.stages import Habit
from tests.diagnosis.wrong_client import SECRET_ID, SECRET_KEY, TIMESTAMP

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.diagnosis.stages import Stage

Pairs = list[tuple[str, str]]
HOST = "cvm.tencentcloudapi.com"
PAIRS: Pairs = [
    ("Action", "DescribeInstances"),
    ("Version", "2017-03-12"),
    ("Region", "ap-guangzhou"),
    ("Timestamp", str(TIMESTAMP)),
    ("Nonce", "11886"),
    ("SecretId", SECRET_ID),
    ("SignatureMethod", "HmacSHA256"),
    ("InstanceIds.0", "ins-09dx96dg"),
    ("Filters.0.Name", "a b/c+d"),
    ("aLower", "1"),
    ("Limit", "20"),
]


def sha256_mac(key: str, text: str) -> bytes:
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()


def sha1_mac(key: str, text: str) -> bytes:
    return hmac.new(key.encode(), text.encode(), hashlib.sha1).digest()


def source(method: str, host: str, joined: str) -> str:
    return f"{method}{host}/?{joined}"


def joined(pairs: Pairs) -> str:
    return "&".join(f"{name}={value}" for name, value in pairs)


class Steps(TypedDict, total=False):
    """What to do otherwise: the members of Client."""

    method: str
    host: str
    pairs: Pairs
    secret_key: str
    key: Callable[[str, str], str]
    signed_pairs: Callable[[Pairs], Pairs]
    joined: Callable[[Pairs], str]
    source: Callable[[str, str, str], str]
    mac: Callable[[str, str], bytes]
    written: Callable[[str], str]


@dataclass(frozen=True)
class Client:
    """What is sent, and each step of signing it."""

    method: str = "GET"
    host: str = HOST
    pairs: Pairs = field(default_factory=lambda: PAIRS)
    secret_key: str = SECRET_KEY
    key: Callable[[str, str], str] = lambda secret_id, secret_key: secret_key
    signed_pairs: Callable[[Pairs], Pairs] = sorted
    joined: Callable[[Pairs], str] = joined
    source: Callable[[str, str, str], str] = source
    mac: Callable[[str, str], bytes] = sha256_mac
    written: Callable[[str], str] = lambda signature: quote(signature, safe="")

    def request(self) -> bytes:
        """The raw request that this client sends."""
        scene = SceneV1(self.method, self.host, "/", tuple(self.pairs), SECRET_ID, self.secret_key, plus=False)
        made: dict[str, Any] = {}

        def joined(_: SigningV1, right: str) -> str:
            return self.joined(self.signed_pairs(self.pairs))

        def signed_source(job: SigningV1, right: str) -> str:
            made["source"] = self.source(self.method, self.host, joined(job, right))
            return made["source"]

        def signature(_: SigningV1, right: str) -> str:
            digest = self.mac(self.key(SECRET_ID, self.secret_key), made["source"])
            return base64.b64encode(digest).decode()

        stages: dict[str, Stage] = {
            "source": signed_source,
            "signature": signature,
            "encode signature": lambda job, right: self.written,
        }
        return SigningV1(scene, Habit("", "these steps", stages)).request()

    def but(self, **steps: Unpack[Steps]) -> Client:
        """The client with some of its steps done in another way."""
        return replace(self, **steps)


def with_value(wanted: str, value: str) -> Callable[[Pairs], Pairs]:
    return lambda pairs: sorted((name, value if name == wanted else old) for name, old in pairs)


def encoded(encode: Callable[[str], str]) -> Callable[[Pairs], str]:
    return lambda pairs: "&".join(f"{name}={encode(value)}" for name, value in pairs)


def with_plus(client: Client) -> Client:
    """The client with a nonce that gives a signature with + in it."""
    for nonce in range(1, 200):
        pairs = [(name, str(nonce) if name == "Nonce" else value) for name, value in client.pairs]
        if b"%2B" in client.but(pairs=pairs, written=lambda text: quote(text, safe="")).request().rpartition(b"=")[2]:
            return client.but(pairs=pairs)
    raise AssertionError("no signature with a plus")


UNDECLARED = [pair for pair in PAIRS if pair[0] != "SignatureMethod"]
V1: dict[str, dict[str, Steps]] = {
    "v1-values-encoded": {
        "percent": {"joined": encoded(lambda value: quote(value, safe=""))},
        "plus": {"joined": encoded(quote_plus)},
        "but slashes": {"joined": encoded(quote)},
    },
    "v1-unsorted": {"as sent": {"signed_pairs": list}, "reversed": {"signed_pairs": lambda pairs: sorted(pairs)[::-1]}},
    "v1-sort-ignores-case": {
        "lower": {"signed_pairs": lambda pairs: sorted(pairs, key=lambda pair: pair[0].lower())},
        "lower, by post": {
            "method": "POST",
            "signed_pairs": lambda pairs: sorted(pairs, key=lambda pair: pair[0].lower()),
        },
    },
    "v1-source-incomplete": {
        "no method": {"source": lambda method, host, text: f"{host}/?{text}"},
        "no host": {"source": lambda method, host, text: f"{method}/?{text}"},
        "no path": {"source": lambda method, host, text: f"{method}{host}?{text}"},
        "parameters alone": {"source": lambda method, host, text: text},
    },
    "v1-algorithm-mismatch": {
        "sha1": {"mac": sha1_mac},
        "undeclared sha256": {"pairs": UNDECLARED},
    },
    "v1-double-encoded": {
        "twice": {"written": lambda text: quote(quote(text, safe=""), safe="")},
        "twice, by post": {"method": "POST", "written": lambda text: quote(quote(text, safe=""), safe="")},
    },
    "v1-signature-not-encoded": {
        "raw": {"written": lambda text: text},
        "raw, by post": {"method": "POST", "written": lambda text: text},
    },
    "v1-body-too-large": {
        "two MiB": {"method": "POST", "pairs": [*PAIRS, ("UserData", "x" * 2_000_000)]},
        "eleven MiB": {"method": "POST", "pairs": [*PAIRS, ("UserData", "x" * 11_000_000)]},
    },
    "v1-timestamp-changed": {
        "two seconds": {"signed_pairs": with_value("Timestamp", str(TIMESTAMP - 2))},
        "a minute": {"signed_pairs": with_value("Timestamp", str(TIMESTAMP + 60))},
    },
    "key-whitespace": {
        "newline": {"key": lambda i, k: f"{k}\n"},
        "blank before": {"key": lambda i, k: f" {k}"},
    },
    "key-is-secret-id": {
        "id": {"key": lambda i, k: i},
        "id, by post": {"method": "POST", "key": lambda i, k: i},
    },
    "host-changed": {
        "regional": {"source": lambda method, host, text: f"{method}cvm.ap-guangzhou.tencentcloudapi.com/?{text}"},
        "of another": {"source": lambda method, host, text: f"{method}cvm.api.qcloud.com/?{text}"},
    },
    "method-changed": {
        "post": {"source": lambda method, host, text: f"POST{host}/?{text}"},
        "lower": {"source": lambda method, host, text: f"{method.lower()}{host}/?{text}"},
    },
}
