"""The recipe of a TC3 request: what its stages of signing take when no mistake is made, and those stages."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from tcexplorer.diagnosis.doctor.engine.hmacs import Signer
from tcexplorer.diagnosis.doctor.engine.pipeline import Stage, defaults_of
from tcexplorer.diagnosis.doctor.engine.space import SigningMethod
from tcexplorer.protocol import signing
from tcexplorer.protocol.signing import CODEC, as_given
from tcexplorer.safety.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tcexplorer.diagnosis.doctor.facts import Facts


def _headers(
    values: Mapping[str, str], lines: Sequence[str], content_type: str, host: str, sent_timestamp: str
) -> tuple[tuple[str, str], ...]:
    """The headers that are signed, with those that programs write twice as they were signed."""
    signed = {"content-type": content_type, "host": host, "x-tc-timestamp": sent_timestamp}
    return tuple([(name, signed[name] if name in signed else values.get(name, "")) for name in lines])


def _signer(
    derived_keys: tuple[bytes, ...], last_digest: str, swapped: Sequence[bool], signed_form: Callable[[bytes], bytes]
) -> Signer:
    """The last HMAC."""
    plain = not swapped[3] and signed_form is as_given

    def sign(message: bytes) -> bytes:
        return signing.signature(derived_keys, message.decode(*CODEC), last_digest, swapped, signed_form)

    return Signer(derived_keys[-1], last_digest if plain else "", sign)


def method_of(facts: Facts) -> SigningMethod:
    """The stages of `protocol.signing` for a request's headers."""
    headers = Stage("headers", partial(_headers, _raw(facts)), ("lines", "content_type", "host", "sent_timestamp"))
    before = (
        signing.request_line, signing.canonical_headers, signing.signed_headers, signing.payload_hash,
        signing.canonical_request,
    )  # fmt: skip
    return SigningMethod((headers, *map(Stage.of, before)), _AFTER, _KEY)


_AFTER = (*map(Stage.of, (signing.credential_scope, signing.canonical_hash, signing.string_to_sign)),)
_KEY = (*map(Stage.of, (signing.secret_bytes, signing.derived_keys, _signer)),)
_DEFAULTS = defaults_of(signing.STAGES)


def _raw(facts: Facts) -> dict[str, str]:
    """The values with the blanks they were sent with."""
    return {name: raw if (raw := facts.raw.get(name, value)).strip() == value else value
            for name, value in facts.values.items()}  # fmt: skip


def recipe_of(facts: Facts, secret_key: str, mac: Callable[..., bytes]) -> dict[str, Any]:
    """What a right signing takes; `mac` makes the HMACs that derive the key, and may remember them."""
    raw, listed = _raw(facts), facts.listed

    def as_written(_: Sequence[str]) -> str:
        return listed

    host = raw.get("host", "") if facts.host == facts.values.get("host", "") else facts.host
    return {
        **_DEFAULTS,
        "method": facts.method, "path": "/", "query": facts.query if facts.get else "",
        "lines": facts.names, "content_type": raw.get("content-type", ""), "host": host,
        "sent_timestamp": raw.get("x-tc-timestamp", ""),
        "header_order": as_given, "list_order": as_given, "listed": facts.names,
        "list_join": ";".join if facts.usual_list else as_written,
        "payload": facts.payload,
        "timestamp": facts.timestamp, "scope_date": facts.scope_date, "scope_service": facts.scope_service,
        "scope_form": facts.scope_form,
        "key_date": facts.scope_date, "key_service": facts.scope_service, "key_steps": facts.key_steps,
        "secret_key": Secret(secret_key), "mac": mac,
    }  # fmt: skip
