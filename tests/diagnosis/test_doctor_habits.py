"""The doctor against people's habits, in requests of every kind whose content is left to chance."""

from __future__ import annotations

import random
from itertools import islice
from typing import TYPE_CHECKING

import pytest

from tcexplorer.diagnosis import doctor
from tcexplorer.diagnosis.doctor import Certainty, Outcome
from tcexplorer.protocol.model import Credential
from tcexplorer.safety.secret import Secret
from tests.diagnosis.habits import HABITS, SELDOM, fits
from tests.diagnosis.habits_v1 import HABITS_V1, SELDOM_V1, SceneV1, SigningV1, v1_scene
from tests.diagnosis.scenes import SCENES, SERVICES
from tests.diagnosis.stages import Habit, Scene, Signing

if TYPE_CHECKING:
    from collections.abc import Iterator

FAULTS = {
    "key-whitespace", "key-without-prefix", "key-is-secret-id", "date-not-utc", "timestamp-milliseconds",
    "timestamp-changed", "scope-service-wrong", "scope-malformed", "body-reserialised", "body-hash-empty",
    "body-hash-uppercase", "body-not-hashed", "unsigned-payload-undeclared", "content-type-changed", "host-changed",
    "header-value-case", "header-name-case", "header-untrimmed", "headers-unsorted", "signed-headers-mismatch",
    "missing-blank-line", "canonical-trailing-newline", "crlf-line-endings", "uri-not-root", "query-in-post",
    "query-changed", "method-changed", "canonical-not-hashed", "canonical-hash-uppercase", "algorithm-line-wrong",
    "string-to-sign-trailing-newline", "string-to-sign-order", "derive-hex-intermediate", "derive-args-swapped",
    "derive-order", "derive-step-missing", "derive-sha1", "signature-uppercase", "signature-base64",
    "authorization-malformed",
}  # fmt: skip
SEEN_ANYWAY = {"signature-uppercase", "signature-base64", "key-is-secret-id"}
"""What needs no key to be proven."""
KINDS = ("post", *SCENES)


def services_of(action: str, version: str) -> set[str]:
    return SERVICES.get((action, version), set())


def credential(scene: Scene | SceneV1, secret_key: str | None = None) -> Credential:
    return Credential(scene.secret_id, Secret(secret_key or scene.secret_key))


def made(scene: Scene, *habits: Habit) -> bytes | None:
    """The request, None when a habit cannot be had here or changes nothing."""
    if not all(fits(habit, scene) for habit in habits):
        return None
    whole = Signing(scene, *habits).request()
    less = [Signing(scene, *(one for one in habits if one is not gone)).request() for gone in habits]
    return None if whole in less or Signing(scene).request() in less[1:] else whole


