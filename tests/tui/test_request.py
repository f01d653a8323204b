"""Form, JSON editor, examples, previews: nothing typed is ever lost."""

from __future__ import annotations

import pytest
from textual import events

from tcexplorer.calls.plan import Plan
from tests.builders import SECRET_KEY
from tests.tui.stage import Stage, staged, success


async def sent(stage: Stage) -> object:
    """Send, and give the parameters that went out."""
    stage.postman.answers.append(success())
    before = len(stage.postman.sent)
    await stage.keys("ctrl+r")
    for _ in range(200):
        if len(stage.postman.sent) > before:
            break
        await stage.pilot.pause(0.005)
    await stage.until("✓ success")
    return stage.postman.params()


async def test_typed_values_are_sent_with_their_types() -> None:
    async with staged() as stage:
        await stage.open("describeinstancelist")
        await stage.keys("down", "=5", "tab", "=20")
        assert await sent(stage) == {"Offset": 5, "Limit": 20}


async def test_required_fields_are_marked_and_said_once() -> None:
    async with staged(success()) as stage:
        await stage.open("createinstance")
        await stage.until("*InstanceType")
        assert "! required" not in stage.screen_text
        await stage.keys("down", "ctrl+r")
        await stage.until("! required")
        await stage.until("^R again sends it all the same")
        assert stage.postman.sent == []
        await stage.keys("ctrl+r")
        await stage.until("✓ success")
        assert stage.postman.params() == {}


async def test_leaving_a_required_field_empty_says_so() -> None:
    async with staged() as stage:
        await stage.open("createinstance")
        await stage.keys("tab")
        await stage.until("! required")


async def test_a_text_that_is_no_value_is_kept_and_not_sent() -> None:
    async with staged() as stage:
        await stage.open("describeinstancelist")
        await stage.keys("down", "=ten", "ctrl+r")
        await stage.until("! a whole number")
        await stage.until("not sent")
        await stage.until("ten")
        await stage.keys("backspace", "backspace", "backspace", "=10")
        assert await sent(stage) == {"Offset": 10}


async def test_what_is_wrong_with_a_nested_value_is_said_in_full() -> None:
    async with staged() as stage:
        await stage.open("describeinstancelist")
        await stage.keys("=[x")
        await stage.until("! a value is missing at column 2")
        await stage.keys("backspace", "=]")
        await stage.pilot.pause()
        assert "a value is missing" not in stage.screen_text


async def test_a_nested_value_is_edited_as_json_at_its_place() -> None:
    async with staged() as stage:
        await stage.open("describeinstancelist")
        await stage.keys("ctrl+p", "=edit as json", "enter")
        assert type(stage.app.focused).__name__ == "JsonEditor"
        await stage.keys('={"Name":"a","Values":[]}')
        await stage.until("Values")
        assert await sent(stage) == {"Filters": [{"Name": "a", "Values": []}]}
        await stage.keys("escape", "down")
        await stage.until("│1: a =")


async def test_the_editor_says_what_the_member_at_the_cursor_is_for() -> None:
    async with staged() as stage:
        await stage.open("describeinstancelist")
        await stage.keys("ctrl+p", "=edit as json", "enter", '={"Name":"')
        await stage.until("Name of the filter.")


async def test_json_that_cannot_be_read_is_said_with_its_place_kept_and_not_sent() -> None:
    async with staged() as stage:
        await stage.open("describeinstancelist")
        await stage.keys("f4", "ctrl+a", "=x")
        await stage.until("! line 1, column 1: a value is missing")
        await stage.keys("ctrl+r")
        await stage.until("not sent")
        await stage.keys("escape")
        await stage.until("the JSON tab holds this text")
        await stage.keys("f4", "ctrl+a", "delete")
        assert await sent(stage) == {}


async def test_unreadable_json_is_still_there_after_a_look_at_another_action() -> None:
    async with staged() as stage:
        await stage.open("describeinstancelist")
        await stage.keys("f4", "ctrl+a", "=oops")
        await stage.open("describezones")
        assert "oops" not in stage.screen_text
        await stage.open("describeinstancelist")
        await stage.until("oops")
        await stage.until("! line 1, column 1: a value is missing")


async def test_a_parameter_outside_of_the_schema_is_sent_and_remarked_on() -> None:
    async with staged() as stage:
        await stage.open("describeinstancelist")
        await stage.keys("f4", "right", '="Extra":1', "escape")
        await stage.until("! not in the schema")
        assert await sent(stage) == {"Extra": 1}


async def test_drafts_stay_with_their_actions_and_through_a_change_of_region() -> None:
    async with staged() as stage:
        await stage.open("describeinstancelist")
        await stage.keys("down", "=7")
        await stage.open("createinstance")
        await stage.keys("=PRO", "ctrl+g", "=shanghai", "enter")
        assert "ap-shanghai" in stage.app.main.header.text
        await stage.until("PRO")
        await stage.open("describeinstancelist")
        assert await sent(stage) == {"Offset": 7}
        assert stage.postman.sent[-1].header("X-TC-Region") == "ap-shanghai"


