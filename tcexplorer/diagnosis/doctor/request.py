"""What a TC3 request says of its own signing, read from the bytes that were sent."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from tcexplorer.diagnosis.doctor.authorization import read_signature
from tcexplorer.diagnosis.doctor.tosign.timestamps import is_finer, seconds_of
from tcexplorer.protocol.authorization import Authorization, read_authorization
from tcexplorer.protocol.claims import Claims, read_claims
from tcexplorer.protocol.endpoints import is_tencent
from tcexplorer.protocol.signing import UNSIGNED_PAYLOAD, utc_date

if TYPE_CHECKING:
    from tcexplorer.diagnosis.doctor.authorization import Digest
    from tcexplorer.protocol.http_text import Received

_CODEC = ("utf-8", "surrogateescape")


ServicesOf = Callable[[str, str], Collection[str]]
"""The services that have an action in a version; none when that is not known."""


@dataclass(frozen=True)
class TcRequest:
    """A request with a TC3 Authorization, or with what remains of one."""

    received: Received
    services_of: ServicesOf | None = None

    @cached_property
    def claims(self) -> Claims:
        return read_claims(self.received)

    @cached_property
    def method(self) -> str:
        return self.received.method.decode(*_CODEC)

    @property
    def get(self) -> bool:
        return self.method == "GET"

    @cached_property
    def query(self) -> str:
        return self.received.query.decode(*_CODEC)

    @cached_property
    def path(self) -> str:
        return self.received.path.decode(*_CODEC)

    @cached_property
    def values(self) -> dict[str, str]:
        """The first value of each header, by lower-case name, trimmed."""
        return {name: value.strip() for name, value in reversed(self._headers)}

    @cached_property
    def raw_values(self) -> dict[str, str]:
        """The same with the blanks that were sent, but for the one that follows the colon by custom."""
        return dict(reversed(self._raw_headers))

    @cached_property
    def sent_names(self) -> dict[str, str]:
        """How the name of each header was written, in the order they were sent."""
        names: dict[str, str] = {}
        for name, _ in self.received.headers:
            text = name.strip().decode(*_CODEC)
            names.setdefault(text.lower(), text)
        return names

    @cached_property
    def _headers(self) -> list[tuple[str, str]]:
        return [(name.strip().decode(*_CODEC).lower(), value.decode(*_CODEC)) for name, value in self.received.headers]

    @cached_property
    def _raw_headers(self) -> list[tuple[str, str]]:
        return [
            (name.strip().decode(*_CODEC).lower(), value.decode(*_CODEC).removeprefix(" "))
            for name, value in self.received.sent_headers
        ]

    @cached_property
    def authorization_text(self) -> str | None:
        """The Authorization; where a line end cut it, with what follows on the next lines."""
        headers = self._headers
        for at, (name, value) in enumerate(headers):
            if name == "authorization":
                for more, nothing in headers[at + 1 :]:
                    if nothing or ":" in more or "=" not in more:
                        break
                    value += "\n" + self._line_of(more)
                return value
        return None

    def _line_of(self, lower: str) -> str:
        return self.sent_names.get(lower, lower)

    @cached_property
    def authorization(self) -> Authorization:
        return read_authorization(self.authorization_text or "")

    @cached_property
    def digest(self) -> Digest | None:
        return read_signature(self.authorization.signature)

    @cached_property
    def timestamp(self) -> str:
        """As sent; empty when there is none."""
        return self.values.get("x-tc-timestamp", "")

    @property
    def seconds(self) -> int | None:
        """The timestamp in seconds, whatever unit it was sent in."""
        return seconds_of(self.timestamp)

    @property
    def finer(self) -> bool:
        """Whether the timestamp counts milliseconds or less."""
        return is_finer(self.timestamp)

    @cached_property
    def utc_date(self) -> str | None:
        """The date that belongs into the scope."""
        if self.seconds is None:
            return None
        try:
            return utc_date(self.seconds)
        except ValueError:
            return None

    @cached_property
    def host(self) -> str:
        return self.values.get("host", "")

    @property
    def hosts(self) -> tuple[str, ...]:
        """What may have been signed as the host."""
        return self.claims.host.readings

    @property
    def of_cloud(self) -> bool:
        """Whether the host is one of the API's own, whose first label is the service."""
        return is_tencent(self.claims.host.bare)

    @cached_property
    def service(self) -> str:
        """The service that belongs into the scope: the host's label; on other hosts one that has such an action, and
        what the scope says where that is one of them, or none is known.
        """
        host, sent = self.claims.host, self.authorization.scope.service or ""
        if self.of_cloud:
            return host.label
        if self.known_services and sent not in self.known_services and not self.of_address:
            return self.known_services[0]
        return sent or ("" if host.local else host.label)

    @cached_property
    def known_services(self) -> tuple[str, ...]:
        """The services that have the action in the version, as far as that was to be found out."""
        action, version = self.claims.action, self.claims.version
        if self.services_of is None or not action or not version:
            return ()
        return tuple(sorted(self.services_of(action, version)))

    @property
    def of_address(self) -> bool:
        """Whether the scope has the first label of a loopback address, as the Node SDK takes it from the endpoint."""
        host = self.claims.host
        return host.loopback and self.authorization.scope.service == host.label

    @cached_property
    def date(self) -> str:
        """The date that belongs into the scope; without a timestamp, what the scope says."""
        return self.utc_date or self.authorization.scope.date or ""

    @cached_property
    def declared(self) -> bool:
        """Whether the payload is declared unsigned."""
        return self.values.get("x-tc-content-sha256", "") == UNSIGNED_PAYLOAD

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of SignedHeaders as they must be: in lower case, sorted, each once."""
        return tuple(sorted(set(self.authorization.names)))
