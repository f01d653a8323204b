"""Which regions: those used lately, and those a service says it offers (`region:DescribeRegions`).

Both are kept in `regions.json` of the data directory, by site; the made-up answers of a sandbox are not, nor those
of another server on this machine.
"""

from __future__ import annotations

import asyncio
import threading
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from tcexplorer.calls.context import endpoint_for, fixed_endpoint, is_local
from tcexplorer.calls.plan import Plan, plan
from tcexplorer.catalog.model import Verb
from tcexplorer.protocol.endpoints import EndpointError, parse_endpoint
from tcexplorer.protocol.envelope import ApiError, Success, TransportError
from tcexplorer.protocol.model import Call, Method, Site
from tcexplorer.protocol.regions import is_code
from tcexplorer.safety.private_file import PrivateFileError, change_object, moment, read_object

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from tcexplorer.calls.context import Context
    from tcexplorer.calls.exchange import Exchange
    from tcexplorer.protocol.model import Json, JsonObject

SERVICE: Final = "region"
VERSION: Final = "2022-06-27"
RECENT: Final = 8
"""Regions remembered for a site."""
FRESH: Final = 7 * 24 * 3600.0
"""Seconds that an answer is taken for true; services open a region a few times a year."""
_LARGEST: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Offered:
    """The regions that a service said it offers. `at` is in seconds since 1970.

    What a sandbox or another server on this machine says is an example and no fact (`made_up`).
    """

    codes: tuple[str, ...]
    at: float
    made_up: bool = False


@dataclass
class _Known:
    recent: dict[Site, tuple[str, ...]] = field(default_factory=dict[Site, "tuple[str, ...]"])
    offered: dict[tuple[Site, str], Offered] = field(default_factory=dict[tuple[Site, str], Offered])


class RegionBook:
    """What is known of regions. `read` and `save` block on the disk; nothing else does.

    Without a path nothing outlives the run.
    """

    def __init__(self, path: Path | None, clock: Callable[[], float]) -> None:
        self._path, self._clock = path, clock
        self._known = _Known()
        self._failed: set[tuple[str, str]] = set()
        self._made_up: dict[tuple[str, str], Offered] = {}
        self._changed = False
        self._used: set[Site] = set()
        self._lock = threading.Lock()
        self.problem: str | None = None
        """One line on what last went wrong with the file."""

    def read(self) -> None:
        """Read the file. Raises nothing: what is wrong with it is in `problem`."""
        if self._path is None:
            return
        try:
            self._known = _read(read_object(self._path, _LARGEST))
        except PrivateFileError as error:
            self.problem = str(error)

    def save(self) -> None:
        """Write what changed. Raises nothing: what went wrong is in `problem`."""
        with self._lock:
            if self._path is None or not self._changed:
                return
            self._changed = False
            try:
                change_object(self._path, self._merged, _LARGEST)
            except PrivateFileError as error:
                self.problem = str(error)

    def _merged(self, document: JsonObject) -> JsonObject:
        """What another app wrote meanwhile, and what is known here, the newer before the older."""
        theirs, ours = _read(document), self._known
        for site, codes in theirs.recent.items():
            known = ours.recent.get(site, ())
            both = [*known, *codes] if site in self._used else [*codes, *known]
            ours.recent[site] = tuple(dict.fromkeys(both))[:RECENT]
        for key, offered in theirs.offered.items():
            if key not in ours.offered or ours.offered[key].at < offered.at:
                ours.offered[key] = offered
        return _written(ours)

    async def keep(self) -> None:
        """As `save`, off the loop."""
        await asyncio.to_thread(self.save)

    def recent(self, site: Site) -> tuple[str, ...]:
        """The regions used last on a site, the last one first."""
        return self._known.recent.get(site, ())

    def used(self, site: Site, codes: Iterable[str | None]) -> None:
        """Remember regions, the first one as the last used."""
        found = tuple(dict.fromkeys([*(code for code in codes if code), *self.recent(site)]))[:RECENT]
        if found != self.recent(site):
            self._known.recent[site] = found
            self._used.add(site)
            self._changed = True

    def offered(self, service: str, context: Context) -> Offered | None:
        """What the service last said, however long ago."""
        if (place := _made_up_at(context)) is not None:
            return self._made_up.get((place, service))
        return self._known.offered.get((context.site, service))

    def is_to_ask(self, service: str, context: Context) -> bool:
        """Whether asking makes sense: nothing fresh is known, and it did not fail in this run already."""
        known = self.offered(service, context)
        if known is not None and 0 <= self._clock() - known.at < FRESH:
            return False
        return (context.profile.name, service) not in self._failed

    def answered(self, service: str, context: Context, exchange: Exchange) -> Offered | str:
        """Take an answer in; the regions, or one line on why there are none, in which case it is not asked again."""
        codes = _codes(exchange)
        if isinstance(codes, str):
            self._failed.add((context.profile.name, service))
            return codes
        place = _made_up_at(context)
        found = Offered(codes, self._clock(), made_up=place is not None)
        if place is not None:
            self._made_up[place, service] = found
        else:
            self._known.offered[context.site, service] = found
            self._changed = True
        return found