def singles(seed: int) -> Iterator[tuple[Habit, Scene, bytes]]:
    """Of every fault two habits, each in a scene where it shows; of those met seldom a third."""
    rng = random.Random(seed)
    pools = [[one for one in HABITS if one.fault == fault] for fault in sorted(FAULTS)]
    chosen = [one for pool in pools for one in (rng.sample(pool, 2) if len(pool) > 1 else pool * 2)]
    for habit in [*chosen, *rng.sample(SELDOM, len(SELDOM) // 3)]:
        for scene in iter(lambda: SCENES[rng.choice(KINDS)](rng), None):
            raw = made(scene, habit)
            if raw is not None:
                yield habit, scene, raw
                break


def pairs(seed: int) -> Iterator[tuple[Habit, Habit, Scene, bytes]]:
    rng = random.Random(seed)
    while True:
        one, other = rng.sample(HABITS, 2)
        scene = SCENES[rng.choice(KINDS)](rng)
        if one.fault != other.fault and (raw := made(scene, one, other)) is not None:
            yield one, other, scene, raw


def test_every_fault_is_somebody_s_habit() -> None:
    assert {habit.fault for habit in HABITS} == FAULTS


@pytest.mark.parametrize("kind", SCENES)
def test_without_a_wrong_habit_it_is_valid_and_with_a_wrong_key_unexplained(kind: str) -> None:
    scene = SCENES[kind](random.Random(kind))
    raw = Signing(scene).request()
    assert doctor.examine(raw, credential(scene), now=scene.timestamp, services_of=services_of).outcome is Outcome.VALID
    wrong = doctor.examine(raw, credential(scene, "z" * 32), now=scene.timestamp, services_of=services_of)
    assert (wrong.outcome, wrong.causes) == (Outcome.UNEXPLAINED, ())


def test_a_single_mistake_is_named() -> None:
    wrong = [
        (habit.fault, habit.name, scene.method, ids)
        for habit, scene, raw in singles(seed=1)
        if (ids := doctor.examine(raw, credential(scene), now=scene.timestamp, services_of=services_of).ids)
        != (habit.fault,)
    ]
    assert wrong == []


def test_pairs_are_named_exactly() -> None:
    chosen = list(islice(pairs(seed=3), 40))
    wrong = [
        (one[:2], other[:2], scene.method, ids)
        for one, other, scene, raw in chosen
        if set(ids := doctor.examine(raw, credential(scene), now=scene.timestamp, services_of=services_of).ids)
        != {one.fault, other.fault}
    ]
    assert len(wrong) <= len(chosen) * 0.05, wrong


def test_wrong_keys_prove_nothing() -> None:
    proven = [
        (one[:2], other[:2], cause.id)
        for one, other, scene, raw in islice(pairs(seed=4), 10)
        for cause in doctor.examine(
            raw, credential(scene, "z" * 32), now=scene.timestamp, services_of=services_of
        ).causes
        if cause.certainty is Certainty.PROVEN and cause.id not in SEEN_ANYWAY
    ]
    assert proven == []


class TestV1:
    @staticmethod
    def examined(scene: SceneV1, *habits: Habit, secret_key: str | None = None) -> doctor.Verdict:
        now = int(scene.value("Timestamp"))
        return doctor.examine(SigningV1(scene, *habits).request(), credential(scene, secret_key), now=now)

    @staticmethod
    def shows(scene: SceneV1, *habits: Habit) -> bool:
        """Whether each habit changes the request, and one that leaves the signature unencoded has a plus to spoil."""
        whole = SigningV1(scene, *habits).request()
        less = [SigningV1(scene, *(one for one in habits if one is not gone)).request() for gone in habits]
        if any(one.fault == "v1-signature-not-encoded" for one in habits):
            return whole not in less and b"+" in whole.rpartition(b"Signature=")[2].partition(b"'")[0]
        return whole not in less and SigningV1(scene).request() not in less[1:]

    def test_valid(self) -> None:
        rng = random.Random(5)
        for _ in range(10):
            scene = v1_scene(rng)
            assert self.examined(scene).outcome is Outcome.VALID
            wrong = self.examined(scene, secret_key="z" * 32)
            assert (wrong.outcome, wrong.causes) == (Outcome.UNEXPLAINED, ())

    @pytest.mark.parametrize("habit", [*HABITS_V1, *SELDOM_V1], ids=lambda habit: f"{habit.fault}: {habit.name}")
    def test_a_single_mistake_is_named(self, habit: Habit) -> None:
        rng = random.Random(habit.name)
        scene = next(scene for scene in iter(lambda: v1_scene(rng), None) if self.shows(scene, habit))
        assert self.examined(scene, habit).ids == (habit.fault,)

    def test_pairs_are_named_exactly(self) -> None:
        rng = random.Random(6)
        chosen: list[tuple[Habit, Habit, SceneV1]] = []
        while len(chosen) < 40:
            one, other = rng.sample(HABITS_V1, 2)
            scene = v1_scene(rng)
            if one.fault != other.fault and self.shows(scene, one, other):
                chosen.append((one, other, scene))
        wrong = [
            (one[:2], other[:2], ids)
            for one, other, scene in chosen
            if set(ids := self.examined(scene, one, other).ids) != {one.fault, other.fault}
        ]
        assert len(wrong) <= len(chosen) * 0.05, wrong
