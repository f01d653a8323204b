"""Keys of profiles in a real Secret Service: gnome-keyring, over D-Bus, used by real processes."""

from __future__ import annotations

import base64
import json
import signal
import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tcexplorer.cli.terminal import Exit
from tests.builders import SECRET_ID, SECRET_KEY
from tests.real.needs import need
from tests.real.user import BOUND, User, ended, results

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.real.conftest import Served
    from tests.real.secret_service import SecretService

LIST = ("call", "mqtt", "DescribeInstanceList", "--region", "ap-guangzhou")
TWO_LINES = f"{SECRET_ID}\n{SECRET_KEY}\n"
REFUSED = "--from-env"
PLAIN_BACKEND = """
from pathlib import Path
from keyring.backend import KeyringBackend

class Plain(KeyringBackend):
    priority = {priority}

    def set_password(self, service, username, password):
        Path({file!r}).write_text(password)

    def get_password(self, service, username):
        return Path({file!r}).read_text() if Path({file!r}).exists() else None

    def delete_password(self, service, username):
        Path({file!r}).unlink()
"""


def refused(done: subprocess.CompletedProcess[str], *said: str) -> None:
    """It ended with one clear line and the exit code of credentials."""
    assert done.returncode == Exit.CREDENTIALS, done.stderr
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    for words in (*said, REFUSED):
        assert words in done.stderr
    assert SECRET_KEY not in done.stderr


@pytest.fixture(scope="module")
def service() -> Iterator[SecretService]:
    need("dbus-daemon", "gnome-keyring-daemon", "secret-tool")
    from tests.real.secret_service import secret_service

    with secret_service() as running:
        yield running


@pytest.fixture
def user(service: SecretService, tmp_path: Path) -> User:
    return User(tmp_path, {**service.environment, "TCEXPLORER_HOME": str(tmp_path / "tcexplorer")})


@pytest.fixture
def locked(service: SecretService, user: User) -> Iterator[User]:
    """A user with a profile `dev`, whose keyring was locked afterwards."""
    assert user.run("credentials", "add", "dev", "--region", "ap-guangzhou", stdin=TWO_LINES).returncode == 0
    service.lock()
    yield user
    service.stop_daemon()
    service.start_daemon()


def test_a_key_is_added_read_replaced_and_removed(service: SecretService, user: User) -> None:
    from tests.real.secret_service import lookup

    other = SECRET_KEY[::-1]
    added = user.run("credentials", "add", "life", "--region", "ap-guangzhou", stdin=TWO_LINES)
    assert added.returncode == Exit.SUCCESS, added.stderr
    assert json.loads(lookup(user.environment, "life")) == {"secret_id": SECRET_ID, "secret_key": SECRET_KEY}
    assert results(user.store("load:life")) == [[SECRET_ID, SECRET_KEY]]

    assert user.run("credentials", "add", "life", stdin=f"{SECRET_ID}\n{other}\n").returncode == Exit.SUCCESS
    assert results(user.store("load:life")) == [[SECRET_ID, other]]
    assert service.items("life") == 1

    listed = user.run("credentials", "list")
    assert "life" in listed.stdout
    assert SECRET_ID not in listed.stdout

    assert user.run("credentials", "remove", "life").returncode == Exit.SUCCESS
    assert lookup(user.environment, "life") == ""
    again = user.run("credentials", "remove", "life")
    assert again.returncode == Exit.CREDENTIALS
    assert "no profile" in again.stderr
    assert again.stderr.count("\n") == 1


def test_deleting_twice(user: User) -> None:
    steps = ("save:twice", "remove:twice", "remove:twice", "load:twice")
    *gone, loaded = results(user.store(*steps), TWO_LINES.replace("\n", " ") + "\n")
    assert gone == [None, True, False]
    assert "credentials add twice" in str(loaded)


def test_an_item_made_by_another_program_is_read(user: User) -> None:
    command = ["secret-tool", "store", "--label=x", "service", "tcexplorer:other", "username", "credential"]
    item = json.dumps({"secret_id": SECRET_ID, "secret_key": SECRET_KEY})
    subprocess.run(command, env=user.environment, input=item, text=True, timeout=BOUND, check=True)
    assert results(user.store("load:other")) == [[SECRET_ID, SECRET_KEY]]
    command[-3] = "tcexplorer:damaged"
    subprocess.run(command, env=user.environment, input=b"\xff\xfe", timeout=BOUND, check=True)
    (answer,) = results(user.store("load:damaged"))
    assert "refused" in str(answer)


def test_a_key_outlives_the_daemon(service: SecretService, user: User) -> None:
    assert user.run("credentials", "add", "kept", stdin=TWO_LINES).returncode == Exit.SUCCESS
    service.stop_daemon()
    service.start_daemon()
    assert results(user.store("load:kept")) == [[SECRET_ID, SECRET_KEY]]


