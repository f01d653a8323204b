"""Signing once more under every mistake, and under every pair of mistakes, until the signature sent comes out.

What depends on few choices is computed once: canonical requests, strings to sign and keys are combined, not made
anew. A hit is a proof: it equals the whole signature.
"""

from __future__ import annotations

import hashlib
from binascii import hexlify
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations, product
from typing import TYPE_CHECKING, Any, NamedTuple

from tcexplorer.diagnosis.doctor.shape import PAIRS, SHAPES, Parts, right
from tcexplorer.diagnosis.doctor.tosign import FORMS, Keys, Late, Prefixed, Signer, Steps, ToSign, derived, rendered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from tcexplorer.diagnosis.doctor.mistake import Mistake, Slot, Variant

_BLOCK = 64
_FEW = 32
"""Payloads that are tried with rare heads, too."""


class Match(NamedTuple):
    """Mistakes that reproduce the signature, and what was signed with them."""

    mistakes: tuple[Mistake, ...]
    canonical_request: bytes
    string_to_sign: bytes


class Joint(NamedTuple):
    """One mistake that shows before and after the hash of the canonical request."""

    mistake: Mistake
    joined: Callable[[Parts], bytes] = right
    head: Callable[[bytes], bytes] | None = None
    payload: bytes | None = None
    text: Mapping[str, Any] = {}
    keys: Mapping[str, Any] = {}
    rare: bool = False


@dataclass
class Count:
    """How many hypotheses were tried."""

    single: int = 0
    double: int = 0


class _Canonical(NamedTuple):
    """A canonical request under one mistake."""

    parts: Parts | None
    """None when the mistake is in how the parts are joined."""
    data: bytes
    mistakes: tuple[Mistake, ...]
    mixed: bool


class _After(NamedTuple):
    """The string to sign and the signer under one late mistake."""

    late: Late
    text: Prefixed
    signer: Signer
    sign: Callable[[bytes], bytes]


