"""Pages as values: what stands where, and what is never on them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tcexplorer.calls.context import Context
from tcexplorer.calls.exchange import Exchange
from tcexplorer.calls.plan import Plan, plan
from tcexplorer.catalog.model import Verb
from tcexplorer.diagnosis.explain import explain
from tcexplorer.protocol.envelope import (
    ApiError,
    Cancelled,
    Envelope,
    Malformed,
    Outcome,
    Success,
    TransportError,
    read_outcome,
)
from tcexplorer.protocol.model import Call, Language, Response, Site, Timings
from tcexplorer.tui.content.docs import docs_lines
from tcexplorer.tui.content.error import why_lines
from tcexplorer.tui.content.raw import idle_lines
from tcexplorer.tui.content.request import request_lines, signature_lines
from tcexplorer.tui.content.status import Tone, verdict_of
from tcexplorer.tui.content.timing import timing_lines
from tcexplorer.tui.text.styled_text import Line, Role
from tests.builders import SECRET_KEY, credential
from tests.tui.stage import ACTIONS, DEV, REQUEST_ID, failure, success

TOKEN = "session-token-value"


def planned(*, token: str | None = None) -> Plan:
    context = Context(DEV, credential(token=token), "ap-guangzhou")
    found = plan(
        Call("mqtt", "2024-01-01", "DescribeInstanceList", "ap-guangzhou"), Verb.READ, context, now=1_795_490_000
    )
    assert isinstance(found, Plan)
    return found


def exchange(outcome: Outcome, response: Response | None = None) -> Exchange:
    sent = planned()
    return Exchange(sent.call, outcome, response, 1_795_490_000.25, 0.034, sent)


def text(lines: list[Line]) -> str:
    return "\n".join(line.text for line in lines)


def test_why_begins_with_the_apis_own_words_then_the_meaning_a_cause_and_something_to_do() -> None:
    outcome = read_outcome(failure("AuthFailure.SignatureFailure", "own words"))
    lines = why_lines(exchange(outcome), explain("AuthFailure.SignatureFailure"), roomy=False)
    assert lines[0].text == "own words"
    assert lines[1].edge is Role.BAD
    assert lines[1].spans[0].style == "bold"
    assert lines[2].text.startswith("· ")
    assert lines[3].text.startswith("→ ")
    assert lines[-1].text == "dev · AKID…tttt · ap-guangzhou · TC3-HMAC-SHA256"
    assert "AuthFailure.SignatureFailure" not in text(lines)  # the verdict says it already


def test_why_shows_what_the_message_gives_away() -> None:
    message = "operation (mqtt:DescribeInstanceList) resource (qcs::mqtt:::x) has no permission"
    outcome = read_outcome(failure("UnauthorizedOperation", message))
    assert "Not allowed: mqtt:DescribeInstanceList" in text(
        why_lines(exchange(outcome), explain("UnauthorizedOperation"))
    )


@pytest.mark.parametrize("kind", ["dns", "connect", "tls", "proxy", "timeout", "read", "protocol", "unheard of"])
@pytest.mark.parametrize("arrived", [True, False])
def test_why_of_a_transport_error_says_whether_it_may_have_arrived(kind: str, arrived: bool) -> None:
    lines = why_lines(exchange(TransportError(kind, "the sentence", arrived)), None, proxy="http://me:pass@proxy:1")
    assert lines[0].text == "the sentence"
    assert ("may have reached" in lines[1].text) is arrived
    assert ("did not reach" in lines[1].text) is not arrived
    assert "proxy: proxy:1" in text(lines)


def test_why_of_the_other_outcomes() -> None:
    assert "Something answered that is not the API: no JSON" in text(
        why_lines(exchange(Malformed(502, "x", "no JSON")), None)
    )
    assert "You stopped waiting" in text(why_lines(exchange(Cancelled(1.2)), None))
    warned = Envelope({}, {}, "r", "use the new one")
    assert "use the new one" in text(why_lines(exchange(Success(warned)), None))
    assert "DryRun" in text(why_lines(exchange(Success(warned, dry_run=True)), None))
    assert "no message" in text(why_lines(exchange(ApiError(warned, "X", "")), None))


def test_the_request_page_has_every_header_and_masks_what_is_secret() -> None:
    ready = planned(token=TOKEN)
    masked = text(request_lines(ready, reveal=False))
    for name, _ in ready.request.headers:
        assert name in masked
    signature = ready.request.trace.signature if ready.request.trace else ""
    assert TOKEN not in masked
    assert signature not in masked
    assert "AKID" + "t" * 32 not in masked
    shown = text(request_lines(ready, reveal=True))
    assert TOKEN in shown
    assert signature in shown
    assert SECRET_KEY not in shown


def test_the_signature_page_shows_the_texts_as_they_were_signed() -> None:
    trace = planned().request.trace
    assert trace is not None
    rows = text(signature_lines(planned().request)).split("\n")
    for value in (*trace.canonical_request.split("\n"), *trace.string_to_sign.split("\n"), trace.signature):
        assert not value or f"  {value}" in rows


def test_an_action_that_is_not_signed_says_so() -> None:
    request = planned().request._replace(trace=None)
    assert "not signed" in text(signature_lines(request))
    assert "not signed" in text(
        why_lines(replace(exchange(Cancelled(1)), plan=replace(planned(), request=request)), None)
    )


def test_docs_follow_the_types_and_the_site() -> None:
    page = text(docs_lines(ACTIONS[0], Site.DOMESTIC, Language.ENGLISH))
    for said in (
        "Parameters  4",
        "Filters  Filter[], optional",
        "Filter  2",
        "Name of the filter.",
        "Answer  none",
        "Few",
    ):
        assert said in page
    assert "Parameters  none" in text(docs_lines(ACTIONS[3], Site.DOMESTIC, Language.ENGLISH))


def test_timing_adds_up() -> None:
    response = Response(200, (), b"{}", 2, Timings(100.0, connect=20.0, wait=50.0))
    page = text(timing_lines(exchange(Malformed(200, "", ""), response)))
    assert "2026-11-24 " in page
    for said in ("20.0 ms", "50.0 ms", "30.0 ms", "100.0 ms", "other"):
        assert said in page
    assert "without an answer" in text(timing_lines(exchange(Cancelled(1.0))))


def test_an_answer_that_was_cut_says_so() -> None:
    response = Response(200, (), b"x" * 1000, 5_000_000, Timings(1.0))
    assert "5.0 MB, cut at 1.0 KB" in text(timing_lines(exchange(Malformed(200, "", ""), response)))


def test_before_the_first_answer_the_pane_says_how_to_get_one() -> None:
    assert "^O" in text(idle_lines((), action=False))
    assert "^R" in text(idle_lines((), action=True))
    past = text(idle_lines([exchange(read_outcome(success()))], action=True))
    assert "mqtt DescribeInstanceList  ✓ success" in past
    assert REQUEST_ID in past


def test_verdicts_have_a_sign_a_word_and_a_tone() -> None:
    envelope = Envelope({}, {}, "id")
    found = [
        verdict_of(exchange(outcome))
        for outcome in (
            Success(envelope), ApiError(envelope, "", "m"), TransportError("tls", "s", may_have_arrived=False),
            Malformed(502, "text/html; charset=x", "r"), Cancelled(61),
        )
    ]  # fmt: skip
    assert [(one.words, one.tone) for one in found] == [
        ("✓ success", Tone.GOOD),
        ("✗ error without a code", Tone.BAD),
        ("↯ no answer: no secure connection", Tone.WARN),
        ("≠ not an API answer: 502 text/html", Tone.WARN),
        ("– cancelled after 1 min 1 s", Tone.QUIET),
    ]
