"""The canonical headers under mistakes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcexplorer.diagnosis.doctor.canonical.content_types import content_type_options
from tcexplorer.diagnosis.doctor.canonical.header_lists import list_options, order_options
from tcexplorer.diagnosis.doctor.canonical.hosts import host_options
from tcexplorer.diagnosis.doctor.mistake import Mistake, Option, Slot, slot

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tcexplorer.diagnosis.doctor.canonical.head import Head


def head_slot(head: Head) -> Slot[bytes]:
    """Canonical headers and list, right and under mistakes."""
    options = [
        *content_type_options(head),
        *host_options(head),
        *_case_options(head),
        *_blank_options(head),
        *order_options(head),
        *list_options(head),
        *_layout_options(),
    ]
    options.sort(key=lambda option: option.rare)
    return slot(head.recipe(), options, head.render)


def _case_options(head: Head) -> Iterator[Option]:
    value_case = "header-value-case"
    mixed = [name for name in head.names if (value := head.values.get(name, "")) != value.lower()]
    if mixed:
        yield Option(
            Mistake(value_case, f"the values of {' and '.join(mixed)} were signed as sent, not in lower case"),
            {"values": "sent"},
            wide=True,
        )
    if len(mixed) > 1:
        for name in mixed:
            yield Option(
                Mistake(value_case, f"the value of {name} was signed as sent, not in lower case"), {"values": name}
            )
    yield Option(Mistake(value_case, "the values of the headers were signed in upper case"), {"values": "upper"})
    for name in head.names:
        what = f"the value of {name} was signed in upper case"
        yield Option(Mistake(value_case, what), {"values": f"^{name}"}, name not in ("host", "content-type"))
    sent = head.values.get("content-type", "")
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
            yield Option(Mistake("header-name-case", what), changes, wide=style in ("sent", "title"))


def _blank_options(head: Head) -> Iterator[Option]:
    fault = "header-untrimmed"
    raw = {name: value for name, value in head.raw.items() if value != head.values.get(name)}
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
            what = f"every header was signed with {said}"
            yield Option(Mistake(fault, what), {"pad": pad}, seldom, mixed=True, wide=pad == " {}")
        for name in head.names:
            often = name in ("content-type", "host") and not seldom
            mistake = Mistake(fault, f"{name} was signed with {said}")
            mixed = name == "x-tc-action" and not seldom
            yield Option(mistake, {"pad": f"@{name}@{pad}"}, not often, mixed=mixed)
    yield Option(
        Mistake("header-separator-wrong", "name and value were joined with `=`"), {"separator": "="}, rare=True
    )
    for pad, said in (("{}", "a blank before the colon"), (" {}", "blanks around the colon")):
        yield Option(Mistake(fault, f"every header was signed with {said}"), {"separator": " :", "pad": pad})


def _layout_options() -> Iterator[Option]:
    what = "no empty line stood between the canonical headers and the list"
    yield Option(Mistake("missing-blank-line", what), {"gap": ""}, wide=True)
    yield Option(
        Mistake("missing-blank-line", "the list followed the last header on its line"), {"gap": "none"}, rare=True
    )
    yield Option(
        Mistake("extra-blank-line", "two empty lines stood between the canonical headers and the list"),
        {"gap": "\n\n"},
    )
