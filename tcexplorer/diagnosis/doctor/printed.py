"""The mistakes that texts printed by the client's own code show: stage by stage, without a search in the dark.

Two texts set against each other for the eye are made by `diagnosis.printed`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tcexplorer.diagnosis.doctor.canonical.shape import TRAILING
from tcexplorer.diagnosis.doctor.mistake import Mistake
from tcexplorer.diagnosis.doctor.search.stages import canonicals, messages, signers

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tcexplorer.diagnosis.doctor.request import TcRequest
    from tcexplorer.diagnosis.doctor.search.world import World

_LINE_FAULTS = ("method-changed", "uri-not-root", "query-changed")
_TEXT_FAULTS = ("algorithm-line-wrong", "timestamp-changed", "scope-malformed", "canonical-hash-wrong")


class Told(NamedTuple):
    """What the printed texts say: the mistakes in them, and whether they and the key give the signature sent."""

    mistakes: tuple[Mistake, ...]
    proven: bool


class Printed(NamedTuple):
    """The texts that a client printed; None for one that it did not."""

    canonical_request: bytes | None
    string_to_sign: bytes | None

    def told(self, request: TcRequest, world: World, *, with_key: bool) -> Told:
        """The mistakes that the texts show. `with_key` says that the world has the right key to check them with."""
        best: Told | None = None
        # a file or a print mostly adds a line end that was not signed
        for canonical in _readings_of(self.canonical_request):
            for message in _readings_of(self.string_to_sign):
                told = _told(canonical, message, request, world, with_key=with_key)
                if told.proven:
                    return told
                best = best or told
        assert best is not None
        return best


def _readings_of(text: bytes | None) -> list[bytes | None]:
    if text is None:
        return [None]
    bare = text.removesuffix(b"\n").removesuffix(b"\r")
    return list(dict.fromkeys([bare, text.removesuffix(b"\n"), text]))


def _told(canonical: bytes | None, message: bytes | None, request: TcRequest, world: World, *, with_key: bool) -> Told:
    first = _found(canonical, canonicals(world)) if canonical is not None else ()
    if first is None:
        assert canonical is not None
        first = _by_line(canonical, request, world)
    base = canonical if canonical is not None else next(iter(canonicals(world)))[0]
    second = _found(message, messages(world, base)) if message is not None else ()
    if second is None:
        assert message is not None
        second = _by_text_line(message, base, world, known=canonical is not None)
    if not with_key or not world.target:
        return Told((*first, *second), proven=False)
    signed = message if message is not None else next(iter(messages(world, base)))[0]
    for signer, mistakes in signers(world):
        if signer.sign(signed) == world.target:
            return Told((*first, *second, *mistakes), proven=True)
    return Told((*first, *second), proven=False)


def _found(text: bytes | None, variants: Iterable[tuple[bytes, tuple[Mistake, ...]]]) -> tuple[Mistake, ...] | None:
    return next((mistakes for variant, mistakes in variants if variant == text), None)


def _by_line(canonical: bytes, request: TcRequest, world: World) -> tuple[Mistake, ...]:
    """The lines of a canonical request that are not as expected, each as the mistake it mostly is."""
    expected = next(iter(canonicals(world)))[0]
    got, want = canonical.split(b"\n"), expected.split(b"\n")
    found: list[Mistake] = []
    if b"\r\n" in canonical and b"\r\n" not in expected:
        found.append(Mistake("crlf-line-endings", "the printed canonical request has CRLF line ends"))
        got = canonical.replace(b"\r\n", b"\n").split(b"\n")
    for at, fault in enumerate(_LINE_FAULTS):
        if at < len(got) and got[at] != want[at]:
            of_post = fault == "query-changed" and not request.get
            found.append(_line("query-in-post" if of_post else fault, f"line {at + 1} is", got[at], want[at]))
    if got[-1:] == [b""]:
        found.append(TRAILING)
        got = got[:-1]
    found += _by_header(got[3:-1], want[3:-1])
    if got and got[-1] != want[-1]:
        found.append(_line("body-reserialised", "the payload hash is", got[-1], want[-1]))
    return tuple(found) or (Mistake("line-ends-wrong", "the printed canonical request is not in lines"),)


def _by_header(got: Sequence[bytes], want: Sequence[bytes]) -> list[Mistake]:
    found: list[Mistake] = []
    lines = {line.partition(b":")[0].strip().lower(): line for line in got if b":" in line}
    for line in want:
        name, colon, _ = line.partition(b":")
        if not colon or line in got:
            continue
        fault = {b"content-type": "content-type-changed", b"host": "host-changed"}.get(name, "signed-headers-mismatch")
        found.append(_line(fault, "a canonical header is", lines.get(name, b""), line))
    if want[-1:] != got[-1:]:
        found.append(_line("signed-headers-mismatch", "the list is", got[-1] if got else b"", want[-1]))
    if b"" not in got:
        found.append(Mistake("missing-blank-line", "no empty line stands between the canonical headers and the list"))
    return found


def _by_text_line(message: bytes, canonical: bytes, world: World, *, known: bool) -> tuple[Mistake, ...]:
    """The lines of a string to sign that are not as expected."""
    got = message.split(b"\n")
    want = next(iter(messages(world, canonical)))[0].split(b"\n")
    found: list[Mistake] = []
    for at, fault in enumerate(_TEXT_FAULTS):
        line = got[at] if at < len(got) else b""
        if line == want[at]:
            continue
        if at < 3 or known:
            found.append(_line(fault, f"line {at + 1} of the string to sign is", line, want[at]))
        else:  # without the canonical request its hash says nothing of this stage
            found.append(_line("canonical-changed", "the hash of the canonical request is", line, want[at]))
    return tuple(found)


def _line(fault: str, what: str, got: bytes, want: bytes) -> Mistake:
    return Mistake(fault, f"{what} not as expected", got, want)
