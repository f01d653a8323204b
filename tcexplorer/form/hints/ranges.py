"""Bounds that sentences state: of numbers, of lengths, of how many elements, and the default.

English as translated, and Chinese. Every pattern wants a word that says what the number is; what
follows the number decides whether it is counted in the unit of the value.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tcexplorer.form.fields import FieldKind

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Range:
    """Inclusive bounds of a number, at least one of them known."""

    low: float | None
    high: float | None

    def __contains__(self, value: float) -> bool:
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)

    def __str__(self) -> str:
        return _span(self.low, self.high)


@dataclass(frozen=True, slots=True)
class Length:
    """Inclusive bounds of a text's length, at least one of them known."""

    low: int | None
    high: int | None
    in_bytes: bool = False
    """Counted in UTF-8."""

    def broken_by(self, text: str) -> str:
        """`40 characters, max 32`; empty when the text fits."""
        length = len(text.encode(errors="surrogatepass")) if self.in_bytes else len(text)
        unit = ("byte" if self.in_bytes else "character") + ("" if length == 1 else "s")
        if self.high is not None and length > self.high:
            return f"{length} {unit}, max {self.high}"
        if self.low is not None and length < self.low:
            return f"{length} {unit}, min {self.low}"
        return ""

    def __str__(self) -> str:
        return f"{_span(self.low, self.high)} {'bytes' if self.in_bytes else 'chars'}"


def _span(low: float | None, high: float | None) -> str:
    if low is None:
        return f"max {high}"
    return f"min {low}" if high is None else f"{low}–{high}"


_NUMBER = r"(-?\d+(?:,\d{3})*(?:\.\d+)?)(?!\d|,\d{3}(?!\d))"
_BARE = r"(-?\d+(?:\.\d+)?)"
_TO = r"\s*(?:-|–|—|~|～|至|到|to|and)\s*"
_OR_COMMA = r"\s*(?:-|–|—|~|～|至|到|to|,|，|、)\s*"
_IS = r"\s*(?:值)?\s*(?:is|of|to|at|：|:|=|为|是)?\s*[`*]*"
_EXCEED = (
    r"(?:(?:cannot|must not|should not|can't|may not|not) (?:exceed|be (?:greater|larger|longer|more) than)"
    r"|not exceeding)"
)
_NOT_OVER = r"不(?:能|可|得|允许|要|应)?(?:超过|大于|多于)"

_RANGE_WORD = (
    r"(?:value ranges?|valid ranges?|ranges?|ranging from|between|valid values?|available values?"
    r"|取值范围|范围|取值|可选值|有效值|区间)"
)
_INTERVAL = re.compile(
    rf"(?i){_RANGE_WORD}[^\d\n。;；\[【(（]{{0,24}}([\[【(（])\s*{_BARE}{_OR_COMMA}{_BARE}\s*([\]】)）])"
)
_FROM_TO = re.compile(rf"(?i){_RANGE_WORD}(?: is| are| of| from|值)?\s*[：:为是=]*\s*[`*]*{_NUMBER}{_TO}{_NUMBER}")
_MOST = re.compile(
    rf"(?i)(?:max(?:imum)?(?: value)?|upper limit|no more than|{_EXCEED}|up to|at most|less than or equal to"
    rf"|最大(?:支持|可设置|不超过|取值)?|最多|{_NOT_OVER}|上限|小于等于){_IS}{_NUMBER}"
)
_LEAST = re.compile(
    rf"(?i)(?:min(?:imum)?(?: value)?|lower limit|no less than|greater than or equal to"
    rf"|最小(?:可设置|取值)?|不(?:能|可|得)?(?:小于|少于|低于)|下限|大于等于){_IS}{_NUMBER}"
)
_OTHER_UNIT = re.compile(
    r"\s*(?:(?:days?|hours?|minutes?|weeks?|months?|years?|times|[kmgt]i?b|[kmgw]|bytes?|char(?:acter)?s?|digits?|decimal)\b"
    r"|%|倍|天|日|个?小时|分钟?|周|个?月|年|万|亿|个?字符|字节|位)",
    re.IGNORECASE,
)
_COUNTS_UNITS = re.compile(
    r"(?:Days?|Hours?|Minutes?|Months?|Period|Weeks?|Years?|Percent|Percentage|Ratio|TimeSpan)\Z"
)
_UNIT = re.compile(r"\s?(?:s|ms|px|fps|hz|[km]?bps|seconds?|milliseconds?|秒|毫秒)(?![A-Za-z])", re.IGNORECASE)
_GOES_ON = re.compile(r"[A-Za-z_]|[.*×]\d|\s*[*×/:]\s*\d|\s*[,、，~～\-–]\s*-?\d")
# behind a bound of the value itself comes its unit, a counting word or the end of a clause
_ENDS = re.compile(
    rf"[`*]*(?:{_UNIT.pattern}|{_OTHER_UNIT.pattern}|\s*(?:items?|entries|records|rows|results|pieces|条|个))?"
    r"\s*(?:[^\w\s]|\n|$)",
    re.IGNORECASE,
)
_UNIT_SAID = r"(?i:\bunits?|单位)\s*(?:is|in|：|:|为|是|-)?\s*"


