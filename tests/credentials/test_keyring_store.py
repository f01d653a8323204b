"""The keyring behind its allow-list."""

from __future__ import annotations

import subprocess
import sys
from configparser import MissingSectionHeaderError
from importlib import import_module
from threading import Event
from typing import TYPE_CHECKING

import keyring
import pytest
from keyring.errors import InitError, KeyringError, KeyringLocked, PasswordDeleteError

from tcexplorer.credentials.credential import CredentialError
from tcexplorer.credentials.keyring_store import ITEM, KeyringStore, service_name, system_backend, trusted
from tests.builders import SECRET_KEY, credential

if TYPE_CHECKING:
    from pathlib import Path


class Memory:
    """A backend in memory."""

    def __init__(self) -> None:
        self.items: dict[tuple[str, str], str] = {}
        self.fails: Exception | None = None

    def get_password(self, service: str, username: str) -> str | None:
        if self.fails:
            raise self.fails
        return self.items.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.items[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.items[service, username]


def named(name: str, **attributes: object) -> object:
    """An object whose class has that full name, as keyring's backends have."""
    module, _, cls = name.rpartition(".")
    return type(cls, (), {"__module__": module, **attributes})()


def test_a_key_is_kept_and_comes_back() -> None:
    backend = Memory()
    store = KeyringStore(lambda: backend)
    store.save("dev", credential())
    assert list(backend.items) == [(service_name("dev"), ITEM)]
    assert store.load("dev") == credential()
    assert store.remove("dev")
    assert not store.remove("dev")
    with pytest.raises(CredentialError, match="credentials add dev"):
        store.load("dev")


def test_the_backend_is_opened_once_and_late() -> None:
    opened: list[Memory] = []

    def open_backend() -> Memory:
        opened.append(Memory())
        return opened[-1]

    store = KeyringStore(open_backend)
    assert opened == []
    store.ready()
    store.save("dev", credential())
    store.load("dev")
    assert len(opened) == 1


def test_a_token_is_not_kept() -> None:
    backend = Memory()
    with pytest.raises(CredentialError, match="temporary"):
        KeyringStore(lambda: backend).save("dev", credential(token="t"))
    assert backend.items == {}


@pytest.mark.parametrize("item", ["", "{}", "[1]", '{"secret_id": 1, "secret_key": "x"}'])
def test_a_damaged_item_is_said(item: str) -> None:
    backend = Memory()
    backend.items[service_name("dev"), ITEM] = item
    with pytest.raises(CredentialError, match="damaged"):
        KeyringStore(lambda: backend).load("dev")


@pytest.mark.parametrize(
    "error",
    [
        KeyringError("x\n\x1b]52;c;x\x07"),
        InitError("no collection"),
        OSError("bus"),
        RuntimeError("y"),
        UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte"),
        subprocess.CalledProcessError(1, ["pass", "show"]),
    ],
)
def test_a_keyring_that_refuses_is_one_clear_line(error: Exception) -> None:
    backend = Memory()
    backend.fails = error
    with pytest.raises(CredentialError, match=r"keyring refused to read .*--from-env") as raised:
        KeyringStore(lambda: backend).load("dev")
    assert str(raised.value).isprintable()


@pytest.mark.skipif(sys.platform != "linux", reason="the packages of the Secret Service are installed on Linux alone")
@pytest.mark.parametrize(
    "name", ["ItemNotFoundException", "SecretServiceNotAvailableException", "PromptDismissedException"]
)
def test_what_the_secret_service_lets_through_is_one_clear_line(name: str) -> None:
    backend = Memory()
    backend.fails = getattr(import_module("secretstorage.exceptions"), name)("x\ny")
    with pytest.raises(CredentialError, match="keyring refused to read the key: x y"):
        KeyringStore(lambda: backend).load("dev")


def test_a_locked_keyring_is_said_before_a_key_is_asked_for() -> None:
    backend = Memory()
    backend.fails = KeyringLocked("x")
    with pytest.raises(CredentialError, match=r"locked.*unlock it.*--from-env"):
        KeyringStore(lambda: backend).ready()


def test_a_mistake_of_ours_is_not_taken_for_a_refusal() -> None:
    backend = Memory()
    backend.fails = KeyError("ours")
    with pytest.raises(KeyError, match="ours"):
        KeyringStore(lambda: backend).load("dev")


def test_a_keyring_that_does_not_answer_is_given_up() -> None:
    answers = Event()

    class Hanging(Memory):
        def get_password(self, service: str, username: str) -> str | None:
            answers.wait(30)
            return None

    try:
        with pytest.raises(CredentialError, match=r"no answer within 0\.01 s.*--from-env"):
            KeyringStore(Hanging, patience=0.01).load("dev")
    finally:
        answers.set()


def test_a_key_that_another_process_removes_first_is_gone_too() -> None:
    class Raced(Memory):
        def delete_password(self, service: str, username: str) -> None:
            self.items.clear()
            raise PasswordDeleteError("no such password")

    backend = Raced()
    store = KeyringStore(lambda: backend)
    store.save("dev", credential())
    assert store.remove("dev")
    assert not store.remove("dev")


class ItemNotFoundException(KeyringError):  # noqa: N818 as secretstorage calls its own
    """The item went away between being looked up and being written to."""


@pytest.mark.parametrize("times", [1, 2])
def test_an_item_that_another_process_replaces_meanwhile_is_written_once_more(times: int) -> None:
    class Raced(Memory):
        tries = 0

        def set_password(self, service: str, username: str, password: str) -> None:
            self.tries += 1
            if self.tries <= times:
                raise ItemNotFoundException("Item does not exist!")
            super().set_password(service, username, password)

    backend = Raced()
    store = KeyringStore(lambda: backend)
    if times == 1:
        store.save("dev", credential())
        assert store.load("dev") == credential()
    else:
        with pytest.raises(CredentialError, match="refused to write the key: Item does not exist"):
            store.save("dev", credential())
    assert backend.tries == 2


def test_a_key_that_cannot_be_deleted_is_said() -> None:
    class Keeping(Memory):
        def delete_password(self, service: str, username: str) -> None:
            raise PasswordDeleteError("read-only")

    backend = Keeping()
    store = KeyringStore(lambda: backend)
    store.save("dev", credential())
    with pytest.raises(CredentialError, match="refused to delete the key: read-only"):
        store.remove("dev")


def test_a_keyring_that_forgets_is_noticed() -> None:
    class Forgetful(Memory):
        def set_password(self, service: str, username: str, password: str) -> None:
            self.items[service, username] = password[:10]

    with pytest.raises(CredentialError, match="did not keep") as raised:
        KeyringStore(Forgetful).save("dev", credential())
    assert SECRET_KEY not in str(raised.value)


@pytest.mark.parametrize(
    "name",
    ["keyring.backends.SecretService.Keyring", "keyring.backends.macOS.Keyring", "keyring_pass.PasswordStoreBackend"],
)
def test_backends_that_encrypt_are_used(name: str) -> None:
    backend = named(name)
    assert trusted(backend) is backend


@pytest.mark.parametrize(
    "name",
    [
        "keyrings.alt.file.PlaintextKeyring",
        "keyrings.alt.file.EncryptedKeyring",
        "keyring.backends.null.Keyring",
        "keyrings.cryptfile.cryptfile.CryptFileKeyring",
        "somewhere.SecretService.Keyring",
    ],
)
def test_others_are_refused_with_the_ways_on(name: str) -> None:
    with pytest.raises(CredentialError, match=r"not known to encrypt.*--from-env"):
        trusted(named(name))


def test_cryptfile_is_used_when_it_was_chosen() -> None:
    name = "keyrings.cryptfile.cryptfile.CryptFileKeyring"
    backend = named(name)
    assert trusted(backend, chosen=name) is backend


def test_no_keyring_at_all_is_said_with_the_ways_on() -> None:
    with pytest.raises(CredentialError, match=r"no keyring.*TENCENTCLOUD_SECRET_ID.*keyring-pass"):
        trusted(named("keyring.backends.fail.Keyring"))


def test_the_chain_is_looked_into() -> None:
    plain, good = named("keyrings.alt.file.PlaintextKeyring"), named("keyring.backends.kwallet.DBusKeyring")
    chain = named("keyring.backends.chainer.ChainerBackend", backends=[plain, good])
    assert trusted(chain) is good
    with pytest.raises(CredentialError, match="PlaintextKeyring"):
        trusted(named("keyring.backends.chainer.ChainerBackend", backends=[plain]))


def test_an_untrusted_backend_that_was_chosen_is_not_even_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "plainring.py").write_text("raise SystemExit('loaded')\n")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "plainring.Plain")
    with pytest.raises(CredentialError, match=r"plainring\.Plain.*not known to encrypt.*--from-env"):
        system_backend("plainring.Plain")
    assert "plainring" not in sys.modules


@pytest.mark.parametrize(
    "error",
    [
        ImportError("no module"),
        AttributeError("no class"),
        ValueError("Empty module name"),
        RuntimeError("SecretStorage required"),
        FileNotFoundError(2, "No such file or directory"),
        MissingSectionHeaderError("keyringrc.cfg", 1, "no section\n"),
    ],
)
def test_a_backend_that_cannot_be_loaded_is_one_clear_line(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails() -> None:
        raise error

    monkeypatch.setattr(keyring, "get_keyring", fails)
    with pytest.raises(CredentialError, match=r"cannot be opened: .*--from-env") as raised:
        system_backend(None)
    assert str(raised.value).isprintable()


def test_whether_there_is_a_keyring_is_found_out_without_reading() -> None:
    backend = Memory()
    backend.fails = KeyringLocked()
    KeyringStore(lambda: backend).available()
    with pytest.raises(CredentialError, match="no keyring"):
        KeyringStore(lambda: trusted(named("keyring.backends.fail.Keyring"))).available()
