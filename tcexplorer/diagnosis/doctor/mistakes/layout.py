"""How lines are put together: their ends, empty lines, what follows the last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcexplorer.diagnosis.doctor.mistake import Mistake, Reach

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tcexplorer.diagnosis.doctor.facts import Facts

_TRAILING = "canonical-trailing-newline"
TRAILING = Mistake(_TRAILING, "a newline followed the payload hash", {"canonical_tail": "\n"})
_LINE_ENDS = (
    ("crlf-line-endings", "\r\n", "with CRLF", Reach.ANY),
    ("line-ends-wrong", r"\n", "as a backslash and an n", Reach.ANY),
    ("line-ends-wrong", r"\\n", "as two backslashes and an n", Reach.COMMON),
    ("line-ends-wrong", "n", "as the letter n", Reach.ALONE),
    ("line-ends-wrong", "", "without anything between them", Reach.ALONE),
    ("line-ends-wrong", " ", "as blanks", Reach.ALONE),
    ("line-ends-wrong", "\r", "as a carriage return alone", Reach.ALONE),
    ("line-ends-wrong", ",", "as commas", Reach.ALONE),
    *(("lines-indented", f"\n{' ' * count}", f"with {count} blanks after them", Reach.ALONE)
      for count in (1, 2, 3, 4, 6, 8, 10, 12, 16, 20)),
    *(("lines-indented", "\n" + "\t" * count, f"with {count} tabs after them", Reach.ALONE) for count in (1, 2, 3)),
)  # fmt: skip
"""What line ends become when a text is quoted once too often, or is an indented literal."""


def layout_mistakes(_: Facts) -> Iterator[Mistake]:
    """Other line ends, empty lines too many or too few, something at the begin or the end."""
    yield TRAILING
    for fault, end, said, reach in _LINE_ENDS:
        canonical, text = {"line_end": end, "header_end": end}, {"text_end": end}
        # where it is the most that can be said, it is of either text alone
        both = reach if reach is Reach.ANY else Reach.ALONE
        yield Mistake(fault, f"line ends of the canonical request were signed {said}", canonical, reach)
        yield Mistake(fault, f"line ends of the string to sign were signed {said}", text, both)
        yield Mistake(fault, f"all line ends were signed {said}", {**canonical, **text}, both)
    fault = "crlf-line-endings"
    yield Mistake(fault, "the canonical headers ended with CRLF", {"header_end": "\r\n"})
    yield Mistake(fault, "all lines but the canonical headers ended with CRLF", {"line_end": "\r\n"})
    yield Mistake(_TRAILING, "CRLF followed the payload hash", {"canonical_tail": "\r\n"})
    for tail, said in (("\n\n", "two newlines"), (" ", "a blank")):
        yield Mistake(_TRAILING, f"{said} followed the payload hash", {"canonical_tail": tail}, Reach.ALONE)
    said = "no empty line stood between the canonical headers and the list"
    yield Mistake("missing-blank-line", said, {"blank_lines": 0})
    said = "the list followed the last header on its line"
    yield Mistake("missing-blank-line", said, {"blank_lines": -1}, Reach.ALONE)
    said = "two empty lines stood between the canonical headers and the list"
    yield Mistake("extra-blank-line", said, {"blank_lines": 2})
    fault = "string-to-sign-trailing-newline"
    yield Mistake(fault, "a newline followed the string to sign", {"text_tail": "\n"})
    yield Mistake(fault, "CRLF followed the string to sign", {"text_tail": "\r\n"}, Reach.ALONE)
    yield Mistake(fault, "a blank followed the string to sign", {"text_tail": " "}, Reach.ALONE)


def leading_mistakes(facts: Facts) -> Iterator[Mistake]:
    """A newline before all."""
    change = {"method": f"\n{facts.method}"}
    yield Mistake("canonical-leading-newline", "a newline stood before the method", change, Reach.ALONE)
