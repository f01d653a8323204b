"""The words of a CamelCase name."""

from __future__ import annotations

import re

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


def words(name: str) -> list[str]:
    """The words of a CamelCase name: `Get3DModel` is Get, 3, D, Model."""
    return _WORD.findall(name)
