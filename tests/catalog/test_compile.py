"""Compiling: what the file holds, and that a failed compilation leaves no trace."""

from __future__ import annotations

import json
import sqlite3
import sys
import zipfile
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from tcexplorer.catalog.build import packs as packing
from tcexplorer.catalog.build.compile import compiled
from tcexplorer.catalog.build.packs import packs
from tcexplorer.catalog.build.sources import Progress, SourceError, Wheel, stated
from tcexplorer.catalog.build.wheels import Sources
from tcexplorer.catalog.layout import reach
from tcexplorer.catalog.store import Catalogue
from tests.catalog.conftest import NOW
from tests.catalog.wheelhouse import contents, wheelhouse

if TYPE_CHECKING:
    from pathlib import Path


def test_file_says_what_it_is_made_of(tiny: Catalogue, tiny_wheels: tuple[Wheel, ...]) -> None:
    assert tiny.meta["compiled"] == "2026-11-24T12:00:05+00:00"
    assert {name: tiny.meta[f"source.{name}"] for name in tiny.sources} == {
        wheel.name: stated(wheel) for wheel in tiny_wheels
    }
    counts = {key: value for key, value in tiny.meta.items() if key.startswith("count.")}
    assert counts == {
        "count.services": "4",
        "count.versions": "5",
        "count.actions": "8",
        "count.types": "18",
        "count.codes": "3",
    }


def test_list_and_table_hold_the_same_actions(tiny: Catalogue, tiny_path: Path) -> None:
    with closing(sqlite3.connect(tiny_path)) as database:
        table = database.execute(
            "select endpoint, version, action.name, title_en, action.title_zh, status, verb"
            " from action join service on service = id order by 1, 2, 3"
        ).fetchall()
    assert table == [tuple(row) for row in tiny.rows()]


def test_two_compilations_of_the_same_wheels_are_equal(
    tiny_wheels: tuple[Wheel, ...], tiny_path: Path, tmp_path: Path
) -> None:
    again = tmp_path / "again.sqlite"
    compiled(tiny_wheels, again, NOW)
    assert again.read_bytes() == tiny_path.read_bytes()


def test_progress_counts_the_services(tiny_wheels: tuple[Wheel, ...], tmp_path: Path) -> None:
    told: list[Progress] = []
    compiled(tiny_wheels, tmp_path / "catalogue.sqlite", NOW, told.append)
    assert [(step.done, step.total) for step in told] == [(done, 5) for done in range(6)]
    assert "compiling as" in {step.what for step in told}


def broken(tmp_path: Path, inner: str, text: str) -> tuple[Wheel, ...]:
    files = contents()
    files["tccli"][inner] = text
    return wheelhouse(tmp_path / "broken", files)


@pytest.mark.parametrize(
    "text",
    ["{", "[]", '{"actions": {"A": {}}}', '{"objects": {"A": 1}}'],
)
def test_wheel_of_another_shape_is_refused_and_the_old_file_stays(text: str, tmp_path: Path) -> None:
    into = tmp_path / "data" / "catalogue.sqlite"
    into.parent.mkdir()
    into.write_bytes(b"old")
    with pytest.raises(SourceError, match="demo v20240516"):
        compiled(broken(tmp_path, "tccli/services/demo/v20240516/api.json", text), into, NOW)
    assert into.read_bytes() == b"old"
    assert list(into.parent.iterdir()) == [into]


def test_unreadable_or_missing_wheels_are_refused(tiny_wheels: tuple[Wheel, ...], tmp_path: Path) -> None:
    garbage = tmp_path / "garbage.whl"
    garbage.write_bytes(b"no zip")
    for wheels in (
        (*tiny_wheels[:3], tiny_wheels[3]._replace(path=garbage)),
        (*tiny_wheels[:3], tiny_wheels[3]._replace(path=tmp_path / "nowhere.whl")),
        tiny_wheels[:3],
    ):
        with pytest.raises(SourceError, match="cannot be opened"):
            compiled(wheels, tmp_path / "catalogue.sqlite", NOW)
    assert list(tmp_path.iterdir()) == [garbage]


def test_damage_inside_a_wheel_is_refused(tmp_path: Path) -> None:
    wheels = wheelhouse(tmp_path / "wheels")
    with zipfile.ZipFile(wheels[0].path) as file:
        entry = file.getinfo("tccli/services/demo/v20240516/api.json")
    damaged = bytearray(wheels[0].path.read_bytes())
    damaged[entry.header_offset + 100] ^= 1
    wheels[0].path.write_bytes(damaged)
    with pytest.raises(SourceError, match="not of the known shape"):
        compiled(wheels, tmp_path / "catalogue.sqlite", NOW)


def test_wheels_are_never_imported(tmp_path: Path) -> None:
    files = contents()
    files["tccli"]["tccli/__init__.py"] = "raise SystemExit('imported')"
    compiled(wheelhouse(tmp_path, files), tmp_path / "catalogue.sqlite", NOW)
    assert "tccli" not in sys.modules


def test_a_lone_surrogate_does_not_stop_it(tmp_path: Path) -> None:
    files = contents()
    api = json.loads(files["tccli"]["tccli/services/cloudonly/v20220202/api.json"])
    api["actions"]["GetCloud"]["document"] = api["actions"]["GetCloud"]["name"] = "half \ud83d"
    files["tccli"]["tccli/services/cloudonly/v20220202/api.json"] = json.dumps(api)
    path = tmp_path / "catalogue.sqlite"
    compiled(wheelhouse(tmp_path, files), path, NOW)
    with Catalogue.open(path) as catalogue:
        action = catalogue.action("cloudonly", "2022-02-02", "GetCloud")
        assert action is not None
        assert action.doc.zh == action.row.title_zh == "half ?"


def test_packs_are_closed_in_time_and_hold_what_their_actions_reach(
    tiny_wheels: tuple[Wheel, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    with Sources(tiny_wheels) as sources:
        demo = max(sources.read(), key=lambda service: len(service.actions))
    together = list(packs(demo))
    assert len(together) == 1
    monkeypatch.setattr(packing, "PACK_SIZE", 800)
    apart = list(packs(demo))
    assert 1 < len(apart) <= len(demo.actions)
    assert sorted(name for pack in apart for name in pack.actions) == sorted(one.name for one in demo.actions)
    for pack in apart:
        body: dict[str, Any] = json.loads(pack.body)
        assert tuple(body["actions"]) == pack.actions
        needed = {name for record in body["actions"].values() for name in reach(record[:2], demo.types)}
        assert set(body["types"]) == needed
