"""The search for two mistakes at once."""

from __future__ import annotations

import hashlib
from binascii import hexlify
from itertools import combinations, product
from typing import TYPE_CHECKING

from tcexplorer.diagnosis.doctor.canonical.shape import PAIRS, SHAPES, right
from tcexplorer.diagnosis.doctor.search.hmacs import checker, hits, signing
from tcexplorer.diagnosis.doctor.search.world import After, Canonical, Match
from tcexplorer.diagnosis.doctor.tosign.late import Late
from tcexplorer.diagnosis.doctor.tosign.message import FORMS, Prefixed, rendered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tcexplorer.diagnosis.doctor.mistake import Mistake, Slot, Variant
    from tcexplorer.diagnosis.doctor.search.world import World

_FEW = 32
"""Payloads that are tried with rare heads, too."""


def doubles(world: World) -> list[Match]:
    """The pairs of common mistakes that explain the signature."""
    return [*_canonical_doubles(world), *_mixed_doubles(world), *_late_doubles(world), *_joint_doubles(world)]


def _canonical_doubles(world: World) -> list[Match]:
    check = checker(world.prefixed, world.signer, world.target)
    tried = 0
    found: list[Match] = []
    for data, mistakes in canonical_pairs(world):
        tried += 1
        if check(data):
            found += world.tried(data, world.prefixed, world.signer, mistakes)
    world.count.double += tried
    return found


def canonical_pairs(world: World) -> Iterator[tuple[bytes, tuple[Mistake, ...]]]:
    """Canonical requests under two mistakes."""
    line, head, payload = world.parts
    for two in world.line.twos:
        yield right((two.value, head, payload)), two.mistakes
    for two in world.head.twos:
        yield right((line, two.value, payload)), two.mistakes
    for two in world.payload.twos:
        yield right((line, head, two.value)), two.mistakes
    lines, rare_lines = _parted(world, world.line)
    heads, rare_heads = _parted(world, world.head)
    payloads, _ = _parted(world, world.payload)
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
            for canonical in (*world.common, *world.mixed_canonicals):
                if canonical.parts is not None:
                    yield shape.joined(canonical.parts), shape.mistakes + canonical.mistakes
    for shape in PAIRS:
        yield shape.joined(world.parts), shape.mistakes


def _parted(world: World, slot: Slot[bytes]) -> tuple[list[Variant[bytes]], list[Variant[bytes]]]:
    """The common ones, and those rare ones that are tried in pairs, too."""
    mixed = [] if world.brief else [one for one in slot.ones if one.rare and one.mixed]
    return [one for one in slot.ones if not one.rare], mixed


def _mixed_doubles(world: World) -> list[Match]:
    """A mistake before and one after the hash of the canonical request."""
    found: list[Match] = []
    found += _mixed(world, [*world.common, *world.mixed_canonicals], world.common_afters)
    found += _mixed(world, world.common, world.mixed_afters)
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
    pairs = (*combinations(texts, 2), *combinations(keys, 2), *product(boths, (*texts, *keys)))
    for one, other in (*pairs, *combinations(boths, 2)):
        made = _both(world, one, other)
        if made is not None:
            tried += 1
            text, sign = made
            message = text.before + forms[text.form] + text.after
            if sign(message) == target:
                found.append(Match((one.late.mistake, other.late.mistake), data, message))
    world.count.double += tried
    return found


def _both(world: World, one: After, other: After) -> tuple[Prefixed, Callable[[bytes], bytes]] | None:
    """Two late mistakes at once; None when both are about the same thing."""
    first, second = one.late, other.late
    if not second.text:
        text = one.text
    elif not first.text:
        text = other.text
    elif first.text.keys().isdisjoint(second.text):
        text = rendered(world.text._replace(**first.text, **second.text))
    else:
        return None
    if not second.keys:
        return text, one.sign
    if not first.keys:
        return text, other.sign
    if first.keys.keys().isdisjoint(second.keys):
        return text, world.derived(world.keys._replace(**first.keys, **second.keys)).sign
    return None


def _joint_doubles(world: World) -> list[Match]:
    found: list[Match] = []
    for joint in world.joints:
        if joint.rare:
            continue
        text, signer = world.late_of(joint)
        check = checker(text, signer, world.target)
        for one in world.common:
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
