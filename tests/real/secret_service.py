"""A Secret Service of the tests' own: gnome-keyring on a private bus, with a home that is thrown away."""

from __future__ import annotations

import contextlib
import os
import subprocess
import tempfile
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping

PASSWORD = "a keyring's password"
ROOT = Path(__file__).parents[2]
_BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir={directory}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default"><allow own="*"/><allow send_destination="*"/><allow eavesdrop="true"/></policy>
</busconfig>
"""
"""Without service directories: nothing of the machine's own desktop can be started through it."""
_SECRETS, _PROMPTER = "org.freedesktop.secrets", "org.gnome.keyring.SystemPrompter"

# jeepney has no types
blocking: Any = import_module("jeepney.io.blocking")
jeepney: Any = import_module("jeepney")
secretstorage: Any = import_module("secretstorage")


class SecretService:
    """A bus, and the daemon on it while `daemon` is not None. `environment` is what a program sees of them."""

    def __init__(self, home: Path, bus: subprocess.Popen[str], address: str) -> None:
        self.home = home
        self.address = address
        self.daemon: subprocess.Popen[bytes] | None = None
        self._bus = bus

    @property
    def environment(self) -> dict[str, str]:
        return {**home_environment(self.home), "DBUS_SESSION_BUS_ADDRESS": self.address}

    def start_daemon(self) -> None:
        """Start gnome-keyring with its login keyring open, and wait until it can be asked."""
        with self.connected() as connection:
            rule = jeepney.MatchRule(
                type="signal", sender="org.freedesktop.DBus", member="NameOwnerChanged", path="/org/freedesktop/DBus"
            )
            rule.add_arg_condition(0, _SECRETS)
            _reply(connection, jeepney.message_bus.AddMatch(rule))
            with connection.filter(rule) as changes, (self.home / "daemon.log").open("ab") as log:
                self.daemon = subprocess.Popen(
                    ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"],
                    env=self.environment,
                    stdin=subprocess.PIPE,
                    stdout=log,
                    stderr=log,
                )
                assert self.daemon.stdin
                self.daemon.stdin.write(PASSWORD.encode())
                self.daemon.stdin.close()
                try:
                    connection.recv_until_filtered(changes, timeout=20)
                except TimeoutError:
                    raise AssertionError((self.home / "daemon.log").read_text() or "it did not start") from None

    def stop_daemon(self) -> None:
        if self.daemon is not None:
            _end(self.daemon)
            self.daemon = None

    def stop(self) -> None:
        self.stop_daemon()
        _end(self._bus)

    def lock(self) -> None:
        """Lock the keyring, as logging out or a screen lock does."""
        with self.connected() as connection:
            collection = secretstorage.get_default_collection(connection)
            collection.lock()
            assert collection.is_locked()

    def items(self, profile: str) -> int:
        """How many items the keyring holds for the profile."""
        with self.connected() as connection:
            return len(list(secretstorage.search_items(connection, {"service": f"tcexplorer:{profile}"})))

    @contextlib.contextmanager
    def silent_prompter(self) -> Generator[Any]:
        """Own the name of what asks for the keyring's password, and never answer; gives the bus connection."""
        with self.connected() as connection:
            _reply(connection, jeepney.message_bus.RequestName(_PROMPTER))
            yield connection

    @contextlib.contextmanager
    def connected(self) -> Generator[Any]:
        with blocking.open_dbus_connection(self.address) as connection:
            yield connection


def prompt_asked(connection: Any) -> None:
    """Wait until the silent prompter was asked for the password."""
    while connection.receive(timeout=20).header.message_type is not jeepney.MessageType.method_call:
        pass


@contextlib.contextmanager
def secret_service(*, daemon: bool = True) -> Generator[SecretService]:
    """A bus of its own, and with `daemon` an unlocked keyring, until the block ends."""
    with tempfile.TemporaryDirectory(prefix="tcx-", ignore_cleanup_errors=True) as directory:  # short: it holds sockets
        home = Path(directory)
        (home / "bus.conf").write_text(_BUS.format(directory=directory))
        for inside in ("data", "run"):
            (home / inside).mkdir(mode=0o700)
        with (home / "bus.log").open("wb") as log:
            bus = subprocess.Popen(
                ["dbus-daemon", "--nofork", "--print-address=1", f"--config-file={home / 'bus.conf'}"],
                env=home_environment(home),
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        assert bus.stdout
        address = bus.stdout.readline().strip()
        bus.stdout.close()
        service = SecretService(home, bus, address)
        try:
            assert address, (home / "bus.log").read_text()
            if daemon:
                service.start_daemon()
            yield service
        finally:
            service.stop()


def home_environment(home: Path) -> dict[str, str]:
    """The environment of a program all of whose files are under `home`, without a bus."""
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "HOME": str(home),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_RUNTIME_DIR": str(home / "run"),
        "TCEXPLORER_HOME": str(home / "tcexplorer"),
    }


def lookup(environment: Mapping[str, str], profile: str) -> str:
    """What libsecret's own tool finds for the profile; nothing when there is no such item."""
    command = ["secret-tool", "lookup", "service", f"tcexplorer:{profile}", "username", "credential"]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=30, check=False).stdout


def _reply(connection: Any, message: Any) -> None:
    reply = connection.send_and_get_reply(message, timeout=20)
    assert reply.header.message_type is jeepney.MessageType.method_return, reply.body


def _end(process: subprocess.Popen[Any]) -> None:
    process.kill()  # a stopped process hears nothing softer
    process.wait(20)
