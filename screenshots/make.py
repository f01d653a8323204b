"""Makes the pictures of this folder from the running app on the sandbox: `python screenshots/make.py [NAME…]`.

Each scene drives the real app with keys, as a user would. SVG is always written; PNG too where Chromium is
installed (fonts: Fira Code, DejaVu Sans Mono, Noto Sans Mono CJK SC).
"""

from __future__ import annotations

import asyncio
import html
import json
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len
from textual import events

from tcexplorer.calls.plan import Plan
from tcexplorer.compose import SANDBOX_REGION, Machine, open_session
from tcexplorer.credentials.profile import Profile
from tcexplorer.interchange.readers.raw import raw_request
from tcexplorer.protocol.model import Credential
from tcexplorer.safety.secret import Secret
from tcexplorer.tui.app import TcExplorer
from tcexplorer.tui.startup import StartupContext
from tcexplorer.workbench.session import Session

sys.path.insert(0, str(Path(__file__).parent))
from own_words import OwnStream, OwnWords

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.pilot import Pilot

HERE = Path(__file__).parent
CELL = 12.2
"""Width of a cell in the SVG's units."""
FONTS = '"Fira Code","DejaVu Sans Mono","Noto Sans Mono CJK SC","DejaVu Sans",monospace'
SIZES = ((80, 24), (120, 35), (160, 45))
TYPED = {
    " ": "space",
    "/": "slash",
    "-": "minus",
    ".": "full_stop",
    "{": "left_curly_bracket",
    "[": "left_square_bracket",
    "]": "right_square_bracket",
}


class Scene(NamedTuple):
    """What is done before the picture: words in quotes are typed, others are keys."""

    name: str
    steps: tuple[str, ...]
    wrong_key: bool = False
    real: bool = False


WRONG = "paste a request with another body"
OTHERWISE = "an answer like the last one, but not the same"
STREAMED = "set Stream"
AREA = ("down", "down", "right")
FIND = ("ctrl+o", "'mqtt describeinstancelist'", "enter")
ZONES = ("ctrl+o", "'cvm describezones'", "enter")
NODES = ("ctrl+o", "'cvm describeinstances'", "enter")
CHAT = ("ctrl+o", "'hunyuan chatcompletions'", "enter", STREAMED)
LARGER = ("f12",)
RULES = ("ctrl+o", "'teo createl7accrules'", "enter", "'zone'", "down", *["right"] * 4)
SCENES = (
    Scene("search", ("'describe inst'",)),
    Scene("browse", ("'mqtt describetopic'", "ctrl+d", "escape", *AREA, *["down"] * 7, "right", "down", "right")),
    Scene("form", ("ctrl+o", "'cvm runinst'", "enter", "ctrl+l")),
    Scene("nested", ("ctrl+o", "'cvm runinst'", "enter", "ctrl+l", *["down"] * 6, *["right"] * 4)),
    Scene("recursive", (*RULES, *["down"] * 6, *["right"] * 4, "'path'", *["down"] * 2, *["right"] * 4)),
    Scene("success", (*FIND, "ctrl+l", "ctrl+r")),
    Scene("tree", (*NODES, "ctrl+l", "ctrl+r", "f6", *LARGER, "slash", "'createdtime'", "enter")),
    Scene("error", ("ctrl+o", "'mqtt createinst'", "enter", "ctrl+r", "ctrl+r")),
    Scene("table", (*ZONES, "ctrl+r", "f6", ":tab_table", "right", "s", *LARGER)),
    Scene("filter", (*ZONES, "ctrl+r", "f6", *LARGER, "F", "'Response.ZoneSet[].'", "down")),
    Scene("compare", (*ZONES, "ctrl+r", "f6", OTHERWISE, ":compare", "n", "n")),
    Scene("stream", (*CHAT, "ctrl+r", "f6", *LARGER)),
    Scene("why", (*FIND, "ctrl+r"), wrong_key=True),
    Scene("signature", (*FIND, "f4", "f4", "f4")),
    Scene("writes", ("ctrl+o", "'mqtt createinst'", "enter", "ctrl+l", "ctrl+r"), real=True),
    Scene("docs", (*FIND, "shift+f4", "slash", "'instance'", "enter")),
    Scene("help", (*FIND, "f1")),
    Scene("doctor", (*FIND, "f6", "D", WRONG, "ctrl+r")),
    Scene("sandbox", (*FIND, "ctrl+r", "f6", "S"), wrong_key=True),
)


async def settled(app: TcExplorer, pilot: Pilot[None]) -> None:
    """Wait until nothing is at work any more."""
    await pilot.pause()
    await app.workers.wait_for_complete()
    await pilot.pause()


def keys_of(step: str) -> Iterable[str]:
    if step.startswith("'"):
        return [TYPED.get(letter, letter) for letter in step.strip("'")]
    return [step]


