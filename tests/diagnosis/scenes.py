"""Requests to be signed: every kind that there is, with what is in them left to chance."""

from __future__ import annotations

import json
import string
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from tests.diagnosis.stages import Scene

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

SIGNS = (
    ("content-type", "host"),
    ("content-type", "host"),
    ("content-type", "host", "x-tc-action"),
    ("content-type", "host", "x-tc-action", "x-tc-timestamp", "x-tc-version"),
)
PRODUCTS = (
    ("mqtt", "2024-05-16", "DescribeTopicList"),
    ("cvm", "2017-03-12", "DescribeInstances"),
    ("vpc", "2017-03-12", "CreateSecurityGroup"),
    ("sms", "2021-01-11", "SendSms"),
    ("tmt", "2018-03-21", "TextTranslate"),
    ("cdb", "2017-03-20", "DescribeDBInstances"),
)
SERVICES = {(action, version): {service} for service, version, action in PRODUCTS}
WORDS = (
    "部署",
    "a/b",
    "x<y&z>",
    "plain",
    "O'Neil",
    "ü = é",
    'say "hi"',
    "2 + 2",
    "",
    "emoji 🙂",
    "back\\slash",
    "https://a.example/?q=1&r=2",
)


def letters(rng: random.Random, count: int) -> str:
    return "".join(rng.choices(string.ascii_letters + string.digits, k=count))


def document(rng: random.Random) -> dict[str, Any]:
    """Parameters with names in no order, and values that libraries write differently."""
    words = rng.sample(WORDS, 4)
    members: dict[str, Any] = {
        "Name": words[0],
        "Limit": rng.randrange(100),
        "Filters": [{"Name": "zone", "Values": [words[1], words[2]]}],
        "DryRun": rng.random() < 0.5,
        "Tag": {"Value": words[3], "Key": "k"},
        "Ids": [f"ins-{letters(rng, 8).lower()}" for _ in range(rng.randrange(3))],
        "Ratio": rng.choice([0.5, 1.25, 3]),
        "Note": rng.choice([None, "text"]),
    }
    names = rng.sample(list(members), rng.randrange(2, 6))
    return {name: members[name] for name in names}


BODIES: tuple[Callable[[Any], str], ...] = (
    lambda value: json.dumps(value, ensure_ascii=False, separators=(",", ":")),
    lambda value: json.dumps(value, ensure_ascii=False, separators=(",", ":")),
    json.dumps,
    lambda value: json.dumps(value, ensure_ascii=False),
    lambda value: json.dumps(value, separators=(",", ":")),
    lambda value: json.dumps(value, indent=2, ensure_ascii=False),
)


def any_scene(rng: random.Random) -> Scene:
    """A POST of JSON."""
    service, version, action = rng.choice(PRODUCTS)
    region = rng.choice(["ap-guangzhou", "ap-beijing", "ap-singapore", ""])
    root = rng.choice(["tencentcloudapi.com"] * 4 + ["ap-beijing.tencentcloudapi.com", "intl.tencentcloudapi.com"])
    return Scene(
        host=f"{service}.{root}",
        content_type=rng.choice(
            ["application/json; charset=utf-8", "application/json", "application/json;charset=UTF-8"]
        ),
        body=rng.choice(BODIES)(document(rng)).encode(),
        signs=rng.choice(SIGNS),
        more=rng.choice([(), (), (("X-TC-Language", "zh-CN"), ("User-Agent", "curl/8.5.0")), (("Accept", "*/*"),)]),
        action=action,
        version=version,
        region=region,
        # anywhere in a day, so that dates in other zones often differ
        timestamp=1_700_000_000 + rng.randrange(60_000_000),
        service=service,
        secret_id="AKID" + letters(rng, 32),
        secret_key=letters(rng, 32),
        style=rng.choice(["raw", "raw", "lf", "curl"]),
    )


def get_scene(rng: random.Random) -> Scene:
    """A GET with its parameters in the query."""
    scene = any_scene(rng)
    pairs = [
        ("Limit", "20"),
        ("InstanceIds.0", "ins-1"),
        ("Filters.0.Name", rng.choice(["a b", "x/y z", "中 文", "a+b c"])),
        ("Offset", "0"),
    ]
    rng.shuffle(pairs)
    safe = rng.choice(["", "/"])
    query = rng.choice([urlencode(pairs), "&".join(f"{name}={quote(value, safe=safe)}" for name, value in pairs)])
    return scene.but(method="GET", query=query, body=b"", content_type="application/x-www-form-urlencoded")


def query_scene(rng: random.Random) -> Scene:
    """A POST whose URL has a query or a path."""
    scene = any_scene(rng)
    query = rng.choice(["", f"Version={scene.version}&Action={scene.action}", "b=2&a=1"])
    return scene.but(query=query, path="/" if query else rng.choice(["/v3", "/api/"]))


def multipart_scene(rng: random.Random) -> Scene:
    boundary = letters(rng, 24).lower()
    parts = "".join(
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in (("Type", "1"), ("Name", rng.choice(WORDS)))
    )
    return any_scene(rng).but(
        content_type=f"multipart/form-data; boundary={boundary}",
        body=f"{parts}--{boundary}--\r\n".encode(),
        style="raw",
    )


def stream_scene(rng: random.Random) -> Scene:
    return any_scene(rng).but(
        content_type="application/octet-stream",
        body=rng.randbytes(200),
        style="raw",
        host="cls.tencentcloudapi.com",
        service="cls",
        action="UploadLog",
        version="2020-10-16",
    )


def unsigned_scene(rng: random.Random) -> Scene:
    return any_scene(rng).but(declared=True)


def loopback_scene(rng: random.Random) -> Scene:
    return any_scene(rng).but(host=f"127.0.0.1:{rng.randrange(1024, 65536)}")


SCENES: dict[str, Callable[[random.Random], Scene]] = {
    "post": any_scene,
    "get": get_scene,
    "query": query_scene,
    "multipart": multipart_scene,
    "stream": stream_scene,
    "unsigned": unsigned_scene,
    "loopback": loopback_scene,
}
