"""Answers with something of everything, and the action whose schema describes most of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tcexplorer.catalog.model import Doc, TypeDef
from tests.builders import action, member
from tests.tui.stage import LIST, Shelf, success

if TYPE_CHECKING:
    from tcexplorer.protocol.model import Response
    from tests.tui.stage import Stage

TAG = TypeDef("Tag", Doc("", ""), (member("Key"), member("Value")))
NODE = TypeDef(
    "Node",
    Doc("A machine.", ""),
    (
        member("NodeId", doc="Id of the machine, as other actions want it."),
        member("NodeName", doc="The name it was given."),
        member("State"),
        member("CreatedTime", "int"),
        member("MessageSize", "int"),
        member("Tags", "list", "Tag"),
    ),
)
LISTING = action(
    of=LIST,
    types=(NODE, TAG),
    returns=(
        member("TotalCount", "int", doc="How many there are in all."),
        member("Nodes", "list", "Node", doc="The machines of this page."),
        member("Text"),
        member("Config", doc="Settings, as JSON."),
        member("Nothing"),
        member("Empty", "list", "Tag"),
        member("DbPassword"),
    ),
)
SHELF = Shelf((LISTING,))
SECRET = "planted-" + "p" * 12


def nodes(count: int) -> list[dict[str, object]]:
    return [
        {
            "NodeId": f"node-{at}",
            "NodeName": f"worker-{at}",
            "State": "RUNNING",
            "CreatedTime": 1_700_000_000 + at,
            "MessageSize": 1_048_576,
            "Tags": [{"Key": "stage", "Value": f"live-{at}"}],
            "Surprise": True,
        }
        for at in range(count)
    ]


def listing(count: int = 3, **more: object) -> Response:
    """An answer with a list of nodes, texts of all kinds, a secret, and members that the schema does not have."""
    return success(
        TotalCount=count,
        Nodes=nodes(count),
        Text="begin " + "x" * 300 + " the-end",
        Config=json.dumps({"Depth": [1, {"Inner": "found-inside"}], "Token": SECRET}),
        Nothing=None,
        Empty=[],
        DbPassword=SECRET,
        Numeric="123",
        **more,
    )


async def sent(stage: Stage) -> None:
    """Send the call and go to its answer."""
    await stage.open("describeinstancelist")
    await stage.keys("ctrl+r")
    await stage.until("✓ success")
    await stage.keys("f6")


async def on(stage: Stage, text: str) -> None:
    """Put the tree's cursor on the row that shows a text, by a click."""
    await stage.pilot.click(offset=where(stage, text))
    await stage.pilot.pause()


def where(stage: Stage, text: str, within: str = "#tree") -> tuple[int, int]:
    """Column and row of the screen at which a text stands within a widget."""
    region = stage.app.screen.query_one(within).region
    for y, row in enumerate(stage.screen_text.split("\n")):
        if region.y <= y < region.bottom and (x := row.find(text, region.x)) >= 0:
            return x, y
    raise AssertionError(f"{text!r} is not on the screen:\n{stage.screen_text}")
