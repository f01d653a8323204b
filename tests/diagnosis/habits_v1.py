"""A v1 client in stages, what is asked of it, and what people get wrong in it, by the doctor's ids."""

from __future__ import annotations

import base64
import hmac
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, quote_plus, urlencode

from tests.diagnosis.scenes import PRODUCTS, WORDS, letters
from tests.diagnosis.stages import CODEC, Habit, Pairs

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    Stage = Callable[[Any, Any], Any]


@dataclass(frozen=True)
class SceneV1:
    """A v1 request that is to be made; `pairs` are sent in this order."""

    method: str
    host: str
    path: str
    pairs: tuple[tuple[str, str], ...]
    secret_id: str
    secret_key: str
    plus: bool
    """Whether blanks are sent as a plus."""
    curl: bool = False

    def value(self, wanted: str) -> str:
        return dict(self.pairs).get(wanted, "")

    def but(self, **changes: Any) -> SceneV1:
        return replace(self, **changes)


def v1_scene(rng: random.Random) -> SceneV1:
    service, version, action = rng.choice(PRODUCTS)
    secret_id, secret_key = "AKID" + letters(rng, 32), letters(rng, 32)
    pairs: Pairs = [
        ("Action", action),
        ("Version", version),
        ("Timestamp", str(1_700_000_000 + rng.randrange(60_000_000))),
        ("Nonce", str(rng.randrange(1, 1 << 31))),
        ("SecretId", secret_id),
        ("Limit", "20"),
        ("Filters.0.Name", rng.choice(WORDS)),
        ("Filters.0.Values.0", rng.choice(WORDS)),
        *[(f"InstanceIds.{at}", f"ins-{letters(rng, 8)}") for at in range(rng.choice([1, 3, 12]))],
        *rng.choice([[], [("aName", "x y")], [("userData", "1"), ("zone_id", "2")]]),
        *rng.choice(
            [
                [],
                [("SignatureMethod", "HmacSHA256")],
                [("SignatureMethod", "HmacSHA256")],
                [("SignatureMethod", "HmacSHA1")],
            ]
        ),
        *rng.choice([[], [("Region", "ap-guangzhou")]]),
        *rng.choice([[], [("Language", "zh-CN"), ("RequestClient", "SDK_PYTHON_3.0.1")]]),
    ]
    rng.shuffle(pairs)
    return SceneV1(
        rng.choice(["GET", "POST"]),
        f"{service}.{rng.choice(['', '', 'ap-beijing.', 'intl.'])}tencentcloudapi.com",
        "/",
        tuple(pairs),
        secret_id,
        secret_key,
        rng.random() < 0.4,
        rng.random() < 0.3,
    )


class SigningV1:
    """One scene signed by somebody with these habits."""

    def __init__(self, scene: SceneV1, *habits: Habit) -> None:
        self.scene = scene
        self._habits = habits

    def stage(self, name: str, right: Any) -> Any:
        for habit in self._habits:
            if name in habit.stages:
                right = habit.stages[name](self, right)
        return right

    def request(self) -> bytes:
        scene, stage = self.scene, self.stage
        pairs: Pairs = stage("pairs", list(scene.pairs))
        pairs = stage("order", sorted)(pairs)
        joined = "&".join(f"{stage('name', name)}={stage('value', value)}" for name, value in pairs)
        start = [
            stage("method", scene.method),
            stage("host", scene.host),
            stage("path", scene.path),
            stage("mark", "?"),
        ]
        source: str = stage("source", "".join(stage("start of it", start)) + stage("joined", joined))
        name = "sha256" if scene.value("SignatureMethod") == "HmacSHA256" else "sha1"
        key: str = stage("key", scene.secret_key)
        digest = hmac.new(key.encode(), source.encode(*CODEC), stage("hash name", name)).digest()
        signature: str = stage("signature", base64.b64encode(digest).decode())
        encode = stage("encode", quote_plus if scene.plus else rfc)
        sent: Pairs = stage("sent pairs", list(scene.pairs))
        form = "&".join(f"{name}={encode(value)}" for name, value in sent)
        form += f"&Signature={stage('encode signature', encode)(signature)}"
        host: str = stage("sent host", scene.host)
        get = scene.method == "GET"
        target = scene.path + (f"?{form}" if get else "")
        if scene.curl:
            body = "" if get else f" -d '{form.replace(chr(39), chr(39) + chr(92) + chr(39) * 2)}'"
            quoted = target.replace("'", "'\\''")
            return f"curl 'https://{scene.host}{quoted}' -H 'Host: {host}'{body}".encode(*CODEC)
        head = [f"{scene.method} {target} HTTP/1.1", f"Host: {host}"]
        if not get:
            head += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(form)}"]
        return "\r\n".join([*head, "", "" if get else form]).encode(*CODEC)


