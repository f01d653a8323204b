"""What a request says of itself, read leniently, before anything of it is believed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from ipaddress import ip_address
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qsl

from tcexplorer.protocol.authorization import read_authorization
from tcexplorer.protocol.endpoints import host_without_port
from tcexplorer.protocol.model import Language
from tcexplorer.protocol.request import FORM_TYPE
from tcexplorer.protocol.signing import SKIP

if TYPE_CHECKING:
    from tcexplorer.protocol.authorization import Authorization
    from tcexplorer.protocol.http_text import Received

_V1_MARKS = frozenset({"Signature", "SignatureMethod", "SecretId", "Nonce", "Action"})
_V1_FORM = re.compile(rb"^(?=.*?(?:^|&)Signature=)(?=.*?(?:^|&)SecretId=)[^\s{\"]*\s*$", re.DOTALL)
_SCHEMES = ("https://", "http://")


class Scheme(StrEnum):
    """How a request says who sent it."""

    TC3 = "TC3-HMAC-SHA256"
    V1 = "v1"
    SKIP = SKIP


class Host(NamedTuple):
    """The host a request names: as sent, and without the scheme, port and slash that it may have."""

    sent: str
    bare: str

    @property
    def local(self) -> bool:
        """Whether it is an address or localhost: then it says nothing of the service, and is read leniently."""
        if self.bare == "localhost":
            return True
        try:
            ip_address(self.bare.strip("[]"))
        except ValueError:
            return False
        return True

    @property
    def readings(self) -> tuple[str, ...]:
        """What may have been signed as the host: as sent, and of an address the same without its port, as the Node
        SDK signs it."""
        bare = host_without_port(self.sent)
        return (self.sent, bare) if self.local and bare != self.sent else (self.sent,)

    @property
    def loopback(self) -> bool:
        """Whether it is this very machine."""
        return self.bare.startswith(("127.", "localhost", "[::1]"))

    @property
    def label(self) -> str:
        """The first label, which is the service: `mqtt` of `mqtt.tencentcloudapi.com`."""
        return self.bare.partition(".")[0]

    @property
    def international(self) -> bool:
        return ".intl." in self.bare


@dataclass(frozen=True, repr=False)
class Claims:
    """The common parameters of a request, of whichever signature; None where one is not sent."""

    scheme: Scheme
    host: Host
    media_type: str
    action: str | None
    version: str | None
    timestamp: str | None
    region: str | None
    token: str | None
    language: str | None
    authorization: str | None
    pairs: tuple[tuple[str, str], ...]
    """Dotted pairs of the query (GET) or of the form (v1 POST), decoded."""

    @cached_property
    def v1(self) -> dict[str, str]:
        """The pairs by name, for v1; of a name sent twice the last counts."""
        return dict(self.pairs) if self.scheme is Scheme.V1 else {}

    @cached_property
    def tc3(self) -> Authorization:
        """The Authorization, taken apart; its parts are empty where there is none."""
        return read_authorization(self.authorization or "")

    @property
    def secret_id(self) -> str | None:
        if self.scheme is Scheme.V1:
            return self.v1.get("SecretId")
        return self.tc3.raw_secret_id or None

    @property
    def scope_service(self) -> str | None:
        """The service in the credential scope; v1 has none."""
        parts = self.tc3.scope.parts
        return parts[1] if len(parts) == 3 else None

    @property
    def messages_in(self) -> Language:
        return Language.CHINESE if self.language == Language.CHINESE else Language.ENGLISH


def read_host(sent: str) -> Host:
    """The host in a Host header; tccli sends the whole URL of `--endpoint` there."""
    bare = sent.lower()
    for scheme in _SCHEMES:
        bare = bare.removeprefix(scheme)
    return Host(sent, host_without_port(bare.rstrip("/")))


def read_claims(received: Received, *, any_type: bool = False) -> Claims:
    """Read the common parameters. Never refuses. With `any_type` a v1 form counts under whatever Content-Type."""
    authorization = received.header("authorization")
    media_type = (received.header("content-type") or "").partition(";")[0].strip().lower()
    form = received.query if received.method == b"GET" else received.body
    if form is received.body and media_type != FORM_TYPE and not (any_type and _V1_FORM.search(form)):
        form = b""
    pairs = decoded_pairs(form)
    sent = dict(pairs)
    v1 = authorization is None and received.header("x-tc-action") is None and not _V1_MARKS.isdisjoint(sent)

    def common(name: str) -> str | None:
        return sent.get(name) if v1 else received.header(f"x-tc-{name}")

    return Claims(
        scheme=Scheme.V1 if v1 else Scheme.SKIP if authorization == SKIP else Scheme.TC3,
        host=read_host(received.header("host") or ""),
        media_type=media_type,
        action=common("Action"),
        version=common("Version"),
        timestamp=common("Timestamp"),
        region=common("Region"),
        token=common("Token"),
        language=common("Language"),
        authorization=authorization,
        pairs=pairs,
    )


def decoded_pairs(form: bytes) -> tuple[tuple[str, str], ...]:
    """The pairs of a query or a form body; bytes that are not UTF-8 survive as surrogates."""
    text = form.decode("utf-8", "surrogateescape")
    return tuple(parse_qsl(text, keep_blank_values=True, errors="surrogateescape")) if text else ()
