"""A TC3 client in named stages, each of which habits may do in their own way, one on top of the other.

A habit is given what the client would have done and makes something else of it, so that any two habits can be had at
once. It shares no code with the package, so that what the doctor knows and what these clients do are two sources.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, NamedTuple

Stage = Callable[[Any, Any], Any]
Pairs = list[tuple[str, str]]
CODEC = ("utf-8", "surrogateescape")


class Habit(NamedTuple):
    """What somebody does wrongly: the fault it counts as, a name, and the stages it changes."""

    fault: str
    name: str
    stages: dict[str, Stage]


@dataclass(frozen=True)
class Scene:
    """A request that is to be made: what it says, and how it is written down."""

    method: str = "POST"
    host: str = "mqtt.tencentcloudapi.com"
    path: str = "/"
    query: str = ""
    content_type: str = "application/json; charset=utf-8"
    body: bytes = b"{}"
    signs: tuple[str, ...] = ("content-type", "host")
    more: tuple[tuple[str, str], ...] = ()
    action: str = "DescribeInstanceList"
    version: str = "2024-05-16"
    region: str = "ap-guangzhou"
    timestamp: int = 1551113065
    service: str = "mqtt"
    secret_id: str = "AKIDz7Yp2WcRk8Vb3NqTs6LmHd4FgJx9UeQo"
    secret_key: str = "m4Xr7TpLn2YcVb9NqZs5KdHf8GjWy3Ue"
    declared: bool = False
    style: str = "raw"
    """`raw`, `lf`, or `curl`."""

    def but(self, **changes: Any) -> Scene:
        return replace(self, **changes)


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def hashed_once(data: bytes) -> bytes:
    return sha(data).encode()


def mac(key: bytes, message: bytes, name: str = "sha256") -> bytes:
    return hmac.new(key, message, name).digest()


def day(timestamp: float) -> str:
    return datetime.fromtimestamp(timestamp, UTC).strftime("%Y-%m-%d")


class Signing:
    """One scene signed by somebody with these habits."""

    def __init__(self, scene: Scene, *habits: Habit) -> None:
        self.scene = scene
        self._habits = habits
        self.headers: Pairs = [
            ("Content-Type", scene.content_type),
            ("Host", scene.host),
            ("X-TC-Action", scene.action),
            ("X-TC-Version", scene.version),
            ("X-TC-Timestamp", self.stage("header timestamp", str(scene.timestamp))),
            *([("X-TC-Region", scene.region)] if scene.region else []),
            *([("X-TC-Content-SHA256", "UNSIGNED-PAYLOAD")] if scene.declared else []),
            *scene.more,
        ]

    def stage(self, name: str, right: Any) -> Any:
        """What comes of a stage."""
        for habit in self._habits:
            if name in habit.stages:
                right = habit.stages[name](self, right)
        return right

    def request(self) -> bytes:
        """The request as it is sent, or as the curl command that sends it."""
        scene, stage = self.scene, self.stage
        get = scene.method == "GET"
        # the canonical request
        signed: Pairs = sorted(
            [(name.lower(), value.strip().lower()) for name, value in self.headers if name.lower() in scene.signs]
        )
        signed = stage("headers", signed)
        lines = stage("lines", [stage("line", f"{name}:{value}") for name, value in stage("lined", signed)])
        block: str = stage("block", "".join(f"{line}\n" for line in lines))
        listed: str = stage("list", ";".join(name for name, _ in signed))
        text = b"UNSIGNED-PAYLOAD" if scene.declared else b"" if get else scene.body
        text = stage("payload text", text)
        payload: bytes = stage("payload", sha(text).encode())
        top = [stage("method", scene.method), stage("uri", "/"), stage("query", scene.query if get else "")]
        canonical: bytes = "\n".join([*top, block, listed, ""]).encode(*CODEC) + payload
        canonical = stage("canonical", canonical)
        # the string to sign
        stamp: str = stage("stamp", str(scene.timestamp))
        date: str = stage("date", day(scene.timestamp))
        service: str = stage("service", scene.service)
        scope: str = stage("scope", [date, service, "tc3_request"])
        hashed: bytes = stage("hash", hashed_once)(canonical)
        parts = [
            stage("algorithm", "TC3-HMAC-SHA256").encode(*CODEC),
            stamp.encode(),
            "/".join(stage("signed scope", scope)).encode(*CODEC),
            hashed,
        ]
        message: bytes = stage("message", b"\n".join(stage("parts", parts)))
        # the key
        secret: str = stage("prefix", "TC3") + stage("secret", scene.secret_key)
        key_scope: list[str] = stage("key scope", [stage("key date", date), stage("key service", service), scope[-1]])
        key_scope = [*key_scope[:2], stage("end", "tc3_request")] if len(key_scope) == 3 else key_scope
        key: bytes = stage("secret bytes", secret.encode(*CODEC))
        for at, part in enumerate(stage("chain", key_scope)):
            name = stage(f"hash name {at}", stage("hash names", "sha256"))
            key = stage(f"link {at}", stage("links", mac))(key, part.encode(*CODEC), name)
            key = stage(f"key {at}", stage("every key", key))
        digest: bytes = stage("last", mac)(key, message, stage("last hash name", "sha256"))
        signature: str = stage("signature", stage("digest", digest).hex())
        # what is sent
        credential: str = stage("credential", "/".join([scene.secret_id, *stage("sent scope", scope)]))
        sent_list: str = stage("sent list", listed)
        fields = stage("fields", [("Credential", credential), ("SignedHeaders", sent_list), ("Signature", signature)])
        written: str = stage("authorization", "TC3-HMAC-SHA256 " + ", ".join(f"{a}={b}" for a, b in fields))
        headers: Pairs = stage("sent headers", [*self.headers, ("Authorization", written)])
        method: str = stage("sent method", scene.method)
        query: str = stage("sent query", scene.query)
        target: str = stage("sent target", scene.path + (f"?{query}" if query else ""))
        body: bytes = stage("sent body", b"" if get else scene.body)
        if scene.style == "curl":
            return self._curl(method, target, headers, body)
        end = "\n" if scene.style == "lf" else "\r\n"
        if body:
            headers = [*headers, ("Content-Length", str(len(body)))]
        head = end.join([f"{method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in headers), "", ""])
        return head.encode(*CODEC) + body

    def _curl(self, method: str, target: str, headers: Pairs, body: bytes) -> bytes:
        def quoted(text: str) -> str:
            return "'" + text.replace("'", "'\\''") + "'"

        words = [f"curl -X {method} {quoted(f'https://{self.scene.host}{target}')}"]
        words += [f"-H {quoted(f'{name}: {value}')}" for name, value in headers]
        if body:
            words.append(f"--data-raw {quoted(body.decode(*CODEC))}")
        return " \\\n  ".join(words).encode(*CODEC)
