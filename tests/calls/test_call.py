"""Planning with its guards, and performing."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tcexplorer.calls.consent import needs_consent
from tcexplorer.calls.context import Context, endpoint_for, is_local, region_for
from tcexplorer.calls.perform import CallFlow, cancelled
from tcexplorer.calls.plan import Plan, RefusalReason, Refused, plan
from tcexplorer.catalog.model import Verb
from tcexplorer.credentials.profile import Profile
from tcexplorer.protocol.envelope import ApiError, Cancelled, Malformed, Outcome, Success, TransportError
from tcexplorer.protocol.model import Call, Method, Response, Site, Timings
from tcexplorer.protocol.request import MAX_GET, SignedRequest
from tcexplorer.waiting import driven
from tests.builders import SECRET_KEY, credential

if TYPE_CHECKING:
    from tcexplorer.calls.observer import ResponseObserver

CALL = Call("cvm", "2017-03-12", "DescribeZones", "ap-guangzhou")
CONTEXT = Context(Profile("dev"), credential(), "ap-guangzhou")
NOW = 1551113065.5


def planned(call: Call = CALL, verb: Verb = Verb.READ, context: Context = CONTEXT) -> Plan:
    result = plan(call, verb, context, now=NOW)
    assert isinstance(result, Plan)
    return result


def refused(call: Call = CALL, verb: Verb = Verb.READ, context: Context = CONTEXT) -> RefusalReason:
    result = plan(call, verb, context, now=NOW)
    assert isinstance(result, Refused)
    assert "\n" not in result.sentence
    return result.reason


class Scripted:
    """A sender that answers what it was told to, once."""

    def __init__(self, answer: Response | TransportError) -> None:
        self.answer = answer
        self.sent: list[SignedRequest] = []

    async def send(self, request: SignedRequest, observer: ResponseObserver | None = None) -> Response | TransportError:
        self.sent.append(request)
        return self.answer


def answer(document: object) -> Response:
    body = json.dumps(document).encode()
    return Response(200, (("Content-Type", "application/json"),), body, len(body), Timings(1.0))


def test_the_plan_is_what_travels() -> None:
    ready = planned()
    assert ready.request.url == "https://cvm.tencentcloudapi.com/"
    assert ready.request.header("X-TC-Timestamp") == "1551113065"
    assert ready.masked_id == "AKID…tttt"
    assert SECRET_KEY not in repr(ready)


def test_a_read_only_profile_refuses_what_may_change_something() -> None:
    context = replace(CONTEXT, profile=Profile("dev", read_only=True))
    assert planned(context=context).verb is Verb.READ
    for verb in (Verb.WRITE, Verb.DESTRUCTIVE):
        assert refused(verb=verb, context=context) is RefusalReason.READ_ONLY


def test_no_credential_no_call() -> None:
    assert refused(context=replace(CONTEXT, credential=None)) is RefusalReason.NO_CREDENTIAL
    unsigned = planned(replace(CALL, skip_sign=True), context=replace(CONTEXT, credential=None))
    assert unsigned.request.header("Authorization") == "SKIP"


@pytest.mark.parametrize("endpoint", ["https://example.com", "http://cvm.tencentcloudapi.com", "nonsense host"])
def test_a_host_that_is_not_tencents_is_refused(endpoint: str) -> None:
    assert refused(context=replace(CONTEXT, endpoint=endpoint)) is RefusalReason.ENDPOINT
    assert refused(context=replace(CONTEXT, profile=Profile("dev", endpoint=endpoint))) is RefusalReason.ENDPOINT


def test_too_much_for_a_get_is_said_before_it_is_sent() -> None:
    call = replace(CALL, method=Method.GET, params={"A": "x" * MAX_GET})
    assert refused(call) is RefusalReason.REQUEST


@pytest.mark.parametrize(
    ("verb", "endpoint", "asks"),
    [
        (Verb.READ, None, False),
        (Verb.WRITE, None, True),
        (Verb.DESTRUCTIVE, None, True),
        (Verb.WRITE, "http://127.0.0.1:1", False),
    ],
)
def test_what_may_change_the_real_thing_needs_consent(verb: Verb, endpoint: str | None, asks: bool) -> None:
    wanted = planned(verb=verb, context=replace(CONTEXT, endpoint=endpoint))
    assert needs_consent(wanted) is asks
    assert not needs_consent(wanted, typed=True)
    production = replace(CONTEXT, endpoint=endpoint, profile=Profile("dev", production=True))
    assert needs_consent(planned(verb=verb, context=production), typed=True) is asks


def test_the_sandbox_needs_no_consent_and_shows_the_real_host() -> None:
    context = replace(CONTEXT, profile=Profile("sandbox", "sandbox"), sandbox=("127.0.0.1", 8000))
    ready = planned(verb=Verb.DESTRUCTIVE, context=context)
    assert not needs_consent(ready)
    assert is_local(ready.endpoint)
    assert ready.request.url == "https://cvm.tencentcloudapi.com/"
    assert ready.request.dial == "http://127.0.0.1:8000/"


def test_endpoints_follow_site_region_and_choice() -> None:
    abroad = replace(CONTEXT, profile=Profile("dev", site=Site.INTERNATIONAL))
    assert endpoint_for("cvm", abroad).host == "cvm.intl.tencentcloudapi.com"
    assert (
        endpoint_for("cvm", replace(CONTEXT, region="ap-beijing-fsi")).host == "cvm.ap-beijing-fsi.tencentcloudapi.com"
    )
    assert endpoint_for("cvm", replace(CONTEXT, endpoint="cvm.tencentcloudapi.cn")).host == "cvm.tencentcloudapi.cn"


def test_cam_is_called_without_a_region() -> None:
    assert region_for("cam", CONTEXT) is None
    assert region_for("cvm", CONTEXT) == "ap-guangzhou"


REFUSED = TransportError("connect", "nothing listens there", may_have_arrived=False)


@pytest.mark.parametrize(
    ("sent", "kind"),
    [
        (answer({"Response": {"RequestId": "r"}}), Success),
        (answer({"Response": {"Error": {"Code": "InternalError", "Message": ""}, "RequestId": "r"}}), ApiError),
        (answer([]), Malformed),
        (REFUSED, TransportError),
    ],
)
async def test_every_answer_becomes_an_outcome(sent: Response | TransportError, kind: type[Outcome]) -> None:
    ticks = iter([10.0, 10.5, 20.0, 20.25])
    sender = Scripted(sent)
    flow = CallFlow(sender, lambda: next(ticks))
    exchange = await flow.perform(planned())
    assert isinstance(exchange.outcome, kind)
    assert (exchange.started_at, exchange.elapsed) == (10.0, 0.5)
    again = driven(flow.perform(planned()))
    assert again.outcome == exchange.outcome
    assert again.elapsed == 0.25
    assert len(sender.sent) == 2


def test_a_cancelled_call_says_after_how_long() -> None:
    exchange = cancelled(planned(), 10.0, 1.25)
    assert exchange.outcome == Cancelled(1.25)
    assert exchange.response is None


async def test_a_credential_that_has_ended_signs_nothing() -> None:
    ended = replace(CONTEXT, credential=replace(credential(), expires_at=NOW))
    assert refused(context=ended) is RefusalReason.NO_CREDENTIAL
    assert planned(context=replace(CONTEXT, credential=replace(credential(), expires_at=NOW + 1)))
