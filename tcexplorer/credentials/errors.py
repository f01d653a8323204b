"""What can be wrong with a credential."""

from __future__ import annotations


class CredentialError(Exception):
    """There is no usable credential; the text is one line that says what to do."""
