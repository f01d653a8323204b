"""How libraries of many languages lay out the JSON that they write."""

from __future__ import annotations

from typing import NamedTuple


class Style(NamedTuple):
    """How a library writes JSON."""

    name: str
    comma: str = ","
    colon: str = ":"
    escape: str = "utf8"
    indent: str | None = None
    newline: str = "\n"
    numbers: str = "kept"


_SPACED = {"comma": ", ", "colon": ": "}
STYLES = (
    Style("compact"),
    Style("compact, other characters as \\u", escape="ascii"),
    Style("with blanks after , and :", **_SPACED),
    Style("with blanks after , and :, other characters as \\u", escape="ascii", **_SPACED),
    Style("with a blank after :", colon=": "),
    Style("with a blank after :, other characters as \\u", colon=": ", escape="ascii"),
    Style("with a blank after ,", comma=", "),
    Style("with a blank after ,, other characters as \\u", comma=", ", escape="ascii"),
    Style("compact with / as \\/, other characters as \\u (PHP)", escape="ascii slashed"),
    Style("compact with / as \\/", escape="utf8 slashed"),
    Style("compact with <, > and & as \\u (Go)", escape="html"),
    Style("compact with <, >, &, = and ' as \\u (Gson)", escape="gson"),
    Style("compact with all but ASCII as \\u in upper case", escape="ascii upper"),
    Style("compact with <, >, &, +, ' and others as \\u in upper case (.NET)", escape="dotnet"),
    Style("indented by 2", colon=": ", indent="  "),
    Style("indented by 2, other characters as \\u", colon=": ", indent="  ", escape="ascii"),
    Style("indented by 4", colon=": ", indent="    "),
    Style("indented by 4, other characters as \\u", colon=": ", indent="    ", escape="ascii"),
    Style("indented by 4 with / as \\/ (PHP)", colon=": ", indent="    ", escape="ascii slashed"),
    Style("indented by a tab", colon=": ", indent="\t"),
    Style("indented by a tab, other characters as \\u", colon=": ", indent="\t", escape="ascii"),
)
"""The styles that are tried with other mistakes, too."""

_LAYOUTS = {
    "compact": Style(""),
    "with blanks after , and :": Style("", **_SPACED),
    "with a blank after :": Style("", colon=": "),
    "indented by 2": Style("", colon=": ", indent="  "),
    "indented by 4": Style("", colon=": ", indent="    "),
    "indented by a tab": Style("", colon=": ", indent="\t"),
    "indented by 2 with CRLF": Style("", colon=": ", indent="  ", newline="\r\n"),
}
_ESCAPES = {
    "UTF-8": "utf8", "others as \\u": "ascii", "others as \\u in upper case": "ascii upper",
    "others as \\u, / as \\/": "ascii slashed", "/ as \\/": "utf8 slashed", "<, > and & as \\u": "html",
    "<, >, &, = and ' as \\u": "gson", "<, >, &, +, ' and others as \\u": "dotnet",
}  # fmt: skip
ALL_STYLES = tuple(
    layout._replace(name=f"{shape}, {said}", escape=escape)
    for said, escape in _ESCAPES.items()
    for shape, layout in _LAYOUTS.items()
)
"""Every layout with every way to escape: those that are not among the others are tried alone."""

RARE_STYLES = (
    Style("compact with <, > and & and others as \\u", escape="html ascii"),
    Style("with blanks around :", comma=", ", colon=" : "),
    Style("with blanks around : alone", colon=" : "),
    Style("indented by 4, two blanks after : (PowerShell)", colon=":  ", indent="    "),
    Style("with blanks after , and :, / as \\/", escape="ascii slashed", **_SPACED),
    Style("with blanks after , and :, \\u in upper case", escape="ascii upper", **_SPACED),
    Style("with blanks after , and :, <, > and & as \\u", escape="html", **_SPACED),
    Style("indented by 1", colon=": ", indent=" "),
    Style("indented by 3", colon=": ", indent="   "),
    Style("indented by 8", colon=": ", indent="        "),
    Style("broken into lines, not indented", colon=": ", indent=""),
    Style("indented by 2, no blank after :", indent="  "),
    Style("indented by 4, no blank after :", indent="    "),
    Style("indented by 2, blanks around : (Jackson)", colon=" : ", indent="  "),
    Style("indented by 2, <, > and & as \\u (Go)", colon=": ", indent="  ", escape="html"),
    Style("indented by 4, <, > and & as \\u (Go)", colon=": ", indent="    ", escape="html"),
    Style("indented by a tab, <, > and & as \\u (Go)", colon=": ", indent="\t", escape="html"),
    Style("indented by 2, <, >, &, = and ' as \\u (Gson)", colon=": ", indent="  ", escape="gson"),
    Style(
        "indented by 2, <, >, &, +, ' and others as \\u in upper case (.NET)", colon=": ", indent="  ", escape="dotnet"
    ),
    Style("indented by 2, comma and blank (Python)", comma=", ", colon=": ", indent="  ", escape="ascii"),
    Style("indented by 2 with CRLF", colon=": ", indent="  ", newline="\r\n"),
    Style("indented by 2 with CRLF, other characters as \\u", colon=": ", indent="  ", newline="\r\n", escape="ascii"),
    Style("indented by 4 with CRLF", colon=": ", indent="    ", newline="\r\n"),
    Style("compact, numbers written shortest (1.0 as 1)", numbers="short"),
    Style("with blanks after , and :, numbers written shortest", numbers="short", **_SPACED),
    Style("compact, whole numbers as 1.0 (Gson)", numbers="floats"),
    Style("compact, whole numbers as 1.0, <, >, &, = and ' as \\u (Gson)", numbers="floats", escape="gson"),
    Style("compact, numbers as strings", numbers="quoted"),
    Style("with blanks after , and :, numbers as strings", numbers="quoted", **_SPACED),
    Style("as Python prints a dict", escape="python", **_SPACED),
)
