"""Calls and requests as text, both ways: raw HTTP, curl, tccli, JSON."""
