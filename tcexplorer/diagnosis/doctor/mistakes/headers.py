"""The canonical headers: content types, letter case and blanks in them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tcexplorer.diagnosis.doctor.mistake import Mistake, Reach, encoded, instead
from tcexplorer.protocol.request import FORM_TYPE
from tcexplorer.protocol.signing import as_given

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tcexplorer.diagnosis.doctor.facts import Facts

_JSON = "application/json"
_CONTENT_TYPES = (
    _JSON, f"{_JSON}; charset=utf-8", f"{_JSON};charset=utf-8", "text/plain", "text/plain; charset=utf-8",
    "text/plain;charset=utf-8", FORM_TYPE, f"{FORM_TYPE}; charset=utf-8", f"{FORM_TYPE};charset=utf-8",
    "multipart/form-data", "application/octet-stream", "", f"{_JSON}; charset=utf8", f"{_JSON};charset=utf8",
    f"{_JSON}; charset=gbk", f"{_JSON}; charset=iso-8859-1", "text/html", "application/xml", "*/*",
)  # fmt: skip
_RARE_CONTENT_TYPES = (
    f"{_JSON} ; charset=utf-8", f"{_JSON} ;charset=utf-8", f"{_JSON}; charset = utf-8", f'{_JSON}; charset="utf-8"',
    f'{_JSON};charset="utf-8"', f"{_JSON}, charset=utf-8", f"{_JSON} charset=utf-8", f"{_JSON};",
    f"{_JSON};charset=gbk", f"{_JSON}; charset=gb2312", f"{_JSON};charset=iso-8859-1", f"{_JSON}; charset=us-ascii",
    f"{_JSON}; charset=utf-16", f"{_JSON}; boundary=something", f"{_JSON}, {_JSON}", f"{_JSON}, text/plain",
    f"{_JSON}, text/plain, */*", "text/json", "text/html; charset=utf-8", "text/plain; charset=iso-8859-1",
    "text/plain;charset=iso-8859-1", "text/xml", "application/x-json", "application/javascript",
    "multipart/form-data;", "json", "utf-8", "null", "none", "undefined",
)  # fmt: skip
_MOST_IN_PAIRS = 18
"""So many of the rare ones are tried in pairs, too."""


def content_type_mistakes(facts: Facts) -> Iterator[Mistake]:
    """Another content type than the one sent."""
    sent = facts.values.get("content-type", "")
    bare, semicolon, rest = (part.strip() for part in sent.partition(";"))
    own = [bare, f"{bare}; {rest}", f"{bare};{rest}"] if semicolon else []
    own += [f"{bare}; charset=utf-8", f"{bare};charset=utf-8", sent.replace('"', "")]
    if facts.boundary is not None:
        own += [f"multipart/form-data;{blank}boundary={facts.boundary}" for blank in (" ", "")]
    rare = (f"{sent};", f"{sent}, {sent}", *_RARE_CONTENT_TYPES, f"{sent}; {sent}")
    texts = {
        Reach.ANY: (*own, *_CONTENT_TYPES), Reach.COMMON: rare[:_MOST_IN_PAIRS], Reach.ALONE: rare[_MOST_IN_PAIRS:],
    }  # fmt: skip
    yield from instead("content-type-changed", "content type", "content_type", sent, texts)


def _only(name: str, change: Callable[[str], str]) -> Callable[[str, str], str]:
    """The values in lower case, but for one, which is changed."""
    return lambda header, value: change(value) if header.lower() == name else value.lower()


def _as_sent(_: str, value: str) -> str:
    return value


def _upper(_: str, value: str) -> str:
    return value.upper()


def _official(name: str) -> str:
    return "-".join("TC" if part.lower() == "tc" else part.capitalize() for part in name.split("-"))


def case_mistakes(facts: Facts) -> Iterator[Mistake]:
    """Values and names that are not in lower case."""
    fault = "header-value-case"
    mixed = [name for name in facts.names if (value := facts.values.get(name, "")) != value.lower()]
    if mixed:
        said = f"the values of {' and '.join(mixed)} were signed as sent, not in lower case"
        yield Mistake(fault, said, {"header_value": _as_sent})
    if len(mixed) > 1:
        for name in mixed:
            said = f"the value of {name} was signed as sent, not in lower case"
            yield Mistake(fault, said, {"header_value": _only(name, str)})
    upper = "the values of the headers were signed in upper case"
    yield Mistake(fault, upper, {"header_value": _upper})
    for name in facts.names:
        reach = Reach.ANY if name in ("host", "content-type") else Reach.ALONE
        said = f"the value of {name} was signed in upper case"
        yield Mistake(fault, said, {"header_value": _only(name, str.upper)}, reach)
    sent = facts.values.get("content-type", "")
    for value in (sent.lower().replace("utf-8", "UTF-8"), sent.title()):
        if value != sent:
            change = {"header_value": _only("content-type", partial(_as_sent, value=value))}
            said = "the content type was signed with capitals"
            yield Mistake(fault, said, change, Reach.ANY, encoded(value), encoded(sent))
    fault = "header-name-case"
    styles: tuple[tuple[Callable[[str], str], str], ...] = (
        (lambda name: facts.sent_names.get(name.lower(), name), "as sent"),
        (_official, "with capitals"),
        (str.title, "with capitals"),
        (str.upper, "in upper case"),
    )
    for style, said in styles:
        yield Mistake(fault, f"the header names were signed {said}", {"header_name": style})
        both: dict[str, object] = {"header_name": style, **_listed(facts, list_name=style)}
        yield Mistake(fault, f"the header names, in the list as well, were signed {said}", both)
        yield Mistake(fault, f"the names in the list were signed {said}", _listed(facts, list_name=style))


def _listed(facts: Facts, **changes: object) -> dict[str, object]:
    """Changes of the list, which is made anew where it is written in its own way."""
    return changes if facts.usual_list else {"list_join": ";".join, **changes}


def blank_mistakes(facts: Facts) -> Iterator[Mistake]:
    """Blanks around names and values, and what else stands between them."""
    fault = "header-untrimmed"
    said = "the values were signed with the blanks they were sent with"
    yield Mistake(fault, said, {"header_trim": as_given})
    for pad, said in (
        ("{}: {}", "a blank before the value"),
        ("{}:{} ", "a blank after the value"),
        ("{}: {} ", "blanks around the value"),
        ("{}:\t{}", "a tab before the value"),
        ("{}:{}\t", "a tab after the value"),
        ("{}:  {}", "two blanks before the value"),
        ("{}:{}  ", "two blanks after the value"),
        ("{}:  {}  ", "two blanks around the value"),
        ("{}:{}\r", "a carriage return after the value"),
    ):
        seldom = any(blank in pad for blank in ("  ", "\t", "\r"))
        if not pad.endswith("\r"):  # that is CRLF for a line end
            reach = Reach.COMMON if seldom else Reach.ANY
            yield Mistake(fault, f"every header was signed with {said}", {"header_line": pad.format}, reach)
        for name in facts.names:
            often = {"content-type": Reach.ANY, "host": Reach.ANY, "x-tc-action": Reach.COMMON}
            reach = Reach.ALONE if seldom else often.get(name, Reach.ALONE)
            yield Mistake(fault, f"{name} was signed with {said}", {"header_line": _padded(name, pad)}, reach)
    for pad, said in (("{} :{}", "a blank before the colon"), ("{} : {}", "blanks around the colon")):
        yield Mistake(fault, f"every header was signed with {said}", {"header_line": pad.format})
    said = "name and value were joined with `=`"
    yield Mistake("header-separator-wrong", said, {"header_line": "{}={}".format}, Reach.ALONE)


def _padded(name: str, pad: str) -> Callable[[str, str], str]:
    return lambda header, value: (pad if header.lower() == name else "{}:{}").format(header, value)
