"""The client of `stages` with its steps by name: a test says which one is done in another way."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypedDict, Unpack

from tests.diagnosis import stages
from tests.diagnosis.stages import CODEC, Habit, Pairs, Scene, Signing, Stage, day

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
    return stages.sha(_bytes(text))


def mac(key: bytes | str, message: bytes | str) -> bytes:
    return stages.mac(_bytes(key), _bytes(message))


def _bytes(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode(*CODEC)


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
        path, _, query = self.target.partition("?")
        scene = Scene(
            self.method,
            self.host,
            path,
            query,
            self.content_type,
            self.body,
            self.signs,
            self.more,
            self.action,
            region=self.region,
            timestamp=self.timestamp,
            service=self.service,
            secret_id=self.secret_id,
            secret_key=self.secret_key,
            style="lf" if self.line_end == "\n" else "raw",
        )
        return Signing(scene, Habit("", "these steps", self._stages())).request()

    def _stages(self) -> dict[str, Stage]:
        """Each step in place of what the stage of that name would have made."""
        made: dict[str, Any] = {}

        def kept(name: str, step: Callable[[Signing, Any], Any]) -> Stage:
            def stage(job: Signing, right: Any) -> Any:
                made[name] = step(job, right)
                return made[name]

            return stage

        def signed_headers(job: Signing, _: Any) -> Pairs:
            chosen = [pair for pair in job.headers if pair[0].lower() in self.signs]
            return self.signed_headers(sorted(chosen, key=lambda pair: pair[0].lower()))

        def canonical(_: Signing, right: bytes) -> bytes:
            names = ("method", "uri", "query", "block", "list", "payload")
            return self.canonical(*(_text(made[name]) for name in names)).encode(*CODEC)

        def hashed(text: bytes) -> bytes:
            return self.hashed(_text(text)).encode(*CODEC)

        def last(key: bytes, message: bytes, name: str) -> bytes:
            return self.last(key, _text(message))

        def derived(_: Signing, right: bytes) -> bytes:
            date = (self.key_date or self.date)(self.timestamp)
            service = self.service if self.key_service is None else self.key_service
            return self.derive(self.key(self.secret_id, self.secret_key), date, service)

        def credential(_: Signing, right: str) -> str:
            scope = (self.sent_scope or self.signed_scope)(self.date(self.timestamp), self.service)
            return f"{self.secret_id}/{scope}"

        def authorization(_: Signing, right: str) -> str:
            return self.authorization("TC3-HMAC-SHA256", made["credential"], made["sent list"], made["signature"])

        steps: dict[str, Callable[[Signing, Any], Any]] = {
            "header timestamp": lambda job, right: self.sent_timestamp(self.timestamp),
            "headers": signed_headers,
            "block": lambda job, right: self.lines(made["headers"]),
            "list": lambda job, right: self.listed(made["headers"]),
            "payload text": lambda job, right: self.signed_body(right),
            "payload": lambda job, right: self.payload(made["payload text"]).encode(*CODEC),
            "method": lambda job, right: self.signed_method(self.method),
            "uri": lambda job, right: self.signed_uri(self.target),
            "query": lambda job, right: self.signed_query(self.method, self.target.partition("?")[2]),
            "canonical": canonical,
            "stamp": lambda job, right: self.signed_timestamp(self.timestamp),
            "date": lambda job, right: self.date(self.timestamp),
            "hash": lambda job, right: hashed,
            "algorithm": lambda job, right: self.algorithm,
            "signed scope": lambda job, right: [self.signed_scope(self.date(self.timestamp), self.service)],
            "parts": lambda job, right: [self.to_sign(*(_text(part) for part in right)).encode(*CODEC)],
            "key 2": derived,
            "last": lambda job, right: last,
            "digest": lambda job, right: right,
            "signature": lambda job, right: self.written(made["digest"]),
            "credential": credential,
            "sent list": lambda job, right: self.sent_list(right),
            "authorization": authorization,
            "sent headers": lambda job, right: self.sent_headers(right),
            "sent method": lambda job, right: self.sent_method(right),
            "sent target": lambda job, right: self.sent_target(right),
            "sent body": lambda job, right: self.sent_body(right),
        }
        return {name: kept(name, step) for name, step in steps.items()}

    def but(self, **steps: Unpack[Steps]) -> Client:
        """The client with some of its steps done in another way."""
        return replace(self, **steps)


def _text(made: str | bytes) -> str:
    return made.decode(*CODEC) if isinstance(made, bytes) else made
