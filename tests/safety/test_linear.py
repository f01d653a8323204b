"""Every reader of text from outside takes time that grows with the text, whatever is repeated in it."""

from __future__ import annotations

from time import process_time
from typing import TYPE_CHECKING, Final

import pytest

from tcexplorer.answer.events import events_in
from tcexplorer.answer.raw import indented, masked_events
from tcexplorer.answer.reader import parse
from tcexplorer.form.jsontext import json_error, path_at, span_of
from tcexplorer.safety.inert import visible_json
from tcexplorer.safety.redact import masked_text, redacted
from tcexplorer.safety.scrub import Scrubber
from tcexplorer.safety.secret import Secret
from tcexplorer.workbench.without_secrets import may_hold_secrets, shows_secrets

if TYPE_CHECKING:
    from collections.abc import Callable

SMALL, LARGE = 60_000, 960_000
SCRUBBER: Final = Scrubber([Secret("Gu5t9xGARNpq86cd98joQYCN3QXYPLZ7")])
READERS: Final[dict[str, Callable[[str], object]]] = {
    "may_hold_secrets": may_hold_secrets,
    "shows_secrets": shows_secrets,
    "masked_text": masked_text,
    "masked_events": masked_events,
    "redacted": lambda text: redacted({"Text": text}),
    "indented": indented,
    "json_error": json_error,
    "path_at": lambda text: path_at(text, len(text)),
    "span_of": lambda text: span_of(text, ("a",)),
    "parse": lambda text: parse(text.encode()),
    "events_in": lambda text: events_in(text.encode()),
    "visible_json": visible_json,
    "scrub": SCRUBBER.text,
}
PIECES: Final = (
    "\\", "\\u", "\\u00", "\\\"", '"', "{", "[", '{"a":', '"a":', "[1,", "}", "]", ",", ":", "a", "1", "-", " ", "\n",
    "%25", "Key ", "=&", '{"Value":1,', "x\\", "\u4e2d", "\x1b[", "data: {\n\n",
)  # fmt: skip


@pytest.mark.nightly
@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize("reader", READERS)
def test_a_megabyte_of_one_token(reader: str, piece: str) -> None:
    """Sixteen times the text: a reader that goes over it again for each token takes two hundred times as long."""
    read = READERS[reader]
    took: list[float] = []
    for size in (SMALL, LARGE):
        text = piece * (size // len(piece))
        begin = process_time()
        read(text)
        took.append(process_time() - begin)
    assert took[1] <= 60 * took[0] + 1.0


@pytest.mark.parametrize("piece", ["\\", "\\u", '\\"', "{", "["])
@pytest.mark.parametrize("reader", ["may_hold_secrets", "span_of", "path_at", "scrub"])
def test_what_once_froze_the_editor(reader: str, piece: str) -> None:
    begin = process_time()
    READERS[reader](piece * 40_000)
    assert process_time() - begin < 3
