"""What is told of a call that failed."""

from __future__ import annotations

import io

import pytest

from tcexplorer.cli.explained import tell_error, tell_failure
from tcexplorer.cli.terminal import Terminal
from tcexplorer.protocol.envelope import ApiError, Envelope, Malformed, TransportError
from tcexplorer.safety.inert import visible


def terminal() -> Terminal:
    return Terminal(io.StringIO(), io.StringIO(), io.StringIO())


def told(to: Terminal) -> str:
    assert isinstance(to.out, io.StringIO)
    assert isinstance(to.err, io.StringIO)
    assert to.out.getvalue() == ""
    return to.err.getvalue()


def test_of_an_api_error_all_that_is_known_but_not_how_to_provoke_it() -> None:
    to = terminal()
    message = "1\x1b[2J operation (mqtt:DeleteTopic) resource (*) has no permission"
    tell_error(ApiError(Envelope({}, {}, "r-1", None), "UnauthorizedOperation", message), lambda _: None, to)
    said = told(to)
    assert said.startswith("✗ UnauthorizedOperation\n")
    assert '{"effect":"allow","action":["mqtt:DeleteTopic"],"resource":["*"]}' in said
    assert "trying again" in said
    assert "sandbox" not in said
    assert said.endswith("  RequestId r-1\n")
    assert all(line == visible(line) for line in said.splitlines())


@pytest.mark.parametrize(
    ("outcome", "word"),
    [
        (TransportError("dns", "x has no address", may_have_arrived=False), "after something was changed"),
        (Malformed(502, "text/html", "the answer is not JSON"), "A reading action may be sent again"),
    ],
)
def test_of_no_answer_what_to_do(outcome: TransportError | Malformed, word: str) -> None:
    to = terminal()
    tell_failure(outcome, "mqtt.tencentcloudapi.com", "http://me:hunter2@proxy:1", to)
    said = told(to)
    assert "  host: mqtt.tencentcloudapi.com\n  proxy: proxy:1\n" in said
    assert "  → " in said
    assert word in said
    assert "hunter2" not in said
