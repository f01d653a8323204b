"""What stands for a hash: of the payload, of the canonical request, or of both."""

# the rows are of lambdas, whose types are those of the recipe
# pyright: reportUnknownLambdaType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
from __future__ import annotations

import base64
import hashlib
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from tcexplorer.diagnosis.doctor.mistake import Mistake, Reach, encoded
from tcexplorer.protocol.signing import CODEC, hex_sha256

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tcexplorer.diagnosis.doctor.facts import Facts


def unhashed(data: bytes) -> str:
    """The text itself."""
    return data.decode(*CODEC)


def _base64(data: bytes) -> str:
    return base64.b64encode(hashlib.sha256(data).digest()).decode()


def _hashed_with(name: str, data: bytes) -> str:
    return hashlib.new(name, data, usedforsecurity=False).hexdigest()


def _printed(before: str, after: str, data: bytes) -> str:
    return f"{before}{hex_sha256(data)}{after}"


class _Form(NamedTuple):
    words: str
    made: Callable[[bytes], str]
    reach: Reach = Reach.ALONE


_MOST_IN_PAIRS = 64 * 1024
"""Bytes of a body that is tried unhashed in pairs."""
_UPPER = _Form("in upper case", lambda data: hex_sha256(data).upper(), Reach.ANY)
_DASHED = _Form(
    "in upper case with dashes (.NET)", lambda data: hashlib.sha256(data).digest().hex("-").upper(), Reach.ANY
)
_RAW = _Form("itself", unhashed, Reach.ANY)
_FORMS = (
    _Form("in base64", _base64),
    _Form("hashed once more", lambda data: hex_sha256(hex_sha256(data).encode())),
    *(
        _Form(f"with the `{before or after}` that {tool} prints {'before' if before else 'after'} it",
              partial(_printed, before, after))
        for before, after, tool in (
            ("(stdin)= ", "", "openssl"), ("SHA2-256(stdin)= ", "", "openssl"), ("SHA256(stdin)= ", "", "openssl"),
            ("", "  -", "sha256sum"), ("", " *-", "sha256sum"), ("", "  -\n", "sha256sum"),
        )
    ),
    *(_Form(f"with {name} for SHA-256", partial(_hashed_with, name)) for name in
      ("sha1", "md5", "sha512", "sha384", "sha224")),
)  # fmt: skip


def hash_mistakes(facts: Facts) -> Iterator[Mistake]:
    """Hashes in another form, or texts that stand unhashed."""
    yield _of_payload(facts, "body-hash-uppercase", _UPPER)
    raw = _RAW if len(facts.payload) <= _MOST_IN_PAIRS else _RAW._replace(reach=Reach.ALONE)
    yield _of_payload(facts, "body-not-hashed", raw, "the body itself was signed where its hash belongs")
    yield _of_payload(facts, "body-hash-uppercase", _DASHED)
    said = "the string to sign ends with the canonical request itself"
    yield Mistake("canonical-not-hashed", said, {"canonical_form": unhashed})
    said = "the hash of the canonical request was in upper case"
    yield Mistake("canonical-hash-uppercase", said, {"canonical_form": _UPPER.made})
    said = "the hash of the canonical request was signed as bytes, not in hex"
    as_bytes = {"canonical_form": lambda data: hashlib.sha256(data).digest().decode(*CODEC)}
    yield Mistake("canonical-hash-wrong", said, as_bytes, Reach.ALONE)
    for form in _FORMS:
        often = form._replace(reach=Reach.ANY) if form.made is _base64 else form
        yield _of_payload(facts, "body-hash-wrong", often)
        said = f"the hash of the canonical request was signed {form.words}"
        yield Mistake("canonical-hash-wrong", said, {"canonical_form": form.made}, Reach.ALONE)
        both = {"payload_form": form.made, "canonical_form": form.made}
        yield Mistake("canonical-hash-wrong", f"both hashes were signed {form.words}", both, Reach.ALONE)
    sha1 = {"canonical_form": partial(_hashed_with, "sha1"), "key_digests": ("sha1",) * 3, "last_digest": "sha1"}
    for changes in ({**sha1, "payload_form": sha1["canonical_form"]}, sha1):
        yield Mistake("derive-sha1", "SHA-1 was used throughout", changes, Reach.ALONE)


def _of_payload(facts: Facts, fault: str, form: _Form, words: str = "") -> Mistake:
    said = words or f"the payload hash was signed {form.words}"
    signed, right = encoded(form.made(facts.payload)), hex_sha256(facts.payload).encode()
    return Mistake(fault, said, {"payload_form": form.made}, form.reach, signed, right)