def test_calls_with_the_stored_key(service: SecretService, user: User, served: Served) -> None:
    pair = f"{served.credential.secret_id}\n{served.secret_key}\n"
    url = f"http://{served.endpoint}"
    assert user.run("credentials", "add", "sandbox", "--endpoint", url, stdin=pair).returncode == Exit.SUCCESS
    called = user.run(*LIST, "--profile", "sandbox")
    assert called.returncode == Exit.SUCCESS, called.stderr
    assert json.loads(called.stdout)["Response"]["RequestId"] == served.handled[0].request_id
    assert served.handled[0].code is None
    tested = user.run("credentials", "test", "sandbox")
    assert tested.returncode == Exit.SUCCESS, tested.stderr
    assert "AccountId" in tested.stdout

    key = served.secret_key.encode()
    files = [path for home in (service.home, user.home) for path in home.rglob("*") if path.is_file()]
    assert any(path.name == "login.keyring" for path in files)
    assert any(path.name == "config.toml" for path in files)
    for form in (key, base64.b64encode(key).rstrip(b"="), key.decode().encode("utf-16-le"), key.hex().encode()):
        assert not [path for path in files if form in path.read_bytes()]
    for done in (called, tested):
        assert served.secret_key not in done.stdout + done.stderr


def test_many_processes_at_once(service: SecretService, user: User) -> None:
    line = TWO_LINES.replace("\n", " ") + "\n"
    steps = [(f"save:own{number}", "save:shared", "load:shared", f"load:own{number}") for number in range(4)]
    running = [user.store(*each) for each in steps]
    for process in running:
        assert results(process, line * 2) == [None, None, [SECRET_ID, SECRET_KEY], [SECRET_ID, SECRET_KEY]]
    assert [service.items(name) for name in ("shared", "own0", "own1", "own2", "own3")] == [1] * 5


def test_reading_while_a_key_is_replaced(user: User) -> None:
    keys = [SECRET_KEY, SECRET_KEY[::-1]]
    first, second = (f"{SECRET_ID} {key}\n" for key in keys)
    assert results(user.store("save:swapped"), first) == [None]
    writer = user.store(*["save:swapped"] * 20)
    readers = [user.store(*["load:swapped"] * 20) for _ in range(2)]
    assert results(writer, (second + first) * 10) == [None] * 20
    for reader in readers:
        read = results(reader)
        assert len(read) == 20
        assert all(one in [[SECRET_ID, key] for key in keys] for one in read)


def test_reading_while_a_key_comes_and_goes(user: User) -> None:
    line = TWO_LINES.replace("\n", " ") + "\n"
    writer = user.store(*["save:blinking", "remove:blinking"] * 15)
    readers = [user.store(*["load:blinking", "remove:nothing"] * 15) for _ in range(2)]
    assert results(writer, line * 15) == [None, True] * 15
    for reader in readers:
        for read in results(reader)[::2]:
            assert read == [SECRET_ID, SECRET_KEY] or "keyring" in str(read)


def test_a_locked_keyring_is_one_clear_line(locked: User) -> None:
    refused(locked.run(*LIST, "--profile", "dev"), "locked", "unlock it")
    refused(locked.run("credentials", "test", "dev"), "locked")
    refused(locked.run("credentials", "remove", "dev"), "locked")
    assert "dev" in locked.run("credentials", "list").stdout


def test_a_locked_keyring_is_said_before_a_key_is_asked_for(locked: User) -> None:
    process = locked.start("-m", "tcexplorer", "credentials", "add", "new")
    try:
        process.wait(BOUND)  # its standard input stays open, and empty
    finally:
        process.kill()
    refused(ended(process), "locked")


def test_a_prompt_that_nobody_answers(service: SecretService, locked: User) -> None:
    with service.silent_prompter():
        (answer,) = results(locked.store("load:dev", patience=0.5))
    assert "no answer within 0.5 s" in str(answer)


def test_a_locked_keyring_is_one_and_nobody_is_asked_to_unlock_it(service: SecretService, locked: User) -> None:
    with service.silent_prompter():
        assert results(locked.store("available:", patience=5.0)) == [None]


def test_ctrl_c_ends_the_wait_for_a_prompt(service: SecretService, locked: User) -> None:
    from tests.real.secret_service import prompt_asked

    with service.silent_prompter() as prompter:
        process = locked.start("-m", "tcexplorer", *LIST, "--profile", "dev")
        try:
            prompt_asked(prompter)
            process.send_signal(signal.SIGINT)
            done = ended(process)
        finally:
            process.kill()
    assert (done.returncode, done.stdout, done.stderr) == (Exit.CANCELLED, "", "cancelled\n")


