"""A request on its way through the rules, and what is found out about it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from tcexplorer.protocol.claims import Scheme, read_claims
from tcexplorer.protocol.model import Site
from tcexplorer.sandbox.errors import RefusalError
from tcexplorer.sandbox.parameter_checks import first_problem
from tcexplorer.sandbox.parameter_reader import read_parameters

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tcexplorer.catalog.model import Action
    from tcexplorer.protocol.http_text import Defect, Received
    from tcexplorer.protocol.model import Credential, JsonObject
    from tcexplorer.sandbox.faults import Faults
    from tcexplorer.sandbox.lookup import Lookup
    from tcexplorer.sandbox.rate import RateLimit


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What the sandbox knows, whoever calls; `credentials` are by SecretId."""

    lookup: Lookup
    credentials: Mapping[str, Credential]
    rate: RateLimit
    faults: Faults


class Visit:
    """A request. What its properties say holds once the rules before have let it pass."""

    def __init__(self, received: Received, known: Knowledge, hashed_body: str | None = None) -> None:
        self.received = received
        self.claims = read_claims(received)
        self.known = known
        self.hashed_body = hashed_body
        """The hex SHA-256 of the body where it is known already."""
        self.authentic = False
        """Whether the signature was accepted, or none is wanted."""
        self.remarks: list[Defect] = []
        """What was accepted although the real service has no such thing."""

    @property
    def get(self) -> bool:
        return self.received.method == b"GET"

    @property
    def v1(self) -> bool:
        return self.claims.scheme is Scheme.V1

    @property
    def timestamp(self) -> int:
        """In seconds."""
        return int(self.claims.timestamp or 0)

    @property
    def credential(self) -> Credential:
        return self.known.credentials[self.claims.secret_id or ""]

    @cached_property
    def service(self) -> str | None:
        return self.known.lookup.service(self.claims)

    @cached_property
    def found(self) -> Action | None:
        """The action, where the service has one of that name in that version."""
        return self.known.lookup.action(self.service or "", self.claims.version or "", self.claims.action or "")

    @property
    def action(self) -> Action:
        assert self.found is not None
        return self.found

    @cached_property
    def site(self) -> Site:
        """The site that the host belongs to; of an address, the first that has the action."""
        if self.claims.host.local:
            return Site.DOMESTIC if Site.DOMESTIC in self.action.row.sites else Site.INTERNATIONAL
        return Site.INTERNATIONAL if self.claims.host.international else Site.DOMESTIC

    @cached_property
    def _read(self) -> JsonObject | RefusalError | None:
        try:
            return read_parameters(self.received, self.claims, self.action)
        except RefusalError as error:
            return error

    @property
    def params(self) -> JsonObject | None:
        """The parameters; None when the body holds bytes instead."""
        return None if isinstance(self._read, RefusalError) else self._read

    @cached_property
    def problem(self) -> RefusalError | None:
        """What is wrong with the parameters: they cannot be read, or the action does not take them."""
        match self._read:
            case RefusalError() as error:
                return error
            case None:
                return None
            case params:
                return first_problem(params, self.action, self.site)
