"""A request read from a curl command."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, urlsplit

from tcexplorer.interchange.readers.errors import UnreadableError, place
from tcexplorer.interchange.readers.raw import read_raw
from tcexplorer.interchange.shell import Word, split, unix_lines

if TYPE_CHECKING:
    from collections.abc import Callable

    from tcexplorer.protocol.http_text import Received

_CURL = re.compile(rb"\s*(?:\$ +|> +|PS [^>]*> *)?(?:\S*[/\\])?curl(?:\.exe)?(?=\s)")
_FORM = "application/x-www-form-urlencoded"
_SHORT_WITH_VALUE = frozenset("AbcCdDeEFhHIKmoPQrtTuUwxXyYz") - frozenset("I")
_LONG = {
    "X": "request", "H": "header", "d": "data", "G": "get", "I": "head", "A": "user-agent", "e": "referer",
    "b": "cookie", "u": "user", "F": "form", "T": "upload-file",
}  # fmt: skip
_WITH_VALUE = frozenset({
    "request", "header", "data", "data-raw", "data-binary", "data-ascii", "data-urlencode", "json", "url", "user-agent",
    "referer", "cookie", "user", "form", "form-string", "upload-file", "proxy", "proxy-header", "proxy-user", "noproxy",
    "cert", "key", "cacert", "capath", "ciphers", "output", "write-out", "max-time", "connect-timeout", "resolve",
    "connect-to", "interface", "retry", "retry-delay", "retry-max-time", "limit-rate", "config", "cookie-jar", "range",
    "dump-header", "trace", "trace-ascii", "stderr", "max-redirs", "dns-servers", "unix-socket", "tls-max",
    "local-port", "request-target", "oauth2-bearer", "aws-sigv4", "netrc-file", "socks5", "socks5-hostname",
    "expect100-timeout", "keepalive-time", "variable", "url-query", "max-filesize", "time-cond", "output-dir",
    "pinnedpubkey",
})  # fmt: skip
_HARMLESS = frozenset({
    "silent", "show-error", "verbose", "include", "location", "insecure", "compressed", "fail", "http1.1", "http1.0",
    "http2", "no-buffer", "globoff", "fail-with-body", "proxy", "output", "write-out", "max-time", "connect-timeout",
    "resolve", "connect-to", "cacert", "retry", "retry-delay", "noproxy", "ipv4", "ipv6", "progress-bar", "tlsv1.2",
    "tlsv1.3", "no-progress-meter", "dump-header", "trace", "trace-ascii", "stderr", "max-redirs", "path-as-is",
    "retry-all-errors", "ssl-no-revoke", "proto-default", "no-keepalive", "tcp-nodelay", "request-target",
})  # fmt: skip
_HARMLESS_SHORT = frozenset("sSviLkfN0jg46#oxmw")


class CurlCommand(NamedTuple):
    """The request that a command sends, and what could not be followed."""

    received: Received
    url: str
    remarks: tuple[str, ...]


def looks_like_curl(text: bytes) -> bool:
    """Whether a text begins like a curl command."""
    return _CURL.match(text) is not None


@dataclass
class _Reading:
    method: str | None = None
    url: str | None = None
    headers: list[tuple[str, str | None]] = field(default_factory=list[tuple[str, "str | None"]])
    data: list[bytes] = field(default_factory=list[bytes])
    has_data: bool = False
    as_query: bool = False
    as_json: bool = False
    head: bool = False
    target: str | None = None
    queries: list[str] = field(default_factory=list[str])
    defaults: dict[str, str] = field(default_factory=dict[str, str])
    remarks: list[str] = field(default_factory=list[str])


def read_curl(text: str, *, read_file: Callable[[str], bytes] | None = None) -> CurlCommand:
    """The request of a curl command line, as curl would send it.

    `read_file` gives the content of a file named with `@`; None refuses such a command. Options that make no
    difference to what is signed are passed over, others that are not known are remarked on.

    Raises UnreadableError.
    """
    text = unix_lines(text)
    begin = _CURL.match(_bytes(text))
    if begin is None:
        raise UnreadableError("this is no curl command")
    start = len(begin[0].decode("utf-8", "surrogateescape"))
    words = split(text, start)
    reading = _Reading(remarks=list(words.remarks))
    rest = list(words.words)
    try:
        _follow(rest, reading, read_file)
    except _FileError as error:
        raise UnreadableError(str(error), *place(text, error.at)) from error
    if reading.url is None:
        raise UnreadableError("the curl command has no URL", *place(text, len(text.rstrip())))
    try:
        wire, url = _wire(reading)
    except ValueError as error:
        raise UnreadableError(f"the URL of the command is none: {error}", *place(text, start)) from error
    return CurlCommand(read_raw(wire), url, tuple(dict.fromkeys(reading.remarks)))


def _bytes(text: str) -> bytes:
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError as error:
        raise UnreadableError("this is half a character", *place(text, error.start)) from error


class _FileError(Exception):
    """A file that a command names cannot be read."""

    def __init__(self, sentence: str, at: int) -> None:
        super().__init__(sentence)
        self.at = at


def _follow(rest: list[Word], reading: _Reading, read_file: Callable[[str], bytes] | None) -> None:
    while rest:
        word = rest.pop(0)
        text = word.text
        if text == "--":
            continue
        if text.startswith("--"):
            name, equals, value = text[2:].partition("=")
            if equals or name not in _WITH_VALUE:
                _apply(name, value if equals else None, word, reading, read_file)
            else:
                value_word = rest.pop(0) if rest else Word("", word.at)
                _apply(name, value_word.text, value_word, reading, read_file)
        elif text.startswith("-") and len(text) > 1:
            _short(text, word, rest, reading, read_file)
        elif reading.url is None:
            reading.url = text
        elif text.strip():
            reading.remarks.append("the command has several URLs; the first is read")


def _short(
    text: str, word: Word, rest: list[Word], reading: _Reading, read_file: Callable[[str], bytes] | None
) -> None:
    """Short options, which may be joined: `-sXPOST`."""
    at = 1
    while at < len(text):
        letter = text[at]
        at += 1
        name = _LONG.get(letter, letter)
        if letter not in _SHORT_WITH_VALUE:
            _apply(name, None, word, reading, read_file)
            continue
        joined = Word(text[at:], word.at)
        value = joined if joined.text or not rest else rest.pop(0)
        _apply(name, value.text, value, reading, read_file)
        return


def _apply(
    name: str, value: str | None, word: Word, reading: _Reading, read_file: Callable[[str], bytes] | None
) -> None:
    given = value or ""
    match name:
        case "request":
            reading.method = given
        case "url":
            reading.url = given
        case "header":
            _header(given, word, reading, read_file)
        case "data" | "data-ascii":
            _data(_content(given, word, read_file, plain=True), reading)
        case "data-raw":
            _data(given.encode("utf-8", "surrogateescape"), reading)
        case "data-binary":
            _data(_content(given, word, read_file), reading)
        case "data-urlencode":
            _data(_encoded(given, word, read_file), reading)
        case "json":
            reading.as_json = True
            _data(_content(given, word, read_file), reading, joined=b"")
        case "url-query":
            reading.queries.append(_encoded(given, word, read_file).decode())
        case "get":
            reading.as_query = True
        case "head":
            reading.head = True
        case "request-target":
            reading.target = given
        case "user-agent":
            reading.defaults["User-Agent"] = given
        case "referer":
            reading.defaults["Referer"] = given
        case "cookie":
            reading.defaults["Cookie"] = given
        case "form" | "form-string":
            reading.method = reading.method or "POST"
            reading.remarks.append("-F makes a multipart body with a boundary of its own; the body is not known here")
        case _ if name in _HARMLESS or (len(name) == 1 and name in _HARMLESS_SHORT):
            return
        case _:
            option = f"--{name}" if len(name) > 1 else f"-{name}"
            reading.remarks.append(f"the option {option} was passed over")


def _header(given: str, word: Word, reading: _Reading, read_file: Callable[[str], bytes] | None) -> None:
    if given.startswith("@"):
        text = _content(given, word, read_file).decode("utf-8", "surrogateescape")
        for line in text.splitlines():
            if line.strip():
                _header(line, word, reading, None)
        return
    name, colon, value = given.partition(":")
    if colon and value.strip():
        reading.headers.append((name, value))
    elif colon:
        reading.headers.append((name, None))  # takes away a header that curl would send
    elif given.endswith(";"):
        reading.headers.append((given[:-1], ""))


def _data(content: bytes, reading: _Reading, joined: bytes = b"&") -> None:
    if reading.has_data:
        reading.data.append(joined)
    reading.has_data = True
    reading.data.append(content)


def _content(given: str, word: Word, read_file: Callable[[str], bytes] | None, *, plain: bool = False) -> bytes:
    """The value of a data option; `plain` takes line ends off a file, as -d does."""
    if not given.startswith("@"):
        return given.encode("utf-8", "surrogateescape")
    content = _file(given[1:], word, read_file)
    return content.translate(None, b"\r\n\0") if plain else content


def _file(name: str, word: Word, read_file: Callable[[str], bytes] | None) -> bytes:
    if read_file is None:
        raise _FileError(f"the command takes its data from the file {name!r}, which is not at hand", word.at)
    try:
        return read_file(name)
    except OSError as error:
        raise _FileError(f"the file {name!r} cannot be read: {error.strerror or error}", word.at) from error


def _encoded(given: str, word: Word, read_file: Callable[[str], bytes] | None) -> bytes:
    """The value of --data-urlencode: `content`, `=content`, `name=content`, `@file` or `name@file`."""
    name, mark, content = given, "", ""
    if found := re.search(r"[=@]", given):
        name, mark, content = given[: found.start()], found[0], given[found.end() :]
    if mark == "@":
        raw = _file(content, word, read_file)
    elif mark == "=":
        raw = content.encode("utf-8", "surrogateescape")
    else:
        name, raw = "", given.encode("utf-8", "surrogateescape")
    text = quote(raw, safe="-._~")
    return (f"{name}={text}" if name else text).encode()


def _wire(reading: _Reading) -> tuple[bytes, str]:
    url = reading.url or ""
    parts = urlsplit(url if "://" in url else f"http://{url}")
    body = b"".join(reading.data)
    query = [parts.query] if parts.query else []
    query += reading.queries
    if reading.as_query and reading.has_data:
        query.append(body.decode("utf-8", "surrogateescape"))
        body = b""
    sends = reading.has_data and not reading.as_query
    method = reading.method or ("HEAD" if reading.head else "POST" if sends else "GET")
    target = reading.target or (parts.path or "/") + (f"?{'&'.join(query)}" if query or url.endswith("?") else "")
    given = {name.strip().lower() for name, _ in reading.headers}
    lines = [f"{method} {target} HTTP/1.1"]
    if "host" not in given:
        lines.append(f"Host: {parts.netloc.rpartition('@')[2]}")
    for name, value in reading.defaults.items():
        if name.lower() not in given:
            lines.append(f"{name}: {value}")
    if sends and "content-type" not in given:
        lines.append(f"Content-Type: {'application/json' if reading.as_json else _FORM}")
    lines += [f"{name}:{value}" for name, value in reading.headers if value is not None]
    if body and "content-length" not in given and "transfer-encoding" not in given:
        lines.append(f"Content-Length: {len(body)}")
    shown = f"{parts.scheme}://{parts.netloc}{target}"
    return "\r\n".join([*lines, "", ""]).encode("utf-8", "surrogateescape") + body, shown
