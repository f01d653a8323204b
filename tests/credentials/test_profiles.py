"""Profiles in config.toml: read, refused with a place, rewritten without losing what is there."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from tcexplorer.credentials.config import Config, ConfigError, load_config, parse_config
from tcexplorer.credentials.credential import CredentialError, checked
from tcexplorer.credentials.edit import make_default, remove_profile, save_profile
from tcexplorer.credentials.keyring_store import KeyringStore
from tcexplorer.credentials.profile import Profile
from tcexplorer.credentials.providers.environment import from_environment
from tcexplorer.credentials.resolve import Credentials, ProfileChoice, choose_profile
from tcexplorer.credentials.source import KeyStore, Means
from tcexplorer.protocol.model import Credential, Language, Site
from tcexplorer.waiting import at_once, driven
from tests.builders import SECRET_ID, SECRET_KEY, credential
from tests.credentials.test_keyring_store import Memory

if TYPE_CHECKING:
    from pathlib import Path

WHOLE = """
default_profile = "prod"

[profiles.dev]  # mine
source = "environment"

[profiles.prod]
source = "keyring"
region = "ap-shanghai"
site = "international"
endpoint = "cvm.intl.tencentcloudapi.com"
language = "zh-CN"
read_only = true
production = true
"""


def test_a_whole_config_is_read() -> None:
    config = parse_config(WHOLE)
    assert config.default == "prod"
    assert config.profiles["dev"] == Profile("dev", "environment")
    assert config.profiles["prod"] == Profile(
        "prod",
        "keyring",
        "ap-shanghai",
        Site.INTERNATIONAL,
        "cvm.intl.tencentcloudapi.com",
        Language.CHINESE,
        read_only=True,
        production=True,
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("profiles = 1", "to be a table"),
        ("[profiles]\nx = 1", r"\[profiles.x\] is to be a table"),
        ("= 1", "line 1"),
        ('default_profile = "x"', "none of the profiles"),
        ('[profiles.a]\nregoin = "x"', r"did you mean region\?"),
        ('[profiles.a]\nsource = "file"', "keyring, environment"),
        ('[profiles.a]\nread_only = "yes"', "true or false"),
        ("[profiles.a]\nregion = 5", "a text"),
        ('[profiles.a]\nsecret_key = "x"', "does not belong in a file"),
        ('[profiles.a]\nendpoint = "https://example.com"', "not a Tencent Cloud"),
        ("[profiles.'a b']", "name is letters"),
        ("default_profile = [1]", "none of the profiles"),
        ("[profile.dev]", r"unknown key 'profile' \(did you mean profiles\?\)"),
        ('secret_key = "x"', "does not belong in a file"),
        ("a = " + "[" * 5000, "nested too deeply"),
        ("a = " + "9" * 5000, "not TOML"),
        ("[keys" + ".a" * 300 + ']\nb = "x"', "to be a key or a list of keys"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(text: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said) as raised:
        parse_config(text)
    assert "config.toml" in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    "written", ['default_profile = "{}"', '[profiles.a]\nsource = "{}"', '[profiles.a]\nsite = "{}"']
)
def test_a_key_pasted_in_a_wrong_place_is_not_repeated(written: str) -> None:
    key = "kQ3z" * 8
    with pytest.raises(ConfigError) as raised:
        parse_config(written.format(key))
    assert key not in str(raised.value)


def test_no_file_is_an_empty_config(tmp_path: Path) -> None:
    assert load_config(tmp_path / "config.toml") == Config()


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(ConfigError, match=r"config\.toml"):
        load_config(tmp_path / "config.toml")


def test_saving_keeps_comments_and_other_profiles(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "config.toml"
    save_profile(file, Profile("first", region="ap-guangzhou"))
    assert load_config(file).default == "first"
    file.write_text("# my note\n" + file.read_text() + "[profiles.dev]  # mine\nread_only = true\n")
    save_profile(file, Profile("prod", production=True, site=Site.INTERNATIONAL), make_default=True)
    save_profile(file, Profile("first", region="ap-beijing"))
    text, config = file.read_text(), load_config(file)
    assert "# my note" in text
    assert "# mine" in text
    assert config.default == "prod"
    assert config.profiles["first"].region == "ap-beijing"
    assert config.profiles["dev"].read_only
    assert config.profiles["prod"] == Profile("prod", production=True, site=Site.INTERNATIONAL)


def test_removing(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    save_profile(file, Profile("dev"))
    assert remove_profile(file, "dev")
    assert load_config(file) == Config()
    assert not remove_profile(file, "dev")


def test_a_damaged_file_is_not_rewritten(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text("[profiles")
    with pytest.raises(ConfigError):
        save_profile(file, Profile("dev"))
    assert file.read_text() == "[profiles"


ENV = {"TENCENTCLOUD_SECRET_ID": SECRET_ID, "TENCENTCLOUD_SECRET_KEY": SECRET_KEY}


def test_the_environment_under_both_names_of_the_token() -> None:
    assert from_environment(ENV) == credential()
    for name in ("TENCENTCLOUD_TOKEN", "TENCENTCLOUD_SECURITY_TOKEN"):
        assert from_environment({**ENV, name: "tok"}) == credential(token="tok")


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({}, "TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY not set"),
        ({**ENV, "TENCENTCLOUD_SECRET_KEY": ""}, "TENCENTCLOUD_SECRET_KEY is empty"),
        ({**ENV, "TENCENTCLOUD_SECRET_KEY": SECRET_KEY + "\n"}, "TENCENTCLOUD_SECRET_KEY has blanks"),
        ({**ENV, "TENCENTCLOUD_SECRET_ID": "AKID é"}, "character that no key has"),
        ({**ENV, "TENCENTCLOUD_SECRET_KEY": SECRET_ID}, "pasted twice"),
    ],
)
def test_what_is_wrong_with_a_key_is_said_without_showing_it(environment: dict[str, str], said: str) -> None:
    with pytest.raises(CredentialError, match=said) as raised:
        from_environment(environment)
    assert SECRET_KEY not in str(raised.value)


def test_empty_texts_are_no_credential() -> None:
    with pytest.raises(CredentialError, match="SecretKey is empty"):
        checked("AKID", "")


def keys() -> KeyringStore:
    """A keyring with the key of `prod`."""
    memory = Memory()
    store = KeyringStore(lambda: memory)
    store.save("prod", credential())
    return store


def test_which_profile_is_meant() -> None:
    config = parse_config(WHOLE)

    def chosen(choice: ProfileChoice, config: Config, environment: dict[str, str]) -> str | None:
        profile = choose_profile(choice, config, environment)
        return profile.name if profile else None

    assert chosen(ProfileChoice(), config, ENV) == "prod"
    assert chosen(ProfileChoice("dev"), config, ENV) == "dev"
    assert chosen(ProfileChoice(from_env=True), config, ENV) == "environment"
    assert chosen(ProfileChoice(), Config(), ENV) == "environment"
    assert chosen(ProfileChoice(), Config(), {}) is None
    with pytest.raises(CredentialError, match="no profile 'nope'"):
        chosen(ProfileChoice("nope"), config, ENV)


def credential_of(profile: Profile, environment: dict[str, str], store: KeyStore) -> Credential:
    """As the shell gets it."""
    return driven(Credentials(Means(environment, lambda: store, at_once)).get(profile, 1_795_490_000.0))


def test_where_the_credential_comes_from() -> None:
    config = parse_config(WHOLE)
    assert credential_of(config.profiles["prod"], {}, keys()) == credential()
    assert credential_of(config.profiles["dev"], ENV, keys()) == credential()
    with pytest.raises(CredentialError, match="sandbox"):
        credential_of(Profile("s", "sandbox"), ENV, keys())


def test_the_environments_region_is_the_profiles() -> None:
    profile = choose_profile(ProfileChoice(from_env=True), Config(), {**ENV, "TENCENTCLOUD_REGION": "ap-tokyo"})
    assert profile is not None
    assert profile.region == "ap-tokyo"


def test_profiles_added_at_the_same_time_are_all_kept(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    names = [f"p{number}" for number in range(24)]
    with ThreadPoolExecutor(8) as pool:
        for added in [pool.submit(save_profile, file, Profile(name)) for name in names]:
            added.result()
    assert sorted(load_config(file).profiles) == sorted(names)


def test_keys_are_read_in_both_forms() -> None:
    config = parse_config('[keys]\nsend = "ctrl+s"\nhelp = ["f1", "?"]\n"tree.top" = "t"\npage.top = "t"\n')
    assert config.keys == {"send": ("ctrl+s",), "help": ("f1", "?"), "tree.top": ("t",), "page.top": ("t",)}


@pytest.mark.parametrize("text", ["keys = 1", "[keys]\nsend = 3", "[keys]\nsend = [1]"])
def test_keys_that_are_no_texts_are_refused(text: str) -> None:
    with pytest.raises(ConfigError, match="is to be a key or a list of keys") as caught:
        parse_config(text)
    assert "\n" not in str(caught.value)


def test_the_default_can_be_moved_and_the_rest_stays(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(WHOLE)
    make_default(file, "dev")
    assert load_config(file).default == "dev"
    assert "# mine" in file.read_text()
    with pytest.raises(ConfigError, match="has no profile lost"):
        make_default(file, "lost")


def test_a_profile_of_one_session_is_in_no_file() -> None:
    with pytest.raises(ConfigError, match="one of keyring, environment, sandbox, not 'session'"):
        parse_config('[profiles.x]\nsource = "session"\n')
    with pytest.raises(CredentialError, match="one session only"):
        credential_of(Profile("x", "session"), {}, KeyringStore(Memory))


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text("\ufeff[profiles.dev]\nsource = 'environment'\n", "utf-8")
    assert list(load_config(file).profiles) == ["dev"]
    save_profile(file, Profile("b", "environment"))
    assert list(load_config(file).profiles) == ["dev", "b"]
