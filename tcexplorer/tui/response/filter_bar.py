"""The line for a JMESPath expression over the answer: applied as it is typed, with names to complete."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.binding import Binding
from textual.containers import Vertical
from textual.message import Message

from tcexplorer.answer.filter import FilterError, compiled, complete, is_below_response
from tcexplorer.answer.mask import secrets_in
from tcexplorer.answer.present import brief
from tcexplorer.answer.slices import finished
from tcexplorer.answer.values import size_of
from tcexplorer.safety.inert import visible_json
from tcexplorer.tui.response.state import FilterResult
from tcexplorer.tui.text.styled_text import Role, Span, muted
from tcexplorer.tui.widgets.bars import Bar, Piece, piece
from tcexplorer.tui.widgets.text_field import TextField
from tcexplorer.waiting import in_thread

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Unpack

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.timer import Timer

    from tcexplorer.protocol.model import Json
    from tcexplorer.tui.widgets.widget_names import Names

SETTLED: Final = 0.06
"""Seconds without a key after which the expression is applied."""
_MOST: Final = 24
"""Names that are offered at a time."""
BELOW_RESPONSE: Final = "null: put Response. before it"


class FilterBar(Vertical):
    """One expression is applied at a time, in a thread; the newest wins, and an older one is given up where it can be.

    Tab takes the name that is offered, the arrows choose another one, enter goes to what was found.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "complete", "Take the name", show=False),
        Binding("down", "offer_next", "Next name", show=False),
        Binding("up", "offer_previous", "Name before", show=False),
    ]

    class Filtered(Message):
        """An expression has a value, which is to be shown; with an empty one it is the whole answer."""

        def __init__(self, result: FilterResult) -> None:
            super().__init__()
            self.result = result

    class Closed(Message):
        """The whole answer is wanted again."""

    class Accepted(Message):
        """The user goes on to what was found."""

    def __init__(self, **names: Unpack[Names]) -> None:
        super().__init__(**names)
        self.styles.height = 2
        self._box = TextField("JMESPath, such as Response.InstanceSet[].InstanceId", classes="cell")
        self._box.styles.margin = (0, 0, 0, 1)
        self._bar = Bar(classes="id")
        self._document: Json = None
        self._secrets: frozenset[str] | None = None
        self._ticket = 0
        self._busy = False
        self._stale = False
        """Whether the text has changed since it was last taken up."""
        self._timer: Timer | None = None
        self._words: tuple[str, ...] = ()
        self._start = 0
        self._at = 0
        self._said: Piece = piece("")

    def compose(self) -> ComposeResult:
        yield self._box
        yield self._bar

    def begin(self, document: Json) -> None:
        """Type an expression for this document, with the text that is there already."""
        self.display = True
        if document is not self._document:
            self._document, self._secrets = document, None
            self._ticket += 1
        self._box.focus()
        self._offer()
        if self._box.value:
            self._start_applying()

    def close(self) -> None:
        """Forget document and text: the whole answer is shown, or another one."""
        self.display = False
        self._ticket += 1
        self._document, self._secrets = None, None
        self._stop_timer()
        with self.prevent(TextField.Changed):
            self._box.value = ""
        self._said = piece("")

    @property
    def text(self) -> str:
        """The expression as it is typed."""
        return self._box.value

    # applying

    @on(TextField.Changed)
    def _wait(self, event: TextField.Changed) -> None:
        event.stop()
        self._ticket += 1
        self._offer()
        self._stop_timer()
        self._timer = self.set_timer(SETTLED, self._start_applying)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def _start_applying(self) -> None:
        self._stop_timer()
        self._stale = self._busy
        if not self._busy:
            self._busy = True
            self.run_worker(self._apply(self._box.value, self._ticket), group="filter")

    async def _apply(self, text: str, ticket: int) -> None:
        document, secrets = self._document, self._secrets
        result = await in_thread(lambda: applied(text, document, secrets, lambda: ticket == self._ticket))
        self._busy = False
        if ticket == self._ticket:
            self._take(result)
        if self._stale:
            self._start_applying()

    def _take(self, result: FilterResult | FilterError | None) -> None:
        match result:
            case FilterError(position=position) if self._words and position == len(self._box.value):
                self._say(piece("unfinished", Role.MUTED))
            case FilterError(text, position):
                where = "" if position is None else f" at character {position + 1}:"
                self._say(piece(f"✗{where} {text}", Role.WARN))
            case FilterResult() as found:
                self._secrets = found.secrets
                said = found.hint or (said_of(found.value) if found.expression.strip() else "")
                self._say(piece(said, Role.WARN if found.hint else Role.GOOD))
                self.post_message(self.Filtered(found))
            case None:
                pass

    # names

    def _offer(self) -> None:
        found = complete(self._box.value, self._box.cursor_position, self._document, _MOST)
        typed = self._box.value[found.start : self._box.cursor_position]
        self._words = () if found.words == (typed,) else found.words
        self._start, self._at = found.start, 0
        self._say(self._said)

    def _say(self, said: Piece) -> None:
        self._said = said
        words = [
            Piece((Span(word, Role.KEY, "bold underline") if at == self._at else muted(word),), f"take({at})")
            for at, word in enumerate(self._words)
        ]
        words = words[max(0, self._at - 2) :]
        self._bar.show([*([said] if said.cells else []), *words], [piece("✗", Role.KEY, "bold", "close")])

    def action_complete(self) -> None:
        self.action_take(self._at)

    def action_take(self, at: int) -> None:
        """Put an offered name where the cursor is."""
        if at < len(self._words):
            self._box.focus()
            self._box.replace(visible_json(self._words[at]), self._start, self._box.cursor_position)

    def action_offer_next(self) -> None:
        self._at = min(self._at + 1, max(0, len(self._words) - 1))
        self._say(self._said)

    def action_offer_previous(self) -> None:
        self._at = max(0, self._at - 1)
        self._say(self._said)

    @on(TextField.Submitted)
    def _accept(self, event: TextField.Submitted) -> None:
        event.stop()
        self.post_message(self.Accepted())

    def action_close(self) -> None:
        self.post_message(self.Closed())

    @on(Bar.Clicked)
    async def _do(self, event: Bar.Clicked) -> None:
        event.stop()
        await self.run_action(event.command)


def applied(
    text: str, document: Json, secrets: frozenset[str] | None, wanted: Callable[[], bool]
) -> FilterResult | FilterError | None:
    """Apply an expression, in a thread; None when it is not wanted any more."""
    expression = compiled(text)
    if isinstance(expression, FilterError):
        return expression
    work = expression.applying(document)
    while True:
        try:
            next(work)
        except StopIteration as done:
            value: Json | FilterError = done.value
            break
        if not wanted():
            work.close()
            return None
    if isinstance(value, FilterError):
        return value
    hint = BELOW_RESPONSE if value is None and is_below_response(text, document) else ""
    return FilterResult(text, value, finished(secrets_in(document)) if secrets is None else secrets, hint)


def said_of(value: Json) -> str:
    """What was found, in a few words."""
    match value:
        case None:
            return "null: nothing found"
        case dict():
            return f"{size_of(value):,} members"
        case list():
            return brief(value)[0]
        case _:
            return "1 value"
