"""What an action does, judged by its name."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from tcexplorer.catalog.model import Verb
from tcexplorer.catalog.verbs import verb_of
from tcexplorer.safety.names import words

if TYPE_CHECKING:
    from tcexplorer.catalog.model import ActionRow

# fmt: off
READ = [
    "DescribeInstances", "GetUser", "ListUsers", "QueryOrder", "CheckDomain", "InquiryPriceRunInstances",
    "InquirePriceRenew", "SearchLog", "BatchDescribeOrderImage", "BatchGetPlaybackToken",
    "ChannelDescribeRoles", "AppGetDevice", "Describe5GInstances", "DescribleL4Rules",
    "DescribeDomainAndRecordList", "LookUpEvents", "CheckAccountDelete", "DescribeDeleteResult",
]
DESTRUCTIVE = [
    "DeleteInstance", "TerminateInstances", "DestroyInstance", "RemoveInstances", "IsolateDBInstance",
    "PurgeUrlsCache", "ResetInstance", "BatchDeleteDevices", "AppResetPassword", "ScheduleKeyDeletion",
    "EdgeKVDelete", "FilesDeletions", "OfflineIsolatedInstances", "ReleaseAddresses", "DropDLCTable",
]
WRITE = [
    "RunInstances", "CreateInstance", "ModifyInstance", "ExportImages", "ApplySnapshot", "SendSms",
    "StopInstances", "Chat", "TextModeration", "RecognizeAudio", "BatchModifyDomainInfo",
    "CancelKeyDeletion", "PullSmsSendStatus", "Getaway", "Blorp", "GetOrCreateThing",
    "DescribeAndDeleteThing", "Batch", "ECC", "x",
]
# fmt: on


@pytest.mark.parametrize(
    ("name", "verb"),
    [(name, verb) for verb, names in zip(Verb, (READ, WRITE, DESTRUCTIVE), strict=True) for name in names],
)
def test_name_tells_the_verb(name: str, verb: Verb) -> None:
    assert verb_of(name) is verb


def test_a_name_without_letters_writes() -> None:
    assert verb_of("") is verb_of("_") is Verb.WRITE


def test_words_of_a_name() -> None:
    assert words("Get3DModelByVPCId") == ["Get", "3", "D", "Model", "By", "VPC", "Id"]


def test_nothing_that_changes_the_account_passes_as_reading(rows: list[ActionRow]) -> None:
    changing = ("Create", "Delete", "Modify", "Terminate", "Run", "Reset", "Send", "Apply", "Export", "Update", "Set")
    assert not [row.action for row in rows if row.verb is Verb.READ and row.action.startswith(changing)]
    assert all(row.verb is verb_of(row.action) for row in rows)
    counts = Counter(row.verb for row in rows)
    assert counts[Verb.READ] > 7000
    assert counts[Verb.DESTRUCTIVE] > 1800
