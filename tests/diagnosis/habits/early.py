"""What people get wrong in the canonical request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.diagnosis.habits.bodies import BODIES
from tests.diagnosis.habits.steps import (
    QUERIES,
    TYPES,
    after,
    backwards,
    by,
    capitals,
    const,
    crlf,
    header,
    line_of,
    line_of_one,
    listed,
    more_listed,
    named,
    names_in_lines,
    of_get,
    of_post,
    on,
    order_by,
    table,
    values_as_sent,
    with_header,
)
from tests.diagnosis.stages import Habit

if TYPE_CHECKING:
    from collections.abc import Callable


HOSTS: dict[str, Callable[[str], str]] = {
    "port": lambda host: f"{host.partition(':')[0]}:443",
    "scheme": lambda host: f"https://{host}",
    "scheme and slash": lambda host: f"https://{host}/",
    "slash": lambda host: f"{host}/",
    "of the example": lambda host: "cvm.tencentcloudapi.com",
    "root": lambda host: "tencentcloudapi.com",
    "local": lambda host: "localhost",
}
HOSTS_SENT: dict[str, Callable[[str], str]] = {
    "port": lambda host: f"{host}:443",
    "gateway": lambda host: "proxy.example.com",
    "gateway with port": lambda host: "10.0.0.7:3128",
}

EARLY: list[Habit] = [
    *named("body-reserialised", "payload text", BODIES),
    *[
        Habit("body-reserialised", f"{name}, sent", {"sent body": BODIES[name]})
        for name in ("python", "javascript", "go", "php")
    ],
    *named("body-hash-empty", "payload text", {"empty": const(b""), "braces": const(b"{}")}),
    *named("body-hash-uppercase", "payload", {"upper": by(bytes.upper)}),
    *table(
        "body-not-hashed",
        raw={
            "payload": lambda job, made: (
                b"UNSIGNED-PAYLOAD" if job.scene.declared else b"" if job.scene.method == "GET" else job.scene.body
            )
        },
    ),
    *table(
        "unsigned-payload-undeclared",
        hashed={"payload text": const(b"UNSIGNED-PAYLOAD")},
        plain={"payload": const(b"UNSIGNED-PAYLOAD")},
    ),
    *[
        Habit("content-type-changed", name, {"headers": header("content-type", lambda value, kind=kind: kind)})
        for name, kind in TYPES.items()
    ],
    *[
        Habit(
            "content-type-changed",
            f"{name}, sent",
            {"sent headers": header("content-type", lambda value, kind=kind: kind)},
        )
        for name, kind in TYPES.items()
        if name in ("json", "json, charset", "form")
    ],
    *table(
        "content-type-changed",
        requests={"sent headers": header("content-type", lambda value: f"{value}; charset=UTF-8")},
        bare={"headers": header("content-type", lambda value: value.partition(";")[0])},
        nothing={"headers": header("content-type", lambda value: "")},
        close={"headers": header("content-type", lambda value: value.replace("; ", ";"))},
        wide={"headers": header("content-type", lambda value: value.replace(";", "; ").replace("  ", " "))},
    ),
    *named(
        "host-changed",
        "headers",
        {
            "regional": on("ap-guangzhou.tencentcloudapi.com"),
            "plain": on("tencentcloudapi.com"),
            "international": on("intl.tencentcloudapi.com"),
        },
    ),
    *[Habit("host-changed", name, {"headers": header("host", change)}) for name, change in HOSTS.items()],
    *[
        Habit("host-changed", f"{name}, sent", {"sent headers": header("host", change)})
        for name, change in HOSTS_SENT.items()
    ],
    *table(
        "header-value-case",
        kept={"headers": values_as_sent()},
        action={"headers": values_as_sent("x-tc-action")},
        upper={"headers": by(lambda pairs: [(name, value.upper()) for name, value in pairs])},
        charset={"headers": header("content-type", lambda value: value.replace("utf-8", "UTF-8"))},
        host={"headers": header("host", str.upper)},
        type={"headers": header("content-type", str.upper)},
    ),
    *[
        Habit("header-name-case", f"{name}{where}", stages)
        for name, change in {"capitals": capitals, "upper": str.upper}.items()
        for where, stages in {
            ", lines": {"line": names_in_lines(change)},
            ", list": {"list": listed(lambda names, change=change: [change(one) for one in names])},
            ", both": {
                "line": names_in_lines(change),
                "list": listed(lambda names, change=change: [change(one) for one in names]),
            },
            ", sent list": {"sent list": listed(lambda names, change=change: [change(one) for one in names])},
            ", lines and list, sent lower": {
                "line": names_in_lines(change),
                "list": listed(lambda names, change=change: [change(one) for one in names]),
                "sent list": by(str.lower),
            },
        }.items()
    ],
    *table(
        "header-untrimmed",
        colon={"line": line_of("{n}: {v}")},
        end={"line": line_of("{n}:{v} ")},
        both={"line": line_of("{n}: {v} ")},
        type={"line": line_of_one("content-type", "{n}: {v}")},
        host={"line": line_of_one("host", "{n}: {v}")},
        host_end={"line": line_of_one("host", "{n}:{v} ")},
    ),
    *table(
        "headers-unsorted",
        everywhere={"headers": order_by("host")},
        reversed={"headers": backwards},
        lines={"lined": backwards},
        list={"list": listed(lambda names: names[::-1])},
        list_alone={"list": listed(lambda names: names[::-1]), "sent list": listed(sorted)},
        sent={"sent list": listed(lambda names: names[::-1])},
        host_lines={"lined": order_by("host")},
        hidden={"headers": order_by("host"), "sent list": listed(sorted)},
    ),
    *table(
        "signed-headers-mismatch",
        action_signed={
            "headers": with_header("x-tc-action"),
            "sent list": lambda job, text: ";".join(sorted(job.scene.signs)),
        },
        stamp_signed={
            "headers": with_header("x-tc-timestamp"),
            "sent list": lambda job, text: ";".join(sorted(job.scene.signs)),
        },
        action_listed={"sent list": more_listed("x-tc-action")},
        action_and_stamp_listed={"sent list": listed(lambda names: sorted({*names, "x-tc-action", "x-tc-timestamp"}))},
        two_listed={"sent list": const("content-type;host")},
        host_alone={"sent list": const("host")},
        action_in_lines={"lined": with_header("x-tc-action")},
        action_in_list={
            "list": more_listed("x-tc-action"),
            "sent list": lambda job, text: ";".join(sorted(job.scene.signs)),
        },
        version_signed={
            "headers": with_header("x-tc-version"),
            "sent list": lambda job, text: ";".join(sorted(job.scene.signs)),
        },
    ),
    *table(
        "missing-blank-line",
        trimmed={"block": by(lambda block: block.removesuffix("\n"))},
    ),
    *named("canonical-trailing-newline", "canonical", {"newline": after("\n"), "crlf": after("\r\n")}),
    *table(
        "crlf-line-endings",
        canonical={
            "canonical": lambda job, text: (
                crlf(text) if job.scene.method == "GET" or b"\n" not in job.scene.body else text
            )
        },
        message={"parts": by(lambda parts: [b"\r\n".join(parts)])},
        headers={"block": by(crlf)},
        both={
            "canonical": lambda job, text: (
                crlf(text) if job.scene.method == "GET" or b"\n" not in job.scene.body else text
            ),
            "parts": by(lambda parts: [b"\r\n".join(parts)]),
        },
    ),
    *named(
        "uri-not-root",
        "uri",
        {
            "empty": const(""),
            "v2": const("/v2/index.php"),
            "sent": lambda job, made: job.scene.path,
            "url": lambda job, made: f"https://{job.scene.host}/",
            "url without slash": lambda job, made: f"https://{job.scene.host}",
            "with query": lambda job, made: f"/?{job.scene.query}" if job.scene.query else made,
        },
    ),
    *[
        Habit("query-in-post", name, {"query": of_post(change)})
        for name, change in {"as sent": str, "sorted": QUERIES["sorted"]}.items()
    ],
    *[Habit("query-changed", name, {"query": of_get(change)}) for name, change in QUERIES.items()],
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
]
