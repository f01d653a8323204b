"""Which headers are signed, in which order, and how the list of their names is written."""

# the rows are of lambdas, whose types are those of the recipe
# pyright: reportUnknownLambdaType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING, Any

from tcexplorer.diagnosis.doctor.mistake import Mistake, Reach, encoded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tcexplorer.diagnosis.doctor.facts import Facts

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


def _name_of(item: Any) -> str:
    return (item if isinstance(item, str) else item[0]).lower()


def _first(*names: str) -> Callable[[Any], Any]:
    """An order of names, or of headers, that has these first."""
    places = {name: at for at, name in enumerate(names)}
    return lambda items: sorted(items, key=lambda item: places.get(_name_of(item), len(places)))


def _remade(facts: Facts) -> dict[str, object]:
    """What makes the list anew where it is written in its own way."""
    return {} if facts.usual_list else {"list_join": ";".join}


def order_mistakes(facts: Facts) -> Iterator[Mistake]:
    """The names in another order."""
    names = facts.names
    as_sent = tuple(name for name in facts.sent_names if name in names)
    orders = [*permutations(names)] if len(names) <= _MOST_PERMUTED else [
        tuple(sorted(names)), (*names[1:], names[0]), (names[1], names[0], *names[2:]),
    ]  # fmt: skip
    always: list[Callable[[Any], Any]] = [lambda items: items[::-1], _first("host")]
    some = [_first(*order) for order in dict.fromkeys(orders) if order not in (names, as_sent)]
    by_sending = [] if as_sent == names else [_first(*as_sent)]
    for order in (*always, *by_sending, *some):
        said = ";".join(order(list(names)))
        usual = order in always
        for what, changes in (
            (f"headers and list were signed in the order {said}", {"header_order": order, "list_order": order}),
            (f"the headers were signed in the order {said}", {"header_order": order}),
            (f"the list was signed as {said}", {"list_order": order}),
        ):
            often = len(names) <= 3 or (len(changes) == 2 and (usual or order in by_sending))
            reach = Reach.ANY if often else Reach.COMMON if usual else Reach.ALONE
            remade = _remade(facts) if "list_order" in changes else {}
            yield Mistake("headers-unsorted", what, {**changes, **remade}, reach)


def list_mistakes(facts: Facts) -> Iterator[Mistake]:
    """Other headers than those of the list, and other ways to write it."""
    available = [name for name in facts.values if name not in _NEVER_SIGNED]
    first = [name for name in ("content-type", "host") if name in available]
    sets = [tuple(sorted([*first, *extra])) for extra in _COMMON_SETS if set(extra) <= set(available)]
    sets += [("host",), ("content-type",)]
    extra = sorted({name for name in available if name.startswith("x-tc-")})
    rare = [tuple(sorted([*first, *extra])), tuple(sorted(available)), tuple(sorted(facts.values))]
    added = {"authorization", "content-length"}  # after signing
    rare += [tuple(sorted(name for name in facts.values if name not in gone)) for gone in (added, {"authorization"})]
    rare += [tuple(name for name in facts.names if name != gone) for gone in facts.names]
    with_more = {name: tuple(sorted([*facts.names, name])) for name in facts.values if name not in facts.names}
    mixed = {*rare, *(with_more[name] for name in extra if name in with_more)}
    if len(extra) <= 7:
        rare += [
            tuple(sorted([*first, *(name for at, name in enumerate(extra) if bits >> at & 1)]))
            for bits in range(1 << len(extra))
        ]
    rare += with_more.values()
    for seldom, chosen in ((False, sets), (True, rare)):
        for names in dict.fromkeys(chosen):
            if not names or sorted(names) == sorted(facts.names):
                continue
            said = ";".join(names)
            for changes, what in (
                ({"lines": names, "listed": names}, f"the headers signed are {said}"),
                ({"lines": names}, f"the canonical headers signed are {said}"),
                ({"listed": names}, f"the list signed is {said}"),
            ):
                # that headers and list differ is rarer, but where it is about the one that is signed most
                rarer = seldom or (len(changes) == 1 and len(names) > 3)
                in_pairs = Reach.COMMON if names in mixed or not seldom else Reach.ALONE
                remade = _remade(facts) if "listed" in changes else {}
                yield _mismatch(facts, what, said, {**changes, **remade}, in_pairs if rarer else Reach.ANY)
    for separator in (",", "; ", ", ", " ", "\n", "|", "&"):
        what = "the list was signed with other separators"
        yield _mismatch(facts, what, separator.join(facts.names), {"list_join": separator.join}, Reach.COMMON)
    what, joined = "the list was signed with a `;` at its end", f"{facts.listed};"
    yield _mismatch(facts, what, joined, {"list_join": lambda names: ";".join([*names, ""])}, Reach.COMMON)
    yield _mismatch(facts, "the list was signed empty", "", {"listed": (), **_remade(facts)}, Reach.COMMON)


def _mismatch(facts: Facts, what: str, signed: str, changes: dict[str, Any], reach: Reach) -> Mistake:
    return Mistake("signed-headers-mismatch", what, changes, reach, encoded(signed), encoded(facts.listed))
