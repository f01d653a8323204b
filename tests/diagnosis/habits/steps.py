"""What is done otherwise at a stage of signing, in words that the lists of habits are written in."""

from __future__ import annotations

import base64
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, quote, quote_plus, unquote, unquote_plus, urlencode

from tests.diagnosis.stages import Habit, Pairs, Signing, Stage, day, mac, sha

if TYPE_CHECKING:
    from collections.abc import Callable


TYPES = {
    "json": "application/json",
    "json, charset": "application/json; charset=utf-8",
    "json, charset close": "application/json;charset=utf-8",
    "form": "application/x-www-form-urlencoded",
    "text": "text/plain",
    "text, charset": "text/plain;charset=utf-8",
    "stream": "application/octet-stream",
    "multipart": "multipart/form-data",
}


def const(value: Any) -> Stage:
    return lambda job, made: value


def doing(function: Callable[..., Any]) -> Stage:
    """Where a stage is a function: another one."""
    return lambda job, made: function


def after(end: str) -> Stage:
    return lambda job, made: made + (end if isinstance(made, str) else end.encode())


def by(function: Callable[[Any], Any]) -> Stage:
    return lambda job, made: function(made)


def header(wanted: str, change: Callable[[str], str]) -> Stage:
    """Another value of one header, whatever the case of its name."""
    return lambda job, pairs: [(name, change(value) if name.lower() == wanted else value) for name, value in pairs]


def crlf(text: Any) -> Any:
    return text.replace(b"\n", b"\r\n") if isinstance(text, bytes) else text.replace("\n", "\r\n")


# dates


def in_zone(hours: float) -> Stage:
    return lambda job, made: day(job.scene.timestamp + hours * 3600)


def formed(form: str) -> Stage:
    return lambda job, made: datetime.fromtimestamp(job.scene.timestamp, UTC).strftime(form)


def bare_date(job: Signing, made: str) -> str:
    moment = datetime.fromtimestamp(job.scene.timestamp, UTC)
    return f"{moment.year}-{moment.month}-{moment.day}"


def from_one(job: Signing, made: str) -> str:
    """JavaScript: new Date(seconds)."""
    return day(job.scene.timestamp / 1000)


def java_week_day(job: Signing, made: str) -> str:
    """Java: yyyy-MM-DD, the day of the year."""
    moment = datetime.fromtimestamp(job.scene.timestamp, UTC)
    return f"{moment:%Y-%m}-{moment.timetuple().tm_yday:02}"


def java_minutes(job: Signing, made: str) -> str:
    """Java: yyyy-mm-dd, minutes for the month."""
    return datetime.fromtimestamp(job.scene.timestamp, UTC).strftime("%Y-%M-%d")


DATES: dict[str, Stage] = {
    "china": in_zone(8),
    "pacific": in_zone(-8),
    "tokyo": in_zone(9),
    "tomorrow": in_zone(24),
    "yesterday": in_zone(-24),
    "compact": formed("%Y%m%d"),
}
SELDOM_DATES: dict[str, Stage] = {
    "day first": formed("%d-%m-%Y"),
    "american": formed("%m-%d-%Y"),
    "go layout": formed("%Y-%d-%m"),
    "iso": formed("%Y-%m-%dT%H:%M:%SZ"),
    "aws": formed("%Y%m%dT%H%M%SZ"),
    "short": formed("%y-%m-%d"),
    "unpadded": bare_date,
    "of 1970": from_one,
    "java DD": java_week_day,
    "java mm": java_minutes,
    "a week old": in_zone(-24 * 7),
}


def times(stamp: str) -> Stage:
    return lambda job, made: stamp.format(job.scene.timestamp)


def off(seconds: int) -> Stage:
    return lambda job, made: str(job.scene.timestamp + seconds)


def scope_of(*parts: str) -> Stage:
    def made(job: Signing, scope: list[str]) -> list[str]:
        known = {
            "date": scope[0],
            "service": scope[1] if len(scope) > 1 else "",
            "region": job.scene.region or "ap-guangzhou",
        }
        return [known.get(part, part) for part in parts]

    return made


def service_of(name: str) -> Stage:
    return lambda job, made: name.format(host=job.scene.host, service=job.scene.service, region=job.scene.region)


def date_in_scope(made: Stage) -> Stage:
    return lambda job, scope: [made(job, scope[0]), *scope[1:]]


def service_in_scope(name: str) -> Stage:
    return lambda job, scope: [scope[0], name, *scope[2:]]


def reordered(*order: int) -> Stage:
    return lambda job, parts: [parts[at] for at in order]


def swapped(key: bytes, message: bytes, name: str) -> bytes:
    return mac(message, key, name)


def shouted(data: bytes) -> bytes:
    return sha(data).upper().encode()


def as_hex(job: Signing, key: bytes) -> bytes:
    return key.hex().encode()


def order_by(first: str) -> Stage:
    return lambda job, pairs: sorted(pairs, key=lambda pair: (pair[0] != first, pair[0]))


def backwards(job: Signing, made: Any) -> Any:
    return made[::-1]


