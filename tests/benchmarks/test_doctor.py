"""The doctor's speed, as so many plain signings of the same body in the same run.

The budget behind the ratio: a whole examination, which tries every mistake and every pair and finds none, takes
0.3 s at 10 KB.
"""

from __future__ import annotations

import json
from time import process_time
from typing import TYPE_CHECKING

import pytest

from tcexplorer.diagnosis import doctor
from tcexplorer.diagnosis.doctor import Outcome
from tcexplorer.protocol.model import Credential
from tcexplorer.protocol.signing import payload_hash, sign_tc3
from tcexplorer.safety.secret import Secret
from tests.diagnosis.wrong_client import JSON_TYPE, SECRET_ID, SECRET_KEY, TIMESTAMP, Client

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.benchmark

BODY = json.dumps(
    {"Filters": [{"Name": f"name-{number}", "Values": [f"ü/{number}", "x" * 60]} for number in range(100)]},
    ensure_ascii=False,
    separators=(",", ":"),
).encode()
SIGNINGS = 23_000


def least(work: Callable[[], object], runs: int, each: int = 1) -> float:
    """Seconds of processor time, the best of some runs."""
    best = float("inf")
    for _ in range(runs):
        begin = process_time()
        for _ in range(each):
            work()
        best = min(best, (process_time() - begin) / each)
    return best


def test_a_whole_examination() -> None:
    assert 9_000 < len(BODY) < 11_000
    me, wrong = Credential(SECRET_ID, Secret(SECRET_KEY)), Credential(SECRET_ID, Secret("z" * 32))
    client = Client(body=BODY)
    raw = client.request()

    def signing() -> None:
        sign_tc3(
            method="POST",
            path="/",
            query="",
            headers=[("content-type", JSON_TYPE), ("host", client.host)],
            hashed_payload=payload_hash(BODY),
            credential=me,
            timestamp=TIMESTAMP,
            service="mqtt",
        )

    assert doctor.examine(raw, wrong).outcome is Outcome.UNEXPLAINED
    one = least(signing, 7, 500)
    whole = least(lambda: doctor.examine(raw, wrong), 5)
    right = least(lambda: doctor.examine(raw, me), 7, 20)
    print(f"\nsigning {one * 1e6:.1f} us, whole {whole:.3f} s ({whole / one:,.0f}x), valid {right * 1e3:.2f} ms")
    assert whole <= one * SIGNINGS
    assert right <= one * 100
