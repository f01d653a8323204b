"""What is sent to the clipboard, and what is said about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import App

from tcexplorer.tui.commands import BY_ID
from tcexplorer.tui.ink import Ink
from tcexplorer.tui.screens.sending import Sending

if TYPE_CHECKING:
    from collections.abc import Sequence


class Copying(Sending):
    """Terminals do not say whether they took a text, so nothing more is claimed than that it was sent."""

    def copy(self, text: str, what: str) -> None:
        """Send a text to the terminal's clipboard (OSC 52), and to the platform's tool where there is one.

        Terminals do not say whether they took it, so nothing more is claimed.
        """
        from tcexplorer.tui.clipboard import harmless, tool_for, words_for

        sent = harmless(text)
        App.copy_to_clipboard(self.whole, sent)  # pyright: ignore[reportUnknownMemberType] a generic App
        self.say(words_for(what, text, sent), Ink.GOOD)
        if (tool := tool_for()) is not None:
            self.run_worker(self._copy_with(tool, text, sent, what), group="clipboard", exclusive=True)

    async def _copy_with(self, tool: Sequence[str], text: str, sent: str, what: str) -> None:
        from tcexplorer.tui.clipboard import put, words_for

        taken = await put(tool, sent)
        self.say(words_for(what, text, sent, tool[0], taken=taken), Ink.GOOD if taken else Ink.WARN)

    def action_copy_selection(self) -> None:
        selected = self.get_selected_text()
        if selected:
            self.copy(selected, "selection")
        else:
            quits = BY_ID["quit"].key_text
            self.say(f"nothing is selected: drag over a text with the mouse; {quits} quits")

    def copy_request_id(self) -> None:
        """Send the RequestId to the terminal's clipboard."""
        if (found := self.request_id()) is None:
            self.say("there is no RequestId yet: nothing was answered", Ink.WARN)
        else:
            self.copy(found, f"RequestId {found}" if self.size.width >= 90 else "RequestId")
