"""Settings outlive a run; a damaged file harms nothing and is not overwritten."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tcexplorer.safety.private_file import PrivateFileError
from tcexplorer.workbench.settings import Panes, Settings

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config" / "ui.toml"


def test_without_a_file_there_is_nothing_and_nothing_is_made(path: Path) -> None:
    settings = Settings(path)
    assert (settings.theme, settings.problem) == (None, None)
    assert not path.parent.exists()


def test_a_theme_is_kept_and_replaced(path: Path) -> None:
    Settings(path).keep_theme("nord")
    assert Settings(path).theme == "nord"
    Settings(path).keep_theme("textual-light")
    assert Settings(path).theme == "textual-light"
    assert sorted(one.name for one in path.parent.iterdir()) == [".ui.toml.lock", "ui.toml"]


def test_sizes_of_panes_are_kept_by_width_beside_the_theme(path: Path) -> None:
    settings = Settings(path)
    settings.keep_panes("wide", Panes(actions=40))
    settings.keep_theme("nord")
    settings.keep_panes("narrow", Panes(request=35, tall=True))
    found = Settings(path)
    assert found.panes == {"wide": Panes(40, None, False), "narrow": Panes(None, 35, True)}
    assert found.theme == "nord"
    assert found.problem is None


def test_sizes_of_panes_in_a_file_that_the_user_wrote(path: Path) -> None:
    path.parent.mkdir()
    path.write_text('# mine\n[panes]\nwide = "44 - even" # roomy\n')
    settings = Settings(path)
    assert settings.panes == {"wide": Panes(44)}
    settings.keep_panes("medium", Panes(request=60))
    settings.keep_theme("nord")
    assert "# mine" in path.read_text()
    assert "# roomy" in path.read_text()
    assert Settings(path).panes == {"wide": Panes(44), "medium": Panes(request=60)}
    assert Settings(path).theme == "nord"


@pytest.mark.parametrize(
    "content", ['panes.wide = "4 4"\n', "panes = 3\n", 'panes.huge = "- - even"\n', "panes.wide = 3\n"]
)
def test_sizes_that_are_none_are_one_line(path: Path, content: str) -> None:
    path.parent.mkdir()
    path.write_text(f'theme = "nord"\n{content}')
    settings = Settings(path)
    assert settings.theme == "nord"
    assert settings.panes == {}
    assert "panes" in (settings.problem or "")


def test_what_else_is_in_the_file_stays(path: Path) -> None:
    path.parent.mkdir()
    path.write_text('# mine\nother = 1\ntheme = "nord"\n')
    settings = Settings(path)
    assert settings.theme == "nord"
    settings.keep_theme("gruvbox")
    assert path.read_text() == '# mine\nother = 1\ntheme = "gruvbox"\n'


@pytest.mark.parametrize(
    "content", [b"theme = ", b"\xff\xfe", b"theme = 3\n", b"n = " + b"9" * 5_000, b"n = " + b"[" * 9_000]
)
def test_a_damaged_file_is_one_line(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    settings = Settings(path)
    assert settings.theme is None
    assert settings.problem
    assert "\n" not in settings.problem


def test_two_programs_do_not_undo_each_others_changes(path: Path) -> None:
    one, other = Settings(path), Settings(path)
    one.keep_theme("nord")
    other.keep_panes("wide", Panes(tall=True))
    one.keep_panes("narrow", Panes(actions=30))
    found = Settings(path)
    assert (found.theme, set(found.panes)) == ("nord", {"wide", "narrow"})


def test_a_damaged_file_is_not_overwritten(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("theme = ")
    with pytest.raises(PrivateFileError, match="left as it is"):
        Settings(path).keep_theme("nord")
    assert path.read_text() == "theme = "


def test_a_directory_that_cannot_be_made_is_one_line(path: Path) -> None:
    path.parent.write_text("in the way")
    with pytest.raises(PrivateFileError, match="cannot be written"):
        Settings(path).keep_theme("nord")


def test_reading_what_was_kept_loads_no_toml_reader(path: Path) -> None:
    Settings(path).keep_theme("nord")
    Settings(path).keep_panes("wide", Panes(tall=True))
    script = (
        "import sys, pathlib; from tcexplorer.workbench.settings import Settings;"
        "print(Settings(pathlib.Path(sys.argv[1])).theme, sorted({'tomllib', 'tomlkit'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True)
    assert run.stdout == "nord []\n"
