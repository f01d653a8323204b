"""The smallest Textual app there is: the floor of start-up."""

from textual.app import App, ComposeResult
from textual.widgets import Static


class Floor(App[None]):
    def compose(self) -> ComposeResult:
        yield Static("READYMARK")


if __name__ == "__main__":
    Floor().run()