async def test_no_region_is_a_choice() -> None:
    async with staged() as stage:
        await stage.open("describezones")
        await stage.keys("ctrl+g", "=no region", "enter")
        assert "no region" in stage.app.main.header.text
        await sent(stage)
        assert stage.postman.sent[-1].header("X-TC-Region") is None


async def test_examples_come_one_after_the_other_and_then_what_was_typed() -> None:
    async with staged() as stage:
        await stage.open("describeinstancelist")
        await stage.keys("down", "=3", "ctrl+l")
        await stage.until("example 1 of 2: Few")
        await stage.keys("ctrl+l")
        await stage.until("example 2 of 2: Many")
        assert await sent(stage) == {"Limit": 100}
        await stage.keys("ctrl+l")
        await stage.until("what you had typed")
        assert await sent(stage) == {"Offset": 3}


async def test_an_action_without_examples_says_so() -> None:
    async with staged() as stage:
        await stage.open("describezones")
        await stage.keys("ctrl+l")
        await stage.until("this action has no example")


async def test_clearing_can_be_taken_back() -> None:
    async with staged() as stage:
        await stage.open("createinstance")
        await stage.keys("=PRO", "ctrl+p", "=clear", "enter")
        assert "PRO" not in stage.screen_text
        await stage.keys("ctrl+p", "=clear", "enter")
        assert await sent(stage) == {"InstanceType": "PRO"}


async def test_deprecated_fields_are_folded_until_wanted() -> None:
    async with staged() as stage:
        await stage.open("describeoldthings")
        await stage.until("5 deprecated      ▸│")
        assert "Old0" not in stage.screen_text
        await stage.keys("down", "enter")
        await stage.until("Old0")
        await stage.keys("ctrl+p", "=show deprecated", "enter")
        await stage.until("5 deprecated")
        assert "Old0" not in stage.screen_text


async def test_a_pasted_text_loses_its_control_characters() -> None:
    async with staged() as stage:
        await stage.open("createinstance")
        stage.app.post_message(events.Paste("a\x1b[31mb\x07\u202ec\n"))
        await stage.pilot.pause()
        assert await sent(stage) == {"InstanceType": "a[31mbc"}


async def test_several_pasted_lines_become_one_string_without_loss() -> None:
    async with staged() as stage:
        await stage.open("createinstance")
        stage.app.post_message(events.Paste("#!/bin/sh\r\necho 你好\n"))
        await stage.pilot.pause()
        assert await sent(stage) == {"InstanceType": "#!/bin/sh\necho 你好\n"}


async def test_what_is_pasted_into_the_editor_is_shown_safely_and_means_the_same() -> None:
    async with staged() as stage:
        await stage.open("createinstance")
        await stage.keys("f4", "ctrl+a")
        stage.app.post_message(events.Paste('{"Remark": "a\u202eb", "InstanceType": "\x9b"}'))
        await stage.pilot.pause()
        assert "\u202e" not in stage.screen_text
        await stage.keys("delete", "delete")  # the braces that were there
        assert await sent(stage) == {"Remark": "a\u202eb", "InstanceType": "\x9b"}


async def test_the_request_tab_masks_until_asked() -> None:
    async with staged() as stage:
        await stage.open("describezones")
        await stage.keys("f4", "f4")
        await stage.until("POST https://cvm.tencentcloudapi.com/")
        await stage.until("X-TC-Action: DescribeZones")
        await stage.until("Signature=••••••••")
        await stage.keys("A")
        assert "••••" not in stage.screen_text
        await stage.until("Signature=")
        await stage.keys("A")
        await stage.until("Signature=••••••••")


async def test_the_signature_tab_shows_every_step_and_no_key() -> None:
    async with staged(size=(200, 50)) as stage:
        await stage.open("describezones")
        await stage.keys("f4", "f4", "f4")
        work = stage.app.main.open_request
        assert work is not None
        planned = stage.session.plan(work.action, {})
        assert isinstance(planned, Plan)
        trace = planned.request.trace
        assert trace is not None
        for said in ("Canonical request", "TC3-HMAC-SHA256", trace.credential_scope, trace.signature):
            await stage.until(said)
        for secret in (SECRET_KEY, *(key.reveal().hex() for key in trace.keys)):
            assert secret not in stage.screen_text


async def test_the_docs_tab_has_every_parameter_and_nested_member() -> None:
    async with staged() as stage:
        await stage.open("describeinstancelist")
        await stage.keys("shift+f4")
        for said in ("Lists things.", "Filters", "Name of the filter.", "Few"):
            await stage.until(said)


@pytest.mark.parametrize("key", ["ctrl+o", "f3"])
async def test_going_to_the_search_and_back_keeps_the_form(key: str) -> None:
    async with staged(size=(80, 24)) as stage:
        await stage.open("createinstance")
        await stage.keys("=PRO", key)
        assert stage.app.main.actions.has_class("-open")
        assert stage.app.main.actions.outer_size.width == 44
        await stage.keys("escape", "escape")
        assert not stage.app.main.actions.has_class("-open")
        await stage.until("PRO")
