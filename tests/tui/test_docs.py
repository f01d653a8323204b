"""The tab Docs: everything about an action, in either language, and what only one site knows."""

from __future__ import annotations

from dataclasses import replace

from tcexplorer.catalog.model import Doc, TypeDef
from tcexplorer.catalog.sites import only_at
from tcexplorer.protocol.model import Language, Site
from tcexplorer.tui.content.docs import docs_lines
from tests.builders import BOTH, action, member, row
from tests.tui.stage import CODES, LIST, Shelf, staged

ABROAD = (Site.INTERNATIONAL,)
MIXED = action(
    member("Filters", "list", "Filter", doc="Conditions."),
    member("Zone", sites=(Site.DOMESTIC,)),
    member("Area", sites=ABROAD),
    types=[TypeDef("Filter", Doc("", ""), (member("Name", doc="Name of the filter."), member("Old", sites=ABROAD)))],
    returns=[member("Total", "int", doc="How many there are.")],
)


def page(site: Site = Site.DOMESTIC, language: Language = Language.ENGLISH) -> str:
    return "\n".join(line.text for line in docs_lines(MIXED, site, language, CODES))


def test_the_whole_of_an_action() -> None:
    text = page()
    for said in (
        "Lists things.",
        "Parameters  2",
        "Filters  Filter[], optional",
        "Name of the filter.",
        "How many there are.",
        "Error codes of demo  2",
        "FailedOperation.Busy",
        "The instance is busy.",
    ):
        assert said in text
    assert "实例忙。" in page(language=Language.CHINESE)
    assert "There is no such instance." in page(language=Language.CHINESE)  # there is no other text


def test_what_only_one_site_knows_is_said_so_and_offered_there_only() -> None:
    domestic, abroad = page(), page(Site.INTERNATIONAL)
    assert "Zone  string, optional, domestic only" in domestic
    assert "not on the domestic site: Area" in domestic
    assert "not on the domestic site: Old" in domestic
    assert "Area  string, optional, international only" in abroad
    assert "not on the international site: Zone" in abroad
    assert "Filters  Filter[], optional\n" in domestic


def test_of_an_action_of_one_site_it_is_said_once() -> None:
    only = row()._replace(title_zh=None)
    whole = replace(action(member("Area", sites=ABROAD)), row=only)
    text = "\n".join(line.text for line in docs_lines(whole, Site.INTERNATIONAL, Language.ENGLISH))
    assert text.count("international only") == 1


def test_in_words() -> None:
    assert only_at(BOTH) == ""
    assert only_at([Site.DOMESTIC]) == "domestic only"
    assert only_at([Site.DOMESTIC], [Site.DOMESTIC]) == ""


async def test_the_tab_by_keys_in_both_languages() -> None:
    async with staged(shelf=Shelf((replace(MIXED, row=LIST),))) as stage:
        await stage.open("describeinstancelist")
        await stage.keys("shift+f4")
        await stage.until("Error codes of mqtt  2")
        await stage.until("The instance is busy.")
        await stage.keys("f11")
        await stage.until("实例忙。")


async def test_the_tab_by_the_mouse() -> None:
    async with staged(size=(80, 24)) as stage:
        await stage.open("describeinstancelist")
        tabs = stage.app.main.query(".tabs").first()
        column = stage.screen_text.split("\n")[tabs.region.y].index("Docs") - tabs.region.x
        await stage.pilot.click(tabs, offset=(column, 0))
        await stage.until("Lists things.")
        for _ in range(4):
            await stage.keys("pagedown")
        await stage.until("FailedOperation.Busy")
