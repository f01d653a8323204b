"""Nothing of a text from outside is obeyed by a terminal."""

from __future__ import annotations

import json
import sys
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tcexplorer.safety.inert import visible, visible_json, visible_lines

# Format characters that are seen: signs written before or around Arabic, Syriac and Kaithi digits.
SEEN = {0x600, 0x601, 0x602, 0x603, 0x604, 0x605, 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD}
# Letters and marks by category that show nothing.
BLANK = {0x34F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180C, 0x180D, 0x180F, 0x3164, 0xFFA0}

C0 = range(0x20)
C1 = range(0x7F, 0xA0)
BIDI = [0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
ZERO_WIDTH = [0xAD, 0x180E, 0x200B, 0x200C, 0x200D, 0x2060, 0x2061, 0x2062, 0x2063, 0x2064, 0xFEFF]
LINES = [0x2028, 0x2029]
TAGS = [0xE0001, *range(0xE0020, 0xE0080), 0xE0100, 0xE01EF]
SURROGATES = [0xD800, 0xDBFF, 0xDC00, 0xDFFF]
HOSTILE = [*C0, *C1, *BIDI, *ZERO_WIDTH, *LINES, *TAGS, *SURROGATES, *BLANK]

hostile_text = st.text(st.characters() | st.sampled_from([chr(code) for code in HOSTILE]))


def is_obeyed(character: str) -> bool:
    """Whether a terminal or a bidirectional renderer acts on it, or shows nothing for it."""
    code = ord(character)
    if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"}:
        return code not in SEEN
    return code in BLANK or 0xE0000 <= code <= 0xE0FFF


@pytest.mark.parametrize("code", HOSTILE, ids=hex)
class TestEachHostileCharacter:
    def test_is_spelled(self, code: int) -> None:
        for text in (chr(code), f"a{chr(code)}b", f"中{chr(code)}文"):
            shown = visible(text)
            assert chr(code) not in shown
            assert shown.count("\\") == 1
            assert shown.isprintable()

    def test_is_spelled_in_lines(self, code: int) -> None:
        for text in (f"a{chr(code)}b", f"中{chr(code)}文"):
            shown = visible_lines(text)
            assert (chr(code) in shown) == (code == 0x0A)
            assert shown.replace("\n", "").isprintable()

    def test_keeps_its_meaning_in_json(self, code: int) -> None:
        text = json.dumps({f"a{chr(code)}b": f"中{chr(code)}文"}, ensure_ascii=False)
        shown = visible_json(text)
        assert not any(map(is_obeyed, shown))
        assert json.loads(shown) == json.loads(text)


class TestVisible:
    @given(hostile_text)
    @example("\x1b]0;title\x07\x1b[2J\x9b31m")
    @example("user\u202egnp.exe")
    def test_leaves_nothing_to_obey(self, text: str) -> None:
        assert not any(map(is_obeyed, visible(text)))

    @given(hostile_text)
    def test_twice_is_once(self, text: str) -> None:
        assert visible(visible(text)) == visible(text)

    @given(st.text(st.characters(categories=["L", "Mn", "N", "P", "S", "Zs"], exclude_characters=[*map(chr, BLANK)])))
    def test_leaves_the_rest_alone(self, text: str) -> None:
        plain = "".join(character for character in text if not is_obeyed(character))
        assert visible(plain) == plain

    def test_knows_every_character_of_this_python(self) -> None:
        every = "".join(map(chr, range(sys.maxunicode + 1)))
        assert not set(filter(is_obeyed, visible(every)))

    @pytest.mark.parametrize(
        ("text", "shown"),
        [
            ("", ""),
            ("plain", "plain"),
            ("a\tb\nc\rd\x1be", "a\\tb\\nc\\rd\\ee"),
            ("\x00\x7f\x85", "\\x00\\x7f\\x85"),
            ("中\x1b[31m文\u200b", "中\\e[31m文\\u200b"),
            ("\U000e0041x", "\\U000e0041x"),
            ("👩🏽 ⚠️ é ﷽", "👩🏽 ⚠️ é ﷽"),
        ],
    )
    def test_says_which(self, text: str, shown: str) -> None:
        assert visible(text) == shown


class TestVisibleLines:
    @given(hostile_text)
    def test_leaves_nothing_to_obey_but_line_ends(self, text: str) -> None:
        assert not any(map(is_obeyed, visible_lines(text).replace("\n", "")))

    @pytest.mark.parametrize("prefix", ["", "中"])
    def test_line_ends_and_tabs(self, prefix: str) -> None:
        assert visible_lines(f"{prefix}a\r\nb\nc\td") == f"{prefix}a\nb\nc    d"

    @pytest.mark.parametrize("prefix", ["", "中"])
    def test_a_carriage_return_alone_is_no_line_end(self, prefix: str) -> None:
        assert visible_lines(f"{prefix}harmless\rhidden") == f"{prefix}harmless\\rhidden"

    def test_bell_and_escape(self) -> None:
        assert visible_lines("\x1b]52;c;aGk=\x07") == "\\e]52;c;aGk=\\x07"


class TestVisibleJson:
    @given(st.dictionaries(hostile_text, hostile_text), st.sampled_from([None, 2]))
    def test_means_the_same_and_is_inert(self, document: dict[str, str], indent: int | None) -> None:
        text = json.dumps(document, ensure_ascii=False, indent=indent)
        shown = visible_json(text)
        assert not any(map(is_obeyed, shown.replace("\n", "")))
        assert json.loads(shown) == json.loads(text)

    @given(hostile_text)
    def test_text_that_is_no_json_is_inert_too(self, text: str) -> None:
        assert not any(map(is_obeyed, visible_json(text).replace("\n", "").replace("\t", "")))

    def test_plain_json_stays(self) -> None:
        text = json.dumps({"Name": "中文", "List": [1, 2]}, ensure_ascii=False, indent=2)
        assert visible_json(text) == text
