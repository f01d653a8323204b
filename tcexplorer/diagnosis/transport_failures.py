"""Why no answer of the API came: the name, the connection, TLS, a proxy, a time-out, or something else answering.

What is said depends on what is known of the failure: the sentence of the transport (which has the words of the
operating system or of OpenSSL in it), the host, and the proxy if there is one. Steps are what to do, in their order.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tcexplorer.protocol.codes import Retry
from tcexplorer.protocol.endpoints import host_without_port, is_loopback, is_tencent
from tcexplorer.protocol.envelope import Malformed, TransportError
from tcexplorer.safety.inert import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

_ARRIVED = "The request may have reached the API: after a writing action look whether it was done."
_NOT_ARRIVED = "The request did not reach the API: nothing was done."
_INTERNAL = ".internal."
_DOTS = re.compile(r"[\w.-]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Failure:
    """A failure on the way. All texts are one line each, inert, and hold no secret."""

    kind: str
    """That of the transport error, or `answer` when something else than the API answered."""
    meaning: str
    arrived: str
    """Whether the request may have been carried out."""
    evidence: tuple[str, ...]
    steps: tuple[str, ...]
    retry: Retry


def explain_failure(outcome: TransportError | Malformed, host: str, proxy: str | None = None) -> Failure:
    """Explain why no answer came. `host` may have a port; `proxy` is its URL, of which only host and port are shown."""
    where = visible(host)
    place = _place(proxy) if proxy else None
    evidence = [f"host: {where}", f"proxy: {place}" if place else "proxy: none"]
    match outcome:
        case Malformed(status, content_type, reason):
            evidence.append(f"answer: HTTP {status}, {visible(content_type)}")
            meaning = f"Something answered that is not the API: {visible(reason)}"
            steps, retry = _strange(status, content_type, reason, where), Retry.READS_ONLY
            return Failure("answer", meaning, _ARRIVED, tuple(evidence), tuple(steps), retry)
        case TransportError(kind, sentence, may_have_arrived):
            steps = tuple(_STEPS.get(kind, _read)(_Way(sentence.lower(), host, place, may_have_arrived)))
            arrived = _ARRIVED if may_have_arrived else _NOT_ARRIVED
            return Failure(kind, visible(sentence), arrived, tuple(evidence), steps, _retry(kind, may_have_arrived))


def _retry(kind: str, may_have_arrived: bool) -> Retry:
    if may_have_arrived:
        return Retry.READS_ONLY
    return Retry.LATER if kind in ("timeout", "read") else Retry.AFTER_FIX


@dataclass(frozen=True, slots=True)
class _Way:
    """What is known of the way. `said` is the sentence in lower case."""

    said: str
    host: str
    proxy: str | None
    arrived: bool

    @property
    def name(self) -> str:
        return visible(host_without_port(self.host))

    def says(self, *words: str) -> bool:
        return any(word in self.said for word in words)


def _dns(way: _Way) -> Iterator[str]:
    if not is_tencent(way.name):
        yield f"Hosts of the API read SERVICE.tencentcloudapi.com or SERVICE.intl.tencentcloudapi.com, not {way.name}."
    elif _INTERNAL in way.name:
        yield "Hosts with .internal. have an address inside a VPC of the cloud only: elsewhere use the public host."
    if way.proxy is None:
        yield "Behind a proxy, set HTTPS_PROXY: then the proxy looks names up."
    yield f"Look the name up by other means on this machine (`getent hosts {way.name}`, `nslookup {way.name}`)."
    yield "If nothing has an address, the machine is offline or its DNS server does not answer."
    if is_tencent(way.name) and _INTERNAL not in way.name:
        yield f"Otherwise `{way.name.partition('.')[0]}` may be no service: see `tcexplorer actions`."


def _connect(way: _Way) -> Iterator[str]:
    if is_loopback(way.name):
        port = way.host.rpartition(":")[2]
        number = f" --port {port}" if port.isdigit() else ""
        yield f"Look at the port: nothing listens on {visible(way.host)}. A sandbox: `tcexplorer sandbox{number}`."
        return
    if way.says("unreachable", "no route"):
        yield "Look whether this machine is online, and whether a VPN has taken the route."
    if not is_tencent(way.name):
        yield f"Look at the endpoint: {way.name} is no host of the API."
    yield f"Look what address the name has here (`getent hosts {way.name}`): a hosts file may point elsewhere."
    yield "Have the firewall let connections out to port 443 of *.tencentcloudapi.com."
    if way.proxy is None:
        yield "Behind a proxy, set HTTPS_PROXY and start again."


def _tls(way: _Way) -> Iterator[str]:
    if way.says("certificate file"):
        yield "Look at SSL_CERT_FILE or TCEXPLORER_CA_FILE: the file must exist and hold certificates in PEM form."
    elif way.says("expired", "not yet valid"):
        yield "Compare this machine's clock with the real time (`date -u`): certificates are valid between two dates."
    elif way.says("mismatch", "doesn't match", "not valid for"):
        yield f"The machine that answered is not {way.name}: look at the endpoint, the hosts file and the DNS."
    elif way.says("wrong version", "wrong_version", "record layer"):
        yield "What answered speaks plain http: look at the endpoint's port, and at the proxy's URL."
    elif way.says("self-signed", "self signed", "local issuer", "unable to get"):
        yield "Something between here and the API opens TLS, a company proxy as a rule: its CA is not known here."
        yield "Name the file with that CA in SSL_CERT_FILE, in PEM form, and start again."
    elif way.says("eof", "reset"):
        yield "It was cut while TLS began, as by a firewall that reads names: have it let the host through."
    else:
        yield "Behind a proxy that opens TLS, name its certificate in SSL_CERT_FILE and start again."
    yield f"See the certificate that comes: `openssl s_client -connect {way.name}:443 -servername {way.name}`."


def _proxy(way: _Way) -> Iterator[str]:
    if way.says("407", "authentication"):
        yield "The proxy asks who you are: give it in HTTPS_PROXY, as http://USER:PASSWORD@HOST:PORT, percent-encoded."
    elif way.says("is not http"):
        yield "Write HTTPS_PROXY with http:// or https:// in front; a SOCKS proxy cannot be used."
    elif way.says("403", "forbidden", "denied"):
        yield "The proxy does not permit this host: have *.tencentcloudapi.com, port 443, allowed there."
    elif way.says("no address"):
        yield "The name of the proxy has no address here: look at HTTPS_PROXY, and whether the VPN is up."
    elif way.says("refused", "not accept", "no connection"):
        yield "The proxy itself cannot be reached: look at its address and port in HTTPS_PROXY."
    else:
        yield "Look at HTTPS_PROXY: its address, and whether it asks for a user."
    yield "If no proxy is needed for the API, unset HTTPS_PROXY and ALL_PROXY and start again."


def _timeout(way: _Way) -> Iterator[str]:
    if not way.arrived:
        yield "A firewall that drops packets looks like this: have it let port 443 of *.tencentcloudapi.com through."
        if way.proxy is None:
            yield "Behind a proxy, set HTTPS_PROXY and start again."
        yield "Try another access point: a regional host, such as SERVICE.ap-singapore.tencentcloudapi.com."
        return
    yield "Ask for less at a time: a smaller Limit, a shorter range, fewer ids."
    yield "Wait longer: `tcexplorer call --timeout SECONDS`."
    yield "If reads time out as well, try a regional host that is nearer to the region."


def _read(way: _Way) -> Iterator[str]:
    if way.says("reset"):
        yield "A reset in mid-answer is a proxy's or a firewall's doing more often than the API's."
    yield "Send a reading action again; if it breaks every time, try it from another network."
    if way.proxy is not None:
        yield f"Try it past the proxy {way.proxy}, if that may be."


def _protocol(way: _Way) -> Iterator[str]:
    yield f"Look at the endpoint: what answers at {visible(way.host)} does not speak HTTP as the API does."
    if way.proxy is not None:
        yield f"Look whether {way.proxy} is a proxy for http, and not for SOCKS."


_STEPS = {
    "dns": _dns,
    "connect": _connect,
    "tls": _tls,
    "proxy": _proxy,
    "timeout": _timeout,
    "read": _read,
    "protocol": _protocol,
}


def _strange(status: int, content_type: str, reason: str, host: str) -> Iterator[str]:
    page = "html" in content_type.lower()
    if status == 407:
        yield "A proxy asks who you are: give it in HTTPS_PROXY, as http://USER:PASSWORD@HOST:PORT, percent-encoded."
    elif status in (502, 503, 504):
        yield "A gateway had nobody to ask: wait a few seconds and send a reading action again."
    elif 300 <= status < 400:
        yield "A redirect is not followed, since the signature is for one host: look where its Location points."
    elif "cut at" in reason:
        yield "The answer is larger than is read: ask for less at a time, with Limit and Offset or with Filters."
        return
    elif status in (401, 403, 404) or page:
        yield "The page of a proxy or of a network's login says who wrote it: read the answer as it came."
    else:
        yield "Read the answer as it came: it may say who wrote it."
    if not is_tencent(host_without_port(host)):
        yield f"Look at the endpoint: {host} is no host of the API."


def _place(proxy: str) -> str:
    """Host and port of a proxy's URL, without the user that it may name."""
    try:
        parts = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
        name, port = parts.hostname or "", parts.port
    except ValueError:
        return "one whose address cannot be read"
    shown = name if _DOTS.fullmatch(name) else visible(name)
    return f"{shown}:{port}" if port else shown
