"""Editing keys in the order they were typed.

Textual inserts a letter in the field itself, but runs a key like backspace only after the key went up through the
whole screen. Keys that come together, as over a slow line or from a script, would be taken in another order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.binding import Binding

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from textual import events
    from textual.binding import BindingType
    from textual.widget import Widget


def edits_of(bindings: Iterable[BindingType]) -> dict[str, str]:
    """What a widget's own keys do, by key."""
    return {
        key.strip(): one.action
        for one in bindings
        if isinstance(one, Binding) and not one.priority
        for key in one.key.split(",")
    }


async def edited(widget: Widget, edits: Mapping[str, str], event: events.Key) -> None:
    """Do at once what a key does in the widget, if it does something there."""
    action = edits.get(event.key)
    if action is not None and await widget.app.run_action(action, widget):  # pyright: ignore[reportUnknownMemberType]
        event.stop()
        event.prevent_default()
