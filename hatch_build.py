"""Build hook: the catalogue is compiled from the pinned official wheels while the package is built.

A wheel carries it in a sibling package, `tcexplorer_data`; an sdist carries it at its root, so that a
wheel made from the sdist needs no network for it. Nothing is written into the source tree.
"""

from __future__ import annotations

import os
import sys
import tempfile
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tcexplorer.catalog.build.sources import Pin

_PACKAGE = "tcexplorer_data"
_INIT = '"""The compiled catalogue; read it with tcexplorer.catalog.store."""\n'


class CatalogueHook(BuildHookInterface[Any]):
    """Adds the catalogue to wheels, standard and editable, and to sdists."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        # one directory a build, because several may run at once
        self._temporary = tempfile.TemporaryDirectory(prefix="tcexplorer-")
        directory = Path(self._temporary.name)
        sys.path.insert(0, self.root)
        try:
            catalogue = _catalogue(Path(self.root), directory)
        except BaseException:
            self._temporary.cleanup()  # finalize is not called then
            raise
        finally:
            sys.path.remove(self.root)
        if self.target_name == "sdist":
            build_data["force_include"][str(catalogue)] = catalogue.name
            return
        init = directory / "__init__.py"
        init.write_text(_INIT, encoding="utf-8")
        for key in ("force_include", "force_include_editable"):
            included = build_data.setdefault(key, {})
            included[str(init)] = f"{_PACKAGE}/{init.name}"
            included[str(catalogue)] = f"{_PACKAGE}/{catalogue.name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        self._temporary.cleanup()


def _catalogue(root: Path, directory: Path) -> Path:
    """The catalogue of the pinned sources: the one an sdist brought along, or a new one in `directory`."""
    from tcexplorer.catalog.build.compile import compiled
    from tcexplorer.catalog.build.sources import SourceError, pinned, pins
    from tcexplorer.catalog.layout import FILE_NAME

    try:
        wanted = pins(tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8")))
        if _is_of(root / FILE_NAME, wanted):
            return root / FILE_NAME
        # a date from outside makes the build reproducible
        epoch = os.environ.get("SOURCE_DATE_EPOCH")
        now = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
        compiled(pinned(wanted, directory, os.environ), directory / FILE_NAME, now)
    except SourceError as error:
        raise SystemExit(f"tcexplorer: {error}") from error
    return directory / FILE_NAME


def _is_of(path: Path, wanted: Sequence[Pin]) -> bool:
    """Whether the file there is a catalogue of today's format, made of exactly these sources."""
    from tcexplorer.catalog.build.sources import stated
    from tcexplorer.catalog.store import Catalogue, CatalogueError

    try:
        with Catalogue.open(path) as catalogue:
            return all(catalogue.meta.get(f"source.{pin.name}") == stated(pin) for pin in wanted)
    except CatalogueError:
        return False
