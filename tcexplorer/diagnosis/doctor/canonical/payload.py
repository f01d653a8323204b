"""The last line of the canonical request: which text was hashed, and what was made of the hash."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from tcexplorer.diagnosis.doctor.canonical.bodies import Bodies, BodyText
from tcexplorer.diagnosis.doctor.mistake import Mistake, Slot, Variant
from tcexplorer.diagnosis.doctor.tosign.message import PRINTED, printed
from tcexplorer.protocol.signing import UNSIGNED_PAYLOAD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_UNSIGNED = UNSIGNED_PAYLOAD.encode()
_COMMON_BYTES = 4 * 1024 * 1024
_RARE_BYTES = 1024 * 1024
"""Text written in all: at 10 KB that is more than there are styles, at 1 MB a few."""
_RARE_MOST = 3400


class _Form(NamedTuple):
    mistake: Mistake
    made: Callable[[bytes], bytes]


def _hex(text: bytes) -> bytes:
    return hashlib.sha256(text).hexdigest().encode()


def _upper(text: bytes) -> bytes:
    return _hex(text).upper()


def _twice(text: bytes) -> bytes:
    return _hex(_hex(text))


def _base64(text: bytes) -> bytes:
    return base64.b64encode(hashlib.sha256(text).digest())


def _hashed_with(name: str) -> Callable[[bytes], bytes]:
    return lambda text: hashlib.new(name, text, usedforsecurity=False).hexdigest().encode()


def _printed(name: str) -> Callable[[bytes], bytes]:
    return lambda text: printed(name, _hex(text))


def _dashed(text: bytes) -> bytes:
    """As BitConverter.ToString of .NET writes bytes: upper case, dashes between them."""
    return hashlib.sha256(text).digest().hex("-").upper().encode()


_FORMS = (
    _Form(Mistake("body-hash-uppercase", "the payload hash was signed in upper case"), _upper),
    _Form(Mistake("body-not-hashed", "the body itself was signed where its hash belongs"), bytes),
    _Form(Mistake("body-hash-wrong", "the payload hash was signed in base64"), _base64),
)
_FORMS_OF_RIGHT = (
    *_FORMS,
    _Form(Mistake("body-hash-uppercase", "the payload hash was signed in upper case with dashes (.NET)"), _dashed),
)
"""Tried with the text that is to be hashed, but not with another one."""
_RARE_FORMS = (
    *(
        _Form(Mistake("body-hash-wrong", f"the payload hash was signed {said}"), _printed(name))
        for name, (_, _, said) in PRINTED.items()
    ),
    _Form(Mistake("body-hash-wrong", "the payload hash was hashed once more"), _twice),
    *(
        _Form(Mistake("body-hash-wrong", f"the payload was hashed with {name} instead of SHA-256"), _hashed_with(name))
        for name in ("sha1", "md5", "sha512", "sha384", "sha224")
    ),
)


@dataclass(frozen=True)
class Payload:
    """What is hashed, and what could have been hashed instead.

    `body` is what was sent; `get` says that nothing of it counts; `declared` that UNSIGNED-PAYLOAD is announced.
    """

    body: bytes
    get: bool
    declared: bool
    query: bytes = b""

    @property
    def right(self) -> bytes:
        """The text that is to be hashed."""
        return _UNSIGNED if self.declared else b"" if self.get else self.body

    def line(self) -> bytes:
        """The payload line without any mistake."""
        return _hex(self.right)

    def slot(self) -> Slot[bytes]:
        """The payload line, right and under mistakes."""
        right = _hex(self.right)
        seen = {right}
        ones: list[Variant[bytes]] = []
        twos: list[Variant[bytes]] = []

        def add(value: bytes, *mistakes: Mistake, rare: bool = False) -> None:
            if value not in seen:
                seen.add(value)
                (ones if len(mistakes) == 1 else twos).append(Variant(value, mistakes, rare))

        if self.right == _UNSIGNED or not self.declared:
            add(_UNSIGNED, self._unsigned_mistake())
        for form in _FORMS_OF_RIGHT:
            value = form.made(self.right)
            add(value, form.mistake._replace(signed=value, sent=right))
        texts = list(self._texts())
        for mistake, text in texts:
            add(_hex(text), mistake)
        for form in _RARE_FORMS:
            value = form.made(self.right)
            add(value, form.mistake._replace(signed=value, sent=right), rare=True)
        small = sum(len(text) for _, text in texts) <= _COMMON_BYTES
        for mistake, text in texts if small else texts[:8]:
            for form in _FORMS:
                value = form.made(text)
                if value != self.right + b"\n":  # that is a newline after the canonical request
                    add(value, mistake, form.mistake._replace(signed=value, sent=right))
        return Slot(right, tuple(ones), lambda: twos)

    def rare(self) -> Sequence[Variant[bytes]]:
        """More texts that may have been hashed, to be tried alone."""
        return self._rare

    @cached_property
    def _rare(self) -> list[Variant[bytes]]:
        return list(self._rarely())

    def _rarely(self) -> Iterator[Variant[bytes]]:
        if self.declared or self.get:
            return
        left = _RARE_BYTES
        seen = {self.body}
        for number, (mistake, text) in enumerate(self._bodies.rare()):
            left -= len(text)
            if number > _RARE_MOST or left < 0:
                return
            if text not in seen:
                seen.add(text)
                yield Variant(_hex(text), (mistake,), rare=True)

    def _unsigned_mistake(self) -> Mistake:
        if self.declared:
            return Mistake("body-not-hashed", "UNSIGNED-PAYLOAD itself was signed where its hash belongs", _UNSIGNED)
        return Mistake("unsigned-payload-undeclared", "UNSIGNED-PAYLOAD was signed, not hashed, without its header")

    def _texts(self) -> Iterator[BodyText]:
        """The texts that are tried with other mistakes, too, most likely first."""
        if self.declared:
            yield BodyText(
                Mistake(
                    "unsigned-payload-not-signed",
                    "the hash of the body was signed, though the header says UNSIGNED-PAYLOAD",
                ),
                self.body,
            )
            yield BodyText(Mistake("body-hash-empty", "an empty body was hashed"), b"")
            yield BodyText(Mistake("body-hash-empty", "{} was hashed"), b"{}")
            return
        for unsigned in (_UNSIGNED, _UNSIGNED.lower()):
            what = f"the hash of {unsigned.decode()} was signed"
            yield BodyText(Mistake("unsigned-payload-undeclared", what), unsigned)
        if self.get:
            for name, text in (("the body", self.body), ("{}", b"{}"), ("null", b"null"), ("the query", self.query)):
                if text:
                    yield BodyText(Mistake("body-in-get", f"the hash of {name} was signed for a GET", text, b""), text)
            return
        yield BodyText(Mistake("body-hash-empty", "an empty body was hashed", b"", self.body), b"")
        yield BodyText(Mistake("body-hash-empty", "{} was hashed instead of the body", b"{}", self.body), b"{}")
        left = _COMMON_BYTES
        seen = {self.body, b"", b"{}", _UNSIGNED}
        for text in self._bodies.common():
            left -= len(text.text)
            if left < 0:
                return
            if text.text not in seen:
                seen.add(text.text)
                yield text

    @cached_property
    def _bodies(self) -> Bodies:
        return Bodies(self.body)
