"""A sandbox in a thread of this process, so that a client which blocks can call it."""

from __future__ import annotations

import os
import random
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tcexplorer.compose import Machine
from tcexplorer.safety.scrub import Scrubber
from tcexplorer.sandbox.inspector import Inspected, Inspector, finding_lines
from tcexplorer.sandbox.sandbox import Sandbox, new_credential
from tcexplorer.sandbox.threaded import ThreadedServer, served_in_thread

if TYPE_CHECKING:
    from collections.abc import Generator

    from tcexplorer.diagnosis.doctor import Cause
    from tcexplorer.protocol.model import Credential, JsonObject

_KEPT = 10_000
_BACKLOG = 64


@dataclass(frozen=True, slots=True)
class SandboxRequest:
    """A request that came, and what became of it."""

    service: str | None
    version: str | None
    action: str | None
    region: str | None
    params: JsonObject = field(repr=False)
    """The parameters, whichever way they travelled; empty when the request was refused before they were read."""
    code: str | None
    """The error it was answered with; None for a success."""
    message: str
    request_id: str
    remarks: tuple[str, ...]
    """What is odd about it, although it was accepted."""
    findings: tuple[Cause, ...] = field(repr=False)
    """The mistakes in its signature, the most certain first: `id`, `certainty`, `title`, `evidence`, `fix`."""
    said: str
    """The same as text without secrets, one line each."""
    raw: bytes = field(repr=False)
    """Every byte of it."""


class LocalSandbox:
    """A sandbox that runs. Its key pair is made for it and opens nothing else."""

    def __init__(self, server: ThreadedServer, sandbox: Sandbox, inspector: Inspector) -> None:
        self._server = server
        self._sandbox = sandbox
        self._inspector = inspector
        self._credential = next(iter(sandbox.credentials.values()))
        self._scrubber = Scrubber([self._credential.secret_key, self._credential.token])
        self.url = server.url
        """Such as `http://127.0.0.1:40123`."""
        self.endpoint = server.endpoint
        """The same without the protocol, as the SDKs want it: `127.0.0.1:40123`."""

    @property
    def secret_id(self) -> str:
        return self._credential.secret_id

    @property
    def secret_key(self) -> str:
        return self._credential.secret_key.reveal()

    @property
    def requests(self) -> list[SandboxRequest]:
        """What came so far, the oldest first. Waits for the doctor where a signature is wrong."""
        self._server.run(self._inspector.settled())
        return [self._request(one) for one in self._inspector.seen]

    def fail_next(self, code: str, message: str = "", *, times: int = 1, action: str | None = None) -> None:
        """Answer the next `times` requests that would succeed, or those of one action alone, with an error.

        Raises ValueError for what cannot be an error code.
        """
        self._sandbox.faults.add(code, message=message, times=times, action=action)

    def __repr__(self) -> str:
        return f"LocalSandbox({self.url})"

    def _request(self, inspected: Inspected) -> SandboxRequest:
        handled = inspected.handled
        return SandboxRequest(
            handled.service,
            handled.version,
            handled.action,
            handled.region,
            handled.params or {},
            handled.code,
            self._scrubber.text(handled.message),
            handled.request_id,
            tuple(remark.text for remark in handled.remarks),
            inspected.findings,
            "\n".join(finding_lines(inspected, self._sandbox)),
            inspected.request,
        )


@contextmanager
def local_sandbox(*, credential: Credential | None = None, calls_per_second: int = 0) -> Generator[LocalSandbox]:
    """Serve a sandbox until the block ends. `calls_per_second` limits each action; 0 sets no limit.

    Raises CatalogueError when no action catalogue is installed, OSError when there is no free port.
    """
    chance = random.SystemRandom()
    with Machine(os.environ).catalogue() as catalogue:
        sandbox = Sandbox(
            catalogue,
            credentials=[credential or new_credential(chance)],
            clock=time.time,
            random=chance,
            calls_per_second=calls_per_second,
        )
        inspector = Inspector(sandbox, kept=_KEPT, backlog=_BACKLOG)
        with served_in_thread(sandbox, inspector) as server:
            yield LocalSandbox(server, sandbox, inspector)
