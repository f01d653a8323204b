"""One of many, found by typing: commands, regions, themes."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Generic, NamedTuple, TypeVar

from rich.cells import cell_len
from textual import on
from textual.message import Message

from tcexplorer.safety.inert import visible
from tcexplorer.tui.commands import Scope, bindings
from tcexplorer.tui.dialogs.base import Dialog
from tcexplorer.tui.text.styled_text import Role, Span, cut, muted
from tcexplorer.tui.widgets.text_field import TextField
from tcexplorer.tui.widgets.virtual_list import VirtualList

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Sequence
    from typing import Unpack

    from textual.binding import BindingType
    from textual.widget import Widget

    from tcexplorer.tui.widgets.widget_names import Names


Value = TypeVar("Value")


class Choice(NamedTuple, Generic[Value]):
    """Something to choose: what is given back, its name, a note, and what stands at the right.

    Without a value it cannot be chosen.
    """

    value: Value | None
    name: str
    note: str = ""
    right: str = ""

    def fits(self, words: Iterable[str]) -> bool:
        """Whether every word is somewhere in it."""
        text = f"{self.name} {self.note} {self.value if isinstance(self.value, str) else ''}".casefold()
        return all(word in text for word in words)


class Later(NamedTuple, Generic[Value]):
    """Choices that became known while the picker was open, and what is to be said of them."""

    choices: Sequence[Choice[Value]]
    remark: str


class PickerList(VirtualList, Generic[Value]):
    """Choices, one a row: name, note, and a word at the right."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.ACTIONS)

    def __init__(self, choices: Sequence[Choice[Value]] = (), *, keys: bool = False, **names: Unpack[Names]) -> None:
        super().__init__(**names)
        self._right = Role.KEY if keys else Role.MUTED
        self._choices = choices
        self._names = min(30, max((cell_len(visible(one.name)) for one in choices), default=0))
        self.active = True

    def show(self, choices: Sequence[Choice[Value]], cursor: int = 0) -> None:
        """List other choices."""
        self._choices = choices
        self.rows_changed(cursor)

    @property
    def current(self) -> Choice[Value] | None:
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


class Picker(Dialog[Value], Generic[Value]):
    """A search box over choices. Gives back the value of the one that was chosen."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(
        Scope.ACTIONS, only=("cursor_down", "cursor_up", "page_down", "page_up")
    )

    class Known(Message):
        """What was asked for behind the open picker has come."""

        def __init__(self, later: Later[Value]) -> None:
            super().__init__()
            self.later = later

    def __init__(
        self,
        title: str,
        choices: Sequence[Choice[Value]],
        *,
        current: Value | None = None,
        hint: str = "type to search",
        keys: bool = False,
        typed: Callable[[str], Choice[Value]] | None = None,
        remark: str = "",
        later: Callable[[], Awaitable[Later[Value]]] | None = None,
    ) -> None:
        """`current` is where the cursor begins; `keys` says that what stands at the right are keys.

        `typed` makes a choice of the text in the box, or gives one of `choices` back that is the same; one without a
        value says why when nothing else fits. `later` asks for other choices behind the picker.
        """
        super().__init__(title, *([remark] if remark else []))
        self._name = title
        self._choices = choices
        self._typed = typed
        self._later = later
        self._box = TextField(hint, classes="cell")
        self._list = PickerList(choices, keys=keys, classes="choices")
        self._begin = next((at for at, one in enumerate(choices) if one.value == current), 0)

    def inside(self) -> Iterable[Widget]:
        yield self._box
        yield self._list

    def on_mount(self) -> None:
        self._list.show(self._choices, self._begin)
        if self._later is not None:
            self.run_worker(self._wait(self._later), exclusive=True)

    async def _wait(self, later: Callable[[], Awaitable[Later[Value]]]) -> None:
        self.post_message(self.Known(await later()))

    @on(Known)
    def _take_choices(self, event: Picker.Known) -> None:
        """The cursor stays on its own where that is still there."""
        self._choices, remark = event.later
        here = self._list.current
        fitting = self._fitting(self._box.value)
        at = next((at for at, one in enumerate(fitting) if here is not None and one.value == here.value), 0)
        self._list.show(fitting, at)
        self.show_title(self._name, remark)

    @on(TextField.Changed)
    def _search(self, event: TextField.Changed) -> None:
        self._list.show(self._fitting(event.value))

    def _fitting(self, text: str) -> Sequence[Choice[Value]]:
        words = text.casefold().split()
        fitting = [one for one in self._choices if one.fits(words)]
        if words:  # names that begin with what was typed come first
            fitting.sort(key=lambda one: not one.name.casefold().startswith(words[0]))
        if not words or self._typed is None:
            return fitting
        made = self._typed(text)
        if made.value is None:
            return fitting or [made]
        made = next((one for one in self._choices if one.value == made.value), made)
        others = [one for one in fitting if one != made]
        is_part = any(_is_part(text.strip().casefold(), one.name.casefold()) for one in others)
        return [*others, made] if is_part else [made, *others]

    @on(TextField.Submitted)
    @on(VirtualList.Picked)
    def _choose(self) -> None:
        if (found := self._list.current) is not None and found.value is not None:
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
