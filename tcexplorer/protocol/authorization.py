"""A TC3 Authorization taken apart, however it is written, and what is wrong with its form."""

from __future__ import annotations

import re
from typing import NamedTuple

from tcexplorer.protocol.signing import ALGORITHM, TERMINATOR
from tcexplorer.safety.inert import visible

_EXACT = re.compile(rf"{ALGORITHM} Credential=([^,\s\"']*), ?SignedHeaders=([^,\s\"']*), ?Signature=([^,\s\"']*)")
_FIELD = re.compile(r"(credentials?|signed[-_ ]?headers?|sign(?:atures?)?)\s*[=:]", re.IGNORECASE)
_NAMES = ("Credential", "SignedHeaders", "Signature")
_AROUND = " \t,;&\"'"
_DATE_LIKE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}|\d{8}|\d{2}-\d{2}-\d{4}")
_REGION = re.compile(r"(ap|na|eu|sa|me|af|us|cn)-[a-z0-9-]+")
_PRINTED = re.compile(r"([A-Za-z0-9-]*\((?:stdin|[\w./-]{1,60})\)= *)?([0-9A-Fa-f]{64})(\s+[-*]+)?")
"""A digest with what openssl prints before it, or sha256sum after it."""
_LONGEST_SHOWN = 20


class CredentialScope(NamedTuple):
    """What follows the SecretId in Credential."""

    text: str
    parts: tuple[str, ...]

    @property
    def whole(self) -> bool:
        """Whether it has the form date/service/tc3_request."""
        return (
            len(self.parts) == 3
            and self.parts[2] == TERMINATOR
            and not (is_date_like(self.parts[1]) and not is_date_like(self.parts[0]))
        )

    @property
    def date(self) -> str | None:
        if self.whole:
            return self.parts[0]
        return next((part for part in self.parts if is_date_like(part)), None)

    @property
    def service(self) -> str | None:
        """The part that must be the service: what is no date, no region and no closing word."""
        if self.whole:
            return self.parts[1]
        return next(
            (
                part
                for part in self.parts
                if part and not is_date_like(part) and not _REGION.fullmatch(part) and "request" not in part.lower()
            ),
            None,
        )

    @property
    def without_date(self) -> bool:
        """Whether only the date is missing."""
        return len(self.parts) == 2 and self.parts[1] == TERMINATOR and not is_date_like(self.parts[0])


class Authorization(NamedTuple):
    """The parts of an Authorization, as far as they can be found."""

    algorithm: str
    secret_id: str
    raw_secret_id: str
    """With the blanks that may be around it."""
    scope: CredentialScope
    signed_headers: str
    signature: str
    defects: tuple[str, ...]
    """What is wrong with its form, in words; none when it is written as it must be."""

    @property
    def names(self) -> tuple[str, ...]:
        """The names listed, in lower case, in their order."""
        return tuple(name for name in re.split(r"[;,\s|]+", self.signed_headers.lower()) if name)


def is_date_like(text: str) -> bool:
    """Whether a text can be meant as a date."""
    return bool(_DATE_LIKE.fullmatch(text))


def read_authorization(text: str) -> Authorization:
    """Take an Authorization apart. Never refuses; what is missing is empty."""
    if exact := _EXACT.fullmatch(text):
        credential, listed, signature = exact.groups()
        return _assembled(ALGORITHM, credential, listed, signature, [])
    defects: list[str] = []
    fields: dict[str, str] = {}
    found = list(_FIELD.finditer(text))
    order: list[str] = []
    for at, match in enumerate(found):
        name = _name_of(match[1])
        end = found[at + 1].start() if at + 1 < len(found) else len(text)
        if name in fields:
            continue
        exact = match[0] == f"{match[1]}="
        fields[name] = text[match.end() : end] if exact else text[match.end() : end].lstrip()
        order.append(name)
        if match[1] != name:
            defects.append(f"{name} is written {visible(match[1])}")
        if not exact:
            defects.append(f"{name} is not followed by = alone")
    prefix = text[: found[0].start()] if found else text.partition(" ")[0]
    algorithm = prefix.strip(_AROUND)
    if algorithm != ALGORITHM:
        defects.append(f"it begins with {_shown(algorithm)} instead of {ALGORITHM}")
    elif found and prefix != f"{ALGORITHM} ":
        defects.append(f"{ALGORITHM} is not followed by one blank")
    defects += [f"{name} is missing" for name in _NAMES if name not in fields]
    if order and order != [name for name in _NAMES if name in order]:
        defects.append(f"its parts are in the order {', '.join(order)}")
    for name in order[:-1]:
        value = fields[name]
        inner, comma, blank = value.rpartition(",")
        blanks_before = (
            _AROUND.replace(" ", "") if name == "Credential" else _AROUND
        )  # of the SecretId, not of the form
        if not comma or blank not in ("", " ") or inner != inner.lstrip(blanks_before).rstrip(_AROUND):
            defects.append(f"{name} is not followed by a comma alone")
    if order and fields[order[-1]] != fields[order[-1]].strip(_AROUND):
        defects.append(f"{order[-1]} is followed or surrounded by something that does not belong there")
    if printed := _PRINTED.fullmatch(fields.get("Signature", "").strip(_AROUND)):
        before, fields["Signature"], after = printed.groups()
        if before:
            defects.append(
                f"the signature stands behind `{visible(before)}`, which openssl prints first (| sed 's/^.* //')"
            )
        if after:
            defects.append(
                f"the signature stands before `{visible(after)}`, which sha256sum prints last (| cut -c1-64)"
            )
    values = [fields.get(name, "") for name in _NAMES]
    credential, listed, signature = values
    return _assembled(algorithm, credential.rstrip(",;&"), listed.strip(_AROUND), signature.strip(_AROUND), defects)


def _name_of(written: str) -> str:
    word = written.lower()
    return "Credential" if word.startswith("c") else "SignedHeaders" if word.startswith("signed") else "Signature"


def _assembled(algorithm: str, credential: str, listed: str, signature: str, defects: list[str]) -> Authorization:
    parts = credential.rstrip(_AROUND).lstrip("\"'").split("/")
    raw = parts[0]
    # an account's number of eight digits is no date where one follows it
    dated = len(parts) > 1 and is_date_like(raw.strip()) and not is_date_like(parts[1])
    if dated and (len(parts) == 3 or not defects):
        raw = ""
        defects = [*defects, "Credential does not begin with the SecretId"]
    else:
        parts = parts[1:]
    scope = CredentialScope("/".join(parts), tuple(parts))
    if not parts:
        defects = [*defects, "Credential is the SecretId alone, without date/service/tc3_request"]
    elif scope.without_date:
        defects = [*defects, "Credential has no date"]
    return Authorization(algorithm, raw.strip(), raw, scope, listed, signature, tuple(defects))


def _shown(text: str) -> str:
    """A word at the beginning; a longer one may be a key."""
    if not text:
        return "nothing"
    return f"`{visible(text)}`" if len(text) <= _LONGEST_SHOWN else "another text"
