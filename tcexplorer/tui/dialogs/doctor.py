"""The signature doctor: a request is pasted or opened, and the mistake in its signature is named."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.message import Message
from textual.widgets import TextArea

from tcexplorer.diagnosis import doctor
from tcexplorer.diagnosis.printed import is_string_to_sign
from tcexplorer.interchange.readers.errors import UnreadableError
from tcexplorer.safety.inert import visible
from tcexplorer.tui.commands import Scope, bindings, of_place
from tcexplorer.tui.content.findings import verdict_lines
from tcexplorer.tui.dialogs.base import Dialog
from tcexplorer.tui.dialogs.prompt import PromptDialog
from tcexplorer.tui.text.styled_text import Line, Role, Span, bold, line, muted
from tcexplorer.tui.widgets.bars import Bar, Piece
from tcexplorer.tui.widgets.paste_area import PasteArea
from tcexplorer.tui.widgets.text_view import TextView
from tcexplorer.workbench.profiles import ProfileError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.binding import BindingType
    from textual.widget import Widget

    from tcexplorer.calls.context import Context
    from tcexplorer.diagnosis.doctor import ServicesOf, Verdict
    from tcexplorer.protocol.model import Credential
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

    class Examined(Message):
        """The doctor is done, or the text is no request."""

        def __init__(self, verdict: Verdict | str) -> None:
            super().__init__()
            self.verdict = verdict

    class CredentialRead(Message):
        """Another profile's key is there, or why it is not."""

        def __init__(self, context: Context | str) -> None:
            super().__init__()
            self.context = context

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
        left = [
            _key("examine"),
            _key("open_file"),
            _key("choose_key", f"key of {visible(profile)}"),
            _key("printed", "printed by your code ✓" if self._printed else "printed by your code"),
        ]
        self._bar.show(left)

    def _show_request(self, request: bytes) -> None:
        text = request[: _SHOWN * 4].decode("utf-8", "surrogateescape")[:_SHOWN]
        with self.prevent(TextArea.Changed):
            self._area.take(text)

    def _show(self, *lines: Line) -> None:
        self._page.show(lines)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self._given = self._now = None

    # examining

    def action_examine(self) -> None:
        request = self._given or self._area.exact.encode("utf-8", "surrogateescape")
        if not request.strip():
            self._show(line(Span("! ", Role.WARN, "bold"), "there is no request yet: paste one, or open a file"))
            return
        self._show(line(muted("examining …")))
        self.run_worker(self._examine(request, self._caller.credential, self._printed), group="doctor", exclusive=True)

    async def _examine(self, request: bytes, credential: Credential | None, printed: str) -> None:
        text = printed.encode("utf-8", "surrogateescape") if printed else None
        to_sign = is_string_to_sign(printed)
        try:
            verdict = await asyncio.to_thread(
                doctor.examine,
                request,
                credential,
                now=self._now,
                services_of=self._services_of,
                canonical_request=None if to_sign else text,
                string_to_sign=text if to_sign else None,
            )
        except UnreadableError as error:
            self.post_message(self.Examined(str(error)))
        else:
            self.post_message(self.Examined(verdict))

    def on_doctor_screen_examined(self, event: Examined) -> None:
        event.stop()
        match event.verdict:
            case str(reason):
                self._show(line(Span("✗ ", Role.BAD, "bold"), bold("this is no request: "), visible(reason)))
            case verdict:
                self._show(*verdict_lines(verdict))
                self.set_focus(self._page)

    # other commands

    def action_open_file(self) -> None:
        self.app.push_screen(  # pyright: ignore[reportUnknownMemberType]
            PromptDialog("Open a request", "path of a file with raw HTTP or a curl command", refuse=_why_not),
            self._file_chosen,
        )

    def _file_chosen(self, path: str | None) -> None:
        if path is not None:
            self._given, self._now = _expanded(path).read_bytes(), None
            self._show_request(self._given)
            self.action_examine()

    def action_choose_key(self) -> None:
        if self._profiles is None:
            self._show(line("There are no other profiles here."))
        else:
            self.run_worker(self._offer_profiles(self._profiles), group="profiles", exclusive=True)

    async def _offer_profiles(self, profiles: Profiles) -> None:
        from tcexplorer.tui.dialogs.pickers import profile_chooser

        try:
            found = await profiles.listed()
        except ProfileError as failure:
            self.post_message(self.CredentialRead(str(failure)))
            return

        def chosen(at: str | None) -> None:
            if at is not None:
                self.run_worker(self._read_key(profiles, int(at)), group="profiles", exclusive=True)

        self.app.push_screen(profile_chooser(found, self._caller.profile), chosen)  # pyright: ignore[reportUnknownMemberType]

    async def _read_key(self, profiles: Profiles, at: int) -> None:
        try:
            context = await profiles.context((await profiles.listed())[at])
        except ProfileError as failure:
            self.post_message(self.CredentialRead(str(failure)))
        else:
            self.post_message(self.CredentialRead(context))

    def on_doctor_screen_credential_read(self, event: CredentialRead) -> None:
        event.stop()
        match event.context:
            case str(reason):
                self._show(line(Span("✗ ", Role.BAD, "bold"), visible(reason)))
            case context:
                self._caller = context
                self._paint_bar()
                if self._given is not None or self._area.text.strip():
                    self.action_examine()

    def action_printed(self) -> None:
        self.app.push_screen(PrintedTextDialog(self._printed), self._printed_given)  # pyright: ignore[reportUnknownMemberType]

    def _printed_given(self, text: str | None) -> None:
        if text is not None:
            self._printed = text
            self._paint_bar()
            if self._given is not None or self._area.text.strip():
                self.action_examine()

    def clicked(self, command: str) -> None:
        match command:
            case "examine":
                self.action_examine()
            case "open_file":
                self.action_open_file()
            case "choose_key":
                self.action_choose_key()
            case "printed":
                self.action_printed()
            case _:
                self.action_close()


class PrintedTextDialog(Dialog[str | None]):
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
        yield Bar([_key("examine", "take it")], classes="answers")

    def on_mount(self) -> None:
        self._area.take(self._text)

    def action_examine(self) -> None:
        self.dismiss(self._area.exact)

    def clicked(self, command: str) -> None:
        if command == "examine":
            self.action_examine()
        else:
            self.action_close()


def _key(name: str, text: str = "") -> Piece:
    command = of_place(Scope.DOCTOR, name)
    return Piece(
        (Span(command.key_text, Role.KEY, "bold"), muted(f" {text or command.short or command.title.lower()}")),
        name,
    )


def _expanded(path: str) -> Path:
    return Path(path.strip().strip("'\"")).expanduser()


def _why_not(path: str) -> str:
    """Why a file cannot be read, in one line."""
    if not path.strip():
        return "type the path of a file"
    try:
        with _expanded(path).open("rb") as opened:
            size = len(opened.read(LARGEST + 1))
    except (OSError, ValueError, RuntimeError) as error:
        return f"{visible(path)} cannot be read: {getattr(error, 'strerror', None) or error}"
    return (
        f"{visible(path)} has more than {LARGEST // 1024 // 1024} MiB, more than a request may"
        if size > LARGEST
        else ""
    )
