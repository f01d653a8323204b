"""A small cloud for the sandbox's tests: a few services, a clock that stands still, and a credential."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING, Any

from tcexplorer.catalog.model import Action, ActionRow, Example, Member, Service, Status, TypeDef, Verb
from tcexplorer.protocol.http_text import Received
from tcexplorer.protocol.model import Call, Credential, Endpoint, Site
from tcexplorer.protocol.request import SignedRequest, sign_request
from tcexplorer.sandbox.reader import RequestReader
from tcexplorer.sandbox.sandbox import Handled, Reply, Sandbox, new_credential
from tests.builders import NO_DOC, action, member

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from tcexplorer.protocol.model import Json, JsonObject

BOTH = frozenset(Site)
DOMESTIC = frozenset({Site.DOMESTIC})
NOW = 1_700_000_000
"""2023-11-14 22:13:20 UTC."""
LOOPBACK = Endpoint("127.0.0.1:9", "http")
CREDENTIAL = new_credential(Random(1))
TEMPORARY = new_credential(Random(2), temporary=True)


def row(
    service: str,
    version: str,
    name: str,
    *,
    status: Status = Status.ONLINE,
    domestic: bool = True,
    international: bool = True,
) -> ActionRow:
    return ActionRow(
        service, version, name, name if international else None, name if domestic else None, status, Verb.READ
    )


def example(response: JsonObject) -> Example:
    return Example("An example", "", "", json.dumps({"Response": response}))


def mqtt(name: str, *members: Member, **options: Any) -> Action:
    return action(*members, of=row("mqtt", "2024-05-16", name), **options)


FILTER = TypeDef(
    "Filter",
    NO_DOC,
    (member("Name", required=BOTH), member("Values", "list", "string", required=BOTH)),
)
TREE = TypeDef("Tree", NO_DOC, (member("Name"), member("Children", "list", "Tree")))
ITEM = TypeDef("Item", NO_DOC, (member("InstanceId"), member("InstanceName"), member("Parent", "object", "Item")))

ACTIONS = [
    mqtt(
        "DescribeInstanceList",
        member("Filters", "list", "Filter"),
        member("Offset", "int", "int64"),
        member("Limit", "int", "uint64"),
        types=[FILTER],
        examples=[
            example({
                "TotalCount": 5,
                "Data": [
                    {"InstanceId": "mqtt-a", "InstanceName": "one", "TopicNum": 1},
                    {"InstanceId": "mqtt-b", "InstanceName": "two", "TopicNum": 2},
                ],
                "RequestId": "from-the-example",
            })
        ],
    ),
    mqtt(
        "DescribeTopic",
        member("InstanceId", required=BOTH),
        member("Topic", required=DOMESTIC),
        member("Verbose", "bool"),
        member("Ratio", "float"),
        member("Password"),
        member("Tree", "object", "Tree"),
        member("OnlyHere", sites=DOMESTIC),
        types=[TREE],
        examples=[
            example({"InstanceId": "mqtt-x", "Topic": "t", "Password": "p", "Nodes": [{"Topic": "t", "Name": "n"}]})
        ],
    ),
    mqtt("CreateUser", member("InstanceId"), returns=[member("RequestId")]),
    mqtt("DescribeMade", returns=[
        member("TotalCount", "int"), member("Data", "list", "Item"), member("Ok", "bool", example="false"),
        member("Share", "float", example="0.5"), member("Day", "date", "date"), member("Label", example="无"),
    ], types=[ITEM]),
    action(member("UserName"), of=row("cam", "2019-01-16", "CreateUser")),
    action(member("UserName"), of=row("tdai", "2019-01-16", "CreateUser")),
    action(
        member("InstanceIds", "list", "string"),
        member("DryRun", "bool"),
        of=row("cvm", "2017-03-12", "RunInstances"),
        examples=[example({"InstanceIdSet": ["ins-1"]})],
    ),
    action(
        member("InstanceIds", "list", "string"),
        of=row("cvm", "2017-03-12", "DescribeInstances"),
        examples=[example({"TotalCount": 1, "InstanceSet": [{"InstanceId": "ins-1", "Cpu": 2}]})],
    ),
    action(
        member("File", "string", "binary", required=BOTH),
        member("Tags", "list", "string"),
        of=row("cii", "2021-04-08", "UploadMedicalFile"),
    ),
    action(member("RoleArn"), of=row("sts", "2018-08-13", "AssumeRoleWithSAML"), skip_sign=True),
    action(of=row("sts", "2018-08-13", "GetCallerIdentity")),
    action(of=row("chdfs", "2019-07-18", "OldOne", status=Status.OFFLINE)),
    action(of=row("chdfs", "2020-11-12", "AgeingOne", status=Status.DEPRECATED)),
    action(of=row("quota", "2024-12-04", "ListQuotas", domestic=False)),
    action(of=row("asr", "2019-06-14", "Recognize", international=False)),
]  # fmt: skip


class FakeCatalogue:
    """The catalogue of ACTIONS; counts how often an action is read."""

    def __init__(self, actions: Sequence[Action] = ACTIONS) -> None:
        self._actions = actions
        self.reads = 0

    def services(self) -> list[Service]:
        known = dict.fromkeys((one.row.service, one.row.version) for one in self._actions)
        return [Service(name, name, version, "") for name, version in known]

    def rows(self) -> list[ActionRow]:
        return [one.row for one in self._actions]

    def action(self, service: str, version: str, action: str) -> Action | None:
        self.reads += 1
        return next((one for one in self._actions if one.row[:3] == (service, version, action)), None)

    def named(self, action: str, *, version: str) -> list[ActionRow]:
        return [one.row for one in self._actions if one.row[1:3] == (version, action)]


@dataclass
class World:
    """A sandbox and what it has handled. `now` may be set."""

    now: float = NOW
    handled: list[Handled] = field(default_factory=list[Handled])
    calls_per_second: int = 20
    catalogue: FakeCatalogue = field(default_factory=FakeCatalogue)
    on_handled: Callable[[], None] | None = None

    def __post_init__(self) -> None:
        self.sandbox = Sandbox(
            self.catalogue,
            credentials=[CREDENTIAL, TEMPORARY],
            clock=lambda: self.now,
            random=Random(7),
            on_handled=self._record,
            calls_per_second=self.calls_per_second,
        )

    def _record(self, handled: Handled) -> None:
        self.handled.append(handled)
        if self.on_handled is not None:
            self.on_handled()

    def send(self, wire: bytes) -> Reply:
        """Hand one whole request over."""
        return self.sandbox.handle(received(wire, self.now))

    def answer(self, wire: bytes) -> JsonObject:
        """The content of the `Response` to one whole request."""
        return response_in(self.send(wire).body)

    def code(self, wire: bytes) -> str:
        """The error code of the answer; `success` when it is none."""
        return error_of(self.answer(wire))[0]


def response_in(body: bytes) -> JsonObject:
    """The content of `Response` in the body of an answer."""
    return as_object(as_object(json.loads(body))["Response"])


def received(wire: bytes, at: float = NOW) -> Received:
    reader = RequestReader("peer")
    requests = [event for event in reader.feed(wire, at) if isinstance(event, Received)]
    assert len(requests) == 1
    return requests[0]


def error_of(response: JsonObject) -> tuple[str, str]:
    error = response.get("Error")
    if error is None:
        return "success", ""
    assert isinstance(error, dict)
    return str(error["Code"]), str(error["Message"])


def call(
    name: str = "DescribeInstanceList",
    params: JsonObject | None = None,
    *,
    service: str = "mqtt",
    version: str = "2024-05-16",
    **options: Any,
) -> Call:
    options.setdefault("region", "ap-guangzhou")
    return Call(service, version, name, params=params or {}, **options)


def signed(
    which: Call,
    endpoint: Endpoint = LOOPBACK,
    credential: Credential | None = CREDENTIAL,
    timestamp: int = NOW,
) -> SignedRequest:
    return sign_request(which, endpoint, credential, timestamp=timestamp)


def wire_of(
    request: SignedRequest,
    *,
    method: str | None = None,
    target: str | None = None,
    body: bytes | None = None,
    without: Iterable[str] = (),
    headers: dict[str, str] | None = None,
) -> bytes:
    """The request as bytes, with parts of it changed after it was signed."""
    dropped = {name.lower() for name in without}
    changed = {name.lower(): (name, value) for name, value in (headers or {}).items()}
    lines = [changed.pop(name.lower(), (name, value)) for name, value in request.headers if name.lower() not in dropped]
    lines += changed.values()
    path = request.url.split("://", 1)[1].partition("/")[2]
    payload = request.body if body is None else body
    head = [f"{method or request.method} {target or '/' + path} HTTP/1.1"]
    head += [f"{name}: {value}" for name, value in lines]
    head.append(f"Content-Length: {len(payload)}")
    return "\r\n".join(head).encode("utf-8", "surrogateescape") + b"\r\n\r\n" + payload


def as_object(value: Json) -> JsonObject:
    assert isinstance(value, dict)
    return value


def as_list(value: Json) -> list[Json]:
    assert isinstance(value, list)
    return value
