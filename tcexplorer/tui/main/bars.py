"""What header and footer say, by width: pure functions, so that every state can be looked at in a test."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tcexplorer.safety.inert import visible
from tcexplorer.tui.commands import BY_ID, Command
from tcexplorer.tui.text.styled_text import Role, Span
from tcexplorer.tui.widgets.bars import Bar, Piece, piece

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from textual.timer import Timer

    from tcexplorer.catalog.model import Verb
    from tcexplorer.tui.startup import StartupContext

MEDIUM, WIDE = 100, 150
BREAKPOINTS = [(0, "-narrow"), (MEDIUM, "-medium"), (WIDE, "-wide")]
"""Columns from which a class is the screen's."""


def breakpoint_class(width: int) -> str:
    """The class of a screen of that width."""
    return max(one for one in BREAKPOINTS if one[0] <= width)[1]


STATUS_SECONDS = 5.0
"""How long a status stays in the footer."""


class Footer(Bar):
    """The keys that matter most, or for a few seconds, or until it is clicked on, what the user is to know."""

    _keys: tuple[tuple[Piece, ...], tuple[Piece, ...]] = ((), ())
    _timer: Timer | None = None

    def show_keys(self, left: Iterable[Piece], right: Iterable[Piece] = ()) -> None:
        """Show these, at once or behind the status that is there."""
        self._keys = tuple(left), tuple(right)
        if self._timer is None:
            self.show(*self._keys)

    def show_status(self, text: str, role: Role = Role.TEXT) -> None:
        """Show a text in place of the keys."""
        if self._timer is not None:
            self._timer.stop()
        self.show([piece(text, role, "bold", "end_status")])
        self._timer = self.set_timer(STATUS_SECONDS, self.end_status)

    def end_status(self) -> None:
        """Show the keys again."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        self.show(*self._keys)


class HeaderState(NamedTuple):
    """What the header says of the context."""

    profile: str
    region: str | None
    endpoint: str = ""
    own_endpoint: bool = True
    """Whether the endpoint is the service's own; another one is always shown, in the warning colour."""
    sandbox: bool = False
    read_only: bool = False
    production: bool = False

    @classmethod
    def at_start(cls, startup: StartupContext) -> HeaderState:
        """What is known before the session is there."""
        return cls(
            startup.profile,
            startup.region,
            sandbox=startup.sandbox,
            read_only=startup.read_only,
            production=startup.production,
        )


def header_pieces(about: HeaderState, width: int) -> tuple[list[Piece], list[Piece]]:
    """Left and right pieces of the header. Badges are never dropped."""
    arrow = " ▾" if width >= 80 else ""
    left = [piece("tcexplorer", style="bold")] if width >= WIDE else []
    left.append(piece(f"{visible(about.profile)}{arrow}", command="profile"))
    left.append(piece(f"{visible(about.region) if about.region else 'no region'}{arrow}", command="region"))
    if about.endpoint and not about.own_endpoint:
        left.append(piece(f"{visible(about.endpoint)}{arrow}", Role.WARN, command="endpoint"))
    elif about.endpoint and width >= MEDIUM:
        left.append(piece(f"{visible(about.endpoint)}{arrow}", Role.MUTED, command="endpoint"))
    return left, list(_badges(about))


def _badges(about: HeaderState) -> Iterator[Piece]:
    if about.sandbox:
        yield piece(" SANDBOX ", Role.BADGE_GOOD, "bold")
        return
    if about.read_only:
        yield piece("read-only", Role.KEY, "bold")
    else:
        yield piece(" CAN WRITE ", Role.BADGE_WARN, "bold")
    if about.production:
        yield piece(" PRODUCTION ", Role.BADGE_BAD, "bold")


_NARROW = ("send", "search", "copy_request_id", "commands", "help")
_ROOMY = ("send", "search", "example", "next_field", "next_pane", "copy_request_id", "commands", "help")

_DROPPED_FIRST = ("next_field", "next_pane", "example", "commands", "search")
"""What goes first when a row is too short for all."""


def footer_keys(
    width: int, *, verb: Verb | None = None, waiting: bool = False, catalogue: str = ""
) -> tuple[list[Piece], list[Piece]]:
    """Left and right pieces of the footer: the keys that matter most, each clickable."""
    names = list(_ROOMY if width >= MEDIUM else _NARROW)
    left = [_key(name, verb, waiting=waiting, width=width) for name in names]
    for least in _DROPPED_FIRST:
        if sum(one.cells + Bar.GAP for one in left) <= width:
            break
        left = [one for name, one in zip(names, left, strict=True) if name != least]
        names = [name for name in names if name != least]
    right = [piece(f"catalogue {catalogue}", Role.MUTED)] if catalogue and width >= WIDE else []
    return left, right


def _key(name: str, verb: Verb | None, *, waiting: bool, width: int) -> Piece:
    if name == "next_field":
        return Piece((Span("Tab", Role.KEY, "bold"), Span(" next field", Role.MUTED)), "next_field")
    if name == "send" and waiting:
        return _labelled(BY_ID["back"], Role.WARN, "cancel")
    command = BY_ID[name]
    if name == "send":
        match verb:
            case "write":
                return _labelled(command, Role.WARN, "send, writes", Role.WARN)
            case "destructive":
                return _labelled(command, Role.BAD, "send, deletes", Role.BAD)
            case _:
                return _labelled(command, Role.KEY, command.short, Role.TEXT)
    short = command.short or command.title[:1].lower() + command.title[1:]
    return _labelled(command, Role.KEY, "copy id" if name == "copy_request_id" and width < 70 else short)


def _labelled(command: Command, key: Role, text: str, ink: Role = Role.MUTED) -> Piece:
    return Piece((Span(command.key_text, key, "bold"), Span(f" {text}", ink)), command.id)
