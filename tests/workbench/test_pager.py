"""The user's pager: which it is, what it is given, what can go wrong."""

from __future__ import annotations

import sys

import pytest

from tcexplorer.workbench.pager import PagerError, paged, pager_command


@pytest.mark.parametrize(
    ("environment", "windows", "there", "command"),
    [
        ({"PAGER": "less -S -R"}, False, (), ["less", "-S", "-R"]),
        ({"PAGER": '"my pager" +1'}, False, (), ["my pager", "+1"]),
        ({"PAGER": " "}, False, ("less", "more"), ["/bin/less"]),
        ({}, False, ("more",), ["/bin/more"]),
        ({}, True, ("less", "more"), ["/bin/more"]),
        ({"PAGER": r"C:\Tools\less.exe -S"}, True, (), [r"C:\Tools\less.exe", "-S"]),
    ],
)
def test_which_pager_it_is(
    environment: dict[str, str], windows: bool, there: tuple[str, ...], command: list[str]
) -> None:
    def which(name: str) -> str | None:
        return f"/bin/{name}" if name in there else None

    assert pager_command(environment, windows=windows, which=which) == command


def test_none_is_said() -> None:
    with pytest.raises(PagerError, match="no less or more"):
        pager_command({}, windows=False, which=lambda _: None)
    with pytest.raises(PagerError, match="PAGER cannot be read"):
        pager_command({"PAGER": "'less"}, windows=False)


def test_it_gets_the_text_through_a_pipe(tmp_path_factory: pytest.TempPathFactory) -> None:
    target = tmp_path_factory.mktemp("pager") / "seen"
    code = f"import sys; open({str(target)!r}, 'wb').write(sys.stdin.buffer.read())"
    paged("a text \ud800 里", [sys.executable, "-c", code])
    assert target.read_bytes() == "a text \\ud800 里".encode()


def test_one_that_leaves_early_is_no_error_and_one_that_fails_is_said() -> None:
    paged("x" * 1_000_000, [sys.executable, "-c", "pass"])
    with pytest.raises(PagerError, match="ended with status 3"):
        paged("x", [sys.executable, "-c", "raise SystemExit(3)"])
    with pytest.raises(PagerError, match="cannot be started"):
        paged("x", ["/nowhere/at/all"])
