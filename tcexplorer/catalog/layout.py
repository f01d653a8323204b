"""The catalogue file: one SQLite database, written by `build.compile`, read by `store`.

All blobs are zlib-compressed UTF-8. `listing.body` is the whole action list by columns, for a fresh
process reads it in half the time of the table. Six texts, separated by NUL: the number of actions of
each service in order, names, English titles, Chinese titles (one a line, NO_TITLE for null), statuses,
verbs (one digit an action, its place in the enumeration).

`ranking.body`: indexes of the list's actions as `catalog.ranking` orders them, four
bytes each, the lowest first.

`service.codes` and `pack.body` are compact JSON:

- codes: `[[code, doc_en, doc_zh], ...]`
- body: `{"actions": {name: action}, "types": {name: type}}`, the pack's actions and every type they
  reach, so that one action costs one row, one decompression and one `json.loads`
- action: `[input type, output type, skip_sign, doc_en, doc_zh, examples_en, examples_zh]`
- example: `[title, doc, input, output]`
- type: `[doc_en, doc_zh, [member, ...]]`
- member: `[name, type, base or type name, flags, example, doc_en, doc_zh, site]`
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FORMAT: Final = "1"
"""Changes whenever an older reader could not read the file, or this one not an older file."""

FILE_NAME: Final = "catalogue.sqlite"

TABLES: Final = """
create table meta(key text primary key, value text not null) without rowid;
create table service(id integer primary key, name text not null, version text not null, endpoint text not null,
                     title_zh text not null, codes blob not null, unique(name, version));
create table pack(id integer primary key, body blob not null);
create table action(service integer not null references service, name text not null, title_en text, title_zh text,
                    status text not null, verb text not null, pack integer not null references pack,
                    primary key(service, name)) without rowid;
create table listing(body blob not null);
create table ranking(body blob not null);
"""
"""`service.name` is the directory in the official packages, `endpoint` the short name in hosts; ids ascend by
endpoint and version. `title_en` is null on the domestic site only, `title_zh` on the international only."""

NO_TITLE: Final = "\t"

# member flags
REQUIRED_DOMESTIC: Final = 1
DISABLED: Final = 2
NULLABLE: Final = 4
ALWAYS: Final = 8
REQUIRED_INTERNATIONAL: Final = 16

# which site knows a member
AT_BOTH: Final = 0
AT_DOMESTIC: Final = 1
AT_INTERNATIONAL: Final = 2


def version_key(version: str) -> tuple[int, ...]:
    """Orders the all-numeric versions of the source packages; what is not a number counts for nothing."""
    return tuple(int(part) for part in re.findall(r"\d+", version))


def reach(ends: Iterable[str], types: Mapping[str, list[Any]]) -> dict[str, None]:
    """Names of the types that those types reach, themselves first. Types may contain themselves."""
    found: dict[str, None] = {}
    waiting = [name for name in ends if name in types]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = None
            waiting += [of for _, kind, of, *_ in types[name][2] if kind in ("object", "list") and of in types]
    return found
