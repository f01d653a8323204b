"""A JSON body as the libraries of several languages write it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from tests.diagnosis.habits.steps import after, by, crlf

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.diagnosis.stages import Signing, Stage


def loaded(body: bytes) -> Any:
    return json.loads(body.decode("utf-8-sig"))


def dumped(**options: Any) -> Stage:
    """json.dumps of Python."""

    def made(job: Signing, body: bytes) -> bytes:
        try:
            return json.dumps(loaded(body), **options).encode()
        except ValueError:
            return body

    return made


COMPACT: dict[str, Any] = {"ensure_ascii": False, "separators": (",", ":")}


def then(first: Stage, *others: Stage) -> Stage:
    def made(job: Signing, body: Any) -> Any:
        body = first(job, body)
        for other in others:
            body = other(job, body)
        return body

    return made


def go_escapes(body: bytes) -> bytes:
    text = body.decode()
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return text.encode()


def upper_escapes(body: bytes) -> bytes:
    return re.sub(rb"\\u([0-9a-f]{4})", lambda match: b"\\u" + match[1].upper(), body)


def php_pretty(body: bytes) -> bytes:
    """As JSON_PRETTY_PRINT: empty containers are {} and [] in one piece."""
    return json.dumps(loaded(body), indent=4).replace("/", "\\/").encode()


def walked(change: Callable[[dict[str, Any]], dict[str, Any]]) -> Callable[[bytes], bytes]:
    def walk(value: Any) -> Any:
        if isinstance(value, dict):
            pairs: dict[str, Any] = value  # pyright: ignore[reportUnknownVariableType]
            return change({name: walk(inner) for name, inner in pairs.items()})
        if isinstance(value, list):
            members: list[Any] = value  # pyright: ignore[reportUnknownVariableType]
            return [walk(inner) for inner in members]
        return value

    return lambda body: json.dumps(walk(loaded(body)), **COMPACT).encode()


def script_numbers(body: bytes) -> bytes:
    """JSON.stringify(JSON.parse(body))."""

    def number(text: str) -> Any:
        value = float(text)
        return int(value) if value.is_integer() else value

    return json.dumps(json.loads(body, parse_float=number), **COMPACT).encode()


def lossless(change: Callable[[bytes], bytes]) -> Stage:
    """A change of a body that leaves one that is no JSON as it is."""

    def made(job: Signing, body: bytes) -> bytes:
        try:
            return change(body)
        except ValueError:
            return body

    return made


BODIES: dict[str, Stage] = {
    "python": dumped(),
    "python, utf-8": dumped(ensure_ascii=False),
    "python, sorted": dumped(sort_keys=True),
    "python, sorted utf-8": dumped(sort_keys=True, ensure_ascii=False),
    "python, compact": dumped(separators=(",", ":")),
    "python, compact sorted": dumped(separators=(",", ":"), sort_keys=True),
    "javascript": dumped(**COMPACT),
    "javascript, two blanks": dumped(indent=2, ensure_ascii=False),
    "javascript, four blanks": dumped(indent=4, ensure_ascii=False),
    "javascript, tab": dumped(indent="\t", ensure_ascii=False),
    "python, indent 4": dumped(indent=4),
    "python, indent 2 sorted": dumped(indent=2, sort_keys=True),
    "compact, sorted": dumped(sort_keys=True, **COMPACT),
    "go map": then(dumped(sort_keys=True, **COMPACT), lossless(go_escapes)),
    "go": then(dumped(**COMPACT), lossless(go_escapes)),
    "go encoder": then(dumped(**COMPACT), lossless(go_escapes), after("\n")),
    "go indent": then(dumped(indent=2, ensure_ascii=False, sort_keys=True), lossless(go_escapes)),
    "php": then(dumped(separators=(",", ":")), by(lambda body: body.replace(b"/", b"\\/"))),
    "php, unicode": then(dumped(**COMPACT), by(lambda body: body.replace(b"/", b"\\/"))),
    "php, pretty": lossless(php_pretty),
    "c#": then(dumped(separators=(",", ":")), by(upper_escapes)),
    "c#, colon": dumped(ensure_ascii=False, separators=(",", ": ")),
    "jq": then(dumped(indent=2, ensure_ascii=False), after("\n")),
    "jq -c": then(dumped(**COMPACT), after("\n")),
    "echo": after("\n"),
    "crlf at the end": after("\r\n"),
    "stripped": by(bytes.strip),
    "no blanks": by(lambda body: body.replace(b" ", b"")),
    "ruby": then(dumped(**COMPACT)),
    "reversed": lossless(walked(lambda pairs: dict(reversed(pairs.items())))),
    "by length": lossless(walked(lambda pairs: dict(sorted(pairs.items(), key=lambda pair: (len(pair[0]), pair[0]))))),
    "first name last": lossless(
        lambda body: json.dumps(
            dict([*list(loaded(body).items())[1:], *list(loaded(body).items())[:1]]), **COMPACT
        ).encode()
    ),
    "powershell": then(dumped(indent=4, ensure_ascii=False), by(lambda body: body.replace(b'": ', b'":  '))),
    "windows file": then(dumped(indent=2, ensure_ascii=False), by(crlf)),
}
SELDOM_BODIES: dict[str, Stage] = {
    "javascript numbers": lossless(script_numbers),
    "bom": by(lambda body: b"\xef\xbb\xbf" + body),
    "repr": lossless(lambda body: repr(loaded(body)).encode()),
    "no nulls": lossless(walked(lambda pairs: {name: value for name, value in pairs.items() if value is not None})),
    "no empty": lossless(
        walked(lambda pairs: {name: value for name, value in pairs.items() if value not in (None, "", [], {})})
    ),
    "camel": lossless(walked(lambda pairs: {name[:1].lower() + name[1:]: value for name, value in pairs.items()})),
    "form": lossless(
        lambda body: urlencode(
            {name: value for name, value in loaded(body).items() if isinstance(value, str | int | float)}
        ).encode()
    ),
    "twice": lossless(lambda body: json.dumps(body.decode()).encode()),
    "gbk": lossless(lambda body: body.decode().encode("gbk")),
    "latin": lossless(lambda body: body.decode("latin-1").encode()),
    "question marks": lossless(lambda body: body.decode().encode("ascii", "replace")),
}
