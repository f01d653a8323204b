"""Secrets are found by their value, whatever was done to them."""

from __future__ import annotations

import base64
import copy
import json
import pickle
import time
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcexplorer.safety.scrub import Scrubber
from tcexplorer.safety.secret import MASK, Secret
from tests.safety.transformations import LETTERS, TRANSFORMATIONS, pieces_left

if TYPE_CHECKING:
    from collections.abc import Callable

TOKEN = "Q9/xZ+k7" + base64.b64encode(bytes(range(7, 250, 3))).decode()


def scrubbed(text: str, *secrets: str) -> str:
    return Scrubber([Secret(secret) for secret in secrets]).text(text)


@pytest.mark.parametrize("name", TRANSFORMATIONS)
@pytest.mark.parametrize("secret", [TOKEN, "Gu5t9xGARNpq86cd98joQYCN3QXYPLZ7"])
def test_whatever_was_done_to_it(name: str, secret: str) -> None:
    written = TRANSFORMATIONS[name](secret)
    for text in (written, f"x-tc-token:{written}\nhost:cvm", json.dumps({"evidence": f"é {written} 中"})):
        shown = scrubbed(text, secret)
        assert MASK in shown
        assert not pieces_left(shown, secret)
    assert scrubbed(f"before {written} after", secret).startswith("before ")
    assert scrubbed(f"before {written} after", secret).endswith(" after")


@given(st.text(LETTERS, min_size=16, max_size=80), st.data())
def test_any_mixture_of_encodings(secret: str, data: st.DataObject) -> None:
    escapes: list[Callable[[str], str]] = [
        str, str.swapcase, lambda one: f"%{ord(one):02x}", lambda one: f"%25{ord(one):02X}",
        lambda one: f"\\u{ord(one):04x}", lambda one: f"\\x{ord(one):02x}", lambda one: f"&#{ord(one)};",
    ]  # fmt: skip
    ways = data.draw(st.lists(st.sampled_from(escapes), min_size=len(secret), max_size=len(secret)))
    written = "".join(way(letter) for way, letter in zip(ways, secret, strict=True))
    assert scrubbed(f"<{written}>", secret) == f"<{MASK}>"


def test_every_occurrence() -> None:
    assert scrubbed("a hunter2 b Hunter2", "hunter2") == f"a {MASK} b {MASK}"


def test_short_ones_would_mask_half_the_text() -> None:
    assert scrubbed("abcabc", "abc", "") == "abcabc"


@pytest.mark.parametrize("swap", [False, True])
def test_one_secret_within_another(swap: bool) -> None:
    secrets = ["hunter", "hunter2-tail"]
    assert scrubbed("x hunter2-tail y", *(reversed(secrets) if swap else secrets)) == f"x {MASK} y"


@pytest.mark.parametrize("value", ["a+b/c==d", 'quo"te\\back', "密钥密钥", "line\nend", "lone\ud800", "pass😀word"])
def test_its_encoded_forms(value: str) -> None:
    percent = quote(value, safe="", errors="surrogatepass")
    text = f"{value}|{percent}|{json.dumps(value)}|{json.dumps(value, ensure_ascii=False)}"
    assert scrubbed(text, value) == f'{MASK}|{MASK}|"{MASK}"|"{MASK}"'


@given(st.text())
def test_what_holds_no_secret_stays_as_it_is(text: str) -> None:
    assert scrubbed(text, "\ue000" * 12) == text or "\ue000" in text


def test_prose_and_ids_stay_as_they_are() -> None:
    text = "The token is missing: send X-TC-Token with the session. token-missing, header-missing, RequestId 8f3e-11"
    assert scrubbed(text, TOKEN) == text


def test_documents() -> None:
    scrubber = Scrubber([Secret(TOKEN), None])
    shown = scrubber.document({"A": [TOKEN.upper(), 1, None, True], TOKEN: ("x",)})
    assert shown == {"A": [MASK, 1, None, True], MASK: ["x"]}


def test_it_shows_no_secret_itself() -> None:
    scrubber = Scrubber([Secret(TOKEN)])
    scrubber.text(TOKEN)
    assert repr(scrubber) == "Scrubber(1 values)"
    for leak in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError):
            leak(scrubber)


@pytest.mark.parametrize("piece", ["%25", "\\", "&amp;", "x", "\\u0041", "中", TOKEN[:7], TOKEN[-8:]])
def test_the_time_grows_with_the_text(piece: str) -> None:
    scrubber = Scrubber([Secret(TOKEN)])
    scrubber.text(piece)
    times: list[float] = []
    for size in (100_000, 800_000):
        text = piece * (size // len(piece))
        begin = time.perf_counter()
        scrubber.text(text)
        times.append(time.perf_counter() - begin)
    assert times[1] < 40 * times[0] + 0.5
