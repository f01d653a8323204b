"""The build hook, on a tree of its own and without hatchling."""

from __future__ import annotations

import importlib.util
import shutil
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest

from tcexplorer.catalog.build.sources import WHEELS_VARIABLE, Wheel
from tcexplorer.catalog.store import Catalogue
from tests.catalog.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Hook = Callable[[str, Path], Any]


class _Interface:
    """As much of hatchling's as the hook uses."""

    def __class_getitem__(cls, _: object) -> type[_Interface]:
        return cls

    def __init__(self, root: Path, target: str) -> None:
        self.root = str(root)
        self.target_name = target


@pytest.fixture
def hook(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hook]:
    path = "hatchling"
    for part in ("", "builders", "hooks", "plugin", "interface"):
        path = f"{path}.{part}" if part else path
        monkeypatch.setitem(sys.modules, path, ModuleType(path))
    sys.modules[path].BuildHookInterface = _Interface  # type: ignore[attr-defined]
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    made: list[Any] = []

    def make(target: str, root: Path) -> Any:
        made.append(module.CatalogueHook(root, target))
        return made[-1]

    yield make
    for one in made:
        one.finalize("standard", {}, "")


@pytest.fixture
def root(tmp_path: Path, tiny_wheels: tuple[Wheel, ...], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A source tree that pins the tiny wheels."""
    lines = [f'{wheel.name} = {{ version = "{wheel.version}", sha256 = "{wheel.sha256}" }}' for wheel in tiny_wheels]
    made = tmp_path / "tree"
    made.mkdir()
    (made / "pyproject.toml").write_text("\n".join(["[tool.tcexplorer.catalogue]", *lines]), encoding="utf-8")
    monkeypatch.setenv(WHEELS_VARIABLE, str(tiny_wheels[0].path.parent))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    return made


def built(hook: Hook, target: str, root: Path) -> tuple[Any, dict[str, Any]]:
    made = hook(target, root)
    data: dict[str, Any] = {"force_include": {}}
    if target == "wheel":
        data["force_include_editable"] = {}
    before = list(sys.path)
    made.initialize("standard", data)
    assert sys.path == before
    return made, data


def test_wheels_get_a_data_package(hook: Hook, root: Path) -> None:
    made, data = built(hook, "wheel", root)
    for key in ("force_include", "force_include_editable"):
        paths = {inner: Path(source) for source, inner in data[key].items()}
        assert paths.keys() == {"tcexplorer_data/__init__.py", "tcexplorer_data/catalogue.sqlite"}
        with Catalogue.open(paths["tcexplorer_data/catalogue.sqlite"]) as catalogue:
            assert catalogue.meta["compiled"] == "2023-11-14T22:13:20+00:00"
            assert len(catalogue.rows()) == 8
    made.finalize("standard", data, "")
    assert not any(Path(source).exists() for source in data["force_include"])
    assert [path.name for path in root.iterdir()] == ["pyproject.toml"]


def test_sdist_gets_the_file_and_a_wheel_of_it_needs_nothing_else(
    hook: Hook, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, data = built(hook, "sdist", root)
    ((source, inner),) = data["force_include"].items()
    assert inner == "catalogue.sqlite"
    shutil.copy(source, root / inner)
    monkeypatch.setenv(WHEELS_VARIABLE, str(root / "nowhere"))
    _, data = built(hook, "wheel", root)
    assert data["force_include"][str(root / inner)] == "tcexplorer_data/catalogue.sqlite"


@pytest.mark.parametrize("change", ["source.tccli", "format"])
def test_stale_file_is_not_used(hook: Hook, root: Path, tiny_path: Path, change: str) -> None:
    shutil.copy(tiny_path, root)
    with closing(sqlite3.connect(root / tiny_path.name)) as database, database:
        database.execute("update meta set value = value || '1' where key = ?", (change,))
    _, data = built(hook, "wheel", root)
    assert str(root / tiny_path.name) not in data["force_include"]


def test_failure_ends_the_build_with_a_plain_message(hook: Hook, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(WHEELS_VARIABLE, str(root / "nowhere"))
    with pytest.raises(SystemExit, match=r"tcexplorer: .*nowhere holds no wheel of tccli 9\.1\.2"):
        built(hook, "wheel", root)
