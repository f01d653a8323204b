"""SecretKeys in the keyring of the operating system: one item a profile.

Only backends known to keep secrets encrypted are used; a plaintext one is refused, never fallen back to.
Every call may block (a locked keyring asks the user): call from a thread.
"""

from __future__ import annotations

import json
import sys
from threading import Thread
from typing import TYPE_CHECKING, Protocol, TypeVar, cast

from tcexplorer.credentials.credential import CredentialError, checked
from tcexplorer.safety.inert import visible

if TYPE_CHECKING:
    from collections.abc import Callable

    from tcexplorer.protocol.model import Credential

T = TypeVar("T")
ITEM = "credential"
_VANISHED = "ItemNotFoundException"
"""What secretstorage raises for an item that is gone by the time it is written to."""
_TRUSTED = (
    "keyring.backends.SecretService.Keyring",
    "keyring.backends.libsecret.Keyring",
    "keyring.backends.kwallet.DBusKeyring",
    "keyring.backends.kwallet.DBusKeyringKWallet4",
    "keyring.backends.macOS.Keyring",
    "keyring.backends.Windows.WinVaultKeyring",
    "keyring_pass.PasswordStoreBackend",
)
_TRUSTED_WHEN_CHOSEN = ("keyrings.cryptfile.cryptfile.CryptFileKeyring",)
_KEEPS_NOTHING_ITSELF = ("keyring.backends.chainer.ChainerBackend", "keyring.backends.fail.Keyring")
_LET_THROUGH = (
    ("secretstorage.exceptions", "SecretStorageException"),
    ("jeepney.wrappers", "DBusErrorResponse"),
    ("dbus.exceptions", "DBusException"),
    ("win32ctypes.pywin32.pywintypes", "error"),
    ("subprocess", "SubprocessError"),
)
"""Exceptions of what backends stand on; some pass through keyring unchanged."""
ENVIRONMENT = "use the environment (TENCENTCLOUD_SECRET_ID, TENCENTCLOUD_SECRET_KEY and --from-env)"
WAYS_ON = f"{ENVIRONMENT}, start a Secret Service, or install keyring-pass"
PATIENCE = 120.0
"""Seconds a person has to unlock the keyring; a daemon that hangs holds nobody for longer."""


class Backend(Protocol):
    """What is used of a keyring backend."""

    def get_password(self, service: str, username: str) -> str | None: ...

    def set_password(self, service: str, username: str, password: str) -> None: ...

    def delete_password(self, service: str, username: str) -> None: ...


def service_name(profile: str) -> str:
    """The keyring's service name of a profile; unique, because Windows keeps one user a service."""
    return f"tcexplorer:{profile}"


def full_name(backend: object) -> str:
    """Module and class of a backend, as in PYTHON_KEYRING_BACKEND."""
    return f"{type(backend).__module__}.{type(backend).__qualname__}"


def trusted(backend: object, *, chosen: str | None = None) -> Backend:
    """The first trusted backend in what keyring offers. `chosen` is PYTHON_KEYRING_BACKEND, if set.

    Raises CredentialError, with the ways on, when there is none.
    """
    offered = list(getattr(backend, "backends", ())) or [backend]
    for one in offered:
        name = full_name(one)
        if name in _TRUSTED or (name in _TRUSTED_WHEN_CHOSEN and name == chosen):
            return cast("Backend", one)
    names = ", ".join(sorted({full_name(one) for one in offered}))
    if names == "keyring.backends.fail.Keyring":
        raise CredentialError(f"this machine has no keyring to keep a SecretKey in; {WAYS_ON}")
    raise _not_used(names)


def system_backend(chosen: str | None) -> Backend:
    """The machine's keyring, if it is a trusted one. Raises CredentialError.

    What PYTHON_KEYRING_BACKEND names is loaded only when it is trusted.
    """
    if chosen and chosen not in (*_TRUSTED, *_TRUSTED_WHEN_CHOSEN, *_KEEPS_NOTHING_ITSELF):
        raise _not_used(chosen)
    from configparser import Error  # keyringrc.cfg

    import keyring  # costs 60 to 150 ms; only who needs a key pays

    try:
        offered = keyring.get_keyring()
    except (*_troubles(), ImportError, AttributeError, ValueError, Error) as error:
        raise CredentialError(f"the keyring cannot be opened: {_one_line(error)}; {WAYS_ON}") from error
    return trusted(offered, chosen=chosen)


def _not_used(names: str) -> CredentialError:
    return CredentialError(f"the keyring offered ({visible(names)}) is not known to encrypt; it is not used: {WAYS_ON}")


