"""The signature doctor: a request is pasted or opened, and the mistake in its signature is named."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Literal

from textual import on

from tcexplorer.diagnosis import doctor
from tcexplorer.diagnosis.printed import is_string_to_sign
from tcexplorer.interchange.readers.errors import UnreadableError
from tcexplorer.safety.inert import visible
from tcexplorer.tui.commands import Scope, bindings, of_place
from tcexplorer.tui.content.findings import verdict_lines
from tcexplorer.tui.dialogs.base import Dialog
from tcexplorer.tui.dialogs.pickers import profile_picker
from tcexplorer.tui.dialogs.prompts import PromptDialog, read_file
from tcexplorer.tui.text.styled_text import Line, Role, Span, bold, line, muted
from tcexplorer.tui.widgets.bars import Bar, command_piece
from tcexplorer.tui.widgets.paste_area import PasteArea
from tcexplorer.tui.widgets.text_view import TextView
from tcexplorer.workbench.profiles import ProfileError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.binding import BindingType
    from textual.widget import Widget

    from tcexplorer.calls.context import Context
    from tcexplorer.credentials.profile import Profile
    from tcexplorer.diagnosis.doctor import ServicesOf
    from tcexplorer.workbench.session import Profiles

LARGEST = 32 * 1024 * 1024
"""Bytes of a file that is read; the API takes 10 MiB."""
_SHOWN = 400_000
"""Characters of a request that the text area shows; a longer one is examined whole all the same."""
_HOW = (
    "Paste a request as your program sent it: raw HTTP, or a curl command.",
    "It is signed again under every known mistake and every pair of them, with the key above.",
    "It never leaves this machine.",
)


class DoctorScreen(Dialog[None]):
    """Request above, verdict below. `request` fills the text area, and is examined at once; `now` is the time at the
    server when it came, in seconds since 1970, where that is known.
    """

    PLACE = Scope.DOCTOR
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.DOCTOR)
    AUTO_FOCUS = "#request-text"

    def __init__(
        self,
        context: Context,
        profiles: Profiles | None,
        *,
        request: bytes | None = None,
        now: float | None = None,
        services_of: ServicesOf | None = None,
    ) -> None:
        super().__init__("Signature doctor", classes="large")
        self._caller = context
        self._profiles = profiles
        self._given = request
        self._now = now
        self._services_of = services_of
        self._printed: str = ""
        self._area = PasteArea("raw HTTP or curl …", id="request-text", classes="paste")
        self._bar = Bar(classes="answers")
        self._page = TextView([line(muted(text)) for text in _HOW], classes="fill", id="verdict")

    def inside(self) -> Iterable[Widget]:
        yield self._area
        yield self._bar
        yield self._page

    def on_mount(self) -> None:
        self._paint_bar()
        if self._given is not None:
            self._show_request(self._given)
            self.action_examine()

    # what is shown

    def _paint_bar(self) -> None:
        profile = self._caller.profile.name if self._caller.credential is not None else "no key"
        words = {
            "examine": "",
            "open_file": "",
            "choose_key": f"key of {visible(profile)}",
            "printed": "printed by your code ✓" if self._printed else "printed by your code",
        }
        self._bar.show(command_piece(of_place(Scope.DOCTOR, name), text) for name, text in words.items())

    def _show_request(self, request: bytes) -> None:
        text = request[: _SHOWN * 4].decode("utf-8", "surrogateescape")[:_SHOWN]
        with self.prevent(PasteArea.Changed):
            self._area.take(text)

    def _show(self, *lines: Line) -> None:
        self._page.show(lines)

    @on(PasteArea.Changed)
    def _forget_file(self) -> None:
        self._given = self._now = None

    # examining

    def action_examine(self) -> None:
        request = self._given or self._area.exact.encode("utf-8", "surrogateescape")
        if not request.strip():
            self._show(line(Span("! ", Role.WARN, "bold"), "there is no request yet: paste one, or open a file"))
            return
        self._show(line(muted("examining …")))
        self.run_worker(partial(self._examine, request, self._printed), group="doctor", exclusive=True)

    def _examine_again(self) -> None:
        if self._given is not None or self._area.text.strip():
            self.action_examine()

    async def _examine(self, request: bytes, printed: str) -> None:
        text = printed.encode("utf-8", "surrogateescape") if printed else None
        to_sign = is_string_to_sign(printed)
        try:
            verdict = await asyncio.to_thread(
                doctor.examine,
                request,
                self._caller.credential,
                now=self._now,
                services_of=self._services_of,
                canonical_request=None if to_sign else text,
                string_to_sign=text if to_sign else None,
            )
        except UnreadableError as error:
            self._show(line(Span("✗ ", Role.BAD, "bold"), bold("this is no request: "), visible(str(error))))
        else:
            self._show(*verdict_lines(verdict))
            self.set_focus(self._page)

    # other commands

    def action_open_file(self) -> None:
        hint = "path of a file with raw HTTP or a curl command"
        self.ask(PromptDialog("Open a request", lambda path: read_file(path, LARGEST), hint=hint), self._file_chosen)

    def _file_chosen(self, content: bytes | None) -> None:
        if content is not None:
            self._given, self._now = content, None
            self._show_request(content)
            self.action_examine()

    def action_choose_key(self) -> None:
        if self._profiles is None:
            self._show(line("There are no other profiles here."))
        else:
            self.run_worker(self._offer_profiles(self._profiles), group="profiles", exclusive=True)

    async def _offer_profiles(self, profiles: Profiles) -> None:
        try:
            found = await profiles.listed()
        except ProfileError as failure:
            self._show_failure(failure)
            return

        def chosen(profile: Profile | Literal["manage"] | None) -> None:
            if profile is not None and profile != "manage":
                self.run_worker(self._read_key(profiles, profile), group="profiles", exclusive=True)

        self.ask(profile_picker(found, self._caller.profile), chosen)

    async def _read_key(self, profiles: Profiles, profile: Profile) -> None:
        try:
            self._caller = await profiles.context(profile)
        except ProfileError as failure:
            self._show_failure(failure)
        else:
            self._paint_bar()
            self._examine_again()

    def _show_failure(self, failure: ProfileError) -> None:
        self._show(line(Span("✗ ", Role.BAD, "bold"), visible(str(failure))))

    def action_printed(self) -> None:
        self.ask(PrintedTextDialog(self._printed), self._printed_given)

    def _printed_given(self, text: str | None) -> None:
        if text is not None:
            self._printed = text
            self._paint_bar()
            self._examine_again()


class PrintedTextDialog(Dialog[str]):
    """Takes the canonical request or the string to sign that the user's code printed."""

    AUTO_FOCUS = "PasteArea"
    PLACE = Scope.DOCTOR
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.DOCTOR, only=("examine",))

    def __init__(self, text: str) -> None:
        super().__init__("Printed by your code: canonical request or string to sign", classes="large")
        self._text = text
        self._area = PasteArea("what your code signed, exactly as it printed it", classes="paste fill")

    def inside(self) -> Iterable[Widget]:
        yield self._area
        yield Bar([command_piece(of_place(Scope.DOCTOR, "examine"), "take it")], classes="answers")

    def on_mount(self) -> None:
        self._area.take(self._text)

    def action_examine(self) -> None:
        self.dismiss(self._area.exact)
