"""`explain`, as text and by its contract."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.cli.run import run

if TYPE_CHECKING:
    from tcexplorer.compose import Machine

KEYS = ["code", "known", "family", "meaning", "causes", "remedies", "retry"]


def test_a_common_code(machine: Machine) -> None:
    said = run(machine, "explain", "AuthFailure.SignatureFailure", "--json").json
    assert list(said) == KEYS
    assert said["known"] is True
    assert said["causes"]
    assert said["remedies"]
    text = run(machine, "explain", "AuthFailure.SignatureFailure").out
    assert said["meaning"] in text
    assert said["remedies"][0] in text


def test_an_unknown_code_names_the_nearest_family(machine: Machine) -> None:
    said = run(machine, "explain", "ResourceNotFound.Nowhere", "--json").json
    assert (said["known"], said["family"]) == (False, "ResourceNotFound")
    said = run(machine, "explain", "NoSuchThingAtAll", "--json").json
    assert (said["known"], said["family"]) == (False, None)
    assert "unknown code" in run(machine, "explain", "ResourceNotFound.Nowhere").out


def test_a_services_own_code(machine: Machine) -> None:
    said = run(machine, "explain", "ResourceNotFound.Topic", "--service", "mqtt", "--json").json
    assert said["known"] is True
    assert said["meaning"]


def test_what_is_no_code_cannot_write_to_the_terminal(machine: Machine) -> None:
    ran = run(machine, "explain", "\x1b]52;c;aGk=\x07\u202e")
    assert not {"\x1b", "\x07", "\u202e"} & set(ran.out + ran.err)
