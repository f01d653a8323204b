"""What people get wrong when they sign TC3 requests themselves, by the id that the doctor must give it.

Written from how the mistake is made in Python, Go, Java, JavaScript, PHP, C#, Ruby or a shell, without a look at what
the doctor tries. A habit that changes nothing in a scene is no mistake there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.diagnosis.habits.early import EARLY
from tests.diagnosis.habits.late import LATE
from tests.diagnosis.habits.seldom import SELDOM

if TYPE_CHECKING:
    from tests.diagnosis.stages import Habit, Scene

__all__ = ["HABITS", "SELDOM", "fits"]

HABITS = [*EARLY, *LATE]
"""What is met often, and so is to be named in pairs, too."""
_ENDED = {"echo", "crlf at the end", "stripped"}


def fits(habit: Habit, scene: Scene) -> bool:
    """Whether a habit is one that somebody who makes this request can have, and that it can be told by."""
    json_sent = scene.method != "GET" and not scene.declared and "json" in scene.content_type
    local = scene.host.startswith("127.")
    match habit.fault, habit.name:
        case "body-reserialised", name:
            return json_sent or (name in _ENDED and scene.method != "GET" and not scene.declared)
        case "body-hash-empty", "braces":
            return scene.method != "GET"
        case "unsigned-payload-undeclared", _:
            return not scene.declared
        case "scope-service-wrong", name:
            # on a loopback host any service goes, as long as it is one and the same
            return not local or (
                name.endswith(("in the key", "in signed scope", "in sent scope")) and name != "host, in the key"
            )
        case "host-changed", name:
            return not (local and name.endswith(", sent"))
        case _:
            return True