def const(value: Any) -> Stage:
    return lambda job, made: value


def doing(function: Callable[[Any], Any]) -> Stage:
    """Where a stage is a function: another one."""
    return lambda job, made: function


def by(function: Callable[[Any], Any]) -> Stage:
    return lambda job, made: function(made)


def without(gone: str) -> Stage:
    return by(lambda pairs: [pair for pair in pairs if pair[0] != gone])


def stamped(change: Callable[[str], str]) -> Stage:
    return by(lambda pairs: [(name, change(value) if name == "Timestamp" else value) for name, value in pairs])


COMMON = (
    "Action",
    "Language",
    "Nonce",
    "Region",
    "RequestClient",
    "SecretId",
    "SignatureMethod",
    "Timestamp",
    "Version",
)


def rfc(text: str) -> str:
    return quote(text, safe="")


def twice(text: str) -> str:
    return rfc(rfc(text))


def natural(pairs: Pairs) -> Pairs:
    return sorted(
        pairs,
        key=lambda pair: [
            (0, int(part), "") if part.isdigit() else (1, 0, part) for part in re.split(r"(\d+)", pair[0]) if part
        ],
    )


def on(root: str) -> Stage:
    return lambda job, host: f"{host.partition('.')[0]}.{root}"


def the_id(job: SigningV1, key: str) -> str:
    return job.scene.secret_id


def urlencoded(job: SigningV1, text: str) -> str:
    return urlencode(job.stage("order", sorted)(job.stage("pairs", list(job.scene.pairs))))


def common_first(pairs: Pairs) -> Pairs:
    return sorted(pairs, key=lambda pair: (pair[0] not in COMMON, pair))


def named(fault: str, stage: str, dialects: dict[str, Stage]) -> list[Habit]:
    return [Habit(fault, name, {stage: made}) for name, made in dialects.items()]


