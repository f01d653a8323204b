"""Reads bodies for the response pane: a small one at once, a large one in slices, while keys are answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.widget import Widget

    from tcexplorer.answer.body import Answer
    from tcexplorer.answer.remarks import Remark
    from tcexplorer.calls.exchange import Exchange

AT_ONCE: Final = 500_000
"""Bytes of a body that are read before anything is shown: they take a few milliseconds."""
BRIEFLY: Final = 0.003
"""Seconds of work and of rest by turns while a body is looked through for what nobody waits for."""
_READING: Final = "reading"
_CHECKING: Final = "checking"
"""Groups of workers."""


class AnswerReader:
    """One body at a time. `take` is called with what a large one says, `remark` with its duplicate keys."""

    def __init__(
        self, owner: Widget, take: Callable[[Answer], None], remark: Callable[[tuple[Remark, ...]], None]
    ) -> None:
        self._owner, self._take, self._remark = owner, take, remark
        self._unchecked: Answer | None = None

    def stop(self) -> None:
        """Another answer is shown, or none."""
        self._unchecked = None
        for group in (_READING, _CHECKING):
            self._owner.workers.cancel_group(self._owner, group)  # pyright: ignore[reportUnknownMemberType] a generic Worker

    def read(self, exchange: Exchange) -> Answer | None:
        """What the body says; None when there is none, or when it is told later."""
        from tcexplorer.answer.body import answer_of

        self.stop()
        response = exchange.response
        answer = exchange.answer
        if answer is None and response is not None:
            if len(response.body) > AT_ONCE:
                self._owner.run_worker(self._read(exchange), group=_READING)
                return None
            answer = answer_of(response.body, response.header("Content-Type") or "", response.size)
        if answer is not None:
            self._check(answer)
        return answer

    async def _read(self, exchange: Exchange) -> None:
        from tcexplorer.answer.body import answering
        from tcexplorer.answer.reader import collector_paused
        from tcexplorer.answer.slices import run_cooperatively

        response = exchange.response
        assert response is not None
        with collector_paused(freeze=True):
            answer = await run_cooperatively(
                answering(response.body, response.header("Content-Type") or "", response.size)
            )
        self._take(answer)
        self._check(answer)

    def _check(self, answer: Answer) -> None:
        """Look for the duplicate keys of a body that is too large for it to be done while it is read."""
        if answer.parsed is not None and not answer.parsed.checked:
            self._unchecked = answer
            self._owner.call_after_refresh(self._start_checking, answer)

    def _start_checking(self, answer: Answer) -> None:
        if answer is self._unchecked:
            self._owner.run_worker(self._checked(answer), group=_CHECKING)

    async def _checked(self, answer: Answer) -> None:
        from tcexplorer.answer.reader import checking
        from tcexplorer.answer.slices import run_cooperatively

        self._remark(await run_cooperatively(checking(answer.data), at_a_time=BRIEFLY, rest=BRIEFLY))
