"""Texts that may have been hashed instead of the body: none, other ends, encodings and serialisations of it."""

from __future__ import annotations

import json
import re
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import unquote_to_bytes, urlencode

from tcexplorer.diagnosis.doctor.mistake import Mistake, Reach
from tcexplorer.diagnosis.doctor.mistakes.hashes import unhashed
from tcexplorer.diagnosis.doctor.serialised.document import ORDERS, read_document
from tcexplorer.diagnosis.doctor.serialised.line_ends import with_line_ends
from tcexplorer.diagnosis.doctor.serialised.styles import ALL_STYLES, RARE_STYLES, STYLES
from tcexplorer.protocol.flatten import flattened
from tcexplorer.protocol.signing import UNSIGNED_PAYLOAD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tcexplorer.diagnosis.doctor.facts import Facts
    from tcexplorer.diagnosis.doctor.serialised.document import Document

Texts: TypeAlias = "Iterator[tuple[str, bytes]]"
"""What was done to the body, in words, and the text that it became."""

_UNSIGNED = UNSIGNED_PAYLOAD.encode()
_PLAIN = STYLES[:4]
"""Compact or with blanks, UTF-8 or \\u: what one meets most."""
_FEW = (*_PLAIN, STYLES[8], STYLES[10], STYLES[14], STYLES[16])
_INSTEAD = ("undefined", "[object Object]", "[object Promise]", "None", "nil", "Array", "NULL", "[]", '""', "$BODY")
"""What a program hashes that has no body yet, or has not made a text of it."""
_SMALL, _LARGE = 4096, 1024 * 1024
_COMMON_BYTES, _RARE_BYTES = 4 * _LARGE, _LARGE
"""Text written in all: at 10 KB that is more than there are styles, at 1 MB a few."""
_RARE_MOST = 3400
_INDENTED = re.compile(rb"[{\[,][ \t]{2}|[{\[,]\t")
_DROPPED = "with the line ends that curl's -d @file drops (--data-binary keeps them)"
_FEW_ORDERS, _MANY_ORDERS = 24, 720


def _hashed(fault: str, words: str, text: bytes, sent: bytes | None = None) -> Mistake:
    return Mistake(fault, words, {"payload": text}, Reach.ANY, None if sent is None else text, sent)


def payload_mistakes(facts: Facts) -> Iterator[Mistake]:
    """Another text than the one that is to be hashed, most likely ones first."""
    body = facts.body
    if facts.declared:
        said = "UNSIGNED-PAYLOAD itself was signed where its hash belongs"
        yield Mistake("body-not-hashed", said, {"payload_form": unhashed}, Reach.ANY, _UNSIGNED)
        said = "the hash of the body was signed, though the header says UNSIGNED-PAYLOAD"
        yield _hashed("unsigned-payload-not-signed", said, body)
        yield _hashed("body-hash-empty", "an empty body was hashed", b"")
        yield _hashed("body-hash-empty", "{} was hashed", b"{}")
        return
    said = "UNSIGNED-PAYLOAD was signed, not hashed, without its header"
    yield Mistake("unsigned-payload-undeclared", said, {"payload": _UNSIGNED, "payload_form": unhashed})
    for unsigned in (_UNSIGNED, _UNSIGNED.lower()):
        yield _hashed("unsigned-payload-undeclared", f"the hash of {unsigned.decode()} was signed", unsigned)
    if facts.get:
        query = facts.query.encode("utf-8", "surrogateescape")
        for name, text in (("the body", body), ("{}", b"{}"), ("null", b"null"), ("the query", query)):
            yield _hashed("body-in-get", f"the hash of {name} was signed for a GET", text, b"")
        return
    yield _hashed("body-hash-empty", "an empty body was hashed", b"", body)
    yield _hashed("body-hash-empty", "{} was hashed instead of the body", b"{}", body)
    yield from _reserialised(body, _common(body), _COMMON_BYTES)


def seldom_payload_mistakes(facts: Facts) -> Iterator[Mistake]:
    """More such texts, to be tried alone."""
    if not facts.declared and not facts.get:
        yield from _reserialised(facts.body, islice(_rare(facts.body), _RARE_MOST), _RARE_BYTES)


