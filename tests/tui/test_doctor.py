"""The doctor on the screen: its dialog, the comparison with printed texts, what Why found out, the clock."""

from __future__ import annotations

from dataclasses import replace
from email.utils import formatdate
from typing import TYPE_CHECKING

import pytest
from textual import events

from tcexplorer.calls.plan import Plan
from tcexplorer.interchange.readers.raw import raw_request
from tcexplorer.protocol.model import Call, Endpoint
from tcexplorer.protocol.request import sign_request
from tcexplorer.tui.dialogs.doctor import DoctorScreen
from tcexplorer.tui.dialogs.printed_diff import PrintedDiffDialog
from tests.builders import SECRET_KEY, credential
from tests.tui.stage import Stage, failure, staged, success

if TYPE_CHECKING:
    from pathlib import Path

    from tcexplorer.protocol.request import SignedRequest

MOMENT = 1_795_490_000


def signed(key: str = SECRET_KEY, **more: str) -> SignedRequest:
    call = Call("mqtt", "2024-05-16", "DescribeInstanceList", "ap-guangzhou", {**more})
    return sign_request(call, Endpoint("mqtt.tencentcloudapi.com"), credential(key), timestamp=MOMENT)


def with_space_after_colon() -> bytes:
    """A request whose body was written anew after it was signed."""
    raw = raw_request(signed(Name="n"))
    head, body = raw.split(b"\r\n\r\n", 1)
    spaced = body.replace(b'":"', b'": "')
    length = f"Content-Length: {len(body)}".encode()
    return head.replace(length, f"Content-Length: {len(spaced)}".encode()) + b"\r\n\r\n" + spaced


async def paste(stage: Stage, text: str) -> None:
    focused = stage.app.screen.focused
    assert focused is not None
    focused.post_message(events.Paste(text))
    await stage.pilot.pause()


def opened(stage: Stage) -> str:
    return type(stage.app.screen).__name__


async def to_the_response(stage: Stage) -> None:
    """Where keys are no typing."""
    await stage.open("list")
    await stage.keys("f6")


async def test_a_pasted_request_is_examined_with_the_profiles_key() -> None:
    async with staged() as stage:
        await to_the_response(stage)
        await stage.keys("D")
        assert isinstance(stage.app.screen, DoctorScreen)
        await paste(stage, with_space_after_colon().decode())
        await stage.keys("ctrl+r")
        await stage.until("proven")
        text = stage.screen_text
        assert "the request would be refused" in text
        assert SECRET_KEY not in text
        await stage.keys("escape")
        assert opened(stage) == "MainScreen"


async def test_a_request_that_is_right_is_called_right() -> None:
    async with staged() as stage:
        await to_the_response(stage)
        await stage.keys("D")
        await paste(stage, raw_request(signed()).decode())
        await stage.keys("ctrl+r")
        await stage.until("✓ signed as it must be")


@pytest.mark.parametrize("ends", ["\r\n", "\n"])
async def test_terminals_paste_line_ends_as_carriage_returns(ends: str) -> None:
    copied = raw_request(signed(Name="n")).decode().replace("\r\n", ends)
    async with staged() as stage:
        await to_the_response(stage)
        await stage.keys("D")
        await paste(stage, copied.replace("\n", "\r"))
        await stage.keys("ctrl+r")
        await stage.until("✓ signed as it must be")


async def test_a_file_is_opened_and_examined_at_once(tmp_path: Path) -> None:
    file = tmp_path / "request.txt"
    file.write_bytes(with_space_after_colon())
    async with staged() as stage:
        await to_the_response(stage)
        await stage.keys("D", "ctrl+o", f"={tmp_path}/none", "enter")
        await stage.until("there is no file")
        for _ in range(4):
            await stage.keys("backspace")
        await stage.keys("=request.txt", "enter")
        await stage.until("proven")
        assert "POST / HTTP/1.1" in stage.screen_text


@pytest.mark.parametrize(("text", "said"), [("", "there is no request yet"), ("hello there", "this is no request")])
async def test_what_is_no_request_is_said_in_a_line(text: str, said: str) -> None:
    async with staged() as stage:
        await to_the_response(stage)
        await stage.keys("D")
        if text:
            await paste(stage, text)
        await stage.keys("ctrl+r")
        await stage.until(said)


