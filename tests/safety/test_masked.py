"""JSON text that is cut, broken or only looks like JSON: secrets masked, everything else as it was."""

from __future__ import annotations

import json

import pytest

from tcexplorer.safety.redact import masked_text, redacted
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


PAIR = '{"Value": "hunter-22", "a": 1, "Key": "DB_PASSWORD", "b": {"Value": "seen"}}'
BESIDE = '{"Value": "/root", "Key": "HOME"}, {"Value": 7}'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"[{PAIR}, {BESIDE}]", f"[{PAIR}, {BESIDE}]".replace("hunter-22", MASK)),
        (f"[{BESIDE}, {PAIR}, {BESIDE}", f"[{BESIDE}, {PAIR}, {BESIDE}".replace("hunter-22", MASK)),
        (
            '{"VALUES": ["hunter-22", {"x": 5, "y": null}], "Note": "n", "Name": "token"}',
            f'{{"VALUES": ["{MASK}", {{"x": "{MASK}", "y": null}}], "Note": "n", "Name": "token"}}',
        ),
        (
            '{"Value": {"Value": "a", "Key": "DB_PASSWORD", "c": "d"}, "Values": "e", "Key": "TOKEN", "Value": "f"}',
            f'{{"Value": {{"Value": "{MASK}", "Key": "{MASK}", "c": "{MASK}"}}, "Values": "{MASK}", '
            f'"Key": "TOKEN", "Value": "{MASK}"}}',
        ),
        ('{"Value": "a", "x": ], "Key": "DB_PASSWORD"}', f'{{"Value": "{MASK}", "x": ], "Key": "DB_PASSWORD"}}'),
    ],
)
def test_the_value_of_a_pair_is_masked_also_where_its_name_comes_later(text: str, said: str) -> None:
    assert masked_text(text) == said


@pytest.mark.parametrize(
    "pair", ['{"Value": "hunter-22", "Key": "DB_PASSWORD"}', '{"Key": "k", "Value": "hunter-22", "Name": "token"}']
)
def test_the_value_of_a_pair_that_is_cut_is_masked_whatever_follows(pair: str) -> None:
    whole = json.dumps({"Env": [{"Key": "HOME", "Value": "/root"}, json.loads(pair)]})
    for end in range(len(whole)):
        assert "hunt" not in masked_text(whole[:end])
        assert "hunt" not in json.dumps(redacted({"Config": whole[:end]}))
    assert "/root" in masked_text(whole[:-1])


def test_a_name_of_a_pair_in_any_depth_costs_no_more() -> None:
    deep = 20_000
    text = '{"Value":' * deep + '"hunter-22"' + ',"Key":"DB_PASSWORD"}' * deep
    assert "hunter" not in masked_text(text)
    assert masked_text('{"Value":' * deep).count("{") == deep


@pytest.mark.parametrize("cut", range(1, 30))
def test_a_document_with_a_cut_text_of_json_in_it(cut: int) -> None:
    inner = json.dumps({"Password": "hunter-22", "Note": "a long remark"})[:-cut]
    assert "hunt" not in json.dumps(redacted({"Config": inner, "List": [inner]}))
