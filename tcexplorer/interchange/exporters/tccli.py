"""A call as a command of tccli, the official command line; the key is that of its own profile or of the environment."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tcexplorer.interchange.readers.tccli import DIRECTORIES
from tcexplorer.interchange.shell import quoted
from tcexplorer.protocol.endpoints import default_endpoint
from tcexplorer.protocol.model import Method

if TYPE_CHECKING:
    from tcexplorer.catalog.model import Action
    from tcexplorer.protocol.model import Call, Endpoint, Json


def export(call: Call, action: Action, endpoint: Endpoint) -> str:  # noqa: ARG001 - tccli has the schema itself
    """The command, for a POSIX shell. Lists and objects are JSON; texts and numbers stand as they are, as tccli takes
    them by the schema. Raises ValueError for a call that tccli cannot make.
    """
    if call.content is not None or call.headers or call.unsigned_payload or call.method is not Method.POST:
        raise ValueError("tccli sends parameters alone: no other method, body or headers")
    directory = next((name for name, service in DIRECTORIES.items() if service == call.service), call.service)
    words = ["tccli", directory, call.action, "--version", call.version]
    if call.region:
        words += ["--region", call.region]
    if call.language is not None:
        words += ["--language", call.language.value]
    if endpoint.host != default_endpoint(call.service).host:
        words += ["--endpoint", endpoint.host if endpoint.scheme == "https" else f"{endpoint.scheme}://{endpoint.host}"]
    for name, value in call.params.items():
        words += [f"--{name}", _written(value)]
    return " ".join(quoted(word) for word in words)


def _written(value: Json) -> str:
    match value:
        case str():
            return value
        case True | False:
            return "true" if value else "false"
        case _:
            return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