def range_of(name: str, text: str) -> Range | None:
    """The range of a number: the widest of those stated, because they often depend on something else."""
    stated = list(_stated(name, text))
    if stated:
        low, high = min(low for low, _ in stated), max(high for _, high in stated)
        return Range(low, high) if low < high else None
    highs = list(_bounds(_MOST, name, text))
    lows = list(_bounds(_LEAST, name, text))
    # several limits in one text are of several things
    if len(set(highs)) > 1 or len(set(lows)) > 1 or not (highs or lows):
        return None
    low, high = min(lows, default=None), max(highs, default=None)
    return Range(low, high) if low is None or high is None or low < high else None


def _stated(name: str, text: str) -> Iterator[tuple[float, float]]:
    for found in _INTERVAL.finditer(text):
        opening, low, high, closing = found.groups()
        if _in_its_unit(name, text, found.end()):
            whole = "." not in low + high
            excluded = opening in "(（" and closing in "]】", closing in ")）" and opening in "[【"
            yield _number(low) + (whole and excluded[0]), _number(high) - (whole and excluded[1])
    for found in _FROM_TO.finditer(text):
        low, high = _number(found[1]), _number(found[2])
        if low < high and _is_whole(text, found.end()) and _in_its_unit(name, text, found.end()):
            yield low, high


def _bounds(pattern: re.Pattern[str], name: str, text: str) -> Iterator[float]:
    for found in pattern.finditer(text):
        end = found.end()
        if _is_whole(text, end) and _in_its_unit(name, text, end) and _ENDS.match(text, end):
            yield _number(found[1])


def _is_whole(text: str, end: int) -> bool:
    """Whether the number ends here, and is not the beginning of a list, a product or a word."""
    return _UNIT.match(text, end) is not None or not _GOES_ON.match(text, end)


def _in_its_unit(name: str, text: str, end: int) -> bool:
    """Whether what follows the number can be the unit that the value is counted in."""
    unit = _OTHER_UNIT.match(text, end)
    if unit is None or _COUNTS_UNITS.search(name):
        return True
    word = unit[0].strip().lower().removesuffix("s").removeprefix("个")
    return bool(re.search(_UNIT_SAID + re.escape(word), text.lower()))


def _number(text: str) -> float:
    plain = text.replace(",", "")
    number = float(plain) if "." in plain else int(plain)
    return int(number) if float(number).is_integer() and abs(number) < 2**53 else number


_CHARACTERS = (
    r"(?:个|位)?\s*(?:case-sensitive |lowercase |uppercase |English |utf-?8 ?|英文|中文)*"
    r"(characters?|chars?|letters|symbols|bytes?|字符|字节|个字|字\b)"
)
_LENGTH_BETWEEN = re.compile(
    rf"(?i)[\[(]\s*{_BARE}{_OR_COMMA}{_BARE}\s*[\])]\s*{_CHARACTERS}"
    rf"|{_NUMBER}{_TO}{_NUMBER}\s*{_CHARACTERS}"
    rf"|(?:length(?: range)?|长度(?!最[小大]))[^\d\n。;；]{{0,12}}[\[(]\s*{_BARE}{_OR_COMMA}{_BARE}"
    rf"|(?:length(?: range)?|长度(?!最[小大]))[^\d\n。;；]{{0,12}}{_NUMBER}{_TO}{_NUMBER}"
)
_LENGTH_MOST = re.compile(
    rf"(?i)(?:max(?:imum)?|limit(?:ed to)?|up to|no more than|within|at most|less than or equal to"
    rf"|{_EXCEED}|longer than|{_NOT_OVER}|最大|最长|最多|限制|上限|支持|小于等于)"
    rf"[^\d\n.。;；]{{0,14}}{_NUMBER}\s*{_CHARACTERS}"
    rf"|长度[^\d\n。;；]{{0,8}}(?:{_NOT_OVER}|最大|最长|最多|上限|限制)[^\d\n。;；]{{0,6}}{_NUMBER}(?!\s*[-~～,，\d])"
    rf"|{_NUMBER}\s*(?:个)?(?:字符|字节|字)(?:以内|之内)"
)


