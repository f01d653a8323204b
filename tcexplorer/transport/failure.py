"""What went wrong on the way, in one clear sentence."""

from __future__ import annotations

import socket
import ssl

from tcexplorer.protocol.envelope import TransportError
from tcexplorer.protocol.model import Broken

DEFAULT_TIMEOUT = 60.0
"""Seconds without a byte; an answer that keeps coming is never cut by time."""
CONNECT_TIMEOUT = 10.0


def explain_error(error: Exception, host: str, *, sent: bool, timeout: float) -> TransportError:
    """Why no answer came. `sent` is whether the request had left."""
    name = type(error).__name__
    cause = _root(error)
    match name, cause:
        case _, socket.gaierror():
            return TransportError(
                "dns",
                f"{host} has no address: the name could not be looked up ({said(cause)})",
                may_have_arrived=False,
            )
        case _, ssl.SSLCertVerificationError():
            return TransportError(
                "tls",
                f"the certificate of {host} is not trusted: {getattr(cause, 'verify_message', said(cause))}",
                may_have_arrived=False,
            )
        case _, ssl.SSLError():
            return TransportError("tls", f"no secure connection to {host}: {said(cause)}", may_have_arrived=sent)
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
            return TransportError("connect", f"no connection to {host}: {said(cause)}", may_have_arrived=False)
        case ("RemoteProtocolError", _):
            return TransportError(
                "protocol", f"{host} broke off or did not speak HTTP: {said(error)}", may_have_arrived=sent
            )
        case _:
            return TransportError("read", f"the connection to {host} broke: {said(cause)}", may_have_arrived=sent)


def explain_break(error: Exception, host: str, *, timeout: float, came: int, declared: int | None) -> Broken:
    """Why an answer that had begun ended too early: after `came` bytes of its body, of `declared` if it said so."""
    place = f"after {came:,} of {declared:,} bytes" if declared is not None else f"after {came:,} bytes of the answer"
    match type(error).__name__:
        case "ReadTimeout":
            return Broken("timeout", f"{host} sent nothing more for {timeout:g} s, {place}")
        case "RemoteProtocolError" if "closed connection" in str(error):
            return Broken("read", f"{host} broke off {place}")
        case "RemoteProtocolError":
            return Broken("protocol", f"{host} did not keep to HTTP {place}: {said(error)}")
        case _:
            return Broken("read", f"the connection to {host} broke {place}: {said(_root(error))}")


def _root(error: BaseException) -> BaseException:
    seen: set[int] = set()
    while id(error) not in seen and (inner := error.__cause__ or error.__context__) is not None:
        seen.add(id(error))
        error = inner
    return error


def said(error: BaseException) -> str:
    """What an error says, on one line."""
    return " ".join(str(error).split()) or type(error).__name__
