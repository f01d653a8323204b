"""Every action, by columns as the catalogue file has them: a row is made when somebody looks at it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate, chain, repeat
from typing import TYPE_CHECKING, Final, NamedTuple, Self, cast, overload

from tcexplorer.catalog.layout import NO_TITLE
from tcexplorer.catalog.row import LATE, ActionRow, Status, Verb

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

STATUSES: Final = {str(place): status for place, status in enumerate(Status)}
VERBS: Final = {str(place): verb for place, verb in enumerate(Verb)}
"""Both by the digit that stands for them."""
STATUS_DIGITS: Final = {status: digit for digit, status in STATUSES.items()}
VERB_DIGITS: Final = {verb: digit for digit, verb in VERBS.items()}
_LATE_DIGITS: Final = [STATUS_DIGITS[status] for status in LATE]


class Block(NamedTuple):
    """Neighbouring rows of one service in one version."""

    service: str
    version: str
    title_zh: str
    """The service's; empty where it is not known."""
    actions: int


class RowColumns(NamedTuple):
    """What there is of each row, one a line or one a character."""

    names: str
    titles_en: bytes
    titles_zh: bytes
    """UTF-8; NO_TITLE for none."""
    statuses: str
    verbs: str


class ActionRows(Sequence[ActionRow]):
    """Rows in the catalogue's order: by service, version and action."""

    def __init__(self, blocks: Sequence[Block], columns: RowColumns, order: Sequence[int] | None = None) -> None:
        """`order` are the indexes of the rows as `catalog.ranking` orders them, where that is known."""
        self.blocks = blocks
        self.columns = columns
        self.names = columns.names.split("\n") if columns.names else []
        self.order = order
        self._ends = list(accumulate(block.actions for block in blocks))

    @classmethod
    def of(cls, rows: Sequence[ActionRow]) -> Self:
        """Those rows by columns; a title of several lines becomes one."""
        if isinstance(rows, cls):
            return rows
        blocks: list[Block] = []
        for row in rows:
            if blocks and blocks[-1][:2] == row[:2]:
                blocks[-1] = blocks[-1]._replace(actions=blocks[-1].actions + 1)
            else:
                blocks.append(Block(row.service, row.version, "", 1))
        return cls(
            blocks,
            RowColumns(
                "\n".join(row.action for row in rows),
                _titles([row.title_en for row in rows]),
                _titles([row.title_zh for row in rows]),
                "".join(STATUS_DIGITS[row.status] for row in rows),
                "".join(VERB_DIGITS[row.verb] for row in rows),
            ),
        )

    @property
    def late(self) -> int:
        """How many rows are deprecated or offline."""
        return sum(map(self.columns.statuses.count, _LATE_DIGITS))

    def reads(self, index: int) -> bool:
        """Whether that row's action only reads."""
        return VERBS[self.columns.verbs[index]] is Verb.READ

    @cached_property
    def _titles(self) -> tuple[list[str | None], list[str | None]]:
        return _split(self.columns.titles_en), _split(self.columns.titles_zh)

    def __len__(self) -> int:
        return len(self.names)

    @overload
    def __getitem__(self, index: int) -> ActionRow: ...
    @overload
    def __getitem__(self, index: slice) -> list[ActionRow]: ...
    def __getitem__(self, index: int | slice) -> ActionRow | list[ActionRow]:
        if isinstance(index, slice):
            return [self[at] for at in range(*index.indices(len(self)))]
        at = index + len(self) if index < 0 else index
        if not 0 <= at < len(self):
            raise IndexError(index)
        block = self.blocks[bisect_right(self._ends, at)]
        english, chinese = self._titles
        status, verb = STATUSES[self.columns.statuses[at]], VERBS[self.columns.verbs[at]]
        return ActionRow(block.service, block.version, self.names[at], english[at], chinese[at], status, verb)

    def __iter__(self) -> Iterator[ActionRow]:
        rows = zip(
            self.by_row(block.service for block in self.blocks),
            self.by_row(block.version for block in self.blocks),
            self.names,
            *self._titles,
            map(STATUSES.__getitem__, self.columns.statuses),
            map(VERBS.__getitem__, self.columns.verbs),
            strict=True,
        )
        # through map, zip makes one tuple and not one a row; ActionRow's own constructor is slower
        make = cast("Callable[..., ActionRow]", tuple.__new__)  # pyright: ignore[reportUnknownMemberType]
        return map(make, repeat(ActionRow), rows)

    def by_row(self, of_blocks: Iterable[str]) -> Iterator[str]:
        """What is said of the blocks, said of each of their rows."""
        return chain.from_iterable(
            repeat(said, block.actions) for said, block in zip(of_blocks, self.blocks, strict=True)
        )


def _titles(titles: Sequence[str | None]) -> bytes:
    lines = [NO_TITLE if title is None else title.replace("\n", " ") for title in titles]
    return "\n".join(lines).encode("utf-8", "replace")


def _split(column: bytes) -> list[str | None]:
    return [None if title == NO_TITLE else title for title in column.decode().split("\n")]
