"""What everything speaks of: how a call travels, where to, in which language; the common parameters of v1."""

from __future__ import annotations

from enum import StrEnum


class Method(StrEnum):
    """How a call travels: parameters as a JSON body, or dotted in the query."""

    POST = "POST"
    GET = "GET"


class Site(StrEnum):
    """Which of the two clouds: accounts, hosts and part of the actions are separate."""

    DOMESTIC = "domestic"
    INTERNATIONAL = "international"


class Language(StrEnum):
    """Language of the API's messages (X-TC-Language) and of the documentation shown."""

    ENGLISH = "en-US"
    CHINESE = "zh-CN"


ALLOWED_SKEW = 300
"""Seconds that the API tolerates between its clock and a timestamp, either way."""
V1_REQUIRED = ("Action", "Version", "Timestamp", "Nonce", "SecretId", "Signature")
"""Without these no request is signed with v1."""
V1_OF_SIGNATURE = frozenset({*V1_REQUIRED, "SignatureMethod", "RequestClient"})
"""Common parameters of v1 that are of the signature, never of an action."""
V1_COMMON = V1_OF_SIGNATURE | {"Region", "Token", "Language"}
"""Parameters that every action has under v1; a few actions have one of the last three of their own."""
