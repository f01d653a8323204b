"""What is wrong with parameters, in the sandbox's words: each is named by its dotted path (`Filters.0.Name`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcexplorer.form.check import DEEPEST, Weight, refused
from tcexplorer.form.schema import Schema
from tcexplorer.protocol.paths import value_at
from tcexplorer.safety.redact import is_secret_name
from tcexplorer.sandbox.errors import RefusalError, shown

if TYPE_CHECKING:
    from tcexplorer.catalog.model import Action
    from tcexplorer.form.check import FormFinding
    from tcexplorer.protocol.model import JsonObject, Site

_WANTED = {"int": "a whole number", "float": "a number", "bool": "true or false"}
_CODES = {
    Weight.MISSING: "MissingParameter",
    Weight.UNKNOWN: "UnknownParameter",
    Weight.TYPE: "InvalidParameter",
}
"""The first kind that there is decides."""


def said(value: object) -> str:
    """What a JSON value is, in words."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int() | float():
            return f"the number {shown(str(value), 30)}"
        case str():
            return f"the text {shown(value, 30)}"
        case list():
            return "a list"
        case _:
            return "an object"


def first_problem(params: JsonObject, action: Action, site: Site) -> RefusalError | None:
    """Why the action, as that site knows it, does not take the parameters."""
    schema = Schema(action, site)
    found = list(refused(schema, params))
    for weight, code in _CODES.items():
        for finding in found:
            if finding.weight is weight:
                return RefusalError(code, _sentence(finding, schema, params))
    return None


def _sentence(finding: FormFinding, schema: Schema, params: JsonObject) -> str:
    path = finding.path
    name = shown(".".join(map(str, path)), 120)
    match finding.weight:
        case Weight.MISSING:
            return f"The parameter {name} is missing."
        case Weight.UNKNOWN:
            return f"{schema.action.row.action} has no parameter {name} on the {schema.site} site: {finding.reason}."
        case _ if len(path) > DEEPEST:
            return f"The parameter {shown(str(path[0]))} is nested too deeply."
        case _:
            # a secret does not become less secret by being of the wrong type
            secret = any(isinstance(part, str) and is_secret_name(part) for part in path)
            what = "of another type" if secret else said(value_at(params, path))
            return f"The parameter {name} is {what}; it must be {_wanted(finding, schema)}."


def _wanted(finding: FormFinding, schema: Schema) -> str:
    field = schema.at(finding.path)
    if field is None or not finding.reason.startswith("expects"):
        return f"within what {field.member.of} holds" if field else "another one"
    if field.member.is_list:
        return "a list"
    return "an object" if field.member.type == "object" else _WANTED.get(field.label, "a text")
