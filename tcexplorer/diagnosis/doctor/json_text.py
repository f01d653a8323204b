"""One JSON document as the many texts that libraries write for it.

The document is read once into tokens; a text is made by joining them in another way, so that a hundred texts
of a large body cost little. Numbers keep their digits unless a style changes them; duplicate names stay.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import permutations, product
from math import factorial, prod
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class _Number(str):
    """The digits of a number, as written."""

    __slots__ = ()


class _Object(NamedTuple):
    pairs: tuple[tuple[str, Node], ...]


Node: TypeAlias = "_Object | list[Node] | str | _Number | bool | None"
Order: TypeAlias = "Callable[[tuple[tuple[str, Node], ...]], Sequence_]"
Change: TypeAlias = "Callable[[str, Node], tuple[str, Node] | None]"
Sequence_: TypeAlias = "tuple[tuple[str, Node], ...] | list[tuple[str, Node]]"

Token: TypeAlias = str
"""A string is its value after a `"`, a number its digits after a `#`, a bracket or comma has its depth after it."""


class Style(NamedTuple):
    """How a library writes JSON."""

    name: str
    comma: str = ","
    colon: str = ":"
    escape: str = "utf8"
    indent: str | None = None
    newline: str = "\n"
    numbers: str = "kept"


def _order_kept(pairs: Sequence_) -> Sequence_:
    return pairs


def _order_sorted(pairs: Sequence_) -> Sequence_:
    return sorted(pairs, key=lambda pair: pair[0])


def _order_reversed(pairs: Sequence_) -> Sequence_:
    return pairs[::-1]


def _order_caseless(pairs: Sequence_) -> Sequence_:
    return sorted(pairs, key=lambda pair: pair[0].lower())


def _order_by_length(pairs: Sequence_) -> Sequence_:
    return sorted(pairs, key=lambda pair: (len(pair[0]), pair[0]))


ORDERS: dict[str, Order] = {
    "sorted": _order_sorted,
    "reversed": _order_reversed,
    "sorted without case": _order_caseless,
    "sorted by length": _order_by_length,
}


def _no_null(name: str, value: Node) -> tuple[str, Node] | None:
    return None if value is None else (name, value)


def _no_empty(name: str, value: Node) -> tuple[str, Node] | None:
    return None if value in (None, "", [], _Object(())) else (name, value)


def _no_zero(name: str, value: Node) -> tuple[str, Node] | None:
    return None if value in (None, False, "", [], _Object(()), "0") else (name, value)


def _begun_lower(name: str, value: Node) -> tuple[str, Node]:
    return name[:1].lower() + name[1:], value


def _begun_upper(name: str, value: Node) -> tuple[str, Node]:
    return name[:1].upper() + name[1:], value


_REDUCTIONS: dict[str, Change] = {
    "without members that are null": _no_null,
    "without empty members": _no_empty,
    "without members that have no or a zero value (omitempty)": _no_zero,
    "names begun in lower case": _begun_lower,
    "names begun in upper case": _begun_upper,
}


@dataclass(frozen=True)
class Document:
    """A JSON document that can be written in any style and order of names."""

    root: Node

    @cached_property
    def kept(self) -> Writer:
        """In its own order."""
        return Writer(_tokens(self.root, _order_kept), self._letters)

    @cached_property
    def _letters(self) -> _Letters:
        # reordering names changes the order of tokens, never which ones there are
        return _Letters(frozenset(_tokens(self.root, _order_kept)))

    def ordered(self, name: str, *, top_only: bool = False) -> Writer:
        """With the names of every object (or of the outermost alone) in another order, one of ORDERS."""
        key = (name, top_only)
        if key not in self._ordered:
            order = ORDERS[name]
            if top_only and isinstance(self.root, _Object):
                tokens = _tokens(_Object(tuple(order(self.root.pairs))), _order_kept)
            else:
                tokens = _tokens(self.root, order)
            self._ordered[key] = Writer(tokens, self._letters)
        return self._ordered[key]

    @cached_property
    def _ordered(self) -> dict[tuple[str, bool], Writer]:
        return {}

    def reduced(self) -> Iterator[tuple[str, Document]]:
        """The document without members that say nothing, or with its names begun in another case."""
        for name, change in _REDUCTIONS.items():
            root = _reduced(self.root, change)
            if root != self.root:
                yield name, Document(root)

    def shuffled(self, most: int) -> Iterator[Writer]:
        """Every order of names, the same for all objects with the same names; where these are too many, every order
        of the outermost names; none when these are too many, too.
        """
        shapes = list(dict.fromkeys(_shapes(self.root)))
        if prod(factorial(len(shape)) for shape in shapes) > most:
            del shapes[1:]
            if not isinstance(self.root, _Object) or not shapes or factorial(len(shapes[0])) > most:
                return
        for chosen in product(*(permutations(shape) for shape in shapes)):
            if chosen not in self._shuffled:
                self._shuffled[chosen] = Writer(_tokens(self.root, _order_of(chosen)), self._letters)
            yield self._shuffled[chosen]

    @cached_property
    def _shuffled(self) -> dict[tuple[tuple[str, ...], ...], Writer]:
        return {}


def _reduced(node: Node, change: Change) -> Node:
    if type(node) is _Object:
        pairs = ((name, _reduced(value, change)) for name, value in node.pairs)
        return _Object(tuple([made for pair in pairs if (made := change(*pair)) is not None]))
    if type(node) is list:
        return [_reduced(value, change) for value in node]
    return node


def _order_of(chosen: tuple[tuple[str, ...], ...]) -> Order:
    places = {frozenset(order): {name: at for at, name in enumerate(order)} for order in chosen}

    def order(pairs: Sequence_) -> Sequence_:
        if len(pairs) < 2:
            return pairs
        place = places.get(frozenset([name for name, _ in pairs]))
        return sorted(pairs, key=lambda pair: place[pair[0]]) if place else pairs

    return order


def read_document(body: bytes) -> Document | None:
    """The document that a body holds; None when it holds none."""
    try:
        text = body.decode("utf-8-sig")
        root: Any = json.loads(
            text,
            object_pairs_hook=lambda pairs: _Object(tuple(pairs)),  # pyright: ignore[reportUnknownLambdaType, reportUnknownArgumentType]
            parse_int=_Number,
            parse_float=_Number,
            parse_constant=_Number,
        )
    except (ValueError, RecursionError):
        return None
    document = Document(root)
    try:
        _ = document.kept
    except RecursionError:
        return None
    return document


def _tokens(node: Node, order: Order) -> tuple[Token, ...]:
    out: list[Token] = []
    _write(node, order, 1, out)
    return tuple(out)


def _write(node: Node, order: Order, depth: int, out: list[Token]) -> None:
    """Append the tokens of a node, whose members are at this depth."""
    if type(node) is str:
        out.append(f'"{node}')
    elif type(node) is _Object:
        pairs = node.pairs
        if not pairs:
            out.append("{}")
            return
        comma = f",{depth}"
        out.append(f"{{{depth}")
        for at, (name, value) in enumerate(order(pairs)):
            if at:
                out.append(comma)
            out += (f'"{name}', ":")
            if type(value) is str:  # most are leaves; a call for each would double the time
                out.append(f'"{value}')
            else:
                _write(value, order, depth + 1, out)
        out.append(f"}}{depth - 1}")
    elif type(node) is list:
        if not node:
            out.append("[]")
            return
        comma = f",{depth}"
        out.append(f"[{depth}")
        for at, value in enumerate(node):
            if at:
                out.append(comma)
            if type(value) is str:
                out.append(f'"{value}')
            else:
                _write(value, order, depth + 1, out)
        out.append(f"]{depth - 1}")
    elif type(node) is _Number:
        out.append(f"#{node}")
    else:
        out.append("null" if node is None else "true" if node else "false")


def _shapes(node: Node) -> Iterator[tuple[str, ...]]:
    match node:
        case _Object():
            names = tuple(sorted({name for name, _ in node.pairs}))
            if len(names) > 1:
                yield names
            for _, value in node.pairs:
                yield from _shapes(value)
        case list():
            for value in node:
                yield from _shapes(value)
        case _:
            return


class _Letters:
    """What each token of a document is written as, in any style."""

    def __init__(self, tokens: frozenset[Token]) -> None:
        self._tokens = tokens
        self._strings = [token for token in tokens if token[0] == '"']
        self._numbers = [token for token in tokens if token[0] == "#"]
        self.depths = sorted({int(token[1:]) for token in tokens if token[0] in "{}[]," and token not in _EMPTY})
        self._escaped: dict[str, tuple[str, ...]] = {}
        self._tables: dict[tuple[object, ...], dict[Token, str]] = {}

    def key(self, style: Style) -> tuple[object, ...]:
        """The same for styles that write every literal of this document alike."""
        if style.escape not in self._escaped:
            literal = _LITERALS[style.escape]
            self._escaped[style.escape] = tuple([literal(token[1:]) for token in self._strings])
        broken = style.indent is not None
        return (self._escaped[style.escape], style.numbers if self._numbers else "", style.escape == "python", broken)

    def table(self, style: Style, key: tuple[object, ...]) -> dict[Token, str]:
        """The text of each token, with marks for the style's commas, colons and line breaks."""
        if key not in self._tables:
            self._tables[key] = self._made(style)
        return self._tables[key]

    def _made(self, style: Style) -> dict[Token, str]:
        table = dict(zip(self._strings, self._escaped[style.escape], strict=True))
        words = _PYTHON_WORDS if style.escape == "python" else {}
        for token in self._tokens:
            if token[0] == '"':
                continue
            line = _break(int(token[1:])) if style.indent is not None and token[1:].isdigit() else ""
            match token[0]:
                case "#":
                    table[token] = _numbered(token[1:], style.numbers)
                case ":":
                    table[token] = _COLON_MARK
                case ",":
                    table[token] = _COMMA_MARK + line
                case "{" | "[" if token not in _EMPTY:
                    table[token] = token[0] + line
                case "}" | "]":
                    table[token] = line + token[0]
                case _:
                    table[token] = words.get(token, token)
        return table


