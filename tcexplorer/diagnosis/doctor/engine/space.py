"""One interpretation of a request, and every mistake that could be made in it, alone and in pairs."""

from __future__ import annotations

from binascii import hexlify
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from tcexplorer.diagnosis.doctor.engine.pipeline import HOLE, Segment
from tcexplorer.diagnosis.doctor.mistake import Mistake, Reach, encoded
from tcexplorer.protocol.signing import CODEC, hex_sha256

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from tcexplorer.diagnosis.doctor.engine.hmacs import Signer
    from tcexplorer.diagnosis.doctor.engine.pipeline import Part, Stage


_LONG = 1024
"""Characters that are hashed once for all texts that begin with them."""


_MOST_RARE = 3000
"""Pairs of rare mistakes that there is time for."""


class Frame(NamedTuple):
    """What is signed around that which `form` makes of the canonical request; None when nothing of it is signed."""

    before: bytes
    form: Callable[[bytes], str] | None
    after: bytes = b""

    def inside(self, data: str) -> bytes:
        """What stands in the frame for a canonical request."""
        return b"" if self.form is None else self.form(data.encode(*CODEC)).encode(*CODEC)

    def each(self, texts: Iterable[tuple[str, str]]) -> list[bytes]:
        """What follows `before` for each of several canonical requests, which are in two pieces."""
        form, after, begun = self.form, self.after, dict[str, Any]()
        if form is None:
            return []
        if form is not hex_sha256:
            return [form((begin + rest).encode(*CODEC)).encode(*CODEC) + after for begin, rest in texts]
        made: list[bytes] = []
        for begin, rest in texts:
            if len(begin) < _LONG:
                made.append(hexlify(sha256((begin + rest).encode(*CODEC)).digest()) + after)
                continue
            if begin not in begun:
                begun[begin] = sha256(begin.encode(*CODEC)).copy
            digest = begun[begin]()
            digest.update(rest.encode(*CODEC))
            made.append(hexlify(digest.digest()) + after)
        return made

    def around(self, data: str) -> bytes:
        """What is signed for a canonical request."""
        return self.before + self.inside(data) + self.after


class SigningMethod(NamedTuple):
    """A method of signing, its stages cut at the hash: the last stage of `before` makes the text that is hashed, that
    of `after` the text that is signed, that of `key` a Signer.
    """

    before: Sequence[Stage]
    after: Sequence[Stage]
    key: Sequence[Stage]


class Proof(NamedTuple):
    """Mistakes that reproduce the signature, and what was signed with them."""

    mistakes: tuple[Mistake, ...]
    canonical_request: bytes
    string_to_sign: bytes


@dataclass
class Count:
    """How many hypotheses were tried."""

    single: int = 0
    double: int = 0


class Case(NamedTuple):
    """A mistake, and what it comes to in each segment of the signing: None where it changes nothing."""

    mistake: Mistake
    before: Part | None
    after: Part | None
    key: Part | None
    data: str
    frame: Frame
    signer: Signer
    fields: int
    """A bit for each field that is changed."""
    stages: int
    """A bit for each stage that reads one of them; none where it is tried alone."""
    rare: bool


