"""Documentation strings as Markdown."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcexplorer.catalog.build.prose import markdown

TABLE = [
    ("plain text", "plain text"),
    ("  one\r\ntwo\rthree \n", "one\ntwo\nthree"),
    ("<p>first</p><p>second</p>", "first\n\nsecond"),
    ("<p>first</p>\n\n\n<p>second</p>", "first\n\nsecond"),
    ("a<br>b<br/>\nc<BR />d", "a\nb\nc\nd"),
    ("values:<ul><li>ON</li><li>OFF</li></ul>default ON", "values:\n- ON\n- OFF\n\ndefault ON"),
    ("values:\n<li>ON\n<li>OFF", "values:\n- ON\n- OFF"),
    ("<ul>\n<li>A</li>\n\n<li><p>B</p></li>\n</ul>", "- A\n- B"),
    ("<ul><li>A<br>more<ul><li>B</li></ul></li><li>C</li></ul>", "- A\n  more\n  - B\n- C"),
    ("<ol><li>one</li><li>two</li></ol>", "1. one\n2. two"),
    ('<ol start="4"><li>four</li></ol>', "4. four"),
    ("<li>A</li>after", "- A\nafter"),
    ("a <b>bold</b> and <strong> spaced </strong>end", "a **bold** and  **spaced** end"),
    ("<i>i</i> <em>e</em> <del>d</del> 10<sup>3</sup>", "*i* *e* ~~d~~ 10^3"),
    ("<b></b>nothing", "nothing"),
    ("stray</b> end", "stray end"),
    ("<b>never closed", "never closed"),
    ("<code>a &lt; b</code>", "`a < b`"),
    ("<code>a`b</code>", "``a`b``"),
    ("<pre><code>{\n  1\n}\n</code></pre>tail", "```\n{\n  1\n}\n```\n\ntail"),
    ("<pre>left open", "```\nleft open\n```"),
    ('<a href="https://x.test/?a=1&amp;b=2">see</a>', "[see](https://x.test/?a=1&b=2)"),
    ("<a href='https://x.test'>https://x.test</a>", "https://x.test"),
    ("<a href=https://x.test></a>", "https://x.test"),
    ('<img alt="how" src="https://x.test/a.png"/>', "![how](https://x.test/a.png)"),
    ("<h2>Title</h2>text", "## Title\n\ntext"),
    ("a<hr>b", "a\n\n---\n\nb"),
    (
        "x<table>\n<tr><th>A|B</th><th>C</th></tr>\n<tr><td>1<br>2</td><td></td></tr>\n</table>y",
        "x\n\n| A\\|B | C |\n|---|---|\n| 1<br>2 |  |\n\ny",
    ),
    ("<td>cell without a row", "| cell without a row |\n|---|"),
    ("Use <Room ID> or <Page>1</Page>", "Use <Room ID> or <Page>1</Page>"),
    ("a < b and c > d", "a < b and c > d"),
    ("?a=1&region=x&copy=2", "?a=1&region=x&copy=2"),
    ("&quot;x&quot; &#39;y&#39; &#x41;&nbsp;&amp;", "\"x\" 'y' A &"),
    ("&lt;li&gt; stays as written", "<li> stays as written"),
    ('<font color="red">loud</font> <span>soft</span>', "loud soft"),
    ("- one\n  - two\n\n| a | b |", "- one\n  - two\n\n| a | b |"),
    ('<p style="a > b">quoted sign</p>', "quoted sign"),
]


@pytest.mark.parametrize(("source", "expected"), TABLE)
def test_string_becomes_markdown(source: str, expected: str) -> None:
    assert markdown(source) == expected


# fmt: off
NAMES = [
    "p", "br", "ul", "ol", "li", "b", "i", "code", "pre", "a", "table", "tr", "td", "th", "h3",
]
# fmt: on
MARKUP = st.builds("<{}{}>".format, st.sampled_from(["", "/"]), st.sampled_from(NAMES))
TEXT = st.text("abc XY09\n&;<|`", max_size=6)


@given(st.lists(MARKUP | TEXT, max_size=25).map("".join))
def test_no_letter_is_lost_and_no_blank_line_is_doubled(source: str) -> None:
    known = re.compile(f"</?({'|'.join(NAMES)})>")
    letters = re.findall(r"[abcXY09]", known.sub("", source))
    written = iter(markdown(source))
    assert all(letter in written for letter in letters)
    assert "\n\n\n" not in markdown(source)
