"""Mistakes with the SecretKey itself: blanks and quotation marks, the prefix, another text in its place."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING

from tcexplorer.diagnosis.doctor.mistake import Mistake
from tcexplorer.diagnosis.doctor.tosign.late import NOTHING, Late
from tcexplorer.protocol.signing import ALGORITHM

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tcexplorer.diagnosis.doctor.tosign.late import Known

_BLANKS = (("\n", "a newline after it"), (" ", "a blank after it"), ("\r\n", "CRLF after it"), ("\t", "a tab after it"))
_RARE_BLANKS = (
    ("\r", "a carriage return after it"), ("  ", "two blanks after it"), ("\n\n", "two newlines after it"),
    (" \n", "a blank and a newline after it"), ("\xa0", "a no-break space after it"),
    ("\u200b", "a zero-width space after it"), ("\0", "a NUL after it"), ("\u3000", "an ideographic space after it"),
    ("\v", "a vertical tab after it"), ("\f", "a form feed after it"), ("\r\n\r\n", "two CRLF after it"),
    ("   ", "three blanks after it"), ("    ", "four blanks after it"), ("\t\t", "two tabs after it"),
)  # fmt: skip


def secret_mistakes(known: Known) -> Iterator[Late]:
    """Mistakes with the SecretKey itself; of v1, too, but for its prefix."""
    key = known.secret_key
    mixed = True

    def late(fault: str, what: str, *, rare: bool = False, **keys: str) -> Late:
        return Late(Mistake(fault, what), NOTHING, keys, rare, mixed)

    fault = "key-whitespace"
    for rare, wide, blanks in ((False, True, _BLANKS), (True, True, _RARE_BLANKS[:6]), (True, False, _RARE_BLANKS[6:])):
        for blank, said in blanks:
            mixed = wide
            yield late(fault, f"the key was used with {said}", secret=key + blank, rare=rare)
            mixed = not rare
            yield late(fault, f"the key was used with {said.replace('after', 'before')}", secret=blank + key, rare=rare)
            yield late(
                fault, f"the key was used with {said.replace('after', 'around')}", secret=blank + key + blank, rare=rare
            )
    mixed = True
    yield late(fault, "the key was used with a byte order mark before it", secret=f"\ufeff{key}", rare=True)
    yield late(fault, "the key was used with a blank before and a newline after it", secret=f" {key}\n", rare=True)
    for quote in ('"', "'", "`"):
        yield late(
            "key-quoted", "the key was used with its quotation marks", secret=f"{quote}{key}{quote}", rare=quote == "`"
        )
    for prefix, said in (
        ("", "without"),
        ("tc3", "with `tc3` for"),
        ("Tc3", "with `Tc3` for"),
        ("AWS4", "with `AWS4` for"),
        ("TC3-", "with `TC3-` for"),
    ):
        yield late("key-without-prefix", f"the key was used {said} the prefix `TC3`", prefix=prefix)
    for prefix in ("TC3_", "TC3:", "TC3\n", "TC", "TC2", "TC3TC3", ALGORITHM, "tc3_request"):
        yield late(
            "key-without-prefix", f"the key was used with `{prefix}` for the prefix `TC3`", prefix=prefix, rare=True
        )
    yield late("key-without-prefix", "`TC3` was put behind the key, not before it", prefix="", suffix="TC3", rare=True)
    for text, said in _in_base64(key):
        yield late("key-base64-encoded", f"the base64 of the key was used{said}", secret=text, rare=bool(said))
    try:
        decoded = base64.b64decode(key + "=" * (-len(key) % 4), altchars=b"-_" if {*"-_"} & {*key} else None)
    except (binascii.Error, ValueError):
        pass
    else:
        secret = decoded.decode("utf-8", "surrogateescape")
        what = "the key was decoded as if it were base64, and the bytes used"
        yield late("key-base64-decoded", what, secret=secret)
        for codec in ("utf-8", "latin-1"):
            text = decoded.decode(codec, "replace")
            yield late("key-base64-decoded", f"{what} as {codec} text", secret=text, rare=True)
    for secret_id in dict.fromkeys(known.secret_ids):
        yield late("key-is-secret-id", "the SecretId was used as the key", secret=secret_id)
    mixed = False
    for text, said in (
        ("", "an empty text"), ("None", "the text None"), ("null", "the text null"),
        ("undefined", "the text undefined"), ("$TENCENTCLOUD_SECRET_KEY", "the name of the variable"),
        ("${TENCENTCLOUD_SECRET_KEY}", "the name of the variable"),
        ("TENCENTCLOUD_SECRET_KEY", "the name of the variable"),
    ):  # fmt: skip
        if text != key:
            yield late("key-empty", f"{said} was used as the key", secret=text, rare=text != "")


def _in_base64(key: str) -> Iterator[tuple[str, str]]:
    """The key as a secret of Kubernetes has it, and what is special about it, in words."""
    data = key.encode("utf-8", "surrogateescape")
    text = base64.b64encode(data).decode()
    yield text, ""
    yield base64.b64encode(data + b"\n").decode(), ", with the line end that echo gives it"
    yield f"{text}\n", ", with a newline after it"
    yield text.rstrip("="), ", without its ="
    yield base64.b64encode(text.encode()).decode(), ", made twice"
