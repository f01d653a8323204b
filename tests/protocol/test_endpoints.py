"""Hosts: the right one by site and region, and none that is not Tencent's or this machine."""

from __future__ import annotations

import pytest

from tcexplorer.protocol.endpoints import (
    AccessPoint,
    EndpointError,
    default_endpoint,
    endpoint_at,
    host_without_port,
    is_loopback,
    parse_endpoint,
    refuse_foreign,
    regional_endpoint,
)
from tcexplorer.protocol.model import Endpoint, Site
from tcexplorer.protocol.regions import BY_CODE, LEGACY_CODES, REGIONS, is_finance


@pytest.mark.parametrize(
    ("site", "region", "host"),
    [
        (Site.DOMESTIC, None, "mqtt.tencentcloudapi.com"),
        (Site.DOMESTIC, "ap-guangzhou", "mqtt.tencentcloudapi.com"),
        (Site.INTERNATIONAL, "ap-singapore", "mqtt.intl.tencentcloudapi.com"),
        (Site.DOMESTIC, "ap-shenzhen-fsi", "mqtt.ap-shenzhen-fsi.tencentcloudapi.com"),
        (Site.INTERNATIONAL, "ap-shanghai-fsi", "mqtt.ap-shanghai-fsi.tencentcloudapi.com"),
    ],
)
def test_the_host_of_a_service(site: Site, region: str | None, host: str) -> None:
    assert default_endpoint("mqtt", site, region) == Endpoint(host)


def test_the_access_point_of_a_region() -> None:
    assert regional_endpoint("cvm", "ap-shanghai").host == "cvm.ap-shanghai.tencentcloudapi.com"


@pytest.mark.parametrize(
    ("text", "endpoint"),
    [
        ("cvm.tencentcloudapi.com", Endpoint("cvm.tencentcloudapi.com")),
        ("https://cvm.tencentcloudapi.com/", Endpoint("cvm.tencentcloudapi.com")),
        ("cvm.internal.tencentcloudapi.com", Endpoint("cvm.internal.tencentcloudapi.com")),
        ("cvm.tencentcloudapi.com.cn", Endpoint("cvm.tencentcloudapi.com.cn")),
        ("http://127.0.0.1:8000", Endpoint("127.0.0.1:8000", "http")),
        ("127.0.0.1:8000", Endpoint("127.0.0.1:8000", "http")),
        ("localhost:1", Endpoint("localhost:1", "http")),
        ("http://[::1]:8000", Endpoint("[::1]:8000", "http")),
    ],
)
def test_endpoints_that_may_be_used(text: str, endpoint: Endpoint) -> None:
    assert parse_endpoint(text) == endpoint


@pytest.mark.parametrize(
    "text",
    [
        "",
        "https://example.com",
        "https://tencentcloudapi.com.example.com",
        "https://eviltencentcloudapi.com",
        "http://cvm.tencentcloudapi.com",
        "ftp://cvm.tencentcloudapi.com",
        "https://user:pw@cvm.tencentcloudapi.com",
        "https://cvm.tencentcloudapi.com/path",
        "https://cvm.tencentcloudapi.com?x=1",
        "https://cvm.tencentcloudapi.com:notaport",
        "https://cvm tencentcloudapi.com",
        "https://10.0.0.1",
        "https://cvm.tencentcloudapi.com\r\n.example.com",
        "ftp://127.0.0.1",
    ],
)
def test_endpoints_that_a_signed_request_must_not_go_to(text: str) -> None:
    with pytest.raises(EndpointError) as raised:
        parse_endpoint(text)
    assert "\n" not in str(raised.value)


def test_a_foreign_connection_behind_a_tencent_host_is_refused() -> None:
    with pytest.raises(EndpointError):
        refuse_foreign(Endpoint("cvm.tencentcloudapi.com", "https", ("192.0.2.1", 80)))
    refuse_foreign(Endpoint("cvm.tencentcloudapi.com", "https", ("127.0.0.1", 80)))


@pytest.mark.parametrize(
    ("host", "bare"), [("a:1", "a"), ("a", "a"), ("[::1]:80", "[::1]"), ("[::1]", "[::1]"), ("::1", "::1")]
)
def test_hosts_lose_their_port(host: str, bare: str) -> None:
    assert host_without_port(host) == bare


@pytest.mark.parametrize(
    ("host", "local"), [("127.0.0.1", True), ("127.9.9.9", True), ("[::1]", True), ("10.0.0.1", False)]
)
def test_loopback(host: str, local: bool) -> None:
    assert is_loopback(host) is local


def test_regions_are_unique_and_named() -> None:
    assert len(BY_CODE) == len(REGIONS)
    assert all(region.name and region.name_zh for region in REGIONS)
    assert set(LEGACY_CODES.values()) <= set(BY_CODE)
    assert is_finance("ap-beijing-fsi")
    assert not is_finance("ap-beijing")
    assert BY_CODE["ap-jinan-ec"].special


@pytest.mark.parametrize(
    ("point", "host"),
    [
        (AccessPoint.SITE, "cvm.tencentcloudapi.com"),
        (AccessPoint.INTERNATIONAL, "cvm.intl.tencentcloudapi.com"),
        (AccessPoint.REGIONAL, "cvm.ap-shanghai.tencentcloudapi.com"),
        (AccessPoint.INTERNAL, "cvm.internal.tencentcloudapi.com"),
    ],
)
def test_access_points(point: AccessPoint, host: str) -> None:
    endpoint = endpoint_at(point, "cvm", region="ap-shanghai")
    assert endpoint.host == host
    refuse_foreign(endpoint)


def test_a_regional_endpoint_needs_a_region() -> None:
    with pytest.raises(EndpointError, match="needs a region"):
        endpoint_at(AccessPoint.REGIONAL, "cvm")
