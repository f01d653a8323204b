"""The enumerations that everything speaks of: how a call travels, where to, in which language."""

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
