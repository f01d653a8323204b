"""What people get wrong after the canonical request: the string to sign, the key, Authorization."""

from __future__ import annotations

import base64
import re

from tests.diagnosis.habits.steps import (
    DATES,
    after,
    as_hex,
    b64url,
    backwards,
    by,
    const,
    date_in_scope,
    doing,
    header,
    named,
    off,
    reordered,
    scope_of,
    service_in_scope,
    service_of,
    shouted,
    swapped,
    table,
    times,
    written,
)
from tests.diagnosis.stages import Habit, day

LATE: list[Habit] = [
    *named(
        "key-whitespace",
        "secret",
        {
            "newline": after("\n"),
            "crlf": after("\r\n"),
            "blank after": after(" "),
            "blank before": by(lambda key: f" {key}"),
            "blanks around": by(lambda key: f" {key} "),
            "tab after": after("\t"),
            "tab before": by(lambda key: f"\t{key}"),
            "newline before": by(lambda key: f"\n{key}"),
        },
    ),
    *named(
        "key-without-prefix",
        "prefix",
        {"none": const(""), "lower": const("tc3"), "aws": const("AWS4"), "dash": const("TC3-")},
    ),
    *table("key-is-secret-id", id={"secret": lambda job, made: job.scene.secret_id}),
    *named("date-not-utc", "date", DATES),
    *[Habit("date-not-utc", f"{name}, in the key", {"key date": made}) for name, made in DATES.items()],
    *[
        Habit(
            "date-not-utc",
            f"{name}, in the string",
            {"signed scope": date_in_scope(made)},
        )
        for name, made in DATES.items()
    ],
    *[
        Habit(
            "date-not-utc",
            f"{name}, in Credential",
            {"sent scope": date_in_scope(made)},
        )
        for name, made in DATES.items()
    ],
    *table(
        "timestamp-milliseconds",
        everywhere={
            "headers": header("x-tc-timestamp", lambda value: f"{value}123"),
            "stamp": times("{}123"),
            "sent headers": header("x-tc-timestamp", lambda value: f"{value}123"),
        },
        sent={"sent headers": header("x-tc-timestamp", lambda value: f"{value}456")},
        zeros={"sent headers": header("x-tc-timestamp", lambda value: f"{value}000")},
        signed={"stamp": times("{}000")},
    ),
    *[Habit("timestamp-changed", f"by {seconds}", {"stamp": off(seconds)}) for seconds in (-5, -2, -1, 1, 3)],
    *table(
        "timestamp-changed",
        sent={
            "sent headers": header("x-tc-timestamp", lambda value: str(int(value) + 1) if value.isdigit() else value)
        },
    ),
    *[
        Habit("scope-service-wrong", f"{name}{where}", {stage: made})
        for name, made in {
            "cvm": service_of("cvm"),
            "upper": by(str.upper),
            "host": service_of("{host}"),
            "sts": service_of("sts"),
            "vpc": service_of("vpc"),
        }.items()
        for where, stage in (("", "service"), (", in the key", "key service"))
    ],
    *[
        Habit(
            "scope-service-wrong",
            f"{name} in {stage}",
            {stage: service_in_scope(name)},
        )
        for name in ("cvm", "cam")
        for stage in ("signed scope", "sent scope")
    ],
    *[
        Habit("scope-malformed", name, {"scope": made})
        for name, made in {
            "region first": scope_of("date", "region", "service", "tc3_request"),
            "region last": scope_of("date", "service", "region", "tc3_request"),
            "aws": scope_of("date", "service", "aws4_request"),
            "no end": scope_of("date", "service"),
            "service first": scope_of("service", "date", "tc3_request"),
        }.items()
    ],
    *[
        Habit("scope-malformed", f"{name}, in the string", {"signed scope": made})
        for name, made in {
            "region first": scope_of("date", "region", "service", "tc3_request"),
            "aws": scope_of("date", "service", "aws4_request"),
            "no end": scope_of("date", "service"),
            "slash": scope_of("date", "service", "tc3_request", ""),
            "no service": scope_of("date", "tc3_request"),
        }.items()
    ],
    *table("canonical-not-hashed", raw={"hash": doing(bytes)}),
    *table("canonical-hash-uppercase", upper={"hash": doing(shouted)}),
    *named(
        "algorithm-line-wrong",
        "algorithm",
        {
            "aws": const("AWS4-HMAC-SHA256"),
            "bare": const("HMAC-SHA256"),
            "lower": by(str.lower),
            "sha1": const("TC3-HMAC-SHA1"),
            "java": const("HmacSHA256"),
            "tc3": const("TC3"),
        },
    ),
    *table("algorithm-line-wrong", missing={"parts": by(lambda parts: parts[1:] if len(parts) > 1 else parts)}),
    *table("string-to-sign-trailing-newline", newline={"message": after("\n")}),
    *table(
        "string-to-sign-order",
        scope_first={"parts": lambda job, parts: [parts[at] for at in (0, 2, 1, 3)] if len(parts) == 4 else parts},
        hash_second={"parts": lambda job, parts: [parts[at] for at in (0, 3, 1, 2)] if len(parts) == 4 else parts},
        stamp_first={"parts": lambda job, parts: [parts[at] for at in (1, 0, 2, 3)] if len(parts) == 4 else parts},
        hash_third={"parts": lambda job, parts: [parts[at] for at in (0, 1, 3, 2)] if len(parts) == 4 else parts},
    ),
    *table(
        "derive-hex-intermediate",
        every={"every key": as_hex},
        first={"key 0": as_hex},
        second={"key 1": as_hex},
        last={"key 2": as_hex},
        first_two={"key 0": as_hex, "key 1": as_hex},
    ),
    *table(
        "derive-args-swapped",
        links={"links": doing(swapped)},
        every={"links": doing(swapped), "last": doing(swapped)},
        first={"link 0": doing(swapped)},
        last={"last": doing(swapped)},
    ),
    *table(
        "derive-order",
        service_first={"chain": reordered(1, 0, 2)},
        backwards={"chain": backwards},
        end_second={"chain": reordered(0, 2, 1)},
    ),
    *table(
        "derive-step-missing",
        no_end={"chain": reordered(0, 1)},
        no_service={"chain": reordered(0, 2)},
        no_date={"chain": reordered(1, 2)},
        date_alone={"chain": reordered(0)},
        none={"chain": const([])},
    ),
    *table(
        "derive-sha1",
        every={"hash names": const("sha1"), "last hash name": const("sha1")},
        links={"hash names": const("sha1")},
        last={"last hash name": const("sha1")},
        first={"hash name 0": const("sha1")},
    ),
    *table("signature-uppercase", upper={"signature": by(str.upper)}),
    *table(
        "signature-base64",
        plain={"signature": by(lambda text: base64.b64encode(bytes.fromhex(text)).decode())},
        of_hex={"signature": by(lambda text: base64.b64encode(text.encode()).decode())},
        url={"signature": by(b64url)},
    ),
    *named(
        "authorization-malformed",
        "authorization",
        {
            "no prefix": written("Credential={c}, SignedHeaders={h}, Signature={s}"),
            "comma after prefix": written("{a}, Credential={c}, SignedHeaders={h}, Signature={s}"),
            "aws prefix": written("AWS4-HMAC-SHA256 Credential={c}, SignedHeaders={h}, Signature={s}"),
            "semicolons": written("{a} Credential={c}; SignedHeaders={h}; Signature={s}"),
            "blanks alone": written("{a} Credential={c} SignedHeaders={h} Signature={s}"),
            "id alone": written("{a} Credential={i}, SignedHeaders={h}, Signature={s}"),
            "no date": lambda job, text: text.replace(f"/{day(job.scene.timestamp)}/", "/"),
            "lower case": written("{a} credential={c}, signedheaders={h}, signature={s}"),
            "colons": written("{a} Credential: {c}, SignedHeaders: {h}, Signature: {s}"),
            "quotes": written('{a} Credential="{c}", SignedHeaders="{h}", Signature="{s}"'),
            "bearer": written("Bearer {a} Credential={c}, SignedHeaders={h}, Signature={s}"),
            "signature first": written("{a} Signature={s}, Credential={c}, SignedHeaders={h}"),
            "ampersands": written("{a} Credential={c}&SignedHeaders={h}&Signature={s}"),
            "list with commas": lambda job, text: re.sub(
                r"SignedHeaders=([^, ]*)", lambda match: "SignedHeaders=" + match[1].replace(";", ","), text
            ),
            "header's name": written("Authorization: {a} Credential={c}, SignedHeaders={h}, Signature={s}"),
        },
    ),
]
