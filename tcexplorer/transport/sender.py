"""Sends signed requests with httpx, in a running loop or without."""

from __future__ import annotations

import ssl
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tcexplorer.protocol.envelope import TransportError
from tcexplorer.protocol.model import Broken, Timings
from tcexplorer.transport.body import DEFAULT_CAP, Body
from tcexplorer.transport.failure import CONNECT_TIMEOUT, DEFAULT_TIMEOUT, explain_break, explain_error, said
from tcexplorer.transport.route import Route, fault_of, is_near, is_plain, place
from tcexplorer.waiting import stops

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    import httpx

    from tcexplorer.protocol.model import Response
    from tcexplorer.protocol.request import SignedRequest
    from tcexplorer.transport.body import Receiver


class _Phases:
    """Milliseconds a phase, from httpcore's trace events."""

    def __init__(self) -> None:
        self.started = time.perf_counter()
        self.marks: dict[str, float] = {}

    def note(self, name: str, _info: Mapping[str, Any]) -> None:
        self.marks[name] = time.perf_counter()

    async def note_async(self, name: str, info: Mapping[str, Any]) -> None:
        self.note(name, info)

    @property
    def request_sent(self) -> bool:
        return "http11.send_request_headers.started" in self.marks

    @property
    def connected(self) -> bool:
        return "connection.connect_tcp.complete" in self.marks

    def _span(self, first: str, last: str) -> float | None:
        begin, end = self.marks.get(f"{first}.started"), self.marks.get(f"{last}.complete")
        return None if begin is None or end is None else (end - begin) * 1e3

    def timings(self) -> Timings:
        return Timings(
            total=(time.perf_counter() - self.started) * 1e3,
            connect=self._span("connection.connect_tcp", "connection.connect_tcp"),
            tls=self._span("connection.start_tls", "connection.start_tls"),
            send=self._span("http11.send_request_headers", "http11.send_request_body"),
            wait=self._span("http11.receive_response_headers", "http11.receive_response_headers"),
            receive=self._span("http11.receive_response_body", "http11.receive_response_body"),
        )