def test_a_daemon_that_hangs(service: SecretService, user: User) -> None:
    assert service.daemon
    service.daemon.send_signal(signal.SIGSTOP)
    try:
        answers = results(user.store("ready:", "load:dev", patience=0.5))
    finally:
        service.daemon.send_signal(signal.SIGCONT)
    assert len(answers) == 2
    assert all("no answer within 0.5 s" in str(answer) for answer in answers)


@pytest.mark.parametrize(
    ("case", "more"),
    [
        ("no bus", {}),
        ("no bus", {"PYTHON_KEYRING_BACKEND": "keyring.backends.SecretService.Keyring"}),
        ("bus gone", {}),
        ("bus gone", {"PYTHON_KEYRING_BACKEND": "keyring.backends.SecretService.Keyring"}),
        ("no bus", {"PYTHON_KEYRING_BACKEND": "keyring.backends.SecretService.Nonsense"}),
    ],
)
def test_without_a_secret_service(user: User, case: str, more: dict[str, str]) -> None:
    environment = {**user.environment, **more}
    if case == "no bus":
        del environment["DBUS_SESSION_BUS_ADDRESS"]
    else:
        environment["DBUS_SESSION_BUS_ADDRESS"] = f"unix:path={user.home}/gone"
    alone = replace(user, environment=environment)
    refused(alone.run("credentials", "add", "dev", stdin=TWO_LINES), "keyring")


def test_a_bus_without_a_daemon(tmp_path: Path, service: SecretService) -> None:
    from tests.real.secret_service import secret_service

    with secret_service(daemon=False) as empty:
        user = User(tmp_path, empty.environment)
        refused(user.run("credentials", "add", "dev", stdin=TWO_LINES), "no keyring", "start a Secret Service")
        empty.start_daemon()
        assert user.run("credentials", "add", "dev", stdin=TWO_LINES).returncode == Exit.SUCCESS
        empty.stop_daemon()
        refused(user.run(*LIST, "--profile", "dev"), "no keyring")


def plain_backend(user: User, priority: int, *, installed: bool) -> tuple[User, Path]:
    """The user with a backend on the path that keeps passwords in a plain file, and that file."""
    modules, file = user.home / "modules", user.home / "plain.txt"
    modules.mkdir()
    (modules / "plainring.py").write_text(PLAIN_BACKEND.format(priority=priority, file=str(file)))
    if installed:
        metadata = modules / "plainring-1.dist-info"
        metadata.mkdir()
        (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: plainring\nVersion: 1\n")
        (metadata / "entry_points.txt").write_text("[keyring.backends]\nplainring = plainring\n")
    return user.with_environment(PYTHONPATH=f"{user.environment['PYTHONPATH']}:{modules}"), file


@pytest.mark.parametrize(
    "backend", ["plainring.Plain", "keyring.backends.null.Keyring", "keyrings.alt.file.PlaintextKeyring"]
)
def test_an_untrusted_backend_that_was_chosen_is_refused(user: User, backend: str) -> None:
    user, file = plain_backend(user, 1, installed=False)
    chosen = user.with_environment(PYTHON_KEYRING_BACKEND=backend)
    refused(chosen.run("credentials", "add", "dev", stdin=TWO_LINES), backend, "not known to encrypt")
    assert not file.exists()


def test_an_untrusted_backend_of_the_users_keyringrc_is_refused(user: User) -> None:
    user, file = plain_backend(user, 1, installed=False)
    user = user.with_environment(XDG_CONFIG_HOME=str(user.home / "config"))
    configured = user.home / "config" / "python_keyring" / "keyringrc.cfg"
    configured.parent.mkdir(parents=True)
    configured.write_text("[backend]\ndefault-keyring = plainring.Plain\n")
    refused(user.run("credentials", "add", "dev", stdin=TWO_LINES), "plainring.Plain", "not known to encrypt")
    assert not file.exists()
    configured.write_text("not a section\n")
    refused(user.run("credentials", "add", "dev", stdin=TWO_LINES), "cannot be opened")


def test_an_untrusted_backend_that_comes_first_is_refused(user: User) -> None:
    user, file = plain_backend(user, 100, installed=True)
    refused(user.run("credentials", "add", "dev", stdin=TWO_LINES), "plainring.Plain", "not known to encrypt")
    assert not file.exists()


def test_beside_an_untrusted_backend_the_secret_service_is_used(user: User) -> None:
    from tests.real.secret_service import lookup

    user, file = plain_backend(user, 6, installed=True)
    added = user.run("credentials", "add", "beside", stdin=TWO_LINES)
    assert added.returncode == Exit.SUCCESS, added.stderr
    assert SECRET_KEY in lookup(user.environment, "beside")
    assert not file.exists()
