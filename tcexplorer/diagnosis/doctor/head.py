"""The canonical headers and the list of their names, right and under mistakes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import permutations
from typing import TYPE_CHECKING, NamedTuple

from tcexplorer.diagnosis.doctor.mistake import Mistake, Option, Slot, slot
from tcexplorer.diagnosis.doctor.tosign import SERVICES
from tcexplorer.protocol.endpoints import INTERNATIONAL_ROOT, ROOT, host_without_port
from tcexplorer.protocol.regions import BY_CODE
from tcexplorer.protocol.request import FORM_TYPE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_JSON = "application/json"
_CONTENT_TYPES = (
    _JSON,
    f"{_JSON}; charset=utf-8",
    f"{_JSON};charset=utf-8",
    "text/plain",
    "text/plain; charset=utf-8",
    "text/plain;charset=utf-8",
    FORM_TYPE,
    f"{FORM_TYPE}; charset=utf-8",
    f"{FORM_TYPE};charset=utf-8",
    "multipart/form-data",
    "application/octet-stream",
    "",
    f"{_JSON}; charset=utf8",
    f"{_JSON};charset=utf8",
    f"{_JSON}; charset=gbk",
    f"{_JSON}; charset=iso-8859-1",
    "text/html",
    "application/xml",
    "*/*",
)
_RARE_CONTENT_TYPES = (
    f"{_JSON} ; charset=utf-8",
    f"{_JSON} ;charset=utf-8",
    f"{_JSON}; charset = utf-8",
    f'{_JSON}; charset="utf-8"',
    f'{_JSON};charset="utf-8"',
    f"{_JSON}, charset=utf-8",
    f"{_JSON} charset=utf-8",
    f"{_JSON};",
    f"{_JSON};charset=gbk",
    f"{_JSON}; charset=gb2312",
    f"{_JSON};charset=iso-8859-1",
    f"{_JSON}; charset=us-ascii",
    f"{_JSON}; charset=utf-16",
    f"{_JSON}; boundary=something",
    f"{_JSON}, {_JSON}",
    f"{_JSON}, text/plain",
    f"{_JSON}, text/plain, */*",
    "text/json",
    "text/html; charset=utf-8",
    "text/plain; charset=iso-8859-1",
    "text/plain;charset=iso-8859-1",
    "text/xml",
    "application/x-json",
    "application/javascript",
    "multipart/form-data;",
    "json",
    "utf-8",
    "null",
    "none",
    "undefined",
)
_COMMON_SETS = (
    (),
    ("x-tc-action",),
    ("x-tc-timestamp",),
    ("x-tc-action", "x-tc-timestamp"),
    ("x-tc-action", "x-tc-timestamp", "x-tc-version"),
    ("x-tc-action", "x-tc-region", "x-tc-timestamp", "x-tc-version"),
)
_BIG_REGIONS = (
    "ap-guangzhou",
    "ap-shanghai",
    "ap-beijing",
    "ap-chengdu",
    "ap-hongkong",
    "ap-singapore",
    "na-siliconvalley",
    "na-ashburn",
    "eu-frankfurt",
)
_MOST_PERMUTED = 4
MOST_MIXED = 24
"""So many of the rare hosts are tried in pairs, too."""
_NEVER_SIGNED = frozenset({"authorization", "content-length", "connection", "user-agent", "accept-encoding"})


class _Recipe(NamedTuple):
    content_type: str
    host: str
    lines: tuple[str, ...]
    listed: str | tuple[str, ...]
    """As text where it is written in Authorization in its own way."""
    names: str = "lower"
    values: str = "lower"
    line_order: str | tuple[str, ...] = "kept"
    """`kept`, `reversed`, or the names that come first."""
    pad: str = "{}"
    separator: str = ":"
    gap: str = "\n"
    """What stands between the last header's line and the list, after the line's own end."""
    list_end: str = ""
    list_names: str = "lower"
    list_order: str | tuple[str, ...] = "kept"
    list_separator: str = ";"


_LIST_FIELDS = slice(-3, None)
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

    def slot(self) -> Slot[bytes]:
        """Canonical headers and list, right and under mistakes."""
        base = self._base()
        options = [
            *self._content_types(),
            *self._hosts(),
            *self._cases(),
            *self._blanks(),
            *self._orders(),
            *self._lists(),
            *self._layouts(),
        ]
        options.sort(key=lambda option: option.rare)
        return slot(base, options, self._render)

    def right(self) -> bytes:
        """Canonical headers and list without any mistake."""
        return self._render(self._base())

    def _base(self) -> _Recipe:
        return _Recipe(self.values.get("content-type", ""), self.host, self.names, self.written)

    def _render(self, recipe: _Recipe) -> bytes:
        made = self._made
        shared = (recipe.names, recipe.values, recipe.pad, recipe.separator)
        lines: list[str] = []
        for name in _ordered(recipe.lines, recipe.line_order):
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
        listed = recipe.listed
        if not isinstance(listed, str) or recipe[_LIST_FIELDS] != _AS_WRITTEN:
            names = self.names if isinstance(listed, str) else listed
            names = _ordered(names, recipe.list_order)
            listed = recipe.list_separator.join([self._name(name, recipe.list_names) for name in names])
        text = "\n".join(lines) + "\n" + recipe.gap + listed + recipe.list_end
        if recipe.gap == "none":
            text = "\n".join(lines) + listed
        return text.encode("utf-8", "surrogateescape")

    @cached_property
    def _made(self) -> dict[tuple[str, str, tuple[str, ...]], str]:
        """Lines that were written already."""
        return {}

    def _line(self, name: str, value: str, recipe: _Recipe) -> str:
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

    def _content_types(self) -> Iterator[Option]:
        # one that is not in the list shows only where another list was signed
        unlisted = "content-type" not in self.names
        sent = self.values.get("content-type", "")
        bare, semicolon, rest = sent.partition(";")
        own = [bare.strip(), f"{bare.strip()}; {rest.strip()}", f"{bare.strip()};{rest.strip()}"] if semicolon else []
        own += [f"{bare.strip()}; charset=utf-8", f"{bare.strip()};charset=utf-8"]
        if '"' in rest:
            own.append(sent.replace('"', ""))
        if self.boundary is not None:
            own += [f"multipart/form-data; boundary={self.boundary}", f"multipart/form-data;boundary={self.boundary}"]
        rare_types = (*_RARE_CONTENT_TYPES, f"{sent};", f"{sent}; {sent}", f"{sent}, {sent}")
        for rare, types in ((False, (*own, *_CONTENT_TYPES)), (True, rare_types)):
            for value in dict.fromkeys(types):
                mistake = _changed("content-type-changed", "content type", value, sent)
                yield Option(mistake, {"content_type": value}, rare, paired=unlisted and not rare, mixed=True)

    def _hosts(self) -> Iterator[Option]:
        unlisted = "host" not in self.names
        sent = self.values.get("host", "")
        common, rare = hosts_instead(sent, self.scope_service, self.region)
        for seldom, hosts in ((False, common), (True, rare)):
            for at, host in enumerate(dict.fromkeys(hosts)):
                mistake = _changed("host-changed", "host", host, sent)
                mixed = at < MOST_MIXED
                yield Option(mistake, {"host": host}, seldom, paired=unlisted and not seldom, mixed=mixed)

    def _cases(self) -> Iterator[Option]:
        value_case = "header-value-case"
        mixed = [name for name in self.names if (value := self.values.get(name, "")) != value.lower()]
        if mixed:
            yield Option(
                Mistake(value_case, f"the values of {' and '.join(mixed)} were signed as sent, not in lower case"),
                {"values": "sent"},
            )
        if len(mixed) > 1:
            for name in mixed:
                yield Option(
                    Mistake(value_case, f"the value of {name} was signed as sent, not in lower case"), {"values": name}
                )
        yield Option(Mistake(value_case, "the values of the headers were signed in upper case"), {"values": "upper"})
        for name in self.names:
            what = f"the value of {name} was signed in upper case"
            yield Option(Mistake(value_case, what), {"values": f"^{name}"}, name not in ("host", "content-type"))
        sent = self.values.get("content-type", "")
        shouted = sent.lower().replace("utf-8", "UTF-8")
        for value in (shouted, shouted.replace("utf-8", "UTF-8"), sent.title()):
            if value != sent:
                yield Option(
                    Mistake(
                        value_case,
                        "the content type was signed with capitals",
                        value.encode("utf-8", "surrogateescape"),
                        sent.encode("utf-8", "surrogateescape"),
                    ),
                    {"values": f"={value}"},
                )
        for style, said in (
            ("sent", "as sent"),
            ("official", "with capitals"),
            ("title", "with capitals"),
            ("upper", "in upper case"),
        ):
            for changes, what in (
                ({"names": style}, f"the header names were signed {said}"),
                ({"names": style, "list_names": style}, f"the header names, in the list as well, were signed {said}"),
                ({"list_names": style}, f"the names in the list were signed {said}"),
            ):
                yield Option(Mistake("header-name-case", what), changes)

    def _blanks(self) -> Iterator[Option]:
        fault = "header-untrimmed"
        raw = {name: value for name, value in self.raw.items() if value != self.values.get(name)}
        if raw:
            yield Option(Mistake(fault, "the values were signed with the blanks they were sent with"), {"pad": "raw"})
        for pad, said in (
            (" {}", "a blank before the value"),
            ("{} ", "a blank after the value"),
            (" {} ", "blanks around the value"),
            ("{}\r", "a carriage return after the value"),
            ("\t{}", "a tab before the value"),
            ("{}\t", "a tab after the value"),
            ("  {}", "two blanks before the value"),
            ("{}  ", "two blanks after the value"),
            ("  {}  ", "two blanks around the value"),
        ):
            seldom = "  " in pad or "\t" in pad or "\r" in pad
            if not pad.endswith("\r"):  # that is CRLF for a line end
                yield Option(Mistake(fault, f"every header was signed with {said}"), {"pad": pad}, seldom, mixed=True)
            for name in self.names:
                often = name in ("content-type", "host", "x-tc-action") and not seldom
                mistake = Mistake(fault, f"{name} was signed with {said}")
                yield Option(mistake, {"pad": f"@{name}@{pad}"}, not often, mixed=not seldom)
        yield Option(
            Mistake("header-separator-wrong", "name and value were joined with `=`"), {"separator": "="}, rare=True
        )
        yield Option(
            Mistake(fault, "every header was signed with a blank before the colon"),
            {"separator": " :"},
            rare=True,
            mixed=True,
        )

    def _orders(self) -> Iterator[Option]:
        fault = "headers-unsorted"
        names = self.names
        orders: list[str | tuple[str, ...]] = []
        as_sent = tuple(name for name in self.sent_names if name in names)
        if len(names) <= _MOST_PERMUTED:
            orders += permutations(names)
        else:
            orders += [tuple(sorted(names)), (*names[1:], names[0]), (names[1], names[0], *names[2:])]
        # whatever the names are
        orders = ["reversed", ("host",), as_sent, *orders]
        always = orders[:2]
        for order in orders:
            said = ";".join(_ordered(names, order))
            seldom = len(names) > 3 and order not in (*always, as_sent)
            both = {"line_order": order, "list_order": order}
            yield Option(
                Mistake(fault, f"headers and list were signed in the order {said}"), both, seldom, order in always
            )
        for order in orders:
            said = ";".join(_ordered(names, order))
            for what, changes in (
                (f"the headers were signed in the order {said}", {"line_order": order}),
                (f"the list was signed as {said}", {"list_order": order}),
            ):
                seldom = len(names) > 3 and order not in (*always, as_sent)
                yield Option(Mistake(fault, what), changes, seldom, order in always)

    def _lists(self) -> Iterator[Option]:
        fault = "signed-headers-mismatch"
        available = [name for name in self.values if name not in _NEVER_SIGNED]
        first = [name for name in ("content-type", "host") if name in available]
        sets = [tuple(sorted([*first, *extra])) for extra in _COMMON_SETS if set(extra) <= set(available)]
        sets += [("host",), ("content-type",)]
        extra = sorted({name for name in available if name.startswith("x-tc-")})
        rare = [tuple(sorted([*first, *extra])), tuple(sorted(available)), tuple(sorted(self.values))]
        added = {"authorization", "content-length"}  # after signing
        rare += [tuple(sorted(name for name in self.values if name not in gone)) for gone in (added, {"authorization"})]
        rare += [tuple(name for name in self.names if name != gone) for gone in self.names]
        mixed = {*rare, *(tuple(sorted([*self.names, name])) for name in extra if name not in self.names)}
        if len(extra) <= 7:
            rare += [
                tuple(sorted([*first, *(name for at, name in enumerate(extra) if bits >> at & 1)]))
                for bits in range(1 << len(extra))
            ]
        rare += [tuple(sorted([*self.names, name])) for name in self.values if name not in self.names]
        for seldom, chosen in ((False, sets), (True, rare)):
            for names in dict.fromkeys(chosen):
                if names == self.names or not names or sorted(names) == sorted(self.names):
                    continue
                said = ";".join(names)
                for changes, what in (
                    ({"lines": names, "listed": names}, f"the headers signed are {said}"),
                    ({"lines": names}, f"the canonical headers signed are {said}"),
                    ({"listed": names}, f"the list signed is {said}"),
                ):
                    yield Option(
                        Mistake(
                            fault,
                            what,
                            said.encode("utf-8", "surrogateescape"),
                            self.written.encode("utf-8", "surrogateescape"),
                        ),
                        changes,
                        seldom,
                        mixed=names in mixed,
                    )
        for separator in (",", "; ", ", ", " ", "\n", "|", "&"):
            text = separator.join(self.names)
            yield Option(
                Mistake(
                    fault,
                    "the list was signed with other separators",
                    text.encode("utf-8", "surrogateescape"),
                    self.written.encode("utf-8", "surrogateescape"),
                ),
                {"list_separator": separator},
                rare=True,
                mixed=True,
            )
        yield Option(Mistake(fault, "the list was signed with a `;` at its end"), {"list_end": ";"}, rare=True)
        yield Option(Mistake(fault, "the list was signed empty"), {"listed": ""}, rare=True)

    @staticmethod
    def _layouts() -> Iterator[Option]:
        yield Option(
            Mistake("missing-blank-line", "no empty line stood between the canonical headers and the list"), {"gap": ""}
        )
        yield Option(
            Mistake("missing-blank-line", "the list followed the last header on its line"), {"gap": "none"}, rare=True
        )
        yield Option(
            Mistake("extra-blank-line", "two empty lines stood between the canonical headers and the list"),
            {"gap": "\n\n"},
        )


def _ordered(names: tuple[str, ...], order: str | tuple[str, ...]) -> tuple[str, ...]:
    if order == "kept":
        return names
    if order == "reversed":
        return names[::-1]
    first = [name for name in order if name in names]
    return (*first, *(name for name in names if name not in first))


def _changed(fault: str, what: str, signed: str, sent: str) -> Mistake:
    said = f"`{signed}`" if signed else "nothing"
    encoded = (text.encode("utf-8", "surrogateescape") for text in (signed, sent))
    return Mistake(fault, f"the {what} signed is {said}", *encoded)


def hosts_instead(sent: str, service: str, region: str) -> tuple[list[str], list[str]]:
    """Hosts that may have been signed instead of the one sent: common ones, then rare ones."""
    bare = sent.lower()
    for scheme in ("https://", "http://"):
        bare = bare.removeprefix(scheme)
    bare = bare.rstrip("/")
    name = host_without_port(bare)
    label, _, rest = name.partition(".")
    labels = list(dict.fromkeys(one for one in (label if rest else "", service) if one and "." not in one))
    common = [
        name,
        bare,
        f"{bare}/",
        f"https://{bare}/",
        f"{name}:443",
        f"{name}:80",
        f"https://{name}",
        f"http://{name}",
        f"{name}/",
        f"https://{name}/",
        f"http://{name}/",
        f"https://{bare}",
        f"http://{bare}",
        "",
        "localhost",
        "127.0.0.1",
        f"cvm.{ROOT}",
        ROOT,
        *(f"{one}.{ROOT}" for one in labels),
        *(f"{one}.{INTERNATIONAL_ROOT}" for one in labels),
        *(f"{one}.{code}.{ROOT}" for one in labels for code in (region, *_BIG_REGIONS) if code),
    ]
    rare = [
        f"http://{bare}/",
        f"{bare}.",
        f"{bare}/v2/index.php",
        f"{bare}:443",
        name.replace("tencentcloudapi.com", "tencentcloudapi.cn"),
        f"{name}:8080",
        f"{name}:8443",
        f"{name}.",
        f"//{name}",
        f"//{name}/",
        f"https:{name}",
        f"{name}/v2/index.php",
        f"{name}?",
        label,
        f"www.{ROOT}",
        f"api.{ROOT}",
        INTERNATIONAL_ROOT,
        *(f"{one}.{root}" for one in labels for root in ("tencentcloudapi.cn", "tencentcloudapi.com.cn")),
        *(f"{one}.internal.{ROOT}" for one in labels),
        *(f"{one}.ai.{ROOT}" for one in labels),
        *(f"{one}.api.qcloud.com" for one in labels),
        *(f"{one}.tencentcloud.com" for one in labels),
        *(f"{one}.{code}.{INTERNATIONAL_ROOT}" for one in labels for code in (region or "ap-singapore",)),
        *(f"https://{one}.{ROOT}" for one in labels),
        *(f"{one}.{ROOT}:443" for one in labels),
        *(f"{one}.{ROOT}" for one in SERVICES),
        *(f"{one}.{code}.{ROOT}" for one in labels for code in BY_CODE),
        "0.0.0.0",  # noqa: S104 - a text that a client may have signed
        "127.0.0.1:8000",
        "127.0.0.1:8080",
        "localhost:8000",
        "localhost:8080",
        "none",
        "null",
        "undefined",
    ]
    return common, rare
