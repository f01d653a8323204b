"""Which values of a document are covered, until somebody uncovers them one by one.

What is secret is told by the member's name (`safety.redact`): passwords, keys, tokens. The one exception to
"one by one" is a container with a secret name: uncovering it uncovers all that is in it.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, cast

from tcexplorer.answer.slices import finished
from tcexplorer.answer.values import MISSING, is_container, pairs, value_at
from tcexplorer.safety.redact import LONGEST_INNER, NAMES, VALUES, is_secret_name, redacted, said_name
from tcexplorer.safety.secret import MASK

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Generator, Iterable

    from tcexplorer.answer.values import Path
    from tcexplorer.protocol.model import Json

_SHAPES: Final = 1000
"""Kinds of objects that are known by their names."""
_TELLING: Final = 6
"""Characters from which a secret is looked for within other texts; a shorter one would hide half of them."""
_FEW: Final = 500
"""Secrets that are looked for one by one, by C code, in a text that has more characters than they are."""
_BEGINS: Final = frozenset("{[") | frozenset(char for char in map(chr, range(0x3001)) if char.isspace())
"""First characters of a string that may be JSON itself."""

_type = cast("Callable[[object], type[object]]", type)


@dataclass(frozen=True, slots=True)
class Mask:
    """What of a document may be seen: `revealed` are the paths that were uncovered."""

    document: Json
    revealed: frozenset[Path] = frozenset()
    values: frozenset[str] = frozenset()
    """Texts that are secret wherever they stand: for a filtered answer, whose members may have lost their names."""

    def toggled(self, path: Path) -> Mask:
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
        if self._is_named_secret(path):
            return MASK
        rest = cast("Json", redacted(value))
        return MASK if self._is_secret_value(rest) else rest

    def _is_secret_value(self, value: Json) -> bool:
        if not self.values:
            return False
        text = str(value)
        return text in self.values or (isinstance(value, str) and _finder(self.values).is_in(text))

    def may_hide_one_of(self, texts: Collection[str]) -> bool:
        """Whether one of the texts may be covered for what it is, whatever its name: of many, asked at once."""
        if not self.values.isdisjoint(texts):
            return True
        return _finder(self.values).is_in("\n".join(texts))

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
            if not isinstance(key, str) or key.lower() not in VALUES:
                continue
            holder = value_at(self.document, path[: end - 1])
            if isinstance(holder, dict) and (said := said_name(cast("dict[str, Json]", holder))):
                return said
        return ""


class _Finder:
    """Looks for any of many secrets within a text: by their first characters, and the lengths of those."""

    def __init__(self, secrets: frozenset[str]) -> None:
        self._secrets = frozenset(one for one in secrets if len(one) >= _TELLING)
        self._lengths: dict[str, set[int]] = {}
        for one in self._secrets:
            self._lengths.setdefault(one[:_TELLING], set()).add(len(one))
        sets = ("".join(map(re.escape, sorted(set(chars)))) for chars in zip(*self._lengths, strict=True))
        self._like_one = re.compile(f"(?={''.join(f'[{chars}]' for chars in sets)})")
        """Where a text is spelled like the beginning of one: C code leaves out most places."""

    def is_in(self, text: str) -> bool:
        """Whether one of the secrets stands in the text. It takes 0.5 s a MB at most, however many they are."""
        if len(self._secrets) <= min(len(text), _FEW):
            return any(one in text for one in self._secrets)
        lengths, secrets = self._lengths, self._secrets
        for found in self._like_one.finditer(text):
            at = found.start()
            head = text[at : at + _TELLING]
            if head in lengths and any(text[at : at + length] in secrets for length in lengths[head]):
                return True
        return False


@lru_cache(maxsize=2)
def _finder(secrets: frozenset[str]) -> _Finder:
    return _Finder(secrets)


def secrets_in(document: Json) -> Generator[None, None, frozenset[str]]:
    """The texts of all secret scalars of a document, for the Mask of what is filtered from it. In slices.

    Those within strings that are JSON themselves are among them, also as they are written there.
    """
    found: set[str] = set()
    harmless = _Harmless()
    waiting: list[tuple[Any, bool]] = [(document, False)]
    steps = 0
    while waiting:
        value, inside = waiting.pop()
        if type(value) is str:
            steps += len(value) // 8
            _add_inner(value, found)
        elif not inside and (_type(value) is list or harmless(value)):
            children = value.values() if _type(value) is dict else value
            waiting += [
                (one, False)
                for one in children
                if (kind := _type(one)) is dict or kind is list or (kind is str and one[:1] in _BEGINS)
            ]
            steps += len(value)
        else:
            said = _type(value) is dict and harmless.said(value)
            for key, one in pairs(value):
                secret = inside or (isinstance(key, str) and (is_secret_name(key) or (said and key.lower() in VALUES)))
                if isinstance(one, dict | list):
                    waiting.append((one, secret))
                elif secret and one is not None and one != "" and not isinstance(one, bool):
                    found.add(str(one))
                elif isinstance(one, str) and one[:1] in _BEGINS:
                    waiting.append((one, False))
                steps += 1
        if steps > 4096:
            steps = 0
            yield
    return frozenset(found | _escaped(found))


def _add_inner(text: str, found: set[str]) -> None:
    """Add the secrets of a string that is JSON: within another text nobody reads it as such.

    The string itself is added when one of them cannot be found by its own text.
    """
    if ('"' not in text and len(text) <= LONGEST_INNER) or redacted(text) == text:
        return
    within: frozenset[str] = frozenset()
    known = len(text) <= LONGEST_INNER
    if known:
        try:
            within = finished(secrets_in(cast("Json", json.loads(text))))
        except (ValueError, RecursionError):
            known = False
    found |= within
    if not known or not all(len(one) >= _TELLING and (one in text or _dumps(one)[1:-1] in text) for one in within):
        found.add(text)


def _escaped(texts: Iterable[str]) -> set[str]:
    """The texts as they are written in JSON, of those that are written otherwise."""
    return {_dumps(one)[1:-1] for one in texts if '"' in one or "\\" in one or not one.isprintable()}


_dumps = json.JSONEncoder(ensure_ascii=False).encode


class _Harmless:
    """Says of an object that no scalar of it is secret, mostly by its names alone: many objects have the same."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, ...], tuple[bool, tuple[str, ...]]] = {}
        """By the names of an object whether one is secret, and those whose values may say that another one is."""

    def __call__(self, value: dict[str, Json]) -> bool:
        if _type(value) is not dict:
            return False
        secret, telling = self._of(value)
        return not secret and not (telling and _says_secret(value, telling))

    def said(self, value: dict[str, Json]) -> bool:
        """Whether the object is a pair with a secret name, as in `redact.said_name`."""
        return _says_secret(value, self._of(value)[1])

    def _of(self, value: dict[str, Json]) -> tuple[bool, tuple[str, ...]]:
        names = tuple(value)
        if (known := self._known.get(names)) is not None:
            return known
        looked = any(map(is_secret_name, names)), tuple(name for name in names if name.lower() in NAMES)
        if len(self._known) < _SHAPES:
            self._known[names] = looked
        return looked


def _says_secret(value: dict[str, Json], telling: tuple[str, ...]) -> bool:
    return any(isinstance(said := value[name], str) and len(said) <= 128 and is_secret_name(said) for name in telling)


def _put_back(masked: Json, path: Path, value: object) -> None:
    holder = value_at(masked, path[:-1])
    match holder, path[-1]:
        case dict(), str() as key if key in holder:
            holder[key] = cast("Json", value)
        case list(), int() as key:
            cast("list[Json]", holder)[key] = cast("Json", value)
        case _:
            pass
