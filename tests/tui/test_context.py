"""Language, endpoint, region and profile change while a draft is being written; the draft stays."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace

import pytest

from tcexplorer.calls.context import Context
from tcexplorer.calls.perform import cancelled
from tcexplorer.calls.plan import Plan
from tcexplorer.catalog.model import Doc
from tcexplorer.credentials.profile import Profile
from tcexplorer.form.draft import Draft
from tcexplorer.protocol.endpoints import AccessPoint
from tcexplorer.protocol.model import Language, Site
from tcexplorer.tui.main.bars import header_pieces
from tcexplorer.tui.text.styled_text import Role
from tcexplorer.workbench.profiles import ProfileError
from tests.builders import action, credential, member
from tests.tui.stage import ACTIONS, DEV, LIST, Shelf, Stage, failure, staged, success

TWO = replace(
    action(
        replace(member("Limit", "int", doc="How many results to return."), doc=Doc("How many.", "返回数量。")),
        member("Remark"),
        of=LIST._replace(title_zh="查询实例列表"),
    ),
    doc=Doc("Lists things.", "查询列表。"),
)
SHELF = Shelf((TWO, *ACTIONS[1:]))


def params(stage: Stage) -> object:
    """What is typed so far."""
    assert stage.app.main.open_request is not None
    return stage.app.main.open_request.draft.params


async def test_documentation_switches_to_chinese_and_back_and_the_draft_stays() -> None:
    async with staged(shelf=SHELF) as stage:
        await stage.open("describeinstancelist")
        await stage.keys("=5")
        await stage.until("How many.")
        await stage.keys("f11")
        await stage.until("返回数量。")
        await stage.until("查询实例列表")
        await stage.keys("=0")
        assert params(stage) == {"Limit": 50}
        await stage.keys("ctrl+p", "=show docs", "enter")
        await stage.until("查询列表。")
        await stage.keys("L")
        await stage.until("Lists things.")
        assert "查询实例列表" not in stage.screen_text


async def test_the_language_goes_into_the_call_and_its_explanation() -> None:
    async with staged(failure("AuthFailure.SignatureFailure"), success(), shelf=SHELF) as stage:
        await stage.open("describeinstancelist")
        await stage.keys("ctrl+r")
        await stage.until("✗ AuthFailure.SignatureFailure")
        await stage.keys("f11", "ctrl+r")
        await stage.until("✓ success")
        languages = [dict(request.headers).get("X-TC-Language") for request in stage.postman.sent]
        assert languages == ["en-US", "zh-CN"]


async def test_a_profile_in_chinese_opens_with_chinese_titles() -> None:
    async with staged(shelf=SHELF, language=Language.CHINESE) as stage:
        await stage.keys("=instancelist")
        await stage.until("查询实例列表")


async def test_switching_the_language_does_not_touch_a_json_text_that_cannot_be_read() -> None:
    async with staged(shelf=SHELF) as stage:
        await stage.open("describeinstancelist")
        await stage.keys("f4", "=x", "f11")
        assert stage.app.main.open_request is not None
        assert stage.app.main.open_request.unreadable is not None
        assert stage.app.main.open_request.draft == Draft()


def header_ink(stage: Stage, text: str) -> Role:
    """The ink of the header's piece with that text."""
    left, _ = header_pieces(stage.app.main.header_state(), stage.app.size.width)
    return next(span.ink for piece in left for span in piece.spans if text in span.text)