class Writer:
    """Writes one order of a document in any style.

    Each combination of literals is joined once, with marks where commas, colons and line breaks go; a style then
    replaces the marks. No literal holds a mark, because JSON escapes control characters.
    """

    def __init__(self, tokens: tuple[Token, ...], letters: _Letters) -> None:
        self.tokens = tokens
        self._letters = letters
        self._marked: dict[tuple[object, ...], str] = {}

    def written(self, style: Style) -> bytes:
        """The document in this style."""
        letters = self._letters
        key = letters.key(style)
        if key not in self._marked:
            self._marked[key] = "".join(map(letters.table(style, key).__getitem__, self.tokens))
        text = self._marked[key]
        if style.indent is not None:
            for depth in letters.depths:
                text = text.replace(_break(depth), style.newline + style.indent * depth)
        return text.replace(_COMMA_MARK, style.comma).replace(_COLON_MARK, style.colon).encode("utf-8", "surrogatepass")


_EMPTY = ("{}", "[]")
_COMMA_MARK, _COLON_MARK = "\x01", "\x02"


def _break(depth: int) -> str:
    return f"\x03{chr(0x100 + depth)}"


_PYTHON_WORDS = {"true": "True", "false": "False", "null": "None"}


def _numbered(text: str, how: str) -> str:
    match how:
        case "short":  # as JavaScript does: 1.0 is 1
            return _short(text)
        case "floats":  # as Gson does with maps: 1 is 1.0
            return text if not text.lstrip("-").isdigit() else f"{text}.0"
        case "quoted":
            return f'"{text}"'
        case _:
            return text