def paste_wrong(app: TcExplorer) -> None:
    """Paste a request whose body was written anew, with blanks, after it was signed."""
    session, work, focused = app.main.session, app.main.open_request, app.screen.focused
    assert session is not None
    assert work is not None
    assert focused is not None
    planned = session.plan(work.action, {"Limit": 20, "Offset": 0})
    assert isinstance(planned, Plan)
    request = planned.request
    spaced = json.dumps(json.loads(request.body)).encode()
    raw = raw_request(request._replace(body=spaced))
    focused.post_message(events.Paste(raw.decode()))


def answer_otherwise(app: TcExplorer) -> None:
    """Let an answer come in which a zone is gone, one is new, and one is in another state."""
    before, desk = app.main.shown, app.main.state
    assert before is not None
    assert before.response is not None
    assert desk is not None
    document = json.loads(before.response.body)
    zones = document["Response"]["ZoneSet"]
    zones[1]["ZoneState"] = "UNAVAILABLE"
    zones[-1] = zones[-1] | {"Zone": "ap-guangzhou-9", "ZoneName": "Guangzhou Zone 9", "ZoneId": "100009"}
    document["Response"]["TotalCount"] += 1
    body = json.dumps(document).encode()
    response = replace(before.response, body=body, size=len(body))
    after = replace(before, response=response, answer=None, started_at=before.started_at + 75)
    desk.answered(after)
    app.main.call.show(after)


def ask_for_stream(app: TcExplorer) -> None:
    """Ask something, with the parameter that makes an answer a stream."""
    request, session = app.main.request, app.main.session
    assert request is not None
    assert session is not None
    session.calls = replace(session.calls, sender=OwnStream())
    messages = [{"Role": "user", "Content": "What is a message queue for?"}]
    request.take_text(json.dumps({"Model": "hunyuan-turbos-latest", "Messages": messages, "Stream": True}))


async def shoot(scene: Scene, size: tuple[int, int], theme: str, home: str) -> Path:
    """Play a scene and write its SVG."""
    machine = Machine({"TCEXPLORER_HOME": home})
    opening = StartupContext("sandbox", SANDBOX_REGION, sandbox=True, read_only=False, production=False)
    if scene.real:
        opening = StartupContext("prod-cn", SANDBOX_REGION, sandbox=False, read_only=False, production=True)

    async def load() -> Session:
        session = await open_session(machine, None)
        watching = session.inspector
        session = Session(OwnWords(session.catalogue), session.calls, session.context, clock=machine.clock)
        session.inspector = watching
        credential = session.context.credential
        assert credential is not None
        if scene.wrong_key:
            session.change(credential=Credential(credential.secret_id, Secret("w" * 32)))
        if scene.real:
            profile = Profile("prod-cn", "keyring", region=SANDBOX_REGION, production=True)
            session.context = replace(session.context, profile=profile, sandbox=None)
        return session

    app = TcExplorer(opening, load)
    async with app.run_test(size=size) as pilot:
        app.theme = theme
        await settled(app, pilot)
        for step in scene.steps:
            if step == WRONG:
                paste_wrong(app)
            elif step == OTHERWISE:
                answer_otherwise(app)
            elif step == STREAMED:
                ask_for_stream(app)
            elif step.startswith(":"):
                await app.main.run_command(step[1:])
            else:
                for key in keys_of(step):
                    await pilot.press(key)
            await settled(app, pilot)
        target = HERE / f"{scene.name}-{size[0]}x{size[1]}-{theme.removeprefix('textual-')}.svg"
        target.write_text(app.export_screenshot(), "utf-8")
        app.exit()
    return target


def to_png(svg: Path) -> None:
    """Let Chromium take the picture, with fonts of this machine and wide characters at their true width."""
    text = re.sub(r"@font-face\s*{.*?}\s*", "", svg.read_text("utf-8"), flags=re.DOTALL)
    text = text.replace("font-family: Fira Code, monospace", f"font-family: {FONTS}")

    def stretched(found: re.Match[str]) -> str:
        cells = cell_len(html.unescape(found[3]).replace("\xa0", " "))
        return f'{found[1]}textLength="{cells * CELL:g}"{found[2]}>{found[3]}</text>'

    text = re.sub(r'(<text [^>]*?)textLength="[\d.]+"([^>]*)>([^<]*)</text>', stretched, text)
    box = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', text)
    assert box is not None
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        page.write_text(f'<!doctype html><meta charset=utf-8><body style="margin:0">{text}', "utf-8")
        subprocess.run(
            [
                "chromium",
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--hide-scrollbars",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                f"--user-data-dir={folder}/profile",
                f"--window-size={int(float(box[1])) + 1},{int(float(box[2])) + 1}",
                f"--screenshot={svg.with_suffix('.png')}",
                page.as_uri(),
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )


async def main(names: list[str]) -> None:
    """Make the pictures named, or all."""
    for scene in SCENES:
        if names and scene.name not in names:
            continue
        for theme in ("textual-dark", "textual-light"):
            for size in SIZES:
                with tempfile.TemporaryDirectory() as home:
                    svg = await shoot(scene, size, theme, home)
                if shutil.which("chromium"):
                    to_png(svg)
                print(svg.stem)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
