"""How the lines of the canonical request are put together, right and wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tcexplorer.diagnosis.doctor.mistake import Mistake

if TYPE_CHECKING:
    from collections.abc import Callable

Parts = tuple[bytes, bytes, bytes]
"""Method, path and query; headers and list; payload: each with LF between its lines and none at its end."""
Shaping = "Callable[[Parts], bytes]"


class Shape(NamedTuple):
    """One way to join the parts."""

    mistakes: tuple[Mistake, ...]
    joined: Callable[[Parts], bytes]
    rare: bool = False


def right(parts: Parts) -> bytes:
    """The parts joined as the rules want it."""
    return b"\n".join(parts)


def _crlf(parts: Parts) -> bytes:
    line, head, payload = parts
    return b"\r\n".join((line.replace(b"\n", b"\r\n"), head.replace(b"\n", b"\r\n"), payload))


def _crlf_between_headers(parts: Parts) -> bytes:
    """The canonical headers end with CRLF, the rest with LF."""
    line, head, payload = parts
    lines, _, listed = head.rpartition(b"\n")
    blank = b"\n" if lines.endswith(b"\n") else b""
    return b"\n".join((line, lines.removesuffix(b"\n").replace(b"\n", b"\r\n") + b"\r\n" + blank + listed, payload))


def _crlf_but_headers(parts: Parts) -> bytes:
    """The canonical headers end with LF, the rest with CRLF."""
    line, head, payload = parts
    lines, _, listed = head.rpartition(b"\n")
    return b"\r\n".join(
        (line.replace(b"\n", b"\r\n"), lines + (b"\r\n" if lines.endswith(b"\n") else b"\n") + listed, payload)
    )


def separated(separator: bytes) -> Callable[[Parts], bytes]:
    """The parts with something else for every line end."""

    def joined(parts: Parts) -> bytes:
        line, head, payload = parts
        return separator.join((line.replace(b"\n", separator), head.replace(b"\n", separator), payload))

    return joined


def _ended(end: bytes, inner: Callable[[Parts], bytes] = right) -> Callable[[Parts], bytes]:
    return lambda parts: inner(parts) + end


def _led(parts: Parts) -> bytes:
    return b"\n" + right(parts)


_CRLF = "crlf-line-endings"
_TRAILING = "canonical-trailing-newline"
ENDS = "line-ends-wrong"
LINE_ENDS = (
    (rb"\n", "a backslash and an n", False),
    (rb"\\n", "two backslashes and an n", True),
    (b"n", "the letter n", True),
)
"""What line ends become when a text is quoted once too often, or once too little; whether that is rare."""
TRAILING = Mistake(_TRAILING, "a newline followed the payload hash")
CRLF = Mistake(_CRLF, "the lines of the canonical request ended with CRLF")

SHAPES = (
    Shape((TRAILING,), _ended(b"\n")),
    Shape((CRLF,), _crlf),
    Shape((Mistake(_CRLF, "the canonical headers ended with CRLF"),), _crlf_between_headers),
    Shape((Mistake(_CRLF, "all lines but the canonical headers ended with CRLF"),), _crlf_but_headers),
    Shape((Mistake(_TRAILING, "CRLF followed the payload hash"),), _ended(b"\r\n")),
    *(
        Shape((Mistake(ENDS, f"line ends were signed as {said}"),), separated(end), rare=rare)
        for end, said, rare in LINE_ENDS
    ),
    Shape((Mistake(_TRAILING, "two newlines followed the payload hash"),), _ended(b"\n\n"), rare=True),
    Shape((Mistake(_TRAILING, "a blank followed the payload hash"),), _ended(b" "), rare=True),
    Shape((Mistake("canonical-leading-newline", "a newline stood before the method"),), _led, rare=True),
    Shape((Mistake(ENDS, "the lines were joined without line ends"),), separated(b""), rare=True),
    Shape((Mistake(ENDS, "the lines were joined with blanks"),), separated(b" "), rare=True),
    Shape((Mistake(ENDS, "the lines ended with a carriage return alone"),), separated(b"\r"), rare=True),
    *(
        Shape(
            (Mistake("lines-indented", f"the lines of the canonical request were indented by {said}"),),
            separated(b"\n" + pad),
            rare=True,
        )
        for pad, said in [(b" " * count, f"{count} blanks") for count in (1, 2, 3, 4, 6, 8, 10, 12, 16, 20)]
        + [(b"\t" * count, f"{count} tabs") for count in (1, 2, 3)]
    ),
)  # fmt: skip
PAIRS = (
    Shape((CRLF, TRAILING), _ended(b"\r\n", _crlf)),
    Shape((CRLF, TRAILING), _ended(b"\n", _crlf)),
)
"""Two mistakes of shape at once."""
