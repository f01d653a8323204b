"""Hosts: which one a call goes to, and which ones a signed request may go to at all."""

from __future__ import annotations

import ipaddress
import re
from enum import StrEnum
from urllib.parse import urlsplit

from tcexplorer.protocol.model import Endpoint, Site
from tcexplorer.protocol.regions import is_finance

ROOT = "tencentcloudapi.com"
INTERNATIONAL_ROOT = f"intl.{ROOT}"
_TENCENT_ROOTS = (ROOT, "tencentcloudapi.cn", "tencentcloudapi.com.cn")
_LABEL = "[a-z0-9]([a-z0-9-]*[a-z0-9])?"
_HOST = re.compile(rf"(?=.{{1,253}}\Z){_LABEL}(\.{_LABEL})*\Z", re.IGNORECASE | re.ASCII)


class EndpointError(ValueError):
    """An endpoint that cannot be used; the text is one line for the user."""


class AccessPoint(StrEnum):
    """Which of a service's own hosts a call goes to. SITE is the site's default, with finance regions apart."""

    SITE = "site"
    INTERNATIONAL = "international"
    REGIONAL = "regional"
    INTERNAL = "internal"


def default_endpoint(service: str, site: Site = Site.DOMESTIC, region: str | None = None) -> Endpoint:
    """The host of a service: nearest access point, except that finance regions have hosts of their own.

    `cvm.tencentcloudapi.com`, `cvm.intl.tencentcloudapi.com`, `cvm.ap-shenzhen-fsi.tencentcloudapi.com`.
    Source: "Request Structure" and the finance note of https://www.tencentcloud.com/zh/document/product/1294/76498.
    """
    if region and is_finance(region):
        return Endpoint(f"{service}.{region}.{ROOT}")
    return Endpoint(f"{service}.{INTERNATIONAL_ROOT if site is Site.INTERNATIONAL else ROOT}")


def regional_endpoint(service: str, region: str) -> Endpoint:
    """The access point of one region: `cvm.ap-shanghai.tencentcloudapi.com`."""
    return Endpoint(f"{service}.{region}.{ROOT}")


def endpoint_at(point: AccessPoint, service: str, site: Site = Site.DOMESTIC, region: str | None = None) -> Endpoint:
    """The host of a service at an access point. Raises EndpointError for a regional one without a region.

    `cvm.internal.tencentcloudapi.com` is reachable from inside Tencent Cloud's network only.
    """
    match point:
        case AccessPoint.SITE:
            return default_endpoint(service, site, region)
        case AccessPoint.INTERNATIONAL:
            return Endpoint(f"{service}.{INTERNATIONAL_ROOT}")
        case AccessPoint.INTERNAL:
            return Endpoint(f"{service}.internal.{ROOT}")
        case AccessPoint.REGIONAL if region:
            return regional_endpoint(service, region)
        case AccessPoint.REGIONAL:
            raise EndpointError("a regional endpoint needs a region; choose one, or another endpoint")


def is_loopback(host: str) -> bool:
    """Whether a host (without port) names this machine by its loopback address."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def is_tencent(host: str) -> bool:
    """Whether a host (without port) is one of the API's: `*.tencentcloudapi.com`, `.cn`, `.com.cn`."""
    return host.lower().endswith(tuple(f".{root}" for root in _TENCENT_ROOTS))


def parse_endpoint(text: str) -> Endpoint:
    """An endpoint from what a user wrote: `https://host`, `http://127.0.0.1:8000` or a bare host.

    Raises EndpointError, in one line, for anything a signed request must not go to: a host that is
    neither Tencent's over https nor loopback, or one with a path, a query or a user in it.
    """
    given = text.strip()
    if not given:
        raise EndpointError("the endpoint is empty; write a host such as cvm.tencentcloudapi.com")
    try:
        parts = urlsplit(given if "://" in given else f"//{given}")
        port = parts.port
    except ValueError as error:
        raise EndpointError(f"endpoint {given!r} cannot be read: {error}") from error
    host = parts.hostname or ""
    if parts.username is not None or parts.password is not None:
        raise EndpointError("an endpoint holds no user or password; credentials come from a profile or the environment")
    if parts.path not in ("", "/") or parts.query or parts.fragment:
        raise EndpointError(f"endpoint {given!r} has a path or query; the API is called at / of a host")
    if not is_loopback(host) and not _HOST.match(host):
        raise EndpointError(f"endpoint {given!r} has no valid host name")
    scheme = parts.scheme or ("http" if is_loopback(host) else "https")
    authority = f"[{host}]" if ":" in host else host
    endpoint = Endpoint(authority if port is None else f"{authority}:{port}", scheme)
    refuse_foreign(endpoint)
    return endpoint


def refuse_foreign(endpoint: Endpoint) -> None:
    """Raise EndpointError unless a signed request may be sent there: Tencent over https, or loopback."""
    dialled = endpoint.connect[0] if endpoint.connect else host_without_port(endpoint.host)
    if is_loopback(dialled):
        if endpoint.scheme not in ("http", "https"):
            raise EndpointError(f"{endpoint.scheme} is not a protocol of the API; use http or https")
        return
    # A service or region with `/` or `#` in it makes a text that ends like Tencent's and leads elsewhere.
    if not (is_tencent(dialled) and _HOST.match(dialled)):
        raise EndpointError(
            f"{dialled} is not a Tencent Cloud API host; signed requests go to *.{ROOT} (also .cn, .com.cn)"
            " or to this machine only"
        )
    if endpoint.scheme != "https":
        raise EndpointError(f"signed requests to {dialled} go over https only")


def host_without_port(host: str) -> str:
    """`127.0.0.1:80` → `127.0.0.1`; `[::1]:80` → `[::1]`."""
    head, separator, port = host.rpartition(":")
    return head if separator and port.isdigit() and not head.endswith(":") else host
