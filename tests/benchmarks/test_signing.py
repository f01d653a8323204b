"""Signing against the official SDK, in the same run.

The SDK signs through its client, which serialises the parameters and signs them; that is the peer. Ours is
measured twice: `sign_tc3` on bytes that are there already, and the whole of `sign_request`, serialisation included.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest
from tencentcloud.common import credential as sdk_credential
from tencentcloud.common.abstract_client import AbstractClient
from tencentcloud.common.http.request import RequestInternal

from tcexplorer.protocol.model import Call, Endpoint, Json, JsonObject, Language
from tcexplorer.protocol.request import json_body, sign_request
from tcexplorer.protocol.signing import payload_hash, sign_tc3
from tests.builders import SECRET_ID, SECRET_KEY, credential

if TYPE_CHECKING:
    from collections.abc import Callable

HOST, TYPE, AT = "cvm.tencentcloudapi.com", "application/json; charset=utf-8", 1551113065


class SdkClient(AbstractClient):
    """A client of the SDK, as its generated ones are."""

    _apiVersion = "2017-03-12"  # noqa: N815 - the SDK reads this name
    _endpoint = HOST
    _service = "cvm"


def seconds_each(works: list[Callable[[], object]], rounds: int) -> list[float]:
    """The best of several batches of each, taken in turn, so that a busy machine disturbs all alike."""
    best = [float("inf")] * len(works)
    for _ in range(7):
        for which, work in enumerate(works):
            begin = time.perf_counter()
            for _ in range(rounds):
                work()
            best[which] = min(best[which], (time.perf_counter() - begin) / rounds)
    return best


@pytest.mark.benchmark
@pytest.mark.filterwarnings("ignore:datetime.datetime.utcfromtimestamp:DeprecationWarning")
@pytest.mark.parametrize(("size", "rounds", "floor"), [(1024, 2000, 2.0), (1024 * 1024, 20, 3.0)])
def test_throughput(size: int, rounds: int, floor: float) -> None:
    values: list[Json] = ["x" * (size // 10)] * 10
    params: JsonObject = {"Limit": 10, "Filters": [{"Name": "zone", "Values": values}]}
    body, me = json_body(params), credential()
    call = Call("cvm", "2017-03-12", "DescribeInstances", "ap-guangzhou", params, language=Language.CHINESE)
    client: Any = SdkClient(sdk_credential.Credential(SECRET_ID, SECRET_KEY), "ap-guangzhou")
    internal: Any = RequestInternal

    def theirs() -> None:
        client._build_req_with_tc3_signature("DescribeInstances", params, internal(HOST, "POST", "/", {}))

    def signing() -> None:
        sign_tc3(
            method="POST",
            path="/",
            query="",
            headers=[("Content-Type", TYPE), ("Host", HOST)],
            hashed_payload=payload_hash(body),
            credential=me,
            timestamp=AT,
            service="cvm",
        )

    def whole() -> None:
        sign_request(call, Endpoint(HOST), me, timestamp=AT)

    peer, ours, all_of_it = seconds_each([theirs, signing, whole], rounds)
    print(
        f"\n{size} bytes: SDK {1 / peer:,.0f}/s, sign_tc3 {1 / ours:,.0f}/s ({peer / ours:.2f}x),"
        f" sign_request {1 / all_of_it:,.0f}/s ({peer / all_of_it:.2f}x)"
    )
    assert peer / ours >= floor
    assert peer / all_of_it >= 0.8
