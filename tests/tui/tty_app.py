"""The app over the stage's small catalogue, in a real terminal: run by tests that look at what a terminal gets."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from tcexplorer.calls.context import Context
from tcexplorer.calls.perform import CallFlow
from tcexplorer.tui.app import TcExplorer
from tcexplorer.tui.startup import StartupContext
from tcexplorer.workbench.session import Session
from tcexplorer.workbench.settings import Settings
from tests.builders import credential
from tests.tui.stage import DEV, NEVER_SENT, Clock, Postman, Shelf, failure, success


def main() -> int:
    answers = [success(Name="测试 Name", List=[1, 2, 3]), failure("AuthFailure.SignatureFailure"), NEVER_SENT]
    context = Context(DEV, credential(), DEV.region, sandbox=("127.0.0.1", 9))
    session = Session(Shelf(), CallFlow(Postman([*answers * 20]), Clock()), context, clock=Clock())

    async def load() -> Session:
        return session

    opening = StartupContext(DEV.name, DEV.region, True, DEV.read_only, DEV.production)
    app = TcExplorer(opening, load, settings=Settings(Path(os.environ["TCEXPLORER_HOME"]) / "ui.toml"))
    app.run()
    return app.return_code or 0


if __name__ == "__main__":
    sys.exit(main())
