"""What only one of the two sites knows, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcexplorer.protocol.model import Site

if TYPE_CHECKING:
    from collections.abc import Iterable


def only_at(sites: Iterable[Site], among: Iterable[Site] = tuple(Site)) -> str:
    """`domestic only` or `international only`; empty for what both sites know.

    `among` are the sites of the whole that it belongs to: what is said of the whole is not said of each part.
    """
    known, possible = set(sites), set(among)
    return f"{next(iter(known))} only" if len(known) == 1 and len(possible) > 1 else ""
