"""SecretKeys in the keyring of the operating system: one item a profile.

Only backends known to keep secrets encrypted are used; a plaintext one is refused, never fallen back to.
Every call may block (a locked keyring asks the user): call from a thread.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Protocol, TypeVar, cast

from tcexplorer.credentials.environment import checked
from tcexplorer.credentials.errors import CredentialError
from tcexplorer.safety.inert import visible

if TYPE_CHECKING:
    from collections.abc import Callable

    from tcexplorer.protocol.model import Credential

T = TypeVar("T")
ITEM = "credential"
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
WAYS_ON = (
    "use the environment (TENCENTCLOUD_SECRET_ID, TENCENTCLOUD_SECRET_KEY and --from-env), start a Secret Service,"
    " or install keyring-pass"
)


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
    raise CredentialError(f"the keyring offered ({names}) is not known to encrypt; it is not used: {WAYS_ON}")


def system_backend(chosen: str | None) -> Backend:
    """The machine's keyring, if it is a trusted one. Raises CredentialError."""
    import keyring  # costs 60 to 150 ms; only who needs a key pays
    from keyring.errors import KeyringError

    try:
        return trusted(keyring.get_keyring(), chosen=chosen)
    except KeyringError as error:
        raise CredentialError(f"the keyring cannot be opened: {_one_line(error)}; {WAYS_ON}") from error


class KeyringStore:
    """Credentials by profile name. `open_backend` is called once, when a key is first needed."""

    def __init__(self, open_backend: Callable[[], Backend]) -> None:
        self._open = open_backend
        self._backend: Backend | None = None

    def ready(self) -> None:
        """Open the backend, so that its absence is said before a key is asked for. Raises CredentialError."""
        self._backend = self._backend or self._open()

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
        self._do(lambda backend: backend.set_password(service_name(profile), ITEM, item), "write")
        if self._do(lambda backend: backend.get_password(service_name(profile), ITEM), "read") != item:
            raise CredentialError("the keyring did not keep the key: reading it back gave something else")

    def remove(self, profile: str) -> bool:
        """Delete the profile's key; False when there was none. Raises CredentialError."""
        if self._do(lambda backend: backend.get_password(service_name(profile), ITEM), "read") is None:
            return False
        self._do(lambda backend: backend.delete_password(service_name(profile), ITEM), "delete")
        return True

    def _do(self, use: Callable[[Backend], T], what: str) -> T:
        if self._backend is None:
            self._backend = self._open()
        from keyring.errors import KeyringError  # loaded by now, through the backend

        try:
            return use(self._backend)
        except (KeyringError, OSError, RuntimeError) as error:
            raise CredentialError(f"the keyring refused to {what} the key: {_one_line(error)}") from error


def _one_line(error: BaseException) -> str:
    return visible(" ".join(str(error).split())) or type(error).__name__
