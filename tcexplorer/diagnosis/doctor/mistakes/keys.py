"""Mistakes with the SecretKey itself: blanks and quotation marks, the prefix, another text in its place."""

# the rows are of lambdas, whose types are those of the recipe
# pyright: reportUnknownLambdaType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING

from tcexplorer.diagnosis.doctor.mistake import Mistake, Reach
from tcexplorer.protocol.signing import ALGORITHM, CODEC

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tcexplorer.diagnosis.doctor.facts import Facts

_BLANKS = (("\n", "a newline after it"), (" ", "a blank after it"), ("\r\n", "CRLF after it"), ("\t", "a tab after it"))
_RARE_BLANKS = (
    ("\r", "a carriage return after it"), ("  ", "two blanks after it"), ("\n\n", "two newlines after it"),
    (" \n", "a blank and a newline after it"), ("\xa0", "a no-break space after it"),
    ("\u200b", "a zero-width space after it"), ("\0", "a NUL after it"), ("\u3000", "an ideographic space after it"),
    ("\v", "a vertical tab after it"), ("\f", "a form feed after it"), ("\r\n\r\n", "two CRLF after it"),
    ("   ", "three blanks after it"), ("    ", "four blanks after it"), ("\t\t", "two tabs after it"),
)  # fmt: skip
_INSTEAD = (
    ("", "an empty text"), ("None", "the text None"), ("null", "the text null"), ("undefined", "the text undefined"),
    *((name, "the name of the variable") for name in
      ("$TENCENTCLOUD_SECRET_KEY", "${TENCENTCLOUD_SECRET_KEY}", "TENCENTCLOUD_SECRET_KEY")),
)  # fmt: skip
_PREFIXES = (
    ("", "without"), ("tc3", "with `tc3` for"), ("Tc3", "with `Tc3` for"), ("AWS4", "with `AWS4` for"),
    ("TC3-", "with `TC3-` for"),
)  # fmt: skip


def prefix_mistakes(_: Facts) -> Iterator[Mistake]:
    """Another prefix than TC3."""
    fault = "key-without-prefix"
    for prefix, said in _PREFIXES:
        yield Mistake(fault, f"the key was used {said} the prefix `TC3`", {"key_prefix": prefix})
    for prefix in ("TC3_", "TC3:", "TC3\n", "TC", "TC2", "TC3TC3", ALGORITHM, "tc3_request"):
        said = f"the key was used with `{prefix}` for the prefix `TC3`"
        yield Mistake(fault, said, {"key_prefix": prefix}, Reach.COMMON)
    behind = {"key_prefix": "", "key_text": "{}TC3".format}
    yield Mistake(fault, "`TC3` was put behind the key, not before it", behind, Reach.COMMON)


def secret_mistakes(secret_ids: Sequence[str]) -> Iterator[Mistake]:
    """Another text than the key, or something around it; of v1, too."""

    def used(fault: str, what: str, text: Callable[[str], str], reach: Reach = Reach.ANY) -> Mistake:
        return Mistake(fault, what, {"key_text": text}, reach)

    fault = "key-whitespace"
    for blanks, reach in ((_BLANKS, Reach.ANY), (_RARE_BLANKS[:6], Reach.COMMON), (_RARE_BLANKS[6:], Reach.ALONE)):
        for blank, said in blanks:
            around = Reach.ANY if reach is Reach.ANY else Reach.ALONE
            yield used(fault, f"the key was used with {said}", f"{{}}{blank}".format, reach)
            before = f"the key was used with {said.replace('after', 'before')}"
            yield used(fault, before, f"{blank}{{}}".format, around)
            both = f"the key was used with {said.replace('after', 'around')}"
            yield used(fault, both, f"{blank}{{}}{blank}".format, around)
    yield used(fault, "the key was used with a byte order mark before it", "\ufeff{}".format, Reach.COMMON)
    said = "the key was used with a blank before and a newline after it"
    yield used(fault, said, " {}\n".format, Reach.COMMON)
    for quote in ('"', "'", "`"):
        reach = Reach.COMMON if quote == "`" else Reach.ANY
        yield used("key-quoted", "the key was used with its quotation marks", f"{quote}{{}}{quote}".format, reach)
    fault, said = "key-base64-encoded", "the base64 of the key was used"
    yield used(fault, said, _in_base64)
    for text, more in (
        (lambda key: _in_base64(f"{key}\n"), "with the line end that echo gives it"),
        (lambda key: f"{_in_base64(key)}\n", "with a newline after it"),
        (lambda key: _in_base64(key).rstrip("="), "without its ="),
        (lambda key: _in_base64(_in_base64(key)), "made twice"),
    ):
        yield used(fault, f"{said}, {more}", text, Reach.COMMON)
    fault, said = "key-base64-decoded", "the key was decoded as if it were base64, and the bytes used"
    yield used(fault, said, lambda key: _of_base64(key, *CODEC))
    for codec in ("utf-8", "latin-1"):
        text = lambda key, codec=codec: _of_base64(key, codec, "replace")  # noqa: E731
        yield used(fault, f"{said} as {codec} text", text, Reach.COMMON)
    for secret_id in dict.fromkeys(secret_ids):
        yield used("key-is-secret-id", "the SecretId was used as the key", lambda _, one=secret_id: one)
    for text, said in _INSTEAD:
        reach = Reach.ALONE if text else Reach.ANY
        yield used("key-empty", f"{said} was used as the key", lambda _, text=text: text, reach)


def _in_base64(key: str) -> str:
    return base64.b64encode(key.encode(*CODEC)).decode()


def _of_base64(key: str, codec: str, errors: str) -> str:
    """What the key decodes to; the key itself where that is no base64."""
    try:
        data = base64.b64decode(key + "=" * (-len(key) % 4), altchars=b"-_" if {*"-_"} & {*key} else None)
    except (binascii.Error, ValueError):
        return key
    return data.decode(codec, errors)
