"""Large answers of the benchmarks' own making: lists of nested records, as a listing of many nodes would give."""

from __future__ import annotations

import json
import random
from functools import cache


def _record(number: int, chance: random.Random) -> dict[str, object]:
    disks = [
        {"VolumeId": f"vol-{chance.getrandbits(32):08x}", "Gigabytes": chance.randint(20, 900), "Locked": False}
        for _ in range(chance.randint(0, 3))
    ]
    return {
        "NodeId": f"node-{chance.getrandbits(32):08x}",
        "NodeName": f"worker-{number}-节点",
        "Position": {"Zone": "ap-nowhere-2", "Rack": chance.randint(0, 99)},
        "Cores": chance.choice([2, 4, 8, 16]),
        "MemoryGiB": chance.choice([4, 8, 16, 32]),
        "NodeState": chance.choice(["WORKING", "DRAINED", "WAITING"]),
        "Addresses": [f"10.{chance.randint(0, 255)}.{chance.randint(0, 255)}.{chance.randint(0, 255)}"],
        "OuterAddresses": None,
        "BootVolume": {"Medium": "SOLID_STATE", "VolumeId": f"vol-{chance.getrandbits(32):08x}", "Gigabytes": 60},
        "Volumes": disks,
        "Network": {
            "NetworkId": f"net-{chance.getrandbits(32):08x}",
            "SegmentId": f"segment-{chance.getrandbits(32):08x}",
            "IsGateway": False,
        },
        "Labels": [{"Name": "stage", "Text": "live"}, {"Name": "crew", "Text": f"crew{chance.randint(0, 40)}"}],
        "CreatedTime": "2026-03-01T12:00:00Z",
        "Serial": f"{chance.getrandbits(128):032x}",
    }


@cache
def accounts(records: int) -> bytes:
    """The envelope of so many small records, each with a secret: 100,000 are about 19 MB."""
    chance = random.Random(11)
    rows = [
        {
            "AccountId": f"acc-{chance.getrandbits(32):08x}",
            "AccountName": f"person {number}, 用户",
            "Password": f"{chance.getrandbits(64):016x}",
            "Quota": chance.randint(0, 10_000),
            "Rate": chance.random(),
            "Enabled": chance.random() < 0.5,
            "Groups": [f"group-{chance.randint(0, 40)}"],
            "Remark": None,
        }
        for number in range(records)
    ]
    answer = {"Response": {"AccountSet": rows, "RequestId": "00000000-0000-4000-8000-000000000011"}}
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode()


@cache
def listing(records: int) -> bytes:
    """The envelope of so many records: 60,000 are about 39 MB and 2.1 million values."""
    chance = random.Random(7)
    nodes = [_record(number, chance) for number in range(records)]
    answer = {
        "Response": {"TotalCount": records, "NodeSet": nodes, "RequestId": "00000000-0000-4000-8000-000000000007"}
    }
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode()
