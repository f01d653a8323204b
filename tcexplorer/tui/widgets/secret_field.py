"""A field for what must not be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcexplorer.tui.widgets.text_field import TextField

if TYPE_CHECKING:
    from typing import Unpack

    from tcexplorer.tui.widgets.widget_names import Names


class SecretField(TextField):
    """Shows a dot a character. Nothing of it goes to a clipboard."""

    def __init__(self, placeholder: str = "", **names: Unpack[Names]) -> None:
        super().__init__(placeholder, **names)
        self.password = True

    def pasted(self, text: str) -> str:
        return super().pasted(text).strip()

    def action_copy(self) -> None:
        """Textual would hand the value to the clipboard."""

    def action_cut(self) -> None:
        self.delete_selection()

    def forget(self) -> None:
        """Empty the field."""
        self.value = ""