def length_of(text: str) -> Length | None:
    """The length of a text, the widest of those stated."""
    pairs: list[tuple[int, int]] = []
    found = list(_LENGTH_BETWEEN.finditer(text))
    for one in found:
        low, high = (_number(number) for number in _two_numbers(one))
        if isinstance(low, int) and isinstance(high, int) and 0 <= low < high:
            pairs.append((low, high))
    if pairs:
        return Length(min(low for low, _ in pairs), max(high for _, high in pairs), _is_bytes(found[0][0]))
    found = list(_LENGTH_MOST.finditer(text))
    highs = [_number(next(group for group in one.groups() if group and group[0].isdigit())) for one in found]
    if not highs or max(highs) < 1:
        return None
    return Length(None, int(max(highs)), _is_bytes(found[0][0]))


def _two_numbers(found: re.Match[str]) -> list[str]:
    return [group for group in found.groups() if group and group.lstrip("-")[0].isdigit()]


def _is_bytes(stated: str) -> bool:
    return bool(re.search(r"(?i)bytes?|字节", stated))


_ELEMENTS_MOST = re.compile(
    rf"(?i)(?:up to|max(?:imum)?(?: number| value| quantity| limit)?|no more than|at most|{_EXCEED}|upper limit"
    rf"|最多|{_NOT_OVER}|上限|最大(?:值|数量|个数|支持)?|(?:数组)?长度限制)"
    rf"[^\d\n.。;；,，]{{0,12}}?[\s`*]*{_NUMBER}"
)
_NO_ELEMENTS = re.compile(
    rf"[\s`*]*(?:{_CHARACTERS}|days?\b|hours?\b|minutes?\b|[kmg]b?\b|px|天|小时|分钟|%|倍|年|个月)", re.IGNORECASE
)


def most_of(text: str) -> int | None:
    """How many elements a list may have, where the text states exactly one such number."""
    stated = {
        _number(found[1])
        for found in _ELEMENTS_MOST.finditer(text)
        if _is_whole(text, found.end()) and not _NO_ELEMENTS.match(text, found.end())
    }
    most = stated.pop() if len(stated) == 1 else 0
    return most if isinstance(most, int) and most > 0 else None


_DEFAULT = re.compile(
    r"(?i:\bdefaults?(?: value)?(?: is| to)?\s*[：:=]?|默认(?:值|取值)?\s*[为是：:=]*)"
    r"\s*([`'\"“]?)(-?[A-Za-z0-9_](?:[A-Za-z0-9_.\-]|,(?=\d{3}(?!\d)))*?)"
    r"(?=\s*(?:,(?!\d)|[`'\"”;，。；、\n)）(（]|\.(?:\s|$)|$)|(?<=\d)\s?(?:s|ms|seconds?|days?|秒|天|个?月)(?![A-Za-z]))"
)


def default_of(kind: FieldKind, name: str, text: str, known: tuple[str, ...]) -> str:
    """The value that the API takes when none is sent, where the text leaves no doubt about it."""
    for found in _DEFAULT.finditer(text):
        quote, value = found.groups()
        match kind:
            case FieldKind.INTEGER | FieldKind.FLOAT if re.fullmatch(r"-?\d{1,3}(?:,\d{3})+|-?\d+(?:\.\d+)?", value):
                if _in_its_unit(name, text, found.end()) and (kind is FieldKind.FLOAT or "." not in value):
                    return value.replace(",", "")
            case FieldKind.BOOLEAN if value.lower() in ("true", "false"):
                return value.lower()
            case FieldKind.TEXT if (
                value in known or quote == "`" or value.isdigit() or re.fullmatch(r"[A-Z][A-Z_]+", value)
            ):
                return value
            case _:
                continue
    return ""