def _reserialised(body: bytes, texts: Iterable[tuple[str, bytes]], left: int) -> Iterator[Mistake]:
    """The texts as mistakes, each once, until there are too many bytes of them."""
    seen = {body, b"", b"{}"}
    for said, text in texts:
        left -= len(text)
        if left < 0:
            return
        if text not in seen:
            seen.add(text)
            yield _hashed("body-reserialised", said, text, body)


def _common(body: bytes) -> Texts:
    yield from _signed(_ended(body))
    if len(body) > _LARGE:
        yield from _signed(_of_large(body))
        return
    if _INDENTED.search(body):
        yield from _signed((_DROPPED, text) for text in islice(with_line_ends(body), 2))
    document = read_document(body)
    if document is not None:
        yield from _signed(_written(document, len(body)))
        yield _instead("null")


def _signed(texts: Iterable[tuple[str, bytes]]) -> Texts:
    return ((f"the body was signed {name}", text) for name, text in texts)


def _instead(word: str) -> tuple[str, bytes]:
    return f"{word} was hashed instead of the body", word.encode()


def _ended(body: bytes) -> Texts:
    yield "with a newline at its end", body + b"\n"
    yield "without the line end it was sent with", body.rstrip(b"\r\n")
    yield "without the blanks around it", body.strip()
    yield "without any blank", body.replace(b" ", b"")
    yield "with LF line ends", body.replace(b"\r\n", b"\n")
    yield "with CRLF line ends", body.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    yield "with CRLF at its end", body + b"\r\n"
    yield r"with \" for its quotation marks", body.replace(b'"', rb"\"")
    yield r"with its \" as quotation marks", body.replace(rb"\"", b'"')


