"""Favourites and recent actions: bounded, kept, and never lost to a broken file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcexplorer.safety.private_file import PrivateFileError
from tcexplorer.workbench.favourites import MOST_FAVOURITES, MOST_RECENT, Favourites, FavouritesFile

if TYPE_CHECKING:
    from pathlib import Path

RUN = ("cvm", "2017-03-12", "RunInstances")
KICK = ("mqtt", "2024-05-16", "KickOutClient")


def test_a_favourite_comes_first_and_goes_again() -> None:
    both = Favourites().toggled(RUN).toggled(KICK)
    assert both.favourites == (KICK, RUN)
    assert both.toggled(KICK).favourites == (RUN,)


def test_what_was_used_last_comes_first_and_once() -> None:
    assert Favourites().used(RUN).used(KICK).used(RUN).recent == (RUN, KICK)


def test_both_are_bounded() -> None:
    kept = Favourites()
    for number in range(MOST_FAVOURITES + MOST_RECENT):
        key = ("s", "v", f"A{number}")
        kept = kept.toggled(key).used(key)
    assert len(kept.favourites) == MOST_FAVOURITES
    assert len(kept.recent) == MOST_RECENT
    assert kept.favourites[0] == kept.recent[0] == ("s", "v", f"A{MOST_FAVOURITES + MOST_RECENT - 1}")


def test_the_file_gives_back_what_was_kept(tmp_path: Path) -> None:
    path = tmp_path / "data" / "kept.json"
    assert FavouritesFile(path).read() == (Favourites(), None)
    assert not path.parent.exists()
    FavouritesFile(path).change(lambda kept: kept.toggled(RUN).used(KICK))
    assert FavouritesFile(path).read() == (Favourites((RUN,), (KICK,)), None)
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0
    assert sorted(one.name for one in path.parent.iterdir()) == [".kept.json.lock", "kept.json"]


def test_two_programs_do_not_undo_each_others_changes(tmp_path: Path) -> None:
    one, other = FavouritesFile(tmp_path / "kept.json"), FavouritesFile(tmp_path / "kept.json")
    one.read()
    other.change(lambda kept: kept.toggled(RUN))
    assert one.change(lambda kept: kept.toggled(KICK)).favourites == (KICK, RUN)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (b"{", "it is not JSON"),
        (b"\xff", "it is not JSON"),
        (b"[]", "it is no JSON object"),
        (b"[" * 100_000, "it is not JSON"),
        (b" " * 300_000, "it is too large"),
        (b'{"favourites": 1}', "favourites is to be a list"),
        (b'{"recent": [["cvm", "x"]]}', "recent is to be a list of [service, version, action]"),
        (b'{"recent": [["cvm", "x", 1]]}', "recent is to be a list"),
        (json.dumps({"recent": [["cvm", "x", "y" * 300]]}).encode(), "recent is to be a list"),
    ],
)
def test_a_file_of_another_kind_is_one_line_and_put_aside(text: bytes, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "kept.json"
    path.write_bytes(text)
    kept, problem = FavouritesFile(path).read()
    assert kept == Favourites()
    assert problem is not None
    assert reason in problem
    assert "\n" not in problem
    assert path.read_bytes() == text
    FavouritesFile(path).change(lambda kept: kept.used(RUN))
    assert FavouritesFile(path).read() == (Favourites((), (RUN,)), None)
    assert (tmp_path / "kept.json.broken-1").read_bytes() == text


def test_half_of_a_surrogate_pair_harms_nothing(tmp_path: Path) -> None:
    path = tmp_path / "kept.json"
    path.write_text('{"recent": [["cvm", "x", "\\ud800"]]}')
    FavouritesFile(path).change(lambda kept: kept.used(RUN))
    assert FavouritesFile(path).read()[0].recent == (RUN, ("cvm", "x", "\ud800"))


def test_a_second_broken_file_does_not_take_the_place_of_the_first(tmp_path: Path) -> None:
    path = tmp_path / "kept.json"
    for text in (b"one", b"two"):
        path.write_bytes(text)
        FavouritesFile(path).change(lambda kept: kept.used(RUN))
    assert (tmp_path / "kept.json.broken-1").read_bytes() == b"one"
    assert (tmp_path / "kept.json.broken-2").read_bytes() == b"two"


def test_no_change_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "kept.json"
    path.write_bytes(b"broken")
    FavouritesFile(path).change(lambda kept: kept)
    assert path.read_bytes() == b"broken"


def test_a_place_that_cannot_be_written_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where a directory is wanted")
    with pytest.raises(PrivateFileError, match="cannot be written") as caught:
        FavouritesFile(tmp_path / "data" / "kept.json").change(lambda kept: kept.used(RUN))
    assert "\n" not in str(caught.value)


KEYS = st.tuples(st.text(min_size=1, max_size=20), st.text(min_size=1, max_size=20), st.text(min_size=1, max_size=20))


@given(favourites=st.lists(KEYS, max_size=5, unique=True), recent=st.lists(KEYS, max_size=5, unique=True))
def test_any_names_survive(
    favourites: list[tuple[str, str, str]], recent: list[tuple[str, str, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    wanted = Favourites(tuple(favourites), tuple(recent))
    file = FavouritesFile(tmp_path_factory.mktemp("kept") / "kept.json")
    assert file.change(lambda _kept: wanted) == wanted
    assert file.read() == (wanted, None)
