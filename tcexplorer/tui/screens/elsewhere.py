"""Commands of the workbench that are functions of other modules, loaded when they are first used."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Screen = TypeVar("Screen")

ELSEWHERE: Final[dict[str, tuple[str, ...]]] = {
    "region": ("regions", "choose_region"),
    "profile": ("change", "choose_profile"),
    "profiles": ("change", "manage_profiles"),
    "endpoint": ("change", "choose_endpoint"),
    "language": ("change", "switch_language"),
    "examples": ("examples", "choose_example"),
    "paste_call": ("paste", "paste"),
    "edit": ("editing", "edit_outside"),
    "compare": ("compare_answers", "compare_with_last"),
    "compare_with": ("compare_answers", "choose_other"),
    "doctor": ("doctoring", "open_doctor"),
    "sandbox": ("doctoring", "watch_sandbox"),
    "compare_printed": ("doctoring", "compare_printed"),
    "correct_clock": ("doctoring", "correct_clock"),
    "copy_policy": ("doctoring", "copy_policy"),
    "copy_canonical_request": ("doctoring", "copy_step", "canonical_request"),
    "copy_canonical_hash": ("doctoring", "copy_step", "canonical_request_hash"),
    "copy_scope": ("doctoring", "copy_step", "credential_scope"),
    "copy_string_to_sign": ("doctoring", "copy_step", "string_to_sign"),
    "copy_signature": ("doctoring", "copy_step", "signature"),
}
"""By the command's id: a module of this package, a function that takes the screen, and more that it takes."""


def with_elsewhere(screen: type[Screen]) -> type[Screen]:
    """Give a screen's class the method of each of these commands."""
    for name, (module, function, *given) in ELSEWHERE.items():
        setattr(screen, f"action_{name}", _loaded(module, function, *given))
    return screen


def _loaded(module: str, function: str, *given: str) -> Callable[[Any], object]:
    def run(screen: Any) -> object:
        return getattr(import_module(f"tcexplorer.tui.screens.{module}"), function)(screen, *given)

    return run
