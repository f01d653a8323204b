"""The source wheels, read as zips and merged: what each service-version publishes at either site.

Where both sites know an action, a type or a member, the domestic record tells its type, status and
flags, being the more complete and more recent one; required flags and sites are kept for both.
"""

from __future__ import annotations

import json
import re
import zipfile
import zlib
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, cast

from tcexplorer.catalog.layout import (
    ALWAYS,
    AT_BOTH,
    AT_DOMESTIC,
    AT_INTERNATIONAL,
    DISABLED,
    NULLABLE,
    REQUIRED_DOMESTIC,
    REQUIRED_INTERNATIONAL,
)
from tcexplorer.catalog.model import Status
from tcexplorer.catalog.build.prose import markdown
from tcexplorer.catalog.build.sources import (
    CODES_DOMESTIC,
    CODES_INTERNATIONAL,
    SCHEMA_DOMESTIC,
    SCHEMA_INTERNATIONAL,
    SourceError,
    Wheel,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

Raw: TypeAlias = "dict[str, Any]"
Record: TypeAlias = "list[Any]"
"""A JSON list as `layout` describes it."""

_SCHEMA = re.compile(r"tccli/services/(\w+)/(v\d{8})/api\.json")
_CODE = re.compile(r"((?:^#.*\n)+)\w+ = ['\"]([^'\"\n]+)['\"]", re.MULTILINE)
_LARGEST = 64 * 1024 * 1024  # bytes of one file in a wheel; the largest today has 4 MB
_NO_EXAMPLE = ("", "无")

_prose = lru_cache(maxsize=20_000)(markdown)


class ActionRecord(NamedTuple):
    """An action as the file keeps it: its row, and the record of its pack."""

    name: str
    title_en: str | None
    title_zh: str | None
    status: Status
    body: Record

    @property
    def ends(self) -> tuple[str, str]:
        """Names of its request and response types."""
        return self.body[0], self.body[1]


@dataclass(frozen=True, slots=True)
class ServiceRecord:
    """Everything of one service in one version."""

    directory: str
    version: str
    endpoint: str
    title_zh: str
    actions: tuple[ActionRecord, ...]
    types: Mapping[str, Record]
    codes: tuple[tuple[str, str, str], ...]


class Sources:
    """The four wheels, open. A context manager; raises SourceError when one is missing or no wheel."""

    def __init__(self, wheels: Iterable[Wheel]) -> None:
        paths = {wheel.name: wheel.path for wheel in wheels}
        self._zips: dict[str, zipfile.ZipFile] = {}
        try:
            for name in (SCHEMA_DOMESTIC, SCHEMA_INTERNATIONAL, CODES_DOMESTIC, CODES_INTERNATIONAL):
                self._zips[name] = zipfile.ZipFile(paths[name])
        except (KeyError, OSError, zipfile.BadZipFile) as error:
            self.close()
            raise SourceError(f"A source wheel cannot be opened: {error}.") from error
        self._names = {name: frozenset(file.namelist()) for name, file in self._zips.items()}
        self.services = sorted(
            {
                (found[1], found[2])
                for name in (SCHEMA_DOMESTIC, SCHEMA_INTERNATIONAL)
                for found in map(_SCHEMA.fullmatch, self._names[name])
                if found
            }
        )
        """Directory and version directory (`v20240516`) of each service-version."""

    def __enter__(self) -> Sources:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        for file in self._zips.values():
            file.close()

    def read(self) -> Iterator[ServiceRecord]:
        """Every service-version in the order of `services`. Raises SourceError on a wheel of another shape."""
        for directory, version in self.services:
            try:
                yield self._service(directory, version)
            except (
                AttributeError,
                KeyError,
                NotImplementedError,
                OSError,
                TypeError,
                ValueError,
                zipfile.BadZipFile,
                zlib.error,
            ) as error:
                raise SourceError(
                    f"{directory} {version} in the source wheels is not of the known shape: {error!r}."
                ) from error

    def _service(self, directory: str, version: str) -> ServiceRecord:
        schema = f"tccli/services/{directory}/{version}"
        zh = self._json(SCHEMA_DOMESTIC, f"{schema}/api.json")
        en = self._json(SCHEMA_INTERNATIONAL, f"{schema}/api.json")
        examples_zh = self._json(SCHEMA_DOMESTIC, f"{schema}/examples.json").get("actions", {})
        examples_en = self._json(SCHEMA_INTERNATIONAL, f"{schema}/examples.json").get("actions", {})
        metadata: Raw = {**en.get("metadata", {}), **zh.get("metadata", {})}
        actions_zh: Raw = zh.get("actions", {})
        actions_en: Raw = en.get("actions", {})
        types_zh: Raw = zh.get("objects", {})
        types_en: Raw = en.get("objects", {})
        return ServiceRecord(
            directory=directory,
            version=metadata["apiVersion"],
            endpoint=metadata["serviceShortName"],
            title_zh=metadata.get("serviceNameCN", ""),
            actions=tuple(
                _action(name, actions_zh.get(name), actions_en.get(name), examples_zh, examples_en)
                for name in {**actions_zh, **actions_en}
            ),
            types={name: _type(types_zh.get(name), types_en.get(name)) for name in {**types_zh, **types_en}},
            codes=self._codes(f"tencentcloud/{directory}/{version}/errorcodes.py"),
        )

    def _bytes(self, wheel: str, path: str) -> bytes:
        if path not in self._names[wheel]:
            return b""
        if self._zips[wheel].getinfo(path).file_size > _LARGEST:
            raise ValueError(f"{path} is too large")
        return self._zips[wheel].read(path)

    def _json(self, wheel: str, path: str) -> Raw:
        return cast("Raw", json.loads(self._bytes(wheel, path) or b"{}"))

    def _codes(self, path: str) -> tuple[tuple[str, str, str], ...]:
        zh = _codes(self._bytes(CODES_DOMESTIC, path).decode())
        en = _codes(self._bytes(CODES_INTERNATIONAL, path).decode())
        return tuple((code, en.get(code, ""), zh.get(code, "")) for code in sorted({**zh, **en}))


def _codes(module: str) -> dict[str, str]:
    """Code to description in the text of an errorcodes.py; empty where it only repeats the code."""
    found: dict[str, str] = {}
    for comment, code in _CODE.findall(module):
        doc = markdown("\n".join(line.lstrip("#").strip() for line in comment.splitlines()))
        found[code] = "" if doc.rstrip(".。") == code else doc
    return found


def _action(name: str, zh: Raw | None, en: Raw | None, examples_zh: Raw, examples_en: Raw) -> ActionRecord:
    main: Raw = zh or en or {}
    english = _examples(examples_en.get(name))
    chinese = [example for example in _examples(examples_zh.get(name)) if example not in english]
    return ActionRecord(
        name=name,
        title_en=None if en is None else _title(en),
        title_zh=None if zh is None else _title(zh),
        status=_status(main.get("status")),
        body=[
            main["input"],
            main["output"],
            int(bool(main.get("skip_sign"))),
            _prose((en or {}).get("document") or ""),
            _prose((zh or {}).get("document") or ""),
            english,
            chinese,
        ],
    )


def _title(action: Raw) -> str:
    title = " ".join(_prose(action.get("name") or "").split())
    return title.encode("utf-8", "replace").decode()  # half of a surrogate pair becomes a question mark


def _status(stated: object) -> Status:
    return next((status for status in Status if status == stated), Status.UNSTATED)


def _examples(raw: list[Raw] | None) -> list[Record]:
    return [
        [
            _prose(one.get("title") or ""),
            _prose(one.get("document") or ""),
            one.get("input") or "",
            one.get("output") or "",
        ]
        for one in raw or ()
    ]


def _type(zh: Raw | None, en: Raw | None) -> Record:
    members_zh = {member["name"]: member for member in (zh or {}).get("members", ())}
    members_en = {member["name"]: member for member in (en or {}).get("members", ())}
    return [
        _prose((en or {}).get("document") or ""),
        _prose((zh or {}).get("document") or ""),
        [_member(members_zh.get(name), members_en.get(name)) for name in {**members_zh, **members_en}],
    ]


def _member(zh: Raw | None, en: Raw | None) -> Record:
    main: Raw = zh or en or {}
    flags = 0
    if zh and zh.get("required"):
        flags |= REQUIRED_DOMESTIC
    if en and en.get("required"):
        flags |= REQUIRED_INTERNATIONAL
    if main.get("disabled"):
        flags |= DISABLED
    if main.get("value_allowed_null"):
        flags |= NULLABLE
    if main.get("output_required"):
        flags |= ALWAYS
    examples = [(one or {}).get("example") or "" for one in (en, zh)]
    return [
        main["name"],
        main["type"],
        main["member"],
        flags,
        next((example for example in examples if example not in _NO_EXAMPLE), ""),
        _prose((en or {}).get("document") or ""),
        _prose((zh or {}).get("document") or ""),
        AT_BOTH if zh and en else AT_DOMESTIC if zh else AT_INTERNATIONAL,
    ]