async def test_what_the_code_printed_tells_the_mistake_without_a_key() -> None:
    request = signed()
    assert request.trace is not None
    async with staged() as stage:
        stage.session.context = replace(stage.session.context, credential=None)
        await to_the_response(stage)
        await stage.keys("D")
        await stage.until("key of no key")
        await paste(stage, raw_request(request).decode())
        await stage.keys("ctrl+t")
        await paste(stage, request.trace.canonical_request.replace("POST", "GET"))
        await stage.keys("ctrl+r")
        await stage.until("printed by your code ✓")
        await stage.until("method-changed" if "method-changed" in stage.screen_text else "method")


async def test_all_of_it_by_mouse() -> None:
    async with staged(size=(120, 35)) as stage:
        await to_the_response(stage)
        await stage.app.main.run_command("doctor")
        await stage.pilot.pause()
        await paste(stage, with_space_after_colon().decode())
        bar = stage.app.screen.query_one(".answers")
        await stage.pilot.click(bar, offset=(2, 0))
        await stage.until("proven")
        heading = stage.app.screen.query_one(".dialog-title")
        await stage.pilot.click(heading, offset=(heading.size.width - 2, 0))
        assert opened(stage) == "MainScreen"


async def test_a_printed_text_is_set_against_ours_while_it_is_pasted() -> None:
    async with staged() as stage:
        await to_the_response(stage)
        work = stage.app.main.open_request
        assert work is not None
        planned = stage.session.plan(work.action, {})
        assert isinstance(planned, Plan)
        trace = planned.request.trace
        assert trace is not None
        await stage.keys("equals_sign")
        assert isinstance(stage.app.screen, PrintedDiffDialog)
        await paste(stage, trace.canonical_request + "\n")
        await stage.until("✓ Canonical request: the same, byte for byte")
        await stage.keys("ctrl+a", "backspace")
        await paste(stage, trace.string_to_sign.replace("tc3_request", "aws4_request"))
        await stage.until("aws4_request")
        assert "^" in stage.screen_text


async def test_a_wrong_key_is_found_out_on_the_why_tab() -> None:
    async with staged(failure("AuthFailure.SignatureFailure", "does not match")) as stage:
        await stage.open("list")
        await stage.keys("ctrl+r")
        await stage.until("The key pair does not look like one")  # the test's key has 31 characters
        assert SECRET_KEY not in stage.screen_text


async def test_a_wrong_clock_is_corrected_and_the_call_sent_again() -> None:
    late = failure("AuthFailure.SignatureExpire", "expired")
    async with staged(late, success(Total=1)) as stage:
        headers = (("Content-Type", "application/json"), ("Date", formatdate(stage.clock.now + 3600, usegmt=True)))
        stage.postman.answers[0] = replace(late, headers=headers)
        await stage.open("list")
        await stage.keys("ctrl+r")
        await stage.until("1 h behind the server's")
        await stage.keys("f6", "K")
        await stage.until("success")
        stamps = [int(request.header("X-TC-Timestamp") or 0) for request in stage.postman.sent]
        assert 3599 <= stamps[1] - stamps[0] <= 3601


async def test_without_an_answer_there_is_no_clock_to_correct() -> None:
    async with staged() as stage:
        await to_the_response(stage)
        await stage.keys("K")
        await stage.until("no answer yet that tells the server's time")


async def test_a_length_counted_wrong_is_remarked_on_beside_what_is_proven() -> None:
    async with staged() as stage:
        await to_the_response(stage)
        await stage.keys("D")
        raw = with_space_after_colon().decode()
        length = next(row for row in raw.split("\r\n") if row.startswith("Content-Length"))
        await paste(stage, raw.replace(length, "Content-Length: 12"))
        await stage.keys("ctrl+r")
        await stage.until("Content-Length says 12")
        text = stage.screen_text
        assert "The body that was signed" in text
        assert text.count("proven") == 1
        assert "observed" not in text
