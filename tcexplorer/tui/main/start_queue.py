"""Commands given before the session is there: they wait, and are done in their order once it is."""

from __future__ import annotations

from functools import partial, wraps
from inspect import isawaitable
from typing import TYPE_CHECKING, Concatenate, ParamSpec, Protocol, TypeVar

from tcexplorer.tui.text.styled_text import Role

if TYPE_CHECKING:
    from collections.abc import Callable


class StartQueue:
    """What waits for the session; nothing any more once it `is_ready`, or cannot come (`failure` says why)."""

    def __init__(self, *, is_ready: bool = False) -> None:
        self.is_ready = is_ready
        self.failure = ""
        self._commands: list[Callable[[], object]] = []

    def add(self, command: Callable[[], object]) -> None:
        """Do this as soon as everything is there."""
        self._commands.append(command)

    async def drain(self) -> None:
        """Everything is there: do what waited for it."""
        self.is_ready = True
        while self._commands:
            done = self._commands.pop(0)()
            if isawaitable(done):
                await done

    def fail(self, failure: str) -> None:
        """There will be no session."""
        self.failure = failure
        self._commands.clear()


class Starting(Protocol):
    """A screen that comes before its session."""

    start: StartQueue

    def show_status(self, text: str, role: Role = Role.TEXT) -> None: ...


Screen = TypeVar("Screen", bound=Starting)
Given = ParamSpec("Given")


def when_ready(command: Callable[Concatenate[Screen, Given], object]) -> Callable[Concatenate[Screen, Given], object]:
    """Of a screen's method: it is called when the session is there, and may rely on all that comes with it."""

    @wraps(command)
    def queued(screen: Screen, *args: Given.args, **more: Given.kwargs) -> object:
        if screen.start.is_ready:
            return command(screen, *args, **more)
        if screen.start.failure:
            screen.show_status(screen.start.failure, Role.BAD)
        else:
            screen.start.add(partial(command, screen, *args, **more))
        return None

    return queued
