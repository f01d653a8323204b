"""What is known of an error code."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Retry(StrEnum):
    """Whether sending the request again is any use."""

    NEVER = "never"
    """Nothing to wait for and nothing to mend: the same call ends the same way."""
    AFTER_FIX = "after_fix"
    """Only once something was changed, in the request, the credential or the account."""
    LATER = "later"
    """The request may stay as it is: back off, then send it again."""
    READS_ONLY = "reads_only"
    """The work may have been done: a reading action may be repeated, a writing one must be checked first."""


@dataclass(frozen=True, slots=True)
class CommonCode:
    """An error code, with what stands behind it and what to do; every text is a line of its own.

    `remedies` name the tcexplorer command where there is one, between backquotes.
    """

    code: str
    meaning: str
    causes: tuple[str, ...]
    remedies: tuple[str, ...]
    retry: Retry
    provoke: str = ""
    """How to get one that no server sends, in one sentence; of the others the sandbox's rules say it."""


def on_demand(code: str) -> str:
    """How to get any code from the sandbox, whatever the request."""
    return f"Send any request with the header `X-Sandbox-Error: {code}`."