@dataclass(frozen=True)
class SearchSpace:
    """What the right values are, as a recipe, and the mistakes that could be made.

    `seldom` gives more mistakes, to be tried alone when no other explains the signature. `brief` says that pairs are
    of the commonest mistakes alone, in different stages, and one of them before the hash. `made` remembers what
    stages made; spaces of one request share it.
    """

    method: SigningMethod
    recipe: Mapping[str, Any]
    mistakes: Sequence[Mistake] = ()
    seldom: Callable[[], Iterable[Mistake]] = tuple
    target: bytes = b""
    """The digest that was sent."""
    count: Count = field(default_factory=Count)
    brief: bool = False
    made: dict[tuple[Any, ...], Any] = field(default_factory=dict[tuple[Any, ...], Any], repr=False)

    @cached_property
    def _before(self) -> Segment:
        return Segment(self.method.before, self.recipe, self.made)

    @cached_property
    def _after(self) -> Segment:
        recipe = {**self.recipe, "canonical_request": self._before.value}
        return Segment(self.method.after, recipe, self.made)

    def _frame_of(self, part: Part | None) -> Frame:
        """What is signed, around what stands for the canonical request."""
        text = self._after.made(part, canonical_hash=HOLE)
        return self._framed_text(text, {} if part is None else part.changes)

    def _framed_text(self, text: str, *changes: Mapping[str, Any]) -> Frame:
        before, hole, after = text.partition(HOLE)
        forms = [one["canonical_form"] for one in changes if "canonical_form" in one]
        form = (forms or [self.recipe["canonical_form"]])[0]
        return Frame(before.encode(*CODEC), form if hole else None, after.encode(*CODEC))

    @cached_property
    def _key(self) -> Segment:
        return Segment(self.method.key, self.recipe, self.made)

    @cached_property
    def right(self) -> Case:
        """The signing without any mistake."""
        return Case(
            Mistake("", ""),
            None,
            None,
            None,
            self._before.value,
            self._frame_of(None),
            self._key.value,
            0,
            0,
            rare=False,
        )

    # each mistake
    def _cases(self, mistakes: Iterable[Mistake]) -> Iterator[Case]:
        """What each mistake comes to; those that come to nothing, or to the same as an earlier one, are left out."""
        right, seen = self.right, self._seen
        for mistake in mistakes:
            changes = mistake.changes
            before, after, key = self._before.part(changes), self._after.part(changes), self._key.part(changes)
            case = Case(
                mistake, before, after, key,
                right.data if before is None else self._before.made(before),
                right.frame if after is None else self._frame_of(after),
                right.signer if key is None else self._key.made(key),
                self._bits(changes),
                self._bits([self._home[name] for name in changes]) if mistake.reach is not Reach.ALONE else 0,
                mistake.reach is not Reach.ANY,
            )  # fmt: skip
            if not self._is_hidden(case):
                value = (before and before.touched, case.data, case.frame, key and (*key.taken.values(),))
                if value in seen:
                    continue
                seen.add(value)
            yield case

    def _bits(self, names: Iterable[str]) -> int:
        """A bit for each name."""
        bits = 0
        for name in names:
            bits |= self._bit.setdefault(name, 1 << len(self._bit))
        return bits

    @cached_property
    def _bit(self) -> dict[str, int]:
        return {}

    @cached_property
    def _home(self) -> Mapping[str, str]:
        """The first stage that reads a field."""
        stages = (*self.method.before, *self.method.after, *self.method.key)
        return {name: stage.name for stage in reversed(stages) for name in stage.reads}

    @cached_property
    def _seen(self) -> set[tuple[Any, ...]]:
        right = self.right
        return {(None, right.data, right.frame, None)}

    def _is_hidden(self, case: Case) -> bool:
        """Whether a mistake shows only together with another that touches the same stages."""
        return case.before is not None and case.after is case.key is None and case.data == self.right.data

    @cached_property
    def _common(self) -> list[Case]:
        return [*self._cases(one for one in self.mistakes if one.reach is Reach.ANY)]

    @cached_property
    def _rare(self) -> list[Case]:
        return [*self._cases(one for one in self.mistakes if one.reach is not Reach.ANY and not self._is_plain(one))]

    def _is_plain(self, mistake: Mistake) -> bool:
        """Whether it only puts another text into the string to sign, and is tried alone: there are so many of them."""
        return (
            mistake.reach is Reach.ALONE
            and len(mistake.changes) == 1
            and self._after.around.keys() >= mistake.changes.keys()
        )

    def _plainly(self) -> list[Proof]:
        """Those mistakes that explain the signature."""
        plain = [one for one in self.mistakes if self._is_plain(one)]
        around = {name: (encoded(begin), encoded(end)) for name, (begin, end) in self._after.around.items()}
        messages: list[bytes] = []
        for one in plain:
            ((name, value),) = one.changes.items()
            begin, end = around[name]
            messages.append(begin + encoded(value) + end)
        self.count.single += len(plain)
        hits = self.right.signer.hits(messages, self.target)
        return self._alone([*self._cases(plain[at] for at in hits)])

    def unmistaken(self) -> list[Proof]:
        """The match without any mistake."""
        return self._matches((), self.right.data, self.right.frame, self.right.signer)

    def singles(self) -> list[Proof]:
        """The single mistakes that explain the signature: common ones, or else rare ones."""
        return (
            self._alone(self._common)
            or [*self._alone(self._rare), *self._plainly()]
            or self._alone([*self._cases(self.seldom())])
        )

    def _alone(self, cases: Iterable[Case]) -> list[Proof]:
        right, found = self.right, list[Case]()
        shown = [case for case in cases if not self._is_hidden(case)]
        self.count.single += len(shown)
        plain = [case for case in shown if case.key is None]
        messages = [self._message(case.frame, case.data) for case in plain]
        found += [plain[at] for at in right.signer.hits(messages, self.target)]
        keyed = [case for case in shown if case.key is not None]
        found += [case for case in keyed if case.signer.signs(self._message(case.frame, case.data), self.target)]
        return [one for case in found for one in self._matches((case,), case.data, case.frame, case.signer)]

    def _matches(self, cases: Sequence[Case], data: str, frame: Frame, signer: Signer) -> list[Proof]:
        """The match that these are, in a list, if they are one: it is signed by the stage of signing itself."""
        message = frame.around(data)
        if signer.sign(message) != self.target:
            return []
        return [Proof(tuple([case.mistake for case in cases]), data.encode(*CODEC), message)]

    # two at once
    def doubles(self) -> list[Proof]:
        """The pairs of mistakes that explain the signature."""
        found = [*self._pairs_before(), *self._pairs_across()]
        return found if self.brief else [*found, *self._pairs_after(), *self._pairs_of_crossing()]

    @cached_property
    def _paired(self) -> list[Case]:
        """What is tried in pairs, those that are tried with any first."""
        rare = [] if self.brief else [case for case in self._rare if case.mistake.reach is Reach.COMMON]
        return [*self._common, *[case for case in rare if not self._is_hidden(case)]]

    @cached_property
    def _early(self) -> list[Case]:
        return [case for case in self._paired if case.after is case.key is None and not self._is_hidden(case)]

    @cached_property
    def _late(self) -> list[Case]:
        return [case for case in self._paired if case.before is None]

    @cached_property
    def _crossing(self) -> list[Case]:
        """Those that change something before and after the hash."""
        return [case for case in self._paired if case.before and (case.after or case.key)]

    def _pairs(self, cases: Sequence[Case]) -> Iterator[tuple[Case, list[Case]]]:
        """Each of the cases that are tried with any, and those after it that can be made together with it."""
        for at, one in enumerate(_common_of(cases)):
            yield one, self._partners(one, cases[at + 1 :])

    def _partners(self, one: Case, cases: Sequence[Case]) -> list[Case]:
        """Those of the cases that can be made together with one."""
        fields, stages = one.fields, 0 if one.before is one.key is None else one.stages
        if one.rare:
            return [other for other in _common_of(cases) if not (fields & other.fields or stages & other.stages)]
        return [
            other for other in cases
            if not (fields & other.fields or (other.rare and stages & other.stages))
        ]  # fmt: skip

    def _data(self, one: Case, other: Case) -> str:
        if one.before is None or other.before is None:
            return other.data if one.before is None else one.data
        return self._before.together(one.before, other.before)

    def _frame(self, one: Case, other: Case) -> Frame:
        if one.after is None or other.after is None:
            return other.frame if one.after is None else one.frame
        text = self._after.together(one.after, other.after, canonical_hash=HOLE)
        return self._framed_text(text, one.after.changes, other.after.changes)

    def _signer(self, one: Case, other: Case) -> Signer:
        if one.key is None or other.key is None:
            return other.signer if one.key is None else one.signer
        return self._key.together(one.key, other.key)

    def _hits(self, pairs: Sequence[tuple[Case, Case]], inside: Sequence[bytes], one: Case) -> list[Proof]:
        """The pairs that explain the signature, each with what stands in the frame, signed as in one case."""
        self.count.double += len(pairs)
        return [
            match
            for at in one.signer.hits(inside, self.target, one.frame.before)
            for match in self._matches(pairs[at], self._data(*pairs[at]), one.frame, one.signer)
        ]

    def _early_pairs(self) -> Iterator[tuple[list[tuple[Case, Case]], list[tuple[str, str]]]]:
        """Pairs of mistakes before the hash, with the canonical request under both, in pieces."""
        hidden = [] if self.brief else [case for case in self._common if self._is_hidden(case)]
        of_hidden = [(one, self._partners(one, self._early)) for one in hidden]
        for one, others in chain(self._pairs(self._early), of_hidden, self._rare_pairs()):
            begin = _part(one.before)
            if self.brief:
                others = [other for other in others if not begin.touched & _part(other.before).touched]
            elif self._is_hidden(one):  # hidden: it shows only where another touches the same
                others = [other for other in others if begin.touched & _part(other.before).touched]
            yield [(one, other) for other in others], [*self._before.each(begin, [_part(one.before) for one in others])]

    def _rare_pairs(self) -> Iterator[tuple[Case, list[Case]]]:
        """Two that are tried with common ones, of different stages: those of the stage that has the fewest."""
        by_stages: dict[int, list[Case]] = {}
        for case in self._early:
            if case.mistake.reach is Reach.COMMON:
                by_stages.setdefault(_part(case.before).touched, []).append(case)
        groups = sorted(by_stages.items(), key=lambda item: len(item[1]))
        for at, (touched, some) in enumerate(groups):
            others = [other for more, cases in groups[at + 1 :] if not touched & more for other in cases]
            if touched and len(some) * len(others) <= _MOST_RARE:
                yield from ((one, others) for one in some)

    def _pairs_before(self) -> list[Proof]:
        right, found = self.right, list[Proof]()
        seen = {*right.frame.each([("", case.data) for case in (right, *self._early)])}
        for pairs, texts in self._early_pairs():
            once: dict[bytes, tuple[Case, Case]] = {}
            for pair, inside in zip(pairs, right.frame.each(texts), strict=True):
                if inside not in seen:  # the same text may come of many pairs: the first says it best
                    seen.add(inside)
                    once[inside] = pair
            found += self._hits([*once.values()], [*once], right)
        return found

    def _pairs_across(self) -> list[Proof]:
        """One mistake before the hash and one after it."""
        early, common = self._early, len(_common_of(self._early))
        forms: dict[Any, list[bytes]] = {}
        found: list[Proof] = []
        for late in self._late:
            frame = late.frame
            if frame.form is None:
                continue
            if frame.form not in forms:
                forms[frame.form] = frame._replace(after=b"").each([("", case.data) for case in early])
            inside = forms[frame.form]
            if late.mistake.reach is not Reach.ANY:
                inside = inside[:common]
            self.count.double += len(inside)
            if frame.after:
                inside = [one + frame.after for one in inside]
            for at in late.signer.hits(inside, self.target, frame.before):
                found += self._matches((early[at], late), early[at].data, frame, late.signer)
        return found

    def _pairs_after(self) -> list[Proof]:
        """Two mistakes after the hash: in the string to sign, in the key, or one in each."""
        right = self.right
        texts = [case for case in self._late if case.key is None]
        keyed = [case for case in self._late if case.key is not None]
        found: list[Proof] = []
        for text, others in self._pairs(texts):
            found += self._messages(text, others, right.signer)
        for key in keyed:
            found += self._messages(key, self._partners(key, texts), key.signer)
        pairs = ((one, other) for one, others in self._pairs(keyed) for other in others)
        return [*found, *self._keyed_pairs(pairs, right.data)]

    def _messages(self, one: Case, others: Sequence[Case], signer: Signer) -> list[Proof]:
        """The pairs of one with others, which all change the string to sign alone, that explain the signature."""
        self.count.double += len(others)
        if one.after is None:
            messages = [self._plain_message(other) for other in others]
        else:
            texts = self._after.each(one.after, [_part(other.after) for other in others])
            messages = [encoded("".join(pieces)) for pieces in texts]
        return [
            match
            for at in signer.hits(messages, self.target)
            for match in self._matches((one, others[at]), one.data, self._frame(one, others[at]), signer)
        ]

    def _keyed_pairs(self, pairs: Iterable[tuple[Case, Case]], data: str) -> list[Proof]:
        """The pairs that explain the signature, each with a key of its own, all of one canonical request."""
        found, whole = list[Proof](), self._message(self.right.frame, data)
        for one, other in pairs:
            self.count.double += 1
            frame, signer = self._frame(one, other), self._signer(one, other)
            message = whole if frame is self.right.frame else self._message(frame, data)
            if signer.signs(message, self.target):
                found += self._matches((one, other), data, frame, signer)
        return found

    def _plain_message(self, case: Case) -> bytes:
        """What is signed under a mistake after the hash alone."""
        key = id(case.frame)
        if key not in self._messages_made:
            self._messages_made[key] = self._message(case.frame, self.right.data)
        return self._messages_made[key]

    @cached_property
    def _messages_made(self) -> dict[int, bytes]:
        """By the frame, which its case keeps."""
        return {}

    def _message(self, frame: Frame, data: str) -> bytes:
        return frame.before + self._inside(frame, data) + frame.after

    def _inside(self, frame: Frame, data: str) -> bytes:
        if data != self.right.data:
            return frame.inside(data)
        if frame.form not in self._forms:
            self._forms[frame.form] = frame.inside(data)
        return self._forms[frame.form]

    @cached_property
    def _forms(self) -> dict[Any, bytes]:
        """What stands in frames for the right canonical request."""
        return {}

    def _framed(self, pairs: Sequence[tuple[Case, Case]], data: str, signer: Signer) -> list[Proof]:
        """The pairs that explain the signature, each with its frame, all around one canonical request."""
        self.count.double += len(pairs)
        frames = [self._frame(one, other) for one, other in pairs]
        messages = [self._message(frame, data) for frame in frames]
        hits = signer.hits(messages, self.target)
        return [one for at in hits for one in self._matches(pairs[at], data, frames[at], signer)]

    def _pairs_of_crossing(self) -> list[Proof]:
        """Mistakes that show on both sides of the hash, with those of one side or of both."""
        found: list[Proof] = []
        for at, crossing in enumerate(self._crossing):
            early = self._partners(crossing, self._early)
            texts = self._before.each(_part(crossing.before), [_part(other.before) for other in early])
            found += self._hits([(other, crossing) for other in early], crossing.frame.each(texts), crossing)
            late = self._partners(crossing, self._late)
            late_texts = [(crossing, other) for other in late if other.key is None]
            found += self._framed(late_texts, crossing.data, crossing.signer)
            found += self._keyed_pairs([(crossing, one) for one in late if one.key is not None], crossing.data)
            for other in self._partners(crossing, self._crossing[at + 1 :]):
                found += self._keyed_pairs([(crossing, other)], self._data(crossing, other))
        return found

    # what a client prints
    def canonical_requests(self) -> Iterator[tuple[bytes, tuple[Mistake, ...]]]:
        """Canonical requests: the right one, then under one mistake, then under two."""
        yield self.right.data.encode(*CODEC), ()
        for case in chain(self._common, self._rare, self._cases(self.seldom())):
            if case.before is not None:
                yield case.data.encode(*CODEC), (case.mistake,)
        for pairs, texts in self._early_pairs():
            for (one, other), pieces in zip(pairs, texts, strict=True):
                yield encoded("".join(pieces)), (one.mistake, other.mistake)

    def frames(self) -> Iterator[tuple[Frame, tuple[Mistake, ...]]]:
        """What is signed around the hash: rightly, then under one mistake, then under two."""
        yield self.right.frame, ()
        for case in chain(self._common, self._rare, self._cases(one for one in self.mistakes if self._is_plain(one))):
            if case.after is not None:
                yield case.frame, (case.mistake,)
        for one, others in self._pairs([case for case in self._common if case.after is not None]):
            for other in others:
                yield self._frame(one, other), (one.mistake, other.mistake)

    def signers(self) -> Iterator[tuple[Signer, tuple[Mistake, ...]]]:
        """Keys: the right one, then under one mistake, then under two."""
        yield self.right.signer, ()
        for case in chain(self._common, self._rare):
            if case.key is not None:
                yield case.signer, (case.mistake,)
        for one, others in self._pairs([case for case in self._common if case.key is not None]):
            for other in others:
                yield self._signer(one, other), (one.mistake, other.mistake)


def _common_of(cases: Sequence[Case]) -> Sequence[Case]:
    """Those that are tried with any; they stand first."""
    at = bisect_left(cases, True, key=_is_rare)
    return cases[:at]


_is_rare = attrgetter("rare")


def _part(part: Part | None) -> Part:
    assert part is not None
    return part