class KeyringStore:
    """Credentials by profile name. `open_backend` is called once, when a key is first needed.

    A keyring that has not answered after `patience` seconds is given up.
    """

    def __init__(self, open_backend: Callable[[], Backend], *, patience: float = PATIENCE) -> None:
        self._open = open_backend
        self._backend: Backend | None = None
        self._patience = patience

    def available(self) -> None:
        """Whether there is a trusted keyring; nothing is read, so nobody is asked. Raises CredentialError."""
        self._do(lambda _backend: None, "open")

    def ready(self) -> None:
        """Open and unlock the keyring, so that a key is asked for only when it can be kept. Raises CredentialError."""
        self._do(lambda backend: backend.get_password(service_name(""), ITEM), "read")

    def load(self, profile: str) -> Credential:
        """The profile's credential. Raises CredentialError when there is none or it cannot be read."""
        stored = self._do(lambda backend: backend.get_password(service_name(profile), ITEM), "read")
        if stored is None:
            raise CredentialError(
                f"the keyring has no key for profile {profile}; run: tcexplorer credentials add {profile}"
            )
        try:
            item: object = json.loads(stored)
        except ValueError:
            item = None
        match item:
            case {"secret_id": str(secret_id), "secret_key": str(secret_key)}:
                return checked(secret_id, secret_key)
            case _:
                raise CredentialError(f"the keyring's item for profile {profile} is damaged; add it again")

    def save(self, profile: str, credential: Credential) -> None:
        """Keep id and key. A token is not kept: it expires in hours. Raises CredentialError."""
        if credential.token:
            raise CredentialError("a temporary key expires within hours and is not kept; use it with --from-env")
        item = json.dumps({"secret_id": credential.secret_id, "secret_key": credential.secret_key.reveal()})
        try:
            self._write(profile, item)
        except CredentialError as refused:
            # The Secret Service looks the item up and then writes to it; another process may have replaced it between.
            if type(refused.__cause__).__name__ != _VANISHED:
                raise
            self._write(profile, item)
        if self._do(lambda backend: backend.get_password(service_name(profile), ITEM), "read") != item:
            raise CredentialError("the keyring did not keep the key: reading it back gave something else")

    def _write(self, profile: str, item: str) -> None:
        self._do(lambda backend: backend.set_password(service_name(profile), ITEM, item), "write")

    def remove(self, profile: str) -> bool:
        """Delete the profile's key; False when there was none. Raises CredentialError."""
        name = service_name(profile)
        if self._do(lambda backend: backend.get_password(name, ITEM), "read") is None:
            return False
        try:
            self._do(lambda backend: backend.delete_password(name, ITEM), "delete")
        except CredentialError:
            # Another process may have been faster.
            if self._do(lambda backend: backend.get_password(name, ITEM), "read") is not None:
                raise
        return True

    def _do(self, use: Callable[[Backend], T], what: str) -> T:
        def opened() -> T:
            self._backend = self._backend or self._open()
            return use(self._backend)

        try:
            return _within(self._patience, opened)
        except _troubles() as error:
            raise CredentialError(_refusal(error, what)) from error


class _NoAnswerError(OSError):
    """The keyring has not answered in time."""


def _within(seconds: float, work: Callable[[], T]) -> T:
    """What `work` gives or raises; _NoAnswerError when it takes longer. It is left to end with the program then."""
    results: list[T] = []
    failures: list[BaseException] = []

    def run() -> None:
        try:
            results.append(work())
        except BaseException as error:  # noqa: BLE001 - raised again below, where it is waited for
            failures.append(error)

    thread = Thread(target=run, name="keyring", daemon=True)
    thread.start()
    thread.join(seconds)
    if failures:
        raise failures[0]
    if not results:
        raise _NoAnswerError(f"no answer within {seconds:g} s")
    return results[0]


def _troubles() -> tuple[type[BaseException], ...]:
    """What a keyring raises. A backend that raises an exception of another package has imported that by then."""
    from keyring.errors import KeyringError

    loaded = [getattr(sys.modules[module], name) for module, name in _LET_THROUGH if module in sys.modules]
    return (KeyringError, OSError, RuntimeError, UnicodeDecodeError, *loaded)


def _refusal(error: BaseException, what: str) -> str:
    from keyring.errors import KeyringLocked

    if isinstance(error, KeyringLocked) or type(error).__name__ == "LockedException":
        return f"the keyring is locked and was not unlocked; unlock it and try again, or {ENVIRONMENT}"
    if isinstance(error, _NoAnswerError):
        return f"the keyring gave {error}; it may be waiting to be unlocked; try again, or {ENVIRONMENT}"
    return f"the keyring refused to {what} the key: {_one_line(error)}; try again, or {ENVIRONMENT}"


def _one_line(error: BaseException) -> str:
    return visible(" ".join(str(error).split())) or type(error).__name__
