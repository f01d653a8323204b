"""How a TC3 request may have been meant, where its scope, its list of headers or its host is odd."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tcexplorer.diagnosis.doctor.tosign.message import STANDARD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tcexplorer.diagnosis.doctor.request import TcRequest

_USUAL = ("content-type", "host")


class Reading(NamedTuple):
    """How the parts of a request that are odd may have been meant by its client."""

    template: str
    date: str
    service: str
    steps: tuple[str, ...]
    right_scope: bool
    names: tuple[str, ...]
    listed: str
    host: str


def readings_of(request: TcRequest) -> Iterator[Reading]:
    """As written; then with the scope or the list as they should have been written."""
    scope = request.authorization.scope
    standard = ("date", "service", "terminator")
    scopes: list[tuple[str, str, str, tuple[str, ...], bool]] = []
    if scope.whole:
        scopes.append((STANDARD, scope.parts[0], scope.parts[1], standard, False))
    elif scope.parts:
        date, service = scope.date or request.date, scope.service or request.service
        scopes.append((scope.text, date, service, standard, False))
        if (date, service) != (request.date, request.service):
            scopes.append((scope.text, request.date, request.service, standard, False))
        scopes.append((scope.text, request.date, request.service, tuple(f"={part}" for part in scope.parts), False))
    right = (STANDARD, request.date, request.service, standard, True)
    if not scope.whole or (scope.parts[0], scope.parts[1]) != (request.date, request.service):
        scopes.append(right)
    names = request.authorization.names
    lists = [(names, request.authorization.signed_headers)]
    if lists[0] != (request.names, ";".join(request.names)):
        if ";".join(names) != request.authorization.signed_headers:
            lists.append((names, ";".join(names)))
        if (request.names, ";".join(request.names)) not in lists:
            lists.append((request.names, ";".join(request.names)))
    if not names:
        lists = [(given, ";".join(given)) for given in (_USUAL, (*_USUAL, "x-tc-action"))]
    for listed in lists:
        for one in scopes:
            for host in request.hosts:
                yield Reading(*one, *listed, host)
