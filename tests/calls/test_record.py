"""The one recording point: every exchange once, and nothing secret in it."""

from __future__ import annotations

import asyncio
import json
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

import pytest

from tcexplorer.calls.observer import ResponseObserver
from tcexplorer.calls.perform import CallFlow
from tests.builders import SECRET_KEY, credential
from tests.calls.test_call import CALL, CONTEXT, REFUSED, Scripted, answer, planned

if TYPE_CHECKING:
    from tcexplorer.calls.record import Record
    from tcexplorer.protocol.envelope import TransportError
    from tcexplorer.protocol.model import Response

PLANTED = "planted-Password-9"
OK = {"Response": {"RequestId": "r-1", "Token": PLANTED, "Name": "n"}}
BAD = {"Response": {"RequestId": "r-2", "Error": {"Code": "FailedOperation", "Message": f"password={PLANTED}"}}}


def recorded(sent: Response | TransportError) -> tuple[Record, ...]:
    records: list[Record] = []
    call = replace(CALL, params={"Password": PLANTED, "Limit": 1})
    context = replace(CONTEXT, credential=credential(token="planted-token"))
    flow = CallFlow(Scripted(sent), lambda: 10.0, records.append)
    asyncio.run(flow.perform(planned(call, context=context)))
    return tuple(records)


@pytest.mark.parametrize(
    ("sent", "outcome", "code", "request_id"),
    [
        (answer(OK), "success", None, "r-1"),
        (answer(BAD), "api error", "FailedOperation", "r-2"),
        (answer([]), "malformed", None, None),
        (REFUSED, "transport error", "connect", None),
    ],
)
def test_every_exchange_is_recorded_once_without_a_secret(
    sent: Response | TransportError, outcome: str, code: str | None, request_id: str | None
) -> None:
    (record,) = recorded(sent)
    assert (record.outcome, record.code, record.request_id) == (outcome, code, request_id)
    assert (record.profile, record.masked_id, record.action) == ("dev", "AKID…tttt", "DescribeZones")
    assert record.params["Limit"] == 1
    written = json.dumps(asdict(record), default=str)
    for secret in (PLANTED, SECRET_KEY, "planted-token", "Signature", "Authorization"):
        assert secret not in written


class Hanging:
    """A sender that waits until it is cancelled."""

    async def send(self, request: object, observer: ResponseObserver | None = None) -> Response:
        del request, observer
        await asyncio.Event().wait()
        raise AssertionError


async def test_a_cancelled_one_is_recorded_too_and_the_cancel_passes() -> None:
    records: list[Record] = []
    observer = ResponseObserver()
    flow = CallFlow(Hanging(), lambda: 10.0, records.append)
    task = asyncio.create_task(flow.perform(planned(), observer))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert [one.outcome for one in records] == ["cancelled"]
    assert observer.exchange is not None