def question(service: str, context: Context, *, now: float) -> Plan | str:
    """The signed request that asks for a service's regions, or one line on why there is none.

    It goes to the host of the service `region`; to an endpoint that the user fixed only where that is on this
    machine, since another one is some other service's.
    """
    if context.credential is None:
        return "the regions a service offers are asked with a credential"
    try:
        if fixed_endpoint(context) is not None and not is_local(endpoint_for(SERVICE, context)):
            return "the regions a service offers are not asked while calls go to a fixed endpoint"
    except EndpointError as error:
        return str(error)
    call = Call(SERVICE, VERSION, "DescribeRegions", None, {"Product": service}, Method.POST, context.language)
    planned = plan(call, Verb.READ, replace(context, region=None), now=now)
    return planned if isinstance(planned, Plan) else planned.sentence


def _made_up_at(context: Context) -> str | None:
    """The server on this machine that answers in place of the API; None for the API itself."""
    if context.is_sandbox:
        return "sandbox"
    chosen = fixed_endpoint(context)
    try:
        return chosen if chosen is not None and is_local(parse_endpoint(chosen)) else None
    except EndpointError:
        return None


def _codes(exchange: Exchange) -> tuple[str, ...] | str:
    match exchange.outcome:
        case Success(envelope=envelope):
            listed = envelope.response.get("RegionSet")
            found = [
                one["Region"]
                for one in (listed if isinstance(listed, list) else [])
                if isinstance(one, dict)
                and isinstance(one.get("Region"), str)
                and one.get("RegionState") in (None, "AVAILABLE")
            ]
            codes = tuple(dict.fromkeys(code for code in found if isinstance(code, str) and is_code(code)))
            return codes or "the service names no regions"
        case ApiError(code=code):
            return f"the regions it offers could not be asked: {code}"
        case TransportError(sentence=sentence):
            return f"the regions it offers could not be asked: {sentence}"
        case _:
            return "the regions it offers could not be asked: no answer of the API"


def _written(known: _Known) -> JsonObject:
    recent: JsonObject = {site.value: list(codes) for site, codes in known.recent.items()}
    offered: list[Json] = [
        {"site": site.value, "service": service, "codes": list(one.codes), "at": one.at}
        for (site, service), one in known.offered.items()
    ]
    return {"recent": recent, "offered": offered}


def _read(document: JsonObject) -> _Known:
    known = _Known()
    recent, offered = document.get("recent"), document.get("offered")
    for site, codes in recent.items() if isinstance(recent, dict) else ():
        if site in tuple(Site):
            known.recent[Site(site)] = _texts(codes)[:RECENT]
    for one in offered if isinstance(offered, list) else ():
        match one:
            case {"site": str() as site, "service": str() as service, "codes": codes, "at": int() | float() as at} if (
                site in tuple(Site) and (asked_at := moment(at)) is not None
            ):
                known.offered[Site(site), service] = Offered(_texts(codes), asked_at)
            case _:
                continue
    return known


def _texts(value: Json) -> tuple[str, ...]:
    return tuple(one for one in value if isinstance(one, str) and is_code(one)) if isinstance(value, list) else ()
