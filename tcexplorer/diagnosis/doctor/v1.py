"""A v1 request examined: the same way, on a source string instead of a canonical request."""

from __future__ import annotations

import base64
import binascii
import hmac
import re
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, quote_plus, unquote

from tcexplorer.diagnosis.doctor.head import MOST_MIXED, hosts_instead
from tcexplorer.diagnosis.doctor.mistake import Mistake, Option
from tcexplorer.diagnosis.doctor.observed import Finding, of_clock, of_secret_id, of_site, of_token
from tcexplorer.diagnosis.doctor.search import Count
from tcexplorer.diagnosis.doctor.texts import RANK
from tcexplorer.diagnosis.doctor.tosign import ALONE, IN_PAIRS, Known, is_finer, seconds_of, secret_mistakes
from tcexplorer.diagnosis.doctor.verdict import Certainty, Expected, Outcome, Sent, Tried, Verdict
from tcexplorer.protocol.endpoints import host_without_port, is_tencent
from tcexplorer.protocol.signing_v1 import MAX_POST, SIGNATURE, Algorithm, algorithm_of, sign_v1
from tcexplorer.safety.inert import visible
from tcexplorer.safety.secret import MASK, Secret, mask_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tcexplorer.protocol.claims import Claims
    from tcexplorer.protocol.model import Credential
    from tcexplorer.protocol.received import Received

Pairs = tuple[tuple[str, str], ...]
_REQUIRED = ("Action", "Version", "Timestamp", "Nonce", "SecretId", SIGNATURE)
_OFTEN_LEFT_OUT = ("SignatureMethod", "Token", "Region", "Nonce", "Language", "RequestClient", "Version")
_COMMON = frozenset(
    {
        "Action",
        "Version",
        "Region",
        "Timestamp",
        "Nonce",
        "SecretId",
        "SignatureMethod",
        "Token",
        "Language",
        "RequestClient",
    }
)
"""Parameters that every action has, and that programs often keep apart."""
_HEX = re.compile(r"[0-9A-Fa-f]{40}|[0-9A-Fa-f]{64}")
_ENCODED = re.compile(r"%(2B|2F|3D)", re.IGNORECASE)
_DIGITS = re.compile(r"(\d+)")
_PERCENT = re.compile(r"%[0-9A-F]{2}")


class _Recipe(NamedTuple):
    secret: str
    digest: str
    method: str
    host: str
    path: str = "/"
    mark: str = "?"
    order: str = "sorted"
    encode: str = "plain"
    timestamp: str | None = None
    without: tuple[str, ...] = ()
    more: Pairs = ()
    names: str = "kept"
    prefix: str = ""
    suffix: str = ""
    tail: str = ""


def _natural(name: str) -> list[tuple[int, int, str]]:
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in _DIGITS.split(name) if part]


_ORDERS: dict[str, Callable[[list[tuple[str, str]]], list[tuple[str, str]]]] = {
    "sorted": sorted,
    "sent": list,
    "reversed": lambda pairs: pairs[::-1],
    "descending": lambda pairs: sorted(pairs, reverse=True),
    "natural": lambda pairs: sorted(pairs, key=lambda pair: _natural(pair[0])),
    "caseless": lambda pairs: sorted(pairs, key=lambda pair: (pair[0].lower(), pair[0])),
    "caseless, stable": lambda pairs: sorted(pairs, key=lambda pair: pair[0].lower()),
    "caseless, value": lambda pairs: sorted(pairs, key=lambda pair: (pair[0].lower(), pair[1])),
    "common first": lambda pairs: sorted(pairs, key=lambda pair: (pair[0] not in _COMMON, pair[0])),
    "common last": lambda pairs: sorted(pairs, key=lambda pair: (pair[0] in _COMMON, pair[0])),
    "by value": lambda pairs: sorted(pairs, key=lambda pair: pair[1]),
}


def _quote(text: str, safe: str = "") -> str:
    return quote(text, safe=safe, errors="surrogateescape")


def _lower(text: str) -> str:
    return _PERCENT.sub(lambda match: match[0].lower(), _quote(text))


_ENCODERS: dict[str, Callable[[str], str]] = {
    "plain": lambda text: text,
    "rfc": _quote,
    "slash": lambda text: _quote(text, "/"),
    "plus": lambda text: quote_plus(text, errors="surrogateescape"),
    "script": lambda text: _quote(text, "!'()*~"),
    "lower": _lower,
    "java": lambda text: quote_plus(text, safe="*", errors="surrogateescape").replace("~", "%7E"),
    "twice": lambda text: _quote(_quote(text)),
}


class _Match(NamedTuple):
    mistakes: tuple[Mistake, ...]
    source: bytes


