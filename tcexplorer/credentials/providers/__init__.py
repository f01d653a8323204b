"""Where credentials come from, one file a source. To add one: a file with a SOURCE, and its line here."""

from __future__ import annotations

from typing import Final

from tcexplorer.credentials.providers import environment, keyring, sandbox, session

SOURCES: Final = {one.name: one for one in (keyring.SOURCE, environment.SOURCE, sandbox.SOURCE, session.SOURCE)}
"""By the name in config.toml."""
