"""A value that can be used but not shown."""

from __future__ import annotations

import hmac
from typing import Generic, NoReturn, TypeVar, cast

T = TypeVar("T", str, bytes)

MASK = "••••••••"


class Secret(Generic[T]):
    """Holds a secret text or bytes; only `reveal()` gives it back.

    It cannot be printed, formatted, logged, pickled, copied or used as a key of a
    mapping; comparing two secrets takes constant time.
    """

    __slots__ = ("_value",)
    _value: T

    def __init__(self, value: T) -> None:
        self._value = value

    def reveal(self) -> T:
        """The value itself: for signing and for the keyring, never for showing."""
        return self._value

    def __bool__(self) -> bool:
        return bool(self._value)

    def __len__(self) -> int:
        return len(self._value)

    def __repr__(self) -> str:
        return f"Secret({MASK})"

    def __str__(self) -> str:
        return MASK

    def __format__(self, spec: str) -> str:
        return format(MASK, spec)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        theirs = cast("Secret[str] | Secret[bytes]", other)
        return hmac.compare_digest(_as_bytes(self._value), _as_bytes(theirs._value))

    __hash__ = None  # pyright: ignore[reportAssignmentType]

    def __reduce__(self) -> NoReturn:
        raise TypeError("a Secret cannot be pickled or copied")

    def __getstate__(self) -> NoReturn:
        raise TypeError("a Secret cannot be pickled or copied")

    def __copy__(self) -> NoReturn:
        raise TypeError("a Secret cannot be pickled or copied")

    def __deepcopy__(self, memo: object) -> NoReturn:
        raise TypeError("a Secret cannot be pickled or copied")


def _as_bytes(value: str | bytes) -> bytes:
    return b"s" + value.encode("utf-8", "surrogatepass") if isinstance(value, str) else b"b" + value


def mask_id(secret_id: str) -> str:
    """`AKID…x9Qz`: enough of a SecretId to recognise it, for screens and reports."""
    if len(secret_id) <= 16:
        return "…" if secret_id else ""
    return f"{secret_id[:4]}…{secret_id[-4:]}"
