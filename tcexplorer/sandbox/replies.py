"""What an action answers: its official example, made to fit the request."""

from __future__ import annotations

import json
import uuid
from typing import TYPE_CHECKING

from tcexplorer.catalog.examples import example_envelope
from tcexplorer.catalog.model import Status
from tcexplorer.catalog.paging import PARAMETERS, TOTALS, paging_of
from tcexplorer.safety.redact import is_secret_name
from tcexplorer.sandbox.paging import MAX_PAGE, fix_total, main_list, show_page, vary
from tcexplorer.sandbox.schema_samples import schema_sample

if TYPE_CHECKING:
    from random import Random

    from tcexplorer.catalog.model import Action
    from tcexplorer.protocol.model import Json, JsonObject, Language

_KEPT = 256
"""Examples that are remembered."""
_ECHO_DEPTH = 4
_GENERAL = frozenset({"Id", "Name", "Key", "Value"})
"""Names that mean another thing in every object."""


class Replier:
    """Makes responses; remembers the examples of the last actions."""

    def __init__(self) -> None:
        self._templates: dict[tuple[str, str, str, Language], str] = {}

    def response(self, action: Action, params: JsonObject, language: Language) -> JsonObject:
        """The content of `Response`, without a RequestId of its own.

        What the request names comes back in it, and of a list the page that was asked for.
        """
        response: JsonObject = json.loads(self._template(action, language))
        if not _show_named(response, params) and (paging := paging_of(action)):
            show_page(response, params, paging)
        if echoed := {name: value for name, value in params.items() if _may_echo(name, value)}:
            _echo(response, echoed, 0)
        if action.row.status is Status.DEPRECATED:
            response["DeprecatedWarning"] = f"{action.row.action} is deprecated."
        return response

    def _template(self, action: Action, language: Language) -> str:
        key = (action.row.service, action.row.version, action.row.action, language)
        found = self._templates.get(key)
        if found is None:
            if len(self._templates) >= _KEPT:
                self._templates.clear()
            found = self._templates[key] = json.dumps(_example(action, language) or schema_sample(action))
        return found


def request_id(random: Random) -> str:
    """A fresh RequestId: a UUID of version 4."""
    return str(uuid.UUID(int=random.getrandbits(128), version=4))


def _example(action: Action, language: Language) -> JsonObject | None:
    """The response of the first example that is one and is not an error."""
    for example in action.examples(language):
        response = (example_envelope(example) or {}).get("Response")
        if isinstance(response, dict) and response and "Error" not in response:
            return response
    return None


def _show_named(response: JsonObject, params: JsonObject) -> bool:
    """Make the list hold just what a parameter such as InstanceIds names; False when there is no such parameter."""
    found = main_list(response)
    if found is None:
        return False
    first = found.items[0]
    for name, wanted in params.items():
        single = name.removesuffix("s")
        if single != name and isinstance(wanted, list) and wanted and isinstance(first, dict) and single in first:
            items: list[Json] = []
            for index, value in enumerate(wanted[:MAX_PAGE]):
                item = found.items[index % len(found.items)]
                item = item if index < len(found.items) else vary(item, index)
                items.append({**item, single: value} if isinstance(item, dict) else item)
            found.put(items)
            fix_total(found, len(items), exact=True)
            return True
    return False


def _may_echo(name: str, value: Json) -> bool:
    return isinstance(value, str | int) and name not in PARAMETERS and name not in TOTALS and not is_secret_name(name)


def _echo(value: Json, params: JsonObject, depth: int, *, listed: bool = False) -> None:
    """Put the request's values where the response has members of their names and types; in the items of a
    list only ids and the like, since `Name` there is another thing's name.
    """
    if depth > _ECHO_DEPTH:
        return
    match value:
        case dict():
            for name, inner in value.items():
                sent = params.get(name)
                if sent is not None and type(inner) is type(sent) and not (listed and name in _GENERAL):
                    value[name] = sent
                elif isinstance(inner, dict | list):
                    _echo(inner, params, depth + 1, listed=listed)
        case list():
            for item in value:
                _echo(item, params, depth + 1, listed=True)
        case _:
            pass