@lru_cache(maxsize=1024)
def _short(text: str) -> str:
    try:
        value = float(text)
    except ValueError:
        return text
    if text.lstrip("-").isdigit():
        return text
    return str(int(value)) if value.is_integer() and abs(value) < 1e21 else repr(value)


_ENCODE_UTF8 = json.JSONEncoder(ensure_ascii=False).encode
_ENCODE_ASCII = json.JSONEncoder().encode
_UNICODE = re.compile(r"(?<!\\)((?:\\\\)*)\\u([0-9a-f]{4})")
_HTML = re.compile(r"[<>&\u2028\u2029]")
_GSON = re.compile(r"[<>&='\u2028\u2029]")
_DOTNET = re.compile(r"[<>&+'`\x7f]")
_QUOTE = re.compile(r'(?<!\\)((?:\\\\)*)\\"')


def _upper(match: re.Match[str]) -> str:
    return f"{match[1]}\\u{match[2].upper()}"


def _unicode(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"


def _unicode_upper(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04X}"


def _slashed(text: str) -> str:
    return text.replace("/", "\\/")


_LITERALS: dict[str, Callable[[str], str]] = {
    "utf8": _ENCODE_UTF8,
    "ascii": _ENCODE_ASCII,
    "ascii upper": lambda text: _UNICODE.sub(_upper, _ENCODE_ASCII(text)),
    "ascii slashed": lambda text: _slashed(_ENCODE_ASCII(text)),
    "utf8 slashed": lambda text: _slashed(_ENCODE_UTF8(text)),
    "html": lambda text: _HTML.sub(_unicode, _ENCODE_UTF8(text)),
    "html ascii": lambda text: _HTML.sub(_unicode, _ENCODE_ASCII(text)),
    "gson": lambda text: _GSON.sub(_unicode, _ENCODE_UTF8(text)),
    "dotnet": lambda text: _DOTNET.sub(
        _unicode_upper, _QUOTE.sub(r"\1\\u0022", _UNICODE.sub(_upper, _ENCODE_ASCII(text)))
    ),
    "python": repr,
}

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
