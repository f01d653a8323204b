"""The canonical headers and the list of their names, as a recipe that mistakes change."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class HeadRecipe(NamedTuple):
    """The choices that canonical headers and list take."""

    content_type: str
    host: str
    lines: tuple[str, ...]
    names: str = "lower"
    values: str = "lower"
    line_order: str | tuple[str, ...] = "kept"
    """`kept`, `reversed`, or the names that come first."""
    pad: str = "{}"
    separator: str = ":"
    listed: str | tuple[str, ...] = ""
    """As text where it is written in Authorization in its own way."""
    gap: str = "\n"
    """What stands between the last header's line and the list, after the line's own end."""
    list_end: str = ""
    list_names: str = "lower"
    list_order: str | tuple[str, ...] = "kept"
    list_separator: str = ";"


_LINE_FIELDS, _LIST_FIELDS = slice(8), slice(-3, None)
_AS_WRITTEN = ("lower", "kept", ";")


@dataclass(frozen=True)
class Head:
    """The headers that are to be signed.

    `values` are the ones sent, by lower-case name, trimmed; `sent_names` how their names were written; `raw` the
    values with their blanks. `names` is the list as Authorization has it, in lower case; `written` its very text.
    """

    values: Mapping[str, str]
    sent_names: Mapping[str, str]
    raw: Mapping[str, str]
    names: tuple[str, ...]
    written: str
    host: str
    """The host as it counts: as sent, or on a loopback address perhaps without its port."""
    scope_service: str
    region: str
    boundary: str | None = None
    """That of a multipart body, as the body itself has it."""
    hosts: tuple[str, ...] = ()
    """Those that are named beside the request."""
    services: tuple[str, ...] = ()

    def right(self) -> bytes:
        """Canonical headers and list without any mistake."""
        return self.render(self.recipe())

    def recipe(self) -> HeadRecipe:
        """Without any mistake."""
        return HeadRecipe(self.values.get("content-type", ""), self.host, self.names, listed=self.written)

    def render(self, recipe: HeadRecipe) -> bytes:
        """Canonical headers and list as a recipe wants them."""
        lines = self._lines_of(recipe)
        listed = recipe.listed
        if not isinstance(listed, str) or recipe[_LIST_FIELDS] != _AS_WRITTEN:
            names = self.names if isinstance(listed, str) else listed
            names = ordered(names, recipe.list_order)
            listed = recipe.list_separator.join([self._name(name, recipe.list_names) for name in names])
        text = f"{lines}{listed}" if recipe.gap == "none" else f"{lines}\n{recipe.gap}{listed}{recipe.list_end}"
        return text.encode("utf-8", "surrogateescape")

    def _lines_of(self, recipe: HeadRecipe) -> str:
        """The canonical headers, without the last line's end."""
        key = recipe[_LINE_FIELDS]
        text = self._texts.get(key)
        if text is None:
            text = self._texts[key] = self._joined(recipe)
        return text

    @cached_property
    def _texts(self) -> dict[tuple[object, ...], str]:
        """Canonical headers that were written already."""
        return {}

    def _joined(self, recipe: HeadRecipe) -> str:
        made = self._made
        shared = (recipe.names, recipe.values, recipe.pad, recipe.separator)
        lines: list[str] = []
        for name in ordered(recipe.lines, recipe.line_order):
            if name == "content-type":
                value = recipe.content_type
            elif name == "host":
                value = recipe.host
            else:
                value = self.values.get(name, "")
            key = (name, value, shared)
            line = made.get(key)
            if line is None:
                line = made[key] = self._line(name, value, recipe)
            lines.append(line)
        return "\n".join(lines)

    @cached_property
    def _made(self) -> dict[tuple[str, str, tuple[str, ...]], str]:
        """Lines that were written already."""
        return {}

    def _line(self, name: str, value: str, recipe: HeadRecipe) -> str:
        as_sent = value == self.values.get(name)
        match recipe.values:
            case "lower":
                value = value.lower()
            case "upper":
                value = value.upper()
            case "sent":
                pass
            case only if only.startswith("="):  # a content type of its own
                value = only[1:] if name == "content-type" else value.lower()
            case only if only.startswith("^"):
                value = value.upper() if name == only[1:] else value.lower()
            case only:  # the name of the one header whose value is as sent
                value = value if name == only else value.lower()
        if recipe.pad == "raw":
            value = self.raw.get(name, value).lower() if as_sent else value
        elif recipe.pad.startswith("@"):
            which, _, pad = recipe.pad[1:].partition("@")
            value = pad.format(value) if which == name else value
        else:
            value = recipe.pad.format(value)
        return f"{self._name(name, recipe.names)}{recipe.separator}{value}"

    def _name(self, name: str, style: str) -> str:
        match style:
            case "lower":
                return name
            case "sent":
                return self.sent_names.get(name, name)
            case "official":
                return "-".join("TC" if part == "tc" else part.capitalize() for part in name.split("-"))
            case "title":
                return name.title()
            case _:
                return name.upper()


def ordered(names: tuple[str, ...], order: str | tuple[str, ...]) -> tuple[str, ...]:
    """The names in the order that a recipe wants: `kept`, `reversed`, or these ones first."""
    if order == "kept":
        return names
    if order == "reversed":
        return names[::-1]
    first = [name for name in order if name in names]
    return (*first, *(name for name in names if name not in first))