@dataclass(frozen=True)
class _World:
    """One reading of the parameters, with every mistake that could be made in signing them."""

    pairs: Pairs
    raw_pairs: Pairs
    """As they stand in the request, encoded."""
    base: _Recipe
    options: Sequence[Option]
    target: bytes
    count: Count

    def none(self) -> list[_Match]:
        return self._tried(self.base, ())

    def singles(self) -> list[_Match]:
        found: list[_Match] = []
        for rare in (False, True):
            for option in self.options:
                if option.rare is rare:
                    self.count.single += 1
                    found += self._tried(self.base._replace(**option.changes), (option.mistake,))
            if found:
                break
        return found

    def doubles(self) -> list[_Match]:
        found: list[_Match] = []
        common = [option for option in self.options if not option.rare]
        for one, other in combinations(common, 2):
            if one.changes.keys().isdisjoint(other.changes):
                self.count.double += 1
                recipe = self.base._replace(**one.changes, **other.changes)
                found += self._tried(recipe, (one.mistake, other.mistake))
        return found

    def _tried(self, recipe: _Recipe, mistakes: tuple[Mistake, ...]) -> list[_Match]:
        source = self._source(recipe)
        key = f"{recipe.prefix}{recipe.secret}{recipe.suffix}".encode("utf-8", "surrogateescape")
        return [_Match(mistakes, source)] if hmac.digest(key, source, recipe.digest) == self.target else []

    def _source(self, recipe: _Recipe) -> bytes:
        start = f"{recipe.method}{recipe.host}{recipe.path}{recipe.mark}"
        key = (recipe.order, recipe.encode, recipe.timestamp, recipe.without, recipe.more, recipe.names)
        if key not in self._joined:
            self._joined[key] = self._join(recipe)
        return f"{start}{self._joined[key]}{recipe.tail}".encode("utf-8", "surrogateescape")

    @cached_property
    def _joined(self) -> dict[object, str]:
        return {}

    def _join(self, recipe: _Recipe) -> str:
        pairs = list(self.raw_pairs if recipe.encode == "as sent" else self.pairs)
        if recipe.timestamp is not None:
            pairs = [(name, recipe.timestamp if name == "Timestamp" else value) for name, value in pairs]
        pairs = [(name, value) for name, value in pairs if name not in recipe.without]
        if recipe.names == "dots":
            pairs = [(name.replace("_", "."), value) for name, value in pairs]
        if recipe.names == "no empty":
            pairs = [(name, value) for name, value in pairs if value]
        pairs = _ORDERS[recipe.order]([*pairs, *recipe.more])
        if recipe.encode == "whole":
            return _quote("&".join(f"{name}={value}" for name, value in pairs))
        encode = _ENCODERS.get(recipe.encode, _ENCODERS["plain"])
        return "&".join(f"{name}={encode(value)}" for name, value in pairs)


def examine(
    received: Received,
    claims: Claims,
    credential: Credential | None,
    *,
    now: float | None,
    timer: Callable[[], float],
) -> Verdict:
    """Say whether a v1 request is signed as it must be, and if not, which mistake was made."""
    begin = timer()
    patient = _Patient(received, claims, credential, now)
    if credential is None:
        return patient.without_key()
    count = Count()
    matches = patient.matches(count)
    return patient.verdict(matches, Tried(count.single, count.double, timer() - begin))