HABITS_V1: list[Habit] = [
    *named(
        "v1-values-encoded",
        "value",
        {
            "rfc": by(rfc),
            "plus": by(quote_plus),
            "but slashes": by(quote),
            "javascript": by(lambda text: quote(text, safe="!'()*~")),
            "java": by(lambda text: quote_plus(text, safe="*").replace("~", "%7E")),
            "lower case": by(lambda text: re.sub(r"%..", lambda match: match[0].lower(), rfc(text))),
            "twice": by(twice),
        },
    ),
    Habit("v1-values-encoded", "names, too", {"value": by(rfc), "name": by(rfc)}),
    Habit("v1-values-encoded", "urlencode", {"joined": urlencoded}),
    *named(
        "v1-unsorted",
        "order",
        {
            "as sent": const(list),
            "descending": doing(lambda pairs: sorted(pairs, reverse=True)),
            "reversed": doing(lambda pairs: list(pairs)[::-1]),
            "natural": const(natural),
            "by value": doing(lambda pairs: sorted(pairs, key=lambda pair: (pair[1], pair[0]))),
            "common first": doing(common_first),
        },
    ),
    *named(
        "v1-sort-ignores-case",
        "order",
        {
            "lower": doing(lambda pairs: sorted(pairs, key=lambda pair: pair[0].lower())),
            "upper": doing(lambda pairs: sorted(pairs, key=lambda pair: pair[0].upper())),
        },
    ),
    *named(
        "v1-source-incomplete",
        "start of it",
        {
            "no method": by(lambda start: ["", *start[1:]]),
            "no host": by(lambda start: [start[0], "", *start[2:]]),
            "no path": by(lambda start: [*start[:2], "", start[3]]),
            "no path or mark": by(lambda start: start[:2]),
            "no mark": by(lambda start: start[:3]),
            "nothing": const([]),
            "method alone": by(lambda start: start[:1]),
            "no method, no host": by(lambda start: start[2:]),
            "no host, no path": by(lambda start: [start[0], start[3]]),
            "method and mark": by(lambda start: [start[0], "?"]),
            "no method, no path": by(lambda start: [start[1], start[3]]),
        },
    ),
    Habit(
        "v1-algorithm-mismatch",
        "the other",
        {"hash name": by(lambda name: "sha1" if name == "sha256" else "sha256")},
    ),
    *named(
        "v1-double-encoded",
        "encode signature",
        {"signature": const(twice), "signature, plus": doing(lambda text: rfc(quote_plus(text)))},
    ),
    Habit("v1-double-encoded", "everything", {"encode": const(twice)}),
    Habit("v1-signature-not-encoded", "raw", {"encode signature": doing(lambda text: text)}),
    *[
        Habit(
            "v1-timestamp-changed",
            f"by {seconds}",
            {"pairs": stamped(lambda text, seconds=seconds: str(int(text) + seconds))},
        )
        for seconds in (-5, -1, 1, 2)
    ],
    Habit("v1-timestamp-changed", "sent later", {"sent pairs": stamped(lambda text: str(int(text) + 1))}),
    *named("timestamp-milliseconds", "pairs", {"signed": stamped(lambda text: f"{text}000")}),
    Habit(
        "timestamp-milliseconds",
        "both",
        {"pairs": stamped(lambda text: f"{text}123"), "sent pairs": stamped(lambda text: f"{text}123")},
    ),
    Habit("timestamp-milliseconds", "sent", {"sent pairs": stamped(lambda text: f"{text}321")}),
    *named(
        "key-whitespace",
        "key",
        {
            "newline": by(lambda key: f"{key}\n"),
            "crlf": by(lambda key: f"{key}\r\n"),
            "blank": by(lambda key: f"{key} "),
            "before": by(lambda key: f" {key}"),
            "tab": by(lambda key: f"{key}\t"),
            "around": by(lambda key: f" {key} "),
        },
    ),
    *named("key-is-secret-id", "key", {"id": the_id}),
    *named(
        "host-changed",
        "host",
        {
            "port": by(lambda host: f"{host}:443"),
            "scheme": by(lambda host: f"https://{host}"),
            "slash": by(lambda host: f"{host}/"),
            "example": const("cvm.tencentcloudapi.com"),
            "qcloud": on("api.qcloud.com"),
            "plain": on("tencentcloudapi.com"),
            "regional": on("ap-guangzhou.tencentcloudapi.com"),
            "international": on("intl.tencentcloudapi.com"),
            "root": const("tencentcloudapi.com"),
        },
    ),
    *named("host-changed", "sent host", {"port sent": by(lambda host: f"{host}:443")}),
    *named(
        "method-changed",
        "method",
        {
            "get": const("GET"),
            "post": const("POST"),
            "lower": by(str.lower),
            "put": const("PUT"),
            "title": by(str.title),
        },
    ),
    *named("uri-not-root", "path", {"v2": const("/v2/index.php"), "index": const("/index.php")}),
]
"""Ids that are met in pairs, too."""

SELDOM_V1: list[Habit] = [
    *[
        Habit(
            "v1-timestamp-changed",
            f"by {seconds}",
            {"pairs": stamped(lambda text, seconds=seconds: str(int(text) + seconds))},
        )
        for seconds in (-300, 60, 299)
    ],
    *named(
        "key-whitespace",
        "key",
        {
            "two newlines": by(lambda key: f"{key}\n\n"),
            "return": by(lambda key: f"{key}\r"),
            "no-break": by(lambda key: f"{key}\xa0"),
        },
    ),
    Habit("v1-algorithm-mismatch", "md5", {"hash name": const("md5")}),
]
