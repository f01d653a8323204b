"""Which values of a document are covered, until somebody uncovers them one by one.

What is secret is told by the member's name (`safety.redact`): passwords, keys, tokens. The one exception to
"one by one" is a container with a secret name: uncovering it uncovers all that is in it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, cast

from tcexplorer.answer.values import MISSING, is_container, pairs, value_at
from tcexplorer.safety.redact import is_secret_name, redacted
from tcexplorer.safety.secret import MASK

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Generator, Iterable

    from tcexplorer.answer.values import Path
    from tcexplorer.protocol.model import Json

_SHAPES: Final = 1000
"""Kinds of objects that are known by their names."""
_TELLING: Final = 6
"""Characters from which a secret is looked for within other texts; a shorter one would hide half of them."""

_type = cast("Callable[[object], type[object]]", type)


@dataclass(frozen=True, slots=True)
class Veil:
    """What of a document may be seen: `revealed` are the paths that were uncovered."""

    document: Json
    revealed: frozenset[Path] = frozenset()
    values: frozenset[str] = frozenset()
    """Texts that are secret wherever they stand: for a filtered answer, whose members may have lost their names."""

    def toggled(self, path: Path) -> Veil:
        """With a path uncovered, or covered again together with what is in it."""
        if self.is_revealed(path):
            rest = frozenset(one for one in self.revealed if path[: len(one)] != one and one[: len(path)] != path)
            return replace(self, revealed=rest)
        return replace(self, revealed=self.revealed | {path})

    def is_revealed(self, path: Path) -> bool:
        """Whether that value, or one that it is in, was uncovered."""
        return any(path[: len(one)] == one for one in self.revealed)

    def is_secret(self, path: Path, value: Json) -> bool:
        """Whether the value is one that is covered at first. Empty ones, words and containers say nothing."""
        if value is None or value == "" or isinstance(value, bool | dict | list):
            return False
        if self._is_named_secret(path) or self._is_secret_value(value):
            return True
        return isinstance(value, str) and redacted(value) != value

    def hides(self, path: Path, value: Json) -> bool:
        """Whether the value is covered now."""
        return self.is_secret(path, value) and not self.is_revealed(path)

    def shown(self, path: Path, value: Json) -> Json:
        """The value for a row or a cell: a scalar as it is, or masked while it is covered.

        Of a string that is JSON itself only the secrets are masked. Containers come as they are.
        """
        if is_container(value) or not self.hides(path, value):
            return value
        if self._is_named_secret(path) or self._is_secret_value(value):
            return MASK
        return cast("Json", redacted(value))

    def _is_secret_value(self, value: Json) -> bool:
        if not self.values:
            return False
        text = str(value)
        return text in self.values or (
            isinstance(value, str) and any(len(one) >= _TELLING and one in text for one in islice(self.values, 100))
        )

    def may_hide_one_of(self, texts: Collection[str]) -> bool:
        """Whether one of the texts may be covered for what it is, whatever its name: of many, asked at once."""
        if not self.values.isdisjoint(texts):
            return True
        together = "\n".join(texts)
        return any(len(one) >= _TELLING and one in together for one in islice(self.values, 100))

    def revealed_texts(self) -> frozenset[str]:
        """The texts of what was uncovered, for places that have no path; of a container those of its members."""
        texts: set[str] = set()
        for path in self.revealed:
            value = value_at(self.document, path)
            members = [one for _, one in pairs(cast("Json", value))] if is_container(value) else [value]
            texts.update(str(one) for one in members if one is not MISSING and not is_container(one))
        return frozenset(texts)

    def copied(self, path: Path) -> Json:
        """The value at a path for a copy or a file, with all that is covered masked. None where there is nothing."""
        value = value_at(self.document, path)
        if value is MISSING:
            return None
        found = cast("Json", value)
        if self.is_revealed(path):
            return found
        if not is_container(found):
            return self.shown(path, found)
        name = next((key for key in path if isinstance(key, str) and is_secret_name(key)), "")
        masked = cast("Json", redacted(found, name=name or self._pair_name(path)))
        if self.values:
            masked = self._without_values(masked)
        for one in self.revealed:
            if one[: len(path)] == path and len(one) > len(path):
                _put_back(masked, one[len(path) :], value_at(self.document, one))
        return masked

    def _without_values(self, value: Json) -> Json:
        """`redacted` has cut the value at a hundred levels, so this goes no deeper."""
        if isinstance(value, dict):
            return {key: self._without_values(one) for key, one in value.items()}
        if isinstance(value, list):
            return [self._without_values(one) for one in value]
        return MASK if value is not None and self._is_secret_value(value) else value

    def _is_named_secret(self, path: Path) -> bool:
        return any(isinstance(key, str) and is_secret_name(key) for key in path) or bool(self._pair_name(path))

    def _pair_name(self, path: Path) -> str:
        """The secret name that `{"Key": "DB_PASSWORD", "Value": ...}` gives to the value, or nothing."""
        for end in range(len(path), 0, -1):
            key = path[end - 1]
            if not isinstance(key, str) or key.lower() not in ("value", "values"):
                continue
            holder = value_at(self.document, path[: end - 1])
            if isinstance(holder, dict):
                for name, value in pairs(cast("Json", holder)):
                    said = str(name).lower() in ("key", "name") and isinstance(value, str) and len(value) <= 128
                    if said and is_secret_name(cast("str", value)):
                        return cast("str", value)
        return ""


def secrets_in(document: Json) -> Generator[None, None, frozenset[str]]:
    """The texts of all secret scalars of a document, for the Veil of what is filtered from it. In slices."""
    found: set[str] = set()
    harmless = _Harmless()
    waiting: list[tuple[Any, bool]] = [(document, False)]
    steps = 0
    while waiting:
        value, inside = waiting.pop()
        if not inside and (_type(value) is list or harmless(value)):
            children = value.values() if _type(value) is dict else value
            waiting += [(one, False) for one in children if (kind := _type(one)) is dict or kind is list]
            steps += len(value)
        else:
            for key, one in _judged(value):
                secret = inside or (isinstance(key, str) and is_secret_name(key))
                if isinstance(one, dict | list):
                    waiting.append((one, secret))
                elif secret and one is not None and one != "" and not isinstance(one, bool):
                    found.add(str(one))
                steps += 1
        if steps > 4096:
            steps = 0
            yield
    return frozenset(found)


class _Harmless:
    """Says of an object that no scalar of it is secret, mostly by its names alone: many objects have the same."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, ...], tuple[str, ...] | None] = {}
        """By the names of an object those whose values may say that another one is secret; None when one is secret."""

    def __call__(self, value: dict[str, Json]) -> bool:
        if _type(value) is not dict:
            return False
        names = tuple(value)
        telling = self._known[names] if names in self._known else self._looked_at(names)
        if not telling:
            return telling is not None
        return not any(
            isinstance(said := value[name], str) and len(said) <= 128 and is_secret_name(said) for name in telling
        )

    def _looked_at(self, names: tuple[str, ...]) -> tuple[str, ...] | None:
        secret = any(is_secret_name(name) for name in names)
        telling = None if secret else tuple(name for name in names if name.lower() in ("key", "name"))
        if len(self._known) < _SHAPES:
            self._known[names] = telling
        return telling


def _judged(value: Json) -> Iterable[tuple[str | int, Json]]:
    """The children, with the value of a pair such as `{"Key": "DB_PASSWORD", "Value": ...}` under that name."""
    if isinstance(value, dict) and len(value) <= 4:
        lower = {key.lower(): key for key in value}
        name = value.get(lower.get("key", lower.get("name", "")))
        if isinstance(name, str) and len(name) <= 128 and is_secret_name(name):
            return [(name if key.lower() in ("value", "values") else key, one) for key, one in value.items()]
    return pairs(value)


def _put_back(masked: Json, path: Path, value: object) -> None:
    holder = value_at(masked, path[:-1])
    match holder, path[-1]:
        case dict(), str() as key if key in holder:
            holder[key] = cast("Json", value)
        case list(), int() as key:
            cast("list[Json]", holder)[key] = cast("Json", value)
        case _:
            pass
