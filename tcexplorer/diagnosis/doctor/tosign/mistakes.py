"""Every mistake that is made after the canonical request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcexplorer.diagnosis.doctor.tosign.derivation import derivation_mistakes
from tcexplorer.diagnosis.doctor.tosign.lines import line_mistakes
from tcexplorer.diagnosis.doctor.tosign.scopes import scope_mistakes, service_mistakes
from tcexplorer.diagnosis.doctor.tosign.secret import secret_mistakes
from tcexplorer.diagnosis.doctor.tosign.timestamps import date_mistakes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tcexplorer.diagnosis.doctor.tosign.late import Known, Late


def late_mistakes(known: Known) -> Iterator[Late]:
    """Every mistake that is made after the canonical request, but for another timestamp (those are the same in every
    reading of a request); common ones may come in pairs.
    """
    yield from date_mistakes(known)
    yield from service_mistakes(known)
    yield from scope_mistakes(known)
    yield from line_mistakes()
    yield from secret_mistakes(known)
    yield from derivation_mistakes(known)
