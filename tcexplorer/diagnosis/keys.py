"""The shape of a key pair, looked at without using it: advice, since the cloud alone knows which keys there are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tcexplorer.protocol.model import Site

if TYPE_CHECKING:
    from tcexplorer.protocol.model import Credential

ID_LENGTH: Final = 36
KEY_LENGTH: Final = 32
_PREFIXES: Final = {"AKID": Site.DOMESTIC, "IKID": Site.INTERNATIONAL}
_ID = re.compile(r"(?:AKID|IKID)[A-Za-z0-9_-]+")
_KEY = re.compile(r"[A-Za-z0-9]{32}")
_OTHERS: Final = (
    (re.compile(r"LTAI[A-Za-z0-9]{12,}"), "an AccessKey of Alibaba Cloud"),
    (re.compile(r"A[KS]IA[A-Z0-9]{12,}"), "an access key of AWS"),
    (re.compile(r"\d{9,13}"), "an AppId or an account number"),
    (re.compile(r"1400\d{6}"), "an SDKAppID"),
)


def key_advice(secret_id: str, secret_key: str, token: str | None = None) -> tuple[str, ...]:
    """What looks wrong about a pair, one line each; nothing of the key itself is in them.

    Lengths as the console gives them: an id of 36 characters that begins with AKID (IKID: international), a key of
    32 letters and digits. Those of temporary credentials are longer, and come with a token.
    """
    return (*_swapped(secret_id, secret_key), *_of_id(secret_id, token), *_of_key(secret_key, token))


def credential_advice(credential: Credential) -> tuple[str, ...]:
    """The same of a credential."""
    token = credential.token.reveal() if credential.token else None
    return key_advice(credential.secret_id, credential.secret_key.reveal(), token)


def _swapped(secret_id: str, secret_key: str) -> list[str]:
    if _ID.fullmatch(secret_key.strip()) and not _ID.fullmatch(secret_id.strip()):
        return ["SecretId and SecretKey look swapped: the key begins as an id does"]
    if secret_id and secret_id.strip() == secret_key.strip():
        return ["SecretId and SecretKey are the same text"]
    return []


def _of_id(secret_id: str, token: str | None) -> list[str]:
    if not secret_id:
        return ["the SecretId is empty"]
    found = ["the SecretId has blanks around it"] if secret_id != secret_id.strip() else []
    bare = secret_id.strip()
    if not _ID.fullmatch(bare):
        other = next((what for pattern, what in _OTHERS if pattern.fullmatch(bare)), None)
        found.append(f"the SecretId looks like {other}" if other else "the SecretId does not begin with AKID or IKID")
    elif token is None and len(bare) != ID_LENGTH:
        known = "a temporary one, which needs its token" if len(bare) > ID_LENGTH + 8 else "cut, or copied twice"
        found.append(f"the SecretId has {len(bare)} characters instead of {ID_LENGTH}: {known}")
    return found


def _of_key(secret_key: str, token: str | None) -> list[str]:
    if not secret_key:
        return ["the SecretKey is empty"]
    found = ["the SecretKey has blanks or a line end around it"] if secret_key != secret_key.strip() else []
    bare = secret_key.strip()
    if "*" in bare:
        found.append("the SecretKey has asterisks in it: it was copied from where it is hidden")
    elif token is None and not _KEY.fullmatch(bare):
        shape = f"{len(bare)} characters" if len(bare) != KEY_LENGTH else "other characters than letters and digits"
        found.append(f"the SecretKey has {shape}; one from the console is {KEY_LENGTH} letters and digits")
    return found


def site_of_id(secret_id: str) -> Site | None:
    """The site that a SecretId's first letters speak of."""
    return _PREFIXES.get(secret_id.strip()[:4])