class HttpxSender:
    """Sends signed requests. One a run; close it at the end.

    In a running loop; or, when it is `blocking`, for `waiting.driven`: it waits for the network and for nothing else,
    which spares a command half of what httpx costs.
    """

    def __init__(
        self,
        route: Route | None = None,
        *,
        cap: int = DEFAULT_CAP,
        timeout: float = DEFAULT_TIMEOUT,
        blocking: bool = False,
    ) -> None:
        self._route = route or Route()
        self._cap = cap
        self._timeout = timeout
        self._blocking = blocking
        self._context: ssl.SSLContext | None = None
        self._clients: dict[tuple[bool, bool], Any] = {}

    @property
    def proxy(self) -> str | None:
        """URL of the proxy on the way to the API."""
        return self._route.proxy

    def proxy_for(self, request: SignedRequest) -> str | None:
        """URL of the proxy that this request goes through; none stands between this machine and itself."""
        return None if is_near(request) else self._route.proxy

    def warm(self) -> TransportError | None:
        """Load httpx and the certificates: 40 to 80 ms, best done in a thread before the first send."""
        _httpx()
        return self._ready(plain=False, near=False)

    async def send(self, request: SignedRequest, observer: Receiver | None = None) -> Response | TransportError:
        """Send it and read the answer, of which the observer is told as it comes.

        Cancelling the task, or ctrl+c, closes the connection; the observer is told of what had come.
        """
        plain, near = is_plain(request), is_near(request)
        if problem := self._ready(plain=plain, near=near):
            return problem
        phases = _Phases()
        try:
            answer = await self._begun(request, phases, plain=plain, near=near)
        except _failures() as error:
            return self._explained(error, request, phases)
        broken: Broken | None = None
        try:
            body = _body_of(answer, self._cap, observer)
            chunks = _chunks(answer, blocking=self._blocking)
            try:
                while not broken:
                    try:
                        chunk = await chunks()
                    except _failures() as error:
                        broken = self._broken(error, request, body)
                    else:
                        if chunk is None or body.take(chunk):
                            break
            except stops():
                if observer is not None:
                    observer.stopped(body.response(phases.timings(), Broken("cancelled", "you stopped waiting")))
                raise
        finally:
            with suppress(*_failures()):
                await self._ended(answer)
        return body.response(phases.timings(), broken)

    async def close(self) -> None:
        """Close kept connections."""
        while self._clients:
            await self._ended(self._clients.popitem()[1])

    async def _begun(self, request: SignedRequest, phases: _Phases, *, plain: bool, near: bool) -> Any:
        """The answer, of which the headers have come."""
        httpx = _httpx()
        if (plain, near) not in self._clients:
            kind = httpx.Client if self._blocking else httpx.AsyncClient
            self._clients[plain, near] = kind(**self._options(plain=plain, near=near))
        client = self._clients[plain, near]
        if self._blocking:
            return client.send(self._message(request, phases.note), stream=True)
        return await client.send(self._message(request, phases.note_async), stream=True)

    async def _ended(self, what: Any) -> None:
        if self._blocking:
            what.close()
        else:
            await what.aclose()

    def _ready(self, *, plain: bool, near: bool) -> TransportError | None:
        """What in the route cannot be used, found before anything is sent."""
        if plain:
            return None
        if not near and self._route.proxy and (fault := fault_of(self._route.proxy)):
            return TransportError("proxy", fault, may_have_arrived=False)
        if self._context is None:
            try:
                self._context = ssl.create_default_context(cafile=self._route.ca_file)
            except (OSError, ssl.SSLError) as error:
                sentence = f"the certificate file {self._route.ca_file} cannot be used: {said(error)}"
                return TransportError("tls", sentence, may_have_arrived=False)
        return None

    def _options(self, *, plain: bool, near: bool) -> dict[str, Any]:
        # A plain client only ever speaks http to this machine, so it is spared the certificates.
        return {
            "verify": False if plain else self._context,
            "proxy": None if near else self._route.proxy,
            "trust_env": False,
            "follow_redirects": False,
            "timeout": self._limits(),
        }

    def _limits(self) -> httpx.Timeout:
        return _httpx().Timeout(self._timeout, connect=min(CONNECT_TIMEOUT, self._timeout))

    def _message(self, request: SignedRequest, trace: object) -> httpx.Request:
        return _httpx().Request(
            request.method,
            request.dial,
            headers=[(name.encode(), value.encode()) for name, value in request.headers],
            content=request.body or None,
            extensions={"trace": trace, "timeout": self._limits().as_dict()},
        )

    def _explained(self, error: Exception, request: SignedRequest, phases: _Phases) -> TransportError:
        host = urlsplit(request.dial).netloc
        proxy = self.proxy_for(request)
        if proxy and ("ProxyError" in type(error).__name__ or not phases.connected):
            told = explain_error(error, place(proxy), sent=False, timeout=self._timeout)
            return TransportError("proxy", f"the proxy on the way: {told.sentence}", may_have_arrived=False)
        return explain_error(error, host, sent=phases.request_sent, timeout=self._timeout)

    def _broken(self, error: Exception, request: SignedRequest, body: Body) -> Broken:
        host = urlsplit(request.dial).netloc
        return explain_break(error, host, timeout=self._timeout, came=body.came, declared=body.declared)


def _chunks(answer: Any, *, blocking: bool) -> Callable[[], Awaitable[bytes | None]]:
    """Gives a piece of the body at each call, None at its end."""
    pieces = answer.iter_raw() if blocking else answer.aiter_raw()

    async def piece() -> bytes | None:
        return next(pieces, None) if blocking else await anext(pieces, None)

    return piece


def _body_of(answer: httpx.Response, cap: int, receiver: Receiver | None) -> Body:
    headers = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in answer.headers.raw)
    return Body(answer.status_code, headers, cap, receiver)


def _failures() -> tuple[type[Exception], ...]:
    """What httpx raises for a request on its way; what else is raised is a fault of ours and passes."""
    httpx = _httpx()
    return (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError, ImportError, ValueError)


def _httpx() -> Any:
    import httpx  # 80 ms that only a send needs

    return httpx
