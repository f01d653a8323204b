"""A request from a text that is either raw HTTP or a curl command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcexplorer.interchange.curl import looks_like_curl, read_curl
from tcexplorer.interchange.raw import read_raw

if TYPE_CHECKING:
    from collections.abc import Callable

    from tcexplorer.protocol.http_text import Received


def read_request(text: bytes, *, read_file: Callable[[str], bytes] | None = None) -> Received:
    """The request that a text holds. `read_file` gives the content of a file named by a curl command.

    Raises UnreadableError.
    """
    if looks_like_curl(text):
        return read_curl(text.decode("utf-8", "surrogateescape"), read_file=read_file).received
    return read_raw(text)
