"""Hosts that may have been signed instead of the one sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcexplorer.diagnosis.doctor.mistake import Option, changed
from tcexplorer.diagnosis.doctor.tosign.scopes import SERVICES
from tcexplorer.protocol.endpoints import INTERNATIONAL_ROOT, ROOT, host_without_port
from tcexplorer.protocol.regions import BY_CODE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tcexplorer.diagnosis.doctor.canonical.head import Head

_BIG_REGIONS = (
    "ap-guangzhou",
    "ap-shanghai",
    "ap-beijing",
    "ap-chengdu",
    "ap-hongkong",
    "ap-singapore",
    "na-siliconvalley",
    "na-ashburn",
    "eu-frankfurt",
)
MOST_MIXED = 24
"""So many of the rare hosts are tried in pairs, too."""


def host_options(head: Head) -> Iterator[Option]:
    """Another host than the one sent."""
    unlisted = "host" not in head.names
    sent = head.values.get("host", "")
    common, rare = hosts_instead(sent, head.scope_service, head.region, head.hosts, head.services)
    for seldom, hosts in ((False, common), (True, rare)):
        for at, host in enumerate(dict.fromkeys(hosts)):
            mistake = changed("host-changed", "host", host, sent)
            mixed = at < MOST_MIXED
            yield Option(mistake, {"host": host}, seldom, paired=unlisted and not seldom, mixed=mixed)


def hosts_instead(
    sent: str, service: str, region: str, named: Sequence[str] = (), services: Sequence[str] = ()
) -> tuple[list[str], list[str]]:
    """Hosts that may have been signed instead of the one sent: common ones, then rare ones. `named` are those that the
    request names otherwise, `services` names of other products.
    """
    bare = sent.lower()
    for scheme in ("https://", "http://"):
        bare = bare.removeprefix(scheme)
    bare = bare.rstrip("/")
    name = host_without_port(bare)
    label, _, rest = name.partition(".")
    labels = list(dict.fromkeys(one for one in (label if rest else "", service) if one and "." not in one))
    common = [
        name,
        bare,
        f"{bare}/",
        f"https://{bare}/",
        f"{name}:443",
        f"{name}:80",
        f"https://{name}",
        f"http://{name}",
        f"{name}/",
        f"https://{name}/",
        f"http://{name}/",
        f"https://{bare}",
        f"http://{bare}",
        "",
        "localhost",
        "127.0.0.1",
        *named,
        *(host_without_port(one) for one in named),
        f"cvm.{ROOT}",
        ROOT,
        *(f"{one}.{ROOT}" for one in labels),
        *(f"{one}.{INTERNATIONAL_ROOT}" for one in labels),
        *(f"{one}.{code}.{ROOT}" for one in labels for code in (region, *_BIG_REGIONS) if code),
    ]
    rare = [
        f"http://{bare}/",
        f"{bare}.",
        f"{bare}/v2/index.php",
        f"{bare}:443",
        name.replace("tencentcloudapi.com", "tencentcloudapi.cn"),
        f"{name}:8080",
        f"{name}:8443",
        f"{name}.",
        f"//{name}",
        f"//{name}/",
        f"https:{name}",
        f"{name}/v2/index.php",
        f"{name}?",
        label,
        f"www.{ROOT}",
        f"api.{ROOT}",
        INTERNATIONAL_ROOT,
        *(f"{one}.{root}" for one in labels for root in ("tencentcloudapi.cn", "tencentcloudapi.com.cn")),
        *(f"{one}.internal.{ROOT}" for one in labels),
        *(f"{one}.ai.{ROOT}" for one in labels),
        *(f"{one}.api.qcloud.com" for one in labels),
        *(f"{one}.{root}" for one in labels for root in ("cloud.tencent.com", "tencentcloud.com")),
        *(f"{one}.{code}.{INTERNATIONAL_ROOT}" for one in labels for code in (region or "ap-singapore",)),
        *(f"https://{one}.{ROOT}" for one in labels),
        *(f"{one}.{ROOT}:443" for one in labels),
        *(f"{one}.{ROOT}" for one in (*SERVICES, *services)),
        *(f"{one}.{code}.{ROOT}" for one in labels for code in BY_CODE),
        "0.0.0.0",  # noqa: S104 - a text that a client may have signed
        "127.0.0.1:8000",
        "127.0.0.1:8080",
        "localhost:8000",
        "localhost:8080",
        "none",
        "null",
        "undefined",
    ]
    return common, rare
