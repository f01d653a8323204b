"""Which action a request is for: service, version, action, region, site."""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, Protocol

from tcexplorer.catalog.model import Status
from tcexplorer.protocol.model import Site
from tcexplorer.protocol.regions import BY_CODE, LEGACY_CODES, is_finance
from tcexplorer.sandbox.refusal import RefusalError, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tcexplorer.catalog.model import Action, ActionRow, Service
    from tcexplorer.protocol.claims import Claims, Host

_REGION = re.compile(r"[a-z]{2}(-[a-z0-9]+)+")


class Catalogue(Protocol):
    """What the sandbox must know of the catalogue."""

    def services(self) -> Sequence[Service]: ...
    def rows(self) -> Sequence[ActionRow]: ...
    def action(self, service: str, version: str, action: str, /) -> Action | None: ...
    def holders(self, version: str, action: str, /) -> Sequence[ActionRow]: ...


class Target(NamedTuple):
    """The action that is called, as which site knows it."""

    action: Action
    site: Site


class Lookup:
    """Finds what a request is for; remembers the last actions, since reading one costs a millisecond."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._versions: dict[str, list[str]] = {}
        for service in catalogue.services():
            self._versions.setdefault(service.name, []).append(service.version)
        self.services = frozenset(self._versions)
        self._action = lru_cache(maxsize=256)(catalogue.action)
        self._holders = lru_cache(maxsize=256)(catalogue.holders)

    def service(self, claims: Claims) -> str:
        """The service: the first label of a real host. An address says nothing; there it is the scope's
        service where that is one, and else the one that has such an action in such a version.
        """
        host, scope = claims.host, claims.scope_service
        if not host.local:
            if host.label in self._versions:
                return host.label
            raise RefusalError("NoSuchProduct", f"No service is called {shown(host.label)} (host {shown(host.sent)}).")
        if scope in self._versions:
            return scope
        version, action = claims.version or "", claims.action or ""
        services = sorted({row.service for row in self._holders(version, action)})
        match services:
            case [service]:
                return service
            case []:
                about = f"There is no service {shown(scope)} as in the credential scope, and none" if scope else "None"
                raise RefusalError("NoSuchProduct", f"{about} has an action {shown(action)} in {shown(version)}.")
            case _:
                raise RefusalError(
                    "NoSuchProduct",
                    f"{action} {version} is an action of {', '.join(services)}; this host does not tell which."
                    " Sign with the service in the credential scope, or send the Host of the real service.",
                )

    def target(self, service: str, claims: Claims) -> Target:
        """The action of that service, in the version and on the site that the request names."""
        version, name = claims.version or "", claims.action or ""
        versions = self._versions[service]
        if version not in versions:
            raise RefusalError(
                "NoSuchVersion",
                f"The service {service} has no version {shown(version)}; it has {', '.join(sorted(versions))}.",
            )
        action = self._action(service, version, name)
        if action is None:
            hint = self._meant(service, version, name)
            raise RefusalError("InvalidAction", f"{service} {version} has no action {shown(name)}{hint}")
        if action.row.status is Status.OFFLINE:
            raise RefusalError("ActionOffline", f"{service} {name} ({version}) is withdrawn.")
        return Target(action, _site(action, claims.host))

    def _meant(self, service: str, version: str, name: str) -> str:
        rows = self._catalogue.rows()
        names = [row.action for row in rows if row.service == service and row.version == version]
        same = [known for known in names if known.lower() == name.lower()]
        close = same or get_close_matches(name, names, n=1, cutoff=0.8)
        return f"; is it {close[0]}?" if close else "."


def _site(action: Action, host: Host) -> Site:
    sites = action.row.sites
    if host.local:
        return Site.DOMESTIC if Site.DOMESTIC in sites else Site.INTERNATIONAL
    site = Site.INTERNATIONAL if host.international else Site.DOMESTIC
    if site not in sites:
        raise RefusalError(
            "InvalidAction",
            f"{action.row.service} {action.row.action} is not on the {site} site ({host.bare}); "
            f"it is on the {sites[0]} one.",
        )
    return site


def check_region(claims: Claims) -> None:
    """Refuse a region that is empty, of API 2.0, unknown, or not reached through this host. None is fine."""
    region, host = claims.region, claims.host
    if region is None or (region in BY_CODE and not is_finance(region)):
        return
    if region in LEGACY_CODES:
        raise RefusalError(
            "InvalidParameterValue",
            f"The region {shown(region)} is a code of API 2.0; here it is called {LEGACY_CODES[region]}.",
        )
    if not _REGION.fullmatch(region):
        said = f"is {shown(region)}, which is no region code" if region else "is empty; leave it out for none"
        raise RefusalError("InvalidParameterValue", f"The region {said}.")
    if region not in BY_CODE:
        raise RefusalError("UnsupportedRegion", f"There is no region {shown(region)}.")
    if not host.local and f".{region}." not in host.bare:
        raise RefusalError(
            "UnsupportedRegion",
            f"The finance region {region} has hosts of its own: {host.label}.{region}.tencentcloudapi.com.",
        )
