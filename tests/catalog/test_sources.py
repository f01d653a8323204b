"""Getting the source wheels: pins, hashes, indexes, a directory of wheels."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tcexplorer.catalog.build.sources import (
    NAMES,
    WHEELS_VARIABLE,
    Pin,
    Progress,
    SourceError,
    newest,
    pinned,
    pins,
    stated,
)
from tcexplorer.catalog.layout import version_key
from tests.catalog.wheelhouse import VERSION

if TYPE_CHECKING:
    from pathlib import Path

    from tcexplorer.catalog.build.sources import Wheel


@pytest.fixture
def wanted(tiny_wheels: tuple[Wheel, ...]) -> tuple[Pin, ...]:
    return tuple(Pin(wheel.name, wheel.version, wheel.sha256) for wheel in tiny_wheels)


@pytest.fixture
def offline(tmp_path: Path) -> dict[str, str]:
    """An environment where pip knows no index and nothing of this machine's settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "UV_"))}
    return {**kept, "PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull, "HOME": str(tmp_path)}


def house(wheels: tuple[Wheel, ...]) -> str:
    return str(wheels[0].path.parent)


def test_project_pins_the_four_packages(official_pins: tuple[Pin, ...]) -> None:
    assert tuple(pin.name for pin in official_pins) == NAMES
    assert all(len(pin.sha256) == 64 and pin.version[0].isdigit() for pin in official_pins)


@pytest.mark.parametrize(
    "table",
    [
        {},
        {"tool": []},
        {"tool": {"tcexplorer": {"catalogue": {"tccli": {"version": "1"}}}}},
        {"tool": {"tcexplorer": {"catalogue": {"tccli": {"version": 1, "sha256": "ab"}}}}},
    ],
)
def test_incomplete_pins_are_refused(table: dict[str, object]) -> None:
    with pytest.raises(SourceError, match="tccli"):
        pins(table)


def test_pip_fetches_what_is_pinned(
    wanted: tuple[Pin, ...], tiny_wheels: tuple[Wheel, ...], offline: dict[str, str], tmp_path: Path
) -> None:
    # through the name that uv knows, which pip does not
    environment = {**offline, "UV_FIND_LINKS": house(tiny_wheels)}
    told: list[Progress] = []
    fetched = pinned(wanted, tmp_path, environment, told.append)
    assert [(wheel.name, wheel.version, wheel.path.parent) for wheel in fetched] == [
        (name, VERSION, tmp_path) for name in NAMES
    ]
    assert [wheel.sha256 for wheel in fetched] == [pin.sha256 for pin in wanted]
    assert told[0].done == 0
    assert told[-1] == Progress("downloaded", 4, 4)
    assert any("tccli_intl_en" in step.what for step in told)


def test_uv_settings_do_not_overrule_pips_own(
    wanted: tuple[Pin, ...], tiny_wheels: tuple[Wheel, ...], offline: dict[str, str], tmp_path: Path
) -> None:
    environment = {**offline, "PIP_FIND_LINKS": house(tiny_wheels), "UV_FIND_LINKS": str(tmp_path / "nowhere")}
    assert len(pinned(wanted, tmp_path, environment)) == 4


def test_another_file_of_the_same_version_is_refused_by_pip(
    wanted: tuple[Pin, ...], tiny_wheels: tuple[Wheel, ...], offline: dict[str, str], tmp_path: Path
) -> None:
    changed = (*wanted[:3], replace(wanted[3], sha256="0" * 64))
    with pytest.raises(SourceError, match=wanted[3].sha256):
        pinned(changed, tmp_path, {**offline, "PIP_FIND_LINKS": house(tiny_wheels)})


def test_failed_download_names_the_pins_and_the_way_out(
    wanted: tuple[Pin, ...], offline: dict[str, str], tmp_path: Path
) -> None:
    with pytest.raises(SourceError) as failure:
        pinned(wanted, tmp_path, offline)
    message = str(failure.value)
    assert all(f"{pin.name}=={pin.version}" in message for pin in wanted)
    assert WHEELS_VARIABLE in message
    assert "No matching distribution" in message
    assert "\n" not in message


def test_directory_of_wheels_is_used_without_pip(
    wanted: tuple[Pin, ...], tiny_wheels: tuple[Wheel, ...], tmp_path: Path
) -> None:
    assert pinned(wanted, tmp_path, {WHEELS_VARIABLE: house(tiny_wheels)}) == tiny_wheels
    assert not list(tmp_path.iterdir())


def test_directory_of_wheels_is_checked_too(
    wanted: tuple[Pin, ...], tiny_wheels: tuple[Wheel, ...], tmp_path: Path
) -> None:
    copy = shutil.copytree(house(tiny_wheels), tmp_path / "copy")
    with (copy / tiny_wheels[1].path.name).open("ab") as file:
        file.write(b"more")
    with pytest.raises(SourceError, match="not the wheel that is pinned"):
        pinned(wanted, tmp_path, {WHEELS_VARIABLE: str(copy)})


def test_missing_wheel_is_named(wanted: tuple[Pin, ...], tiny_wheels: tuple[Wheel, ...], tmp_path: Path) -> None:
    copy = shutil.copytree(house(tiny_wheels), tmp_path / "copy")
    (copy / tiny_wheels[2].path.name).unlink()
    with pytest.raises(SourceError, match=rf"no wheel of tencentcloud-sdk-python {VERSION}"):
        pinned(wanted, tmp_path, {WHEELS_VARIABLE: str(copy)})
    with pytest.raises(SourceError, match="no wheel of tccli"):
        newest(tmp_path, {WHEELS_VARIABLE: str(tmp_path / "nowhere")})


def test_newest_needs_no_pins(tiny_wheels: tuple[Wheel, ...], offline: dict[str, str], tmp_path: Path) -> None:
    assert [wheel.version for wheel in newest(tmp_path, {**offline, "PIP_FIND_LINKS": house(tiny_wheels)})] == [
        VERSION
    ] * 4


def test_newest_of_a_directory_goes_by_number(tiny_wheels: tuple[Wheel, ...], tmp_path: Path) -> None:
    copy = shutil.copytree(house(tiny_wheels), tmp_path / "copy")
    for version in ("9.1.10", "9.1.9"):
        shutil.copy(tiny_wheels[0].path, copy / f"tccli-{version}-py3-none-any.whl")
    found = newest(tmp_path, {WHEELS_VARIABLE: str(copy)})
    assert [wheel.version for wheel in found] == ["9.1.10", VERSION, VERSION, VERSION]
    assert version_key("9.1.10") > version_key("9.1.9")


def test_sources_are_stated_by_version_and_hash() -> None:
    assert stated(Pin("tccli", "1.2", "ab")) == "1.2 sha256:ab"
