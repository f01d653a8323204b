"""The string to sign and the key it is signed with, as recipes that mistakes change."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import TYPE_CHECKING, Any, NamedTuple

from tcexplorer.diagnosis.doctor.mistake import Mistake
from tcexplorer.protocol.signing import ALGORITHM, TERMINATOR

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

STANDARD = f"{{date}}/{{service}}/{TERMINATOR}"


class ToSign(NamedTuple):
    """The choices that the string to sign takes."""

    timestamp: str
    date: str
    service: str
    algorithm: str | None = ALGORITHM
    """None when the line is left out."""
    template: str = STANDARD
    """The scope; `{date}` and `{service}` are put in."""
    form: str = "hash"
    order: tuple[int, ...] = (0, 1, 2, 3)
    line_end: str = "\n"
    tail: str = ""


class Prefixed(NamedTuple):
    """A string to sign with a hole for what is made of the canonical request."""

    before: bytes
    form: str
    after: bytes


def rendered(recipe: ToSign) -> Prefixed:
    """The string to sign, but for the canonical request."""
    scope = recipe.template.replace("{date}", recipe.date).replace("{service}", recipe.service)
    texts = (recipe.algorithm, recipe.timestamp, scope, "\0")
    lines = [text for at in recipe.order if (text := texts[at]) is not None]
    before, hole, after = recipe.line_end.join(lines).partition("\0")
    return Prefixed(
        before.encode("utf-8", "surrogateescape"),
        recipe.form if hole else "nothing",
        (after + recipe.tail).encode("utf-8", "surrogateescape"),
    )


FORMS: Mapping[str, Callable[[bytes], bytes]] = {
    "hash": lambda canonical: hashlib.sha256(canonical).hexdigest().encode(),
    "upper": lambda canonical: hashlib.sha256(canonical).hexdigest().upper().encode(),
    "raw": lambda canonical: canonical,
    "bytes": lambda canonical: hashlib.sha256(canonical).digest(),
    "base64": lambda canonical: base64.b64encode(hashlib.sha256(canonical).digest()),
    "twice": lambda canonical: hashlib.sha256(hashlib.sha256(canonical).hexdigest().encode()).hexdigest().encode(),
    "sha1": lambda canonical: hashlib.sha1(canonical, usedforsecurity=False).hexdigest().encode(),
    "md5": lambda canonical: hashlib.md5(canonical, usedforsecurity=False).hexdigest().encode(),
    "sha512": lambda canonical: hashlib.sha512(canonical).hexdigest().encode(),
    "nothing": lambda _: b"",
}
"""What stands in the string to sign for the canonical request."""


class Keys(NamedTuple):
    """The choices that deriving the key takes, and the last HMAC with it."""

    secret: str
    date: str
    service: str
    prefix: str = "TC3"
    suffix: str = ""
    steps: tuple[str, ...] = ("date", "service", "terminator")
    """Names of fields, or texts of their own that begin with `=`."""
    terminator: str = TERMINATOR
    encodings: tuple[str, ...] = ("raw", "raw", "raw")
    swapped: tuple[bool, ...] = (False, False, False, False)
    """Of the three steps and of the signature itself: whether key and message changed places."""
    digests: tuple[str, str, str] = ("sha256", "sha256", "sha256")
    last_digest: str = "sha256"


class Signer(NamedTuple):
    """The key, and how the last HMAC is made with it."""

    key: bytes
    swapped: bool
    digest: str

    def sign(self, message: bytes) -> bytes:
        key = self.key
        return hmac.digest(message, key, self.digest) if self.swapped else hmac.digest(key, message, self.digest)


_ENCODINGS: Mapping[str, Callable[[bytes], bytes]] = {
    "raw": bytes,
    "hex": lambda value: value.hex().encode(),
    "HEX": lambda value: value.hex().upper().encode(),
    "base64": base64.b64encode,
}


Steps = dict[tuple[bytes, str, str, bool, str], bytes]
"""Steps of derivations that were made already."""


def derived(recipe: Keys, made: Steps) -> Signer:
    """The signing key of a recipe; `made` is looked up and added to."""
    key = f"{recipe.prefix}{recipe.secret}{recipe.suffix}".encode("utf-8", "surrogateescape")
    for at, step in enumerate(recipe.steps):
        text = step[1:] if step[0] == "=" else getattr(recipe, step)
        first = at < 3
        choices = (
            key,
            text,
            recipe.digests[at] if first else "sha256",
            first and recipe.swapped[at],
            recipe.encodings[at] if first else "raw",
        )
        result = made.get(choices)
        if result is None:
            result = made[choices] = _step(*choices)
        key = result
    return Signer(key, recipe.swapped[3], recipe.last_digest)


def _step(key: bytes, text: str, digest: str, swapped: bool, encoding: str) -> bytes:
    message = text.encode("utf-8", "surrogateescape")
    result = hmac.digest(message, key, digest) if swapped else hmac.digest(key, message, digest)
    return _ENCODINGS[encoding](result)


class Late(NamedTuple):
    """A mistake made after the canonical request: changes to the string to sign, to the keys, or to both."""

    mistake: Mistake
    text: Mapping[str, Any]
    keys: Mapping[str, Any]
    rare: bool = False
    mixed: bool = False
    """A rare one that is tried in pairs, too, with mistakes that are made before it."""


_NONE: Mapping[str, Any] = {}


class Known(NamedTuple):
    """What the request and the credential say, for the mistakes to start from."""

    timestamp: str
    date: str
    service: str
    secret_key: str
    secret_ids: tuple[str, ...]
    region: str
    host: str
    services: tuple[str, ...]


def late_mistakes(known: Known) -> Iterator[Late]:
    """Every mistake that is made after the canonical request; common ones may come in pairs."""
    yield from _timestamps(known)
    yield from _dates(known)
    yield from _services(known)
    yield from _scopes(known)
    yield from _lines()
    yield from secret_mistakes(known)
    yield from _derivations(known)


def seconds_of(timestamp: str) -> int | None:
    """A timestamp in seconds, whether it is written so, in milli-, micro- or nanoseconds; None when it is none."""
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 20):
        return None
    seconds = int(timestamp)
    while seconds >= 100_000_000_000:
        seconds //= 1000
    return seconds


def is_finer(timestamp: str) -> bool:
    """Whether it counts something finer than seconds."""
    seconds = seconds_of(timestamp)
    return seconds is not None and seconds != int(timestamp)


ALONE, IN_PAIRS = 300, 5
"""Seconds around the timestamp sent that are tried as the one signed."""


def _timestamps(known: Known) -> Iterator[Late]:
    seconds = seconds_of(known.timestamp)
    if seconds is None:
        return
    sent = known.timestamp.encode("utf-8", "surrogateescape")

    def late(fault: str, what: str, signed: str, *, rare: bool) -> Late:
        return Late(
            Mistake(fault, what, signed.encode("utf-8", "surrogateescape"), sent), {"timestamp": signed}, _NONE, rare
        )

    if is_finer(known.timestamp):
        yield late("timestamp-milliseconds", "seconds were signed, a finer unit sent", str(seconds), rare=False)
    else:
        yield late("timestamp-milliseconds", "milliseconds were signed, seconds sent", f"{seconds}000", rare=False)
        for rest in range(1, 1000):
            yield late(
                "timestamp-milliseconds", "milliseconds were signed, seconds sent", f"{seconds}{rest:03}", rare=True
            )
        yield late("timestamp-changed", "the timestamp was signed with a fraction", f"{seconds}.0", rare=True)
        yield late("timestamp-milliseconds", "microseconds were signed, seconds sent", f"{seconds}000000", rare=True)
    for off in (*range(1, ALONE + 1), *(3600 * hours for hours in range(1, 15))):
        for signed in (seconds - off, seconds + off):
            way = "behind" if signed < seconds else "ahead of"
            yield late(
                "timestamp-changed",
                f"the timestamp signed is {off} s {way} the one sent",
                str(signed),
                rare=off > IN_PAIRS,
            )
    yield late("timestamp-changed", "an empty timestamp was signed", "", rare=True)


_DATE_FORMS = (
    "%Y/%m/%d", "%d-%m-%Y", "%m-%d-%Y", "%Y-%m", "%y-%m-%d", "%Y%m%dT%H%M%SZ", "%Y-%m-%dT%H:%M:%SZ",
    "%Y-%m-%d %H:%M:%S", "%Y-%d-%m", "%Y-%M-%d",
)  # fmt: skip


def _dates(known: Known) -> Iterator[Late]:
    fault = "date-not-utc"
    seconds = seconds_of(known.timestamp)
    common: list[str] = []
    forms: list[str] = []
    rare: list[str] = []
    if seconds is not None and seconds < 253_402_300_800 - 86400:
        day = datetime.fromtimestamp(seconds, UTC)
        if seconds > 86400:
            common += [(day + timedelta(days=days)).strftime("%Y-%m-%d") for days in (0, 1, -1)]
        common.append(day.strftime("%Y%m%d"))
        forms += [day.strftime(form) for form in _DATE_FORMS]
        forms += [f"{day.year}-{day.month}-{day.day}", f"{day:%Y-%m}-{day.timetuple().tm_yday:02}"]
        forms.append(datetime.fromtimestamp(seconds // 1000, UTC).strftime("%Y-%m-%d"))
        if day.month > 1:
            forms.append(f"{day.year}-{day.month - 1:02}-{day.day:02}")  # months counted from 0
            forms.append(f"{day.year}-{day.month - 1}-{day.day}")
        forms.append((day + timedelta(hours=8)).strftime("%Y%m%d"))
        if seconds > 86400 * 32:
            ways = [way for days in range(2, 32) for way in (days, -days)]
            rare += [(day + timedelta(days=way)).strftime("%Y-%m-%d") for way in ways]
    forms += ["", known.timestamp]
    dates = (
        dict.fromkeys(rare, (True, False)) | dict.fromkeys(forms, (True, True)) | dict.fromkeys(common, (False, False))
    )
    for date, often in sorted(dates.items(), key=lambda item: item[1]):
        said = f"`{date}`" if date else "empty"
        mistake = Mistake(
            fault,
            f"the date signed is {said}",
            date.encode("utf-8", "surrogateescape"),
            known.date.encode("utf-8", "surrogateescape"),
        )
        both, one = {"date": date}, {"date": date}
        yield Late(mistake._replace(what=f"{mistake.what}, in the scope and in the key"), both, one, *often)
        yield Late(mistake._replace(what=f"{mistake.what}, in the key"), _NONE, one, *often)
        string = mistake._replace(what=f"{mistake.what}, in the scope of the string to sign")
        yield Late(string, both, _NONE, often[0])


SERVICES = (
    "cvm", "sts", "cam", "vpc", "cbs", "cdb", "cos", "clb", "as", "autoscaling", "tke", "scf", "mqtt", "sms", "ses",
    "monitor", "cls", "vod", "live", "trtc", "asr", "tts", "ocr", "tmt", "nlp", "iai", "tiia", "hunyuan", "lighthouse",
    "dnspod", "ssl", "cdn", "billing", "tag", "region", "redis", "mongodb", "postgres", "es", "ckafka", "tdmq", "tcr",
    "api", "apigateway", "antiddos", "ecm", "iot", "iotexplorer", "kms", "ssm", "cloudaudit", "organization",
)  # fmt: skip
"""Names that are met in examples, and so left behind in code that was copied."""


def _services(known: Known) -> Iterator[Late]:
    label = known.host.partition(".")[0]
    common = ["cvm", label, known.service.upper(), known.host, "sts", ""]
    mixed = [
        "vpc", "cam", "mqtt", "cbs", "cdb",
        known.service.title(), known.host.partition(".")[2], "tencentcloudapi", known.region,
        f"{label}.tencentcloudapi",
        "CVM", f"{known.service}.tencentcloudapi.com",
    ]  # fmt: skip
    rare = [
        "qcloud", "tc3", "tencentcloud", "s3", "service", "none", "null", "undefined", f"{known.service}.",
        f"{known.service}.tencentcloudapi", *SERVICES, *known.services,
    ]  # fmt: skip
    for often, services in (((False, True), common), ((True, True), mixed), ((True, False), rare)):
        for service in dict.fromkeys(services):
            if service == known.service:
                continue
            said = f"`{service}`" if service else "empty"
            mistake = Mistake(
                "scope-service-wrong",
                f"the service signed is {said}",
                service.encode("utf-8", "surrogateescape"),
                known.service.encode("utf-8", "surrogateescape"),
            )
            one = {"service": service}
            yield Late(mistake._replace(what=f"{mistake.what}, in the scope and in the key"), one, one, *often)
            yield Late(mistake._replace(what=f"{mistake.what}, in the key"), _NONE, one, *often)
            string = mistake._replace(what=f"{mistake.what}, in the scope of the string to sign")
            yield Late(string, one, _NONE, *often)


def _scopes(known: Known) -> Iterator[Late]:
    fault = "scope-malformed"
    region = known.region or "ap-guangzhou"
    common = (
        f"{{date}}/{region}/{{service}}/{TERMINATOR}",
        f"{{date}}/{{service}}/{region}/{TERMINATOR}",
        "{date}/{service}/aws4_request",
        "{date}/{service}",
        f"{{service}}/{{date}}/{TERMINATOR}",
        f"{{date}}/{TERMINATOR}",
        f"{{service}}/{TERMINATOR}",
        STANDARD + "/",
        "/" + STANDARD,
    )
    rare = (
        "{date}/{service}/tc3-request",
        "{date}/{service}/TC3_REQUEST",
        "{date}/{service}/request",
        "{date}/{service}/tc3",
        "{date}/{service}/",
        f"{{date}}{{service}}{TERMINATOR}",
        f"{{date}}-{{service}}-{TERMINATOR}",
        f"{{date}};{{service}};{TERMINATOR}",
        f"{TERMINATOR}/{{service}}/{{date}}",
        f"{{date}}/{TERMINATOR}/{{service}}",
        TERMINATOR,
        "{service}",
        "{date}",
        "",
        f"{region}/{{date}}/{{service}}/{TERMINATOR}",
        f"{{date}}/{region}/{{service}}/aws4_request",
    )
    for seldom, templates in ((False, common), (True, rare)):
        for template in templates:
            scope = template.replace("{date}", known.date).replace("{service}", known.service)
            what = (
                f"the scope in the string to sign is `{scope}`" if scope else "the scope in the string to sign is empty"
            )
            yield Late(
                Mistake(fault, what, scope.encode("utf-8", "surrogateescape")),
                {"template": template},
                _NONE,
                seldom,
                True,
            )
    for one in known.secret_ids:
        what = "the scope in the string to sign begins with the SecretId"
        yield Late(Mistake(fault, what), {"template": f"{one}/{STANDARD}"}, _NONE, rare=True, mixed=True)


_ALGORITHMS = (
    "HMAC-SHA256", "tc3-hmac-sha256", "TC3-HMAC-SHA1", "AWS4-HMAC-SHA256", "TC3", "HmacSHA256", "TC3_HMAC_SHA256",
    "TC3-HMAC-SHA-256", "SHA256", "TC3-SHA256", "TC3-HMAC-SHA512", "hmac-sha256", "",
)  # fmt: skip
_RARE_ALGORITHMS = (
    "TC3-HMACSHA256", "TC2-HMAC-SHA256", "TC3-HMAC-MD5", "TC3-HMAC-SM3", "sha256", "SHA-256", "HMAC_SHA256",
    "HMACSHA256", "HmacSHA1", "TC4-HMAC-SHA256", f"{ALGORITHM} ", f" {ALGORITHM}", f"{ALGORITHM}:",
    "V3", "v3", "null", "None", "ACS3-HMAC-SHA256", "SDK-HMAC-SHA256",
)  # fmt: skip
_LINE_NAMES = ("algorithm", "timestamp", "scope", "hash")


def _lines() -> Iterator[Late]:
    def late(fault: str, what: str, *, rare: bool = False, mixed: bool = False, **text: Any) -> Late:
        return Late(Mistake(fault, what), text, _NONE, rare, mixed)

    yield late("canonical-not-hashed", "the string to sign ends with the canonical request itself", form="raw")
    yield late("canonical-hash-uppercase", "the hash of the canonical request was in upper case", form="upper")
    yield late("string-to-sign-trailing-newline", "a newline followed the string to sign", tail="\n")
    yield late("crlf-line-endings", "the lines of the string to sign ended with CRLF", line_end="\r\n")
    yield late("algorithm-line-wrong", "the line of the algorithm was left out", algorithm=None)
    for rare, names in ((False, _ALGORITHMS), (True, _RARE_ALGORITHMS)):
        for name in names:
            said = f"`{name}`" if name else "empty"
            yield late(
                "algorithm-line-wrong", f"the first line of the string to sign is {said}", algorithm=name, rare=rare,
                mixed=True,
            )  # fmt: skip
    for order in permutations(range(4)):
        if order != (0, 1, 2, 3):
            said = ", ".join(_LINE_NAMES[at] for at in order)
            yield late("string-to-sign-order", f"the lines of the string to sign were {said}", order=order)
    for gone in (1, 2, 3):
        order = tuple(at for at in range(4) if at != gone)
        yield late(
            "string-to-sign-line-missing", f"the string to sign had no line for the {_LINE_NAMES[gone]}", order=order
        )
    yield late(
        "string-to-sign-trailing-newline", "CRLF followed the string to sign", tail="\r\n", rare=True, mixed=True
    )
    yield late("string-to-sign-trailing-newline", "a blank followed the string to sign", tail=" ", rare=True)
    yield late("line-ends-wrong", "line ends of the string to sign were a backslash and an n", line_end=r"\n")
    yield late(
        "line-ends-wrong", "the lines of the string to sign were joined without line ends", line_end="", rare=True
    )
    yield late("line-ends-wrong", "the lines of the string to sign were joined with blanks", line_end=" ", rare=True)
    yield late("line-ends-wrong", "the lines of the string to sign were joined with commas", line_end=",", rare=True)
    wrong = "canonical-hash-wrong"
    yield late(wrong, "the hash of the canonical request was signed as bytes, not in hex", form="bytes", rare=True)
    yield late(wrong, "the hash of the canonical request was signed in base64", form="base64", rare=True)
    yield late(wrong, "the hash of the canonical request was hashed once more", form="twice", rare=True)
    for name in ("sha1", "md5", "sha512"):
        yield late(wrong, f"the canonical request was hashed with {name}", form=name, rare=True)


_BLANKS = (("\n", "a newline after it"), (" ", "a blank after it"), ("\r\n", "CRLF after it"), ("\t", "a tab after it"))
_RARE_BLANKS = (
    ("\r", "a carriage return after it"), ("  ", "two blanks after it"), ("\n\n", "two newlines after it"),
    (" \n", "a blank and a newline after it"), ("\xa0", "a no-break space after it"), ("\0", "a NUL after it"),
    ("\u200b", "a zero-width space after it"), ("\u3000", "an ideographic space after it"),
    ("\v", "a vertical tab after it"),
    ("\f", "a form feed after it"), ("\r\n\r\n", "two CRLF after it"), ("   ", "three blanks after it"),
    ("    ", "four blanks after it"), ("\t\t", "two tabs after it"),
)  # fmt: skip


def secret_mistakes(known: Known) -> Iterator[Late]:
    """Mistakes with the SecretKey itself; of v1, too, but for its prefix."""
    key = known.secret_key
    mixed = True

    def late(fault: str, what: str, *, rare: bool = False, **keys: str) -> Late:
        return Late(Mistake(fault, what), _NONE, keys, rare, mixed)

    fault = "key-whitespace"
    for rare, wide, blanks in ((False, True, _BLANKS), (True, True, _RARE_BLANKS[:5]), (True, False, _RARE_BLANKS[5:])):
        for blank, said in blanks:
            mixed = wide
            yield late(fault, f"the key was used with {said}", secret=key + blank, rare=rare)
            mixed = not rare
            yield late(fault, f"the key was used with {said.replace('after', 'before')}", secret=blank + key, rare=rare)
            yield late(
                fault, f"the key was used with {said.replace('after', 'around')}", secret=blank + key + blank, rare=rare
            )
    mixed = True
    yield late(fault, "the key was used with a byte order mark before it", secret=f"\ufeff{key}", rare=True)
    yield late(fault, "the key was used with a blank before and a newline after it", secret=f" {key}\n", rare=True)
    for quote in ('"', "'", "`"):
        yield late(
            "key-quoted", "the key was used with its quotation marks", secret=f"{quote}{key}{quote}", rare=quote == "`"
        )
    for prefix, said in (
        ("", "without"),
        ("tc3", "with `tc3` for"),
        ("Tc3", "with `Tc3` for"),
        ("AWS4", "with `AWS4` for"),
        ("TC3-", "with `TC3-` for"),
    ):
        yield late("key-without-prefix", f"the key was used {said} the prefix `TC3`", prefix=prefix)
    for prefix in ("TC3_", "TC3:", "TC3\n", "TC", "TC2", "TC3TC3", ALGORITHM, "tc3_request"):
        yield late(
            "key-without-prefix", f"the key was used with `{prefix}` for the prefix `TC3`", prefix=prefix, rare=True
        )
    yield late("key-without-prefix", "`TC3` was put behind the key, not before it", prefix="", suffix="TC3", rare=True)
    for secret_id in dict.fromkeys(known.secret_ids):
        yield late("key-is-secret-id", "the SecretId was used as the key", secret=secret_id)
    mixed = False
    for text, said in (
        ("", "an empty text"), ("None", "the text None"), ("null", "the text null"),
        ("undefined", "the text undefined"), ("$TENCENTCLOUD_SECRET_KEY", "the name of the variable"),
        ("${TENCENTCLOUD_SECRET_KEY}", "the name of the variable"),
        ("TENCENTCLOUD_SECRET_KEY", "the name of the variable"),
    ):  # fmt: skip
        if text != key:
            yield late("key-empty", f"{said} was used as the key", secret=text, rare=text != "")


_MIXED = ("derive-step-missing", "derive-hex-intermediate")


def _derivations(known: Known) -> Iterator[Late]:
    def late(fault: str, what: str, *, rare: bool = False, **keys: Any) -> Late:
        return Late(Mistake(fault, what), _NONE, keys, rare, mixed=fault in _MIXED)

    names = ("date", "service", "terminator")
    spoken = {"date": "date", "service": "service", "terminator": TERMINATOR}
    for order in permutations(names):
        if order != names:
            said = ", ".join(spoken[name] for name in order)
            yield late("derive-order", f"the key was derived from {said}", steps=order)
    fault = "derive-step-missing"
    two = (("date", "service"), ("date", "terminator"), ("service", "terminator"))
    for steps in (*two, ("date",), ("service",), ("terminator",), ()):
        gone = " and ".join(spoken[name] for name in names if name not in steps)
        yield late(fault, f"the key was derived without {gone}", steps=steps)
    for steps in permutations(names, 2):
        if steps not in two:
            said = ", ".join(spoken[name] for name in steps)
            yield late(fault, f"the key was derived from {said} alone", steps=steps, rare=True)
    whole = f"={known.date}/{known.service}/{TERMINATOR}"
    yield late(fault, "the key was derived from the whole scope in one step", steps=(whole,), rare=True)
    joined = f"={known.date}{known.service}{TERMINATOR}"
    yield late(fault, "the key was derived from the joined parts in one step", steps=(joined,), rare=True)
    region = known.region or "ap-guangzhou"
    for steps in (("date", f"={region}", "service", "terminator"), ("date", "service", f"={region}", "terminator")):
        yield late("derive-step-extra", "the key was derived with the region as one more step", steps=steps, rare=True)
    for more in ("date", "service", "terminator"):
        yield late(
            "derive-step-extra", f"the key was derived from {spoken[more]} twice", steps=(*names, more), rare=True
        )
    for text in (
        "aws4_request",
        "tc3-request",
        "TC3_REQUEST",
        "request",
        "tc3",
        f"{TERMINATOR}\n",
        "tc3_Request",
        "tc_request",
    ):
        yield late("derive-terminator-wrong", f"the last step of the key was `{text}`", terminator=text, rare=True)
    fault = "derive-hex-intermediate"
    for mask in range(1, 8):
        encodings = tuple("hex" if mask >> at & 1 else "raw" for at in range(3))
        said = ", ".join(("first", "second", "third")[at] for at in range(3) if mask >> at & 1)
        yield late(fault, f"the {said} key was passed on as hex digits", encodings=encodings)
    for encoding, said in (("HEX", "hex digits in upper case"), ("base64", "base64")):
        for mask in (7, 1, 2, 4, 3, 6, 5):
            encodings = tuple(encoding if mask >> at & 1 else "raw" for at in range(3))
            yield late(fault, f"keys were passed on as {said}", encodings=encodings, rare=mask != 7)
    fault = "derive-args-swapped"
    for mask in range(1, 16):
        swapped = tuple(bool(mask >> at & 1) for at in range(4))
        said = ", ".join(("first", "second", "third", "last")[at] for at in range(4) if swapped[at])
        often = mask in (7, 15, 1, 2, 4, 8)
        yield late(fault, f"key and message changed places in the {said} HMAC", swapped=swapped, rare=not often)
    steps_of = ("first", "second", "third")
    for mask in (7, 0, 1, 2, 4, 3, 5, 6):
        digests = tuple("sha1" if mask >> at & 1 else "sha256" for at in range(3))
        for last in ("sha1", "sha256"):
            if mask == 0 and last == "sha256":
                continue
            made = [steps_of[at] for at in range(3) if mask >> at & 1] + (["last"] if last == "sha1" else [])
            said = "every HMAC" if len(made) == 4 else f"the {', '.join(made)} HMAC"
            common = mask in (7, 0) or (mask in (1, 2, 4) and last == "sha256")
            yield late("derive-sha1", f"{said} was made with SHA-1", digests=digests, last_digest=last, rare=not common)
    for name in ("md5", "sha512", "sha384", "sha224"):
        every = (name, name, name)
        yield late("derive-hash-wrong", f"every HMAC was made with {name}", digests=every, last_digest=name, rare=True)
        yield late("derive-hash-wrong", f"the key was derived with {name}", digests=every, rare=True)
        yield late("derive-hash-wrong", f"the signature was made with {name}", last_digest=name, rare=True)
