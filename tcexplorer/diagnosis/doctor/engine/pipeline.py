"""Stages of signing that are run with changes; what a stage made of the same values is not made again."""

from __future__ import annotations

from functools import cached_property, lru_cache
from inspect import Parameter, signature
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence


HOLE = "\0hole\0"
"""Stands for a text that is put in later; in lower case, so that it is not found where letters are changed."""


class Stage(NamedTuple):
    """A pure function of signing. `reads` names what it takes: values of earlier stages, and fields of the recipe."""

    name: str
    run: Callable[..., Any]
    reads: tuple[str, ...]

    @classmethod
    def of(cls, function: Callable[..., Any]) -> Stage:
        """The stage that a function is, by its name and those of its parameters."""
        return cls(function.__name__, function, tuple(_parameters(function)))


@lru_cache(maxsize=64)
def _parameters(function: Callable[..., Any]) -> Mapping[str, Parameter]:
    return signature(function).parameters


def defaults_of(functions: Iterable[Callable[..., Any]]) -> dict[str, Any]:
    """The fields of the recipe that say how stages do their work, each with the right way."""
    return {
        name: one.default
        for function in functions
        for name, one in _parameters(function).items()
        if one.default is not Parameter.empty
    }


class Part(NamedTuple):
    """What changes come to in a segment: the stages whose values are other ones, and what its last stage takes."""

    changes: Mapping[str, Any]
    touched: int
    taken: Mapping[str, Any]
    only: tuple[str, Any]
    """What it takes, where that is one thing."""


class _Step(NamedTuple):
    """A stage to be run again: what it takes, and which of that is changed."""

    name: str
    run: Callable[..., Any]
    takes: list[Any]
    changed: list[tuple[int, str]]

    def made(self, values: Mapping[str, Any]) -> Any:
        """Its value where the changed ones are these."""
        takes = self.takes[:]
        for at, name in self.changed:
            takes[at] = values[name]
        return self.run(*takes)


