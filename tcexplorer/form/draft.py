"""What the user has filled in so far: one value behind the form and the JSON editor alike."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tcexplorer.form.text import Unreadable, read_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tcexplorer.protocol.model import Json, JsonObject


@dataclass(frozen=True, slots=True)
class Pending:
    """A text in a field that is not a value yet, and why."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Draft:
    """Parameters in the order they were given, and texts that are not values yet.

    A draft is a value: every edit gives a new one. Parameters that the schema does not know are kept.
    """

    params: JsonObject = field(default_factory=dict[str, "Json"])
    pending: Mapping[str, Pending] = field(default_factory=dict[str, Pending])

    def json_text(self) -> str:
        """The parameters as the JSON editor shows them, two blanks a level, non-ASCII as it is."""
        return json.dumps(self.params, ensure_ascii=False, indent=2)

    def with_json(self, text: str) -> Draft | Unreadable:
        """The draft after the JSON editor's text was edited; empty text is no parameters."""
        value = read_json(text) if text.strip() else {}
        match value:
            case Unreadable():
                return value
            case dict():
                return Draft(value)
            case _:
                return Unreadable("parameters are one JSON object: { … }")
