"""The catalogue's documentation as Markdown.

The sources mix plain text, Markdown and HTML within one string. So this is no HTML parser: tags on
a short list are translated, everything else, placeholders such as `<Room ID>` among them, is text
and stays as it is. Line ends of the source are kept.
"""

from __future__ import annotations

import html
import re
from typing import NamedTuple

_TAG = re.compile(
    r"<(?P<end>/?)"
    r"(?P<name>p|div|br|ul|ol|li|a|b|strong|i|em|code|pre|h[1-6]|table|thead|tbody|tr|td|th"
    r"|font|span|img|blockquote|del|sup|hr|dx-alert)"
    r"(?P<attributes>(?:\s(?:[^<>\"']|\"[^\"]*\"|'[^']*')*)?)/?>",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"([a-z-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"']+))", re.IGNORECASE)
# a semicolon is required: `?a=1&region=x` has no registered sign in it
_ENTITY = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|[A-Za-z]\w*);")
_BLANKS = str.maketrans({"\xa0": " ", "\u2002": " ", "\u2003": " ", "\u2009": " "})
_MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*", "del": "~~"}
_INLINE = frozenset({*_MARKS, "code", "a", "sup"})
_BLOCKS = frozenset({"p", "div", "blockquote", "dx-alert"})


class _Open(NamedTuple):
    """An inline element waiting for its end: where its text starts, in which buffer."""

    name: str
    start: int
    depth: int
    href: str


