"""The table of mistakes in signing TC3.

To add one: a `Mistake(id, words, changes, reach)` in the file of its stage here. `changes` gives fields of the recipe,
which are the parameters of the stages in `protocol.signing`, other values; fields of several stages may be changed by
one mistake. A new id needs its title, its fix and its place in the order of preference in `texts.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from tcexplorer.diagnosis.doctor.mistakes import derivation, header_lists, headers, keys, layout, scopes
from tcexplorer.diagnosis.doctor.mistakes.hashes import hash_mistakes
from tcexplorer.diagnosis.doctor.mistakes.hosts import host_mistakes
from tcexplorer.diagnosis.doctor.mistakes.payload import payload_mistakes, seldom_payload_mistakes
from tcexplorer.diagnosis.doctor.mistakes.request_line import request_line_mistakes
from tcexplorer.diagnosis.doctor.mistakes.string_to_sign import line_mistakes
from tcexplorer.diagnosis.doctor.mistakes.timestamps import timestamp_mistakes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tcexplorer.diagnosis.doctor.facts import Facts
    from tcexplorer.diagnosis.doctor.mistake import Mistake

Table: TypeAlias = "tuple[Callable[[Facts], Iterator[Mistake]], ...]"


def _secrets(facts: Facts) -> Iterator[Mistake]:
    return keys.secret_mistakes(facts.secret_ids)


OF_REQUEST: Table = (
    layout.layout_mistakes, layout.leading_mistakes, request_line_mistakes, hash_mistakes, payload_mistakes,
    line_mistakes, keys.prefix_mistakes, _secrets, derivation.step_mistakes, derivation.passing_mistakes,
    derivation.hmac_mistakes,
)  # fmt: skip
"""The same however the headers and the scope were meant."""
OF_HEADERS: Table = (
    headers.content_type_mistakes, host_mistakes, headers.case_mistakes, headers.blank_mistakes,
    header_lists.order_mistakes, header_lists.list_mistakes, timestamp_mistakes,
)  # fmt: skip
OF_SCOPE: Table = (
    scopes.date_mistakes, scopes.service_mistakes, scopes.form_mistakes,
)  # fmt: skip
OF_LAST_RESORT: Table = (seldom_payload_mistakes,)
"""Tried alone, when nothing else explains the signature."""
