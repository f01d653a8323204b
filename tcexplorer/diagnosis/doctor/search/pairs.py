"""The search for two mistakes at once."""

from __future__ import annotations

import hashlib
from binascii import hexlify
from itertools import combinations, product
from typing import TYPE_CHECKING, NamedTuple

from tcexplorer.diagnosis.doctor.canonical.shape import PAIRS, SHAPES, right
from tcexplorer.diagnosis.doctor.mistake import replaced
from tcexplorer.diagnosis.doctor.search.hmacs import checker, hits, signing
from tcexplorer.diagnosis.doctor.search.world import After, Match
from tcexplorer.diagnosis.doctor.tosign.late import Late
from tcexplorer.diagnosis.doctor.tosign.message import FORMS, Prefixed, rendered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from tcexplorer.diagnosis.doctor.mistake import Mistake, Slot, Variant
    from tcexplorer.diagnosis.doctor.search.world import Canonical, World

_FEW = 48
"""Payloads, and rare lines, that are tried with rare heads, too."""
_MOST_RARE = 15_000
"""Pairs of rare mistakes that there is time for."""


def doubles(world: World) -> list[Match]:
    """The pairs of common mistakes that explain the signature."""
    found = [*_canonical_doubles(world), *_mixed_doubles(world)]
    return found if world.brief else [*found, *_late_doubles(world), *_joint_doubles(world)]


def _canonical_doubles(world: World) -> list[Match]:
    text, signer, target = world.prefixed, world.signer, world.target
    sign = signing(text.before, signer)
    found: list[Match] = []
    for group in _groups(world):
        world.count.double += len(group.ends)
        for at in hits(sign, [one + text.after for one in group.made(text.form)], target):
            found += world.tried(group.begin + group.ends[at], text, signer, group.mistakes(at))
    return found


class _Group(NamedTuple):
    """Canonical requests that begin alike, so that what they begin with is hashed once."""

    begin: bytes
    ends: Sequence[bytes]
    others: Sequence[tuple[Mistake, ...]]
    """The mistakes in each end."""
    first: tuple[Mistake, ...]
    """The mistakes in what all have."""

    def mistakes(self, at: int) -> tuple[Mistake, ...]:
        """Those of the request at a place."""
        return self.first + self.others[at]

    def made(self, form: str) -> list[bytes]:
        """What stands in the string to sign for each of them."""
        if form != "hash":
            return [FORMS[form](self.begin + end) for end in self.ends]
        begun = hashlib.sha256(self.begin).copy
        made: list[bytes] = []
        for end in self.ends:
            whole = begun()
            whole.update(end)
            made.append(hexlify(whole.digest()))
        return made


def canonical_pairs(world: World) -> Iterator[tuple[bytes, tuple[Mistake, ...]]]:
    """Canonical requests under two mistakes."""
    for group in _groups(world):
        for at, end in enumerate(group.ends):
            yield group.begin + end, group.mistakes(at)


def _groups(world: World) -> Iterator[_Group]:
    line, head, payload = world.parts
    lines, rare_lines = _parted(world, world.line)
    heads, rare_heads = _parted(world, world.head)
    payloads, _ = _parted(world, world.payload)
    if not world.brief:
        yield from _of_parts(b"", world.line.twos, right((b"", head, payload)))
        yield from _of_parts(line + b"\n", world.head.twos, b"\n" + payload)
        yield from _of_parts(right((line, head, b"")), world.payload.twos, b"")
    for one in (*lines, *rare_lines):
        many = (*heads, *rare_heads) if not one.rare or len(rare_lines) <= _FEW else heads
        yield from _of_parts(one.value + b"\n", many, b"\n" + payload, one)
    for one in (*lines, *rare_lines):
        yield from _of_parts(right((one.value, head, b"")), payloads, b"", one)
    for one in (*heads, *rare_heads):
        few = payloads[:_FEW] if one.rare else payloads
        yield from _of_parts(right((line, one.value, b"")), few, b"", one)
    shaped = [one for one in (*world.common, *world.mixed_canonicals) if one.parts is not None]
    for shape in SHAPES:
        if not shape.rare:
            ends = [shape.joined(one.parts) for one in shaped if one.parts is not None]
            yield _Group(b"", ends, [one.mistakes for one in shaped], shape.mistakes)
    for shape in PAIRS:
        yield _Group(b"", [shape.joined(world.parts)], [()], shape.mistakes)


