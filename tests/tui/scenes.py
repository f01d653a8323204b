"""Places of the app that texts from outside reach, each with the keys that lead there.

A new screen gets a scene here: `test_hostile` plays all of them in a real terminal, with every text hostile, and
looks at the bytes. A scene begins in the form of a hostile action, without an answer; escape is pressed behind it
until everything is closed.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from textual import events
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Button, Input, Label, OptionList, Static, TextArea

from tcexplorer.catalog.model import Doc, Example
from tcexplorer.protocol.envelope import TransportError
from tests.builders import BOTH, action, member, row
from tests.tui.stage import Shelf, failure, reply

if TYPE_CHECKING:
    from collections.abc import Callable

    from tcexplorer.protocol.model import Response
    from tcexplorer.tui.app import TcExplorer

NASTY = "\x1b]52;c;SEVMTE8=\x07\x1b[2J[/nope][red]\x9b31m\u202e\u2066\ud800\n\r\tend"
WHOLE = NASTY.replace("\ud800", "")
"""As a terminal can send it: what it sends is UTF-8. Textual's own fields hold nothing else, either."""
SHORT = "\x1b[2J\x9b31m[/nope]"
"""For places with room for a few characters only."""


class Scene(NamedTuple):
    """Keys and doings, one after the other; `=text` is typed. `sees` is on the screen then, or what was seen last."""

    name: str
    steps: tuple[str | Callable[[TcExplorer], object], ...]
    sees: str = r"\e]52"
    answers: tuple[Response | TransportError, ...] = ()


def nasty_shelf() -> Shelf:
    """A catalogue whose every text is hostile."""
    of = row("DescribeZones", service="cvm")._replace(title_en=f"Zones {NASTY}")
    return Shelf(
        (
            replace(
                action(
                    member(f"Na{NASTY}me", doc=NASTY, example=NASTY, required=BOTH),
                    member("Plain", doc=f"**{NASTY}** `{NASTY}` [{NASTY}]({NASTY})"),
                    of=of,
                    returns=(member(f"Out{NASTY}", doc=NASTY),),
                    examples=(Example(f"title {NASTY}", NASTY, 'POST / HTTP/1.1\n\n{"Plain": "a\\u001b[2Jb"}', "{}"),),
                ),
                doc=Doc(NASTY, ""),
            ),
        )
    )


FAILED = failure(f"Fail{SHORT}", NASTY)
ANSWERED = reply({"Response": {f"Key{SHORT}": NASTY, "List": [{SHORT: NASTY}], "RequestId": f"id{SHORT}"}})
ODD = replace(
    reply(NASTY.encode("utf-8", "replace"), content_type=f"text/{SHORT}"),
    headers=(("Content-Type", f"text/{SHORT}"), (f"X-{SHORT}", NASTY), ("Date", NASTY)),
)
INNER = reply({"Response": {"Config": json.dumps({f"In{SHORT}": NASTY, SHORT: {}}), "RequestId": "r"}})
CHANGED = reply({"Response": {f"Key{SHORT}": SHORT, f"New{SHORT}": NASTY, "List": [], "RequestId": f"id{SHORT}"}})
STREAMED = reply(f"event: {SHORT}\ndata: {SHORT} \x1b]52;c;SEVMTE8=\x07\n\n".encode(), content_type="text/event-stream")
NOTHING = TransportError("dns", f"host {NASTY} has no address", may_have_arrived=False)


def warned(app: TcExplorer) -> None:
    """The app has said that a required field is empty, so that the next send goes through."""
    assert app.main.open_request is not None
    app.main.open_request.warned = True


SEND = (warned, "ctrl+r")


def paste(app: TcExplorer) -> None:
    """Paste the hostile text where the focus is."""
    app.post_message(events.Paste(WHOLE))


def command(name: str) -> tuple[str, ...]:
    """Choose a command from the palette by its title."""
    return "f2", f"={name}", "enter"


def tab(name: str) -> Callable[[TcExplorer], object]:
    """Show a tab of the request or the response."""
    return lambda app: app.main.run_command(f"tab_{name}")


def said(app: TcExplorer) -> None:
    app.main.show_status(NASTY)


def failed(app: TcExplorer) -> None:
    app.main.fail(NASTY)


def notified(app: TcExplorer) -> None:
    app.notify(NASTY, title=NASTY, markup=False)


