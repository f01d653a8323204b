"""Which headers are signed, in which order, and how the list of their names is written."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

from tcexplorer.diagnosis.doctor.canonical.head import ordered
from tcexplorer.diagnosis.doctor.mistake import Mistake, Option

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tcexplorer.diagnosis.doctor.canonical.head import Head

_COMMON_SETS = (
    (),
    ("x-tc-action",),
    ("x-tc-timestamp",),
    ("x-tc-action", "x-tc-timestamp"),
    ("x-tc-action", "x-tc-timestamp", "x-tc-version"),
    ("x-tc-action", "x-tc-region", "x-tc-timestamp", "x-tc-version"),
)
_MOST_PERMUTED = 4
_NEVER_SIGNED = frozenset({"authorization", "content-length", "connection", "user-agent", "accept-encoding"})


def order_options(head: Head) -> Iterator[Option]:
    """The names in another order."""
    fault = "headers-unsorted"
    names = head.names
    orders: list[str | tuple[str, ...]] = []
    as_sent = tuple(name for name in head.sent_names if name in names)
    if len(names) <= _MOST_PERMUTED:
        orders += permutations(names)
    else:
        orders += [tuple(sorted(names)), (*names[1:], names[0]), (names[1], names[0], *names[2:])]
    # whatever the names are
    orders = ["reversed", ("host",), as_sent, *orders]
    always = orders[:2]
    for order in orders:
        said = ";".join(ordered(names, order))
        seldom = len(names) > 3 and order not in (*always, as_sent)
        both = {"line_order": order, "list_order": order}
        what = f"headers and list were signed in the order {said}"
        yield Option(Mistake(fault, what), both, seldom, order in always, wide=order == "reversed")
    for order in orders:
        said = ";".join(ordered(names, order))
        for what, changes in (
            (f"the headers were signed in the order {said}", {"line_order": order}),
            (f"the list was signed as {said}", {"list_order": order}),
        ):
            seldom = len(names) > 3
            yield Option(Mistake(fault, what), changes, seldom, order in always, mixed=order in always)


def list_options(head: Head) -> Iterator[Option]:
    """Other headers than those of the list, and other ways to write it."""
    fault = "signed-headers-mismatch"
    available = [name for name in head.values if name not in _NEVER_SIGNED]
    first = [name for name in ("content-type", "host") if name in available]
    sets = [tuple(sorted([*first, *extra])) for extra in _COMMON_SETS if set(extra) <= set(available)]
    sets += [("host",), ("content-type",)]
    extra = sorted({name for name in available if name.startswith("x-tc-")})
    rare = [tuple(sorted([*first, *extra])), tuple(sorted(available)), tuple(sorted(head.values))]
    added = {"authorization", "content-length"}  # after signing
    rare += [tuple(sorted(name for name in head.values if name not in gone)) for gone in (added, {"authorization"})]
    rare += [tuple(name for name in head.names if name != gone) for gone in head.names]
    mixed = {*rare, *(tuple(sorted([*head.names, name])) for name in extra if name not in head.names)}
    if len(extra) <= 7:
        rare += [
            tuple(sorted([*first, *(name for at, name in enumerate(extra) if bits >> at & 1)]))
            for bits in range(1 << len(extra))
        ]
    rare += [tuple(sorted([*head.names, name])) for name in head.values if name not in head.names]
    for seldom, chosen in ((False, sets), (True, rare)):
        for names in dict.fromkeys(chosen):
            if names == head.names or not names or sorted(names) == sorted(head.names):
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
                        head.written.encode("utf-8", "surrogateescape"),
                    ),
                    changes,
                    # that headers and list differ is rarer, but where it is about the one that is signed most
                    seldom or (len(changes) == 1 and len(names) > 3),
                    mixed=names in mixed or not seldom,
                )
    for separator in (",", "; ", ", ", " ", "\n", "|", "&"):
        text = separator.join(head.names)
        yield Option(
            Mistake(
                fault,
                "the list was signed with other separators",
                text.encode("utf-8", "surrogateescape"),
                head.written.encode("utf-8", "surrogateescape"),
            ),
            {"list_separator": separator},
            rare=True,
            mixed=True,
        )
    yield Option(Mistake(fault, "the list was signed with a `;` at its end"), {"list_end": ";"}, rare=True, mixed=True)
    yield Option(Mistake(fault, "the list was signed empty"), {"listed": ""}, rare=True, mixed=True)
