"""`explain`, as text and by its contract."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tcexplorer.cli.terminal import Exit
from tests.cli.run import run

if TYPE_CHECKING:
    from tcexplorer.compose import Machine

KEYS = ["code", "known", "family", "meaning", "causes", "remedies", "retry", "provoke"]


def test_a_common_code(machine: Machine) -> None:
    said = run(machine, "explain", "AuthFailure.SignatureFailure", "--json").json
    assert list(said) == KEYS
    assert said["known"] is True
    assert said["causes"]
    assert said["remedies"]
    text = run(machine, "explain", "AuthFailure.SignatureFailure").out
    assert said["meaning"] in text
    assert said["remedies"][0] in text
    assert said["provoke"] in text
    assert "Sending it again helps only after something was changed." in text


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


@pytest.mark.parametrize(
    ("language", "chinese"), [(None, False), ("en", False), ("en-US", False), ("zh", True), ("zh-CN", True)]
)
def test_a_services_own_words_in_either_language(machine: Machine, language: str | None, *, chinese: bool) -> None:
    chosen = ["--language", language] if language else []
    ran = run(machine, "explain", "InvalidZone.MismatchRegion", "--service", "cvm", "--json", *chosen)
    assert ran.json["known"] is True
    assert ran.json["meaning"].isascii() is not chinese


def test_another_language_is_refused_in_one_line(machine: Machine) -> None:
    ran = run(machine, "explain", "InternalError", "--language", "fr")
    assert (ran.code, ran.out) == (Exit.USAGE, "")


def test_a_service_is_only_named_where_none_was(machine: Machine) -> None:
    alone = run(machine, "explain", "ResourceNotFound.Nowhere", "--json").json
    assert "--service" in alone["remedies"][0]
    asked = run(machine, "explain", "ResourceNotFound.Nowhere", "--service", "mqtt", "--json").json
    assert not [remedy for remedy in asked["remedies"] if "--service" in remedy]


def test_what_no_server_sends_has_no_way_to_provoke_it(machine: Machine) -> None:
    assert run(machine, "explain", "ClientError.MetadataError", "--json").json["provoke"] is None
    assert "sandbox" not in run(machine, "explain", "ClientError.MetadataError").out


def test_what_is_no_code_cannot_write_to_the_terminal(machine: Machine) -> None:
    ran = run(machine, "explain", "\x1b]52;c;aGk=\x07\u202e")
    assert not {"\x1b", "\x07", "\u202e"} & set(ran.out + ran.err)
