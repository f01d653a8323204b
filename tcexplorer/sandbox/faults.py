"""Faults on demand: headers, not signed, that make the sandbox answer as asked.

`X-Sandbox-Error: ResourceNotFound.Instance` answers with that code, signed well or not;
`X-Sandbox-Delay: 2.5` waits that many seconds before any answer.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tcexplorer.sandbox.refusal import RefusalError, shown

if TYPE_CHECKING:
    from tcexplorer.protocol.received import Received

ERROR_HEADER = "X-Sandbox-Error"
DELAY_HEADER = "X-Sandbox-Delay"
MAX_DELAY = 120.0
"""Seconds."""
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9]*(\.[A-Za-z0-9]+)*", re.ASCII)
_SECONDS = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6})?", re.ASCII)


def check_fault(received: Received) -> None:
    """Refuse the request with the code that it asks for, if it asks for one."""
    code = received.header(ERROR_HEADER)
    if code is None:
        return
    if not _CODE.fullmatch(code):
        raise RefusalError("InvalidParameterValue", f"{ERROR_HEADER} is {shown(code)}, which cannot be an error code.")
    raise RefusalError(code, f"Asked for by the header {ERROR_HEADER}.")


def delay_of(received: Received) -> float:
    """Seconds to wait before the answer: what the request asks for, 120 at most, and 0 when that is no number."""
    text = received.header(DELAY_HEADER) or ""
    return min(float(text), MAX_DELAY) if _SECONDS.fullmatch(text) else 0.0
