"""The sandbox as an inspector: every request with what became of it and, where its signature is wrong, why.

The doctor examines a request after it was answered, in a thread, one request at a time: neither the client nor the
loop waits for it.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tcexplorer.safety.inert import visible
from tcexplorer.safety.scrub import Scrubber

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tcexplorer.diagnosis.doctor import Cause, Verdict
    from tcexplorer.protocol.model import Credential
    from tcexplorer.sandbox.sandbox import Handled, Sandbox

KEPT = 500
"""Requests that are remembered."""
KEPT_BYTES = 32 * 1024 * 1024
"""Bytes of requests that are remembered; the last request is, however large."""
BACKLOG = 16
"""Requests that may wait for the doctor, who takes a few tenths of a second for each that he cannot explain; of more
in a row only the verdict of the sandbox is known."""
_UNSIGNED = frozenset({"MissingParameter", "InvalidParameter"})
_LONGEST_LINE = 400


@dataclass(frozen=True, slots=True)
class Inspected:
    """A request that was answered. `number` counts from 1; `verdict` is the doctor's, None where it was not asked."""

    number: int
    handled: Handled
    verdict: Verdict | None = None
    examining: bool = False
    """Whether the doctor is still at it."""

    @property
    def at(self) -> float:
        """When the request came, in seconds since 1970."""
        return self.handled.received.at

    @property
    def line(self) -> str:
        """The request and what became of it, on one line, without any secret."""
        return self.handled.line

    @property
    def brief(self) -> str:
        """The same without the message."""
        return self.handled.brief

    @property
    def service(self) -> str | None:
        return self.handled.service

    @property
    def action(self) -> str | None:
        return self.handled.action

    @property
    def code(self) -> str | None:
        """The code it was answered with, None for a success."""
        return self.handled.code

    @property
    def request(self) -> bytes:
        """Every byte of it as it came, fit for the doctor. It may hold secrets."""
        return self.handled.received.wire

    @property
    def findings(self) -> tuple[Cause, ...]:
        """What the doctor found, the most certain first. Evidence is for this machine: `finding_lines` are safe."""
        return self.verdict.causes if self.verdict else ()


class Inspector:
    """Watches a sandbox from within the loop that serves it.

    Each observer is called, in that loop, when a request was answered, and once more when the doctor has examined it,
    with the same `number`. `examine` says what is wrong with a signature; the default is the doctor.
    """

    def __init__(
        self,
        sandbox: Sandbox,
        *,
        kept: int = KEPT,
        backlog: int = BACKLOG,
        examine: Callable[[Handled, Sandbox], Verdict] | None = None,
    ) -> None:
        self.observers: list[Callable[[Inspected], None]] = []
        self._sandbox = sandbox
        self._kept = kept
        self._backlog = backlog
        self._examine = examine or examined
        self._number = 0
        self._bytes = 0
        self._seen: OrderedDict[int, Inspected] = OrderedDict()
        self._one = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()
        sandbox.observers.append(self._note)

    @property
    def seen(self) -> tuple[Inspected, ...]:
        """The last requests, the oldest first."""
        return tuple(self._seen.values())

    async def settled(self) -> None:
        """Wait until every request that was answered is examined."""
        await asyncio.sleep(0)  # what was answered in this turn of the loop is noted after it
        while self._tasks:
            await asyncio.wait(self._tasks)

    def close(self) -> None:
        """Watch no more, and examine nothing that still waits."""
        if self._note in self._sandbox.observers:
            self._sandbox.observers.remove(self._note)
        for task in self._tasks:
            task.cancel()

    def clear(self) -> None:
        """Forget what was seen."""
        self._seen.clear()
        self._bytes = 0

    def _note(self, handled: Handled) -> None:
        self._number += 1
        examining = wants_doctor(handled) and len(self._tasks) < self._backlog
        inspected = Inspected(self._number, handled, examining=examining)
        # the answer is not written yet: it must not wait for an observer
        loop = asyncio.get_running_loop()
        if examining:
            task = loop.create_task(self._examined(inspected))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        else:
            loop.call_soon(self._put, inspected)

    async def _examined(self, inspected: Inspected) -> None:
        self._put(inspected)
        verdict = None
        try:
            async with self._one:
                verdict = await asyncio.to_thread(self._examine, inspected.handled, self._sandbox)
        finally:
            self._put(replace(inspected, verdict=verdict, examining=False))

    def _put(self, inspected: Inspected) -> None:
        number = inspected.number
        if number in self._seen:
            self._seen[number] = inspected
        elif inspected.examining or inspected.verdict is None:  # else it was forgotten while it was examined
            self._seen[number] = inspected
            self._bytes += _size(inspected)
            while len(self._seen) > 1 and (len(self._seen) > self._kept or self._bytes > KEPT_BYTES):
                self._bytes -= _size(self._seen.popitem(last=False)[1])
        for observer in tuple(self.observers):
            observer(inspected)


def wants_doctor(handled: Handled) -> bool:
    """Whether the signature, or what it takes to check one, is why the request was refused."""
    if handled.authentic or handled.on_demand or handled.code is None:
        return False
    return handled.code.startswith("AuthFailure.") or handled.code in _UNSIGNED


def examined(handled: Handled, sandbox: Sandbox) -> Verdict:
    """The doctor's verdict. The key is the one of the SecretId sent, else the sandbox's own."""
    from tcexplorer.diagnosis.doctor import examine  # in a thread, and not before the first wrong request

    received = handled.received
    return examine(
        received,
        credential_for(handled, sandbox),
        now=received.at,
        services=sandbox.services,
        services_of=sandbox.services_of,
    )


def credential_for(handled: Handled, sandbox: Sandbox) -> Credential | None:
    """The credential that a request was meant to be signed with, as far as that can be told."""
    from tcexplorer.protocol.claims import read_claims

    known = sandbox.credentials
    secret_id = read_claims(handled.received).secret_id or ""
    return known.get(secret_id) or known.get(secret_id.strip()) or next(iter(known.values()), None)


def finding_lines(inspected: Inspected, sandbox: Sandbox) -> list[str]:
    """What the doctor found, as lines of text that are inert and hold no secret; empty where it was not asked.

    The signature that came is masked, too.
    """
    verdict = inspected.verdict
    if verdict is None:
        return []
    secrets = [secret for one in sandbox.credentials.values() for secret in (one.secret_key, one.token)]

    scrubber = Scrubber(secrets, [verdict.sent.signature or ""])

    def line(text: str) -> str:
        text = visible(scrubber.text(text))
        return text if len(text) <= _LONGEST_LINE else text[: _LONGEST_LINE - 1] + "…"

    return [line(text) for text in _said(verdict)]


def _said(verdict: Verdict) -> Iterator[str]:
    for cause in verdict.causes:
        yield f"{cause.title}  [{cause.id}, {cause.certainty}]"
        yield f"  {cause.evidence}"
        if cause.fix:
            yield f"  fix: {cause.fix}"
    if not verdict.causes:
        yield f"The doctor finds no cause  [{verdict.outcome}]"
    yield from (f"  {remark}" for remark in verdict.remarks if not verdict.causes)


def _size(inspected: Inspected) -> int:
    received = inspected.handled.received
    return len(received.wire) + len(received.body)
