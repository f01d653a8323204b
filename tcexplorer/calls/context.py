"""Who calls, from where, in which language: what every call is made in."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tcexplorer.credentials.profile import SANDBOX, Profile
from tcexplorer.protocol.endpoints import (
    AccessPoint,
    default_endpoint,
    endpoint_at,
    host_without_port,
    is_loopback,
    parse_endpoint,
)
from tcexplorer.protocol.model import Credential, Endpoint, Language, Method, Site


@dataclass(frozen=True, slots=True)
class Context:
    """The surroundings of a call. A change of profile, region or language is a new context."""

    profile: Profile
    credential: Credential | None = None
    region: str | None = None
    endpoint: str | None = None
    """Host or URL the user chose for every call; None takes `access_point`."""
    method: Method = Method.POST
    language: Language = Language.ENGLISH
    sandbox: tuple[str, int] | None = None
    """Address of the embedded sandbox: calls are signed for the real host and dialled there."""
    access_point: AccessPoint | None = None
    """Which of the service's hosts is called; None takes the profile's endpoint, or else the site's default."""

    @property
    def site(self) -> Site:
        return self.profile.site

    @property
    def is_sandbox(self) -> bool:
        return self.sandbox is not None or self.profile.source == SANDBOX


def fixed_endpoint(context: Context) -> str | None:
    """The endpoint that all services are called at, if the user or the profile names one."""
    return context.endpoint or (context.profile.endpoint if context.access_point is None else None)


def endpoint_for(service: str, context: Context) -> Endpoint:
    """Where a call to the service goes. Raises EndpointError for an endpoint a signed request must not go to."""
    if chosen := fixed_endpoint(context):
        endpoint = parse_endpoint(chosen)
    else:
        endpoint = endpoint_at(context.access_point or AccessPoint.SITE, service, context.site, context.region)
    return endpoint if context.sandbox is None else replace(endpoint, connect=context.sandbox)


def local_choice(context: Context) -> str | None:
    """The endpoint that the user chose, if it is on this machine: then it serves every profile and service."""
    if context.endpoint is None or context.is_sandbox:
        return None
    return context.endpoint if is_local(parse_endpoint(context.endpoint)) else None


def is_default(endpoint: Endpoint, service: str, context: Context) -> bool:
    """Whether an endpoint is the one that the service has on the context's site."""
    usual = default_endpoint(service, context.site, context.region)
    return (endpoint.scheme, endpoint.host) == (usual.scheme, usual.host)


def is_local(endpoint: Endpoint) -> bool:
    """Whether a call to the endpoint stays on this machine."""
    return is_loopback(endpoint.connect[0] if endpoint.connect else host_without_port(endpoint.host))


def region_for(service: str, context: Context) -> str | None:
    """The region sent to a service: the context's, except where the service refuses the header."""
    return None if service in REGIONLESS else context.region


REGIONLESS = frozenset({"cam"})
"""Services that answer InvalidParameter to any X-TC-Region (terraform-provider-tencentcloud issue 1364)."""
