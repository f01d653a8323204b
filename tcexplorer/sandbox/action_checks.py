"""Whether there is what a request calls: the service, the version, the action, the region; and how often."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tcexplorer.catalog.model import Status
from tcexplorer.protocol.claims import Scheme
from tcexplorer.protocol.http_text import Defect
from tcexplorer.protocol.regions import BY_CODE, LEGACY_CODES, is_finance
from tcexplorer.sandbox.errors import shown

if TYPE_CHECKING:
    from tcexplorer.sandbox.visit import Visit

_REGION = re.compile(r"[a-z]{2}(-[a-z0-9]+)+")


def no_such_product(visit: Visit) -> str | None:
    claims = visit.claims
    if visit.service is not None:
        return None
    host, scope = claims.host, claims.scope_service
    if not host.local:
        return f"No service is called {shown(host.label)} (host {shown(host.sent)})."
    if services := visit.known.lookup.holders(claims):
        return (
            f"{claims.action} {claims.version} is an action of {', '.join(services)}; this host does not tell which."
            " Sign with the service in the credential scope, or send the Host of the real service."
        )
    about = f"There is no service {shown(scope)} as in the credential scope, and none" if scope else "None"
    return f"{about} has an action {shown(claims.action or '')} in {shown(claims.version or '')}."


def no_such_version(visit: Visit) -> str | None:
    versions = visit.known.lookup.versions[visit.service or ""]
    version = visit.claims.version or ""
    if version in versions:
        return None
    return f"The service {visit.service} has no version {shown(version)}; it has {', '.join(sorted(versions))}."


def no_such_action(visit: Visit) -> str | None:
    if visit.found is not None:
        return None
    service, version, name = visit.service or "", visit.claims.version or "", visit.claims.action or ""
    meant = visit.known.lookup.meant(service, version, name)
    return f"{service} {version} has no action {shown(name)}{f'; is it {meant}?' if meant else '.'}"


def withdrawn(visit: Visit) -> str | None:
    row = visit.action.row
    return f"{row.service} {row.action} ({row.version}) is withdrawn." if row.status is Status.OFFLINE else None


def on_the_other_site(visit: Visit) -> str | None:
    row = visit.action.row
    if visit.site in row.sites:
        return None
    on = f"is not on the {visit.site} site ({visit.claims.host.bare}); it is on the {row.sites[0]} one"
    return f"{row.service} {row.action} {on}."


def not_signed(visit: Visit) -> str | None:
    claims, row = visit.claims, visit.action.row
    if claims.scheme is Scheme.SKIP and not visit.action.skip_sign:
        return f"Authorization is SKIP, but {row.service} {row.action} must be signed."
    visit.authentic = True
    if claims.scheme is Scheme.TC3 and claims.scope_service != row.service:
        named = shown(claims.scope_service or "")
        text = f"the scope names {named}; of the real host it is {row.service}, and the cloud would refuse any other"
        visit.remarks.append(Defect("scope-service-of-endpoint", text))
    return None


def region_not_valid(visit: Visit) -> str | None:
    """A region that is empty, of API 2.0, or no code; None is fine."""
    region = visit.claims.region
    if region is None or region in BY_CODE:
        return None
    if region in LEGACY_CODES:
        return f"The region {shown(region)} is a code of API 2.0; here it is called {LEGACY_CODES[region]}."
    if _REGION.fullmatch(region):
        return None
    said = f"is {shown(region)}, which is no region code" if region else "is empty; leave it out for none"
    return f"The region {said}."


def region_not_reached(visit: Visit) -> str | None:
    """A region that is unknown, or not reached through this host."""
    region, host = visit.claims.region, visit.claims.host
    if region is None:
        return None
    if region not in BY_CODE:
        return f"There is no region {shown(region)}."
    if is_finance(region) and not host.local and f".{region}." not in host.bare:
        own = f"{host.label}.{region}.tencentcloudapi.com"
        return f"The finance region {region} has hosts of its own: {own}."
    return None


def too_often(visit: Visit) -> str | None:
    row, rate = visit.action.row, visit.known.rate
    calls = rate.count((visit.claims.secret_id, *row[:3]), visit.received.at)
    if calls is None:
        return None
    return f"{calls} calls of {row.service} {row.action} within a second; {rate.per_second} are allowed."
