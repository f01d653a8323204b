"""The whole way: search, choose, fill in, send, read, copy."""

from __future__ import annotations

import pytest
from textual import events

from tcexplorer.credentials.profile import Profile
from tests.tui.stage import LOST, NEVER_SENT, REQUEST_ID, failure, reply, staged, success

SIZES = [(160, 45), (120, 35), (80, 24)]


@pytest.mark.parametrize("size", SIZES)
async def test_from_search_to_the_request_id_in_the_clipboard(size: tuple[int, int]) -> None:
    async with staged(success(TotalCount=2), size=size) as stage:
        await stage.keys("ctrl+o", "=mqtt describeinstancelist", "enter", "ctrl+r")
        await stage.until("✓ success")
        await stage.until(REQUEST_ID)
        await stage.until("TotalCount 2")
        await stage.keys("ctrl+y")
        assert stage.app.clipboard == REQUEST_ID
        assert stage.postman.sent[0].header("X-TC-Action") == "DescribeInstanceList"


@pytest.mark.parametrize("size", SIZES)
async def test_a_wrong_key_is_explained(size: tuple[int, int]) -> None:
    async with staged(failure("AuthFailure.SignatureFailure", "the signature is wrong"), size=size) as stage:
        await stage.open("describeinstancelist")
        await stage.keys("ctrl+r")
        await stage.until("✗ AuthFailure.SignatureFailure")
        assert REQUEST_ID in stage.screen_text
        await stage.until("the signature is wrong")  # the API's own words
        await stage.until("The key pair does not look like one")  # what was found out: the test's key is too short
        assert "→" in stage.screen_text  # something to do


async def test_keys_that_come_all_at_once_are_taken_one_after_the_other() -> None:
    async with staged(success(), success()) as stage:
        for letter in ("ctrl+o", *"zones", "enter", "ctrl+r"):  # no pause between them, as in a paste or a script
            stage.app.post_message(events.Key(letter, letter if len(letter) == 1 else None))
        await stage.until("✓ success")
        assert stage.postman.sent[0].header("X-TC-Action") == "DescribeZones"
        for letter in ("ctrl+o", *"mqtt list", "enter", "ctrl+r"):
            stage.app.post_message(events.Key(letter, letter if len(letter) == 1 else None))
        await stage.until("mqtt  DescribeInstanceList")
        await stage.until("✓ success")
        assert stage.postman.sent[1].header("X-TC-Action") == "DescribeInstanceList"


async def test_copying_works_from_the_json_editor_where_the_key_means_redo() -> None:
    async with staged(success()) as stage:
        await stage.open("describeinstancelist")
        await stage.keys("ctrl+r")
        await stage.until("✓ success")
        await stage.keys("f4", "=x")
        assert type(stage.app.focused).__name__ == "JsonEditor"
        await stage.keys("ctrl+y")
        assert stage.app.clipboard == REQUEST_ID


async def test_copying_without_an_answer_says_so() -> None:
    async with staged() as stage:
        await stage.keys("ctrl+y")
        assert stage.app.clipboard == ""
        await stage.until("there is no RequestId yet")


@pytest.mark.parametrize(
    ("answer", "verdict", "identity"),
    [
        (NEVER_SENT, "↯ no answer: no such host", "no RequestId: the request never reached the API"),
        (LOST, "↯ no answer: timed out", "no RequestId: the request may have reached the API"),
        (
            reply(b"<html>bad gateway</html>", status=502, content_type="text/html; charset=x"),
            "≠ not an API answer: 502 text/html",
            "no RequestId in the answer",
        ),
        (failure("DryRunOperation"), "✓ dry run passed", REQUEST_ID),
        (reply({"Response": {}}), "✓ success", "no RequestId in the answer"),
    ],
)
async def test_the_verdict_of_every_outcome(answer: object, verdict: str, identity: str) -> None:
    async with staged(answer) as stage:  # pyright: ignore[reportArgumentType] a list of several types
        await stage.open("describezones")
        await stage.keys("ctrl+r")
        await stage.until(verdict)
        await stage.until(identity)