def markdown(text: str) -> str:
    """That string as Markdown, without white space around it."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "<" not in text and "&" not in text:
        return text.strip()
    return _Writer().written(text)


class _Writer:
    """Writes one string. A table cell has a buffer of its own, because its line ends become `<br>`."""

    def __init__(self) -> None:
        self._buffers = [""]
        self._lists: list[int | None] = []  # the next number of an ordered list, None for bullets
        self._inline: list[_Open] = []
        self._row: list[str] | None = None
        self._rows = 0
        self._in_table = False
        self._pre = False
        self._fresh_item = False  # right behind a bullet, where a paragraph needs no line of its own
        self._after_break = False

    def written(self, source: str) -> str:
        end = 0
        for tag in _TAG.finditer(source):
            self._text(source[end : tag.start()])
            name = tag["name"].lower()
            if tag["end"]:
                self._close(name)
            else:
                self._open(name, tag["attributes"])
            end = tag.end()
        self._text(source[end:])
        self._end_row()
        while len(self._buffers) > 1:
            self._end_cell()
        return _tidied(self._buffers[0] + ("\n```" if self._pre else ""))

    def _text(self, text: str) -> None:
        if (self._fresh_item or self._between_elements()) and not text.strip():
            return
        if (self._after_break or self._fresh_item) and not self._pre:
            text = text.removeprefix("\n").lstrip(" ")
        if not text:
            return
        self._after_break = self._fresh_item = False
        if "&" in text:
            text = _ENTITY.sub(lambda entity: html.unescape(entity[0]), text)
        self._write(text)

    def _between_elements(self) -> bool:
        """Whether white space is only that of the markup: between items, rows or cells."""
        if self._in_table:
            return len(self._buffers) == 1
        return bool(self._lists) and self._buffers[-1].endswith("\n")

    def _write(self, text: str) -> None:
        self._buffers[-1] += text

    def _line(self, ends: int) -> None:
        """End the line, with `ends` line ends behind what is written; nothing at the very start."""
        written = self._buffers[-1].rstrip(" ")
        if not written or self._fresh_item:
            return
        have = len(written) - len(written.rstrip("\n"))
        self._buffers[-1] = written + "\n" * max(0, ends - have)
        self._after_break = True

    def _open(self, name: str, attributes: str) -> None:
        if name == "br":
            self._write("\n" + "  " * len(self._lists))
            self._after_break = True
            return
        if name in _INLINE:
            if not self._pre:
                href = _attribute(attributes, "href") if name == "a" else ""
                self._inline.append(_Open(name, len(self._buffers[-1]), len(self._buffers), href))
        elif name in _BLOCKS:
            self._line(2 if not self._lists else 1)
        elif name == "li":
            self._item()
        elif name in ("ul", "ol"):
            first = _attribute(attributes, "start")
            self._lists.append(None if name == "ul" else int(first) if first.isdecimal() else 1)
            self._fresh_item = False
            self._line(1)
        elif name == "pre":
            self._line(2)
            self._write("```\n")
            self._pre = True
        elif name in ("td", "th"):
            self._end_cell()
            self._row = self._row or []
            self._buffers.append("")
        elif name == "tr":
            self._end_row()
        elif name == "table":
            self._line(2)
            self._rows = 0
            self._in_table = True
        elif name == "img":
            self._write(f"![{_attribute(attributes, 'alt')}]({_attribute(attributes, 'src')})")
        elif name == "hr":
            self._line(2)
            self._write("---\n\n")
        elif name[0] == "h":
            self._line(2)
            self._write("#" * int(name[1]) + " ")

    def _close(self, name: str) -> None:
        if name in _INLINE:
            self._end_inline(name)
        elif name in _BLOCKS or name[0] == "h":
            self._line(2 if not self._lists else 1)
        elif name in ("ul", "ol"):
            if self._lists:
                self._lists.pop()
            self._fresh_item = False
            self._line(1 if self._lists else 2)
        elif name == "li":
            self._fresh_item = False
            self._line(1)
        elif name == "pre" and self._pre:
            self._pre = False
            self._buffers[-1] = self._buffers[-1].rstrip()
            self._write("\n```\n\n")
        elif name in ("td", "th"):
            self._end_cell()
        elif name in ("tr", "table"):
            self._end_row()
            if name == "table":
                self._in_table = False
                self._line(2)

    def _item(self) -> None:
        self._buffers[-1] = self._buffers[-1].rstrip()
        self._fresh_item = False
        self._line(1)
        number = self._lists[-1] if self._lists else None
        if number is not None:
            self._lists[-1] = number + 1
        indent = "  " * (len(self._lists) - 1)
        self._write(f"{indent}- " if number is None else f"{indent}{number}. ")
        self._fresh_item = True

    def _end_inline(self, name: str) -> None:
        at = next((i for i in range(len(self._inline) - 1, -1, -1) if self._inline[i].name == name), None)
        if at is None:
            return
        opened = self._inline[at]
        del self._inline[at:]
        if opened.depth != len(self._buffers):
            return
        whole = self._buffers[-1]
        inner = whole[opened.start :]
        core = inner.strip()
        if core and "\n\n" not in core:
            core = _marked(name, core, opened.href)
        elif not core and opened.href:
            core = opened.href
        else:
            return
        lead = inner[: len(inner) - len(inner.lstrip())]
        trail = inner[len(inner.rstrip()) :] if inner.strip() else ""
        self._buffers[-1] = whole[: opened.start] + lead + core + trail

    def _end_cell(self) -> None:
        if len(self._buffers) > 1:
            cell = _tidied(self._buffers.pop())
            if self._row is not None:
                self._row.append(re.sub(r"\n+", "<br>", cell.replace("|", r"\|")))

    def _end_row(self) -> None:
        self._end_cell()
        if self._row is None:
            return
        row, self._row = self._row, None
        self._line(1)
        self._write("| " + " | ".join(row) + " |\n")
        self._rows += 1
        if self._rows == 1:
            self._write("|" + "---|" * len(row) + "\n")


def _marked(name: str, core: str, href: str) -> str:
    match name:
        case "code":
            fence = "``" if "`" in core else "`"
            return f"{fence}{core}{fence}"
        case "a":
            return core if href in ("", core) else f"[{core}]({href})"
        case "sup":
            return f"^{core}"
        case _:
            return _MARKS[name] + core + _MARKS[name]


def _attribute(attributes: str, wanted: str) -> str:
    for name, *values in _ATTRIBUTE.findall(attributes):
        if name.lower() == wanted:
            return html.unescape("".join(values)).strip()
    return ""


def _tidied(text: str) -> str:
    text = re.sub(r"[ \t]+\n", "\n", text.translate(_BLANKS))
    return re.sub(r"\n{3,}", "\n\n", text).strip()
