"""What reached the sandbox, as it comes: one row a request, the doctor's finding below, and the way into the doctor."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.message import Message

from tcexplorer.diagnosis.doctor.verdict import Outcome
from tcexplorer.safety.inert import visible
from tcexplorer.tui.commands import Scope, bindings, of_place
from tcexplorer.tui.content.findings import verdict_lines
from tcexplorer.tui.content.raw import clock_text
from tcexplorer.tui.dialogs.base import Dialog
from tcexplorer.tui.text.styled_text import Line, Role, Span, bold, cut, line, muted
from tcexplorer.tui.widgets.bars import Bar, command_piece
from tcexplorer.tui.widgets.text_view import TextView
from tcexplorer.tui.widgets.virtual_list import VirtualList

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Unpack

    from textual.binding import BindingType
    from textual.widget import Widget

    from tcexplorer.sandbox.inspector import Inspected
    from tcexplorer.tui.widgets.widget_names import Names
    from tcexplorer.workbench.session import Watched

_ON_BAR = ("open_in_doctor", "copy_url", "copy_environment")


class Requests(VirtualList):
    """Requests, the newest first."""

    CHOOSES = False
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        Scope.ACTIONS, only=("cursor_down", "cursor_up", "page_down", "page_up")
    )

    def __init__(self, **names: Unpack[Names]) -> None:
        super().__init__(**names)
        self._found: Sequence[Inspected] = ()

    def show(self, found: Sequence[Inspected]) -> None:
        """List these; the cursor stays on its request, or on the newest when it was there."""
        old = self.current
        self._found = tuple(reversed(found))
        at = next((at for at, one in enumerate(self._found) if old is not None and one.number == old.number), 0)
        self.rows_changed(0 if self.cursor == 0 else at)

    @property
    def current(self) -> Inspected | None:
        """The request under the cursor."""
        return self._found[self.cursor] if self._found else None

    def row_count(self) -> int:
        return len(self._found)

    def line_count(self) -> int:
        return len(self._found) or 1

    def row_spans(self, index: int, width: int, *, marked: bool) -> Sequence[Span]:
        if not self._found:
            return (muted("no request came yet"),)
        one = self._found[index]
        sign = Span("✓ ", Role.GOOD) if one.code is None else Span("✗ ", Role.BAD)
        call = f"{one.service or '-'} {one.action or '-'}"
        told = "examining …" if one.examining else ", ".join(cause.id for cause in one.findings)
        if not told and one.verdict is not None and one.verdict.outcome is Outcome.UNEXPLAINED:
            told = "not explained"
        said = f"{one.code or 'success'}{f'  → {told}' if told else ''}"
        name = cut(visible(call), max(12, min(40, width // 2)))
        return (
            muted(f"{clock_text(one.at)} "),
            sign,
            Span(f"{name}  ", style="bold" if marked else ""),
            Span(cut(visible(said), max(8, width - len(name) - 14)), Role.GOOD if one.code is None else Role.BAD),
        )


class SandboxRequests(Dialog[None]):
    """A live list. It stays below the doctor in which a request of it is opened."""

    PLACE = Scope.REQUESTS
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.REQUESTS)
    AUTO_FOCUS = "Requests"

    class Arrived(Message):
        """A request came, or the doctor is done with one."""

    def __init__(
        self, watched: Watched, url: str, copy: Callable[[str], None], examine: Callable[[Inspected], None]
    ) -> None:
        """`copy` puts `url` or `environment` into the clipboard; `examine` opens the doctor."""
        super().__init__(f"Requests to the sandbox  {url}", classes="large")
        self._watched = watched
        self._copy = copy
        self._examine = examine
        self._list = Requests()
        self._page = TextView(classes="fill")

    def inside(self) -> Iterable[Widget]:
        yield self._list
        yield Bar([command_piece(of_place(Scope.REQUESTS, name)) for name in _ON_BAR], classes="answers")
        yield self._page

    def on_mount(self) -> None:
        self._watched.observers.append(self._noticed)
        self._list_all()

    def on_unmount(self) -> None:
        self._watched.observers.remove(self._noticed)

    def _noticed(self, _inspected: object) -> None:
        self.post_message(self.Arrived())

    @on(Arrived)
    def _list_all(self) -> None:
        self._list.show(self._watched.seen)
        self._show_request()

    @on(VirtualList.Moved)
    def _show_request(self) -> None:
        self._page.show(request_lines(self._list.current))

    @on(VirtualList.Picked)
    def action_open_in_doctor(self) -> None:
        if (one := self._list.current) is not None:
            self._examine(one)

    def action_copy_url(self) -> None:
        self._copy("url")

    def action_copy_environment(self) -> None:
        self._copy("environment")


def request_lines(one: Inspected | None) -> list[Line]:
    """What is known of a request."""
    if one is None:
        return [
            line("Point your own program at this sandbox: every request it sends is listed here, and when its"),
            line("signature is wrong, the doctor says which mistake it was."),
            Line(),
            line(muted("protocol http; endpoint and key: see the commands above"), indent=2),
        ]
    lines = [line(bold(visible(one.line)), indent=4)]
    lines += [line(muted(f"· {visible(remark.text)}"), indent=2) for remark in one.handled.remarks]
    if one.examining:
        return [*lines, Line(), line(muted("the doctor is examining it …"))]
    if one.verdict is not None:
        return [*lines, Line(), *verdict_lines(one.verdict)]
    return lines
