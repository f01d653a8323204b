"""Two answers compared, in a window: the tree of both, and ways from one difference to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeGuard

from textual import on

from tcexplorer.answer.body import answering
from tcexplorer.answer.compare import comparing
from tcexplorer.answer.slices import run_cooperatively
from tcexplorer.tui.commands import Scope, of_place
from tcexplorer.tui.content.raw import clock_text
from tcexplorer.tui.content.status import verdict_of
from tcexplorer.tui.dialogs.base import Dialog
from tcexplorer.tui.dialogs.pickers import exchange_picker
from tcexplorer.tui.text.styled_text import Role, Span, muted
from tcexplorer.tui.widgets.bars import Bar, Piece, command_piece, piece
from tcexplorer.tui.widgets.diff_tree import DiffTree

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.widget import Widget

    from tcexplorer.answer.compare import Comparison
    from tcexplorer.calls.exchange import Exchange
    from tcexplorer.protocol.model import Json
    from tcexplorer.tui.services import ScreenServices

_OFFERED = (("next_difference", "next"), ("previous_difference", "before"), ("open_close", "open"))


class ResponseDiffDialog(Dialog[None]):
    """The earlier answer is the one that things were added to."""

    AUTO_FOCUS = "DiffTree"

    def __init__(self, before: Exchange, after: Exchange) -> None:
        super().__init__("Compare", classes="large")
        self._before, self._after = before, after
        self._comparison: Comparison | None = None
        self._tree = DiffTree()
        self._about = Bar([_about("-", Role.BAD, before), _about("+", Role.GOOD, after)])
        self._tools = Bar([piece("comparing …", Role.MUTED)], classes="answers")
        self._about.styles.height = 1

    def inside(self) -> Iterable[Widget]:
        yield self._about
        yield self._tree
        yield self._tools

    def on_mount(self) -> None:
        self.run_worker(self._compare(), exclusive=True)

    async def _compare(self) -> None:
        before, after = await _document(self._before), await _document(self._after)
        self._comparison = await run_cooperatively(comparing(before, after))
        self._tree.show(self._comparison)
        self._tools.show(command_piece(of_place(Scope.DIFFERENCES, name), short) for name, short in _OFFERED)
        self._entitle()

    def _entitle(self) -> None:
        found = self._comparison
        if found is not None:
            count = found.added + found.removed + found.changed
            place = f"{self._tree.number:,} of {count:,}" if count else ""
            self.show_title(f"Compare: {found.text}", place)

    @on(DiffTree.Moved)
    def _entitle_again(self, event: DiffTree.Moved) -> None:
        event.stop()
        self._entitle()

    async def on_bar_clicked(self, event: Bar.Clicked) -> None:
        """What the bar below the tree offers is the tree's."""
        if event.command != "close":
            event.stop()
            event.prevent_default()
            self._tree.focus()
            await self._tree.run_action(event.command)


def _about(sign: str, ink: Role, exchange: Exchange) -> Piece:
    verdict = verdict_of(exchange)
    number = verdict.request_id or verdict.no_id
    at = clock_text(exchange.started_at)
    return Piece((Span(f"{sign} ", ink, "bold"), Span(at), muted(f" {number[:8]}…  ")))


async def _document(exchange: Exchange) -> Json:
    if exchange.answer is not None:
        return exchange.answer.value
    response = exchange.response
    assert response is not None
    work = answering(response.body, response.header("Content-Type") or "", response.size)
    return (await run_cooperatively(work)).value


# ways to it


def compare_with_last(screen: ScreenServices, shown: Exchange | None, past: Sequence[Exchange]) -> None:
    """Compare the answer that is shown with the same action's answer before it."""
    if not _is_comparable(shown, screen):
        return
    call, others = shown.call, _others(past, shown)
    before = [one for one in others if one.call.key == call.key and one.started_at <= shown.started_at]
    if before:
        screen.ask(ResponseDiffDialog(before[0], shown))
    else:
        more = "; another answer of this session can be chosen" if others else ""
        screen.show_status(f"there is no answer of {call.service} {call.action} before this one{more}")


def choose_other(screen: ScreenServices, shown: Exchange | None, past: Sequence[Exchange]) -> None:
    """Choose an answer of the session to compare with the one that is shown."""
    if not _is_comparable(shown, screen):
        return
    others = _others(past, shown)
    if not others:
        screen.show_status("there is no other JSON answer in this session to compare with")
        return

    def chosen(other: Exchange | None) -> None:
        if other is not None:
            screen.ask(ResponseDiffDialog(*sorted((other, shown), key=lambda one: one.started_at)))

    screen.ask(exchange_picker("Compare with", others, like=shown), chosen)


def _is_comparable(shown: Exchange | None, screen: ScreenServices) -> TypeGuard[Exchange]:
    """Whether that is an answer that can be compared; says why not."""
    if shown is None:
        screen.show_status("there is no answer to compare: nothing is shown")
    elif not _is_json(shown):
        screen.show_status("this answer is no JSON, so that it cannot be compared")
    return shown is not None and _is_json(shown)


def _others(past: Sequence[Exchange], shown: Exchange) -> list[Exchange]:
    """The JSON answers of the session but this one, the newest first."""
    return [one for one in past if one is not shown and _is_json(one)]


def _is_json(exchange: Exchange) -> bool:
    return exchange.response is not None and exchange.response.body.lstrip()[:1] in (b"{", b"[")
