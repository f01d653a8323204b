"""`actions` over the real catalogue: the contract and its floor."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tcexplorer.cli.terminal import Exit
from tests.cli.run import run

if TYPE_CHECKING:
    from tcexplorer.compose import Machine


def test_all_of_them(machine: Machine) -> None:
    rows = run(machine, "actions", "--json").json
    assert len(rows) >= 17_064
    assert len({row["service"] for row in rows}) >= 275
    assert set(rows[0]) == {"service", "version", "action", "title", "status", "sites"}
    known = {(row["service"], row["action"]) for row in rows}
    assert len([action for service, action in known if service == "mqtt"]) >= 80
    assert {
        ("mqtt", "CreateTopic"),
        ("mqtt", "DescribeTopicList"),
        ("cvm", "DescribeInstancesStatus"),
        ("sts", "GetCallerIdentity"),
    } <= known
    assert {"cam", "sts", "as"} <= {service for service, _ in known}
    assert all(row["title"] and row["sites"] for row in rows)


def test_a_query_and_a_limit(machine: Machine) -> None:
    rows = run(machine, "actions", "mqtt", "describeinstancelist", "--json", "--limit", "3").json
    assert (rows[0]["service"], rows[0]["action"]) == ("mqtt", "DescribeInstanceList")
    assert len(rows) <= 3


def test_the_table_is_for_people(machine: Machine) -> None:
    ran = run(machine, "actions", "mqtt topic")
    assert "DescribeTopicList" in ran.out
    assert "✖ mqtt" in ran.out


def test_nothing_found_is_said(machine: Machine) -> None:
    ran = run(machine, "actions", "qqqxyzzy")
    assert (ran.code, ran.out) == (Exit.SUCCESS, "")
    assert "nothing matches" in ran.err
    assert json.loads(run(machine, "actions", "qqqxyzzy", "--json").out) == []
    assert run(machine, "actions", "--limit", "0").code == Exit.USAGE


def test_a_query_that_is_no_text_finds_nothing(machine: Machine) -> None:
    ran = run(machine, "actions", "\udcff\udcfe")
    assert (ran.code, ran.out) == (Exit.SUCCESS, "")
    assert "nothing matches" in ran.err


def test_a_query_is_utf_8_whatever_the_locale(machine: Machine) -> None:
    plain, escaped = "实例", "实例".encode().decode("ascii", "surrogateescape")
    assert run(machine, "actions", escaped, "--json").out == run(machine, "actions", plain, "--json").out != "[]\n"
