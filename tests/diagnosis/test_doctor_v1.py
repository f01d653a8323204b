"""The doctor and v1 signatures."""

from __future__ import annotations

import pytest

from tcexplorer.diagnosis import doctor
from tcexplorer.diagnosis.doctor import Certainty, Outcome
from tcexplorer.protocol.model import Credential
from tcexplorer.safety.secret import Secret
from tests.diagnosis.wrong_client import SECRET_ID, SECRET_KEY, TIMESTAMP
from tests.diagnosis.wrong_v1 import PAIRS, UNDECLARED, V1, Client, Steps, sha1_mac, with_plus

ME = Credential(SECRET_ID, Secret(SECRET_KEY))
WRONG = Credential(SECRET_ID, Secret("z" * 32))
SINGLES = [(fault, name, steps) for fault, dialects in V1.items() for name, steps in dialects.items()]
VALID: dict[str, Steps] = {
    "by GET": {},
    "by POST": {"method": "POST"},
    "SHA-1, undeclared": {"pairs": UNDECLARED, "mac": sha1_mac},
    "SHA-1, declared": {
        "pairs": [(name, "HmacSHA1" if name == "SignatureMethod" else value) for name, value in PAIRS],
        "mac": sha1_mac,
    },
    "regional": {"host": "cvm.ap-guangzhou.tencentcloudapi.com"},
}


def examined(client: Client, credential: Credential | None = ME) -> doctor.Verdict:
    return doctor.examine(client.request(), credential, now=TIMESTAMP + 3)


@pytest.mark.parametrize("steps", VALID.values(), ids=VALID)
def test_valid_and_never_with_a_wrong_key(steps: Steps) -> None:
    client = Client().but(**steps)
    assert examined(client).outcome is Outcome.VALID
    wrong = examined(client, WRONG)
    assert wrong.outcome is Outcome.UNEXPLAINED
    assert wrong.causes == ()


@pytest.mark.parametrize(
    ("fault", "steps"),
    [(fault, steps) for fault, _, steps in SINGLES],
    ids=[f"{fault}: {name}" for fault, name, _ in SINGLES],
)
def test_single_mistakes_are_named(fault: str, steps: Steps) -> None:
    client = Client().but(**steps)
    verdict = examined(with_plus(client) if fault == "v1-signature-not-encoded" else client)
    assert verdict.ids == (fault,)
    assert verdict.causes[0].certainty is Certainty.PROVEN
    assert verdict.causes[0].fix


def test_every_fault_is_met_in_two_dialects() -> None:
    assert [fault for fault, dialects in V1.items() if len(dialects) < 2] == []


def test_a_pair() -> None:
    client = Client(signed_pairs=list, key=lambda secret_id, secret_key: f"{secret_key}\n")
    assert set(examined(client).ids) == {"v1-unsorted", "key-whitespace"}


def test_without_a_key() -> None:
    verdict = examined(Client().but(**V1["v1-double-encoded"]["twice"]), None)
    assert verdict.ids == ("v1-double-encoded",)
    assert verdict.causes[0].certainty is Certainty.OBSERVED
