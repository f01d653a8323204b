"""Small values for tests: members, actions, rows. The texts are ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcexplorer.catalog.model import Action, ActionRow, Doc, Example, Member, Status, TypeDef, Verb
from tcexplorer.protocol.model import Credential, Site
from tcexplorer.safety.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Iterable

BOTH = frozenset(Site)
NO_DOC = Doc("", "")
SECRET_ID = "AKID" + "t" * 32
SECRET_KEY = "planted-key-" + "k" * 20


def credential(key: str = SECRET_KEY, *, token: str | None = None) -> Credential:
    return Credential(SECRET_ID, Secret(key), Secret(token) if token else None)


def member(
    name: str,
    kind: str = "string",
    of: str | None = None,
    *,
    required: Iterable[Site] = (),
    sites: Iterable[Site] = BOTH,
    disabled: bool = False,
    doc: str = "",
    example: str = "",
) -> Member:
    base = {"string": "string", "int": "int64", "bool": "bool", "float": "float"}.get(kind, "string")
    return Member(
        name=name,
        type=kind,
        of=of or base,
        required_at=frozenset(required),
        sites=frozenset(sites),
        disabled=disabled,
        nullable=False,
        always=False,
        example=example,
        doc=Doc(doc, ""),
    )


def row(action: str = "DescribeThings", *, service: str = "demo", verb: Verb = Verb.READ) -> ActionRow:
    return ActionRow(service, "2024-01-01", action, f"{action} in words", "列出", Status.ONLINE, verb)


def action(
    *members: Member,
    of: ActionRow | None = None,
    types: Iterable[TypeDef] = (),
    returns: Iterable[Member] = (),
    examples: Iterable[Example] = (),
    skip_sign: bool = False,
) -> Action:
    which = of or row()
    request = TypeDef(f"{which.action}Request", NO_DOC, members)
    response = TypeDef(f"{which.action}Response", NO_DOC, tuple(returns))
    return Action(
        row=which,
        input=request.name,
        output=response.name,
        skip_sign=skip_sign,
        doc=Doc("Lists things.", ""),
        types={one.name: one for one in (request, response, *types)},
        examples_en=tuple(examples),
        examples_zh=(),
    )
