"""`credentials`: keys go to the keyring and nowhere else."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from tcexplorer.cli.terminal import Exit
from tcexplorer.compose import Machine
from tcexplorer.credentials.credential import CredentialError
from tcexplorer.credentials.keyring_store import Backend, KeyringStore
from tests.builders import SECRET_ID, SECRET_KEY
from tests.cli.run import run
from tests.credentials.test_keyring_store import Memory

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Served


@dataclass(frozen=True)
class WithKeyring(Machine):
    """A machine whose keyring is in memory."""

    backend: Memory = field(default_factory=Memory)

    @property
    def store(self) -> KeyringStore:  # pyright: ignore[reportIncompatibleVariableOverride]
        return KeyringStore(lambda: self.backend)


@pytest.fixture
def home(tmp_path: Path) -> WithKeyring:
    return WithKeyring({"TCEXPLORER_HOME": str(tmp_path)})


def fresh(machine: WithKeyring) -> WithKeyring:
    """The same machine in the next run of the program: config.toml is read again."""
    return WithKeyring(machine.environment, backend=machine.backend)


TWO_LINES = f"{SECRET_ID}\n{SECRET_KEY}\n"


def test_add_list_and_remove(home: WithKeyring) -> None:
    added = run(home, "credentials", "add", "dev", "--region", "ap-guangzhou", "--read-only", stdin=TWO_LINES)
    assert added.code == Exit.SUCCESS
    assert SECRET_KEY not in added.out + added.err + home.paths.config_file.read_text()
    assert SECRET_ID not in home.paths.config_file.read_text()
    listed = run(fresh(home), "credentials", "list")
    assert "dev" in listed.out
    assert "read-only" in listed.out
    rows = run(fresh(home), "credentials", "list", "--json").json
    assert rows[0]["name"] == "dev"
    assert rows[0]["default"] is True
    removed = run(fresh(home), "credentials", "remove", "dev")
    assert removed.code == Exit.SUCCESS
    assert home.backend.items == {}
    assert run(fresh(home), "credentials", "list", "--json").json == []
    assert run(fresh(home), "credentials", "remove", "dev").code == Exit.CREDENTIALS


def test_without_a_keyring_the_entry_goes_all_the_same(home: WithKeyring) -> None:
    @dataclass(frozen=True)
    class Without(WithKeyring):
        @property
        def store(self) -> KeyringStore:  # pyright: ignore[reportIncompatibleVariableOverride]
            def none() -> Memory:
                raise CredentialError("there is no keyring")

            return KeyringStore(none)

    assert run(home, "credentials", "add", "dev", stdin=TWO_LINES).code == Exit.SUCCESS
    removed = run(Without(home.environment), "credentials", "remove", "dev")
    assert removed.code == Exit.SUCCESS
    assert "not looked for: there is no keyring" in removed.err
    assert run(fresh(home), "credentials", "list", "--json").json == []
    assert run(Without(home.environment), "credentials", "remove", "dev").code == Exit.CREDENTIALS


def test_the_key_from_a_prompt(home: WithKeyring) -> None:
    asked: list[str] = []

    def secret(prompt: str) -> str:
        asked.append(prompt)
        return SECRET_KEY

    ran = run(home, "credentials", "add", "dev", typed=f"{SECRET_ID}\n", secret=secret)
    assert ran.code == Exit.SUCCESS
    assert asked
    assert list(home.backend.items) == [("tcexplorer:dev", "credential")]


def test_the_key_as_json(home: WithKeyring) -> None:
    both = json.dumps({"secretId": SECRET_ID, "secretKey": SECRET_KEY})
    assert run(home, "credentials", "add", "dev", stdin=both).code == Exit.SUCCESS


@pytest.mark.parametrize(
    ("stdin", "said"),
    [
        ("", "SecretId on one line"),
        ("only-one", "SecretId on one line"),
        (f"{SECRET_ID}\n{SECRET_ID}", "same text"),
        (f"{SECRET_ID}\nkey with blanks", "character that no key has"),
    ],
)
def test_what_is_no_key_is_not_kept(home: WithKeyring, stdin: str, said: str) -> None:
    ran = run(home, "credentials", "add", "dev", stdin=stdin)
    assert ran.code == Exit.CREDENTIALS
    assert said in ran.err
    assert home.backend.items == {}
    assert not home.paths.config_file.exists()


def test_a_name_or_an_endpoint_that_cannot_be_is_refused_before_a_key_is_asked(home: WithKeyring) -> None:
    assert run(home, "credentials", "add", "a b", stdin=TWO_LINES).code == Exit.USAGE
    ran = run(home, "credentials", "add", "a", "--endpoint", "https://example.com", stdin=TWO_LINES)
    assert ran.code == Exit.USAGE
    assert home.backend.items == {}


def test_no_keyring_is_one_line_with_the_ways_on(home: WithKeyring) -> None:
    class Without(WithKeyring):
        @property
        def store(self) -> KeyringStore:  # pyright: ignore[reportIncompatibleVariableOverride]
            def none() -> Backend:
                raise CredentialError("this machine has no keyring; use --from-env")

            return KeyringStore(none)

    ran = run(Without(home.environment), "credentials", "add", "dev", stdin=TWO_LINES)
    assert ran.code == Exit.CREDENTIALS
    assert ran.err.count("\n") == 1
    assert "--from-env" in ran.err


def test_testing_a_key(home: WithKeyring, served: Served) -> None:
    pair = f"{served.credential.secret_id}\n{served.credential.secret_key.reveal()}\n"
    run(home, "credentials", "add", "good", "--endpoint", served.url, stdin=pair)
    run(fresh(home), "credentials", "add", "bad", "--endpoint", served.url, stdin=TWO_LINES)
    good = run(fresh(home), "credentials", "test", "good")
    assert good.code == Exit.SUCCESS
    assert "AccountId" in good.out
    assert "works" in good.err
    bad = run(fresh(home), "credentials", "test", "bad")
    assert bad.code == Exit.API_ERROR
    assert "AuthFailure.SecretIdNotFound" in bad.err
    assert run(fresh(home), "credentials", "test", "none").code == Exit.CREDENTIALS
