"""How a request travels: the one module that knows httpx.

The request is built by hand, so that the headers and bytes sent are exactly the signed and previewed
ones (httpx adds Host first and Content-Length last, nothing else). Redirects are never followed, the
environment is never read by httpx, nothing is retried, and an answer larger than the cap is cut.
"""

from __future__ import annotations

import socket
import ssl
import time
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tcexplorer.protocol.endpoints import host_without_port, is_loopback
from tcexplorer.protocol.envelope import TransportError
from tcexplorer.protocol.model import Response, Timings

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping

    import httpx

    from tcexplorer.protocol.request import SignedRequest

DEFAULT_CAP = 64 * 1024 * 1024
DEFAULT_TIMEOUT = 60.0
CONNECT_TIMEOUT = 10.0


@dataclass(frozen=True, slots=True)
class Route:
    """What stands between here and the API: a proxy (URL) and a bundle of certificate authorities (path)."""

    proxy: str | None = None
    ca_file: str | None = None


def route_from(environment: Mapping[str, str]) -> Route:
    """The proxy and CA bundle that other programs would take from the environment."""
    proxy = next(
        (
            environment[name]
            for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy")
            if environment.get(name)
        ),
        None,
    )
    ca_file = next(
        (
            environment[name]
            for name in ("TCEXPLORER_CA_FILE", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE")
            if environment.get(name)
        ),
        None,
    )
    return Route(proxy, ca_file)


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
    """Sends signed requests, in a running loop or blocking. One a run; close it at the end."""

    def __init__(self, route: Route = Route(), *, cap: int = DEFAULT_CAP, timeout: float = DEFAULT_TIMEOUT) -> None:
        self._route = route
        self._cap = cap
        self._timeout = timeout
        self._context: ssl.SSLContext | None = None
        self._clients: dict[bool, httpx.AsyncClient] = {}

    def warm(self) -> TransportError | None:
        """Load httpx and the certificates: 40 to 80 ms, best done in a thread before the first send."""
        _httpx()
        return self._ready(plain=False)

    async def send(self, request: SignedRequest) -> Response | TransportError:
        """Send it and read the answer. Cancelling the task closes the connection."""
        plain = _is_plain(request)
        if problem := self._ready(plain=plain):
            return problem
        phases = _Phases()
        with _errors() as failed:
            if plain not in self._clients:
                self._clients[plain] = _httpx().AsyncClient(**self._options(plain=plain))
            response = await self._clients[plain].send(self._message(request, phases.note_async), stream=True)
            received = _Received(self._cap)
            try:
                async for chunk in response.aiter_raw():
                    if received.take(chunk):
                        break
            finally:
                await response.aclose()
            return received.response(response, phases)
        return self._explained(failed[0], request, phases)

    def send_blocking(self, request: SignedRequest) -> Response | TransportError:
        """As `send`, without a loop: for a command that makes one call."""
        plain = _is_plain(request)
        if problem := self._ready(plain=plain):
            return problem
        phases = _Phases()
        with _errors() as failed, _httpx().Client(**self._options(plain=plain)) as client:
            response = client.send(self._message(request, phases.note), stream=True)
            received = _Received(self._cap)
            try:
                for chunk in response.iter_raw():
                    if received.take(chunk):
                        break
            finally:
                response.close()
            return received.response(response, phases)
        return self._explained(failed[0], request, phases)

    async def close(self) -> None:
        """Close kept connections."""
        while self._clients:
            await self._clients.popitem()[1].aclose()

    def _ready(self, *, plain: bool) -> TransportError | None:
        """What in the route cannot be used, found before anything is sent."""
        if plain:
            return None
        if self._route.proxy and urlsplit(self._route.proxy).scheme not in ("http", "https"):
            return TransportError(
                "proxy", f"the proxy {_place(self._route.proxy)} is not http:// or https://", may_have_arrived=False
            )
        if self._context is None:
            try:
                self._context = ssl.create_default_context(cafile=self._route.ca_file)
            except (OSError, ssl.SSLError) as error:
                sentence = f"the certificate file {self._route.ca_file} cannot be used: {_said(error)}"
                return TransportError("tls", sentence, may_have_arrived=False)
        return None

    def _options(self, *, plain: bool) -> dict[str, Any]:
        # A plain client only ever speaks http to this machine, so it is spared the certificates.
        return {
            "verify": False if plain else self._context,
            "proxy": None if plain else self._route.proxy,
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
        proxy = None if _is_plain(request) else self._route.proxy
        if proxy and ("ProxyError" in type(error).__name__ or not phases.connected):
            told = explain_error(error, _place(proxy), sent=False, timeout=self._timeout)
            return TransportError("proxy", f"the proxy on the way: {told.sentence}", may_have_arrived=False)
        return explain_error(error, host, sent=phases.request_sent, timeout=self._timeout)


class _Received:
    """The body as it comes, up to the cap."""

    def __init__(self, cap: int) -> None:
        self._cap = cap
        self._body = bytearray()
        self._size = 0

    def take(self, chunk: bytes) -> bool:
        """Keep a chunk; True when there is more than the cap allows."""
        self._size += len(chunk)
        self._body += chunk[: max(0, self._cap - len(self._body))]
        return self._size > self._cap

    def response(self, response: httpx.Response, phases: _Phases) -> Response:
        body, size = bytes(self._body), self._size
        declared = response.headers.get("Content-Length", "")
        if size > self._cap and declared.isdigit():
            size = int(declared)
        if response.headers.get("Content-Encoding", "identity").lower() in ("gzip", "deflate"):
            # Not asked for, so a gateway's doing; opened no further than the cap, whatever it unfolds to.
            unfold = zlib.decompressobj(47)
            body = unfold.decompress(body, self._cap)
            size = len(body) + len(unfold.unconsumed_tail)
        headers = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in response.headers.raw)
        return Response(response.status_code, headers, body, size, phases.timings())


def _is_plain(request: SignedRequest) -> bool:
    """Whether the request is dialled over http; only this machine ever is."""
    parts = urlsplit(request.dial)
    return parts.scheme == "http" and is_loopback(host_without_port(parts.netloc))


def explain_error(error: Exception, host: str, *, sent: bool, timeout: float) -> TransportError:
    """One clear sentence for what went wrong on the way. `sent` is whether the request had left."""
    name = type(error).__name__
    cause = _root(error)
    match name, cause:
        case _, socket.gaierror():
            return TransportError(
                "dns",
                f"{host} has no address: the name could not be looked up ({_said(cause)})",
                may_have_arrived=False,
            )
        case _, ssl.SSLCertVerificationError():
            return TransportError(
                "tls",
                f"the certificate of {host} is not trusted: {getattr(cause, 'verify_message', _said(cause))}",
                may_have_arrived=False,
            )
        case _, ssl.SSLError():
            return TransportError("tls", f"no secure connection to {host}: {_said(cause)}", may_have_arrived=sent)
        case _, ConnectionRefusedError():
            return TransportError(
                "connect", f"{host} refused the connection: nothing listens there", may_have_arrived=False
            )
        case ("ConnectTimeout", _):
            return TransportError(
                "timeout",
                f"{host} did not accept a connection within {min(timeout, CONNECT_TIMEOUT):g} s",
                may_have_arrived=False,
            )
        case ("ReadTimeout" | "WriteTimeout" | "PoolTimeout", _):
            return TransportError("timeout", f"{host} did not answer within {timeout:g} s", may_have_arrived=sent)
        case ("ConnectError", _):
            return TransportError("connect", f"no connection to {host}: {_said(cause)}", may_have_arrived=False)
        case ("RemoteProtocolError", _):
            return TransportError(
                "protocol", f"{host} broke off or did not speak HTTP: {_said(error)}", may_have_arrived=sent
            )
        case _:
            return TransportError("read", f"the connection to {host} broke: {_said(cause)}", may_have_arrived=sent)


@contextmanager
def _errors() -> Generator[list[Exception]]:
    """Collects what httpx raises for a request on its way; what remains is a fault of ours and passes."""
    httpx = _httpx()
    caught: list[Exception] = []
    try:
        yield caught
    except (
        httpx.HTTPError,
        httpx.InvalidURL,
        httpx.StreamError,
        OSError,
        ImportError,
        ValueError,
        zlib.error,
    ) as error:
        caught.append(error)


def _httpx() -> Any:
    import httpx  # 80 ms that only a send needs

    return httpx


def _root(error: BaseException) -> BaseException:
    seen: set[int] = set()
    while id(error) not in seen and (inner := error.__cause__ or error.__context__) is not None:
        seen.add(id(error))
        error = inner
    return error


def _said(error: BaseException) -> str:
    return " ".join(str(error).split()) or type(error).__name__


def _place(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.hostname}:{parts.port}" if parts.port else str(parts.hostname)