class Segment:
    """Stages, each after those it reads, that lead to the value of the last one. `made` remembers the values of all
    but the last; it may be shared.
    """

    def __init__(self, stages: Sequence[Stage], recipe: Mapping[str, Any], made: dict[tuple[Any, ...], Any]) -> None:
        *self._inner, self._last = stages
        self._base = dict(recipe)
        self._made = made
        for stage in self._inner:
            self._base[stage.name] = self._run(stage, self._base)
        self._taken = {name: self._base[name] for name in self._last.reads}
        names = {stage.name for stage in stages}
        self._fields = frozenset(name for stage in stages for name in stage.reads if name not in names)
        self._ways: dict[tuple[str, ...], list[tuple[int, Stage]]] = {}
        self._stepped: dict[tuple[str, ...], list[_Step]] = {}

    def _run(self, stage: Stage, values: Mapping[str, Any]) -> Any:
        taken = [values[name] if name in values else self._base[name] for name in stage.reads]
        key = (stage.name, *taken)
        try:
            made = self._made.get(key)
        except TypeError:  # a Secret is not to be kept as a key
            return stage.run(*taken)
        if made is None:
            made = self._made[key] = stage.run(*taken)
        return made

    def part(self, changes: Mapping[str, Any]) -> Part | None:
        """What the changes come to; None when they change nothing here."""
        base = self._base
        mine = {name: value for name, value in changes.items() if name in self._fields and value != base[name]}
        if not mine:
            return None
        return self._part(mine)

    def _part(self, mine: Mapping[str, Any]) -> Part:
        touched, values = 0, dict(mine)
        for bit, stage in self._way(tuple(mine)):
            values[stage.name] = self._run(stage, values)
            touched |= bit
        taken = {name: values[name] for name in self._last.reads if name in values}
        only = next(iter(taken.items())) if len(taken) == 1 else ("", None)
        return Part(mine, touched, taken, only)

    def _way(self, names: tuple[str, ...]) -> list[tuple[int, Stage]]:
        """The stages that read what has these names, or what such stages make."""
        if names not in self._ways:
            known = set(names)
            self._ways[names] = way = list[tuple[int, Stage]]()
            for at, stage in enumerate(self._inner):
                if not known.isdisjoint(stage.reads):
                    way.append((1 << at, stage))
                    known.add(stage.name)
        return self._ways[names]

    def made(self, part: Part | None, **fixed: Any) -> Any:
        """The value of the last stage under changes; `fixed` is what else it takes."""
        return self._last.run(**{**self._taken, **(part.taken if part is not None else {}), **fixed})

    def together(self, one: Part, other: Part, **fixed: Any) -> Any:
        """The value of the last stage under two sets of changes of different fields."""
        if not one.touched & other.touched:
            return self._last.run(**{**self._taken, **one.taken, **other.taken, **fixed})
        values = {**one.changes, **other.changes}
        *inner, last = self._steps(tuple(values))
        for step in inner:
            values[step.name] = step.made(values)
        if fixed:
            return self._last.run(**{**self._taken, **{name: values[name] for _, name in last.changed}, **fixed})
        return last.made(values)

    def _steps(self, names: tuple[str, ...]) -> list[_Step]:
        """The stages that have to be run again where what has these names is changed, and the last one."""
        if names not in self._stepped:
            stages = [stage for _, stage in self._way(names)]
            known = {*names, *[stage.name for stage in stages]}
            self._stepped[names] = [
                _Step(
                    stage.name,
                    stage.run,
                    [self._base[name] for name in stage.reads],
                    [(at, name) for at, name in enumerate(stage.reads) if name in known],
                )
                for stage in (*stages, self._last)
            ]
        return self._stepped[names]

    def each(self, one: Part, others: Iterable[Part]) -> Iterator[tuple[str, str]]:
        """The texts that the last stage makes under one set of changes and each of the others, each in two pieces, of
        which the first is often the same.

        Where a text only holds what the other changes, it is made once with a hole for that.
        """
        taken = {**self._taken, **one.taken}
        holes: dict[str, tuple[str, str] | None] = {}
        for other in others:
            if one.touched & other.touched:
                yield self._overlapping(one, other)
                continue
            name, value = other.only
            if name not in holes:
                holes[name] = self._around(name, taken)
            around = holes[name]
            yield (around[0], value + around[1]) if around else ("", self._last.run(**{**taken, **other.taken}))

    def _overlapping(self, one: Part, other: Part) -> tuple[str, str]:
        """The text under changes that touch the same stages, of which one may be that of a field's text alone."""
        for part, rest in ((other, one), (one, other)):
            name, value = self._text_of(part)
            if name:
                key = (id(rest), name)
                if key not in self._arounds:
                    self._arounds[key] = rest, _split(self.together(rest, self._holes[name]))
                _, around = self._arounds[key]
                if around is not None:
                    return around[0], value + around[1]
        return "", self.together(one, other)

    @cached_property
    def _arounds(self) -> dict[tuple[int, str], tuple[Part, tuple[str, str] | None]]:
        """What stands around the text of a field under changes, which are kept, so that their id is theirs alone."""
        return {}

    def _around(self, name: str, taken: Mapping[str, Any]) -> tuple[str, str] | None:
        """What stands before and after the text of this name; None when it does not stand there once, as it is."""
        if not isinstance(taken.get(name), str):
            return None
        return _split(self._last.run(**{**taken, name: HOLE}))

    def _text_of(self, part: Part) -> tuple[str, Any]:
        """The field that is changed, where that is one, and its text stands as it is in what is made."""
        if len(part.changes) != 1:
            return "", None
        ((name, value),) = part.changes.items()
        if (name, value) not in self._plain:
            around = self.around.get(name) if isinstance(value, str) else None
            plain = around is not None and f"{around[0]}{value}{around[1]}" == self.made(part)
            self._plain[name, value] = (name, value) if plain else ("", None)
        return self._plain[name, value]

    @cached_property
    def _plain(self) -> dict[tuple[str, Any], tuple[str, Any]]:
        return {}

    @cached_property
    def _holes(self) -> dict[str, Part]:
        """Fields that are texts, each as a change to a hole."""
        return {name: self._part({name: HOLE}) for name in self._fields if type(self._base[name]) is str}

    @cached_property
    def around(self) -> dict[str, tuple[str, str]]:
        """What stands before and after the text of a field without any other change, where that stands there once."""
        made = {name: _split(self.made(hole)) for name, hole in self._holes.items()}
        return {name: around for name, around in made.items() if around is not None}

    @cached_property
    def value(self) -> Any:
        """That of the last stage without any change."""
        return self._last.run(**self._taken)


def _split(text: Any) -> tuple[str, str] | None:
    """What stands before and after the hole in a text; None when it is not there once."""
    if not isinstance(text, str):
        return None
    begin, hole, end = text.partition(HOLE)
    return (begin, end) if hole and HOLE not in end else None
