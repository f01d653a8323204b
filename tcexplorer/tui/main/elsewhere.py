"""Commands of the workbench that are functions of other modules, loaded when they are first used."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Screen = TypeVar("Screen")

ELSEWHERE: Final[dict[str, tuple[str, ...]]] = {
    "region": ("main.context", "choose_region"),
    "profile": ("main.context", "choose_profile"),
    "profiles": ("main.context", "manage_profiles"),
    "endpoint": ("main.context", "choose_endpoint"),
    "language": ("main.context", "switch_language"),
    "paste_call": ("main.import_call", "paste"),
    "edit": ("main.external_editing", "edit_outside"),
    "compare": ("response.compare", "compare_with_last"),
    "compare_with": ("response.compare", "choose_other"),
    "export_call": ("main.export", "export_call"),
    "doctor": ("main.signature_commands", "open_doctor"),
    "sandbox": ("main.signature_commands", "watch_sandbox"),
    "compare_printed": ("main.signature_commands", "compare_printed"),
    "correct_clock": ("main.signature_commands", "correct_clock"),
    "copy_policy": ("main.signature_commands", "copy_policy"),
    "copy_canonical_request": ("main.signature_commands", "copy_step", "canonical_request"),
    "copy_canonical_hash": ("main.signature_commands", "copy_step", "canonical_request_hash"),
    "copy_scope": ("main.signature_commands", "copy_step", "credential_scope"),
    "copy_string_to_sign": ("main.signature_commands", "copy_step", "string_to_sign"),
    "copy_signature": ("main.signature_commands", "copy_step", "signature"),
}
"""By the command's id: a module of this package, a function that takes the screen, and more that it takes."""


def with_elsewhere(screen: type[Screen]) -> type[Screen]:
    """Give a screen's class the method of each of these commands."""
    for name, (module, function, *given) in ELSEWHERE.items():
        setattr(screen, f"action_{name}", _loaded(module, function, *given))
    return screen


def _loaded(module: str, function: str, *given: str) -> Callable[[Any], object]:
    def run(screen: Any) -> object:
        return getattr(import_module(f"tcexplorer.tui.{module}"), function)(screen, *given)

    return run
