"""The values that flow through the house: from what the user wants to what came back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from tcexplorer.protocol.words import Language as Language
from tcexplorer.protocol.words import Method as Method
from tcexplorer.protocol.words import Site as Site
from tcexplorer.safety.secret import Secret, mask_id

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"
JsonObject: TypeAlias = "dict[str, Json]"
Headers: TypeAlias = "tuple[tuple[str, str], ...]"


@dataclass(frozen=True, slots=True)
class Credential:
    """Who calls. A token makes it a temporary credential; it then must be sent along."""

    secret_id: str
    secret_key: Secret[str]
    token: Secret[str] | None = None
    expires_at: float | None = None
    """Seconds since 1970 at which it ends; None where that is not known."""

    @property
    def masked_id(self) -> str:
        return mask_id(self.secret_id)


@dataclass(frozen=True, slots=True)
class Call:
    """What the user wants. `region` is None when none is to be sent: an empty one never is.

    `files` are names of parameters whose base64 text is sent as the bytes of a file; `content` is a body that is no
    parameters, for actions that take bytes; `headers` are more of them, such as X-CLS-TopicId; with `unsigned_payload`
    the signature does not cover the body.
    """

    service: str
    version: str
    action: str
    region: str | None = None
    params: JsonObject = field(default_factory=dict[str, "Json"])
    method: Method = Method.POST
    language: Language | None = None
    skip_sign: bool = False
    files: frozenset[str] = frozenset()
    content: bytes | None = None
    headers: Headers = ()
    unsigned_payload: bool = False

    @property
    def key(self) -> tuple[str, str, str]:
        """Service, version and action: what a row of the action list has, too."""
        return self.service, self.version, self.action


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a call goes. `host` is signed and sent; `connect` (host, port) is dialled instead, over plain http."""

    host: str
    scheme: str = "https"
    connect: tuple[str, int] | None = None

    @property
    def origin(self) -> str:
        """Scheme and authority that are dialled: `https://cvm.tencentcloudapi.com`."""
        if self.connect is None:
            return f"{self.scheme}://{self.host}"
        return f"http://{self.connect[0]}:{self.connect[1]}"


@dataclass(frozen=True, slots=True)
class Timings:
    """Milliseconds of each phase; None where the phase did not happen (a kept connection has no connect)."""

    total: float
    connect: float | None = None
    tls: float | None = None
    send: float | None = None
    wait: float | None = None
    receive: float | None = None


@dataclass(frozen=True, slots=True)
class Broken:
    """Why a body is not all there, in one line.

    `kind` is read, timeout or protocol (the connection), encoding (its Content-Encoding) or cancelled.
    """

    kind: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Response:
    """What came back, byte for byte. `size` exceeds len(body) when the size cap cut it."""

    status: int
    headers: Headers
    body: bytes
    size: int
    timings: Timings
    broken: Broken | None = None
    received: bytes | None = None
    """The bytes as they came, where `body` was unfolded from them because of a Content-Encoding."""

    @property
    def truncated(self) -> bool:
        return self.size > len(self.body)

    def header(self, name: str) -> str | None:
        """The first header of that name, whatever its case."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)
