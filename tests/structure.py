"""Figures of the package's structure, from its source alone: `python -m tests.structure` prints them.

Tokens are those of `tokenize` without comments, docstrings and layout: what has to be read and understood.
"""

from __future__ import annotations

import ast
import tokenize
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Set

ROOT: Final = Path(__file__).parents[1]
PACKAGE: Final = "tcexplorer"
LIMITS: Final = {"": 250_000, "tui": 92_000, "diagnosis": 37_000, "answer": 21_500}
"""Tokens at the most, of all and of the packages that once were twice what they need."""
DEEPEST: Final = 2
"""Classes of ours above a class of ours."""
_LAYOUT: Final = {
    tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENCODING,
    tokenize.ENDMARKER,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class House:
    """What was found. Modules are named with dots."""

    tokens: Mapping[str, int]
    """By package, `""` for all."""
    above: Mapping[str, int]
    """How many classes of ours each class has above it, by `module.Class`."""
    single: list[str]
    """Classes of the screen that are made nowhere and have one subclass."""
    circles: list[list[str]]
    doubled: Mapping[str, list[str]]
    """Public classes of one name, and where they are."""
    computed: list[str]
    """Places in the screen where an attribute's name is not in the source."""


@dataclass(slots=True)
class _Classes:
    bases: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    public: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict[str, list[str]](list))
    called: Counter[str] = field(default_factory=Counter[str])


def house(root: Path = ROOT) -> House:
    """Read every file of the package below `root`."""
    files = {_module(file, root): file for file in sorted((root / PACKAGE).rglob("*.py"))}
    trees = {module: ast.parse(file.read_text("utf-8")) for module, file in files.items()}
    tokens: Counter[str] = Counter()
    for module, file in files.items():
        count = _tokens(file, trees[module])
        tokens[""] += count
        tokens[([*module.split("."), ""])[1]] += count
    classes = _Classes()
    imports: dict[str, set[str]] = {}
    computed: list[str] = []
    for module, tree in trees.items():
        imports[module] = {target for target in _imports(tree, files.keys()) if target != module}
        _read_classes(module, tree, classes)
        if module.startswith(f"{PACKAGE}.tui"):
            computed += [f"{module}:{line}" for line in _computed(tree)]
    return House(
        tokens,
        {name: _depth(name, classes.bases) - 1 for name in classes.bases},
        _single(classes),
        _circles(imports),
        {name: where for name, where in classes.public.items() if len(where) > 1},
        computed,
    )


def _module(file: Path, root: Path) -> str:
    return ".".join(file.relative_to(root).with_suffix("").parts).removesuffix(".__init__")


def _tokens(file: Path, tree: ast.Module) -> int:
    docstrings = {
        (node.lineno, node.col_offset)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
    }
    with file.open("rb") as source:
        return sum(
            token.type not in _LAYOUT and not (token.type == tokenize.STRING and token.start in docstrings)
            for token in tokenize.tokenize(source.readline)
        )


def _imports(tree: ast.Module, modules: Set[str]) -> Iterator[str]:
    """What a module imports of ours, also for types alone and inside functions."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            for name in node.names:
                inner = f"{node.module}.{name.name}"
                target = inner if inner in modules else node.module
                if target in modules:
                    yield target
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names if name.name in modules)


def _name(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Subscript(value=value):
            return _name(value)
        case _:
            return ""


def _read_classes(module: str, tree: ast.Module, classes: _Classes) -> None:
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            classes.bases[f"{module}.{node.name}"] = [_name(base) for base in node.bases]
        elif isinstance(node, ast.Call):
            classes.called[_name(node.func)] += 1
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            classes.public[node.name].append(module)


def _depth(name: str, bases: Mapping[str, list[str]], seen: tuple[str, ...] = ()) -> int:
    """A class and those of ours above it, the longest way; a base is found by its name alone."""
    if name in seen:
        return 0
    above = [
        _depth(one, bases, (*seen, name)) for base in bases[name] if base for one in bases if one.endswith(f".{base}")
    ]
    return 1 + max(above, default=0)


def _single(classes: _Classes) -> list[str]:
    below = Counter(base for bases in classes.bases.values() for base in bases)
    found: list[str] = []
    for full in classes.bases:
        name = full.rpartition(".")[2]
        if full.startswith(f"{PACKAGE}.tui") and below[name] == 1 and not classes.called[name]:
            found.append(full)
    return found


def _computed(tree: ast.Module) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            fixed = len(node.args) > 1 and isinstance(node.args[1], ast.Constant)
            if node.func.id == "setattr" or (node.func.id == "getattr" and not fixed):
                yield node.lineno


def _circles(graph: Mapping[str, set[str]]) -> list[list[str]]:
    """The sets of modules that import each other (Tarjan's strongly connected components)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(module: str) -> None:
        index[module] = low[module] = len(index)
        stack.append(module)
        for target in sorted(graph.get(module, ())):
            if target not in index:
                visit(target)
                low[module] = min(low[module], low[target])
            elif target in stack:
                low[module] = min(low[module], index[target])
        if low[module] == index[module]:
            at = stack.index(module)
            circle = stack[at:]
            del stack[at:]
            if len(circle) > 1:
                found.append(sorted(circle))

    for module in graph:
        if module not in index:
            visit(module)
    return found


def report(of: House) -> str:
    """The figures as text."""
    lines = [f"{name or 'all':<14}{count:>9,}" + _limit(name) for name, count in sorted(of.tokens.items())]
    deepest = max(of.above.values())
    lines.append(f"classes of ours above one: {deepest} at the most ({DEEPEST})")
    lines += [
        f"{what}: {', '.join(map(str, found)) or 'none'}"
        for what, found in (
            ("bases with a single subclass", of.single),
            ("import circles", [" ↔ ".join(one) for one in of.circles]),
            ("public classes of one name", [f"{name} ({', '.join(at)})" for name, at in of.doubled.items()]),
            ("computed attributes in the screen", of.computed),
        )
    ]
    return "\n".join(lines)


def _limit(name: str) -> str:
    return f"   of {LIMITS[name]:,}" if name in LIMITS else ""


if __name__ == "__main__":
    print(report(house()))
