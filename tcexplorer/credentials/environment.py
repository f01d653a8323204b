"""A credential from environment variables, under the names of the CLI and of the Terraform provider."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcexplorer.credentials.errors import CredentialError
from tcexplorer.protocol.model import Credential
from tcexplorer.safety.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Mapping

ID, KEY = "TENCENTCLOUD_SECRET_ID", "TENCENTCLOUD_SECRET_KEY"
TOKENS = ("TENCENTCLOUD_TOKEN", "TENCENTCLOUD_SECURITY_TOKEN")
REGION = "TENCENTCLOUD_REGION"


def from_environment(environment: Mapping[str, str]) -> Credential:
    """The credential in TENCENTCLOUD_SECRET_ID, _SECRET_KEY and _TOKEN (or _SECURITY_TOKEN).

    Raises CredentialError naming the variable that is missing or empty, or that has blanks around its value.
    """
    missing = [name for name in (ID, KEY) if not environment.get(name)]
    if missing:
        empty = [name for name in missing if name in environment]
        why = f"{' and '.join(missing)} {'is empty' if empty == missing else 'not set'}"
        raise CredentialError(f"{why}; set {ID} and {KEY} (and {TOKENS[0]} for a temporary key)")
    token = next((environment[name] for name in TOKENS if environment.get(name)), None)
    return checked(environment[ID], environment[KEY], token, names=(ID, KEY, TOKENS[0]))


def checked(
    secret_id: str,
    secret_key: str,
    token: str | None = None,
    *,
    names: tuple[str, str, str] = ("SecretId", "SecretKey", "Token"),
) -> Credential:
    """A credential of these texts. Raises CredentialError when one of them cannot be right.

    Blanks and line ends around a key are the commonest cause of AuthFailure.SignatureFailure, and the
    same value in both places the next; neither is repaired silently.
    """
    for name, value in zip(names, (secret_id, secret_key, token or ""), strict=True):
        if value != value.strip():
            raise CredentialError(f"{name} has blanks or a line end around it; remove them")
        if not value.isascii() or not value.isprintable() or " " in value:
            raise CredentialError(f"{name} holds a character that no key has; copy it again")
    if not secret_id or not secret_key:
        raise CredentialError(f"{names[0] if not secret_id else names[1]} is empty")
    if secret_id == secret_key:
        raise CredentialError(f"{names[0]} and {names[1]} are the same text; one of them was pasted twice")
    return Credential(secret_id, Secret(secret_key), Secret(token) if token else None)
