"""What the response pane shows, in one immutable value that its tabs are updated with."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from tcexplorer.tui.widgets.json_document import JsonDocument

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tcexplorer.answer.body import Answer
    from tcexplorer.answer.described import ResponseSchema
    from tcexplorer.answer.mask import Mask
    from tcexplorer.answer.remarks import Remark
    from tcexplorer.answer.values import Path
    from tcexplorer.calls.exchange import Exchange
    from tcexplorer.diagnosis.exchange import RefusalCause
    from tcexplorer.diagnosis.explain import Explanation
    from tcexplorer.protocol.model import Json


class FilterResult(NamedTuple):
    """What a JMESPath expression took of an answer. `secrets` are the texts that are secret in the whole answer."""

    expression: str
    value: Json
    secrets: frozenset[str]
    hint: str = ""
    """What to write instead of an expression that found nothing."""


class FilteredPart(NamedTuple):
    """The part of an answer that is shown instead of all of it."""

    expression: str
    document: JsonDocument


@dataclass(frozen=True, slots=True, eq=False)
class ResponseState:
    """All that a tab may need. A change of any of it is another `ResponseState`."""

    exchange: Exchange
    schema: ResponseSchema | None = None
    """What the catalogue says of the answer's members, in the session's language; None where it does not say any."""
    explanation: Explanation | None = None
    """Of the code of an API error."""
    findings: Sequence[RefusalCause] = ()
    """Why a signature was refused, as soon as that is known."""
    proxy: str | None = None
    """URL of the proxy on the way."""
    past: Sequence[Exchange] = ()
    """Earlier exchanges of the session, the newest first; this one may be among them."""
    source: str = ""
    """Where an answer is from that was not sent for, such as "saved answer"."""
    answer: Answer | None = None
    """The body as it was read; None where there is none, or while a large one is still being read."""
    mask: Mask | None = None
    """What of `answer.value` may be seen; there with the answer."""
    part: FilteredPart | None = None
    """What a filter took of the answer, while one is on."""
    selected: Path = ()
    """Where the cursor of the tree was when another tab was shown."""
    width: int = 80
    height: int = 24
    """Cells and rows of the pane."""

    @property
    def document(self) -> JsonDocument | None:
        """The JSON value that is shown: the answer, or what is filtered of it."""
        if self.part is not None:
            return self.part.document
        answer, mask = self.answer, self.mask
        if answer is None or answer.parsed is None or mask is None:
            return None
        return JsonDocument(answer.parsed, mask, self.schema, answer.data)

    def with_answer(self, answer: Answer) -> ResponseState:
        """The body was read."""
        from tcexplorer.answer.mask import Mask

        return replace(self, answer=answer, mask=Mask(answer.value))

    def with_remarks(self, remarks: tuple[Remark, ...]) -> ResponseState:
        """All that is odd about the body is known."""
        answer = self.answer
        if answer is None or answer.parsed is None:
            return self
        return replace(self, answer=replace(answer, parsed=replace(answer.parsed, remarks=remarks, checked=True)))

    def filtered(self, found: FilterResult) -> ResponseState:
        """What an expression found is shown instead of the answer; of an empty one all of it."""
        if not found.expression.strip() or self.answer is None or self.answer.parsed is None:
            return replace(self, part=None)
        from tcexplorer.answer.mask import Mask

        parsed = replace(self.answer.parsed, value=found.value, landmarks=())
        document = JsonDocument(parsed, Mask(found.value, values=found.secrets), None, self.answer.data)
        return replace(self, part=FilteredPart(found.expression.strip(), document))

    def toggled(self, path: Path) -> ResponseState:
        """With a masked value revealed, or masked again."""
        if self.part is not None:
            document = self.part.document
            return replace(self, part=self.part._replace(document=document._replace(mask=document.mask.toggled(path))))
        return replace(self, mask=self.mask.toggled(path)) if self.mask is not None else self


def records_path(state: ResponseState) -> Path | None:
    """The list that a table of the answer is about: the one that the tree's cursor is in, or else the largest."""
    from tcexplorer.answer.table import table_path
    from tcexplorer.answer.values import value_at

    document = state.document
    if document is None:
        return None
    for end in range(len(state.selected), -1, -1):
        found = value_at(document.value, state.selected[:end])
        if isinstance(found, list) and found:
            return state.selected[:end]
    return table_path(document.value)
