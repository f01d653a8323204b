"""Every mistake that could be made in signing a v1 request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcexplorer.diagnosis.doctor.canonical.hosts import MOST_MIXED
from tcexplorer.diagnosis.doctor.mistake import Mistake, Option
from tcexplorer.diagnosis.doctor.tosign.late import Known
from tcexplorer.diagnosis.doctor.tosign.secret import secret_mistakes
from tcexplorer.diagnosis.doctor.tosign.timestamps import ALONE, IN_PAIRS, is_finer, seconds_of
from tcexplorer.diagnosis.doctor.v1.source import DECODERS, REPLACED
from tcexplorer.protocol.signing_v1 import SIGNATURE, Algorithm
from tcexplorer.protocol.words import V1_COMMON
from tcexplorer.safety.inert import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tcexplorer.diagnosis.doctor.v1.source import Pairs, Recipe

_MOST_ZEROS = 9
_OFTEN_LEFT_OUT = ("SignatureMethod", "Token", "Region", "Nonce", "Language", "RequestClient", "Version")


def key_options(base: Recipe, ids: Sequence[str], asked: str | None) -> Iterator[Option]:
    """Another key or hash; `ids` are the SecretIds met, `asked` what the request names as SignatureMethod."""
    known = Known("", "", "", base.secret, tuple(dict.fromkeys(ids)), "", "", ())
    for late in secret_mistakes(known):
        if late.mistake.id != "key-without-prefix":
            yield Option(late.mistake, late.keys, late.rare, mixed=late.mixed)
    yield Option(Mistake("key-with-prefix", "the key was used with TC3 before it"), {"prefix": "TC3"})
    other = "sha1" if base.digest == "sha256" else "sha256"
    said = "HmacSHA1" if other == "sha1" else "HmacSHA256"
    told = f"SignatureMethod is `{visible(asked)}`" if asked else "without SignatureMethod it must be HmacSHA1"
    yield Option(Mistake("v1-algorithm-mismatch", f"it was signed with {said}; {told}"), {"digest": other})
    for name in ("md5", "sha512"):
        yield Option(
            Mistake("v1-algorithm-mismatch", f"it was signed with {name}; {told}"),
            {"digest": name},
            rare=True,
            mixed=True,
        )


def start_options(base: Recipe, sent_path: str, common: list[str], rare: list[str]) -> Iterator[Option]:
    """Another method, host (common ones, rare ones) or path, or none."""
    for method in dict.fromkeys(
        ("GET", "POST", base.method.lower(), base.method.title(), "PUT", "get", "post", "Get", "Post")
    ):
        if method != base.method:
            mistake = Mistake(
                "method-changed",
                f"the method signed is `{method}`",
                method.encode("utf-8", "surrogateescape"),
                base.method.encode("utf-8", "surrogateescape"),
            )
            yield Option(mistake, {"method": method})
    for gone in (
        ("method",), ("host",), ("path",), ("mark",), ("method", "host"), ("method", "path"), ("host", "path"),
        ("path", "mark"), ("method", "host", "path"), ("host", "path", "mark"), ("method", "host", "path", "mark"),
    ):  # fmt: skip
        said = " and ".join("question mark" if name == "mark" else name for name in gone)
        yield Option(Mistake("v1-source-incomplete", f"the source string has no {said}"), dict.fromkeys(gone, ""))
    common += rare[:MOST_MIXED]
    for seldom, hosts in ((False, common), (True, rare)):
        for other in dict.fromkeys(hosts):
            # with a path in it, it is the path that is wrong
            if other not in (base.host, "") and "/v2" not in other:
                signed, sent = (text.encode("utf-8", "surrogateescape") for text in (other, base.host))
                yield Option(
                    Mistake("host-changed", f"the host signed is `{other}`", signed, sent), {"host": other}, seldom
                )
    for path in dict.fromkeys((sent_path, "/v2/index.php", "/index.php", "//")):
        if path not in ("/", ""):
            signed = path.encode("utf-8", "surrogateescape")
            yield Option(
                Mistake("uri-not-root", f"the path signed is `{path}`", signed, b"/"), {"path": path}, path == "//"
            )


def pair_options(pairs: Pairs, raw: Pairs) -> Iterator[Option]:
    """Other parameters, orders and encodings of them."""
    for order, said in (
        ("sent", "in the order they were sent"), ("reversed", "in the reverse of that order"),
        ("descending", "in descending order"), ("natural", "with numbers in names counted (Ids.2 before Ids.12)"),
        ("by value", "by their values"), ("common first", "with the common ones before those of the action"),
        ("common last", "with the common ones behind those of the action"),
    ):  # fmt: skip
        yield Option(Mistake("v1-unsorted", f"the parameters were signed {said}"), {"order": order})
    for order in ("caseless", "caseless, stable", "caseless, value"):
        yield Option(
            Mistake("v1-sort-ignores-case", "the parameters were signed sorted without regard to case"),
            {"order": order},
        )
    for encode, said in (
        ("rfc", "URL-encoded"), ("plus", "URL-encoded, blanks as +"), ("as sent", "as they stand in the request"),
        ("lower", "URL-encoded with %xx in lower case"), ("slash", "URL-encoded but for /"),
        ("script", "encoded as by encodeURIComponent"), ("java", "encoded as by Java's URLEncoder"),
        ("twice", "URL-encoded twice"), ("whole", "URL-encoded as a whole"),
    ):  # fmt: skip
        yield Option(Mistake("v1-values-encoded", f"the values were signed {said}"), {"encode": encode})
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
        yield Option(Mistake(changed, f"values were signed {said}"), {"encode": encode}, rare)
    names = {name for name, _ in pairs}
    plus = any("+" in value for _, value in raw)
    for (name, value), (_, raw_value) in zip(pairs, raw, strict=False):
        if value.isdigit() and name not in V1_COMMON:
            for more in range(1, _MOST_ZEROS):
                signed = value.zfill(len(value) + more)
                said = f"the value of {visible(name)} was signed as {signed}"
                yield Option(Mistake(changed, said), {"without": (name,), "more": ((name, signed),)}, rare=True)
        for kept in dict.fromkeys(decode(raw_value) for decode in DECODERS.values()):
            if kept != value:
                said = f"the value of {visible(name)} was sent without being encoded: `{visible(kept[:40])}` was signed"
                yield Option(Mistake(changed, said), {"without": (name,), "more": ((name, kept),)}, rare=True)
        if "%20" in raw_value and plus:
            said = f"values were signed with the +, and that of {visible(name)} with the %20, that were sent"
            changes = {"encode": "+ kept", "without": (name,), "more": ((name, raw_value.replace("%20", "%2520")),)}
            yield Option(Mistake(changed, said), changes, rare=True)
        if not value.startswith("b'"):
            said = f"the value of {visible(name)} was signed as Python prints bytes: b'…'"
            signed = str(value.encode("utf-8", "surrogateescape"))
            yield Option(Mistake(changed, said), {"without": (name,), "more": ((name, signed),)}, rare=True)
    for name in [*_OFTEN_LEFT_OUT, *sorted(names.difference(_OFTEN_LEFT_OUT))]:
        if name in names:
            yield Option(
                Mistake("v1-parameters-changed", f"{visible(name)} was sent, but not signed"),
                {"without": (name,)},
                rare=name not in _OFTEN_LEFT_OUT,
            )
    yield Option(Mistake(changed, "names were signed with `.` for `_`"), {"names": "dots"})
    yield Option(
        Mistake(changed, "names were signed with `_` for `.` (PHP's $_GET)"), {"names": "underscores"}, rare=True
    )
    yield Option(Mistake(changed, "parameters with the value 0 were sent, but not signed"), {"names": "no zeros"})
    said = "parameters with the value 0, false or none were sent, but not signed"
    yield Option(Mistake(changed, said), {"names": "nothing false"}, rare=True)
    yield Option(Mistake(changed, "parameters without a value were sent, but not signed"), {"names": "no empty"})
    if "SignatureMethod" not in names:
        for method in Algorithm:
            yield Option(
                Mistake(changed, f"SignatureMethod={method} was signed, but not sent"),
                {"more": (("SignatureMethod", method.value),)},
            )
    yield Option(Mistake(changed, "an empty Signature was signed along"), {"more": ((SIGNATURE, ""),)}, rare=True)
    for tail, said in (("\n", "a newline"), ("&", "a `&`")):
        yield Option(
            Mistake(
                "string-to-sign-trailing-newline" if tail == "\n" else changed, f"{said} followed the source string"
            ),
            {"tail": tail},
            rare=True,
        )


def timestamp_options(timestamp: str) -> Iterator[Option]:
    """Another timestamp than the one sent."""
    seconds = seconds_of(timestamp)
    if seconds is not None:
        signed = [(off, str(seconds + off)) for off in range(-ALONE, ALONE + 1) if off]
        for off, text in sorted(signed, key=lambda pair: abs(pair[0])):
            mistake = Mistake(
                "v1-timestamp-changed",
                f"the Timestamp signed is {abs(off)} s {'behind' if off < 0 else 'ahead of'} the one sent",
                text.encode(),
                timestamp.encode("utf-8", "surrogateescape"),
            )
            yield Option(mistake, {"timestamp": text}, abs(off) > IN_PAIRS)
        other = str(seconds) if is_finer(timestamp) else f"{seconds}000"
        mistake = Mistake(
            "timestamp-milliseconds",
            f"the Timestamp signed is {other}",
            other.encode(),
            timestamp.encode("utf-8", "surrogateescape"),
        )
        yield Option(mistake, {"timestamp": other})
