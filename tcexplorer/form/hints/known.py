"""Values that a documentation's prose lists: bullets, lines, and lists within a sentence.

Only lists that a word announces count ("valid values", 取值), or whose shape leaves no doubt. Where the
parameter has an official example, a list without it is not believed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tcexplorer.form.fields import FieldKind

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST = 80
_COUNTED = frozenset({
    "Limit", "Offset", "PageSize", "PageNumber", "PageNum", "PageNo", "Page", "PageIndex", "MaxResults", "Rp", "Count",
})  # fmt: skip
"""Numbers whose docs say "default `10`, maximum `100`", which is no list."""

_ANNOUNCED = re.compile(
    r"(?i:(?:valid|available|optional|possible|supported|enumerat(?:ion|ed)|allowed|permitted)\s+(?:values?|options?|types?)"
    r"|enumerations?|\bvalues?(?= ?[:：]| can be| are| include)|\boptions(?= ?[:：]| are| include)"
    r"|\b(?:can|should|must) be(?: one of| either)?(?= ?[:：`])|one of(?: the following)?"
    r"|枚举值?|可选值|可选|有效值|取值(?:范围|有|包括|如下|说明)?|(?:类型|状态|模式)?(?:包括|支持)(?=[：:]))"
)
# possessive, so that no part of `hunyuan-lite` is taken for the whole
_WORD = r"[A-Za-z0-9_][A-Za-z0-9_.\-/+]{0,63}+"
_NUMBER = r"-?\d+(?:\.\d+)?+"
_WRAP = r"[`'\"“”‘’*]{0,3}"
_MARKED = re.compile(r"[ \t]*[-*+•·][ \t]+")


def _line(word: str) -> re.Pattern[str]:
    """`- value: what it means`, `value：…`, `* 1（…）`, or the value alone on its line."""
    numbering = "" if word == _NUMBER else r"|\d{1,2}[.、)]"
    return re.compile(
        rf"[ \t]*(?:[-*+•·]{numbering})?[ \t]*{_WRAP}({word}){_WRAP}"
        r"(?:[ \t]*(?:[:：=](?!/)|[,，](?!\d)|[（(；;。]|[.、](?=[一-鿿])|\.?$)"
        r"|[ \t]+[\-–—][ \t]|[\-–—]?(?=[一-鿿])|[ \t]+(?=[一-鿿]))"
    )


def _item(word: str) -> re.Pattern[str]:
    """`a` (what it means), b：… ; c."""
    return re.compile(
        rf"[\s、,，;；/|和或与及]*(?:and |or )?{_WRAP}({word}){_WRAP}"
        r"(?=[\s、,，;；/|。.：:=\-–(（）)\]一-鿿]|$)"
        r"\s*((?:[(（][^()（）\n]{0,120}[)）])|(?:(?:[：:=]|\s?[-–]\s?(?!\d)|(?=[一-鿿])(?![和或与及]))"
        r"[^\n、,，;；。/|\]]{0,80}))?"
    )


_LINES = {FieldKind.TEXT: _line(_WORD), FieldKind.INTEGER: _line(_NUMBER), FieldKind.FLOAT: _line(_NUMBER)}
_ITEMS = {FieldKind.TEXT: _item(_WORD), FieldKind.INTEGER: _item(_NUMBER), FieldKind.FLOAT: _item(_NUMBER)}
_STOP = re.compile(r"(?i:\bdefault|\bif\b|\bnote|\bwhen\b|默认|注意|当|如果|若|不填|其中)")
_CODED = re.compile(r"(?<![\w.\-])(-?\d{1,4})\s*(?:[:：=]|[-–—](?=[^\d\s]))\s*[^\s\d,，;；、]")


def known_values(name: str, kind: FieldKind, text: str, example: str) -> tuple[str, ...]:
    """The values, as one types them, in the order of the text; empty when none are listed beyond doubt."""
    if kind not in (FieldKind.TEXT, FieldKind.INTEGER, FieldKind.FLOAT) or name in _COUNTED or len(text) > 6000:
        return ()
    for found, announced in _lists(kind, text):
        values = tuple(dict.fromkeys(found))
        if 2 <= len(values) <= _MOST and _believed(values, example if announced else example or "none"):
            return values
    return ()


def _believed(values: tuple[str, ...], example: str) -> bool:
    """Whether the list has the official example, when there is one."""
    said = {part.strip(" `'\"[]") for part in re.split(r"[,，|/、;\s]+", example)} | {example.strip()}
    said.discard("")
    return not said or not said.isdisjoint(values)


def _lists(kind: FieldKind, text: str) -> Iterator[tuple[list[str], bool]]:
    """What may be the list of values, and whether more than its shape says so."""
    for announced in _ANNOUNCED.finditer(text):
        rest = text[announced.end() :]
        line, _, below = rest.partition("\n")
        if _is_blank(line):
            yield _below(kind, below), True
        else:
            yield _within(kind, line), True
    lines = text.split("\n")
    bullets = [line for line in lines if _MARKED.match(line)]
    if len(bullets) >= 2:
        yield _below(kind, "\n".join(bullets)), True
    if kind is FieldKind.INTEGER:
        yield [found[1] for found in _CODED.finditer(text)], True
    if len(lines) > 2:
        # the lines behind the first; only an example among them makes them believed
        yield _below(kind, "\n".join(lines[1:])), False


def _is_blank(line: str) -> bool:
    return not re.sub(r"(?i)values?|are|as|follows|is|the|following|[\s：:。.，,为有如下*是]", "", line)


def _below(kind: FieldKind, text: str) -> list[str]:
    """Values at the beginnings of lines; none when some line begins with something else."""
    values: list[str] = []
    marked = False
    for line in text.lstrip("\n").split("\n"):
        if not line.strip():
            continue
        if values and marked and not _MARKED.match(line):
            if line.startswith((" ", "\t")):
                continue  # more about the bullet above
            break
        found = _LINES[kind].match(line)
        if found is None or not _is_value(kind, found[1].rstrip("-.")):
            if marked or not values:
                return []
            break
        marked = bool(_MARKED.match(line))
        values.append(found[1].rstrip("-."))
    return values


def _within(kind: FieldKind, line: str) -> list[str]:
    """Values of a list within a sentence."""
    begin = re.match(r"(?i)\s*(?:values?)?\s*(?:are|is|include[sd]?|can be|有|为|包括|是|如下)?\s*[：:]?\s*", line)
    at = begin.end() if begin else 0
    if kind is FieldKind.TEXT and line[at : at + 1] in ("[", "【"):
        at += 1  # of numbers it would be an interval
    values: list[str] = []
    while at < len(line):
        stop = _STOP.match(line, at)
        found = None if stop else _ITEMS[kind].match(line, at)
        if found is None:
            break
        value = found[1].rstrip("-.")
        if not _is_value(kind, value):
            break
        values.append(value)
        at = found.end()
        rest = line[at:]
        if re.match(r"[.。](?!\w)", rest):
            break
        if rest and not re.match(r"[、,，;；/|和或与及\s]|(?:and|or)\b", rest):
            if line[at - 1].isspace() and rest[0].isascii() and rest[0].isalnum():
                values.pop()  # the first word of several
            break
    return values


def _is_value(kind: FieldKind, text: str) -> bool:
    if kind is FieldKind.INTEGER:
        return bool(re.fullmatch(r"0|-?[1-9]\d{0,9}", text))
    if kind is FieldKind.FLOAT:
        return bool(re.fullmatch(r"-?\d{1,9}(\.\d+)?", text))
    return text.lower() not in _PROSE and not re.fullmatch(r"[\d.]+[-~][\d.]+", text)


_PROSE = frozenset({
    "the", "a", "an", "if", "when", "note", "default", "this", "value", "values", "for", "only", "it", "to", "is",
    "currently", "must", "that", "which", "and", "or", "in", "of", "with", "where", "valid", "e.g", "i.e", "example",
    "http:", "https:", "unit",
})  # fmt: skip
