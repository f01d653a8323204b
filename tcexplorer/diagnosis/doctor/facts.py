"""What a request and a credential say, for the recipe of signing and for the mistakes to start from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tcexplorer.protocol.signing import UNSIGNED_PAYLOAD

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


@dataclass(frozen=True)
class Facts:
    """One interpretation of a TC3 request. Texts are as sent, undecoded.

    `values` are the headers by lower-case name, trimmed, `raw` the same with the blanks they were sent with,
    `sent_names` how their names were written. `names` are the headers that are signed, `listed` is their list as it
    is written. `service` is the host's, `scope_service` and `scope_date` are those of the scope, `scope_form` and
    `key_steps` how it and the key are made of them.
    """

    method: str
    path: str
    query: str
    body: bytes
    declared: bool
    """Whether the payload is declared unsigned."""
    values: Mapping[str, str]
    raw: Mapping[str, str]
    sent_names: Mapping[str, str]
    boundary: str | None
    """That of a multipart body, as the body itself has it."""
    algorithm: str
    """That of Authorization."""
    action: str
    hosts: Sequence[str]
    """Those that are named beside the request."""
    services: Sequence[str]
    """More texts that may have been taken for the service."""
    service: str
    bare_host: str
    timestamp: str
    secret_ids: Sequence[str]
    names: tuple[str, ...]
    listed: str
    host: str
    """As it counts: as sent, or on a loopback address perhaps without its port."""
    scope_date: str
    scope_service: str
    scope_form: Callable[[str, str], str]
    key_steps: Callable[[str, str, str], Sequence[str]]

    @property
    def get(self) -> bool:
        return self.method == "GET"

    @property
    def region(self) -> str:
        return self.values.get("x-tc-region", "")

    @property
    def payload(self) -> bytes:
        """The text that is to be hashed."""
        return UNSIGNED_PAYLOAD.encode() if self.declared else b"" if self.get else self.body

    @property
    def usual_list(self) -> bool:
        """Whether the list is written as it must be, but for its order."""
        return ";".join(self.names) == self.listed