@pytest.mark.parametrize(
    ("typed", "host"),
    [
        ("international", "mqtt.intl.tencentcloudapi.com"),
        ("regional", "mqtt.ap-guangzhou.tencentcloudapi.com"),
        ("internal", "mqtt.internal.tencentcloudapi.com"),
        ("mqtt.tencentcloudapi.cn", "mqtt.tencentcloudapi.cn"),
    ],
)
async def test_another_endpoint_is_signed_for_and_shown_at_every_width(typed: str, host: str) -> None:
    async with staged(success()) as stage:
        await stage.open("describeinstancelist")
        await stage.keys("down", "down", "=5", "ctrl+s", f"={typed}", "enter", "ctrl+r")
        await stage.until("✓ success")
        assert dict(stage.postman.sent[0].headers)["Host"] == host
        assert stage.postman.params() == {"Limit": 5}
        for width in (80, 120, 160):
            await stage.pilot.resize_terminal(width, 30)
            await stage.until(host)
            assert header_ink(stage, host) is Role.WARN


async def test_the_services_own_endpoint_can_be_had_back() -> None:
    async with staged() as stage:
        await stage.open("describeinstancelist")
        await stage.keys("ctrl+s", "=internal", "enter", "ctrl+s", "=own", "enter")
        await stage.until("mqtt.tencentcloudapi.com")
        assert header_ink(stage, "mqtt.tencentcloudapi.com") is Role.MUTED


async def test_a_host_that_is_not_tencents_is_refused_in_one_line() -> None:
    async with staged() as stage:
        await stage.keys("ctrl+s", "=api.example.com", "enter")
        await stage.until("✗ refused")
        await stage.until("api.example.com is not a Tencent")
        assert stage.session.context.endpoint is None
        await stage.keys("escape")
        assert "example" not in stage.app.main.header.text


async def test_the_endpoint_of_a_profile_is_one_of_the_choices() -> None:
    profile = replace(DEV, endpoint="http://127.0.0.1:8000")
    async with staged(profile=profile, sandbox=False) as stage:
        await stage.until("127.0.0.1:8000")
        await stage.open("describeinstancelist")
        await stage.keys("ctrl+s", "=own", "enter")
        await stage.until("mqtt.tencentcloudapi.com")
        await stage.keys("ctrl+s", "=profile", "enter")
        assert stage.app.main.header_state().endpoint == "127.0.0.1:8000"


async def test_without_a_region_a_regional_endpoint_sends_nothing() -> None:
    async with staged(success()) as stage:
        await stage.open("describeinstancelist")
        await stage.keys("ctrl+s", "=regional", "enter", "ctrl+g", "=no region", "enter", "ctrl+r")
        await stage.until("needs a region")
        assert not stage.postman.sent


async def test_the_header_s_endpoint_can_be_clicked() -> None:
    async with staged() as stage:
        await stage.open("describeinstancelist")
        column = stage.screen_text.split("\n")[0].index("mqtt.tencent")
        await stage.pilot.click("#header", offset=(column, 0))
        await stage.until("choose one, or type a host")


@dataclass
class Rack:
    """Profiles of the test's own; a credential comes when `ready` is set."""

    profiles: list[Profile]
    refused: str = ""
    ready: asyncio.Event = field(default_factory=asyncio.Event)

    async def listed(self) -> list[Profile]:
        return self.profiles

    async def context(self, profile: Profile) -> Context:
        await self.ready.wait()
        if self.refused:
            raise ProfileError(self.refused)
        return Context(profile, credential(f"the-key-of-{profile.name}-0123456789"), profile.region)


OTHERS = [
    DEV,
    Profile("prod", region="ap-shanghai", read_only=True, production=True),
    Profile("intl", site=Site.INTERNATIONAL, region="ap-singapore", language=Language.CHINESE),
]


async def test_the_profile_is_switched_behind_the_screen_and_the_draft_stays() -> None:
    async with staged(success(), sandbox=False) as stage:
        rack = Rack(OTHERS)
        stage.session.profiles = rack
        await stage.open("describeinstancelist")
        await stage.keys("down", "down", "=5", "ctrl+n")
        await stage.until("read-only, PRODUCTION")
        await stage.keys("=prod", "enter")
        await stage.until("getting the credential of prod")
        await stage.keys("=0")  # the screen does not wait for the keyring
        assert stage.session.context.profile is DEV
        rack.ready.set()
        await stage.until("calls are made as prod from now on")
        await stage.until("PRODUCTION")
        await stage.until("read-only")
        assert stage.app.main.header.text.split()[1:4] == ["prod", "▾", "ap-shanghai"]
        await stage.keys("ctrl+r")
        await stage.until("✓ success")
        assert stage.postman.params() == {"Limit": 50}


