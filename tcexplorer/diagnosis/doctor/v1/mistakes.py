"""Every mistake that could be made in signing a v1 request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcexplorer.diagnosis.doctor.mistake import Mistake, Reach, changed, encoded, instead
from tcexplorer.diagnosis.doctor.mistakes.keys import secret_mistakes
from tcexplorer.diagnosis.doctor.mistakes.timestamps import ALONE, IN_PAIRS, is_finer, seconds_of
from tcexplorer.diagnosis.doctor.v1.source import DECODERS, REPLACED
from tcexplorer.protocol.signing_v1 import SIGNATURE, Algorithm
from tcexplorer.protocol.words import V1_COMMON
from tcexplorer.safety.inert import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tcexplorer.diagnosis.doctor.v1.source import Pairs, Recipe

_MOST_ZEROS = 9
_OFTEN_LEFT_OUT = ("SignatureMethod", "Token", "Region", "Nonce", "Language", "RequestClient", "Version")


def key_options(base: Recipe, ids: Sequence[str], asked: str | None) -> Iterator[Mistake]:
    """Another key or hash; `ids` are the SecretIds met, `asked` what the request names as SignatureMethod."""
    yield from secret_mistakes(ids)
    yield Mistake("key-with-prefix", "the key was used with TC3 before it", {"key_prefix": "TC3"})
    other = "sha1" if base.digest == "sha256" else "sha256"
    said = "HmacSHA1" if other == "sha1" else "HmacSHA256"
    told = f"SignatureMethod is `{visible(asked)}`" if asked else "without SignatureMethod it must be HmacSHA1"
    fault = "v1-algorithm-mismatch"
    yield Mistake(fault, f"it was signed with {said}; {told}", {"digest": other})
    for name in ("md5", "sha512"):
        yield Mistake(fault, f"it was signed with {name}; {told}", {"digest": name}, Reach.COMMON)


def start_options(base: Recipe, sent_path: str, hosts: Mapping[Reach, Sequence[str]]) -> Iterator[Mistake]:
    """Another method, host or path, or none."""
    methods = ("GET", "POST", base.method.lower(), base.method.title(), "PUT", "get", "post", "Get", "Post")
    yield from instead("method-changed", "method", "method", base.method, {Reach.ANY: methods})
    for gone in (
        ("method",), ("host",), ("path",), ("mark",), ("method", "host"), ("method", "path"), ("host", "path"),
        ("path", "mark"), ("method", "host", "path"), ("host", "path", "mark"), ("method", "host", "path", "mark"),
    ):  # fmt: skip
        said = " and ".join("question mark" if name == "mark" else name for name in gone)
        yield Mistake("v1-source-incomplete", f"the source string has no {said}", dict.fromkeys(gone, ""))
    for one in instead("host-changed", "host", "host", base.host, hosts):
        # with a path in it, it is the path that is wrong
        if one.changes["host"] and "/v2" not in one.changes["host"]:
            yield one._replace(reach=Reach.ANY) if one.reach is Reach.COMMON else one
    for path in dict.fromkeys((sent_path, "/v2/index.php", "/index.php", "//")):
        if path not in ("/", ""):
            yield changed("uri-not-root", "path", path, "/", {"path": path}, Reach.ALONE if path == "//" else Reach.ANY)


def pair_options(pairs: Pairs, raw: Pairs) -> Iterator[Mistake]:
    """Other parameters, orders and encodings of them."""
    for order, said in (
        ("sent", "in the order they were sent"), ("reversed", "in the reverse of that order"),
        ("descending", "in descending order"), ("natural", "with numbers in names counted (Ids.2 before Ids.12)"),
        ("by value", "by their values"), ("common first", "with the common ones before those of the action"),
        ("common last", "with the common ones behind those of the action"),
    ):  # fmt: skip
        yield Mistake("v1-unsorted", f"the parameters were signed {said}", {"order": order})
    for order in ("caseless", "caseless, stable", "caseless, value"):
        yield Mistake(
            "v1-sort-ignores-case", "the parameters were signed sorted without regard to case", {"order": order}
        )
    for encode, said in (
        ("rfc", "URL-encoded"), ("plus", "URL-encoded, blanks as +"), ("as sent", "as they stand in the request"),
        ("lower", "URL-encoded with %xx in lower case"), ("slash", "URL-encoded but for /"),
        ("script", "encoded as by encodeURIComponent"), ("java", "encoded as by Java's URLEncoder"),
        ("twice", "URL-encoded twice"), ("whole", "URL-encoded as a whole"),
    ):  # fmt: skip
        yield Mistake("v1-values-encoded", f"the values were signed {said}", {"encode": encode})
    changed = "v1-parameters-changed"
    for encode, said, rare in (
        ("+ kept", "with the + that was sent without being encoded (as %2B)", False),
        ("%20 kept", "with the %20 that was sent without being encoded (as %2520)", False),
        ("+ and %20 kept", "with the + and %20 that were sent without being encoded", True),
        ("repr", "as Python prints bytes: b'…'", False),
        ("repr, beyond ASCII", "as Python prints bytes, b'…', where they are not ASCII", True),
        ("ASCII", "as ASCII, other characters as ?", False),
        ("ASCII, a byte", "as ASCII, each other byte as ?", True),
        ("Latin-1", "as Latin-1, other characters as ?", True),
        ("low byte", "as the low byte of each character (Node: 'latin1' or 'binary')", False),
        ("GBK", "as GBK", True),
        ("UTF-8 twice", "as UTF-8 taken for Latin-1 and encoded again", True),
        ("shortest", "without the zeros that do not change a number", False),
        ("floats", "with .0 behind whole numbers", True),
        ("empty for 0", "empty where they are 0", True),
        ("until &", "as far as their first &", True),
        *((f"{old} {new}", f"with `{new}` for `{old}`" if new else f"without `{old}`", True) for old, new in REPLACED),
    ):
        yield Mistake(changed, f"values were signed {said}", {"encode": encode}, Reach.ALONE if rare else Reach.ANY)
    names = {name for name, _ in pairs}
    plus = any("+" in value for _, value in raw)
    for (name, value), (_, raw_value) in zip(pairs, raw, strict=False):
        if value.isdigit() and name not in V1_COMMON:
            for more in range(1, _MOST_ZEROS):
                signed = value.zfill(len(value) + more)
                said = f"the value of {visible(name)} was signed as {signed}"
                yield Mistake(changed, said, {"without": (name,), "more": ((name, signed),)}, Reach.ALONE)
        for kept in dict.fromkeys(decode(raw_value) for decode in DECODERS.values()):
            if kept != value:
                said = f"the value of {visible(name)} was sent without being encoded: `{visible(kept[:40])}` was signed"
                yield Mistake(changed, said, {"without": (name,), "more": ((name, kept),)}, Reach.ALONE)
        if "%20" in raw_value and plus:
            said = f"values were signed with the +, and that of {visible(name)} with the %20, that were sent"
            changes = {"encode": "+ kept", "without": (name,), "more": ((name, raw_value.replace("%20", "%2520")),)}
            yield Mistake(changed, said, changes, Reach.ALONE)
        if not value.startswith("b'"):
            said = f"the value of {visible(name)} was signed as Python prints bytes: b'…'"
            signed = str(value.encode("utf-8", "surrogateescape"))
            yield Mistake(changed, said, {"without": (name,), "more": ((name, signed),)}, Reach.ALONE)
    for name in [*_OFTEN_LEFT_OUT, *sorted(names.difference(_OFTEN_LEFT_OUT))]:
        if name in names:
            reach = Reach.ANY if name in _OFTEN_LEFT_OUT else Reach.ALONE
            yield Mistake(changed, f"{visible(name)} was sent, but not signed", {"without": (name,)}, reach)
    yield Mistake(changed, "names were signed with `.` for `_`", {"names": "dots"})
    said = "names were signed with `_` for `.` (PHP's $_GET)"
    yield Mistake(changed, said, {"names": "underscores"}, Reach.ALONE)
    yield Mistake(changed, "parameters with the value 0 were sent, but not signed", {"names": "no zeros"})
    said = "parameters with the value 0, false or none were sent, but not signed"
    yield Mistake(changed, said, {"names": "nothing false"}, Reach.ALONE)
    yield Mistake(changed, "parameters without a value were sent, but not signed", {"names": "no empty"})
    if "SignatureMethod" not in names:
        for method in Algorithm:
            more = {"more": (("SignatureMethod", method.value),)}
            yield Mistake(changed, f"SignatureMethod={method} was signed, but not sent", more)
    yield Mistake(changed, "an empty Signature was signed along", {"more": ((SIGNATURE, ""),)}, Reach.ALONE)
    said = "followed the source string"
    yield Mistake("string-to-sign-trailing-newline", f"a newline {said}", {"tail": "\n"}, Reach.ALONE)
    yield Mistake(changed, f"a `&` {said}", {"tail": "&"}, Reach.ALONE)


def timestamp_options(timestamp: str) -> Iterator[Mistake]:
    """Another timestamp than the one sent."""
    seconds = seconds_of(timestamp)
    if seconds is not None:
        for off in sorted(range(-ALONE, ALONE + 1), key=abs):
            text, reach = str(seconds + off), Reach.ALONE if abs(off) > IN_PAIRS else Reach.ANY
            said = f"the Timestamp signed is {abs(off)} s {'behind' if off < 0 else 'ahead of'} the one sent"
            if off:
                yield Mistake(
                    "v1-timestamp-changed", said, {"timestamp": text}, reach, text.encode(), encoded(timestamp)
                )
        other = str(seconds) if is_finer(timestamp) else f"{seconds}000"
        yield Mistake(
            "timestamp-milliseconds", f"the Timestamp signed is {other}", {"timestamp": other}, Reach.ANY,
            other.encode(), encoded(timestamp),
        )  # fmt: skip
