"""A call in another language, one file each. To add one: a file with an `export`, and its line here."""

from __future__ import annotations

from typing import Final

from tcexplorer.interchange.exporters import curl, tccli

EXPORTERS: Final = {"curl": curl.export, "tccli": tccli.export}
"""`export(call, action, endpoint) -> str` by name: a text without a key in it. Raises ValueError, in one line, for a
call that cannot be made that way.
"""
