"""The way to the API: a proxy and the certificates that are trusted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tcexplorer.protocol.endpoints import host_without_port, is_loopback

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tcexplorer.protocol.request import SignedRequest


@dataclass(frozen=True, slots=True)
class Route:
    """What stands between here and the API: a proxy (URL) and a bundle of certificate authorities (path)."""

    proxy: str | None = None
    ca_file: str | None = None


def route_from(environment: Mapping[str, str]) -> Route:
    """The proxy and CA bundle that other programs would take from the environment."""
    proxy = next(
        (
            environment[name]
            for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy")
            if environment.get(name)
        ),
        None,
    )
    ca_file = next(
        (
            environment[name]
            for name in ("TCEXPLORER_CA_FILE", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE")
            if environment.get(name)
        ),
        None,
    )
    return Route(proxy, ca_file)


def is_near(request: SignedRequest) -> bool:
    """Whether the request is for this machine, over http or https: what stays here is never given to a proxy."""
    return is_loopback(host_without_port(urlsplit(request.dial).netloc))


def is_plain(request: SignedRequest) -> bool:
    """Whether the request is dialled over http; only this machine ever is."""
    return urlsplit(request.dial).scheme == "http" and is_near(request)


def fault_of(proxy: str) -> str | None:
    """Why a proxy cannot be used, in words without the user and password that it may name; None when it can."""
    try:
        parts = urlsplit(proxy if "://" in proxy else f"//{proxy}")
        named = place(parts.geturl()) if parts.hostname else "given"
    except ValueError:  # its text repeats a piece of the address, which may be the password
        return "the address of the proxy cannot be read"
    if parts.scheme not in ("http", "https"):
        return f"the proxy {named} is not http:// or https://"
    return None if parts.hostname else "the address of the proxy names no host"


def place(url: str) -> str:
    """Host and port of a URL, without the user that it may name. Raises ValueError for what is none."""
    parts = urlsplit(url)
    return f"{parts.hostname}:{parts.port}" if parts.port else str(parts.hostname)
