"""`view`, as text: what a saved answer is, its value, parts of it, and its secrets."""

from __future__ import annotations

import argparse
import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

from tcexplorer.cli.commands import view
from tcexplorer.cli.terminal import Exit, Stop, Terminal
from tcexplorer.tui.viewer_app import ViewApp
from tests.cli.run import Keyboard, Ran

if TYPE_CHECKING:
    from pathlib import Path

    from tcexplorer.compose import Machine

ANSWER = {
    "Response": {
        "TotalCount": 2,
        "InstanceSet": [{"InstanceId": "ins-1", "LoginPassword": "hunter-22"}, {"InstanceId": "ins-2", "Odd": 1}],
        "RequestId": "r",
    }
}


def viewed(machine: Machine, *arguments: str, stdin: str = "") -> Ran:
    parser = argparse.ArgumentParser()
    view.arguments(parser)
    out, err = io.StringIO(), io.StringIO()
    code = view.run(parser.parse_args(arguments), machine, Terminal(io.StringIO(stdin), out, err))
    return Ran(code, out.getvalue(), err.getvalue())


def test_an_answer_from_a_file_and_from_a_pipe(machine: Machine, tmp_path: Path) -> None:
    file = tmp_path / "answer.json"
    file.write_text(json.dumps(ANSWER))
    ran = viewed(machine, str(file))
    assert ran == viewed(machine, "-", stdin=json.dumps(ANSWER))
    assert ran.code == Exit.SUCCESS
    assert "an answer of the API" in ran.err
    assert ran.json["Response"]["InstanceSet"][0] == {"InstanceId": "ins-1", "LoginPassword": "••••••••"}


@pytest.mark.parametrize("more", [[], ["--raw"], ["--csv"], ["--filter", "Response.InstanceSet[].LoginPassword"]])
def test_secrets_are_masked_unless_asked_for(machine: Machine, more: list[str]) -> None:
    assert "hunter-22" not in viewed(machine, "-", *more, stdin=json.dumps(ANSWER)).out
    assert "hunter-22" in viewed(machine, "-", *more, "--reveal", stdin=json.dumps(ANSWER)).out


@pytest.mark.parametrize("more", [[], ["--raw"], ["--csv"]])
def test_secrets_in_json_in_a_string_are_masked_also_where_it_is_cut(machine: Machine, more: list[str]) -> None:
    inner = json.dumps({"Password": "hunter-22", "Note": "x" * 20})
    for config in (inner, inner[:-5]):
        whole = json.dumps({"Response": {"Set": [{"Config": config}], "RequestId": "r"}})
        at = whole.index("xxxx")
        for text in (whole, whole[:at], whole[: at + 8]):
            ran = viewed(machine, "-", *more, stdin=text)
            assert "hunter-22" not in ran.out
            assert "Config" in ran.out


PAIR = {"Value": "hunter-22", "Name": "DB_PASSWORD", "a": 1, "b": 2, "c": 3}
HOLDING = {
    "Response": {
        "Env": [PAIR, {"Key": "k", "Name": "DB_PASSWORD", "Value": "hunter-22"}],
        "Users": [{"N": f"u{at}", "Password": f"hunter-22-{at}"} for at in range(150)],
        "Config": json.dumps({"Password": "hunter-22", "x": 1}),
        "RequestId": "r",
    }
}


@pytest.mark.parametrize(
    ("more", "seen"),
    [
        (["--filter", "Response.Env[].Value"], "•"),
        (["--filter", "Response.Env[].{v: Value}", "--csv"], "v"),
        (["--filter", "Response.Users[].join(':', [N, Password])"], "•"),
        (["--filter", "join(' ', ['cfg:', Response.Config])"], "•"),
        (["--filter", "join(' ', ['all:', to_string(@)])"], "•"),
        (["--raw"], "DB_PASSWORD"),
    ],
)
def test_what_is_secret_stays_masked_by_whatever_way_it_is_taken_out(
    machine: Machine, more: list[str], seen: str
) -> None:
    ran = viewed(machine, "-", *more, stdin=json.dumps(HOLDING))
    assert "hunter" not in ran.out
    assert seen in ran.out
    assert "hunter-22" in viewed(machine, "-", *more, "--reveal", stdin=json.dumps(HOLDING)).out


def test_secrets_in_events_are_masked(machine: Machine) -> None:
    ran = viewed(machine, "-", stdin=f'data: {json.dumps({"Env": [PAIR]})}\n\ndata: {{"Text": "seen"}}\n\n')
    assert "hunter" not in ran.out
    assert "seen" in ran.out


