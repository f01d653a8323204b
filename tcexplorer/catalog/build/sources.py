"""Where the catalogue comes from: four official wheels, downloaded with pip and never imported.

Stdlib and a pip subprocess only, because the build hook runs this before anything is installed.
The user's own pip settings decide about index, proxy and certificates.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias, cast

from tcexplorer.catalog.layout import version_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

SCHEMA_DOMESTIC: Final = "tccli"
SCHEMA_INTERNATIONAL: Final = "tccli-intl-en"
CODES_DOMESTIC: Final = "tencentcloud-sdk-python"
CODES_INTERNATIONAL: Final = "tencentcloud-sdk-python-intl-en"
NAMES: Final = (SCHEMA_DOMESTIC, SCHEMA_INTERNATIONAL, CODES_DOMESTIC, CODES_INTERNATIONAL)
"""The four packages, all needed: each site's schema, and each site's error codes."""

WHEELS_VARIABLE: Final = "TCEXPLORER_CATALOG_WHEELS"
"""Environment variable naming a directory that holds the wheels; nothing is downloaded then."""

# what uv users have set, for pip, which only sees its own names
_FROM_UV = (
    ("UV_DEFAULT_INDEX", "PIP_INDEX_URL"),
    ("UV_INDEX_URL", "PIP_INDEX_URL"),
    ("UV_FIND_LINKS", "PIP_FIND_LINKS"),
)


class SourceError(Exception):
    """A source wheel cannot be had or read. The message is one paragraph for the user."""


class Progress(NamedTuple):
    """How far a long job is: `done` of `total` steps, `what` is at work now."""

    what: str
    done: int
    total: int


Report: TypeAlias = "Callable[[Progress], None]"


def unreported(_: Progress) -> None:
    """For callers who do not want to know."""


@dataclass(frozen=True, slots=True)
class Pin:
    """Exactly one wheel: its version and the SHA-256 of the file, in hex."""

    name: str
    version: str
    sha256: str


class Wheel(NamedTuple):
    """A source wheel on disk."""

    name: str
    version: str
    sha256: str
    path: Path


def stated(source: Pin | Wheel) -> str:
    """How a catalogue names the source that it was made of."""
    return f"{source.version} sha256:{source.sha256}"


def pins(pyproject: Mapping[str, object]) -> tuple[Pin, ...]:
    """The pins in the `[tool.tcexplorer.catalogue]` table of a parsed pyproject.toml, in the order of NAMES.

    Raises SourceError when one is missing or incomplete.
    """
    table: object = pyproject
    for key in ("tool", "tcexplorer", "catalogue"):
        table = _entry(table, key)
    found: list[Pin] = []
    for name in NAMES:
        version, sha256 = (_entry(_entry(table, name), key) for key in ("version", "sha256"))
        if not isinstance(version, str) or not isinstance(sha256, str):
            raise SourceError(f"pyproject.toml has no version and sha256 for {name} in [tool.tcexplorer.catalogue].")
        found.append(Pin(name, version, sha256))
    return tuple(found)


def _entry(table: object, key: str) -> object:
    return cast("dict[str, object]", table).get(key) if isinstance(table, dict) else None


def pinned(
    wanted: Iterable[Pin], into: Path, environment: Mapping[str, str], report: Report = unreported
) -> tuple[Wheel, ...]:
    """Exactly the pinned wheels, hashes checked: from the WHEELS_VARIABLE directory, or downloaded to `into`.

    Raises SourceError.
    """
    wanted = tuple(wanted)
    names = [f"{pin.name}=={pin.version}" for pin in wanted]
    if given := _given(environment):
        wheels = tuple(_named_wheel(given, pin.name, pin.version, names) for pin in wanted)
    else:
        lines = [f"{pin.name}=={pin.version} --hash=sha256:{pin.sha256}" for pin in wanted]
        _download(lines, names, into, environment, report)
        wheels = tuple(_named_wheel(into, pin.name, pin.version, names) for pin in wanted)
    for pin, wheel in zip(wanted, wheels, strict=True):
        if wheel.sha256 != pin.sha256:
            raise SourceError(
                f"{wheel.path.name} is not the wheel that is pinned: its SHA-256 is {wheel.sha256}, "
                f"expected {pin.sha256}."
            )
    return wheels


def newest(into: Path, environment: Mapping[str, str], report: Report = unreported) -> tuple[Wheel, ...]:
    """The newest wheels there are: in the WHEELS_VARIABLE directory, or at the index, downloaded to `into`.

    Raises SourceError.
    """
    given = _given(environment)
    if given is None:
        _download(list(NAMES), list(NAMES), into, environment, report)
    return tuple(_named_wheel(given or into, name, None, list(NAMES)) for name in NAMES)


def _given(environment: Mapping[str, str]) -> Path | None:
    given = environment.get(WHEELS_VARIABLE)
    return Path(given) if given else None


def _named_wheel(directory: Path, name: str, version: str | None, names: list[str]) -> Wheel:
    """The wheel of that name in the directory, the newest when no version is given."""
    stem = name.replace("-", "_")
    found = {path.name.split("-")[1]: path for path in directory.glob(f"{stem}-*.whl")}
    if version is None and found:
        version = max(found, key=version_key)
    path = found.get(version or "")
    if path is None or version is None:
        raise SourceError(
            f"{directory} holds no wheel of {name}{f' {version}' if version else ''}. Wanted are "
            f"{', '.join(names)}, as `pip download --no-deps` fetches them."
        )
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Wheel(name, version, digest, path)


def _download(
    requirements: list[str], names: list[str], into: Path, environment: Mapping[str, str], report: Report
) -> None:
    listing = into / "requirements.txt"
    listing.write_text("\n".join(requirements) + "\n", encoding="utf-8")
    command = [sys.executable, "-m", "pip", "download", "--disable-pip-version-check", "--no-input"]
    command += ["--no-deps", "--only-binary", ":all:", "--progress-bar", "off"]
    command += ["--dest", str(into), "--requirement", str(listing)]
    report(Progress("downloading", 0, len(names)))
    said: list[str] = []
    done = 0
    with subprocess.Popen(
        command,
        env=_pip_environment(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    ) as pip:
        assert pip.stdout is not None
        for line in pip.stdout:
            said.append(line.strip())
            match line.split():
                case ["Collecting" | "Processing", what, *_]:  # from an index, from a directory
                    report(Progress(f"downloading {Path(what).name}", done, len(names)))
                    done += 1
                case _:
                    pass
    if pip.returncode:
        raise SourceError(_failed(names, said))
    report(Progress("downloaded", len(names), len(names)))


def _pip_environment(environment: Mapping[str, str]) -> dict[str, str]:
    given = dict(environment)
    for theirs, pips in _FROM_UV:
        if theirs in given:
            given.setdefault(pips, given[theirs])
    return given


def _failed(names: list[str], said: list[str]) -> str:
    first = next((at for at, line in enumerate(said) if line.startswith("ERROR: ")), len(said) - 1)
    reason = " ".join(" ".join(said[max(first, 0) :]).replace("ERROR: ", "").split()) or "nothing"
    return (
        f"The catalogue's sources could not be downloaded ({', '.join(names)}). pip says: {reason.rstrip('.')}. "
        "An index or proxy must be set in pip's environment variables or configuration file, options of an "
        f"install command do not reach here. Without network: put the four wheels into a directory and set "
        f"{WHEELS_VARIABLE} to it."
    )
