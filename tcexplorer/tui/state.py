"""What the session remembers: the draft of every action that was opened, which it owns; the last answers."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from tcexplorer.calls.exchange import without_document
from tcexplorer.form.draft import Draft
from tcexplorer.form.suggest import Seen
from tcexplorer.tui.content.status import request_id_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tcexplorer.calls.exchange import Exchange
    from tcexplorer.catalog.model import Action, ActionRow
    from tcexplorer.workbench.session import LoadedExample

REMEMBERED: Final = 12
"""Answers kept; their bodies, too, so not many."""
READ_KEPT: Final = 100_000_000
"""Bytes of bodies, the newest first, that are kept as they were read, too; an older one is read again when wanted."""


@dataclass(slots=True)
class OpenRequest:
    """An opened action and what was typed for it. The session's state owns it."""

    action: Action
    draft: Draft = field(default_factory=Draft)
    unreadable: str | None = None
    """The JSON editor's text while it is no JSON."""
    warned: bool = False
    """Problems were shown for this draft, so the next send goes through."""
    own: Draft | None = None
    """What the user had typed before an example took its place."""
    example: int = -1
    """Which example is loaded; -1 for none."""

    def next_example(self, examples: Sequence[LoadedExample]) -> tuple[Draft, str]:
        """The next example's draft and what to say; behind the last one comes what the user had typed."""
        if self.example + 1 < len(examples):
            return self.load_example(examples, self.example + 1)
        self._keep_own(examples)
        self.example = -1
        own, self.own = self.own or Draft(), None
        return own, "what you had typed" if own != Draft() else "no parameters"

    def load_example(self, examples: Sequence[LoadedExample], at: int) -> tuple[Draft, str]:
        """This example's draft and what to say; what the user had typed is kept."""
        self._keep_own(examples)
        self.example = at
        found = examples[at]
        title = f": {found.title}" if found.title else ""
        return Draft(found.params), f"example {at + 1} of {len(examples)}{title}"

    def _keep_own(self, examples: Sequence[LoadedExample]) -> None:
        loaded = Draft(examples[self.example].params) if 0 <= self.example < len(examples) else Draft()
        if self.draft != loaded:
            self.own = self.draft

    def clear(self) -> tuple[Draft, str]:
        """An empty draft; or, when it is empty already, the one that was cleared."""
        if self.draft == Draft() and self.own is not None:
            own, self.own = self.own, None
            return own, "back again"
        if self.draft != Draft():
            self.own = self.draft
        self.example = -1
        return Draft(), "cleared; again to bring it back"


class SessionState:
    """The session's memory. Holds values only; the screen shows them."""

    def __init__(self) -> None:
        self._opened: dict[tuple[str, str, str], OpenRequest] = {}
        self._past: deque[Exchange] = deque(maxlen=REMEMBERED)
        self.current: OpenRequest | None = None
        """The action at hand."""
        self.regions: list[str] = []
        """Regions used in this session, the last one first."""
        self.seen = Seen()
        """Ids and names of the session's answers."""

    def open(self, action: Action) -> OpenRequest:
        """Take an action up, with the draft it had."""
        self.current = self._opened.setdefault(action.row.key, OpenRequest(action))
        return self.current

    @property
    def service(self) -> str | None:
        """The service of the action at hand."""
        return self.current.action.row.service if self.current is not None else None

    def has(self, row: ActionRow) -> bool:
        """Whether the action was opened in this session."""
        return row.key in self._opened

    def edited(self, draft: Draft, unreadable: str | None) -> None:
        """The user changed the parameters of the action at hand."""
        if (current := self.current) is not None:
            if draft != current.draft:
                current.warned = False
            current.draft, current.unreadable = draft, unreadable

    def region_used(self, *codes: str | None) -> None:
        """Remember regions, the first one as the last used."""
        used = [code for code in codes if code]
        self.regions = list(dict.fromkeys([*used, *self.regions]))

    def answered(self, exchange: Exchange) -> None:
        """Remember an exchange. Of old large ones only the bytes are kept."""
        self._past.appendleft(exchange)
        kept = 0
        for at, one in enumerate(self._past):
            kept += len(one.response.body) if one.response is not None else 0
            if at and kept > READ_KEPT:
                self._past[at] = without_document(one)

    @property
    def past(self) -> Sequence[Exchange]:
        """The last exchanges, the newest first."""
        return tuple(self._past)

    @property
    def last_request_id(self) -> str | None:
        """The newest RequestId of the session."""
        return next((found for one in self._past if (found := request_id_of(one.outcome))), None)
