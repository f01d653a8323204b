"""Regions: used lately, offered by a service, asked once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tcexplorer.calls.context import Context
from tcexplorer.calls.exchange import Exchange
from tcexplorer.calls.plan import Plan
from tcexplorer.compose import open_session
from tcexplorer.credentials.profile import Profile
from tcexplorer.protocol.envelope import ApiError, Envelope, Malformed, Success, TransportError
from tcexplorer.protocol.model import Site
from tcexplorer.workbench.regions import FRESH, RECENT, Offered, RegionBook, question
from tests.builders import credential

if TYPE_CHECKING:
    from pathlib import Path

    from tcexplorer.compose import Machine
    from tcexplorer.protocol.envelope import Outcome
    from tcexplorer.protocol.model import Json

DEV = Context(Profile("dev", region="ap-guangzhou"), credential(), "ap-guangzhou")
ABROAD = replace(DEV, profile=Profile("abroad", site=Site.INTERNATIONAL))
SANDBOX = replace(DEV, sandbox=("127.0.0.1", 9))


class Clock:
    now = 1_795_490_000.0

    def __call__(self) -> float:
        return self.now


def asked(context: Context = DEV) -> Plan:
    found = question("mqtt", context, now=1_795_490_000)
    assert isinstance(found, Plan)
    return found


def exchange(outcome: Outcome) -> Exchange:
    plan = asked()
    return Exchange(plan.call, outcome, None, 0.0, 0.1, plan)


def named(*codes: str, state: str = "AVAILABLE") -> Exchange:
    regions: list[Json] = [{"Region": code, "RegionState": state} for code in codes]
    return exchange(Success(Envelope({}, {"RegionSet": regions}, "id")))


def test_the_question_goes_to_the_service_region_without_a_region() -> None:
    planned = asked()
    assert planned.endpoint.host == "region.tencentcloudapi.com"
    assert planned.call.params == {"Product": "mqtt"}
    assert planned.request.header("X-TC-Region") is None
    assert asked(ABROAD).endpoint.host == "region.intl.tencentcloudapi.com"
    assert asked(SANDBOX).endpoint.connect == ("127.0.0.1", 9)


def test_it_is_not_asked_without_a_key_or_at_somebody_elses_endpoint() -> None:
    assert "credential" in str(question("mqtt", replace(DEV, credential=None), now=0))
    fixed = replace(DEV, endpoint="mqtt.tencentcloudapi.com")
    assert "fixed endpoint" in str(question("mqtt", fixed, now=0))
    local = question("mqtt", replace(DEV, endpoint="http://127.0.0.1:9"), now=1_795_490_000)
    assert isinstance(local, Plan)
    assert local.endpoint.host == "127.0.0.1:9"


def test_an_answer_is_kept_by_site_with_its_date(tmp_path: Path) -> None:
    clock = Clock()
    book = RegionBook(tmp_path / "data" / "regions.json", clock)
    assert book.is_to_ask("mqtt", DEV)
    found = book.answered("mqtt", DEV, named("ap-guangzhou", "ap-tokyo"))
    assert found == Offered(("ap-guangzhou", "ap-tokyo"), clock.now)
    book.save()
    again = RegionBook(tmp_path / "data" / "regions.json", clock)
    again.read()
    assert again.offered("mqtt", DEV) == found
    assert again.offered("mqtt", ABROAD) is None
    assert again.offered("cvm", DEV) is None
    assert not again.is_to_ask("mqtt", DEV)
    clock.now += FRESH + 1
    assert again.is_to_ask("mqtt", DEV)
    assert again.offered("mqtt", DEV) == found  # an old answer is better than none


def test_what_is_closed_is_not_offered() -> None:
    book = RegionBook(None, Clock())
    assert "names no regions" in str(book.answered("mqtt", DEV, named("ap-tokyo", state="UNAVAILABLE")))


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        (ApiError(Envelope({}, {}, "id"), "AuthFailure.UnauthorizedOperation", "no"), "AuthFailure"),
        (TransportError("dns", "region.tencentcloudapi.com has no address", may_have_arrived=False), "no address"),
        (Malformed(502, "text/html", "no"), "no answer of the API"),
        (Success(Envelope({}, {"RegionSet": "x"}, "id")), "names no regions"),
        (Success(Envelope({}, {"RegionSet": [5, {"Region": 5}]}, "id")), "names no regions"),
    ],
)
def test_a_failure_is_one_line_and_not_asked_for_twice(outcome: Outcome, said: str) -> None:
    book = RegionBook(None, Clock())
    assert said in str(book.answered("mqtt", DEV, exchange(outcome)))
    assert not book.is_to_ask("mqtt", DEV)
    assert book.is_to_ask("cvm", DEV)
    assert book.is_to_ask("mqtt", ABROAD)


def test_the_sandboxs_answers_are_examples_and_stay_in_the_run(tmp_path: Path) -> None:
    book = RegionBook(tmp_path / "regions.json", Clock())
    found = book.answered("mqtt", SANDBOX, named("ap-tokyo"))
    assert isinstance(found, Offered)
    assert found.made_up
    assert book.offered("mqtt", DEV) is None
    book.save()
    assert not (tmp_path / "regions.json").exists()


@pytest.mark.parametrize("fixed", ["endpoint", "profile"])
def test_another_server_on_this_machine_says_nothing_about_the_site(tmp_path: Path, fixed: str) -> None:
    here = "http://127.0.0.1:8123"
    book = RegionBook(tmp_path / "regions.json", Clock())
    context = replace(DEV, endpoint=here) if fixed == "endpoint" else replace(DEV, profile=Profile("x", endpoint=here))
    found = book.answered("mqtt", context, named("ap-tokyo"))
    assert isinstance(found, Offered)
    assert found.made_up
    assert book.offered("mqtt", context) == found
    assert not book.is_to_ask("mqtt", context)
    assert [book.offered("mqtt", one) for one in (DEV, SANDBOX, replace(DEV, endpoint="localhost:1"))] == [None] * 3
    book.save()
    assert not (tmp_path / "regions.json").exists()


@pytest.mark.parametrize(
    "code", ["", "-", "AP-TOKYO", "ap tokyo", "ap-tokyo\n", "\x1b[31m", "a" * 65, "tokyo", "../x-y"]
)
def test_what_is_no_code_is_not_offered(tmp_path: Path, code: str) -> None:
    book = RegionBook(tmp_path / "regions.json", Clock())
    found = book.answered("mqtt", DEV, named(code, "ap-tokyo"))
    assert isinstance(found, Offered)
    assert found.codes == ("ap-tokyo",)
    assert "names no regions" in str(book.answered("cvm", DEV, named(code)))
    book.used(Site.DOMESTIC, [code, "ap-seoul"])
    book.save()
    again = RegionBook(tmp_path / "regions.json", Clock())
    again.read()
    assert again.recent(Site.DOMESTIC) == ("ap-seoul",)


async def test_the_sandbox_answers_the_question(machine: Machine) -> None:
    session = await open_session(machine, None)
    try:
        planned = question("mqtt", session.context, now=session.clock())
        assert isinstance(planned, Plan)
        found = session.regions.answered("mqtt", session.context, await session.calls.perform(planned))
        assert isinstance(found, Offered)
        assert "ap-guangzhou" in found.codes
    finally:
        await session.close()


def test_recent_regions_are_kept_by_site_the_last_one_first(tmp_path: Path) -> None:
    book = RegionBook(tmp_path / "regions.json", Clock())
    book.used(Site.DOMESTIC, ["ap-tokyo", None])
    book.used(Site.DOMESTIC, ["ap-seoul", "ap-tokyo"])
    book.used(Site.INTERNATIONAL, [f"ap-{number}" for number in range(RECENT + 2)])
    book.save()
    again = RegionBook(tmp_path / "regions.json", Clock())
    again.read()
    assert again.recent(Site.DOMESTIC) == ("ap-seoul", "ap-tokyo")
    assert len(again.recent(Site.INTERNATIONAL)) == RECENT


@pytest.mark.parametrize("at", ["1e999", "NaN", "1e18", "-1"])
def test_an_answer_without_a_time_is_not_known(tmp_path: Path, at: str) -> None:
    offered = f'[{{"site": "domestic", "service": "mqtt", "codes": ["ap-tokyo"], "at": {at}}}]'
    (tmp_path / "regions.json").write_text(f'{{"recent": {{}}, "offered": {offered}}}')
    book = RegionBook(tmp_path / "regions.json", Clock())
    book.read()
    assert book.problem is None
    assert book.offered("mqtt", DEV) is None
    assert book.is_to_ask("mqtt", DEV)


@pytest.mark.parametrize("text", ["x", "[]", '{"recent": {"nowhere": ["a"], "domestic": "b"}, "offered": [1, {}]}'])
def test_a_file_of_another_kind_is_in_nobodys_way(tmp_path: Path, text: str) -> None:
    path = tmp_path / "regions.json"
    path.write_text(text)
    book = RegionBook(path, Clock())
    book.read()
    assert book.recent(Site.DOMESTIC) == ()
    assert book.problem is None or "regions.json" in book.problem


def test_a_second_app_keeps_the_regions_of_the_first(tmp_path: Path) -> None:
    """Both began with the same file; what one wrote meanwhile is still there when the other has written."""
    one, other = (RegionBook(tmp_path / "regions.json", Clock()) for _ in range(2))
    for book in (one, other):
        book.read()
    one.used(Site.DOMESTIC, ["ap-seoul"])
    one.answered("mqtt", DEV, named("ap-tokyo"))
    one.save()
    other.used(Site.DOMESTIC, ["ap-tokyo"])
    other.answered("cvm", DEV, named("ap-seoul"))
    other.save()
    again = RegionBook(tmp_path / "regions.json", Clock())
    again.read()
    assert again.recent(Site.DOMESTIC) == ("ap-tokyo", "ap-seoul")
    assert again.offered("mqtt", DEV) is not None
    assert again.offered("cvm", DEV) is not None
