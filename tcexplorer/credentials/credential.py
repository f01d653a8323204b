"""A credential made of texts, and what can be wrong with it."""

from __future__ import annotations

from tcexplorer.protocol.model import Credential
from tcexplorer.safety.secret import Secret


class CredentialError(Exception):
    """There is no usable credential; the text is one line that says what to do."""


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
