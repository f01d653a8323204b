"""A v1 request examined: the same way, on a source string instead of a canonical request."""