def _written(document: Document, size: int) -> Texts:
    """What serialisers make of the document, most likely ones first."""
    kept, in_order = document.kept, document.ordered("sorted")
    for style in _PLAIN:
        yield style.name, kept.written(style)
    for style in STYLES:
        yield f"{style.name}, names sorted", in_order.written(style)
    for style in STYLES[len(_PLAIN) :]:
        yield style.name, kept.written(style)
    for style in STYLES:
        yield f"{style.name}, with a newline at its end", kept.written(style) + b"\n"
    for style in RARE_STYLES:
        yield style.name, kept.written(style)
    for name, reduced in document.reduced():
        for style in (*_PLAIN, STYLES[10]):
            yield f"{style.name}, {name}", reduced.kept.written(style)
    for said, name, top_only in (
        ("outermost names sorted", "sorted", True),
        ("outermost names reversed", "reversed", True),
        ("all names reversed", "reversed", False),
    ):
        writer = document.ordered(name, top_only=top_only)
        for style in _PLAIN:
            yield f"{style.name}, {said}", writer.written(style)
    for writer in document.shuffled(_FEW_ORDERS if size <= _SMALL else _FEW_ORDERS // 4):
        for style in _PLAIN:
            yield f"{style.name}, names in another order", writer.written(style)


def _of_large(body: bytes) -> Texts:
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        return
    for name, comma, colon, ascii_only in (
        ("with blanks after , and :, other characters as \\u", ", ", ": ", True),
        ("compact", ",", ":", False),
        ("compact, other characters as \\u", ",", ":", True),
        ("with blanks after , and :", ", ", ": ", False),
    ):
        text = json.dumps(document, ensure_ascii=ascii_only, separators=(comma, colon))
        yield name, text.encode("utf-8", "surrogatepass")


def _rare(body: bytes) -> Texts:
    for word in _INSTEAD:
        yield _instead(word)
    yield from _signed(_of_bytes(body))
    document = read_document(body) if len(body) <= _LARGE else None
    yield from _signed(_in_other_encodings(body, document))
    if document is not None:
        yield from _signed(_as_values(body))
        yield from _signed(_rarely_written(document))


def _of_bytes(body: bytes) -> Texts:
    yield "with a newline before it", b"\n" + body
    yield "with a blank at its end", body + b" "
    yield "with a byte order mark", b"\xef\xbb\xbf" + body
    yield "without its byte order mark", body.removeprefix(b"\xef\xbb\xbf")
    yield "with two newlines at its end", body + b"\n\n"
    yield "with a NUL at its end", body + b"\0"
    yield "as the text of Python's bytes", repr(body).encode()
    yield "in lower case", body.lower()
    yield "percent-decoded", unquote_to_bytes(body)
    yield "without any blank or line end", b"".join(body.split())
    for end in (rb"\n", b"n"):
        yield f"with {end.decode()} for its line ends", body.replace(b"\r\n", b"\n").replace(b"\n", end)
    for end in (b"\n", b"\r\n"):
        yield r"with line ends that were sent as \n", body.replace(rb"\n", end)
    for text in with_line_ends(body):
        yield _DROPPED, text


def _rarely_written(document: Document) -> Texts:
    kept, in_order = document.kept, document.ordered("sorted")
    for order, writer in (("", kept), (", names sorted", in_order)):
        for style in ALL_STYLES:
            yield f"{style.name}{order}", writer.written(style)
        if document.has_long_numbers:
            for style in ALL_STYLES:
                text = writer.written(style._replace(numbers="short"))
                said = f"{style.name}{order}, numbers written shortest"
                yield said, text
                if style.escape == "html" and style.indent is None:
                    yield f"{said}, with a newline at its end", text + b"\n"
    for styles, most in ((ALL_STYLES, _FEW_ORDERS), ((*_PLAIN, STYLES[10]), _MANY_ORDERS)):
        for writer in document.shuffled(most):
            for style in styles:
                yield f"{style.name}, names in another order", writer.written(style)
    for style in RARE_STYLES:
        yield f"{style.name}, with a newline at its end", kept.written(style) + b"\n"
    for style in STYLES:
        yield f"{style.name}, names sorted, with a newline at its end", in_order.written(style) + b"\n"
    for style in RARE_STYLES:
        yield f"{style.name}, names sorted", in_order.written(style)
    for name in ORDERS:
        for top_only in (False, True):
            writer = document.ordered(name, top_only=top_only)
            if writer.tokens not in (kept.tokens, in_order.tokens):
                for style in _FEW:
                    yield f"{style.name}, names {name}", writer.written(style)


def _in_other_encodings(body: bytes, document: Document | None) -> Texts:
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return
    texts = [("", text)]
    if document is not None:
        texts += [
            (f"{style.name}, ", document.kept.written(style).decode("utf-8", "replace"))
            for style in (STYLES[0], STYLES[2])
        ]
    for name, one in texts:
        if one.isascii():  # what UTF-8 writes alike
            continue
        for encoding in ("gbk", "gb18030", "big5", "latin-1"):
            try:
                yield f"{name}encoded as {encoding}", one.encode(encoding)
            except UnicodeEncodeError:
                continue
        said = "encoded as Latin-1, other characters cut to a byte (Node: 'latin1' or 'binary')"
        yield f"{name}{said}", one.encode("utf-16-le", "surrogatepass")[::2]
        for encoding in ("ascii", "latin-1"):
            yield f"{name}encoded as {encoding}, other characters as ?", one.encode(encoding, "replace")
    for encoding in ("utf-16-le", "utf-16", "utf-16-be"):
        yield f"encoded as {encoding}", text.encode(encoding)
    yield "UTF-8 taken for Latin-1 and encoded again", body.decode("latin-1").encode()


def _as_values(body: bytes) -> Texts:
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):  # a number of too many digits
        return
    as_text = body.decode("utf-8-sig")
    for ascii_only in (True, False):
        text = json.dumps(as_text, ensure_ascii=ascii_only)
        yield "as a JSON string of JSON", text.encode("utf-8", "surrogatepass")
    if isinstance(document, dict):
        pairs = flattened(document)  # pyright: ignore[reportUnknownArgumentType]
        yield "as a form", urlencode(pairs, errors="surrogatepass").encode()
        yield "as dotted pairs", "&".join(f"{a}={b}" for a, b in pairs).encode("utf-8", "surrogatepass")