class _Patient:
    """A v1 request, with what is seen in it."""

    def __init__(self, received: Received, claims: Claims, credential: Credential | None, now: float | None) -> None:
        self._received = received
        self._claims = claims
        self._credential = credential
        self._method = received.method.decode("utf-8", "surrogateescape")
        self._signature = claims.v1.get(SIGNATURE, "")
        timestamp = claims.timestamp or ""
        missing = [name for name in _REQUIRED if not claims.v1.get(name)]
        missing += [] if claims.host.sent else ["the header Host"]
        self._besides = [
            *([Finding("header-missing", f"the request has no {', '.join(missing)}")] if missing else []),
            *([] if is_finer(timestamp) else of_clock("Timestamp", seconds_of(timestamp), now)),
            *of_token(claims.token, (claims.secret_id or "").strip(), credential),
        ]
        self._secret_id = of_secret_id(claims.secret_id or "", credential)

    @cached_property
    def form(self) -> list[Finding]:
        """Faults that show in the parameters."""
        found: list[Finding] = []
        timestamp = self._claims.timestamp or ""
        if is_finer(timestamp):
            found.append(
                Finding(
                    "timestamp-milliseconds", f"Timestamp is {timestamp}, {len(timestamp)} digits; seconds have ten"
                )
            )
        elif timestamp and seconds_of(timestamp) is None:
            found.append(Finding("timestamp-malformed", f"Timestamp is `{visible(timestamp[:40])}`"))
        if " " in self._signature:
            found.append(
                Finding("v1-signature-not-encoded", f"Signature arrived as `{visible(self._signature)}`, blanks for +")
            )
        if _ENCODED.search(self._signature):
            found.append(Finding("v1-double-encoded", f"Signature is still encoded: `{visible(self._signature)}`"))
        if self._received.method != b"GET" and len(self._received.body) > MAX_POST:
            size = len(self._received.body)
            found.append(Finding("v1-body-too-large", f"the body has {size} bytes; v1 takes {MAX_POST}"))
        if _HEX.fullmatch(self._signature):
            found.append(Finding("v1-signature-hex", f"Signature is `{self._signature}`"))
        return found

    @cached_property
    def target(self) -> bytes | None:
        """The digest that was sent."""
        text = self._signature
        if _HEX.fullmatch(text):
            return bytes.fromhex(text)
        text = unquote(text).replace(" ", "+")
        try:
            return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
        except (binascii.Error, ValueError):
            return None

    def matches(self, count: Count) -> list[_Match]:
        """What explains the signature, the simplest first."""
        assert self._credential is not None
        if not self.target:
            return []
        worlds = [self._world(pairs, host, count) for pairs in self._readings() for host in self._hosts()]
        for world in worlds:
            if found := world.none():
                return found
        found = [match for world in worlds for match in world.singles()]
        if not found:
            found = [match for world in worlds[:2] for match in world.doubles()]
        return sorted(found, key=_cost)

    def _readings(self) -> Iterator[Pairs]:
        pairs = tuple(pair for pair in self._claims.pairs if pair[0] != SIGNATURE)
        yield pairs
        if _ENCODED.search(self._signature):
            yield tuple((name, unquote(value, errors="surrogateescape")) for name, value in pairs)

    def _hosts(self) -> list[str]:
        host = self._claims.host
        bare = host_without_port(host.sent)
        return [host.sent, bare] if host.local and bare != host.sent else [host.sent]

    def _world(self, pairs: Pairs, host: str, count: Count) -> _World:
        assert self._credential is not None
        assert self.target is not None
        algorithm = algorithm_of(self._claims.v1.get("SignatureMethod"))
        base = _Recipe(
            self._credential.secret_key.reveal().strip(),
            "sha256" if algorithm is Algorithm.SHA256 else "sha1",
            self._method,
            host,
        )
        form = self._received.query if self._received.method == b"GET" else self._received.body
        raw = tuple(
            (name, value)
            for part in form.decode("utf-8", "surrogateescape").split("&")
            for name, _, value in [part.partition("=")]
            if name != SIGNATURE and name
        )
        return _World(pairs, raw, base, list(self._options(base, pairs)), self.target, count)

    def _options(self, base: _Recipe, pairs: Pairs) -> Iterator[Option]:
        yield from self._key_options(base)
        yield from self._start_options(base)
        yield from _pair_options(pairs)
        timestamp = self._claims.timestamp or ""
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

    def _key_options(self, base: _Recipe) -> Iterator[Option]:
        assert self._credential is not None
        ids = [one for one in (self._credential.secret_id, (self._claims.secret_id or "").strip()) if one]
        known = Known("", "", "", base.secret, tuple(dict.fromkeys(ids)), "", "", ())
        for late in secret_mistakes(known):
            if late.mistake.id != "key-without-prefix":
                yield Option(late.mistake, late.keys, late.rare)
        yield Option(Mistake("key-with-prefix", "the key was used with TC3 before it"), {"prefix": "TC3"})
        other = "sha1" if base.digest == "sha256" else "sha256"
        said = "HmacSHA1" if other == "sha1" else "HmacSHA256"
        asked = self._claims.v1.get("SignatureMethod")
        told = f"SignatureMethod is `{visible(asked)}`" if asked else "without SignatureMethod it must be HmacSHA1"
        yield Option(Mistake("v1-algorithm-mismatch", f"it was signed with {said}; {told}"), {"digest": other})
        for name in ("md5", "sha512"):
            yield Option(
                Mistake("v1-algorithm-mismatch", f"it was signed with {name}; {told}"), {"digest": name}, rare=True
            )

    def _start_options(self, base: _Recipe) -> Iterator[Option]:
        for method in dict.fromkeys(
            ("GET", "POST", self._method.lower(), self._method.title(), "PUT", "get", "post", "Get", "Post")
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
        label = self._claims.host.label if is_tencent(self._claims.host.bare) else ""
        common, rare = hosts_instead(base.host, label, self._claims.region or "")
        common += rare[:MOST_MIXED]
        for seldom, hosts in ((False, common), (True, rare)):
            for host in dict.fromkeys(hosts):
                # with a path in it, it is the path that is wrong
                if host not in (base.host, "") and "/v2" not in host:
                    signed, sent = (text.encode("utf-8", "surrogateescape") for text in (host, base.host))
                    yield Option(
                        Mistake("host-changed", f"the host signed is `{host}`", signed, sent), {"host": host}, seldom
                    )
        sent_path = self._received.path.decode("utf-8", "surrogateescape")
        for path in dict.fromkeys((sent_path, "/v2/index.php", "/index.php", "//")):
            if path not in ("/", ""):
                signed = path.encode("utf-8", "surrogateescape")
                yield Option(
                    Mistake("uri-not-root", f"the path signed is `{path}`", signed, b"/"), {"path": path}, path == "//"
                )

    def without_key(self) -> Verdict:
        """What is seen without a credential."""
        from tcexplorer.diagnosis.doctor.examine import causes_of

        site = of_site((self._claims.secret_id or "").strip(), self._claims)
        causes = causes_of([*self._besides, *self.form, *self._secret_id, *site])
        return Verdict(
            Outcome.EXPLAINED if causes else Outcome.UNEXPLAINED,
            causes,
            self._expected(),
            Sent(self._signature or None),
            remarks=("Without a credential the signature itself was not checked.",),
        )

    def verdict(self, matches: list[_Match], tried: Tried) -> Verdict:
        """The answer, given what explains the signature."""
        from tcexplorer.diagnosis.doctor.examine import WRONG_KEY, causes_of, merged, proven

        if not matches:
            causes = causes_of([*self._besides, *self.form, *self._secret_id])
            remarks = [WRONG_KEY]
            outcome = Outcome.UNEXPLAINED
            if self.target is None or not self._claims.timestamp:
                outcome = Outcome.EXPLAINED if causes else outcome
                remarks = ["The signature could not be recomputed: what it needs is missing or unreadable."]
            secret_id = (self._claims.secret_id or "").strip()
            if self._credential is not None and secret_id and secret_id != self._credential.secret_id.strip():
                remarks.append(
                    f"The request names the SecretId {visible(mask_id(secret_id))}, and the credential given is of "
                    f"{self._credential.masked_id}."
                )
            return Verdict(outcome, causes, self._expected(), Sent(self._signature or None), tried, tuple(remarks))
        best = matches[0]
        form = [one._replace(certainty=Certainty.PROVEN) for one in self.form]
        right = not best.mistakes and not form
        secret_id = self._secret_id if right else [one for one in self._secret_id if one.id != "secret-id-unknown-kind"]
        causes = merged([*proven(best.mistakes), *causes_of([*form, *self._besides, *secret_id])])
        alternatives = {_ids(one) for one in matches[1:] if len(_ids(one)) == len(_ids(best))} - {_ids(best)}
        return Verdict(
            Outcome.EXPLAINED if causes else Outcome.VALID,
            causes,
            self._expected(),
            Sent(
                self._signature,
                None,
                self._masked(best.source.decode("utf-8", "surrogateescape")) if best.mistakes else None,
            ),
            tried,
            (),
            tuple(sorted(alternatives)),
        )

    def _expected(self) -> Expected:
        *_, pairs = self._readings()
        secret = self._credential.secret_key.reveal().strip() if self._credential is not None else ""
        trace = sign_v1(method=self._method, host=self._claims.host.sent, params=[*pairs], secret_key=Secret(secret))
        return Expected(None, self._masked(trace.source), trace.signature if self._credential is not None else None)

    def _masked(self, text: str) -> str:
        return text.replace(self._claims.token, MASK) if self._claims.token else text


def _pair_options(pairs: Pairs) -> Iterator[Option]:
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
    names = {name for name, _ in pairs}
    for name in [*_OFTEN_LEFT_OUT, *sorted(names.difference(_OFTEN_LEFT_OUT))]:
        if name in names:
            yield Option(
                Mistake("v1-parameters-changed", f"{visible(name)} was sent, but not signed"),
                {"without": (name,)},
                rare=name not in _OFTEN_LEFT_OUT,
            )
    changed = "v1-parameters-changed"
    yield Option(Mistake(changed, "names were signed with `.` for `_`"), {"names": "dots"})
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


def _ids(match: _Match) -> tuple[str, ...]:
    return tuple(sorted({one.id for one in match.mistakes}, key=lambda fault: RANK.get(fault, 999)))


def _cost(match: _Match) -> tuple[int, int, int]:
    ids = _ids(match)
    return len(ids), sum(RANK.get(fault, 999) for fault in ids), len(match.mistakes)
