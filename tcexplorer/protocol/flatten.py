"""Parameters as dotted pairs: `{"Filters": [{"Name": "zone"}]}` is `Filters.0.Name=zone`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tcexplorer.protocol.model import Json, JsonObject


def flattened(params: JsonObject) -> list[tuple[str, str]]:
    """The pairs in the order of the document. Empty objects and lists have no dotted form and vanish."""
    return [pair for name, value in params.items() for pair in _pairs(name, value)]


def _pairs(path: str, value: Json) -> Iterator[tuple[str, str]]:
    match value:
        case dict():
            for name, inner in value.items():
                yield from _pairs(f"{path}.{name}", inner)
        case list():
            for index, inner in enumerate(value):
                yield from _pairs(f"{path}.{index}", inner)
        case True:
            yield path, "true"
        case False:
            yield path, "false"
        case None:
            return
        case _:
            yield path, str(value)


def unflattened(pairs: list[tuple[str, str]]) -> JsonObject:
    """The document behind dotted pairs; every leaf stays text, because the pairs carry no types.

    Containers whose keys are all whole numbers become lists, in the order of the numbers.
    Raises ValueError when one name is both a value and a container.
    """
    root: JsonObject = {}
    for path, value in pairs:
        *parents, last = path.split(".")
        node = root
        for part in parents:
            inner = node.setdefault(part, {})
            if not isinstance(inner, dict):
                raise ValueError(f"{path} goes on where {part} already has a value")
            node = inner
        if isinstance(node.get(last), dict):
            raise ValueError(f"{path} has a value and members")
        node[last] = value
    return {name: _listed(value) for name, value in root.items()}


def _listed(node: Json) -> Json:
    if not isinstance(node, dict):
        return node
    inner = {name: _listed(value) for name, value in node.items()}
    if inner and all(name.isascii() and name.isdigit() for name in inner):
        return [inner[name] for name in sorted(inner, key=int)]
    return inner