def _of_parts(
    begin: bytes, parts: Sequence[Variant[bytes]], end: bytes, one: Variant[bytes] | None = None
) -> Iterator[_Group]:
    """The group of what a part may be between what stays the same; `one` is the mistake in how it begins."""
    ends = [part.value + end for part in parts]
    yield _Group(begin, ends, [part.mistakes for part in parts], one.mistakes if one is not None else ())


def _parted(world: World, slot: Slot[bytes]) -> tuple[list[Variant[bytes]], list[Variant[bytes]]]:
    """The common ones, and those rare ones that are tried in pairs, too."""
    mixed = [] if world.brief else [one for one in slot.ones if one.rare and one.mixed]
    return [one for one in slot.ones if not one.rare], mixed


def _mixed_doubles(world: World) -> list[Match]:
    """A mistake before and one after the hash of the canonical request."""
    found: list[Match] = []
    found += _mixed(world, [*world.common, *world.mixed_canonicals], world.common_afters)
    found += _mixed(world, world.common, world.mixed_afters)
    if world.deep and len(world.mixed_canonicals) * len(world.mixed_afters) <= _MOST_RARE:
        found += _mixed(world, world.mixed_canonicals, world.mixed_afters)
    return found


def _mixed(world: World, canonicals: Sequence[Canonical], afters: Sequence[After]) -> list[Match]:
    hashes = [hexlify(hashlib.sha256(one.data).digest()) for one in canonicals]
    found: list[Match] = []
    for after in afters:
        text = after.text
        sign = signing(text.before, after.signer)
        texts = hashes if text.form == "hash" else [FORMS[text.form](one.data) for one in canonicals]
        target, end = world.target, text.after
        if end:
            texts = [one + end for one in texts]
        found_at = hits(sign, texts, target)
        world.count.double += len(texts)
        for at in found_at:
            one = canonicals[at]
            found += world.tried(one.data, text, after.signer, (*one.mistakes, after.late.mistake))
    return found


def _late_doubles(world: World) -> list[Match]:
    data = right(world.parts)
    forms = {name: form(data) for name, form in FORMS.items()}
    texts = [one for one in world.common_afters if not one.late.keys]
    texts.sort(key=lambda one: _part_of(one) is None)
    keys = [one for one in world.common_afters if not one.late.text]
    boths = [one for one in world.common_afters if one.late.text and one.late.keys]
    target = world.target
    found: list[Match] = []
    every = [*texts, *(one for one in world.mixed_afters if not one.late.keys)]
    messages = [one.text.before + forms[one.text.form] + one.text.after for one in every]
    tried = 0
    for other in (*keys, *(one for one in world.mixed_afters if not one.late.text)):
        some = messages[: len(texts)] if other.late.rare else messages
        found_at = hits(other.sign, some, target)
        found += [Match((every[at].late.mistake, other.late.mistake), data, messages[at]) for at in found_at]
        tried += len(some)
    for one, others, made in _replaced_texts(world, (*boths, *every), texts, forms):
        found_at = hits(one.sign, made, target)
        found += [Match((others[at].late.mistake, one.late.mistake), data, made[at]) for at in found_at]
        tried += len(made)
    secrets = [one for one in world.mixed_afters if one.late.keys.keys() & _OF_SECRET]
    shapes = [one for one in texts if _part_of(one) is None]
    for one, other in (
        *combinations(shapes, 2),
        *combinations(keys, 2),
        *product(secrets, keys),
        *product(boths, keys),
        *combinations(boths, 2),
    ):
        pair = _both(world, one, other)
        if pair is not None:
            tried += 1
            text, sign = pair
            message = text.before + forms[text.form] + text.after
            if sign(message) == target:
                found.append(Match((one.late.mistake, other.late.mistake), data, message))
    world.count.double += tried
    return found


