"""A signed request as other people write it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcexplorer.interchange.shell import quoted

if TYPE_CHECKING:
    from tcexplorer.protocol.request import SignedRequest


def curl_command(request: SignedRequest) -> str:
    """A curl command with every header of a signed request."""
    lines = [f"curl -X {request.method} {quoted(request.url)}"]
    lines += [f"-H {quoted(f'{name}: {value}')}" for name, value in request.headers]
    if request.body:
        lines.append(f"--data-raw {quoted(request.body.decode())}")
    return " \\\n  ".join(lines)