@dataclass(frozen=True)
class World:
    """One reading of a request, and every mistake that could be made in it.

    `line`, `head` and `payload` are the parts of the canonical request; `text` and `keys` the rest of the signing.
    `rare_payloads` gives payload lines to be tried alone.
    """

    line: Slot[bytes]
    head: Slot[bytes]
    payload: Slot[bytes]
    text: ToSign
    keys: Keys
    lates: Sequence[Late]
    joints: Sequence[Joint] = ()
    rare_payloads: Callable[[], Iterator[Variant[bytes]]] = lambda: iter(())
    target: bytes = b""
    """The digest that was sent."""
    count: Count = field(default_factory=Count)
    brief: bool = False
    """Whether pairs are of common mistakes alone."""

    @cached_property
    def _parts(self) -> Parts:
        return self.line.base, self.head.base, self.payload.base

    @cached_property
    def _prefixed(self) -> Prefixed:
        return rendered(self.text)

    @cached_property
    def _signer(self) -> Signer:
        return self._derived(self.keys)

    @cached_property
    def _steps(self) -> Steps:
        return {}

    def _derived(self, keys: Keys) -> Signer:
        return derived(keys, self._steps)

    def none(self) -> list[Match]:
        """The match without any mistake."""
        data = right(self._parts)
        return self._tried(data, self._prefixed, self._signer, ())

    def _tried(self, data: bytes, text: Prefixed, signer: Signer, mistakes: tuple[Mistake, ...]) -> list[Match]:
        message = text.before + FORMS[text.form](data) + text.after
        return [Match(mistakes, data, message)] if signer.sign(message) == self.target else []

    @cached_property
    def _sign(self) -> Callable[[bytes], bytes]:
        return self._signing(b"", self._signer)

    # one mistake

    def singles(self) -> list[Match]:
        """The single mistakes that explain the signature: common ones, or else rare ones."""
        found: list[Match] = []
        for rare in (False, True):
            found += self._canonical_singles(rare=rare)
            found += self._late_singles(rare=rare)
            found += self._joint_singles(rare=rare)
            if found:
                return found
        for variant in self.rare_payloads():
            data = right((self.line.base, self.head.base, variant.value))
            self.count.single += 1
            found += self._tried(data, self._prefixed, self._signer, variant.mistakes)
        return found

    def _canonical_singles(self, *, rare: bool) -> list[Match]:
        check = self._checker(self._prefixed, self._signer)
        found: list[Match] = []
        for one in self._canonicals(rare=rare):
            self.count.single += 1
            if check(one.data):
                found += self._tried(one.data, self._prefixed, self._signer, one.mistakes)
        return found

    def _late_singles(self, *, rare: bool) -> list[Match]:
        data = right(self._parts)
        forms = {name: form(data) for name, form in FORMS.items()}
        target = self.target
        found: list[Match] = []
        afters = self._rare_afters if rare else self._common_afters
        for after in afters:
            before, form, end = after.text
            message = before + forms[form] + end
            if after.sign(message) == target:
                found.append(Match((after.late.mistake,), data, message))
        self.count.single += len(afters)
        return found

    def _joint_singles(self, *, rare: bool) -> list[Match]:
        found: list[Match] = []
        for joint in self.joints:
            if joint.rare is rare:
                self.count.single += 1
                found += self._tried(
                    joint.joined(self._with(joint, self._parts)), *self._late_of(joint), (joint.mistake,)
                )
        return found

    @staticmethod
    def _with(joint: Joint, parts: Parts) -> Parts:
        line, head, payload = parts
        return (
            line,
            head if joint.head is None else joint.head(head),
            payload if joint.payload is None else joint.payload,
        )

    def _late_of(self, joint: Joint) -> tuple[Prefixed, Signer]:
        text = rendered(self.text._replace(**joint.text)) if joint.text else self._prefixed
        return text, self._derived(self.keys._replace(**joint.keys)) if joint.keys else self._signer

    def _canonicals(self, *, rare: bool) -> list[_Canonical]:
        line, head, payload = self._parts
        found = [
            *(((one.value, head, payload), one) for one in self.line.ones),
            *(((line, one.value, payload), one) for one in self.head.ones),
            *(((line, head, one.value), one) for one in self.payload.ones),
        ]
        canonicals = [
            _Canonical(parts, right(parts), one.mistakes, one.mixed) for parts, one in found if one.rare is rare
        ]
        canonicals += [
            _Canonical(None, shape.joined(self._parts), shape.mistakes, mixed=True)
            for shape in SHAPES
            if shape.rare is rare
        ]
        return canonicals

    def _afters(self, *, rare: bool) -> Iterator[_After]:
        seen = self._seen
        for late in self.lates:
            if late.rare is not rare:
                continue
            text, keys = self.text, self.keys
            if not late.keys and tuple(late.text) == ("timestamp",):  # there are so many of them
                yield _After(late, self._timed(late.text["timestamp"]), self._signer, self._sign)
                continue
            if late.text:
                text = text._replace(**late.text)
            if late.keys:
                keys = keys._replace(**late.keys)
            if (text, keys) in seen:
                continue
            seen.add((text, keys))
            signer = self._derived(keys) if late.keys else self._signer
            sign = self._signing(b"", signer) if late.keys else self._sign
            yield _After(late, rendered(text) if late.text else self._prefixed, signer, sign)

    def _timed(self, timestamp: str) -> Prefixed:
        """The string to sign with another timestamp."""
        before, form, after = self._untimed
        signed = timestamp.encode("utf-8", "surrogateescape")
        return Prefixed(before.replace(b"\1", signed), form, after.replace(b"\1", signed))

    @cached_property
    def _untimed(self) -> Prefixed:
        return rendered(self.text._replace(timestamp="\1"))

    @cached_property
    def _common_afters(self) -> list[_After]:
        return list(self._afters(rare=False))

    @cached_property
    def _rare_afters(self) -> list[_After]:
        return list(self._afters(rare=True))

    @cached_property
    def _seen(self) -> set[tuple[ToSign, Keys]]:
        return {(self.text, self.keys)}

    # two mistakes

    @cached_property
    def _common(self) -> list[_Canonical]:
        return self._canonicals(rare=False)

    @cached_property
    def _mixed_canonicals(self) -> list[_Canonical]:
        return [] if self.brief else [one for one in self._canonicals(rare=True) if one.mixed]

    @cached_property
    def _mixed_afters(self) -> list[_After]:
        return [] if self.brief else [one for one in self._rare_afters if one.late.mixed]

    def doubles(self) -> list[Match]:
        """The pairs of common mistakes that explain the signature."""
        return [*self._canonical_doubles(), *self._mixed_doubles(), *self._late_doubles(), *self._joint_doubles()]

    def _canonical_doubles(self) -> list[Match]:
        check = self._checker(self._prefixed, self._signer)
        tried = 0
        found: list[Match] = []
        for data, mistakes in self._canonical_pairs():
            tried += 1
            if check(data):
                found += self._tried(data, self._prefixed, self._signer, mistakes)
        self.count.double += tried
        return found

    def _canonical_pairs(self) -> Iterator[tuple[bytes, tuple[Mistake, ...]]]:
        line, head, payload = self._parts
        for two in self.line.twos:
            yield right((two.value, head, payload)), two.mistakes
        for two in self.head.twos:
            yield right((line, two.value, payload)), two.mistakes
        for two in self.payload.twos:
            yield right((line, head, two.value)), two.mistakes
        lines, rare_lines = self._parted(self.line)
        heads, rare_heads = self._parted(self.head)
        payloads, _ = self._parted(self.payload)
        for one, other in (*product(lines, (*heads, *rare_heads)), *product(rare_lines, heads)):
            yield one.value + b"\n" + other.value + b"\n" + payload, one.mistakes + other.mistakes
        for one in (*lines, *rare_lines):
            begin = one.value + b"\n" + head + b"\n"
            for other in payloads:
                yield begin + other.value, one.mistakes + other.mistakes
        for one in (*heads, *rare_heads):
            begin = right((line, one.value, b""))
            for other in payloads[:_FEW] if one.rare else payloads:
                yield begin + other.value, one.mistakes + other.mistakes
        for shape in SHAPES:
            if not shape.rare:
                for canonical in (*self._common, *self._mixed_canonicals):
                    if canonical.parts is not None:
                        yield shape.joined(canonical.parts), shape.mistakes + canonical.mistakes
        for shape in PAIRS:
            yield shape.joined(self._parts), shape.mistakes

    def _parted(self, slot: Slot[bytes]) -> tuple[list[Variant[bytes]], list[Variant[bytes]]]:
        """The common ones, and those rare ones that are tried in pairs, too."""
        mixed = [] if self.brief else [one for one in slot.ones if one.rare and one.mixed]
        return [one for one in slot.ones if not one.rare], mixed

    def _mixed_doubles(self) -> list[Match]:
        """A mistake before and one after the hash of the canonical request."""
        found: list[Match] = []
        found += self._mixed([*self._common, *self._mixed_canonicals], self._common_afters)
        found += self._mixed(self._common, self._mixed_afters)
        return found

    def _mixed(self, canonicals: Sequence[_Canonical], afters: Sequence[_After]) -> list[Match]:
        hashes = [hexlify(hashlib.sha256(one.data).digest()) for one in canonicals]
        found: list[Match] = []
        for after in afters:
            text = after.text
            sign = self._signing(text.before, after.signer)
            texts = hashes if text.form == "hash" else [FORMS[text.form](one.data) for one in canonicals]
            target, end = self.target, text.after
            if end:
                texts = [one + end for one in texts]
            hits = _hits(sign, texts, target)
            self.count.double += len(texts)
            for at in hits:
                one = canonicals[at]
                found += self._tried(one.data, text, after.signer, (*one.mistakes, after.late.mistake))
        return found

    def _late_doubles(self) -> list[Match]:
        data = right(self._parts)
        forms = {name: form(data) for name, form in FORMS.items()}
        texts = [one for one in self._common_afters if not one.late.keys]
        keys = [one for one in self._common_afters if not one.late.text]
        boths = [one for one in self._common_afters if one.late.text and one.late.keys]
        target = self.target
        found: list[Match] = []
        every = [*texts, *(one for one in self._mixed_afters if not one.late.keys)]
        messages = [one.text.before + forms[one.text.form] + one.text.after for one in every]
        tried = 0
        for other in (*keys, *(one for one in self._mixed_afters if not one.late.text)):
            some = messages[: len(texts)] if other.late.rare else messages
            hits = _hits(other.sign, some, target)
            found += [Match((every[at].late.mistake, other.late.mistake), data, messages[at]) for at in hits]
            tried += len(some)
        pairs = (*combinations(texts, 2), *combinations(keys, 2), *product(boths, (*texts, *keys)))
        for one, other in (*pairs, *combinations(boths, 2)):
            made = self._both(one, other)
            if made is not None:
                tried += 1
                text, sign = made
                message = text.before + forms[text.form] + text.after
                if sign(message) == target:
                    found.append(Match((one.late.mistake, other.late.mistake), data, message))
        self.count.double += tried
        return found

    def _both(self, one: _After, other: _After) -> tuple[Prefixed, Callable[[bytes], bytes]] | None:
        """Two late mistakes at once; None when both are about the same thing."""
        first, second = one.late, other.late
        if not second.text:
            text = one.text
        elif not first.text:
            text = other.text
        elif first.text.keys().isdisjoint(second.text):
            text = rendered(self.text._replace(**first.text, **second.text))
        else:
            return None
        if not second.keys:
            return text, one.sign
        if not first.keys:
            return text, other.sign
        if first.keys.keys().isdisjoint(second.keys):
            return text, self._derived(self.keys._replace(**first.keys, **second.keys)).sign
        return None

    def _joint_doubles(self) -> list[Match]:
        found: list[Match] = []
        for joint in self.joints:
            if joint.rare:
                continue
            text, signer = self._late_of(joint)
            check = self._checker(text, signer)
            for one in self._common:
                if one.parts is not None:
                    self.count.double += 1
                    data = joint.joined(self._with(joint, one.parts))
                    if check(data):
                        found += self._tried(data, text, signer, (joint.mistake, *one.mistakes))
            data = joint.joined(self._with(joint, self._parts))
            forms = {name: form(data) for name, form in FORMS.items()}
            itself = _After(Late(joint.mistake, joint.text, joint.keys), text, signer, self._signing(b"", signer))
            for after in self._common_afters:
                made = self._both(itself, after)
                if made is not None:
                    self.count.double += 1
                    (before, form, end), sign = made
                    message = before + forms[form] + end
                    if sign(message) == self.target:
                        found.append(Match((joint.mistake, after.late.mistake), data, message))
        return found

    # each stage by itself, for a client that prints what it made

    def canonicals(self) -> Iterator[tuple[bytes, tuple[Mistake, ...]]]:
        """Canonical requests: the right one, then under one mistake, then under two."""
        yield right(self._parts), ()
        for rare in (False, True):
            for one in self._canonicals(rare=rare):
                yield one.data, one.mistakes
        for variant in self.rare_payloads():
            yield right((self.line.base, self.head.base, variant.value)), variant.mistakes
        yield from self._canonical_pairs()

    def messages(self, canonical: bytes) -> Iterator[tuple[bytes, tuple[Mistake, ...]]]:
        """Strings to sign over a canonical request: the right one, then under one mistake, then under two."""
        forms = {name: form(canonical) for name, form in FORMS.items()}

        def made(**changes: Any) -> bytes:
            text = rendered(self.text._replace(**changes))
            return text.before + forms[text.form] + text.after

        yield made(), ()
        lates = [late for late in self.lates if late.text]
        for late in lates:
            yield made(**late.text), (late.mistake,)
        for one, other in combinations([late for late in lates if not late.rare], 2):
            if one.text.keys().isdisjoint(other.text):
                yield made(**one.text, **other.text), (one.mistake, other.mistake)

    def signers(self) -> Iterator[tuple[Signer, tuple[Mistake, ...]]]:
        """Keys: the right one, then under one mistake, then under two."""
        yield self._signer, ()
        lates = [late for late in self.lates if late.keys]
        for late in lates:
            yield self._derived(self.keys._replace(**late.keys)), (late.mistake,)
        for one, other in combinations([late for late in lates if not late.rare], 2):
            if one.keys.keys().isdisjoint(other.keys):
                yield self._derived(self.keys._replace(**one.keys, **other.keys)), (one.mistake, other.mistake)

    # the innermost loops

    def _checker(self, text: Prefixed, signer: Signer) -> Callable[[bytes], bool]:
        """Whether a canonical request leads to the signature sent."""
        sign, after, target = self._signing(text.before, signer), text.after, self.target
        if len(target) != hashlib.new(signer.digest, usedforsecurity=False).digest_size:
            return lambda _: False
        if text.form != "hash":
            form = FORMS[text.form]
            return lambda data: sign(form(data) + after) == target
        sha256 = hashlib.sha256
        if after:
            return lambda data: sign(hexlify(sha256(data).digest()) + after) == target
        return lambda data: sign(hexlify(sha256(data).digest())) == target

    @staticmethod
    def _signing(before: bytes, signer: Signer) -> Callable[[bytes], bytes]:
        """HMAC of `before` and what follows it, with as much as possible done in advance."""
        if signer.swapped or signer.digest != "sha256":
            return lambda rest: signer.sign(before + rest)
        return _Hmac(signer.key, before)


