"""JMESPath over an answer: the language of `tccli --filter`. The one module that knows jmespath.

The library is loaded when an expression is first compiled (about 10 ms). `apply` runs in a thread. It cannot be
interrupted within one expression, so a screen that filters as somebody types starts at most one at a time, keeps
the newest text, and drops a result that is no longer wanted; of a projection `[...]` over a long list the first items
can be had by `applying`, which goes through a list a slice at a time and can be abandoned between.
"""

from __future__ import annotations

import json
import re
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, cast

from tcexplorer.answer.values import is_container

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from tcexplorer.protocol.model import Json

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
_LAST_NAME = re.compile(r'(?:[A-Za-z_][A-Za-z0-9_]*|"(?:[^"\\]|\\.)*"?)?\Z')
_FUNCTION_NAME = re.compile(r"[A-Za-z_]\w*\Z")
_SLICE: Final = 2000
"""Items that a list's projection is given at a time."""
_FUNCTIONS: Final = (
    "abs", "avg", "ceil", "contains", "ends_with", "floor", "join", "keys", "length", "map", "max", "max_by", "merge",
    "min", "min_by", "not_null", "reverse", "sort", "sort_by", "starts_with", "sum", "to_array", "to_number",
    "to_string", "type", "values",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FilterError:
    """Why an expression has no value. `position` is the character it is about, from 0; None when it is about none."""

    text: str
    position: int | None = None


@dataclass(frozen=True, slots=True)
class Filter:
    """An expression that can be applied."""

    text: str
    _compiled: Any

    def apply(self, document: Json) -> Json | FilterError:
        """What the expression finds; None (null) when it finds nothing."""
        return _guarded(lambda: cast("Json", self._compiled.search(document)))

    def applying(self, document: Json) -> Generator[int, None, Json | FilterError]:
        """The same in slices where the expression is a projection over a list; else at once. Yields items done."""
        parts = _projection(self._compiled.parsed)
        if parts is None:
            yield 0
            return self.apply(document)
        source, item = parts
        items = _guarded(lambda: cast("Json", _visit(source, document)))
        if isinstance(items, FilterError):
            return items
        if not isinstance(items, list):
            return None
        found: list[Json] = []
        for start in range(0, len(items), _SLICE):
            some = items[start : start + _SLICE]
            part = _guarded(lambda some=some: cast("Json", _visit(item, some)))
            if isinstance(part, FilterError):
                return part
            found += part if isinstance(part, list) else []
            yield start + len(some)
        return found


def compiled(text: str) -> Filter | FilterError:
    """Read an expression. An empty one is the whole document."""
    import jmespath
    from jmespath.exceptions import JMESPathError

    try:
        with warnings.catch_warnings():  # of an old spelling of texts, `like this`, which is accepted
            warnings.simplefilter("ignore", PendingDeprecationWarning)
            return Filter(text, cast("Any", jmespath).compile(text if text.strip() else "@"))
    except JMESPathError as error:
        return _explained(error, text)
    except RecursionError:
        return FilterError("nested too deeply")


def is_below_response(text: str, document: Json) -> bool:
    """Whether an expression that found nothing was meant for what is in `Response`, as tccli prints it."""
    inside = document.get("Response") if isinstance(document, dict) else None
    return isinstance(inside, dict) and _tried(text, inside) not in (None, [])


def _visit(node: Any, value: Json) -> object:
    from jmespath.visitor import TreeInterpreter

    return cast("Any", TreeInterpreter)().visit(node, value)


def _projection(node: Any) -> tuple[Any, Any] | None:
    """The list that a projection goes over, and the same projection over whatever it is given."""
    if node["type"] not in ("projection", "filter_projection"):
        return None
    source, *rest = node["children"]
    current: Any = {"type": "identity", "children": []}
    return source, cast("Any", {**node, "children": [current, *rest]})


def _guarded(work: Callable[[], Json]) -> Json | FilterError:
    from jmespath.exceptions import JMESPathError

    try:
        return work()
    except JMESPathError as error:
        return _explained(error, "")
    except RecursionError:
        return FilterError("nested too deeply for JMESPath")
    # What the library lets through of the data's own types: comparing a text with a number, adding a null.
    except (TypeError, ValueError, KeyError, AttributeError, OverflowError) as error:
        return FilterError(f"the data does not fit the expression: {str(error).splitlines()[0] if str(error) else ''}")


def _explained(error: Exception, text: str) -> FilterError:
    from jmespath import exceptions

    known = cast("Any", exceptions)
    held = cast("Any", error)
    if isinstance(error, known.IncompleteExpressionError):
        return FilterError("the expression is not finished", len(text))
    if isinstance(error, known.LexerError):
        position = int(held.lexer_position)
        return FilterError(f"not understood: {text[position : position + 10] or 'the end'}", position)
    if isinstance(error, known.ParseError):
        position = int(held.lex_position)
        token = str(held.token_value)
        return FilterError(f"{token} is not expected here" if token else "the expression is not finished", position)
    if isinstance(error, known.JMESPathTypeError):  # its own text holds the value, which may be large or secret
        expected = " or ".join(str(one) for one in held.expected_types)
        return FilterError(f"{held.function_name}() wants {expected}, not {held.actual_type}")
    return FilterError(str(error).splitlines()[0] if str(error) else "not understood")


@dataclass(frozen=True, slots=True)
class Completion:
    """What may stand at the cursor: replace `text[start:cursor]` by one of `words`."""

    start: int
    words: tuple[str, ...]


def complete(text: str, cursor: int, document: Json, most: int = 50) -> Completion:
    """The names that may come at the cursor: members of what the expression before it finds, then functions.

    Looks at the first few elements of a list. Meant for every key: below a millisecond on ordinary answers; a
    projection before the cursor is tried on a list's first 50 elements only.
    """
    before = text[:cursor]
    found = _LAST_NAME.search(before)
    start = found.start() if found is not None else cursor
    typed = before[start:].strip('"').lower()
    base = before[:start]
    names = _names(_value_before(base, document), most * 20)
    words = [_written(name) for name in names if name.lower().startswith(typed)]
    words += [_written(name) for name in names if typed and typed in name.lower() and _written(name) not in words]
    if typed and not base.rstrip().endswith("."):
        words += [f"{name}(" for name in _FUNCTIONS if name.startswith(typed)]
    return Completion(start, tuple(words[:most]))


def _written(name: str) -> str:
    return name if _PLAIN.match(name) else json.dumps(name, ensure_ascii=False)


def _value_before(base: str, document: Json) -> Json:
    """What the names at the end of an unfinished expression are members of."""
    bare = base.rstrip()
    at = _unclosed(bare)
    context, inner = document, bare[at + 1 :]
    if at >= 0 and bare[at] == "(":
        context = _value_before(_FUNCTION_NAME.sub("", bare[:at]), document)
        if _last_piece(inner).startswith("&"):
            context = _tried(inner.split(",", 1)[0], context)
    elif at >= 0:
        context = _value_before(f"{bare[:at].removesuffix('.')}.", document)
    piece = _last_piece(inner).lstrip("?&! ")
    if not piece.endswith("."):
        if "|" in piece:
            return _tried(piece[: piece.rfind("|")], context)
        return context
    expression = piece.rstrip(".").strip()
    if not expression:
        return context
    return _tried(f"[].{expression}" if isinstance(context, list) and at >= 0 else expression, context)


def _unclosed(text: str) -> int:
    """Where the innermost bracket that is still open stands, or -1."""
    stack: list[int] = []
    quote = ""
    for at, char in enumerate(text):
        if quote:
            quote = "" if char == quote and text[at - 1] != "\\" else quote
        elif char in "\"'`":
            quote = char
        elif char in "([{":
            stack.append(at)
        elif char in ")]}" and stack:
            stack.pop()
    return stack[-1] if stack else -1


def _last_piece(text: str) -> str:
    """The operand that ends a text: what stands behind the last comma, comparison, colon, `&&` or `||`."""
    depth, start, quote = 0, 0, ""
    for at, char in enumerate(text):
        if quote:
            quote = "" if char == quote and text[at - 1] != "\\" else quote
        elif char in "\"'`":
            quote = char
        elif char in "([{":
            depth += 1
        elif char in ")]}":
            depth -= 1
        elif depth == 0 and (char in ",:=<>" or text[max(0, at - 1) : at + 1] in ("&&", "||")):
            start = at + 1
    return text[start:].lstrip()


def _tried(expression: str, document: Json) -> Json:
    found = compiled(expression)
    if isinstance(found, FilterError):
        return None
    value = found.apply(document)
    return None if isinstance(value, FilterError) else value


def _shortened(value: Json, depth: int = 0) -> Json:
    """The document with the first 20 elements of each list, down to some levels: cheap to try expressions on."""
    if depth > 8:
        return None if is_container(value) else value
    if isinstance(value, dict):
        return {key: _shortened(one, depth + 1) for key, one in value.items()}
    if isinstance(value, list):
        return [_shortened(one, depth + 1) for one in value[:20]]
    return value


def _names(value: Json, most: int) -> list[str]:
    names: dict[str, None] = {}
    for one in value[:50] if isinstance(value, list) else [value]:
        inner = one[:20] if isinstance(one, list) else [one]
        for record in inner:
            if isinstance(record, dict):
                names.update(dict.fromkeys(record))
            if len(names) > most:
                break
    return list(names)
