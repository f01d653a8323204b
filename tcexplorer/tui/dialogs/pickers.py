"""The table of pickers: what each offers, and what it gives back."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Final, Literal

from tcexplorer.protocol.endpoints import AccessPoint, EndpointError, endpoint_at, parse_endpoint
from tcexplorer.protocol.model import Language, Site
from tcexplorer.protocol.regions import REGIONS, is_code, known_instead
from tcexplorer.tui.commands import BY_ID, COMMANDS, Scope
from tcexplorer.tui.content.raw import clock_text
from tcexplorer.tui.content.status import verdict_of
from tcexplorer.tui.dialogs.picker import Choice, Later, Picker
from tcexplorer.tui.key_names import key_text
from tcexplorer.workbench.regions import Offered, question

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from textual.theme import Theme

    from tcexplorer.calls.context import Context
    from tcexplorer.calls.exchange import Exchange
    from tcexplorer.credentials.profile import Profile
    from tcexplorer.workbench.session import LoadedExample, Session

PROFILES_OWN: Final = "profile"
"""What the endpoint picker gives back for the endpoint in the profile."""
MANAGE: Final = "manage"
"""What the profile picker gives back for the dialog of all profiles."""
NO_REGION: Final = "-"
"""What the region picker gives back for none."""
_PREVIEW: Final = 300
"""Characters of an example's parameters; no row is wider."""


def command_picker(places: Sequence[Scope], only: Collection[str] | None = None) -> Picker[str]:
    """Every command that works where the focus is; gives back its id. Of those of everywhere `only` these."""
    choices = [one for one in command_choices(places) if only is None or one.value in only or one.value not in BY_ID]
    return Picker("Commands", choices, hint="what do you want to do?", keys=True)


def command_choices(places: Iterable[Scope]) -> list[Choice[str]]:
    """The commands of everywhere, then those of these places."""
    return [
        Choice(command.id, command.title, command.help, " ".join(key_text(key) for key in command.keys_now[:2]))
        for place in (Scope.EVERYWHERE, *places)
        for command in COMMANDS
        if command.where is place and command.id != "commands"
    ]


def region_picker(current: str | None, language: Language) -> Picker[str]:
    """Every region, and none; gives back a code or NO_REGION."""
    return Picker("Region", region_choices(language), current=current or NO_REGION, hint="code, name or 名称")


def session_region_picker(session: Session, service: str | None, recent: Sequence[str]) -> Picker[str]:
    """Every region, those used lately first; also one that is not in our list. Gives back a code or NO_REGION.

    What the service at hand offers is asked for behind the picker, when nothing fresh is known.
    """
    context = session.context
    known = session.regions.offered(service, context) if service else None
    planned, later = None, None
    if service and session.regions.is_to_ask(service, context):
        planned = question(service, context, now=session.clock() + session.skew)

    def choices(offered: Offered | None) -> Sequence[Choice[str]]:
        return region_choices(context.language, recent, offered.codes if offered is not None else None)

    def remark(offered: Offered | str | None, more: str = "") -> str:
        match offered:
            case Offered(codes=codes, made_up=True):
                where = "in the sandbox's example" if context.is_sandbox else "at this machine's endpoint"
                text = f"{service} offers {len(codes)} {where}"
            case Offered(codes=codes, at=at):
                text = f"{service} offers {len(codes)}, asked {time.strftime('%Y-%m-%d', time.localtime(at))}"
            case str():
                text = offered
            case None:
                text = f"what {service} offers:" if more else f"which ones {service} offers is not known"
        return f"{text} {more}".strip() if service else ""

    if planned is None or isinstance(planned, str):
        said = remark(known or planned)
    else:
        call, of, said = planned, service or "", remark(known, "asking …")

        async def asked() -> Later[str]:
            answer = session.regions.answered(of, context, await session.calls.perform(call))
            await session.regions.keep()
            offered = answer if isinstance(answer, Offered) else known
            return Later(choices(offered), remark(offered or answer))

        later = asked

    return Picker(
        "Region",
        choices(known),
        current=context.region or NO_REGION,
        hint="code, name or 名称",
        typed=_typed_region,
        remark=said,
        later=later,
    )


def _typed_region(text: str) -> Choice[str]:
    """A region that is not in our list can be new."""
    code = text.strip().lower()
    if not is_code(code):
        return Choice(None, "no such region", "a code looks like ap-guangzhou")
    near = known_instead(code)
    return Choice(code, code, f"not in our list; did you mean {near}?" if near else "not in our list; new, perhaps")


