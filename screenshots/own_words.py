"""The catalogue with texts of ours in place of the official ones, so that the pictures can be committed.

Names, types and example values are facts and stay; titles, descriptions and titles of examples are replaced.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from tcexplorer.catalog.model import Action, ActionRow, Doc, ErrorCode, Example, Member, TypeDef
from tcexplorer.protocol.model import Response, Timings
from tcexplorer.safety.names import words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tcexplorer.calls.observer import ResponseObserver
    from tcexplorer.protocol.envelope import TransportError
    from tcexplorer.protocol.request import SignedRequest
    from tcexplorer.workbench.session import CatalogueReader

KNOWN = {
    "Filters": "Narrows the list; each filter has a name and the values wanted. Filters are ANDed, values ORed.",
    "Offset": "How many results to pass over; 0 by default.",
    "Limit": "How many results to return; 20 by default, at most 100.",
    "TagFilters": "Only what carries these tags.",
    "InstanceType": "The edition: BASIC, PRO or PLATINUM. It has to go with the SkuCode.",
    "Name": "A name for people, 3 to 64 characters.",
    "SkuCode": "What is bought; DescribeProductSKUList lists the codes.",
    "InstanceChargeType": "How the instance is paid for: PREPAID, POSTPAID_BY_HOUR or SPOTPAID.",
    "Placement": "The zone, project and host that the instance is put in.",
}


def _spoken(name: str) -> str:
    return " ".join(words(name)).capitalize()


class OwnWords:
    """A catalogue reader whose texts are ours."""

    def __init__(self, catalogue: CatalogueReader) -> None:
        self._catalogue = catalogue

    @property
    def meta(self) -> Mapping[str, str]:
        return self._catalogue.meta

    def rows(self) -> list[ActionRow]:
        return [self._row(row) for row in self._catalogue.rows()]

    def find(self, service: str, action: str, version: str | None = None) -> ActionRow | None:
        row = self._catalogue.find(service, action, version)
        return row and self._row(row)

    def code(self, service: str, code: str) -> ErrorCode | None:
        found = self._catalogue.code(service, code)
        return found and ErrorCode(found.code, Doc(_spoken(code.replace(".", "")), ""))

    def codes(self, service: str, version: str) -> tuple[ErrorCode, ...]:
        return tuple(
            ErrorCode(one.code, Doc(f"{_spoken(one.code.replace('.', ''))}.", ""))
            for one in self._catalogue.codes(service, version)
        )

    def action(self, service: str, version: str, action: str) -> Action | None:
        found = self._catalogue.action(service, version, action)
        if found is None:
            return None
        return replace(
            found,
            row=self._row(found.row),
            doc=Doc(f"{_spoken(found.row.action)}.", ""),
            types={name: self._type(found.types[name]) for name in found.types},
            examples_en=tuple(self._example(number, one) for number, one in enumerate(found.examples_en, 1)),
            examples_zh=(),
        )

    def _row(self, row: ActionRow) -> ActionRow:
        title = _spoken(row.action)
        return row._replace(title_en=title if row.title_en is not None else None, title_zh=title)

    def _type(self, of: TypeDef) -> TypeDef:
        return replace(of, doc=Doc("", ""), members=tuple(self._member(member) for member in of.members))

    def _member(self, member: Member) -> Member:
        return replace(member, doc=Doc(KNOWN.get(member.name, f"{_spoken(member.name)}."), ""))

    def _example(self, number: int, example: Example) -> Example:
        return replace(example, title=f"Example {number}", doc="")


TOLD = "A message queue lets one program hand work to another without waiting for it."


class OwnStream:
    """A sender whose answers are an event stream with words of ours."""

    async def send(self, request: SignedRequest, observer: ResponseObserver | None = None) -> Response | TransportError:
        del request
        receiver = observer
        assert receiver is not None
        headers = (("Content-Type", "text/event-stream"), ("X-TC-RequestId", "7d0f3c1e-52a8-4b1c-9f6e-2f0e51c3a9d4"))
        body = b""
        receiver.began(200, headers)
        for word in TOLD.split(" "):
            event = {"Choices": [{"Delta": {"Role": "assistant", "Content": f"{word} "}}], "Created": 1_795_490_000}
            piece = f"data: {json.dumps(event)}\n\n".encode()
            body += piece
            receiver.came(piece)
        return Response(
            200, headers, body, len(body), Timings(812.0, connect=12.0, tls=31.0, wait=180.0, receive=589.0)
        )
