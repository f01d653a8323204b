"""A TC3 client written anew with the standard library alone, whose every step a test can do wrongly.

It shares no code with the package, so that what the doctor knows and what these clients do are two sources.
"""

from __future__ import annotations

import datetime
import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypedDict, Unpack

SECRET_ID = "AKIDq4Wm8ZxT1cVb7NpRs2LkHd9FgJy3UeQa"
SECRET_KEY = "w7Rt2YpLm9XcVb4NqZs8KdHf3GjTy6Ua"
TIMESTAMP = 1551113065  # 2019-02-25 16:44:25 UTC: the 26th in China
HOST = "mqtt.tencentcloudapi.com"
JSON_TYPE = "application/json; charset=utf-8"
PARAMS = {
    "Limit": 20,
    "InstanceName": "测试/部署 <a&b>",
    "Filters": [{"Name": "zone", "Values": ["ap-guangzhou-3", "ü"]}],
    "Ratio": 0.5,
}

Pairs = list[tuple[str, str]]
BodyStep = Callable[[bytes], bytes]
HeaderStep = Callable[[Pairs], Pairs]
HeaderText = Callable[[Pairs], str]
Derive = Callable[[str, str, str], bytes]


class Steps(TypedDict, total=False):
    """What to do otherwise: the members of Client."""

    method: str
    host: str
    target: str
    body: bytes
    content_type: str
    timestamp: int
    service: str
    region: str
    action: str
    secret_id: str
    secret_key: str
    signs: tuple[str, ...]
    more: tuple[tuple[str, str], ...]
    line_end: str
    signed_method: Callable[[str], str]
    signed_uri: Callable[[str], str]
    signed_query: Callable[[str, str], str]
    signed_body: Callable[[bytes], bytes]
    payload: Callable[[bytes], str]
    signed_headers: Callable[[Pairs], Pairs]
    lines: Callable[[Pairs], str]
    listed: Callable[[Pairs], str]
    canonical: Callable[[str, str, str, str, str, str], str]
    hashed: Callable[[str], str]
    signed_timestamp: Callable[[int], str]
    sent_timestamp: Callable[[int], str]
    date: Callable[[int], str]
    key_date: Callable[[int], str] | None
    key_service: str | None
    signed_scope: Callable[[str, str], str]
    sent_scope: Callable[[str, str], str] | None
    algorithm: str
    to_sign: Callable[[str, str, str, str], str]
    key: Callable[[str, str], str]
    derive: Callable[[str, str, str], bytes]
    last: Callable[[bytes, str], bytes]
    written: Callable[[bytes], str]
    sent_list: Callable[[str], str]
    authorization: Callable[[str, str, str, str], str]
    sent_headers: Callable[[Pairs], Pairs]
    sent_body: Callable[[bytes], bytes]
    sent_target: Callable[[str], str]
    sent_method: Callable[[str], str]


def sha(text: str | bytes) -> str:
    return hashlib.sha256(text if isinstance(text, bytes) else text.encode()).hexdigest()


def mac(key: bytes | str, message: bytes | str) -> bytes:
    key = key if isinstance(key, bytes) else key.encode()
    return hmac.new(key, message if isinstance(message, bytes) else message.encode(), hashlib.sha256).digest()


def day(timestamp: int) -> str:
    return datetime.datetime.fromtimestamp(timestamp, datetime.UTC).strftime("%Y-%m-%d")


def derive(key: str, date: str, service: str) -> bytes:
    return mac(mac(mac(key, date), service), "tc3_request")


def canonical(method: str, uri: str, query: str, lines: str, listed: str, payload: str) -> str:
    return "\n".join([method, uri, query, lines, listed, payload])


def to_sign(algorithm: str, timestamp: str, scope: str, hashed: str) -> str:
    return "\n".join([algorithm, timestamp, scope, hashed])


def header_lines(headers: Pairs) -> str:
    return "".join(f"{name.lower()}:{value.strip().lower()}\n" for name, value in headers)


def header_list(headers: Pairs) -> str:
    return ";".join(name.lower() for name, _ in headers)


def authorization(algorithm: str, credential: str, listed: str, signature: str) -> str:
    return f"{algorithm} Credential={credential}, SignedHeaders={listed}, Signature={signature}"


