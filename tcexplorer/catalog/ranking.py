"""Which of the actions that fit a query equally well come first: those that most people look for.

Live ones before deprecated ones. Then short names before long ones, where a name that many services have
counts as shorter (DescribeInstances is what one expects of a service), reading before writing before
destroying, and services that nearly every account uses before others. What is left goes by the length of the
service's name, its newest version first.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Final

from tcexplorer.catalog.row import LATE, Verb
from tcexplorer.safety.names import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tcexplorer.catalog.row import ActionRow

# our own judgement; letters of a name that belonging to a service outweighs
_EVERYBODYS: Final = ("cvm",)
_MOST_USED: Final = ("vpc", "cam", "clb", "cbs", "cdb", "sts", "tke", "mqtt")
_WELL_KNOWN: Final = (
    "redis", "cdn", "sms", "monitor", "scf", "ssl", "dnspod", "cls", "lighthouse", "kms", "postgres",
    "mongodb", "ckafka", "tcr", "vod", "live", "trtc", "as", "es", "teo", "waf", "ses", "billing", "tag", "domain",
    "cynosdb", "sqlserver", "cfs", "ocr", "ssm", "organization", "region", "apigateway", "tdmq", "trocket", "emr",
)  # fmt: skip
_LESS: Final = {
    **dict.fromkeys(_EVERYBODYS, -8),
    **dict.fromkeys(_MOST_USED, 2),
    **dict.fromkeys(_WELL_KNOWN, 6),
}
_REST: Final = 12
_SEVERAL: Final = 10
"""Actions from which a service is about something."""
_VERBS: Final = {Verb.READ: 0, Verb.WRITE: 8, Verb.DESTRUCTIVE: 14}
_INVENTORIES: Final = {
    ("cbs", "DescribeDisks"),
    ("cdb", "DescribeDBInstances"),
    ("clb", "DescribeLoadBalancers"),
    ("mariadb", "DescribeDBInstances"),
    ("mongodb", "DescribeDBInstances"),
    ("mqtt", "DescribeInstanceList"),
    ("postgres", "DescribeDBInstances"),
    ("scf", "ListFunctions"),
    ("sqlserver", "DescribeDBInstances"),
    ("ssl", "DescribeCertificates"),
    ("vpc", "DescribeSecurityGroups"),
    ("vpc", "DescribeVpcs"),
}
"""What one asks these services first, where no rule finds it."""
_INVENTORY: Final = 14
_SUBJECT: Final = 12
"""Letters less, at most, for what a service is about: load balancers, functions, clusters."""


def ranked(rows: Sequence[ActionRow]) -> list[int]:
    """The indexes of the rows, the one that most people look for first."""
    holders = Counter([row.action for row in rows])
    worth = {name: 1000 + len(name) - 3 * (count - 1).bit_length() for name, count in holders.items()}
    newest: dict[str, str] = {}
    for row in rows:
        if row.version > newest.get(row.service, ""):
            newest[row.service] = row.version
    subjects = _subjects(rows)
    keys = [
        (
            row.status in LATE,
            worth[row.action]
            + _LESS.get(row.service, _REST)
            + _VERBS[row.verb]
            - subjects[row.service, _noun(row.action)]
            - _INVENTORY * ((row.service, row.action) in _INVENTORIES),
            len(row.service),
            row.version != newest[row.service],
            index,
        )
        for index, row in enumerate(rows)
    ]
    return [key[-1] for key in sorted(keys)]


def _subjects(rows: Sequence[ActionRow]) -> dict[tuple[str, str], int]:
    """By service and noun: more, the more of the service's actions speak of it."""
    names: dict[str, list[str]] = {}
    for row in rows:
        names.setdefault(row.service, []).append(row.action)
    together = {service: " ".join(held) for service, held in names.items()}
    nouns = {(row.service, _noun(row.action)) for row in rows}
    return {
        (service, noun): min(_SUBJECT, 3 * _SUBJECT * together[service].count(noun) // len(names[service]))
        if len(noun) > 1 and len(names[service]) >= _SEVERAL
        else 0
        for service, noun in nouns
    }


@cache
def _noun(action: str) -> str:
    """What an action is about: LoadBalancer of DescribeLoadBalancers, Instance of DescribeInstanceList."""
    first = words(action)[:1]
    noun = action.removeprefix(first[0]) if first else action
    return noun.removesuffix("List").removesuffix("s")
