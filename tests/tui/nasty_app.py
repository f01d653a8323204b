"""The app over a hostile catalogue and answer, in a real terminal: run by test_hostile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcexplorer.credentials.profiles import Profile
from tcexplorer.tui.app import TcExplorer
from tcexplorer.tui.opening import Opening
from tcexplorer.workbench.context import Context
from tcexplorer.workbench.session import Session
from tests.builders import credential
from tests.tui.stage import Clock, Postman, reply
from tests.tui.test_hostile import NASTY, nasty_shelf

if TYPE_CHECKING:
    from textual.pilot import Pilot


def main() -> None:
    postman = Postman([reply({"Response": {f"Key{NASTY}": NASTY, "RequestId": NASTY}})])
    profile = Profile(f"pro{NASTY}")
    context = Context(profile, credential(), None, sandbox=("127.0.0.1", 9))
    session = Session(nasty_shelf(), postman, context, clock=Clock())

    async def load() -> Session:
        return session

    app = TcExplorer(Opening(profile.name, f"re{NASTY}", sandbox=True), load)

    async def drive(pilot: Pilot[None]) -> None:
        while app.main.session is None or app.main.request is None:
            await pilot.pause(0.01)
        for key in ("Z", "o", "n", "enter", "ctrl+r", "ctrl+r", "f4", "f4", "f4", "f4", "f6", "f4", "f1"):
            await pilot.press(key)
        app.main.say(f"DONE {NASTY}")
        await pilot.press("escape")
        await pilot.pause(0.1)
        app.exit()

    app.run(auto_pilot=drive)


if __name__ == "__main__":
    main()
