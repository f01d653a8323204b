"""What a session without a key begins with: where the user is, and the ways on."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from textual import on

from tcexplorer.credentials.profile import SESSION, Profile
from tcexplorer.credentials.providers import SOURCES
from tcexplorer.tui.commands import Scope, bindings
from tcexplorer.tui.dialogs.base import Dialog
from tcexplorer.tui.dialogs.picker import Choice, PickerList
from tcexplorer.tui.text.styled_text import Line, Role, Span, line
from tcexplorer.tui.widgets.text_view import TextView
from tcexplorer.tui.widgets.virtual_list import VirtualList

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.binding import BindingType
    from textual.widget import Widget

WayOn = Literal["stay", "add", "manage", "sandbox", "again"]
_FROM_ENV = "Or start with --from-env: the key is taken from environment variables."


class WelcomeDialog(Dialog[WayOn]):
    """Says where the user is, and the ways on; the first one changes nothing."""

    AUTO_FOCUS = "PickerList"
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.ACTIONS, only=("choose",))

    def __init__(self, title: str, lines: Sequence[Line], ways: Sequence[Choice[WayOn]]) -> None:
        super().__init__(title)
        self._page = TextView(lines, classes="guide")
        self._page.can_focus = False
        self._list = PickerList(ways, classes="choices")

    def inside(self) -> Iterable[Widget]:
        yield self._page
        yield self._list

    @on(VirtualList.Picked)
    def action_choose(self) -> None:
        if (found := self._list.current) is not None:
            self.dismiss(found.value)


def welcome_dialog() -> WelcomeDialog:
    """There is no profile yet."""
    return WelcomeDialog(
        "Welcome to tcexplorer",
        [
            line(
                "There is no profile yet, so you are in the sandbox: a server inside this program that checks and"
                " answers as the cloud does. It needs no account, and nothing leaves this machine."
            ),
            Line(),
            line(
                "To call the real cloud, add a profile: its key goes to the keyring of this machine, or is"
                " kept in memory for this session."
            ),
            line(_FROM_ENV),
        ],
        [
            Choice("stay", "Stay in the sandbox", "look around without an account"),
            Choice("add", "Add a profile", "SecretId and SecretKey from the CAM console"),
        ],
    )


def trouble_dialog(profile: Profile, text: str) -> WelcomeDialog:
    """The key of the profile cannot be had; the text says why."""
    name = f"Profile {profile.name} has no usable key" if profile.source != SESSION else "No usable profile"
    again: list[Choice[WayOn]] = [Choice("again", "Try again", f"ask for the key of {profile.name} again")]
    return WelcomeDialog(
        name,
        [
            line(Span("✗ ", Role.BAD, "bold"), text, indent=2),
            line("Everything can be looked at, but calls to the cloud cannot be signed."),
            line(_FROM_ENV),
        ],
        [
            Choice("stay", "Look around", "without a key"),
            *(again if SOURCES[profile.source].waits else []),
            Choice("manage", "Manage profiles", "add, test, edit, remove; or a key for this session only"),
            Choice("sandbox", "Use the sandbox", "calls are answered inside this program"),
        ],
    )
