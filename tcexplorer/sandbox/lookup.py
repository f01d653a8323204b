"""Which service and action a request is for."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING, Protocol

from tcexplorer.catalog.index import near
from tcexplorer.catalog.services import services_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tcexplorer.catalog.model import Action, ActionRow, Service
    from tcexplorer.protocol.claims import Claims


class KnownActions(Protocol):
    """What the sandbox must know of the catalogue."""

    def services(self) -> Sequence[Service]: ...
    def rows(self) -> Sequence[ActionRow]: ...
    def action(self, service: str, version: str, action: str, /) -> Action | None: ...
    def named(self, action: str, /, *, version: str) -> Sequence[ActionRow]: ...


class Lookup:
    """Finds what a request is for; remembers the last actions, since reading one costs a millisecond."""

    def __init__(self, catalogue: KnownActions) -> None:
        self._catalogue = catalogue
        self.versions: dict[str, list[str]] = {}
        """Of each service."""
        for service in catalogue.services():
            self.versions.setdefault(service.name, []).append(service.version)
        self.action = lru_cache(maxsize=256)(catalogue.action)
        self.services_of = partial(services_of, catalogue)
        self._named = lru_cache(maxsize=256)(catalogue.named)

    def service(self, claims: Claims) -> str | None:
        """The service: the first label of a real host. An address says nothing; there it is the scope's
        service where that is one, and else the one that has such an action in such a version.
        """
        named = claims.scope_service if claims.host.local else claims.host.label
        if named in self.versions:
            return named
        holders = self.holders(claims) if claims.host.local else []
        return holders[0] if len(holders) == 1 else None

    def holders(self, claims: Claims) -> list[str]:
        """The services that have the action in the version."""
        return sorted({row.service for row in self._named(claims.action or "", version=claims.version or "")})

    def meant(self, service: str, version: str, name: str) -> str | None:
        """The action that a misspelt name may stand for."""
        names = [row.action for row in self._catalogue.rows() if row[:2] == (service, version)]
        return next(iter(near(name, names)), None)
