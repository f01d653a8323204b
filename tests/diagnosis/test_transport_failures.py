"""What is said of a call that got no answer, for made-up failures and for real ones on this machine."""

from __future__ import annotations

import socket
from contextlib import closing, suppress
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcexplorer.diagnosis.transport_failures import Failure, explain_failure
from tcexplorer.protocol.codes import Retry
from tcexplorer.protocol.envelope import Malformed, TransportError
from tcexplorer.protocol.model import Call, Credential, Endpoint
from tcexplorer.protocol.request import SignedRequest, sign_request
from tcexplorer.safety.inert import visible
from tcexplorer.safety.secret import Secret
from tcexplorer.transport import HttpxSender, Route
from tcexplorer.waiting import driven

if TYPE_CHECKING:
    from collections.abc import Iterator

HOST = "mqtt.tencentcloudapi.com"
KINDS = ["dns", "connect", "tls", "proxy", "timeout", "read", "protocol", "refused"]


def failed(kind: str, sentence: str = "no", host: str = HOST, proxy: str | None = None, *, arrived: bool = False,
           ) -> Failure:  # fmt: skip
    return explain_failure(TransportError(kind, sentence, arrived), host, proxy)


@pytest.mark.parametrize(
    ("failure", "words"),
    [
        (failed("dns"), ["tcexplorer actions", "HTTPS_PROXY", "getent hosts mqtt.tencentcloudapi.com"]),
        (failed("dns", host="mqtt.tencentcloud.com"), ["not mqtt.tencentcloud.com"]),
        (failed("dns", host="mqtt.internal.tencentcloudapi.com"), [".internal."]),
        (failed("connect", host="127.0.0.1:8000"), ["`tcexplorer sandbox --port 8000`"]),
        (failed("connect", "no route to host"), ["VPN", "443"]),
        (failed("connect", host="example.org"), ["example.org is no host of the API"]),
        (failed("tls", "certificate verify failed: self-signed certificate in chain"), ["SSL_CERT_FILE"]),
        (failed("tls", "certificate has expired"), ["clock"]),
        (failed("tls", "Hostname mismatch"), ["is not mqtt.tencentcloudapi.com"]),
        (failed("tls", "[SSL: WRONG_VERSION_NUMBER]"), ["plain http"]),
        (failed("tls", "the certificate file /x cannot be used: gone"), ["PEM"]),
        (failed("tls", "EOF occurred in violation of protocol"), ["firewall"]),
        (failed("tls", "handshake failure"), ["opens TLS"]),
        (failed("proxy", "407 Proxy Authentication Required"), ["USER:PASSWORD"]),
        (failed("proxy", "403 Forbidden"), ["permit"]),
        (failed("proxy", "the proxy a:1 is not http:// or https://"), ["SOCKS"]),
        (failed("proxy", "p has no address"), ["VPN"]),
        (failed("proxy", "p refused the connection"), ["cannot be reached"]),
        (failed("timeout"), ["drops packets"]),
        (failed("timeout", arrived=True), ["--timeout", "Limit"]),
        (failed("read", "connection reset by peer", arrived=True), ["reset"]),
        (failed("read", proxy="http://p:3128"), ["past the proxy p:3128"]),
        (failed("protocol", host="127.0.0.1:22"), ["127.0.0.1:22"]),
    ],
)
def test_steps_fit_the_failure(failure: Failure, words: list[str]) -> None:
    said = " ".join(failure.steps)
    assert [word for word in words if word not in said] == []


