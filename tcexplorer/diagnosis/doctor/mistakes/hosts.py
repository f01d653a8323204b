"""Hosts that may have been signed instead of the one sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcexplorer.diagnosis.doctor.mistake import Mistake, Reach, instead
from tcexplorer.diagnosis.doctor.mistakes.scopes import SERVICES
from tcexplorer.protocol.endpoints import INTERNATIONAL_ROOT, ROOT, host_without_port
from tcexplorer.protocol.regions import BY_CODE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tcexplorer.diagnosis.doctor.facts import Facts

_BIG_REGIONS = (
    "ap-guangzhou", "ap-shanghai", "ap-beijing", "ap-chengdu", "ap-hongkong", "ap-singapore", "na-siliconvalley",
    "na-ashburn", "eu-frankfurt",
)  # fmt: skip
_MOST_IN_PAIRS = 24
"""So many of the rare hosts are tried in pairs, too."""


def host_mistakes(facts: Facts) -> Iterator[Mistake]:
    """Another host than the one sent."""
    sent = facts.values.get("host", "")
    yield from instead(
        "host-changed",
        "host",
        "host",
        sent,
        hosts_instead(sent, facts.service, facts.region, facts.hosts, facts.services),
    )


def hosts_instead(
    sent: str, service: str, region: str, named: Sequence[str] = (), services: Sequence[str] = ()
) -> Mapping[Reach, list[str]]:
    """Hosts that may have been signed instead of the one sent. `named` are those that the request names otherwise,
    `services` names of other products.
    """
    bare = sent.lower()
    for scheme in ("https://", "http://"):
        bare = bare.removeprefix(scheme)
    bare = bare.rstrip("/")
    name = host_without_port(bare)
    label, _, rest = name.partition(".")
    labels = list(dict.fromkeys(one for one in (label if rest else "", service) if one and "." not in one))
    common = [
        name, bare, f"{bare}/", f"https://{bare}/", f"{name}:443", f"{name}:80", f"https://{name}", f"http://{name}",
        f"{name}/", f"https://{name}/", f"http://{name}/", f"https://{bare}", f"http://{bare}", "", "localhost",
        "127.0.0.1", *named, *map(host_without_port, named), f"cvm.{ROOT}", ROOT,
        *(f"{one}.{ROOT}" for one in labels),
        *(f"{one}.{INTERNATIONAL_ROOT}" for one in labels),
        *(f"{one}.{code}.{ROOT}" for one in labels for code in (region, *_BIG_REGIONS) if code),
    ]  # fmt: skip
    rare = [
        f"http://{bare}/", f"{bare}.", f"{bare}/v2/index.php", f"{bare}:443",
        name.replace("tencentcloudapi.com", "tencentcloudapi.cn"), f"{name}:8080", f"{name}:8443", f"{name}.",
        f"//{name}", f"//{name}/", f"https:{name}", f"{name}/v2/index.php", f"{name}?", label, f"www.{ROOT}",
        f"api.{ROOT}", INTERNATIONAL_ROOT,
        *(f"{one}.{root}" for one in labels for root in ("tencentcloudapi.cn", "tencentcloudapi.com.cn")),
        *(f"{one}.internal.{ROOT}" for one in labels),
        *(f"{one}.ai.{ROOT}" for one in labels),
        *(f"{one}.api.qcloud.com" for one in labels),
        *(f"{one}.{root}" for one in labels for root in ("cloud.tencent.com", "tencentcloud.com")),
        *(f"{one}.{region or 'ap-singapore'}.{INTERNATIONAL_ROOT}" for one in labels),
        *(f"https://{one}.{ROOT}" for one in labels),
        *(f"{one}.{ROOT}:443" for one in labels),
        *(f"{one}.{ROOT}" for one in (*SERVICES, *services)),
        *(f"{one}.{code}.{ROOT}" for one in labels for code in BY_CODE),
        "0.0.0.0", "127.0.0.1:8000", "127.0.0.1:8080", "localhost:8000", "localhost:8080", "none", "null",  # noqa: S104
        "undefined",
    ]  # fmt: skip
    return {Reach.ANY: common, Reach.COMMON: rare[:_MOST_IN_PAIRS], Reach.ALONE: rare[_MOST_IN_PAIRS:]}
