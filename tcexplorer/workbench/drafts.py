"""What was filled in and not sent, from one run to the next: `drafts.json` in the data directory.

Sensitive values are never in it. A file that cannot be read is left as it is until a draft is kept.
"""

from __future__ import annotations

import asyncio
import json
import threading
from typing import TYPE_CHECKING, Final, NamedTuple, cast

from tcexplorer.safety.private_file import PrivateFileError, change_object, moment, read_object
from tcexplorer.safety.redact import is_secret_name, redacted
from tcexplorer.workbench.without_secrets import may_hold_secrets, without_secrets

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from tcexplorer.catalog.model import ActionRow
    from tcexplorer.protocol.model import Json, JsonObject

MOST: Final = 100
"""Drafts kept, the last ones."""
LARGEST: Final = 64 * 1024
"""Characters of one; a larger one is not kept."""
_LARGEST_FILE: Final = 2 * MOST * LARGEST


class SavedDraft(NamedTuple):
    """A draft of an earlier run, and whether something was left out of it: what is sensitive, or too long.

    `at` is in seconds since 1970, 0 where the file does not say. One with nothing in it says that nothing was kept.
    """

    params: JsonObject
    lacking: bool
    at: float
    unreadable: str | None = None
    """The JSON editor's text, when it was not JSON."""
    texts: Mapping[str, str] = {}
    """Texts of fields that were no values yet, by path."""


class _Given(NamedTuple):
    params: JsonObject
    unreadable: str | None
    texts: Mapping[str, str]


class Drafts:
    """The kept drafts by action. `read`, `save` block on the disk; nothing else does.

    Two running apps write the same file: each changes only the drafts of the actions that it touched.
    """

    def __init__(self, path: Path, clock: Callable[[], float]) -> None:
        self._path, self._clock = path, clock
        self._kept: dict[str, SavedDraft] = {}
        self._changed: dict[str, _Given] = {}
        self._lock = threading.Lock()
        self._giving = threading.Lock()
        self.problem: str | None = None
        """One line on what went wrong with the file, None after it was written."""

    def read(self) -> None:
        """Read the file. Raises nothing: what is wrong with it is in `problem`."""
        try:
            self._kept = _read(read_object(self._path, _LARGEST_FILE))
        except PrivateFileError as error:
            self.problem = str(error)

    def of(self, row: ActionRow) -> SavedDraft | None:
        """The draft that was kept for an action."""
        return self._kept.get(_key(row))

    def keep(
        self,
        row: ActionRow,
        params: JsonObject,
        unreadable: str | None = None,
        texts: Mapping[str, str] | None = None,
    ) -> None:
        """Keep these parameters from the next `save` on; none is to forget the draft. They must not be changed.

        `unreadable` is a JSON text that is not JSON yet, `texts` are those of fields that are no values yet, by path.
        """
        with self._giving:
            self._changed[_key(row)] = _Given(params, unreadable, texts or {})

    def _made(self, given: _Given) -> SavedDraft | None:
        params, text, texts = given
        if not params and text is None and not texts:
            return None
        safe = without_secrets(params)
        left: Mapping[str, str] = _texts_without_secrets(safe, params, texts)
        if text is not None and (len(text) > LARGEST or may_hold_secrets(text)):
            text = None
        if len(json.dumps([safe, dict(left)])) > LARGEST:
            safe, left = {}, dict[str, str]()
        lacking = safe != params or text != given.unreadable or len(left) < len(texts)
        return SavedDraft(safe, lacking, self._clock(), text, left)

    @property
    def changed(self) -> bool:
        """Whether there is something to save."""
        return bool(self._changed)

    def save(self) -> None:
        """Write what changed since the last time. Raises nothing: what went wrong is in `problem`, and what changed is
        written the next time.
        """
        with self._lock:
            with self._giving:
                changed, self._changed = self._changed, {}
            if not changed:
                return
            made = {key: self._made(given) for key, given in changed.items()}
            kept = self._kept

            def change(document: JsonObject) -> JsonObject:
                nonlocal kept
                known = {key: draft for key, draft in _read(document).items() if key not in made}
                known |= {key: draft for key, draft in made.items() if draft is not None}
                kept = dict(sorted(known.items(), key=lambda pair: pair[1].at)[-MOST:])
                return {key: _written(draft) for key, draft in kept.items()}

            try:
                change_object(self._path, change, _LARGEST_FILE)
                self.problem = None
            except PrivateFileError as error:
                self.problem = str(error)
                with self._giving:
                    self._changed = {**changed, **self._changed}
            self._kept = kept

    async def flush(self) -> None:
        """As `save`, off the loop."""
        if self.changed:
            await asyncio.to_thread(self.save)


def _texts_without_secrets(safe: JsonObject, params: JsonObject, texts: Mapping[str, str]) -> Mapping[str, str]:
    """Those whose place, neighbours and own words say nothing of a secret, and which still have a place."""
    if not texts:
        return {}
    # the app reads the drafts at its start, and needs the form later
    from tcexplorer.form.draft import Draft, Pending
    from tcexplorer.form.edits import still_pending
    from tcexplorer.protocol.paths import read_path, value_at, with_value

    found: dict[str, str] = {}
    for name, text in texts.items():
        path = read_path(name)
        if path is None or any(is_secret_name(part) for part in path if isinstance(part, str)):
            continue
        masked = redacted(with_value(params, path, text))
        if may_hold_secrets(text):
            continue
        if value_at(cast("Json", masked), path) == text:
            found[name] = text
    pending = {name: Pending(text, "") for name, text in found.items()}
    return {name: found[name] for name in still_pending(Draft(params, pending), Draft(safe))}


def _key(row: ActionRow) -> str:
    return f"{row.service} {row.version} {row.action}"


def _written(draft: SavedDraft) -> Json:
    text: JsonObject = {} if draft.unreadable is None else {"unreadable": draft.unreadable}
    texts: JsonObject = {"texts": dict(draft.texts)} if draft.texts else {}
    return {"params": draft.params, "lacking": draft.lacking, "at": draft.at, **text, **texts}


def _read(document: JsonObject) -> dict[str, SavedDraft]:
    found: dict[str, SavedDraft] = {}
    for key, one in document.items():
        match one:
            case {"params": dict() as params, "lacking": bool() as lacking, "at": int() | float() as at}:
                # what was typed is worth more than when
                text, texts = one.get("unreadable"), one.get("texts")
                found[key] = SavedDraft(
                    params,
                    lacking,
                    moment(at) or 0.0,
                    text if isinstance(text, str) else None,
                    {name: held for name, held in texts.items() if isinstance(held, str)}
                    if isinstance(texts, dict)
                    else {},
                )
            case _:
                continue
    return found