@pytest.mark.parametrize(
    ("status", "content_type", "reason", "word"),
    [
        (407, "text/html", "x", "USER:PASSWORD"),
        (502, "text/html", "x", "wait"),
        (302, "text/html", "x", "Location"),
        (403, "text/html", "x", "who wrote it"),
        (200, "text/html; charset=utf-8", "x", "login"),
        (200, "application/json", "the answer was cut at 5 of 9 bytes", "Filters"),
        (200, "application/json", "the answer is JSON, but has no object named Response", "as it came"),
    ],
)
def test_answers_of_something_else(status: int, content_type: str, reason: str, word: str) -> None:
    failure = explain_failure(Malformed(status, content_type, reason), HOST)
    assert failure.kind == "answer"
    assert reason in failure.meaning
    assert word in " ".join(failure.steps)
    assert f"answer: HTTP {status}, {content_type}" in failure.evidence
    assert failure.retry is Retry.READS_ONLY


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("arrived", [True, False])
def test_whether_to_send_it_again(kind: str, *, arrived: bool) -> None:
    failure = failed(kind, arrived=arrived)
    assert (failure.retry is Retry.READS_ONLY) is arrived
    assert ("may have reached" in failure.arrived) is arrived
    assert failure.steps
    if not arrived:
        assert failure.retry is (Retry.LATER if kind in ("timeout", "read") else Retry.AFTER_FIX)


def test_the_proxys_password_is_not_shown() -> None:
    failure = failed("proxy", proxy="http://user:hunter2@proxy.example:3128")
    assert "proxy: proxy.example:3128" in failure.evidence
    assert "hunter2" not in repr(failure)
    assert failed("dns").evidence == (f"host: {HOST}", "proxy: none")
    assert "cannot be read" in failed("proxy", proxy="http://[x").evidence[1]


@given(st.sampled_from(KINDS), st.text(max_size=50), st.text(max_size=50), st.text(max_size=30))
def test_hostile_texts_come_out_inert(kind: str, sentence: str, host: str, proxy: str) -> None:
    for outcome in (TransportError(kind, sentence, may_have_arrived=True), Malformed(200, sentence, sentence)):
        failure = explain_failure(outcome, host, proxy)
        for text in (failure.meaning, failure.arrived, *failure.evidence, *failure.steps):
            assert text == visible(text)


def request_to(endpoint: Endpoint) -> SignedRequest:
    key = Credential("AKID" + "x" * 32, Secret("k" * 32))
    return sign_request(Call("mqtt", "2024-05-16", "DescribeInstanceList"), endpoint, key, timestamp=1700000000)


def really_failed(endpoint: Endpoint, proxy: str | None = None) -> Failure:
    route = Route(proxy)
    sender = HttpxSender(route, timeout=5, blocking=True)
    outcome = driven(sender.send(request_to(endpoint)))
    driven(sender.close())
    assert isinstance(outcome, TransportError)
    return explain_failure(outcome, endpoint.host, route.proxy)


@pytest.fixture
def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        return listening.getsockname()[1]


@pytest.fixture
def plain_server() -> Iterator[int]:
    """A port where whatever comes is answered in plain HTTP: 407."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:

        def answer() -> None:
            connection, _ = listening.accept()
            with connection, suppress(OSError):  # the client may have gone
                connection.recv(65536)
                connection.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
                connection.shutdown(socket.SHUT_WR)
                while connection.recv(65536):
                    pass

        thread = Thread(target=answer)
        thread.start()
        yield listening.getsockname()[1]
        thread.join(10)


def test_a_real_port_where_nothing_listens(free_port: int) -> None:
    failure = really_failed(Endpoint(f"127.0.0.1:{free_port}", "http"))
    assert failure.kind == "connect"
    assert f"tcexplorer sandbox --port {free_port}" in failure.steps[0]


def test_a_real_server_that_speaks_plain_http(plain_server: int) -> None:
    failure = really_failed(Endpoint(f"127.0.0.1:{plain_server}", "https"))
    assert failure.kind == "tls"
    assert "plain http" in failure.steps[0]


def test_a_real_proxy_that_asks_for_a_user(plain_server: int) -> None:
    failure = really_failed(Endpoint(HOST), f"http://127.0.0.1:{plain_server}")
    assert failure.kind == "proxy"
    assert "USER:PASSWORD" in failure.steps[0]


def test_a_real_proxy_that_is_not_there(free_port: int) -> None:
    failure = really_failed(Endpoint(HOST), f"http://127.0.0.1:{free_port}")
    assert failure.kind == "proxy"
    assert "cannot be reached" in failure.steps[0]
