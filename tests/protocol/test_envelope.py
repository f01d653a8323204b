"""Envelopes of every kind: `Response.Error` decides, never the HTTP status."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcexplorer.protocol.envelope import (
    ApiError,
    Malformed,
    Success,
    inner_request_ids,
    judge,
    read_document,
    read_outcome,
)
from tcexplorer.protocol.model import Response, Timings

if TYPE_CHECKING:
    from tcexplorer.protocol.model import Json

ID = "00000000-0000-4000-8000-000000000001"


def answer(
    body: object, *, status: int = 200, content_type: str = "application/json", size: int | None = None
) -> Response:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Response(status, (("Content-Type", content_type),), raw, len(raw) if size is None else size, Timings(1.0))


@pytest.mark.parametrize("status", [200, 400, 500])
def test_success_whatever_the_status(status: int) -> None:
    outcome = read_outcome(answer({"Response": {"TotalCount": 0, "RequestId": ID}}, status=status))
    assert isinstance(outcome, Success)
    assert outcome.envelope.request_id == ID
    assert not outcome.dry_run


@pytest.mark.parametrize("content_type", ["application/json", "text/plain", "application/json; charset=utf-8"])
def test_an_error_whatever_the_content_type(content_type: str) -> None:
    body = {"Response": {"Error": {"Code": "AuthFailure.SignatureFailure", "Message": "no"}, "RequestId": ID}}
    outcome = read_outcome(answer(body, content_type=content_type))
    assert isinstance(outcome, ApiError)
    assert (outcome.code, outcome.message, outcome.envelope.request_id) == ("AuthFailure.SignatureFailure", "no", ID)


def test_a_passed_dry_run_is_a_success() -> None:
    outcome = read_outcome(
        answer({"Response": {"Error": {"Code": "DryRunOperation", "Message": "m"}, "RequestId": ID}})
    )
    assert isinstance(outcome, Success)
    assert outcome.dry_run


def test_a_null_error_is_none() -> None:
    assert isinstance(read_outcome(answer({"Response": {"Error": None, "RequestId": ID}})), Success)


def test_a_deprecation_warning_is_kept() -> None:
    outcome = read_outcome(answer({"Response": {"DeprecatedWarning": "use another", "RequestId": ID}}))
    assert isinstance(outcome, Success)
    assert outcome.envelope.deprecated_warning == "use another"


@pytest.mark.parametrize("error", [{"Code": 5}, "text", ["list"], {}])
def test_an_error_of_another_shape_is_still_an_error(error: object) -> None:
    outcome = read_outcome(answer({"Response": {"Error": error}}))
    assert isinstance(outcome, ApiError)
    assert outcome.code == ""
    assert outcome.envelope.request_id is None


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"<html>bad gateway</html>", "line 1, column 1"),
        (b'{"Response": {', "line 1, column"),
        (b"[]", "no object named Response"),
        (b'{"response": {}}', "no object named Response"),
        (b'{"Response": []}', "no object named Response"),
        (b"\xff\xfe\x00", "not"),
        (b"[" * 100_000, "nested too deeply"),
    ],
)
def test_what_is_no_envelope_says_why(body: bytes, reason: str) -> None:
    outcome = read_outcome(answer(body, status=502, content_type="text/html"))
    assert isinstance(outcome, Malformed)
    assert reason in outcome.reason
    assert (outcome.status, outcome.content_type) == (502, "text/html")


def test_a_cut_answer_is_not_read() -> None:
    outcome = read_outcome(answer({"Response": {}}, size=10_000))
    assert isinstance(outcome, Malformed)
    assert "10000" in outcome.reason


def test_numbers_keep_every_digit() -> None:
    outcome = read_outcome(answer(b'{"Response": {"Id": 18446744073709551615}}'))
    assert isinstance(outcome, Success)
    assert outcome.envelope.response["Id"] == 18446744073709551615


def test_an_answer_that_was_parsed_elsewhere_is_judged_the_same() -> None:
    body = b'{"Response": {"RequestId": "r"}}'
    assert judge(answer(body), json.loads(body)) == read_outcome(answer(body))
    broken = judge(answer(body[:-1]), {"Response": {}}, "it ends too early")
    assert isinstance(broken, Malformed)
    assert broken.reason == "the answer is not JSON: it ends too early"
    assert judge(answer(b""), None) == read_outcome(answer(b""))
    cut = judge(answer(body, size=10_000), {"Response": {}})
    assert isinstance(cut, Malformed)
    assert "10000" in cut.reason


def test_request_ids_of_inner_services_are_found_in_the_message() -> None:
    other, third = "11111111-aaaa-4bbb-8ccc-000000000001", "22222222-AAAA-4bbb-8ccc-000000000001"
    message = f"inner call failed, RequestId: {other}; [request id:{third}] outer {ID} again {other}, {other}0"
    outcome = read_outcome(answer({"Response": {"Error": {"Code": "A", "Message": message}, "RequestId": ID}}))
    assert isinstance(outcome, ApiError)
    assert inner_request_ids(outcome) == (other, third)


def test_an_error_without_end_is_an_error_all_the_same() -> None:
    deep: Json = 1
    for _ in range(10_000):
        deep = [deep]
    outcome = read_document({"Response": {"Error": deep}})
    assert isinstance(outcome, ApiError)
    assert "too deeply" in outcome.message


@given(st.binary(max_size=200))
def test_nothing_that_comes_back_raises(body: bytes) -> None:
    assert isinstance(read_outcome(answer(body)), Malformed | Success | ApiError)
