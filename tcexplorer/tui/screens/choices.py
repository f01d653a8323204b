"""The choosers of the workbench: commands, regions, past answers, themes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tcexplorer.protocol.model import Language
from tcexplorer.protocol.regions import REGIONS
from tcexplorer.tui.commands import COMMANDS, Place, key_text
from tcexplorer.tui.pages.answer import clock_text
from tcexplorer.tui.screens.chooser import Choice, Chooser
from tcexplorer.tui.verdict import verdict_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from textual.theme import Theme

    from tcexplorer.workbench.call import Exchange

NO_REGION: Final = "-"
"""What the region chooser gives back for none."""


def command_chooser(places: Sequence[Place]) -> Chooser:
    """Every command that works where the focus is; gives back its id."""
    return Chooser("Commands", command_choices(places), hint="what do you want to do?", keys=True)


def command_choices(places: Iterable[Place]) -> list[Choice]:
    """The commands of everywhere, then those of these places."""
    return [
        Choice(command.id, command.title, command.help, " ".join(key_text(key) for key in command.keys[:2]))
        for place in (Place.EVERYWHERE, *places)
        for command in COMMANDS
        if command.where is place and command.id != "commands"
    ]


def region_chooser(current: str | None, language: Language) -> Chooser:
    """Every region, and none; gives back its code or NO_REGION."""
    chinese = language is Language.CHINESE
    choices = [Choice(NO_REGION, "no region", "X-TC-Region is not sent")]
    choices += [
        Choice(one.code, one.code, one.name_zh if chinese else f"{one.name} {one.name_zh}", one.area)
        for one in sorted(REGIONS, key=lambda region: region.special)
    ]
    return Chooser("Region", choices, current=current or NO_REGION, hint="code, name or 名称")


def past_chooser(past: Sequence[Exchange]) -> Chooser:
    """The answers of the session; gives back the index."""
    choices: list[Choice] = []
    for at, exchange in enumerate(past):
        verdict, call = verdict_of(exchange), exchange.planned.call
        note = f"{verdict.words}  {verdict.request_id or verdict.no_id}"
        choices.append(Choice(str(at), f"{call.service} {call.action}", note, clock_text(exchange.started_at)))
    return Chooser("Answers of this session", choices)


def theme_chooser(themes: Mapping[str, Theme], current: str) -> Chooser:
    """Every theme; gives back its name."""
    choices = [Choice(name, name, "dark" if theme.dark else "light") for name, theme in sorted(themes.items())]
    return Chooser("Theme", choices, current=current)