async def test_a_profile_that_fails_is_one_line_and_the_old_one_stays() -> None:
    async with staged(sandbox=False) as stage:
        rack = Rack(OTHERS, "the keyring is locked")
        rack.ready.set()
        stage.session.profiles = rack
        before = stage.session.context
        await stage.keys("ctrl+n", "=prod", "enter")
        await stage.until("still dev: the keyring is locked")
        assert stage.session.context is before


async def test_a_profile_of_the_other_site_brings_its_form_and_language() -> None:
    domestic = replace(member("OnlyAtHome"), sites=frozenset({Site.DOMESTIC}))
    shelf = Shelf((action(member("Limit", "int"), domestic, of=TWO.row),))
    async with staged(shelf=shelf, sandbox=False) as stage:
        rack = Rack(OTHERS)
        rack.ready.set()
        stage.session.profiles = rack
        stage.session.change(endpoint="mqtt.tencentcloudapi.cn")
        await stage.open("describeinstancelist")
        await stage.keys("=5")
        await stage.until("OnlyAtHome")
        await stage.keys("ctrl+n", "=intl", "enter")
        await stage.until("calls are made as intl from now on, and no longer go to mqtt.tencentcloudapi.cn")
        await stage.until("查询实例列表")
        assert "OnlyAtHome" not in stage.screen_text
        assert params(stage) == {"Limit": 5}
        assert stage.app.main.header_state().endpoint == "mqtt.intl.tencentcloudapi.com"


async def test_an_endpoint_on_this_machine_stays_with_another_profile() -> None:
    async with staged(sandbox=False) as stage:
        rack = Rack(OTHERS)
        rack.ready.set()
        stage.session.profiles = rack
        stage.session.change(endpoint="http://127.0.0.1:8123")
        await stage.keys("ctrl+n", "=prod", "enter")
        await stage.until("calls are made as prod from now on, still at http://127.0.0.1:8123")
        assert stage.app.main.header_state().endpoint == "http://127.0.0.1:8123"


async def test_an_endpoint_that_is_chosen_while_a_key_is_fetched_is_not_lost() -> None:
    async with staged(sandbox=False) as stage:
        stage.session.profiles = rack = Rack(OTHERS)
        await stage.keys("ctrl+n", "=prod", "enter")
        await stage.keys("ctrl+s", "=http://127.0.0.1:8000", "enter")
        await stage.until("calls go to the endpoint http://127.0.0.1:8000 from now on")
        rack.ready.set()
        await stage.until("calls are made as prod from now on, still at http://127.0.0.1:8000")
        assert stage.session.context.endpoint == "http://127.0.0.1:8000"


async def test_what_a_profile_takes_away_again_is_said() -> None:
    async with staged(sandbox=False) as stage:
        stage.session.profiles = rack = Rack(OTHERS)
        await stage.open("describeinstancelist")
        await stage.keys("ctrl+n", "=prod", "enter")
        await stage.keys("ctrl+g", "=tokyo", "enter", "ctrl+s", "=internal", "enter")
        rack.ready.set()
        region = OTHERS[1].region
        await stage.until(f"in {region} and not ap-tokyo, and no longer go to the {AccessPoint.INTERNAL} endpoint")
        assert stage.session.context.region == region


