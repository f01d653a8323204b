"""Whatever is pasted becomes the call it describes, after it was said; secrets, profile and endpoint stay out of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual import events

from tcexplorer.interchange.readers.raw import raw_request
from tcexplorer.protocol.model import Call, Endpoint, Json
from tcexplorer.protocol.request import sign_request
from tcexplorer.tui.dialogs.import_call import PasteDialog
from tests.builders import SECRET_ID, credential
from tests.interchange.written import curl_command
from tests.tui.stage import Stage, staged, success

if TYPE_CHECKING:
    from pathlib import Path

PARAMS: dict[str, Json] = {"Limit": 7, "Filters": [{"Name": "zone", "Values": ["测试"]}]}
CALL = Call("mqtt", "2024-01-01", "DescribeInstanceList", "ap-shanghai", PARAMS)
SIGNED = sign_request(CALL, Endpoint("mqtt.tencentcloudapi.com"), credential(token="tok-en"), timestamp=1_795_490_000)
TEXTS = {
    "http": raw_request(SIGNED).decode(),
    "curl": curl_command(SIGNED),
    "tccli": "tccli mqtt DescribeInstanceList --version 2024-01-01 --region ap-shanghai --Limit 7 --Filters "
    '\'[{"Name":"zone","Values":["测试"]}]\' --secretId AKIDx --secretKey planted',
}


async def paste(stage: Stage, text: str) -> None:
    stage.app.post_message(events.Paste(text))
    await stage.pilot.pause()


def dialog(stage: Stage) -> PasteDialog:
    assert isinstance(stage.app.screen, PasteDialog)
    return stage.app.screen


async def sent(stage: Stage) -> object:
    stage.postman.answers.append(success())
    await stage.keys("ctrl+r")
    await stage.until("✓ success")
    return stage.postman.params()


@pytest.mark.parametrize("kind", TEXTS)
async def test_a_call_pasted_beside_the_fields_fills_the_form_after_it_was_said(kind: str) -> None:
    async with staged() as stage:
        await stage.keys("f6", "f6")  # to the answer
        await paste(stage, TEXTS[kind])
        await stage.until("mqtt DescribeInstanceList")
        await stage.until("ap-shanghai")
        await stage.until("2: Limit, Filters")
        await stage.until("dropped")
        for secret in (SECRET_ID, "tok-en", "AKIDx", "planted"):
            assert secret not in stage.screen_text
        assert stage.app.main.open_request is None
        await stage.keys("enter")
        await stage.until("filled in from")
        assert stage.session.context.region == "ap-shanghai"
        assert stage.session.context.profile.name == "dev"
        assert await sent(stage) == PARAMS


async def test_the_endpoint_of_a_command_is_told_and_not_taken() -> None:
    async with staged() as stage:
        await paste(stage, TEXTS["tccli"] + " --endpoint mqtt.ap-tokyo.tencentcloudapi.com --profile other")
        await stage.until("mqtt.ap-tokyo.tencentcloudapi.com, not taken")
        await stage.until("profile other")
        await stage.keys("enter")
        assert await sent(stage) == PARAMS
        assert stage.session.context.endpoint is None
        assert stage.session.context.profile.name == "dev"
        assert stage.postman.sent[-1].url == "https://mqtt.tencentcloudapi.com/"


async def test_escape_leaves_everything_as_it_is() -> None:
    async with staged() as stage:
        await stage.open("createinstance")
        await stage.keys("=PRO", "f6")
        await paste(stage, TEXTS["curl"])
        await stage.until("⏎ Fill the form")
        await stage.keys("escape")
        assert stage.session.context.region == "ap-guangzhou"
        work = stage.app.main.open_request
        assert work is not None
        assert work.draft.params == {"InstanceType": "PRO"}


async def test_the_search_box_and_the_json_editor_leave_a_call_to_the_screen() -> None:
    async with staged() as stage:
        await paste(stage, TEXTS["curl"])
        assert dialog(stage)
        await stage.keys("escape")
        await stage.open("describezones")
        await stage.keys("f4")
        await paste(stage, TEXTS["http"])
        assert dialog(stage)


async def test_a_field_takes_whatever_is_pasted_as_its_text() -> None:
    async with staged() as stage:
        await stage.open("createinstance")
        await paste(stage, "curl https://mqtt.tencentcloudapi.com")
        assert await sent(stage) == {"InstanceType": "curl https://mqtt.tencentcloudapi.com"}


async def test_a_json_object_is_for_the_action_at_hand() -> None:
    async with staged() as stage:
        await paste(stage, '{"Limit": 3}')
        await stage.until("choose their action first")
        await stage.open("describeinstancelist")
        await stage.keys("f6")
        await paste(stage, '{"Limit": 3,\n "Extra": true}')
        await stage.until("parameters for mqtt DescribeInstanceList")
        await stage.until("Extra: not in the schema")
        await stage.keys("enter")
        assert await sent(stage) == {"Limit": 3, "Extra": True}


async def test_what_is_filled_in_is_said_to_be_replaced() -> None:
    async with staged() as stage:
        await stage.open("describeinstancelist")
        await stage.keys("down", "=5", "f6")
        await paste(stage, TEXTS["curl"])
        await stage.until("what is filled in now is replaced")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("tccli mqtt DescribeInstanceLst", "mqtt has no action DescribeInstanceLst"),
        ("tccli nothing DescribeZones", "there is no service nothing"),
        ('{"Response": {"RequestId": "3c140219-cfe9-470e-b241-907877d6fb03"}}', "this is an answer, not a call"),
        ("3c140219-cfe9-470e-b241-907877d6fb03", "this is a RequestId"),
        ("hello", "no call: it is no request"),
    ],
)
async def test_what_is_no_known_call_is_one_line(text: str, said: str) -> None:
    async with staged() as stage:
        await stage.keys("f6")
        await paste(stage, text)
        await stage.until(said)
        assert not isinstance(stage.app.screen, PasteDialog)


async def test_the_command_by_keys_alone() -> None:
    async with staged() as stage:
        await stage.keys("ctrl+p", "=paste a call", "enter")
        await stage.until("a tccli or curl command, a raw HTTP request")
        await stage.keys("=tccli cvm DescribeZon")
        await stage.until("cvm has no action DescribeZon in the catalogue")
        await stage.keys("=es")
        await stage.until("cvm DescribeZones")
        await stage.keys("ctrl+r")
        await stage.until("filled in from a tccli command")


async def test_the_command_by_the_mouse_and_a_file(tmp_path: Path) -> None:
    path = tmp_path / "request.http"
    path.write_bytes(raw_request(SIGNED))
    async with staged() as stage:
        await stage.keys("f6", "V")
        await stage.keys("tab", "=/nowhere/at/all", "enter")
        await stage.until("there is no file /nowhere/at/all")
        await stage.keys("ctrl+u", f"={path}", "enter")
        await stage.until("mqtt DescribeInstanceList")
        bar = dialog(stage).query_one(".answers")
        await stage.pilot.click(bar, offset=(2, 0))
        await stage.until("filled in from a raw request")
        assert await sent(stage) == PARAMS


async def test_what_a_terminal_would_obey_is_spelled_out() -> None:
    async with staged() as stage:
        await stage.keys("f6")
        await paste(stage, "tccli mqtt DescribeInstanceList --od\x1b[31md x --Na\x9bme 1 --region 'x\x1b]0;y'")
        await stage.until("\\e[31m")
        assert not {"\x1b", "\x9b"} & set(stage.screen_text)
        await stage.keys("escape")
        await paste(stage, "tccli mqtt Desc\x1b[31mribe")
        await stage.until("mqtt has no action Desc\\e[31mribe")


async def test_it_fits_the_smallest_screen() -> None:
    async with staged(size=(80, 24)) as stage:
        await stage.keys("ctrl+p", "=paste a call", "enter")
        await paste(stage, TEXTS["curl"])
        await stage.until("Fill the form")
        await stage.until("mqtt DescribeInstanceList")
