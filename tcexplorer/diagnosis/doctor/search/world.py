"""One reading of a request with every mistake that could be made in it, each combined from parts made once."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from tcexplorer.diagnosis.doctor.canonical.shape import SHAPES, Parts, right
from tcexplorer.diagnosis.doctor.mistake import replaced
from tcexplorer.diagnosis.doctor.search.hmacs import signing
from tcexplorer.diagnosis.doctor.tosign.keys import Keys, Signer, Steps, derived
from tcexplorer.diagnosis.doctor.tosign.message import FORMS, Prefixed, ToSign, rendered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from tcexplorer.diagnosis.doctor.mistake import Mistake, Slot, Variant
    from tcexplorer.diagnosis.doctor.tosign.late import Late


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

    def canonical(self, parts: Parts) -> bytes:
        """The canonical request of these parts under the mistake."""
        line, head, payload = parts
        return self.joined(
            (
                line,
                head if self.head is None else self.head(head),
                payload if self.payload is None else self.payload,
            )
        )


@dataclass
class Count:
    """How many hypotheses were tried."""

    single: int = 0
    double: int = 0


class Canonical(NamedTuple):
    """A canonical request under one mistake."""

    parts: Parts | None
    """None when the mistake is in how the parts are joined."""
    data: bytes
    mistakes: tuple[Mistake, ...]
    mixed: bool


class After(NamedTuple):
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
    rare_payloads: Callable[[], Sequence[Variant[bytes]]] = tuple
    target: bytes = b""
    """The digest that was sent."""
    count: Count = field(default_factory=Count)
    deep: bool = False
    """Whether pairs are of rare mistakes, too, as far as they are mixed."""
    brief: bool = False
    """Whether pairs are of common mistakes alone, in different parts of the signing, and one before the hash."""

    @cached_property
    def parts(self) -> Parts:
        """Those of the canonical request without any mistake."""
        return self.line.base, self.head.base, self.payload.base

    @cached_property
    def prefixed(self) -> Prefixed:
        """The string to sign without any mistake."""
        return rendered(self.text)

    @cached_property
    def signer(self) -> Signer:
        """The key without any mistake."""
        return self.derived(self.keys)

    @cached_property
    def sign(self) -> Callable[[bytes], bytes]:
        """The digest of a whole string to sign, with the right key."""
        return signing(b"", self.signer)

    def derived(self, keys: Keys) -> Signer:
        """A key, from steps that were made before where there are such."""
        return derived(keys, self._steps)

    @cached_property
    def _steps(self) -> Steps:
        return {}

    def tried(self, data: bytes, text: Prefixed, signer: Signer, mistakes: tuple[Mistake, ...]) -> list[Match]:
        """The match that these are, in a list, if they are one."""
        message = text.before + FORMS[text.form](data) + text.after
        return [Match(mistakes, data, message)] if signer.sign(message) == self.target else []

    def late_of(self, joint: Joint) -> tuple[Prefixed, Signer]:
        """The string to sign and the key under a mistake that shows in them, too."""
        if tuple(joint.text) == ("timestamp",):  # as of late mistakes, there are many
            text = self._timed(joint.text["timestamp"])
        else:
            text = rendered(self.text._replace(**joint.text)) if joint.text else self.prefixed
        return text, self.derived(self.keys._replace(**joint.keys)) if joint.keys else self.signer

    def canonicals(self, *, rare: bool) -> list[Canonical]:
        """The canonical requests under one mistake, common or rare."""
        line, head, payload = self.parts
        found = [
            *(((one.value, head, payload), one) for one in self.line.ones),
            *(((line, one.value, payload), one) for one in self.head.ones),
            *(((line, head, one.value), one) for one in self.payload.ones),
        ]
        canonicals = [
            Canonical(parts, right(parts), one.mistakes, one.mixed) for parts, one in found if one.rare is rare
        ]
        canonicals += [
            Canonical(None, shape.joined(self.parts), shape.mistakes, mixed=True)
            for shape in SHAPES
            if shape.rare is rare
        ]
        return canonicals

    @cached_property
    def common(self) -> list[Canonical]:
        """Canonical requests under one common mistake."""
        return self.canonicals(rare=False)

    @cached_property
    def mixed_canonicals(self) -> list[Canonical]:
        """Canonical requests under one rare mistake that is tried in pairs, too."""
        return [] if self.brief else [one for one in self.canonicals(rare=True) if one.mixed]

    @cached_property
    def common_afters(self) -> list[After]:
        """What comes after it under one common mistake."""
        return list(self._afters(rare=False))

    @cached_property
    def rare_afters(self) -> list[After]:
        """What comes after it under one rare mistake."""
        return list(self._afters(rare=True))

    @cached_property
    def mixed_afters(self) -> list[After]:
        """What comes after it under one rare mistake that is tried in pairs, too."""
        return [] if self.brief else [one for one in self.rare_afters if one.late.mixed]

    def _afters(self, *, rare: bool) -> Iterator[After]:
        seen = self._seen
        for late in self.lates:
            if late.rare is not rare:
                continue
            text, keys = self.text, self.keys
            if not late.keys and tuple(late.text) == ("timestamp",):  # there are so many of them
                yield After(late, self._timed(late.text["timestamp"]), self.signer, self.sign)
                continue
            if late.text:
                text = replaced(text, late.text)
            if late.keys:
                keys = replaced(keys, late.keys)
            if (text, keys) in seen:
                continue
            seen.add((text, keys))
            signer = self.derived(keys) if late.keys else self.signer
            sign = signing(b"", signer) if late.keys else self.sign
            yield After(late, rendered(text) if late.text else self.prefixed, signer, sign)

    def _timed(self, timestamp: str) -> Prefixed:
        """The string to sign with another timestamp."""
        before, form, after = self._untimed
        signed = timestamp.encode("utf-8", "surrogateescape")
        return Prefixed(before.replace(b"\1", signed), form, after.replace(b"\1", signed))

    @cached_property
    def _untimed(self) -> Prefixed:
        return rendered(self.text._replace(timestamp="\1"))

    @cached_property
    def _seen(self) -> set[tuple[ToSign, Keys]]:
        return {(self.text, self.keys)}