def with_header(name: str) -> Stage:
    """One more of the headers signed."""

    def made(job: Signing, pairs: Pairs) -> Pairs:
        found = [(each.lower(), value.lower()) for each, value in job.headers if each.lower() == name]
        return sorted({*pairs, *found})

    return made


def listed(change: Callable[[list[str]], list[str]]) -> Stage:
    return lambda job, text: ";".join(change(text.split(";")))


def more_listed(name: str) -> Stage:
    return listed(lambda names: sorted({*names, name}))


def capitals(text: str) -> str:
    return "-".join(part if part == "TC" else part.capitalize() for part in text.replace("x-tc", "X-TC").split("-"))


def line_of(form: str) -> Stage:
    def made(job: Signing, line: str) -> str:
        name, _, value = line.partition(":")
        return form.format(n=name, v=value)

    return made


def line_of_one(wanted: str, form: str) -> Stage:
    def made(job: Signing, line: str) -> str:
        name, _, value = line.partition(":")
        return form.format(n=name, v=value) if name.lower() == wanted else line

    return made


def names_in_lines(change: Callable[[str], str]) -> Stage:
    def made(job: Signing, line: str) -> str:
        name, _, value = line.partition(":")
        return f"{change(name)}:{value}"

    return made


def values_as_sent(only: str = "") -> Stage:
    """Forgot to lower the values."""

    def made(job: Signing, pairs: Pairs) -> Pairs:
        sent = {name.lower(): value.strip() for name, value in job.headers}
        return [
            (name, sent.get(name, value) if sent.get(name, "").lower() == value and only in ("", name) else value)
            for name, value in pairs
        ]

    return made


def sent_query(change: Callable[[str], str]) -> Stage:
    return lambda job, query: change(job.scene.query) if job.scene.query else query


def of_get(change: Callable[[str], str]) -> Stage:
    return lambda job, query: change(query) if job.scene.method == "GET" else query


def of_post(change: Callable[[str], str]) -> Stage:
    return lambda job, query: query if job.scene.method == "GET" else change(job.scene.query)


def parsed(query: str) -> Pairs:
    return parse_qsl(query, keep_blank_values=True)


def rejoined(pairs: Pairs, encode: Callable[[str], str]) -> str:
    return "&".join(f"{encode(name)}={encode(value)}" for name, value in pairs)


def rfc(text: str) -> str:
    return quote(text, safe="")


def script(text: str) -> str:
    return quote(text, safe="!'()*~")


def java(text: str) -> str:
    return quote_plus(text, safe="*").replace("~", "%7E")


def lower_percent(text: str) -> str:
    return re.sub(r"%[0-9A-F]{2}", lambda match: match[0].lower(), text)


QUERIES: dict[str, Callable[[str], str]] = {
    "sorted": lambda query: "&".join(sorted(query.split("&"))),
    "sorted by name": lambda query: rejoined(sorted(parsed(query)), rfc),
    "plus": lambda query: urlencode(parsed(query)),
    "sorted, plus": lambda query: urlencode(sorted(parsed(query))),
    "percent": lambda query: rejoined(parsed(query), rfc),
    "javascript": lambda query: rejoined(parsed(query), script),
    "java": lambda query: rejoined(parsed(query), java),
    "decoded": unquote_plus,
    "decoded, plus kept": unquote,
    "decoded and sorted": lambda query: "&".join(f"{name}={value}" for name, value in sorted(parsed(query))),
    "empty": lambda query: "",
    "question mark": lambda query: f"?{query}",
    "twice": lambda query: rejoined(parsed(query), lambda text: rfc(rfc(text))),
    "whole": rfc,
    "reversed": lambda query: "&".join(query.split("&")[::-1]),
    "slashes": lambda query: query.replace("%2F", "/"),
    "lower case of percent": lower_percent,
    "percent once more": lambda query: query.replace("%", "%25"),
}


def on(root: str) -> Stage:
    """The host of the product on another root."""

    def made(job: Signing, pairs: Pairs) -> Pairs:
        return header("host", lambda host: f"{job.scene.service}.{root}")(job, pairs)

    return made


def b64url(digest: str) -> str:
    return base64.urlsafe_b64encode(bytes.fromhex(digest)).decode().rstrip("=")


def written(form: str) -> Stage:
    """Authorization as a whole, from what is sent in it."""

    def made(job: Signing, text: str) -> str:
        found = re.fullmatch(r"(\S+) Credential=(.*), SignedHeaders=(.*), Signature=(.*)", text, re.DOTALL)
        if found is None:
            return text
        algorithm, credential, names, signature = found.groups()
        secret_id, _, scope = credential.partition("/")
        return form.format(a=algorithm, c=credential, h=names, s=signature, i=secret_id, o=scope)

    return made


def table(fault: str, /, **dialects: dict[str, Stage]) -> list[Habit]:
    return [Habit(fault, name, stages) for name, stages in dialects.items()]


def named(fault: str, stage: str, dialects: dict[str, Stage]) -> list[Habit]:
    return [Habit(fault, name, {stage: made}) for name, made in dialects.items()]