def test_the_list_as_csv(machine: Machine) -> None:
    rows = list(csv.reader(io.StringIO(viewed(machine, "-", "--csv", stdin=json.dumps(ANSWER)).out)))
    assert rows[0] == ["InstanceId", "LoginPassword", "Odd"]
    assert rows[2] == ["ins-2", "", "1"]
    with pytest.raises(Stop, match="no list of records"):
        viewed(machine, "-", "--csv", stdin="{}")


def test_a_filter_and_what_is_wrong_with_one(machine: Machine) -> None:
    ran = viewed(machine, "-", "--filter", "Response.InstanceSet[].InstanceId", stdin=json.dumps(ANSWER))
    assert ran.json == ["ins-1", "ins-2"]
    ran = viewed(machine, "-", "--filter", "InstanceSet[].InstanceId", stdin=json.dumps(ANSWER))
    assert (ran.json, "with Response. before it" in ran.err) == (None, True)
    with pytest.raises(Stop, match=r"^--filter: .* at character 10$"):
        viewed(machine, "-", "--filter", "Response.", stdin=json.dumps(ANSWER))


def test_members_that_the_schema_does_not_know(machine: Machine) -> None:
    ran = viewed(machine, "-", "--service", "cvm", "--action", "DescribeInstances", stdin=json.dumps(ANSWER))
    assert "not in the schema: Response.InstanceSet[1].Odd" in ran.err
    with pytest.raises(Stop, match="no action Nonesuch in cvm"):
        viewed(machine, "-", "--service", "cvm", "--action", "Nonesuch", stdin="{}")
    with pytest.raises(Stop, match="both or neither"):
        viewed(machine, "-", "--service", "cvm", stdin="{}")


@pytest.mark.parametrize(
    ("body", "said", "shown"),
    [
        ("<html>\x1b[31m", "an HTML page", "<html>\\e[31m\n"),
        ("", "an empty body", ""),
        ('data: {"Token": "hunter-22"}\n\n', "an event stream", 'data: {"Token": "••••••••"}\n'),
        ('{"a": [1, 2', "not whole", '{\n  "a": [\n    1,\n    2\n  ]\n}\n'),
        ('{"\x1b]0;x": "\u202e"}', "JSON object", '{\n  "\\u001b]0;x": "\\u202e"\n}\n'),
    ],
)
def test_other_bodies_are_named_and_inert(machine: Machine, body: str, said: str, shown: str) -> None:
    ran = viewed(machine, "-", stdin=body)
    assert ran.err.count(said) == 1
    assert ran.out == shown
    assert ran.code == (Exit.TRANSPORT if said == "not whole" else Exit.SUCCESS)


def test_what_is_odd_is_noted(machine: Machine) -> None:
    assert 'note: duplicate key "a"' in viewed(machine, "-", stdin='{"a":1,"a":2}').err


def test_a_file_that_is_not_there_is_one_line(machine: Machine, tmp_path: Path) -> None:
    with pytest.raises(Stop, match="cannot be read: No such file"):
        viewed(machine, str(tmp_path / "none.json"))
    with pytest.raises(Stop, match="no JSON"):
        viewed(machine, "-", "--csv", stdin="text")


class Screen(io.StringIO):
    """A terminal to write to."""

    def isatty(self) -> bool:
        return True


def opened(machine: Machine, monkeypatch: pytest.MonkeyPatch, *arguments: str, keyboard: bool = True) -> list[str]:
    """The names of what the screen was opened with."""
    names: list[str] = []

    def run(app: ViewApp) -> None:
        names.append(app.main.title or "")

    monkeypatch.setattr(ViewApp, "run", run)
    parser = argparse.ArgumentParser()
    view.arguments(parser)
    inp = Keyboard() if keyboard else io.StringIO()
    assert view.run(parser.parse_args(arguments), machine, Terminal(inp, Screen(), io.StringIO())) == Exit.SUCCESS
    return names


def test_on_a_terminal_it_opens_the_screen_unless_something_is_to_be_printed(
    machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "answer.json"
    file.write_text(json.dumps(ANSWER))
    assert len(opened(machine, monkeypatch, str(file))) == 1
    for more in (["--raw"], ["--csv"], ["--reveal"], ["--filter", "@"]):
        assert opened(machine, monkeypatch, str(file), *more) == []
    with pytest.raises(Stop, match="needs a keyboard"):
        opened(machine, monkeypatch, str(file), keyboard=False)
    with pytest.raises(Stop, match="no action Nonesuch"):
        opened(machine, monkeypatch, str(file), "--service", "cvm", "--action", "Nonesuch")
