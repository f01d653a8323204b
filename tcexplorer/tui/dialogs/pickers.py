"""The choosers of the workbench: commands, regions, past answers, themes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tcexplorer.protocol.endpoints import AccessPoint, EndpointError, endpoint_at, parse_endpoint
from tcexplorer.protocol.model import Language, Site
from tcexplorer.protocol.regions import REGIONS
from tcexplorer.tui.commands import BY_ID, COMMANDS, Scope
from tcexplorer.tui.content.raw import clock_text
from tcexplorer.tui.content.status import verdict_of
from tcexplorer.tui.dialogs.picker import Choice, Picker
from tcexplorer.tui.key_names import key_text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from textual.theme import Theme

    from tcexplorer.calls.context import Context
    from tcexplorer.calls.exchange import Exchange
    from tcexplorer.credentials.profile import Profile

PROFILES_OWN: Final = "profile"
"""What the endpoint chooser gives back for the endpoint in the profile."""
MANAGE: Final = "manage"
"""What the profile chooser gives back for the screen of all profiles."""
NO_REGION: Final = "-"
"""What the region chooser gives back for none."""


def command_chooser(places: Sequence[Scope]) -> Picker:
    """Every command that works where the focus is; gives back its id."""
    return Picker("Commands", command_choices(places), hint="what do you want to do?", keys=True)


def command_choices(places: Iterable[Scope]) -> list[Choice]:
    """The commands of everywhere, then those of these places."""
    return [
        Choice(command.id, command.title, command.help, " ".join(key_text(key) for key in command.keys_now[:2]))
        for place in (Scope.EVERYWHERE, *places)
        for command in COMMANDS
        if command.where is place and command.id != "commands"
    ]


def region_chooser(current: str | None, language: Language, recent: Sequence[str] = ()) -> Picker:
    """Every region, those used lately first, and none; gives back its code or NO_REGION."""
    choices = region_choices(language, recent)
    return Picker("Region", choices, current=current or NO_REGION, hint="code, name or 名称")


def region_choices(
    language: Language, recent: Sequence[str] = (), offered: Collection[str] | None = None
) -> list[Choice]:
    """Every region: those used lately, none, then the others. `offered` are those that the service says it has; they
    go before the rest, which stays, since it is the API that decides.
    """
    chinese = language is Language.CHINESE
    named = {one.code: one.name_zh if chinese else f"{one.name} {one.name_zh}" for one in REGIONS}

    def right(code: str, otherwise: str) -> str:
        if offered is None:
            return otherwise
        return f"{otherwise}  ✓ offered" if code in offered else f"{otherwise}  – not offered"

    choices = [Choice(code, code, named.get(code, ""), right(code, "recent")) for code in recent]
    choices.append(Choice(NO_REGION, "no region", "X-TC-Region is not sent"))
    found = offered or ()
    rest = [one for one in REGIONS if one.code not in recent]
    choices += [
        Choice(one.code, one.code, named[one.code], right(one.code, one.area))
        for one in sorted(rest, key=lambda region: (region.code not in found, region.special))
    ]
    choices += [Choice(code, code, "", right(code, "")) for code in found if code not in named and code not in recent]
    return choices


def profile_chooser(profiles: Sequence[Profile], current: Profile, *, managed: bool = False) -> Picker:
    """Every profile; gives back its index, or MANAGE where they can be `managed`."""
    choices = [
        Choice(
            str(at),
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
        for at, one in enumerate(profiles)
    ]
    if managed:
        command = BY_ID["profiles"]
        choices.append(Choice(MANAGE, f"{command.title} …", "add, test, edit, remove", command.key_text))
    at = next((at for at, one in enumerate(profiles) if one == current), 0)
    return Picker("Profile", choices, current=str(at))


def endpoint_chooser(service: str | None, context: Context) -> Picker:
    """The service's hosts, the profile's, or one that is typed; gives back an AccessPoint, PROFILES_OWN or a host."""
    name, fixed, region = service or "SERVICE", context.profile.endpoint, context.region
    choices = [Choice(PROFILES_OWN, "the profile's", fixed)] if fixed else []
    choices += [
        Choice(point, title, endpoint_at(point, name, context.site, region).host, right)
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

    def typed(text: str) -> Choice:
        try:
            url = _url(text)
        except EndpointError as error:
            return Choice("", "✗ refused", str(error))
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


def past_chooser(past: Sequence[Exchange]) -> Picker:
    """The answers of the session; gives back the index."""
    choices: list[Choice] = []
    for at, exchange in enumerate(past):
        verdict, call = verdict_of(exchange), exchange.call
        note = f"{verdict.words}  {verdict.request_id or verdict.no_id}"
        choices.append(Choice(str(at), f"{call.service} {call.action}", note, clock_text(exchange.started_at)))
    return Picker("Answers of this session", choices)


def theme_chooser(themes: Mapping[str, Theme], current: str) -> Picker:
    """Every theme; gives back its name."""
    choices = [Choice(name, name, "dark" if theme.dark else "light") for name, theme in sorted(themes.items())]
    return Picker("Theme", choices, current=current)
