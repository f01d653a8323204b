"""The signature within an Authorization: hex as it must be, or what was sent instead."""

from __future__ import annotations

import base64
import binascii
import re
from typing import NamedTuple
from urllib.parse import unquote

from tcexplorer.diagnosis.doctor.mistake import Mistake

HEX_DIGITS = 64
_HEX = re.compile(r"[0-9A-Fa-f]+")


def said_of_length(text: str) -> str | None:
    """What is wrong with the length of a signature in hex; None for one of the right length, or in base64."""
    if not text or len(text) == HEX_DIGITS:
        return None
    if _HEX.fullmatch(text):
        return f"Signature: {HEX_DIGITS} hex digits expected, {len(text)} sent"
    if read_signature(text) is not None:
        return None
    return f"Signature: {HEX_DIGITS} hex digits expected, {len(text)} characters sent that are not all hex digits"


class Digest(NamedTuple):
    """The bytes of a signature, and the mistakes in how they are written."""

    value: bytes
    mistakes: tuple[Mistake, ...]


def read_signature(text: str) -> Digest | None:
    """The digest behind a signature: in hex as it must be, or in base64; None when it is neither."""
    if _HEX.fullmatch(text) and len(text) in (32, 40, 56, 64, 96, 128):
        upper = Mistake(
            "signature-uppercase", "the signature was sent in upper case", text.encode(), text.lower().encode()
        )
        return Digest(bytes.fromhex(text), (upper,) if text != text.lower() else ())
    plain = unquote(text).replace("-", "+").replace("_", "/").replace(" ", "+")
    try:
        value = base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except (binascii.Error, ValueError):
        return None
    said = "the signature was sent in base64"
    if _HEX.fullmatch(value.decode("latin-1")) and len(value) in (40, 64):
        value, said = bytes.fromhex(value.decode("latin-1")), "the hex digits of the signature were sent in base64"
    if len(value) not in (16, 20, 32, 48, 64):
        return None
    return Digest(value, (Mistake("signature-base64", said, text.encode("utf-8", "surrogateescape")),))
