"""Texts that may have been hashed instead of the body: other ends, encodings and serialisations of it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote_to_bytes, urlencode

from tcexplorer.diagnosis.doctor.mistake import Mistake
from tcexplorer.diagnosis.doctor.serialised.document import ORDERS, read_document
from tcexplorer.diagnosis.doctor.serialised.line_ends import with_line_ends
from tcexplorer.diagnosis.doctor.serialised.styles import ALL_STYLES, RARE_STYLES, STYLES
from tcexplorer.protocol.flatten import flattened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tcexplorer.diagnosis.doctor.serialised.document import Document

_PLAIN = STYLES[:4]
"""Compact or with blanks, UTF-8 or \\u: what one meets most."""
_FEW = (*_PLAIN, STYLES[8], STYLES[10], STYLES[14], STYLES[16])
_INSTEAD = ("undefined", "[object Object]", "[object Promise]", "None", "nil", "Array", "NULL", "[]", '""', "$BODY")
"""What a program hashes that has no body yet, or has not made a text of it."""
_SMALL, _LARGE = 4096, 1024 * 1024
_INDENTED = re.compile(rb"[{\[,][ \t]{2}|[{\[,]\t")
_DROPPED = "with the line ends that curl's -d @file drops (--data-binary keeps them)"
_FEW_ORDERS, _MANY_ORDERS = 24, 720


class BodyText(NamedTuple):
    """A text that was hashed, and the mistake that this is."""

    mistake: Mistake
    text: bytes


@dataclass(frozen=True)
class Bodies:
    """The body that was sent, as what its client may have had before."""

    body: bytes

    def common(self) -> Iterator[BodyText]:
        """Those that are tried with other mistakes, too, most likely first."""
        yield from self._ended()
        if len(self.body) > _LARGE:
            yield from self._of_large()
            return
        if _INDENTED.search(self.body):
            for text in islice(with_line_ends(self.body), 2):
                yield self._said(_DROPPED, text)
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
        yield self._instead("null")

    def rare(self) -> Iterator[BodyText]:
        """Those that are tried alone."""
        body = self.body
        for word in _INSTEAD:
            yield self._instead(word)
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
        for end in (rb"\n", b"n"):
            if b"\n" in body:
                text = re.sub(rb"\r?\n", lambda _, end=end: end, body)
                yield self._said(f"with {end.decode()} for its line ends", text)
        for end in (b"\n", b"\r\n"):
            yield self._said(r"with line ends that were sent as \n", body.replace(rb"\n", end))
        for text in with_line_ends(body):
            yield self._said(_DROPPED, text)
        yield from self._in_other_encodings()
        if len(body) > _LARGE:
            return
        document = read_document(body)
        if document is None:
            return
        yield from self._as_values()
        kept = document.kept
        for order, writer in (("", kept), (", names sorted", document.ordered("sorted"))):
            for style in ALL_STYLES:
                yield self._said(f"{style.name}{order}", writer.written(style))
            if document.has_long_numbers:
                for style in ALL_STYLES:
                    text = writer.written(style._replace(numbers="short"))
                    said = f"{style.name}{order}, numbers written shortest"
                    yield self._said(said, text)
                    if style.escape == "html" and style.indent is None:
                        yield self._said(f"{said}, with a newline at its end", text + b"\n")
        for writer in document.shuffled(_FEW_ORDERS):
            for style in ALL_STYLES:
                yield self._said(f"{style.name}, names in another order", writer.written(style))
        for style in (*_PLAIN, STYLES[10]):
            for writer in document.shuffled(_MANY_ORDERS):
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

    def _said(self, name: str, text: bytes) -> BodyText:
        return BodyText(Mistake("body-reserialised", f"the body was signed {name}", text, self.body), text)

    def _instead(self, word: str) -> BodyText:
        said = f"{word} was hashed instead of the body"
        return BodyText(Mistake("body-reserialised", said, word.encode(), self.body), word.encode())

    def _ended(self) -> Iterator[BodyText]:
        body = self.body
        yield self._said("with a newline at its end", body + b"\n")
        yield self._said("without the line end it was sent with", body.rstrip(b"\r\n"))
        yield self._said("without the blanks around it", body.strip())
        yield self._said("without any blank", body.replace(b" ", b""))
        yield self._said("with LF line ends", body.replace(b"\r\n", b"\n"))
        if b"\n" in body:
            yield self._said("with CRLF line ends", body.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
        yield self._said("with CRLF at its end", body + b"\r\n")
        if b'"' in body:
            yield self._said(r"with \" for its quotation marks", body.replace(b'"', rb"\""))
        if rb"\"" in body:
            yield self._said(r"with its \" as quotation marks", body.replace(rb"\"", b'"'))

    def _reduced(self) -> Iterator[BodyText]:
        """What a serialiser makes of it that leaves members out, or names them in its own way."""
        assert self._document is not None
        for name, document in self._document.reduced():
            for style in (*_PLAIN, STYLES[10]):
                yield self._said(f"{style.name}, {name}", document.kept.written(style))

    @cached_property
    def _document(self) -> Document | None:
        return read_document(self.body)

    def _of_large(self) -> Iterator[BodyText]:
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

    def _in_other_encodings(self) -> Iterator[BodyText]:
        try:
            text = self.body.decode()
        except UnicodeDecodeError:
            return
        texts = [("", text)]
        if len(self.body) <= _LARGE and (document := self._document) is not None:
            texts += [
                (f"{style.name}, ", document.kept.written(style).decode("utf-8", "replace"))
                for style in (STYLES[0], STYLES[2])
            ]
        for name, one in texts:
            if one.isascii():  # what UTF-8 writes alike
                continue
            for encoding in ("gbk", "gb18030", "big5", "latin-1"):
                try:
                    yield self._said(f"{name}encoded as {encoding}", one.encode(encoding))
                except UnicodeEncodeError:
                    continue
            cut = one.encode("utf-16-le", "surrogatepass")[::2]
            said = "encoded as Latin-1, other characters cut to a byte (Node: 'latin1' or 'binary')"
            yield self._said(f"{name}{said}", cut)
            for encoding in ("ascii", "latin-1"):
                said = f"encoded as {encoding}, other characters as ?"
                yield self._said(f"{name}{said}", one.encode(encoding, "replace"))
        for encoding in ("utf-16-le", "utf-16", "utf-16-be"):
            yield self._said(f"encoded as {encoding}", text.encode(encoding))
        yield self._said("UTF-8 taken for Latin-1 and encoded again", self.body.decode("latin-1").encode())

    def _as_values(self) -> Iterator[BodyText]:
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