def _hits(sign: Callable[[bytes], bytes], messages: Sequence[bytes], target: bytes) -> list[int]:
    """Where the messages are that are signed with the target."""
    if isinstance(sign, _Hmac):
        return sign.hits(messages, target)
    return [at for at, message in enumerate(messages) if sign(message) == target]


class _Hmac:
    """HMAC-SHA256 with the work that is the same for many messages done once."""

    __slots__ = ("_inner", "_outer")

    def __init__(self, key: bytes, before: bytes) -> None:
        key = hashlib.sha256(key).digest() if len(key) > _BLOCK else key
        key = key.ljust(_BLOCK, b"\0")
        self._inner = hashlib.sha256(key.translate(_INNER) + before).copy
        self._outer = hashlib.sha256(key.translate(_OUTER)).copy

    def __call__(self, rest: bytes) -> bytes:
        first = self._inner()
        first.update(rest)
        last = self._outer()
        last.update(first.digest())
        return last.digest()

    def hits(self, messages: Sequence[bytes], target: bytes) -> list[int]:
        """Where the messages are that come to the target: the innermost loop of the search."""
        inner, outer = self._inner, self._outer
        found: list[int] = []
        for at, message in enumerate(messages):
            first = inner()
            first.update(message)
            last = outer()
            last.update(first.digest())
            if last.digest() == target:
                found.append(at)
        return found


_INNER = bytes(byte ^ 0x36 for byte in range(256))
_OUTER = bytes(byte ^ 0x5C for byte in range(256))
