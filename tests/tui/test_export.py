"""The call at hand as a command of another program."""

from __future__ import annotations

from tests.builders import SECRET_ID, SECRET_KEY
from tests.tui.stage import staged


async def test_a_call_is_exported_to_the_clipboard_without_a_key() -> None:
    async with staged() as stage:
        await stage.open("describeinstancelist")
        await stage.keys("ctrl+p", "=export call", "enter", "=tccli", "enter")
        await stage.until("tccli command")
        assert stage.app.clipboard.startswith("tccli mqtt DescribeInstanceList --version 2024-01-01")
        await stage.keys("ctrl+p", "=export call", "enter", "=curl", "enter")
        await stage.until("curl command")
        copied = stage.app.clipboard
        assert "https://mqtt.tencentcloudapi.com/" in copied
        assert SECRET_ID not in copied
        assert SECRET_KEY not in copied
