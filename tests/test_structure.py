"""The house stays as it was built: see docs/architecture.md. The figures are printed by `python -m tests.structure`."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import pytest

from tests.slow import SLOW
from tests.structure import DEEPEST, LIMITS, ROOT, House, house, report

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def built() -> House:
    return house()


under_way = pytest.mark.xfail(reason="what is still to be left out, mostly in the doctor", strict=False)


@under_way
def test_no_package_grows_beyond_what_one_can_read(built: House) -> None:
    print(report(built))
    assert {name: built.tokens[name] for name in LIMITS if built.tokens[name] > LIMITS[name]} == {}


def test_nothing_is_a_chain_of_classes(built: House) -> None:
    assert {name: above for name, above in built.above.items() if above > DEEPEST} == {}
    assert built.single == []


def test_imports_go_one_way(built: House) -> None:
    assert built.circles == []


@under_way
def test_a_name_means_one_class(built: House) -> None:
    assert built.doubled == {}


def test_every_attribute_of_the_screen_is_found_by_its_name(built: House) -> None:
    assert built.computed == []


def test_what_is_said_to_be_slow_is_there() -> None:
    assert [name for name in SLOW if not (ROOT / name.partition("::")[0]).exists()] == []


def test_each_of_these_is_seen(tmp_path: Path) -> None:
    """What the figures are for, in a small house with every fault."""
    tui = tmp_path / "tcexplorer" / "tui"
    tui.mkdir(parents=True)
    (tui / "a.py").write_text(
        textwrap.dedent(
            '''
            """A docstring."""
            from tcexplorer.tui.b import Two
            class One: ...
            class Three(Two): ...
            class Four(Three): setattr(Two, "x", 2)
            '''
        )
    )
    (tui / "b.py").write_text(
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from tcexplorer.tui.a import One\n"
        "class Base: ...\nclass Two(Base): ...\nclass One: ...\ngetattr(Two, Base)\n"
    )
    found = house(tmp_path)
    assert found.above["tcexplorer.tui.a.Four"] == 3
    assert [name.rpartition(".")[2] for name in found.single] == ["Three", "Base", "Two"]
    assert found.circles == [["tcexplorer.tui.a", "tcexplorer.tui.b"]]
    assert set(found.doubled) == {"One"}
    assert found.computed == ["tcexplorer.tui.a:6", "tcexplorer.tui.b:7"]
    assert found.tokens["tui"] == found.tokens[""] == 69
