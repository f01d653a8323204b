"""How a request travels: the one package that knows httpx.

The request is built by hand, so that the headers and bytes sent are exactly the signed and previewed
ones (httpx adds Host first and Content-Length last, nothing else). Redirects are never followed, the
environment is never read by httpx, nothing is retried, and an answer larger than the cap is cut.
"""

from tcexplorer.transport.body import DEFAULT_CAP, Receiver
from tcexplorer.transport.failure import CONNECT_TIMEOUT, DEFAULT_TIMEOUT, explain_break, explain_error
from tcexplorer.transport.route import Route, route_from
from tcexplorer.transport.sender import HttpxSender

__all__ = [
    "CONNECT_TIMEOUT",
    "DEFAULT_CAP",
    "DEFAULT_TIMEOUT",
    "HttpxSender",
    "Receiver",
    "Route",
    "explain_break",
    "explain_error",
    "route_from",
]
