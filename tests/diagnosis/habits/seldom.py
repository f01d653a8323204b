"""What is met seldom: to be named where it is the only mistake."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from tests.diagnosis.habits.bodies import SELDOM_BODIES
from tests.diagnosis.habits.steps import (
    SELDOM_DATES,
    after,
    as_hex,
    by,
    const,
    doing,
    header,
    line_of,
    more_listed,
    named,
    off,
    on,
    reordered,
    scope_of,
    service_of,
    swapped,
    table,
    times,
    with_header,
)
from tests.diagnosis.stages import Habit

if TYPE_CHECKING:
    from collections.abc import Callable


SELDOM_HOSTS: dict[str, Callable[[str], str]] = {
    "http": lambda host: f"http://{host}",
    "80": lambda host: f"{host.partition(':')[0]}:80",
    "china": lambda host: host.replace("tencentcloudapi.com", "tencentcloudapi.cn"),
    "label": lambda host: host.partition(".")[0] if "tencent" in host else host,
    "nothing": lambda host: "",
    "dot": lambda host: f"{host}.",
    "path": lambda host: f"{host}/v2/index.php",
}


SELDOM: list[Habit] = [
    *named("body-reserialised", "payload text", SELDOM_BODIES),
    *[
        Habit("date-not-utc", f"{name}{where}", {stage: made})
        for name, made in SELDOM_DATES.items()
        for where, stage in (("", "date"), (", in the key", "key date"))
    ],
    *named(
        "key-whitespace",
        "secret",
        {
            "return": after("\r"),
            "two newlines": after("\n\n"),
            "blank and newline": after(" \n"),
            "mark": by(lambda key: f"\ufeff{key}"),
            "no-break": after("\xa0"),
            "crlf before": by(lambda key: f"\r\n{key}"),
            "newlines around": by(lambda key: f"\n{key}\n"),
            "tabs": by(lambda key: f"\t{key}\t"),
        },
    ),
    *named("key-without-prefix", "prefix", {"title": const("Tc3"), "tc": const("TC"), "underscore": const("TC3_")}),
    *[Habit("timestamp-changed", f"by {seconds}", {"stamp": off(seconds)}) for seconds in (-300, -77, 60, 299)],
    *table("timestamp-milliseconds", odd={"stamp": times("{}678")}),
    *[
        Habit("scope-service-wrong", f"{name}{where}", {stage: service_of(name)})
        for name in ("tencentcloudapi", "cos", "api", "CVM", "lighthouse", "{service}.tencentcloudapi", "{region}")
        for where, stage in (("", "service"), (", in the key", "key service"))
    ],
    *table(
        "scope-malformed",
        dash={"scope": scope_of("date", "service", "tc3-request")},
        upper={"scope": scope_of("date", "service", "TC3_REQUEST")},
        led={"signed scope": scope_of("", "date", "service", "tc3_request")},
        id_inside={"signed scope": lambda job, scope: [job.scene.secret_id, *scope]},
        tc3={"scope": scope_of("date", "service", "tc3")},
        aws_in_the_chain={"scope": scope_of("date", "service", "aws4_request"), "end": const("aws4_request")},
        region_in_the_chain={
            "scope": scope_of("date", "region", "service", "tc3_request"),
            "key scope": lambda job, scope: [scope[0], job.scene.region or "ap-guangzhou", scope[1], "tc3_request"],
        },
    ),
    *named(
        "algorithm-line-wrong",
        "algorithm",
        {
            "underscores": const("TC3_HMAC_SHA256"),
            "sha-256": const("TC3-HMAC-SHA-256"),
            "plain": const("SHA256"),
            "empty": const(""),
            "upper": const("HMAC_SHA256"),
            "aliyun": const("ACS3-HMAC-SHA256"),
        },
    ),
    *named(
        "uri-not-root",
        "uri",
        {
            "two": const("//"),
            "index": const("/index.php"),
            "host": lambda job, made: job.scene.host,
            "percent": const("%2F"),
            "v3": const("/v3"),
        },
    ),
    *named("method-changed", "method", {"patch": const("PATCH"), "delete": const("DELETE"), "none": const("")}),
    *named(
        "host-changed",
        "headers",
        {
            "shanghai": on("ap-shanghai.tencentcloudapi.com"),
            "internal": on("internal.tencentcloudapi.com"),
            "qcloud": on("api.qcloud.com"),
            "jakarta": on("ap-jakarta.tencentcloudapi.com"),
        },
    ),
    *[Habit("host-changed", name, {"headers": header("host", change)}) for name, change in SELDOM_HOSTS.items()],
    *[
        Habit("content-type-changed", name, {"headers": header("content-type", lambda value, kind=kind: kind)})
        for name, kind in {
            "html": "text/html",
            "xml": "application/xml",
            "gbk": "application/json; charset=gbk",
            "utf8": "application/json; charset=utf8",
            "quoted": 'application/json; charset="utf-8"',
            "axios": "application/json, text/plain, */*",
            "latin": "application/json; charset=iso-8859-1",
            "form, charset": "application/x-www-form-urlencoded; charset=utf-8",
            "semicolon": "application/json;",
            "null": "null",
        }.items()
    ],
    *table(
        "derive-hex-intermediate",
        upper={"every key": by(lambda key: key.hex().upper().encode())},
        base64={"every key": by(base64.b64encode)},
        outer={"key 0": as_hex, "key 2": as_hex},
    ),
    *table("derive-args-swapped", second={"link 1": doing(swapped)}, third={"link 2": doing(swapped)}),
    *table("derive-step-missing", service={"chain": reordered(1)}, end={"chain": reordered(2)}),
    *table("derive-sha1", second={"hash name 1": const("sha1")}, third={"hash name 2": const("sha1")}),
    *table("missing-blank-line", glued={"block": by(lambda block: block.rstrip("\n"))}),
    *named("canonical-trailing-newline", "canonical", {"two": after("\n\n")}),
    *named("string-to-sign-trailing-newline", "message", {"crlf": after("\r\n")}),
    *table(
        "header-untrimmed",
        tab={"line": line_of("{n}:\t{v}")},
        wide={"line": line_of("{n}:  {v}")},
        before_colon={"line": line_of("{n} :{v}")},
    ),
    *table(
        "signed-headers-mismatch",
        all_signed={
            "headers": lambda job, pairs: sorted((name.lower(), value.lower()) for name, value in job.headers),
            "sent list": lambda job, text: ";".join(sorted(job.scene.signs)),
        },
        stamp_in_lines={"lined": with_header("x-tc-timestamp")},
        spaced={
            "list": by(lambda text: text.replace(";", "; ")),
            "sent list": lambda job, text: ";".join(sorted(job.scene.signs)),
        },
        region_listed={"sent list": more_listed("x-tc-region")},
        commas={
            "list": by(lambda text: text.replace(";", ",")),
            "sent list": lambda job, text: ";".join(sorted(job.scene.signs)),
        },
    ),
]
