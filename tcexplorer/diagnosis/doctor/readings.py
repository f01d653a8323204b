"""How a TC3 request may have been meant, where its scope, its list of headers or its host is odd."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tcexplorer.protocol.signing import in_turn, standard_scope

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tcexplorer.diagnosis.doctor.request import TcRequest

_USUAL = ("content-type", "host")


class Reading(NamedTuple):
    """How the parts of a request that are odd may have been meant by its client."""

    scope_form: Callable[[str, str], str]
    date: str
    service: str
    key_steps: Callable[[str, str, str], Sequence[str]]
    right_scope: bool
    names: tuple[str, ...]
    listed: str
    host: str


def readings_of(request: TcRequest) -> Iterator[Reading]:
    """As written; then with the scope or the list as they should have been written."""
    scope = request.authorization.scope
    scopes: list[tuple[Callable[[str, str], str], str, str, Callable[[str, str, str], Sequence[str]], bool]] = []
    right = (standard_scope, request.date, request.service, in_turn, True)
    if scope.whole:
        scopes.append((standard_scope, scope.parts[0], scope.parts[1], in_turn, False))
    elif scope.parts:

        def as_written(*_: str) -> str:
            return scope.text

        def parts_as_written(*_: str) -> Sequence[str]:
            return scope.parts

        date, service = scope.date or request.date, scope.service or request.service
        scopes.append((as_written, date, service, in_turn, False))
        if (date, service) != (request.date, request.service):
            scopes.append((as_written, request.date, request.service, in_turn, False))
        scopes.append((as_written, request.date, request.service, parts_as_written, False))
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
