"""Tokens of JSON joined in any style."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from tcexplorer.diagnosis.doctor.serialised.literals import LITERALS, PYTHON_WORDS, numbered

if TYPE_CHECKING:
    from tcexplorer.diagnosis.doctor.serialised.styles import Style

Token: TypeAlias = str
"""A string is its value after a `"`, a number its digits after a `#`, a bracket or comma has its depth after it."""

_EMPTY = ("{}", "[]")
_COMMA_MARK, _COLON_MARK = "\x01", "\x02"


def _break(depth: int) -> str:
    return f"\x03{chr(0x100 + depth)}"


class Letters:
    """What each token of a document is written as, in any style."""

    def __init__(self, tokens: frozenset[Token]) -> None:
        self._tokens = tokens
        self._strings = [token for token in tokens if token[0] == '"']
        self.numbers = [token for token in tokens if token[0] == "#"]
        self.depths = sorted({int(token[1:]) for token in tokens if token[0] in "{}[]," and token not in _EMPTY})
        self._escaped: dict[str, tuple[str, ...]] = {}
        self._tables: dict[tuple[object, ...], dict[Token, str]] = {}

    def key(self, style: Style) -> tuple[object, ...]:
        """The same for styles that write every literal of this document alike."""
        if style.escape not in self._escaped:
            literal = LITERALS[style.escape]
            self._escaped[style.escape] = tuple([literal(token[1:]) for token in self._strings])
        broken = style.indent is not None
        return (self._escaped[style.escape], style.numbers if self.numbers else "", style.escape == "python", broken)

    def table(self, style: Style, key: tuple[object, ...]) -> dict[Token, str]:
        """The text of each token, with marks for the style's commas, colons and line breaks."""
        if key not in self._tables:
            self._tables[key] = self._made(style)
        return self._tables[key]

    def _made(self, style: Style) -> dict[Token, str]:
        table = dict(zip(self._strings, self._escaped[style.escape], strict=True))
        words = PYTHON_WORDS if style.escape == "python" else {}
        for token in self._tokens:
            if token[0] == '"':
                continue
            # the digits of a number are no depth
            deep = style.indent is not None and token[0] in "{}[]," and token not in _EMPTY
            line = _break(int(token[1:])) if deep else ""
            match token[0]:
                case "#":
                    table[token] = numbered(token[1:], style.numbers)
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

    def __init__(self, tokens: tuple[Token, ...], letters: Letters) -> None:
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
