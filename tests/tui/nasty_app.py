"""The app over a hostile catalogue and answers, in a real terminal: run by test_hostile, which reads what comes out.

Plays the scenes and writes what each showed to the file named by the first argument.
"""

from __future__ import annotations

import json
import sys
from inspect import isawaitable
from pathlib import Path
from typing import TYPE_CHECKING

import textual._wait

from tcexplorer.calls.context import Context
from tcexplorer.calls.perform import CallFlow
from tcexplorer.credentials.profile import Profile
from tcexplorer.form.draft import Draft
from tcexplorer.tui.app import TcExplorer
from tcexplorer.tui.startup import StartupContext
from tcexplorer.tui.text import output_sanitizer
from tcexplorer.workbench.session import Session
from tests.builders import credential
from tests.tui.scenes import NASTY, SCENES, SHORT, Scene, nasty_shelf
from tests.tui.stage import Clock, Postman, Stage

if TYPE_CHECKING:
    from textual.pilot import Pilot

textual._wait.SLEEP_GRANULARITY, textual._wait.SLEEP_IDLE = 0.002, 0.0005


async def play(stage: Stage, scene: Scene) -> str:
    """What is on the screen at the end of a scene."""
    main = stage.app.main
    stage.postman.answers[:] = scene.answers
    assert main.request is not None
    main.call.cancel()
    main.request.show_draft(Draft())
    main.action_request_tab("Form")
    await stage.pilot.pause()
    main.show_status(f"scene {scene.name}")
    for step in scene.steps:
        if isinstance(step, str):
            await stage.keys(step)
        else:
            if isawaitable(done := step(stage.app)):
                await done
            await stage.pilot.pause()
    seen = ""
    for _ in range(40):
        seen = "\n".join(output_sanitizer.clean(row) for row in stage.screen_text.split("\n"))
        if scene.sees in seen:
            break
        await stage.pilot.pause(0.02)
    while stage.app.screen is not main:
        await stage.app.pop_screen()
    await main.query("#textuals-own").remove()
    stage.app.clear_notifications()
    return seen


def main() -> None:
    postman, clock = Postman(), Clock()
    profile = Profile(f"pro{SHORT}", region=f"re{SHORT}")
    context = Context(profile, credential(), None, sandbox=("127.0.0.1", 9))
    session = Session(nasty_shelf(), CallFlow(postman, clock), context, clock=clock)

    async def load() -> Session:
        return session

    app = TcExplorer(StartupContext(profile.name, f"re{NASTY}", sandbox=True), load)
    told: dict[str, str] = {}

    def keep() -> None:
        Path(sys.argv[1]).write_text(json.dumps(told), "utf-8")

    async def drive(pilot: Pilot[None]) -> None:
        stage = Stage(app, pilot, session, postman, clock)
        while not app.main.start.is_ready:
            await pilot.pause(0.01)
        for scene in SCENES:
            await stage.open("zones")
            await stage.pilot.pause()
            told[scene.name] = await play(stage, scene)
            keep()
        app.main.show_status("DONE")
        await pilot.pause(0.2)
        app.exit()

    app.run(auto_pilot=drive)
    if app.crash is not None:
        told["crash"] = f"{type(app.crash).__name__}: {output_sanitizer.clean(str(app.crash))}"
        keep()


if __name__ == "__main__":
    main()