@dataclass(frozen=True)
class Client:
    """What is sent, and each step of signing it; replace a step to make the client wrong."""

    method: str = "POST"
    host: str = HOST
    target: str = "/"
    body: bytes = json.dumps(PARAMS, ensure_ascii=False, separators=(",", ":")).encode()
    content_type: str = JSON_TYPE
    timestamp: int = TIMESTAMP
    service: str = "mqtt"
    region: str = "ap-guangzhou"
    action: str = "DescribeInstanceList"
    secret_id: str = SECRET_ID
    secret_key: str = SECRET_KEY
    signs: tuple[str, ...] = ("content-type", "host")
    more: tuple[tuple[str, str], ...] = ()
    """Further headers."""
    line_end: str = "\r\n"
    # what goes into the signature; the sent values above stay as they are
    signed_method: Callable[[str], str] = lambda method: method
    signed_uri: Callable[[str], str] = lambda target: "/"
    signed_query: Callable[[str, str], str] = lambda method, query: query if method == "GET" else ""
    signed_body: Callable[[bytes], bytes] = lambda body: body
    payload: Callable[[bytes], str] = sha
    signed_headers: Callable[[Pairs], Pairs] = lambda headers: headers
    lines: Callable[[Pairs], str] = header_lines
    listed: Callable[[Pairs], str] = header_list
    canonical: Callable[[str, str, str, str, str, str], str] = canonical
    hashed: Callable[[str], str] = sha
    signed_timestamp: Callable[[int], str] = str
    sent_timestamp: Callable[[int], str] = str
    date: Callable[[int], str] = day
    key_date: Callable[[int], str] | None = None
    key_service: str | None = None
    signed_scope: Callable[[str, str], str] = lambda date, service: f"{date}/{service}/tc3_request"
    sent_scope: Callable[[str, str], str] | None = None
    """The signed one, unless another is written into Credential."""
    algorithm: str = "TC3-HMAC-SHA256"
    to_sign: Callable[[str, str, str, str], str] = to_sign
    key: Callable[[str, str], str] = lambda secret_id, secret_key: "TC3" + secret_key
    derive: Callable[[str, str, str], bytes] = derive
    last: Callable[[bytes, str], bytes] = mac
    written: Callable[[bytes], str] = lambda digest: digest.hex()
    sent_list: Callable[[str], str] = lambda listed: listed
    authorization: Callable[[str, str, str, str], str] = authorization
    sent_headers: Callable[[Pairs], Pairs] = lambda headers: headers
    sent_body: Callable[[bytes], bytes] = lambda body: body
    sent_target: Callable[[str], str] = lambda target: target
    sent_method: Callable[[str], str] = lambda method: method

    def request(self) -> bytes:
        """The raw request that this client sends."""
        query = self.target.partition("?")[2]
        headers: Pairs = [
            ("Content-Type", self.content_type),
            ("Host", self.host),
            ("X-TC-Action", self.action),
            ("X-TC-Version", "2024-05-16"),
            ("X-TC-Timestamp", self.sent_timestamp(self.timestamp)),
            ("X-TC-Region", self.region),
            *self.more,
        ]
        signed = self.signed_headers(
            sorted([pair for pair in headers if pair[0].lower() in self.signs], key=lambda pair: pair[0].lower())
        )
        listed = self.listed(signed)
        text = self.canonical(
            self.signed_method(self.method),
            self.signed_uri(self.target),
            self.signed_query(self.method, query),
            self.lines(signed),
            listed,
            self.payload(self.signed_body(b"" if self.method == "GET" else self.body)),
        )
        date = self.date(self.timestamp)
        scope = self.signed_scope(date, self.service)
        string = self.to_sign(self.algorithm, self.signed_timestamp(self.timestamp), scope, self.hashed(text))
        key = self.derive(
            self.key(self.secret_id, self.secret_key),
            (self.key_date or self.date)(self.timestamp),
            self.service if self.key_service is None else self.key_service,
        )
        signature = self.written(self.last(key, string))
        sent_scope = (self.sent_scope or self.signed_scope)(date, self.service)
        written = self.authorization(
            "TC3-HMAC-SHA256", f"{self.secret_id}/{sent_scope}", self.sent_list(listed), signature
        )
        sent = self.sent_headers([*headers, ("Authorization", written)])
        body = self.sent_body(self.body if self.method != "GET" else b"")
        if body:
            sent.append(("Content-Length", str(len(body))))
        first = f"{self.sent_method(self.method)} {self.sent_target(self.target)} HTTP/1.1"
        head = self.line_end.join([first, *(f"{name}: {value}" for name, value in sent), "", ""])
        return head.encode() + body

    def but(self, **steps: Unpack[Steps]) -> Client:
        """The client with some of its steps done in another way."""
        return replace(self, **steps)
