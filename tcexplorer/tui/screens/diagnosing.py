"""The commands about signatures and refusals: the doctor, the sandbox's requests, the clock, a policy, copied steps."""

from __future__ import annotations

from typing import Final

from tcexplorer.tui.screens.copying import Copying

STEPS: Final = {
    "canonical_request": "canonical request",
    "canonical_request_hash": "hash of the canonical request",
    "credential_scope": "credential scope",
    "string_to_sign": "string to sign",
    "signature": "signature",
}
"""Values of a trace that can be copied, and what they are called."""


class Diagnosing(Copying):
    """What is behind each command is loaded when it is first used."""

    def action_doctor(self) -> None:
        from tcexplorer.tui.screens.doctoring import open_doctor

        open_doctor(self)

    def action_sandbox(self) -> None:
        from tcexplorer.tui.screens.doctoring import watch_sandbox

        watch_sandbox(self)

    def action_compare_printed(self) -> None:
        from tcexplorer.tui.screens.doctoring import compare_printed

        compare_printed(self)

    async def action_correct_clock(self) -> None:
        from tcexplorer.tui.screens.doctoring import correct_clock

        if correct_clock(self, self.shown):
            await self.action_send()

    def action_copy_policy(self) -> None:
        from tcexplorer.tui.screens.doctoring import copy_policy

        copy_policy(self, self.shown)

    def action_copy_canonical_request(self) -> None:
        self._copy_step("canonical_request")

    def action_copy_canonical_hash(self) -> None:
        self._copy_step("canonical_request_hash")

    def action_copy_scope(self) -> None:
        self._copy_step("credential_scope")

    def action_copy_string_to_sign(self) -> None:
        self._copy_step("string_to_sign")

    def action_copy_signature(self) -> None:
        self._copy_step("signature")

    def _copy_step(self, step: str) -> None:
        from tcexplorer.tui.screens.doctoring import trace_of

        trace = trace_of(self)
        if trace is not None:
            self.copy(getattr(trace, step), STEPS[step])

    def context_changed(self, text: str) -> None:
        """Calls are made in another context from now on; the text says in which."""
        raise NotImplementedError
