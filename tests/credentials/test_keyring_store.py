"""The keyring behind its allow-list."""

from __future__ import annotations

import pytest
from keyring.errors import KeyringError, KeyringLocked

from tcexplorer.credentials.errors import CredentialError
from tcexplorer.credentials.keyring_store import ITEM, KeyringStore, service_name, trusted
from tests.builders import SECRET_KEY, credential


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
    "error", [KeyringLocked("locked\n\x1b]52;c;x\x07"), KeyringError("x"), OSError("bus"), RuntimeError("y")]
)
def test_a_keyring_that_refuses_is_one_clear_line(error: Exception) -> None:
    backend = Memory()
    backend.fails = error
    with pytest.raises(CredentialError, match="keyring refused to read") as raised:
        KeyringStore(lambda: backend).load("dev")
    assert str(raised.value).isprintable()


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
