"""One of many, found by typing: commands, regions, themes."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rich.cells import cell_len

from tcexplorer.safety.inert import visible
from tcexplorer.tui.commands import Scope, bindings
from tcexplorer.tui.dialogs.base import Dialog
from tcexplorer.tui.text.styled_text import Role, Span, cut, muted
from tcexplorer.tui.widgets.text_field import TextField
from tcexplorer.tui.widgets.virtual_list import VirtualList

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Unpack

    from textual.binding import BindingType
    from textual.widget import Widget
    from textual.widgets import Input

    from tcexplorer.tui.widgets.widget_names import Names


class Choice(NamedTuple):
    """Something to choose: what is given back, its name, a note, and what stands at the right."""

    value: str
    name: str
    note: str = ""
    right: str = ""

    def fits(self, words: Iterable[str]) -> bool:
        """Whether every word is somewhere in it."""
        text = f"{self.name} {self.note} {self.value}".casefold()
        return all(word in text for word in words)


class PickerList(VirtualList):
    """Choices, one a row: name, note, and a word at the right."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.ACTIONS)

    def __init__(self, choices: Sequence[Choice], *, keys: bool, **names: Unpack[Names]) -> None:
        super().__init__(**names)
        self._right = Role.KEY if keys else Role.MUTED
        self._choices = choices
        self._names = min(30, max((cell_len(visible(one.name)) for one in choices), default=0))
        self.active = True

    def show(self, choices: Sequence[Choice], cursor: int = 0) -> None:
        """List other choices."""
        self._choices = choices
        self.rows_changed(cursor)

    @property
    def current(self) -> Choice | None:
        return self._choices[self.cursor] if self._choices else None

    def row_count(self) -> int:
        return len(self._choices)

    def line_count(self) -> int:
        return len(self._choices) or 1

    def row_spans(self, index: int, width: int, *, marked: bool) -> Sequence[Span]:
        if not self._choices:
            return (muted("  nothing fits"),)
        one = self._choices[index]
        name, right = visible(one.name), visible(one.right)
        room = width - self._names - cell_len(right) - 5
        note = cut(visible(one.note), max(0, room))
        gap = " " * max(1, width - 1 - max(self._names, cell_len(name)) - 2 - cell_len(note) - cell_len(right) - 1)
        pad = " " * max(0, self._names - cell_len(name))
        return (
            Span(" "),
            Span(name, style="bold" if marked else ""),
            Span(f"{pad}  "),
            muted(note),
            Span(gap),
            Span(right, self._right, "bold" if self._right is Role.KEY else ""),
        )


class Picker(Dialog[str | None]):
    """A search box over choices. Gives back the value chosen, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(Scope.ACTIONS, only=("cursor_down", "cursor_up", "page_down", "page_up")),
    ]

    def __init__(
        self,
        title: str,
        choices: Sequence[Choice],
        *,
        current: str | None = None,
        hint: str = "type to search",
        keys: bool = False,
        typed: Callable[[str], Choice] | None = None,
    ) -> None:
        """`current` is where the cursor begins; `keys` says that what stands at the right are keys.

        `typed` makes a choice of the text in the box, or gives one of `choices` back that is the same; one without a
        value cannot be chosen, and says why when nothing else fits.
        """
        super().__init__(title)
        self._choices = choices
        self._current = current
        self._typed = typed
        self._box = TextField(hint, classes="cell")
        self._list = PickerList(choices, keys=keys, classes="choices")

    def inside(self) -> Iterable[Widget]:
        yield self._box
        yield self._list

    def on_mount(self) -> None:
        at = next((at for at, one in enumerate(self._choices) if one.value == self._current), 0)
        self._list.show(self._choices, at)

    def offer(self, choices: Sequence[Choice]) -> None:
        """Have other choices from now on; the cursor stays on its own where that is still there."""
        self._choices = choices
        here = self._list.current
        fitting = self._fitting(self._box.value)
        at = next((at for at, one in enumerate(fitting) if here is not None and one.value == here.value), 0)
        self._list.show(fitting, at)

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._list.show(self._fitting(event.value))

    def _fitting(self, text: str) -> Sequence[Choice]:
        words = text.casefold().split()
        fitting = [one for one in self._choices if one.fits(words)]
        if words:  # names that begin with what was typed come first
            fitting.sort(key=lambda one: not one.name.casefold().startswith(words[0]))
        if not words or self._typed is None:
            return fitting
        made = self._typed(text)
        if not made.value:
            return fitting or [made]
        made = next((one for one in self._choices if one.value == made.value), made)
        others = [one for one in fitting if one != made]
        is_part = any(_is_part(text.strip().casefold(), one.name.casefold()) for one in others)
        return [*others, made] if is_part else [made, *others]

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._choose()

    def on_virtual_list_picked(self, event: VirtualList.Picked) -> None:
        event.stop()
        self._choose()

    def _choose(self) -> None:
        if (found := self._list.current) is not None and found.value:
            self.dismiss(found.value)

    def action_cursor_down(self) -> None:
        self._list.action_cursor_down()

    def action_cursor_up(self) -> None:
        self._list.action_cursor_up()

    def action_page_down(self) -> None:
        self._list.action_page_down()

    def action_page_up(self) -> None:
        self._list.action_page_up()


def _is_part(text: str, name: str) -> bool:
    """Whether a text may be an unfinished name: `ap-guang`, but not `ap-hangzhou` of `ap-hangzhou-ec`."""
    return text in name and not (name.startswith(text) and name[len(text) :].startswith("-"))
