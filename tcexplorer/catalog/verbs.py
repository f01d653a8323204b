"""What an action does to the account, judged by its name alone: the metadata does not say.

Conservative: only words known to read count as reading, and a word nobody knows writes.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise

from tcexplorer.catalog.row import Verb
from tcexplorer.safety.names import words

# Describle, Decribe: as some services publish them. Left out on purpose: Pull (takes messages off
# a queue), Verify, Detect, Recognize, Text, Chat (paid per use), Export, Apply, Run, Send, Download.
# fmt: off
_READ = frozenset((
    "Describe", "Describle", "Decribe", "Get", "List", "Query", "Check", "Inquiry", "Inquire", "Search",
    "Count", "Find", "Estimate", "Look",
))
_DESTRUCTIVE = frozenset((
    "Delete", "Del", "Terminate", "Destroy", "Remove", "Drop", "Purge", "Clear", "Clean", "Erase", "Wipe",
    "Isolate", "Isolated", "Offline", "Release", "Recycle", "Reclaim", "Refund", "Return", "Shutdown",
    "Reset", "Reinstall", "Initialize", "Overwrite", "Rollback", "Revert", "Rewind", "Flush", "Kill",
    "Revoke", "Revoked", "Revocation", "Withdraw", "Uninstall", "Deregister", "Dismiss",
))
# fmt: on
# words in front of the verb proper
_PREFIXES = frozenset({"Batch", "App", "Channel", "Async"})
_DELETIONS = frozenset({"Delete", "Deletion", "Deletions"})
# reading words do not excuse what is joined to them, as in a GetOrCreate
_JOINS = frozenset({"And", "Or"})
_MAKING = frozenset({"Create", "Modify", "Update", "Add", "Set", "Send", "Start", "Stop", "Bind"})


@cache
def verb_of(action: str) -> Verb:
    """What calling that action does."""
    parts = words(action)
    first = 1 if len(parts) > 1 and parts[0] in _PREFIXES else 0
    word = parts[first] if parts else ""
    if word in _READ and not _joined(parts):
        return Verb.READ
    if word in _DESTRUCTIVE or (parts and parts[-1] in _DELETIONS and word != "Cancel"):
        return Verb.DESTRUCTIVE
    return Verb.WRITE


def _joined(parts: list[str]) -> bool:
    return any(one in _JOINS and after in _MAKING | _DESTRUCTIVE for one, after in pairwise(parts))
