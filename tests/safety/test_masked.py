"""JSON text that is cut, broken or only looks like JSON: secrets masked, everything else as it was."""

from __future__ import annotations

import json

import pytest

from tcexplorer.safety.masked import masked_text
from tcexplorer.safety.redact import redacted
from tcexplorer.safety.secret import MASK


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"Password": "hunter', f'{{"Password": "{MASK}"'),
        (r'"{\"Password\": \"hunter', rf'"{{\"Password\": \"{MASK}\"'),
        (
            r'{"Config": "{\"Token\": \"hunter-22\", \"a\": \"x\\',
            rf'{{"Config": "{{\"Token\": \"{MASK}\", \"a\": \"x\\',
        ),
        (r'{"Config": "{\"Token\": [1, 2", "B": 1}', rf'{{"Config": "{{\"Token\": [\"{MASK}\", \"{MASK}\"", "B": 1}}'),
        (r'{"Config": "{\"Id\": 1, \"a"}', r'{"Config": "{\"Id\": 1, \"a"}'),
        ("[INFO] Password: see below", "[INFO] Password: see below"),
    ],
)
def test_what_stands_behind_a_secret_name_is_masked_and_nothing_else(text: str, said: str) -> None:
    assert masked_text(text) == said


@pytest.mark.parametrize("cut", range(1, 30))
def test_a_document_with_a_cut_text_of_json_in_it(cut: int) -> None:
    inner = json.dumps({"Password": "hunter-22", "Note": "a long remark"})[:-cut]
    assert "hunt" not in json.dumps(redacted({"Config": inner, "List": [inner]}))