def mounted(app: TcExplorer) -> object:
    """Textual's own widgets, with the text as every kind of text they take."""
    label = Label(Content(NASTY))
    label.tooltip = Content(NASTY)
    label.border_title = Content(NASTY).markup
    label.styles.border = ("round", "white")
    link = Static(Content.styled("link", "link='http://a'"))
    box = Vertical(
        label,
        link,
        Static(NASTY, markup=False),
        Button(Content(NASTY)),
        OptionList(NASTY, markup=False),
        Input(WHOLE, placeholder=NASTY),
        TextArea(WHOLE),
        id="textuals-own",
    )
    box.styles.width = 60
    return app.main.mount(box, before=0)


def titled(app: TcExplorer) -> None:
    app.title = app.sub_title = app.main.title = NASTY


SCENES = (
    Scene("action list", ("ctrl+o",)),
    Scene("search without a hit", ("ctrl+o", "=zzz", paste), "nothing fits"),
    Scene("form", ()),
    Scene("pasted into a field", (paste,), "end"),
    Scene("JSON editor", (tab("json"), paste), "end"),
    Scene("request", (tab("request"),)),
    Scene("signature", (tab("signature"),), "Signature"),
    Scene("docs", (tab("docs"),)),
    Scene("example", ("ctrl+l",)),
    Scene("failure", (*SEND,), answers=(FAILED,)),
    Scene("failure as tree", (*SEND, tab("tree")), answers=(FAILED,)),
    Scene("failure as text", (*SEND, tab("raw")), r"\u001b", answers=(FAILED,)),
    Scene("answer as tree", (*SEND, tab("tree"), "x"), answers=(ANSWERED,)),
    Scene("found in a tree", (*SEND, tab("tree"), "x", "/", "=nope", "enter", "n"), "2 of ", (ANSWERED,)),
    Scene("not found in a tree", (*SEND, tab("tree"), "x", "/", paste), "no match", (ANSWERED,)),
    Scene("JSON in a text", (*SEND, tab("tree"), "down", "enter"), r"In\e[2J", (INNER,)),
    Scene("found in JSON in a text", (*SEND, tab("tree"), "down", "enter", "/", "=nope", "enter"), "1 of ", (INNER,)),
    Scene("answer as table", (*SEND, tab("table"), "s", "y", "Y"), answers=(ANSWERED,)),
    Scene("names offered to a filter", (*SEND, tab("tree"), "F", "=Response.", "tab"), r"[2J\u009b31m", (ANSWERED,)),
    Scene("answers compared", (*SEND, tab("tree"), *SEND, tab("tree"), "I", "n"), answers=(ANSWERED, CHANGED)),
    Scene("events", (*SEND, tab("events"), "v"), answers=(STREAMED,)),
    Scene("what can be saved", (*SEND, tab("raw"), "W"), "Save", (ODD,)),
    Scene("a value in a window", (*SEND, tab("tree"), "x", "down", "v"), answers=(ANSWERED,)),
    Scene("copies", (*SEND, tab("tree"), "x", "down", "y", "Y", "ctrl+y"), "clipboard", answers=(ANSWERED,)),
    Scene("copy of a text", (*SEND, tab("raw"), "y"), "clipboard", answers=(ODD,)),
    Scene("no answer of the API's", (*SEND,), answers=(ODD,)),
    Scene("timing and headers", (*SEND, tab("timing")), answers=(ODD,)),
    Scene("no answer", (*SEND,), answers=(NOTHING,)),
    Scene("earlier answers", (*SEND, "ctrl+t"), answers=(FAILED,)),
    Scene("regions", ("ctrl+g",), "Region"),
    Scene("profiles", ("ctrl+n",), "rofile"),
    Scene("endpoints", ("ctrl+s", paste), "Endpoint"),
    Scene("themes", command("change theme"), "nord"),
    Scene("all commands", ("f2", paste), "Commands"),
    Scene("help", ("f1",), "What can be done here"),
    Scene("doctor", (*command("signature doctor"), paste), "octor"),
    Scene("compare with own code", (*SEND, *command("compare with"), paste), "", (FAILED,)),
    Scene("examples", command("official examples"), ""),
    Scene("paste a call", (*command("paste a call"), paste), ""),
    Scene("manage profiles", command("manage profiles"), ""),
    Scene("sandbox requests", command("sandbox requests"), ""),
    Scene("a message in the footer", (said,)),
    Scene("a crash's words", (failed,)),
    Scene("notification of Textual's", (notified,), "\ufffd"),
    Scene("titles", (titled,), ""),
    Scene("widgets of Textual's", (mounted,), "\ufffd"),
)
