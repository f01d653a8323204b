"""Actions of every service and the largest ones: opened, filled from their example, sent from the screen.

One app for all of them, on the real catalogue and the sandbox, driven as a user would: what is chosen, the
key for the example, the key that sends, once more where a problem is said first. A few official examples are
not what their own schema says; the sandbox refuses them, and the form has to have said so before.
"""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING

from tcexplorer.catalog.model import Status
from tcexplorer.compose import open_session
from tcexplorer.form.check import Weight, check
from tcexplorer.form.draft import Draft
from tcexplorer.form.schema import Schema
from tcexplorer.protocol.envelope import ApiError, Success
from tcexplorer.tui.app import TcExplorer
from tcexplorer.tui.startup import StartupContext
from tests.conftest import machine_at

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from textual.pilot import Pilot

    from tcexplorer.calls.exchange import Exchange
    from tcexplorer.catalog.model import Action, ActionRow
    from tcexplorer.protocol.model import JsonObject
    from tcexplorer.workbench.session import Session

SEED = 20261124
DRAWN = 300
LARGEST = (
    ("mps", "ProcessMedia"),
    ("mps", "CreateSchedule"),
    ("mps", "ModifySchedule"),
    ("teo", "ModifySecurityPolicy"),
    ("cdn", "UpdateDomainConfig"),
    ("cdn", "AddCdnDomain"),
    ("ckafka", "CreateDatahubTask"),
    ("mps", "ResetWorkflow"),
    ("mps", "CreateWorkflow"),
    ("teo", "ModifyWebSecurityTemplate"),
)


def drawn(rows: Sequence[ActionRow], count: int) -> list[ActionRow]:
    """Actions of every service, then of any, that can still be called."""
    chance = random.Random(SEED)
    callable_rows = [row for row in rows if row.status is not Status.OFFLINE]
    by_service: dict[str, list[ActionRow]] = {}
    for row in callable_rows:
        by_service.setdefault(row.service, []).append(row)
    found = [chance.choice(by_service[service]) for service in sorted(by_service)]
    rest = [row for row in callable_rows if row not in set(found)]
    return [*found[:count], *chance.sample(rest, max(0, count - len(found)))]


def documented_error(action: Action) -> set[str]:
    """The codes that the action's examples answer with."""
    codes: set[str] = set()
    for example in (*action.examples_en, *action.examples_zh):
        try:
            codes.add(json.loads(example.output)["Response"]["Error"]["Code"])
        except (ValueError, KeyError, TypeError):
            continue
    return codes


def said_before(session: Session, action: Action, params: JsonObject) -> bool:
    """Whether the form finds that the parameters are not what the schema says."""
    schema = Schema(action, session.site_for(action.row))
    return any(finding.weight is not Weight.ADVICE for finding in check(schema, Draft(params)))


async def send_example(app: TcExplorer, pilot: Pilot[None], row: ActionRow) -> Exchange:
    """Open an action, load its example and send it, and give what came back."""
    main = app.main
    await main.choose(row)
    await pilot.press("ctrl+l")
    desk = main.state
    assert desk is not None
    before = desk.past[:1]
    for _ in range(2):
        await pilot.press("ctrl+r")
        for _ in range(400):
            if not main.call.is_waiting:
                break
            await pilot.pause(0.002)
        if desk.past[:1] != before:
            break
    assert desk.past[:1] != before, (row, main.footer.text)
    return desk.past[0]


async def test_actions_of_every_service_are_sent_from_the_screen(tmp_path: Path) -> None:
    machine = machine_at(tmp_path, {})
    sessions: list[Session] = []

    async def load() -> Session:
        sessions.append(await open_session(machine, None))
        return sessions[0]

    app = TcExplorer(StartupContext("sandbox", "ap-guangzhou", sandbox=True), load)
    wrong: list[str] = []
    refused: list[str] = []
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await app.workers.wait_for_complete()  # pyright: ignore[reportUnknownMemberType] Textual's Worker is generic
        await pilot.pause()
        (session,) = sessions
        large = [next(row for row in session.rows if (row.service, row.action) == one) for one in LARGEST]
        for row in (*large, *drawn(session.rows, DRAWN)):
            exchange = await send_example(app, pilot, row)
            action = session.action(row)
            assert action is not None
            match exchange.outcome:
                case Success():
                    pass
                case ApiError(code=code, message=message) if code not in documented_error(action):
                    line = f"{row.service} {row.version} {row.action}: {code} {message}"
                    found = said_before(session, action, exchange.call.params)
                    (refused if found else wrong).append(line)
                case ApiError():
                    pass
                case other:
                    wrong.append(f"{row.service} {row.version} {row.action}: {other}")
        app.exit()
    assert not wrong, "\n".join(wrong)
    assert len(refused) <= DRAWN * 0.03, "\n".join(refused)
