"""An error code explained: what it means, what may be behind it, what to do, whether to try again."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

from tcexplorer.diagnosis.evidence import explain_message
from tcexplorer.protocol.codes import (
    CLIENT,
    CLIENT_FAMILY,
    COMMON,
    FAMILIES,
    CommonCode,
    Retry,
    family_of,
    nearest,
)
from tcexplorer.protocol.model import Json, Language
from tcexplorer.safety.inert import visible
from tcexplorer.safety.names import words

if TYPE_CHECKING:
    from collections.abc import Callable

    from tcexplorer.catalog.model import ErrorCode

__all__ = ["Explanation", "explain", "explain_message"]

_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)*\.?")
_LONGEST = 200
_NEAR = 0.84
"""Likeness from which a spelling is worth suggesting: a letter or two in a word of ten."""

_SUPPORT = "Keep the RequestId of the answer: support finds the call by it."
_MESSAGE = "Read the Message that came with it; `tcexplorer call` prints both."
_GRANTED_LATER = frozenset({"ResourcesSoldOut"})


@dataclass(frozen=True, slots=True)
class Explanation:
    """What is known of a code.

    `family` is its nearest parent that says something, the code itself when it is at the top, `client`
    when an SDK made it up, or None. Texts may hold parts of the code as it was given, made visible.
    """

    code: str
    known: bool
    family: str | None
    meaning: str
    causes: tuple[str, ...]
    remedies: tuple[str, ...]
    retry: Retry
    provoke: str | None = None
    """How to get it from the sandbox; None for what no server sends."""

    def as_json(self) -> dict[str, Json]:
        """The members of `tcexplorer explain --json`."""
        return {
            "code": self.code,
            "known": self.known,
            "family": self.family,
            "meaning": self.meaning,
            "causes": list(self.causes),
            "remedies": list(self.remedies),
            "retry": self.retry.value,
            "provoke": self.provoke,
        }


def explain(
    code: str,
    *,
    lookup: Callable[[str], ErrorCode | None] | None = None,
    language: Language = Language.ENGLISH,
    act_for: Callable[[str], str] | None = None,
) -> Explanation:
    """Explains a code: common ones, those of SDKs, and with `lookup` a service's own.

    `lookup` gives a service's description of a code; it is then known, means what the description says
    (in `language`, where that exists), and has the causes and remedies of its nearest parent.
    `act_for` says how to get a code that servers send from the sandbox. Any text may be given: what is no code is
    unknown, and a near spelling is suggested.
    """
    code = code.strip()
    if common := COMMON.get(code):
        found = _of_table(common)
    elif len(code) > _LONGEST or not _CODE.fullmatch(code):
        return _no_code(code)
    elif lookup and (own := lookup(code)):
        found = _of_service(code, " ".join(own.doc.text(language).split()))
    elif client := CLIENT.get(code):
        return _of_table(client)
    else:
        found = _unknown(code, asked=lookup is not None)
    sent = found.known or found.family not in (None, CLIENT_FAMILY)
    return replace(found, provoke=act_for(code.rstrip("."))) if act_for and sent else found


def _of_table(entry: CommonCode) -> Explanation:
    return Explanation(
        entry.code,
        True,
        family_of(entry.code),
        entry.meaning,
        entry.causes,
        entry.remedies,
        entry.retry,
        entry.provoke or None,
    )


def _of_service(code: str, description: str) -> Explanation:
    family = family_of(code)
    parent = nearest(code)
    note = parent.meaning if parent else FAMILIES.get(family or "", "")
    return Explanation(
        code,
        True,
        family,
        description or _undescribed(code, note),
        (*_homonym(code), *(parent.causes if parent else ())),
        parent.remedies if parent else (_MESSAGE, _SUPPORT),
        parent.retry if parent else _retry_of(family),
    )


def _undescribed(code: str, note: str) -> str:
    """What a code says that its service lists and does not describe: its family's text, and its own name in words."""
    if not note:
        return "The service lists the code and does not describe it."
    _, dot, tail = code.rstrip(".").partition(".")
    return f"{note} By its name: {_in_words(tail)}." if dot and tail else note


def _in_words(name: str) -> str:
    """`InstanceNotReady` as `instance not ready`; abbreviations stay as they are."""
    return " ".join(word if len(word) > 1 and word.isupper() else word.lower() for word in words(name)) or name


def _unknown(code: str, *, asked: bool) -> Explanation:
    family = family_of(code)
    parent = nearest(code)
    remedies = [f"Check the spelling: {near} is near, see `tcexplorer explain {near}`." for near in _near(code)]
    if not asked:
        remedies.append(f"If it is a service's own code, name the service: `tcexplorer explain {code} --service NAME`.")
    if family and family == code:
        meaning = f"A family of codes rather than one of them. {FAMILIES[family]}"
    elif parent:
        meaning = f"Not a code we have a text for; as a kind of {parent.code}: {parent.meaning}"
    elif family:
        meaning = f"Not a code we have a text for; as a kind of {family}: {FAMILIES[family]}"
    else:
        meaning = "Not a code we have a text for, and of no family we know."
    return Explanation(
        code,
        False,
        family,
        meaning,
        (*_homonym(code), *(parent.causes if parent else ())),
        (*remedies, *(parent.remedies if parent else (_MESSAGE, _SUPPORT))),
        parent.retry if parent else _retry_of(family),
    )


def _no_code(text: str) -> Explanation:
    if not text:
        meaning = "No code was given."
    else:
        shown = visible(text[:40]) + ("…" if len(text) > 40 else "")
        meaning = f"`{shown}` does not have the form of an error code."
    inside = dict.fromkeys(match[0] for match in _CODE.finditer(text[:10_000]) if match[0] in COMMON)
    remedies = [f"It mentions {code}: see `tcexplorer explain {code}`." for code in list(inside)[:3]]
    remedies.append("Take the text of `Response.Error.Code` alone, such as `AuthFailure.SignatureFailure`.")
    return Explanation(text, False, None, meaning, (), tuple(remedies), Retry.AFTER_FIX)


def _retry_of(family: str | None) -> Retry:
    return Retry.LATER if family in _GRANTED_LATER else Retry.AFTER_FIX


def _homonym(code: str) -> tuple[str, ...]:
    """Services speak of signatures, too: those of sms are the names that go with a text message."""
    if "." in code and "signature" in code.lower() and not code.lower().startswith("authfailure"):
        return ("The signature meant may be a thing of the service, such as an SMS signature, not the request's.",)
    return ()


_TAILS = {code.rpartition(".")[2].lower(): code for code in (*COMMON, *CLIENT) if "." in code}
_SPELLINGS = {**_TAILS, **{code.lower(): code for code in (*COMMON, *CLIENT)}}


def _near(code: str) -> list[str]:
    """The common code that was probably meant, as a list of none or one.

    Under a family only its own codes come into question, and only their last parts are compared.
    """
    head, _, tail = code.partition(".")
    if head in FAMILIES:
        ours = {last: whole for last, whole in _TAILS.items() if whole.startswith(f"{head}.")}
        return [ours[last] for last in get_close_matches(tail.lower(), ours, n=1, cutoff=_NEAR)]
    if found := get_close_matches(code.lower(), _SPELLINGS, n=1, cutoff=_NEAR):
        return [_SPELLINGS[found[0]]]
    return [name for name in get_close_matches(head, FAMILIES, n=1, cutoff=_NEAR) if name in COMMON]
