"""The table of error codes: complete, each text its own, and fit to act on."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import FrozenInstanceError
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from tcexplorer.protocol.codes import CLIENT, COMMON, FAMILIES, CommonCode, Retry, family_of, nearest
from tcexplorer.sandbox.rules import act_for

if TYPE_CHECKING:
    from collections.abc import Iterator

EXPECTED = [
    "ActionOffline",
    "AuthFailure.InvalidAuthorization",
    "AuthFailure.InvalidSecretId",
    "AuthFailure.MFAFailure",
    "AuthFailure.SecretIdNotFound",
    "AuthFailure.SignatureExpire",
    "AuthFailure.SignatureFailure",
    "AuthFailure.TokenFailure",
    "AuthFailure.UnauthorizedOperation",
    "DryRunOperation",
    "FailedOperation",
    "InternalError",
    "InvalidAction",
    "InvalidParameter",
    "InvalidParameterValue",
    "InvalidRequest",
    "IpInBlacklist",
    "IpNotInWhitelist",
    "LimitExceeded",
    "MissingParameter",
    "NoSuchProduct",
    "NoSuchVersion",
    "RequestLimitExceeded",
    "RequestLimitExceeded.GlobalRegionUinLimitExceeded",
    "RequestLimitExceeded.IPLimitExceeded",
    "RequestLimitExceeded.UinLimitExceeded",
    "RequestSizeLimitExceeded",
    "ResourceInUse",
    "ResourceInsufficient",
    "ResourceNotFound",
    "ResourceUnavailable",
    "ResponseSizeLimitExceeded",
    "ServiceUnavailable",
    "UnauthorizedOperation",
    "UnknownParameter",
    "UnsupportedOperation",
    "UnsupportedProtocol",
    "UnsupportedRegion",
]

COMMANDS = {"actions", "call", "credentials add", "credentials test", "doctor", "explain", "sandbox", "sign"}

# Sentences of the documentation's own page, hashed, by their number of words: our texts must not be theirs.
OFFICIAL_BY_LENGTH = {
    2: (
        "84992f13840d 6e4521d69377 9fc436fd0905 956abbbdc1e7 041bb5a6b271 5c2ce2145602 d3fe3909ef08 "
        "0821a07ddd6a 01af8a094fe9 5ca568fafc62 a4798e512a61 148851710bab 8e863a60a2d9 72f08823c334 "
        "55abee312165"
    ),
    3: "5d1935277770 5e2b87e3a7a1 fa8433e23b4e 32f1f0d46162 5d586367ea72 dfa557291fc4 74afda6abdf5",
    4: "338333eb37ea 07873b840b01 714ab194d5c8 08561f5ee291 7541dd177842",
    5: "9f2cceacb6a2 2f30654fe456 856a9c60e06e 1fc02f04ea4b",
    6: "a0529eda995a 74484c0422e6 acf0925f671b f3fb60e518d6 fd5c4e1665c2 a47748d7fa4c",
    7: "62a66fec5957 bea6b339521b d6d86a7f53ac 394d05e40cea 0c9c6ed6e85e",
    8: "789ca889c8d4 02281eb260b0",
    9: "e2fdffc6292c 2aef25a66f69 a44b73fd3bfc 713cc3e36aa1",
    10: "de7134b2dbe9 26cc0e9865cf",
    11: "3d4e5ab097e5 44fec66fe61d",
    12: "9341c0ee143a ca63cdde40dc 6c2208c57dc9",
    13: "93f7edb88bfc 4503d9bb1f18 7c2f560bf0d2 b4183db4d038",
    14: "07c0a49e591d c49912bd48a3 95c489026b24 be142aa90d08",
    15: "3305b61b3206 ea8175ef030e 02ebe28a6291 a9d2e252087e",
    16: "a5f393c7baa0",
    20: "f276c662a8e6",
    23: "8fa8aab3b0d8",
}
OFFICIAL = {(length, digest) for length, digests in OFFICIAL_BY_LENGTH.items() for digest in digests.split()}

EVERY = [*COMMON.values(), *CLIENT.values()]


def texts(entry: CommonCode) -> Iterator[str]:
    yield entry.meaning
    yield from entry.causes
    yield from entry.remedies
    if entry.provoke:
        yield entry.provoke
    if entry.code in COMMON:
        yield act_for(entry.code)


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower())


def is_official(text: str) -> bool:
    """Whether a sentence of the page is the text, or, from four words on, is anywhere in it."""
    said = words(text)

    def hashed(part: list[str]) -> tuple[int, str]:
        return len(part), sha256(" ".join(part).encode()).hexdigest()[:12]

    if hashed(said) in OFFICIAL:
        return True
    lengths = {length for length, _ in OFFICIAL if length >= 4}
    return any(
        hashed(said[start : start + length]) in OFFICIAL
        for length in lengths
        for start in range(len(said) - length + 1)
    )


def test_the_common_codes_are_exactly_the_current_list() -> None:
    assert len(EXPECTED) == 38
    assert sorted(COMMON) == sorted(EXPECTED)
    assert all(code == entry.code for code, entry in COMMON.items())


def test_no_code_of_an_sdk_is_a_common_one() -> None:
    assert not set(CLIENT) & set(COMMON)
    assert {
        "ClientNetworkError",
        "ServerNetworkError",
        "ClientError.NetworkError",
        "ClientError.ParseJsonError",
        "InvalidCredential",
        "ClientParamsError",
        "CircuitBreaker",
    } <= set(CLIENT)


@pytest.mark.parametrize("entry", EVERY, ids=lambda entry: entry.code)
class TestEachEntry:
    def test_has_causes_and_remedies(self, entry: CommonCode) -> None:
        assert len(entry.causes) >= 2
        assert len(entry.remedies) >= 2

    def test_is_made_of_whole_plain_lines(self, entry: CommonCode) -> None:
        for text in texts(entry):
            assert re.fullmatch(r"[\x20-\x7e]{20,160}", text), text
            assert text[0].isupper(), text
            assert text.endswith("."), text
            assert text.count("`") % 2 == 0, text

    def test_means_one_sentence(self, entry: CommonCode) -> None:
        assert not re.search(r"[.!?] [A-Z]", entry.meaning)

    def test_does_not_beg(self, entry: CommonCode) -> None:
        for text in texts(entry):
            assert "please" not in words(text)
            assert "ensure" not in words(text)

    def test_remedies_are_orders(self, entry: CommonCode) -> None:
        for remedy in entry.remedies:
            assert words(remedy)[0] not in {"you", "the", "a", "an", "it", "this", "there", "your", "if"}, remedy

    def test_is_not_the_documentation_over_again(self, entry: CommonCode) -> None:
        for text in texts(entry):
            assert not is_official(text), text

    def test_names_commands_that_exist(self, entry: CommonCode) -> None:
        for text in texts(entry):
            for command in re.findall(r"tcexplorer ((?:credentials )?\w+)", text):
                assert command in COMMANDS, text


def test_the_documentation_would_be_recognised() -> None:
    assert is_official("Signature expired.")
    assert is_official("Alas: the number of requests exceeds the frequency limit, so wait.")
    assert not is_official("The signature expired an hour ago.")


def test_no_text_serves_two_codes() -> None:
    counted = Counter(" ".join(words(text)) for entry in EVERY for text in texts(entry))
    assert [text for text, times in counted.items() if times > 1] == []


def test_most_common_codes_lead_to_a_command() -> None:
    without = {e.code for e in COMMON.values() if not any("tcexplorer " in remedy for remedy in e.remedies)}
    assert without == {"RequestLimitExceeded.UinLimitExceeded"}


def test_entries_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        COMMON["InvalidAction"].meaning = "Fine."  # pyright: ignore[reportAttributeAccessIssue]
    with pytest.raises(TypeError):
        COMMON["New"] = COMMON["InvalidAction"]  # pyright: ignore[reportIndexIssue]


@pytest.mark.parametrize(
    ("code", "retry"),
    [
        ("RequestLimitExceeded", Retry.LATER),
        ("RequestLimitExceeded.IPLimitExceeded", Retry.LATER),
        ("ServiceUnavailable", Retry.LATER),
        ("InternalError", Retry.READS_ONLY),
        ("ClientNetworkError", Retry.READS_ONLY),
        ("AuthFailure.SignatureFailure", Retry.AFTER_FIX),
        ("DryRunOperation", Retry.NEVER),
        ("ActionOffline", Retry.NEVER),
    ],
)
def test_when_to_try_again(code: str, retry: Retry) -> None:
    entry = nearest(code)
    assert entry
    assert entry.retry is retry


def test_nothing_that_was_refused_for_the_caller_is_worth_waiting_for() -> None:
    for entry in COMMON.values():
        if entry.code.startswith(("AuthFailure", "Invalid", "Missing", "Unknown", "NoSuch")):
            assert entry.retry is Retry.AFTER_FIX, entry.code


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("InvalidParameterValue", "InvalidParameterValue"),
        ("InvalidParameterValue.InstanceIdMalformed", "InvalidParameterValue"),
        ("InvalidParameter.Json.Depth", "InvalidParameter"),
        ("RequestLimitExceeded.UinLimitExceeded", "RequestLimitExceeded.UinLimitExceeded"),
        ("RequestLimitExceeded.UinLimitExceeded.More", "RequestLimitExceeded.UinLimitExceeded"),
        ("RequestLimitExceeded.Other", "RequestLimitExceeded"),
        ("ClientError.Whatever", "ClientError"),
        ("AuthFailure", None),
        ("AuthFailure.Foo", None),
        ("InvalidParameterValues", None),
        ("invalidparameter", None),
        ("", None),
        (".", None),
        ("InvalidParameter.", "InvalidParameter"),
    ],
)
def test_nearest(code: str, found: str | None) -> None:
    entry = nearest(code)
    assert (entry.code if entry else None) == found


@pytest.mark.parametrize(
    ("code", "family"),
    [
        ("AuthFailure.SignatureFailure", "AuthFailure"),
        ("AuthFailure.Foo", "AuthFailure"),
        ("AuthFailure.SignatureFailure.Foo", "AuthFailure.SignatureFailure"),
        ("InvalidParameter", "InvalidParameter"),
        ("InvalidParameterValue.Foo", "InvalidParameterValue"),
        ("RequestLimitExceeded.UinLimitExceeded", "RequestLimitExceeded"),
        ("OperationDenied.Foo", "OperationDenied"),
        ("ResourcesSoldOut.SpecifiedInstanceType", "ResourcesSoldOut"),
        ("ClientError.NetworkError", "client"),
        ("CircuitBreaker", "client"),
        ("Foo.Bar", None),
        ("", None),
    ],
)
def test_family(code: str, family: str | None) -> None:
    assert family_of(code) == family


def test_every_family_has_a_note_of_its_own() -> None:
    assert {code.partition(".")[0] for code in COMMON} <= set(FAMILIES)
    assert {"AuthFailure", "OperationDenied", "ResourcesSoldOut"} <= set(FAMILIES)
    meanings = {text for entry in EVERY for text in texts(entry)}
    assert len(set(FAMILIES.values())) == len(FAMILIES)
    assert not set(FAMILIES.values()) & meanings
    assert not [note for note in FAMILIES.values() if is_official(note)]