@pytest.mark.parametrize(
    ("typed", "region"),
    [
        ("ap-guang", "ap-guangzhou"),
        ("shanghai", "ap-shanghai"),
        ("ap-shanghai", "ap-shanghai"),
        ("shanghai-fsi", "ap-shanghai-fsi"),
        ("ap-hangzhou", "ap-hangzhou"),  # not in the list, and no beginning of a word of ap-hangzhou-ec
        ("AP-HANGZHOU ", "ap-hangzhou"),
    ],
)
async def test_enter_takes_the_region_that_was_meant(typed: str, region: str) -> None:
    async with staged() as stage:
        await stage.keys("ctrl+g", f"={typed}", "enter")
        assert stage.session.context.region == region


async def test_a_new_region_that_may_be_an_unfinished_one_is_the_last_choice() -> None:
    async with staged() as stage:
        await stage.keys("ctrl+g", "=ap-guang")
        await stage.until("not in our list")
        await stage.keys("down", "down", "enter")  # behind ap-guangzhou and ap-guangzhou-open
        assert stage.session.context.region == "ap-guang"


@pytest.mark.parametrize("listed", ["http://127.0.0.1:8000", "127.0.0.1:8000"])
async def test_enter_takes_the_port_that_was_typed_and_no_longer_one(listed: str) -> None:
    async with staged(sandbox=False) as stage:
        stage.session.change(endpoint=listed)
        await stage.keys("ctrl+s", "=127.0.0.1:80", "enter")
        assert stage.session.context.endpoint == "http://127.0.0.1:80"
        await stage.keys("ctrl+s", "=127.0.0.1:80")
        assert stage.screen_text.count("this host") == 1  # the same is not there twice


async def test_enter_takes_the_host_that_was_typed_and_not_one_that_ends_so() -> None:
    async with staged(sandbox=False, shelf=Shelf((action(of=LIST._replace(service="das")),))) as stage:
        await stage.open("describeinstancelist")
        await stage.keys("ctrl+s", "=as.tencentcloudapi.com", "enter")
        assert stage.session.context.endpoint == "https://as.tencentcloudapi.com"
        await stage.keys("ctrl+s", "=das.tencentcloudapi.com", "enter")
        assert stage.session.context.endpoint is None  # the service's own


async def test_the_header_s_profile_can_be_clicked() -> None:
    async with staged() as stage:
        stage.session.profiles = Rack(OTHERS)
        column = stage.screen_text.split("\n")[0].index("dev ▾")
        await stage.pilot.click("#header", offset=(column, 0))
        await stage.until("ap-singapore")


async def test_regions_used_lately_come_first() -> None:
    async with staged() as stage:
        await stage.keys("ctrl+g", "=frankfurt", "enter", "ctrl+g")
        await stage.until("recent")
        rows = [line for line in stage.screen_text.split("\n") if "recent" in line]
        assert ["eu-frankfurt" in rows[0], "ap-guangzhou" in rows[1]] == [True, True]
        await stage.keys("down", "enter")
        assert stage.session.context.region == "ap-guangzhou"


async def test_a_region_that_is_not_in_the_list_can_be_sent() -> None:
    async with staged() as stage:
        await stage.open("describezones")
        await stage.keys("ctrl+g", "=ap-guangzhuo")
        await stage.until("did you mean ap-guangzhou?")
        await stage.keys("ctrl+u", "=!!", "enter")
        await stage.until("no such region")
        await stage.keys("ctrl+u", "=AP-Newtown", "enter")
        await stage.until("calls go to ap-newtown from now on")
        assert stage.session.context.region == "ap-newtown"


async def test_no_proxy_is_named_for_calls_that_stay_on_this_machine() -> None:
    async with staged(sandbox=False) as stage:
        session = stage.session
        session.proxy = "http://proxy:3128"
        for endpoint, proxy in ((None, "http://proxy:3128"), ("http://127.0.0.1:8123", None)):
            session.change(endpoint=endpoint)
            plan = session.plan(ACTIONS[0], {})
            assert isinstance(plan, Plan)
            assert session.proxy_of(cancelled(plan, 0.0, 1.0)) == proxy