async def test_waiting_counts_and_escape_cancels() -> None:
    async with staged() as stage:
        await stage.open("describezones")
        await stage.keys("ctrl+r")
        await stage.until("… waiting")
        await stage.until("Esc cancel")
        stage.clock.now += 1.2
        await stage.until("… waiting  1.2 s")
        await stage.keys("escape")
        await stage.until("– cancelled after 1.2 s")
        await stage.until("may have reached")


async def test_a_second_send_while_waiting_is_not_sent() -> None:
    async with staged() as stage:
        await stage.open("describezones")
        await stage.keys("ctrl+r", "ctrl+r")
        assert len(stage.postman.sent) == 1
        await stage.until("still waiting")


async def test_the_code_that_is_not_on_our_list_is_shown_all_the_same() -> None:
    async with staged(failure("FailedOperation.NobodyKnows")) as stage:
        await stage.open("describezones")
        await stage.keys("ctrl+r")
        await stage.until("✗ FailedOperation.NobodyKnows")


REAL = Profile("prod-cn", region="ap-shanghai", production=True)


async def test_a_writing_action_asks_and_enter_means_no() -> None:
    async with staged(success(), profile=REAL, sandbox=False) as stage:
        await stage.open("createinstance")
        await stage.keys("=PRO", "ctrl+r")
        await stage.until("This call changes something")
        for said in ("mqtt CreateInstance", "prod-cn", "ap-shanghai", "mqtt.tencentcloudapi.com", "PRODUCTION"):
            await stage.until(said)
        await stage.keys("enter")
        assert not stage.postman.sent
        await stage.until("not sent")
        await stage.keys("ctrl+r", "y")
        await stage.until("✓ success")
        assert stage.postman.params() == {"InstanceType": "PRO"}


@pytest.mark.parametrize("key", ["escape", "n", "space", "enter"])
async def test_only_yes_is_yes(key: str) -> None:
    async with staged(success(), profile=REAL, sandbox=False) as stage:
        await stage.open("deleteinstance")
        await stage.keys("=x", "ctrl+r")
        await stage.until("This call deletes")
        await stage.keys(key)
        assert not stage.postman.sent


async def test_a_reading_action_and_the_sandbox_ask_nothing() -> None:
    async with staged(success(), profile=REAL, sandbox=False) as stage:
        await stage.open("describezones")
        await stage.keys("ctrl+r")
        await stage.until("✓ success")
    async with staged(success()) as stage:
        await stage.open("createinstance")
        await stage.keys("=PRO", "ctrl+r")
        await stage.until("✓ success")


async def test_a_read_only_profile_does_not_send_a_writing_action() -> None:
    async with staged(profile=Profile("safe", read_only=True), sandbox=False) as stage:
        await stage.open("createinstance")
        await stage.keys("=PRO", "ctrl+r")
        await stage.until("read-only")
        await stage.until("not sent: profile safe is read-only")
        assert not stage.postman.sent


async def test_without_an_action_sending_says_what_to_do() -> None:
    async with staged() as stage:
        await stage.keys("ctrl+r")
        await stage.until("choose an action first")


async def test_an_earlier_answer_can_be_seen_again() -> None:
    async with staged(success(First=1), success(Second=2)) as stage:
        await stage.open("describezones")
        await stage.keys("ctrl+r")
        await stage.until("First 1")
        await stage.keys("ctrl+r")
        await stage.until("Second 2")
        await stage.keys("ctrl+t", "down", "enter")
        await stage.until("First 1")


async def test_choosing_another_action_shows_the_answers_so_far() -> None:
    async with staged(success()) as stage:
        await stage.open("describezones")
        await stage.keys("ctrl+r")
        await stage.until("✓ success")
        await stage.open("describeinstancelist")
        await stage.until("no answer yet")
        await stage.until("Answers of this session")
        await stage.until(REQUEST_ID)
