"""Every hostile body through everything that reads an answer: nothing raises, and it is said what it is."""

from __future__ import annotations

import pytest

from tcexplorer.answer.body import answer_of
from tcexplorer.answer.compare import compare
from tcexplorer.answer.export import csv_text
from tcexplorer.answer.filter import Filter, compiled, complete
from tcexplorer.answer.mask import Mask, secrets_in
from tcexplorer.answer.present import aside, brief, json_text, preview
from tcexplorer.answer.raw import raw_text
from tcexplorer.answer.rows import Rows
from tcexplorer.answer.search import Search
from tcexplorer.answer.slices import finished
from tcexplorer.answer.table import Table, table_path
from tests.answer.hostile import BODIES


def test_there_are_enough() -> None:
    assert len(BODIES) >= 80


@pytest.mark.parametrize("name", BODIES)
def test_a_hostile_body_is_read_and_shown(name: str) -> None:
    body = BODIES[name]
    answer = answer_of(body.data, body.content_type)
    assert answer.text.isprintable()
    assert len(answer.text) < 300
    assert answer.data == body.data
    raw = raw_text(answer.data, is_json=answer.parsed is not None)
    assert raw.text or not body.data
    if answer.parsed is None:
        return
    value = answer.value
    rows = Rows(value)
    finished(rows.opening())
    mask = Mask(value)
    for at in range(min(len(rows), 220)):
        row, path = rows[at], rows.path(at)
        shown = mask.shown(path, row.value)
        assert len(brief(shown)[0]) <= 2000
        preview(row.value)
        aside(row.key, row.value)
        assert rows.reveal(path) == at
    search = Search(value, "a", body=body.data, landmarks=answer.parsed.landmarks)
    finished(search.running())
    if search.matches:
        assert rows.reveal_places(search.matches[-1]) is not None
    assert "\x1b" not in json_text(mask.copied(()))
    finished(secrets_in(value))
    assert compare(value, value).same
    path = table_path(value)
    if path is not None and (table := Table.of(value, path)):
        csv_text(table, mask)
    complete("Response.", 9, value)
    found = compiled("Response.*[]")
    assert isinstance(found, Filter)
    found.apply(value)
    for remark in answer.parsed.remarks:
        assert "\n" not in remark.text
