"""The shape of key pairs: what is said, and that nothing of the key is."""

from __future__ import annotations

import pytest

from tcexplorer.diagnosis.keys import credential_advice, key_advice, site_of_id
from tcexplorer.protocol.model import Credential, Site
from tcexplorer.safety.secret import Secret

ID = "AKID" + "x7" * 16
KEY = "kQ3z" * 8


def test_a_pair_as_the_console_gives_it_raises_no_doubt() -> None:
    assert key_advice(ID, KEY) == ()
    assert key_advice("IKID" + "b" * 32, KEY) == ()


def test_a_temporary_credential_has_lengths_of_its_own() -> None:
    assert key_advice("AKID" + "t" * 60, "short+/=", "token") == ()
    assert "temporary" in key_advice("AKID" + "t" * 60, KEY)[0]


@pytest.mark.parametrize(
    ("secret_id", "secret_key", "said"),
    [
        (KEY, ID, "swapped"),
        (KEY, KEY, "the same text"),
        ("", KEY, "SecretId is empty"),
        (ID, "", "SecretKey is empty"),
        (f"{ID}\n", KEY, "SecretId has blanks"),
        (ID, f" {KEY}", "SecretKey has blanks or a line end"),
        (ID[:-2], KEY, "34 characters instead of 36"),
        (ID, KEY[:-1], "31 characters"),
        (ID, KEY[:-1] + "!", "other characters"),
        (ID, "*" * 32, "asterisks"),
        ("1300012345", KEY, "AppId"),
        ("LTAI4FoRoTherClouds00", KEY, "Alibaba"),
        ("AKIAABCDEFGHIJKLMNOP", KEY, "AWS"),
        ("whatever", KEY, "does not begin with AKID or IKID"),
    ],
)
def test_what_looks_wrong_is_said_without_the_key(secret_id: str, secret_key: str, said: str) -> None:
    found = key_advice(secret_id, secret_key)
    assert any(said in line for line in found), found
    if len(secret_key) > 8 and set(secret_key) != {"*"}:
        assert not any(secret_key.strip()[:8] in line for line in found)


def test_a_credential_is_judged_like_its_parts() -> None:
    assert credential_advice(Credential(ID, Secret(KEY))) == ()
    assert credential_advice(Credential(ID, Secret(KEY), Secret("t"))) == ()
    assert credential_advice(Credential(f" {ID}", Secret(KEY))) == ("the SecretId has blanks around it",)


def test_the_first_letters_of_an_id_tell_its_site() -> None:
    assert site_of_id(ID) is Site.DOMESTIC
    assert site_of_id(" IKIDabc") is Site.INTERNATIONAL
    assert site_of_id("LTAI") is None
