"""The search for one mistake."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcexplorer.diagnosis.doctor.canonical.shape import right
from tcexplorer.diagnosis.doctor.search.hmacs import checker, hits
from tcexplorer.diagnosis.doctor.search.world import Match
from tcexplorer.diagnosis.doctor.tosign.message import FORMS

if TYPE_CHECKING:
    from tcexplorer.diagnosis.doctor.search.world import World


def unmistaken(world: World) -> list[Match]:
    """The match without any mistake."""
    data = right(world.parts)
    return world.tried(data, world.prefixed, world.signer, ())


def singles(world: World) -> list[Match]:
    """The single mistakes that explain the signature: common ones, or else rare ones."""
    found: list[Match] = []
    for rare in (False, True):
        found += _canonical_singles(world, rare=rare)
        found += _late_singles(world, rare=rare)
        found += _joint_singles(world, rare=rare)
        if found:
            return found
    for variant in world.rare_payloads():
        data = right((world.line.base, world.head.base, variant.value))
        world.count.single += 1
        found += world.tried(data, world.prefixed, world.signer, variant.mistakes)
    return found


def _canonical_singles(world: World, *, rare: bool) -> list[Match]:
    check = checker(world.prefixed, world.signer, world.target)
    found: list[Match] = []
    for one in world.canonicals(rare=rare):
        world.count.single += 1
        if check(one.data):
            found += world.tried(one.data, world.prefixed, world.signer, one.mistakes)
    return found


def _late_singles(world: World, *, rare: bool) -> list[Match]:
    data = right(world.parts)
    forms = {name: form(data) for name, form in FORMS.items()}
    target = world.target
    found: list[Match] = []
    afters = world.rare_afters if rare else world.common_afters
    messages = [after.text.before + forms[after.text.form] + after.text.after for after in afters]
    plain = [at for at, after in enumerate(afters) if after.sign is world.sign]
    places = [plain[at] for at in hits(world.sign, [messages[at] for at in plain], target)]
    places += [
        at for at, after in enumerate(afters) if after.sign is not world.sign and after.sign(messages[at]) == target
    ]
    found += [Match((afters[at].late.mistake,), data, messages[at]) for at in places]
    world.count.single += len(afters)
    return found


def _joint_singles(world: World, *, rare: bool) -> list[Match]:
    found: list[Match] = []
    for joint in world.joints:
        if joint.rare is rare:
            world.count.single += 1
            found += world.tried(joint.canonical(world.parts), *world.late_of(joint), (joint.mistake,))
    return found
