"""The installed catalogue against the official wheels it was made of, read here once more and plainly."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from tcexplorer.catalog.build.prose import markdown
from tcexplorer.catalog.build.sources import stated
from tcexplorer.catalog.model import Status
from tcexplorer.protocol.model import Site

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tcexplorer.catalog.build.sources import Wheel
    from tcexplorer.catalog.model import Action, Example, Member, TypeDef
    from tcexplorer.catalog.store import Catalogue

Raw = dict[str, Any]

PACKAGE = {Site.DOMESTIC: "tccli", Site.INTERNATIONAL: "tccli-intl-en"}
SDK = {Site.DOMESTIC: "tencentcloud-sdk-python", Site.INTERNATIONAL: "tencentcloud-sdk-python-intl-en"}


@pytest.fixture(scope="module")
def zips(official_wheels: tuple[Wheel, ...]) -> Iterator[dict[str, zipfile.ZipFile]]:
    opened = {wheel.name: zipfile.ZipFile(wheel.path) for wheel in official_wheels}
    yield opened
    for file in opened.values():
        file.close()


class Published(NamedTuple):
    """One service-version as one site's wheel has it."""

    api: Raw
    examples: Raw


def published(zips: dict[str, zipfile.ZipFile]) -> Iterator[tuple[str, dict[Site, Published]]]:
    """Directory of each service-version, and what each site has of it."""
    names = {site: set(zips[package].namelist()) for site, package in PACKAGE.items()}
    for name in sorted(names[Site.DOMESTIC] | names[Site.INTERNATIONAL]):
        if name.startswith("tccli/services/") and name.endswith("/api.json"):
            here: dict[Site, Published] = {}
            for site, package in PACKAGE.items():
                if name in names[site]:
                    examples = json.loads(zips[package].read(name.replace("api.json", "examples.json")))
                    here[site] = Published(json.loads(zips[package].read(name)), examples["actions"])
            yield name.split("/")[2], here


def reached(raw: Raw, objects: Raw) -> set[str]:
    """Names of the types of an action in the source."""
    found: set[str] = set()
    waiting: set[str] = {raw["input"], raw["output"]}
    while waiting:
        name = waiting.pop()
        found.add(name)
        waiting |= {member["member"] for member in objects[name]["members"]} & objects.keys() - found
    return found


def as_published(examples: tuple[Example, ...]) -> list[tuple[str, ...]]:
    return [(one.title, one.doc, one.input, one.output) for one in examples]


def check_member(member: Member, raw: Raw, site: Site) -> None:
    assert member.required(site) == bool(raw.get("required"))
    doc = member.doc.zh if site is Site.DOMESTIC else member.doc.en
    assert doc == markdown(raw["document"])
    if site is Site.DOMESTIC or Site.DOMESTIC not in member.sites:
        # what the domestic site says goes where both know the member
        assert (member.type, member.of) == (raw["type"], raw["member"])
        assert member.disabled == bool(raw.get("disabled"))
        assert member.nullable == bool(raw.get("value_allowed_null"))
        assert member.always == bool(raw.get("output_required"))
    published = raw.get("example") or ""
    if published not in ("", "无") and (site is Site.INTERNATIONAL or len(member.sites) == 1):
        assert member.example == published


def check_type(kind: TypeDef, raw: Raw, site: Site) -> None:
    here = [member for member in kind.members if site in member.sites]
    published = {member["name"]: member for member in raw["members"]}
    assert {member.name for member in here} == published.keys()
    if site is Site.DOMESTIC:
        assert [member.name for member in here] == list(published)
    assert (kind.doc.zh if site is Site.DOMESTIC else kind.doc.en) == markdown(raw["document"])
    for member in here:
        check_member(member, published[member.name], site)


def check_action(action: Action, raw: Raw, examples: list[Raw], site: Site) -> None:
    row = action.row
    assert site in row.sites
    assert (action.input, action.output) == (raw["input"], raw["output"])
    published = [(markdown(one["title"]), markdown(one["document"]), one["input"], one["output"]) for one in examples]
    title = " ".join(markdown(raw["name"]).split())
    if site is Site.DOMESTIC:
        assert (row.title_zh, action.doc.zh) == (title, markdown(raw["document"]))
        assert row.status == raw.get("status", Status.UNSTATED)
        assert action.skip_sign == raw.get("skip_sign", False)
        english = as_published(action.examples_en)
        assert as_published(action.examples_zh) == [one for one in published if one not in english]
    else:
        assert (row.title_en, action.doc.en) == (title, markdown(raw["document"]))
        assert as_published(action.examples_en) == published


def test_installed_catalogue_is_made_of_these_wheels(catalogue: Catalogue, official_wheels: tuple[Wheel, ...]) -> None:
    assert {wheel.name: catalogue.meta[f"source.{wheel.name}"] for wheel in official_wheels} == {
        wheel.name: stated(wheel) for wheel in official_wheels
    }


def test_every_action_reads_back_as_published(catalogue: Catalogue, zips: dict[str, zipfile.ZipFile]) -> None:
    read: set[tuple[str, str, str]] = set()
    for directory, sites in published(zips):
        some = next(iter(sites.values())).api["metadata"]
        checked: dict[Site, set[str]] = {site: set() for site in sites}
        for name in {name for one in sites.values() for name in one.api["actions"]}:
            action = catalogue.action(directory, some["apiVersion"], name)
            assert action is not None, (directory, name)
            assert action.row.service == some["serviceShortName"]
            assert set(action.row.sites) == {site for site, one in sites.items() if name in one.api["actions"]}
            needed: set[str] = set()
            for site in action.row.sites:
                raw, objects = sites[site].api["actions"][name], sites[site].api["objects"]
                check_action(action, raw, sites[site].examples.get(name, []), site)
                here = reached(raw, objects)
                for type_name in here - checked[site]:
                    check_type(action.types[type_name], objects[type_name], site)
                checked[site] |= here
                needed |= here
            assert needed <= action.types.keys()
            read.add(action.row[:3])
    assert read == {row[:3] for row in catalogue.rows()}


@pytest.mark.parametrize("site", Site)
def test_every_error_code_reads_back(catalogue: Catalogue, zips: dict[str, zipfile.ZipFile], site: Site) -> None:
    """The SDK's modules are assignments with comments above; the constants are compared."""
    codes = 0
    for service in catalogue.services():
        path = f"tencentcloud/{service.directory}/v{service.version.replace('-', '')}/errorcodes.py"
        if path in zips[SDK[site]].namelist():
            module: Raw = {}
            exec(zips[SDK[site]].read(path), {}, module)
            known = {code.code for code in catalogue.codes(service.name, service.version)}
            assert set(module.values()) <= known
            codes += len(module)
    assert codes > 11_000
