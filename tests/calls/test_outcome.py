"""The outcome of answers that are no plain envelope; the corpus of `tests.odd_bodies` has many more."""

from __future__ import annotations

import json

import pytest

from tcexplorer.calls.outcome import read_in_slices
from tcexplorer.protocol.envelope import ApiError, Malformed, Success, TransportError, read_outcome
from tcexplorer.protocol.model import Broken, Response, Timings
from tcexplorer.waiting import driven

ENVELOPE = b'{"Response":{"RequestId":"r-1"}}'


def outcome_of(response: Response) -> Success | ApiError | Malformed | TransportError:
    return driven(read_in_slices(response)).outcome


def response(body: bytes, content_type: str = "application/json", **changes: object) -> Response:
    fields: dict[str, object] = {"status": 200, "size": len(body), "timings": Timings(1.0), **changes}
    return Response(headers=(("Content-Type", content_type),), body=body, **fields)  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize("kind", ["read", "timeout", "protocol"])
def test_an_answer_that_broke_off_is_a_transport_error_even_if_it_looks_whole(kind: str) -> None:
    outcome = outcome_of(response(ENVELOPE, broken=Broken(kind, "it broke")))
    assert outcome == TransportError(kind, "it broke", may_have_arrived=True)


def test_an_encoding_that_cannot_be_read_is_malformed() -> None:
    outcome = outcome_of(response(b"\x0b", broken=Broken("encoding", "encoded as br")))
    assert outcome == Malformed(200, "application/json", "encoded as br")


@pytest.mark.parametrize(("length", "said"), [("9000", "of 9000 bytes"), ("", "of at least 9000 bytes")])
def test_an_answer_above_the_cap_says_how_much_there_is(length: str, said: str) -> None:
    cut = Response(200, (("Content-Length", length),), ENVELOPE, 9000, Timings(1.0))
    outcome = outcome_of(cut)
    assert isinstance(outcome, Malformed)
    assert outcome.reason == f"the answer was cut at {len(ENVELOPE)} {said}"


@pytest.mark.parametrize(
    ("body", "content_type", "reason"),
    [
        (b"<html>", "text/html", "not JSON: an HTML page of 6 B"),
        (b"\x89PNG\r\n\x1a\n", "image/png", "not JSON: PNG image, 8 B"),
        (b"hello", "text/plain", "not JSON: text, 5 B"),
        (b'{"Response":', "application/json", "JSON that is not whole"),
        (b"[]", "application/json", "no object named Response"),
        (b"data:\n", "text/event-stream", "an event stream"),
    ],
)
async def test_large_and_small_are_told_alike(
    monkeypatch: pytest.MonkeyPatch, body: bytes, content_type: str, reason: str
) -> None:
    small = outcome_of(response(body, content_type))
    monkeypatch.setattr("tcexplorer.calls.outcome._QUICK", 0)
    large = (await read_in_slices(response(body, content_type))).outcome
    assert small == large
    assert isinstance(small, Malformed) or content_type == "text/event-stream"
    assert not isinstance(small, Malformed) or reason in small.reason


async def test_a_large_envelope_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tcexplorer.calls.outcome._QUICK", 0)
    outcome, answer = await read_in_slices(response(ENVELOPE))
    assert isinstance(outcome, Success)
    assert answer is not None
    assert answer.value is outcome.envelope.document


def test_a_number_of_many_digits_is_no_obstacle() -> None:
    body = b'{"Response":{"N":' + b"9" * 5_000 + b',"RequestId":"r-1"}}'
    plain = read_outcome(response(body))
    assert isinstance(plain, Malformed)
    assert "too many digits" in plain.reason
    assert isinstance(outcome_of(response(body)), Success)


@pytest.mark.parametrize("depth", [10, 100_000])
def test_nor_is_depth(depth: int) -> None:
    body = b'{"Response":{"N":' + b"[" * depth + b"]" * depth + b',"RequestId":"r-1"}}'
    outcome = outcome_of(response(body))
    assert isinstance(outcome, Success)
    assert outcome.envelope.request_id == "r-1"


def test_a_stream_is_read_without_its_content_type() -> None:
    events = b"".join(b"data: " + json.dumps({"N": number}).encode() + b"\n\n" for number in range(3))
    outcome = outcome_of(response(events, "text/plain"))
    assert isinstance(outcome, Success)
    assert outcome.events == 3
    assert outcome.envelope.response == {"N": 2}
