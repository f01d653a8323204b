"""The last line of the canonical request: which text was hashed, and what was made of the hash."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote_to_bytes, urlencode

from tcexplorer.diagnosis.doctor.json_text import ORDERS, RARE_STYLES, STYLES, read_document
from tcexplorer.diagnosis.doctor.mistake import Mistake, Slot, Variant
from tcexplorer.protocol.flatten import flattened
from tcexplorer.protocol.signing import UNSIGNED_PAYLOAD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tcexplorer.diagnosis.doctor.json_text import Document

_UNSIGNED = UNSIGNED_PAYLOAD.encode()
_PLAIN = STYLES[:4]
"""Compact or with blanks, UTF-8 or \\u: what one meets most."""
_FEW = (*_PLAIN, STYLES[8], STYLES[10], STYLES[14], STYLES[16])
_SMALL, _LARGE = 4096, 1024 * 1024
_COMMON_BYTES = 4 * 1024 * 1024
_RARE_BYTES = 2 * 1024 * 1024
"""Text written in all: at 10 KB that is more than there are styles, at 1 MB a few."""
_RARE_MOST = 1500
_FEW_ORDERS, _MANY_ORDERS = 24, 720


class _Text(NamedTuple):
    mistake: Mistake
    text: bytes


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


_FORMS = (
    _Form(Mistake("body-hash-uppercase", "the payload hash was signed in upper case"), _upper),
    _Form(Mistake("body-not-hashed", "the body itself was signed where its hash belongs"), bytes),
    _Form(Mistake("body-hash-wrong", "the payload hash was signed in base64"), _base64),
)
_RARE_FORMS = (
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

        texts = list(self._texts())
        for mistake, text in texts:
            add(_hex(text), mistake)
        if self.right == _UNSIGNED or not self.declared:
            add(_UNSIGNED, self._unsigned_mistake())
        for form in _FORMS:
            value = form.made(self.right)
            add(value, form.mistake._replace(signed=value, sent=right))
        for form in _RARE_FORMS:
            value = form.made(self.right)
            add(value, form.mistake._replace(signed=value, sent=right), rare=True)
        small = sum(len(text) for _, text in texts) <= _COMMON_BYTES
        for mistake, text in texts if small else texts[:8]:
            for form in _FORMS:
                value = form.made(text)
                if value != self.right + b"\n":  # that is a newline after the canonical request
                    add(value, mistake, form.mistake._replace(signed=value, sent=right))
        return Slot(right, tuple(ones), tuple(twos))

    def rare(self) -> Iterator[Variant[bytes]]:
        """More texts that may have been hashed, to be tried alone."""
        if self.declared or self.get:
            return
        left = _RARE_BYTES
        seen = {self.body}
        for number, (mistake, text) in enumerate(self._rare_texts()):
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

    def _texts(self) -> Iterator[_Text]:
        """The texts that are tried with other mistakes, too, most likely first."""
        if self.declared:
            yield _Text(
                Mistake(
                    "unsigned-payload-not-signed",
                    "the hash of the body was signed, though the header says UNSIGNED-PAYLOAD",
                ),
                self.body,
            )
            yield _Text(Mistake("body-hash-empty", "an empty body was hashed"), b"")
            yield _Text(Mistake("body-hash-empty", "{} was hashed"), b"{}")
            return
        yield _Text(Mistake("unsigned-payload-undeclared", "the hash of UNSIGNED-PAYLOAD was signed"), _UNSIGNED)
        if self.get:
            for name, text in (("the body", self.body), ("{}", b"{}"), ("null", b"null"), ("the query", self.query)):
                if text:
                    yield _Text(Mistake("body-in-get", f"the hash of {name} was signed for a GET", text, b""), text)
            return
        yield _Text(Mistake("body-hash-empty", "an empty body was hashed", b"", self.body), b"")
        yield _Text(Mistake("body-hash-empty", "{} was hashed instead of the body", b"{}", self.body), b"{}")
        left = _COMMON_BYTES
        seen = {self.body, b"", b"{}", _UNSIGNED}
        for text in self._other_texts():
            left -= len(text.text)
            if left < 0:
                return
            if text.text not in seen:
                seen.add(text.text)
                yield text

    def _said(self, name: str, text: bytes) -> _Text:
        return _Text(Mistake("body-reserialised", f"the body was signed {name}", text, self.body), text)

    def _ended(self) -> Iterator[_Text]:
        body = self.body
        yield self._said("with a newline at its end", body + b"\n")
        yield self._said("without the line end it was sent with", body.rstrip(b"\r\n"))
        yield self._said("without the blanks around it", body.strip())
        yield self._said("without any blank", body.replace(b" ", b""))
        yield self._said("with LF line ends", body.replace(b"\r\n", b"\n"))
        if b"\n" in body:
            yield self._said("with CRLF line ends", body.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
        yield self._said("with CRLF at its end", body + b"\r\n")

    def _other_texts(self) -> Iterator[_Text]:
        yield from self._ended()
        if len(self.body) > _LARGE:
            yield from self._of_large()
            return
        document = self._document
        if document is None:
            return
        kept = document.kept
        for style in _PLAIN:
            yield self._said(style.name, kept.written(style))
        in_order = document.ordered("sorted")
        for style in STYLES:
            yield self._said(f"{style.name}, names sorted", in_order.written(style))
        for style in STYLES[len(_PLAIN) :]:
            yield self._said(style.name, kept.written(style))
        for style in STYLES:
            yield self._said(f"{style.name}, with a newline at its end", kept.written(style) + b"\n")
        for style in RARE_STYLES:
            yield self._said(style.name, kept.written(style))
        yield from self._reduced()
        top = document.ordered("sorted", top_only=True)
        back = document.ordered("reversed", top_only=True)
        for style in _PLAIN:
            yield self._said(f"{style.name}, outermost names sorted", top.written(style))
            yield self._said(f"{style.name}, outermost names reversed", back.written(style))
        every = document.ordered("reversed")
        for style in _PLAIN:
            yield self._said(f"{style.name}, all names reversed", every.written(style))
        for writer in document.shuffled(_FEW_ORDERS if len(self.body) <= _SMALL else _FEW_ORDERS // 4):
            for style in _PLAIN:
                yield self._said(f"{style.name}, names in another order", writer.written(style))
        yield self._said("null", b"null")

    def _reduced(self) -> Iterator[_Text]:
        """What a serialiser makes of it that leaves members out, or names them in its own way."""
        assert self._document is not None
        for name, document in self._document.reduced():
            for style in (*_PLAIN, STYLES[10]):
                yield self._said(f"{style.name}, {name}", document.kept.written(style))

    @cached_property
    def _document(self) -> Document | None:
        return read_document(self.body)

    def _of_large(self) -> Iterator[_Text]:
        try:
            document = json.loads(self.body)
        except (ValueError, RecursionError):
            return
        for name, comma, colon, ascii_only in (
            ("with blanks after , and :, other characters as \\u", ", ", ": ", True),
            ("compact", ",", ":", False),
            ("compact, other characters as \\u", ",", ":", True),
            ("with blanks after , and :", ", ", ": ", False),
        ):
            text = json.dumps(document, ensure_ascii=ascii_only, separators=(comma, colon))
            yield self._said(name, text.encode("utf-8", "surrogatepass"))

    def _rare_texts(self) -> Iterator[_Text]:
        body = self.body
        for name, text in (
            ("with a newline before it", b"\n" + body),
            ("with a blank at its end", body + b" "),
            ("with a byte order mark", b"\xef\xbb\xbf" + body),
            ("without its byte order mark", body.removeprefix(b"\xef\xbb\xbf")),
            ("with two newlines at its end", body + b"\n\n"),
            ("with a NUL at its end", body + b"\0"),
            ("as the text of Python's bytes", repr(body).encode()),
            ("in lower case", body.lower()),
            ("percent-decoded", unquote_to_bytes(body)),
            ("without any blank or line end", b"".join(body.split())),
        ):
            yield self._said(name, text)
        yield from self._in_other_encodings()
        if len(body) > _LARGE:
            return
        document = read_document(body)
        if document is None:
            return
        yield from self._as_values()
        kept = document.kept
        for writer in document.shuffled(_MANY_ORDERS):
            for style in (*_PLAIN, STYLES[10]):
                yield self._said(f"{style.name}, names in another order", writer.written(style))
        for style in RARE_STYLES:
            yield self._said(f"{style.name}, with a newline at its end", kept.written(style) + b"\n")
        known = {document.kept.tokens, document.ordered("sorted").tokens}
        for style in STYLES:
            text = document.ordered("sorted").written(style)
            yield self._said(f"{style.name}, names sorted, with a newline at its end", text + b"\n")
        for style in RARE_STYLES:
            yield self._said(f"{style.name}, names sorted", document.ordered("sorted").written(style))
        for name in ORDERS:
            for top_only in (False, True):
                writer = document.ordered(name, top_only=top_only)
                if writer.tokens in known:
                    continue
                known.add(writer.tokens)
                for style in _FEW:
                    yield self._said(f"{style.name}, names {name}", writer.written(style))

    def _in_other_encodings(self) -> Iterator[_Text]:
        try:
            text = self.body.decode()
        except UnicodeDecodeError:
            return
        for encoding in ("gbk", "utf-16-le", "utf-16", "utf-16-be", "latin-1"):
            try:
                yield self._said(f"encoded as {encoding}", text.encode(encoding))
            except UnicodeEncodeError:
                continue
        yield self._said("UTF-8 taken for Latin-1 and encoded again", self.body.decode("latin-1").encode())

    def _as_values(self) -> Iterator[_Text]:
        try:
            document = json.loads(self.body)
        except (ValueError, RecursionError):  # a number of too many digits
            return
        as_text = self.body.decode("utf-8-sig")
        for ascii_only in (True, False):
            yield self._said(
                "as a JSON string of JSON",
                json.dumps(as_text, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass"),
            )
        if isinstance(document, dict):
            pairs = flattened(document)  # pyright: ignore[reportUnknownArgumentType]
            yield self._said("as a form", urlencode(pairs, errors="surrogatepass").encode())
            yield self._said("as dotted pairs", "&".join(f"{a}={b}" for a, b in pairs).encode("utf-8", "surrogatepass"))