_OF_SECRET = frozenset({"secret", "prefix", "suffix"})
_MARKS = {"timestamp": "\1", "date": "\2", "service": "\3", "algorithm": "\4", "template": "\5"}


def _part_of(after: After) -> str | None:
    """The one part of the string to sign that a mistake gives another text; None when it does something else."""
    if len(after.late.text) != 1:
        return None
    ((name, value),) = after.late.text.items()
    return name if name in _MARKS and value is not None else None


def _replaced_texts(
    world: World, ones: Sequence[After], texts: Sequence[After], forms: Mapping[str, bytes]
) -> Iterator[tuple[After, list[After], list[bytes]]]:
    """Each mistake that gives a part of the string to sign another text, the common ones that it can be made
    together with, and the strings to sign of these pairs. Every common one is rendered with a mark for the part,
    because there are so many texts to put there. Of two common ones the first has the other, not the other way round.
    """
    marked: dict[str, tuple[list[After], list[bytes]]] = {}
    places = {id(one): place for place, one in enumerate(texts)}
    for one in ones:
        name = _part_of(one)
        if name is None:
            continue
        if name not in marked:
            others = [other for other in texts if name not in other.late.text]
            recipes = (replaced(world.text, {name: _MARKS[name]}, other.late.text) for other in others)
            marks = [before + forms[form] + end for before, form, end in map(rendered, recipes)]
            marked[name] = (others, marks)
        value = one.late.text[name]
        if name == "template":
            value = value.replace("{date}", world.text.date).replace("{service}", world.text.service)
        mark, new = _MARKS[name].encode(), value.encode("utf-8", "surrogateescape")
        others, marks = marked[name]
        if id(one) in places:
            first = sum(places[id(other)] < places[id(one)] for other in others)
            others, marks = others[first:], marks[first:]
        yield one, others, [text.replace(mark, new) for text in marks]


def _both(world: World, one: After, other: After) -> tuple[Prefixed, Callable[[bytes], bytes]] | None:
    """Two late mistakes at once; None when both are about the same thing."""
    first, second = one.late, other.late
    if not second.text:
        text = one.text
    elif not first.text:
        text = other.text
    elif first.text.keys().isdisjoint(second.text):
        text = rendered(replaced(world.text, first.text, second.text))
    else:
        return None
    if not second.keys:
        return text, one.sign
    if not first.keys:
        return text, other.sign
    if first.keys.keys().isdisjoint(second.keys):
        return text, world.derived(replaced(world.keys, first.keys, second.keys)).sign
    return None


def _joint_doubles(world: World) -> list[Match]:
    found: list[Match] = []
    for joint in world.joints:
        if joint.rare:
            continue
        text, signer = world.late_of(joint)
        check = checker(text, signer, world.target)
        for one in (*world.common, *world.mixed_canonicals):
            if one.parts is not None:
                world.count.double += 1
                data = joint.canonical(one.parts)
                if check(data):
                    found += world.tried(data, text, signer, (joint.mistake, *one.mistakes))
        data = joint.canonical(world.parts)
        forms = {name: form(data) for name, form in FORMS.items()}
        itself = After(Late(joint.mistake, joint.text, joint.keys), text, signer, signing(b"", signer))
        for after in world.common_afters:
            made = _both(world, itself, after)
            if made is not None:
                world.count.double += 1
                (before, form, end), sign = made
                message = before + forms[form] + end
                if sign(message) == world.target:
                    found.append(Match((joint.mistake, after.late.mistake), data, message))
    return found