def region_choices(
    language: Language, recent: Sequence[str] = (), offered: Collection[str] | None = None
) -> list[Choice[str]]:
    """Every region: those used lately, none, then the others. `offered` are those that the service says it has; they
    go before the rest, which stays, since it is the API that decides.
    """
    chinese = language is Language.CHINESE
    named = {one.code: one.name_zh if chinese else f"{one.name} {one.name_zh}" for one in REGIONS}

    def right(code: str, otherwise: str) -> str:
        if offered is None:
            return otherwise
        return f"{otherwise}  ✓ offered" if code in offered else f"{otherwise}  – not offered"

    choices: list[Choice[str]] = [Choice(code, code, named.get(code, ""), right(code, "recent")) for code in recent]
    choices.append(Choice(NO_REGION, "no region", "X-TC-Region is not sent"))
    found = offered or ()
    rest = [one for one in REGIONS if one.code not in recent]
    choices += [
        Choice(one.code, one.code, named[one.code], right(one.code, one.area))
        for one in sorted(rest, key=lambda region: (region.code not in found, region.special))
    ]
    choices += [Choice(code, code, "", right(code, "")) for code in found if code not in named and code not in recent]
    return choices


def profile_picker(
    profiles: Sequence[Profile], current: Profile, *, managed: bool = False
) -> Picker[Profile | Literal["manage"]]:
    """Every profile; gives back one, or MANAGE where they can be `managed`."""
    choices: list[Choice[Profile | Literal["manage"]]] = [
        Choice(
            one,
            one.name,
            "  ".join(
                [
                    str(one.source),
                    one.region or "no region",
                    *([str(one.site)] if one.site is not Site.DOMESTIC else []),
                    *([one.endpoint] if one.endpoint else []),
                ]
            ),
            ", ".join(
                word
                for word, true in (
                    ("current", one == current),
                    ("read-only", one.read_only),
                    ("PRODUCTION", one.production),
                )
                if true
            ),
        )
        for one in profiles
    ]
    if managed:
        command = BY_ID["profiles"]
        choices.append(Choice(MANAGE, f"{command.title} …", "add, test, edit, remove", command.key_text))
    return Picker("Profile", choices, current=current)


def endpoint_picker(service: str | None, context: Context) -> Picker[str]:
    """The service's hosts, the profile's, or one that is typed; gives back an AccessPoint, PROFILES_OWN or a host."""
    name, fixed, region = service or "SERVICE", context.profile.endpoint, context.region
    choices: list[Choice[str]] = [Choice(PROFILES_OWN, "the profile's", fixed)] if fixed else []
    choices += [
        Choice[str](point, title, endpoint_at(point, name, context.site, region).host, right)
        for point, title, right in (
            (AccessPoint.SITE, "the service's own", "default"),
            (AccessPoint.INTERNATIONAL, "international", ""),
            (AccessPoint.REGIONAL, "regional", ""),
            (AccessPoint.INTERNAL, "inside the cloud", ""),
        )
        if point is not AccessPoint.REGIONAL or region
    ]
    current = context.access_point or (PROFILES_OWN if fixed else AccessPoint.SITE)
    if context.endpoint:
        choices.insert(0, Choice(context.endpoint, "this host", context.endpoint, "chosen"))
        current = context.endpoint

    def typed(text: str) -> Choice[str]:
        try:
            url = _url(text)
        except EndpointError as error:
            return Choice(None, "✗ refused", str(error))
        return next((one for one in choices if _is_at(one.note, url)), Choice(url, "this host", url))

    return Picker("Endpoint", choices, current=current, hint="choose one, or type a host", typed=typed)


def _url(text: str) -> str:
    endpoint = parse_endpoint(text)
    return f"{endpoint.scheme}://{endpoint.host}"


def _is_at(listed: str, url: str) -> bool:
    try:
        return _url(listed) == url
    except EndpointError:
        return False


def exchange_picker(title: str, exchanges: Iterable[Exchange], like: Exchange | None = None) -> Picker[Exchange]:
    """Answers of the session; those of the same action as the one it is `like` are marked."""
    choices: list[Choice[Exchange]] = []
    for one in exchanges:
        verdict, call = verdict_of(one), one.call
        same = "the same action" if like is not None and like.call.key == call.key else ""
        note = "  ".join(part for part in (verdict.words, same, verdict.request_id or verdict.no_id) if part)
        choices.append(Choice(one, f"{call.service} {call.action}", note, clock_text(one.started_at)))
    return Picker(title, choices)


def example_picker(examples: Sequence[LoadedExample], current: int) -> Picker[int]:
    """Every example: title, parameters on one line, how many there are. Gives back its place in the list."""
    choices = [
        Choice(
            at,
            one.title or f"example {at + 1}",
            json.dumps(one.params, ensure_ascii=False)[:_PREVIEW],
            f"{len(one.params)} parameter{'s' if len(one.params) != 1 else ''}",
        )
        for at, one in enumerate(examples)
    ]
    return Picker(f"Examples  {len(examples)}", choices, current=current, hint="title or parameter")


def theme_picker(themes: Mapping[str, Theme], current: str) -> Picker[str]:
    """Every theme; gives back its name."""
    choices = [Choice(name, name, "dark" if theme.dark else "light") for name, theme in sorted(themes.items())]
    return Picker("Theme", choices, current=current)
