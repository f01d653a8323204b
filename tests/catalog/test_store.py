"""Reading a catalogue: the tiny one for exact values, damaged ones for messages."""

from __future__ import annotations

import importlib.util
import shutil
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tcexplorer.catalog import files
from tcexplorer.catalog.build.compile import compiled
from tcexplorer.catalog.model import (
    Action,
    ActionRow,
    Doc,
    ErrorCode,
    Example,
    Member,
    Service,
    Status,
    TypeDef,
    Verb,
)
from tcexplorer.catalog.store import Catalogue, CatalogueError, locate
from tcexplorer.protocol.model import Language, Site
from tests.catalog.conftest import NOW, ROOT

if TYPE_CHECKING:
    from tcexplorer.catalog.build.sources import Wheel

BOTH = frozenset(Site)
DOMESTIC = frozenset({Site.DOMESTIC})
INTERNATIONAL = frozenset({Site.INTERNATIONAL})


def things(tiny: Catalogue) -> Action:
    found = tiny.action("demo", "2024-05-16", "DescribeThings")
    assert found is not None
    return found


def member(kind: TypeDef, name: str) -> Member:
    found = kind.member(name)
    assert found is not None
    return found


def test_rows_are_sorted_and_complete(tiny: Catalogue) -> None:
    assert [row[:3] for row in tiny.rows()] == [
        ("abroad", "2024-05-16", "DescribeThings"),
        ("as", "2018-04-19", "CreateAutoScalingGroup"),
        ("cloudonly", "2022-02-02", "GetCloud"),
        ("demo", "2020-01-01", "DescribeThings"),
        ("demo", "2024-05-16", "CreateThing"),
        ("demo", "2024-05-16", "DeleteThing"),
        ("demo", "2024-05-16", "DescribeThings"),
        ("demo", "2024-05-16", "ListSites"),
    ]
    assert tiny.rows()[5:] == [
        ActionRow("demo", "2024-05-16", "DeleteThing", None, "删除东西", Status.OFFLINE, Verb.DESTRUCTIVE),
        ActionRow("demo", "2024-05-16", "DescribeThings", "Query things", "查看东西", Status.ONLINE, Verb.READ),
        ActionRow("demo", "2024-05-16", "ListSites", "List sites", None, Status.UNSTATED, Verb.READ),
    ]
    assert isinstance(tiny.rows()[0], ActionRow)
    assert [row.sites for row in tiny.rows()[5:]] == [
        (Site.DOMESTIC,),
        (Site.DOMESTIC, Site.INTERNATIONAL),
        (Site.INTERNATIONAL,),
    ]


def test_services_and_their_versions(tiny: Catalogue) -> None:
    assert tiny.services()[1] == Service("as", "autoscaling", "2018-04-19", "")
    assert tiny.services()[-1] == Service("demo", "demo", "2024-05-16", "演示")
    assert tiny.versions("demo") == ["2024-05-16", "2020-01-01"]
    assert tiny.versions("as") == tiny.versions("autoscaling") == ["2018-04-19"]
    assert tiny.versions("nothing") == []


def test_required_is_kept_for_each_site(tiny: Catalogue) -> None:
    request = things(tiny).request
    assert {one.name: one.required_at for one in request.members} == {
        "Limit": DOMESTIC,
        "Filters": INTERNATIONAL,
        "OldWay": frozenset(),
        "Zone": INTERNATIONAL,
    }
    assert {one.name: one.sites for one in request.members} == {
        "Limit": BOTH,
        "Filters": BOTH,
        "OldWay": DOMESTIC,
        "Zone": INTERNATIONAL,
    }
    assert member(things(tiny).types["Filter"], "Name").required_at == BOTH
    made = tiny.action("demo", "2024-05-16", "CreateThing")
    assert made is not None
    assert made.request.members[0].required(Site.DOMESTIC)
    assert not made.request.members[0].required(Site.INTERNATIONAL)


def test_action_comes_with_all_it_reaches(tiny: Catalogue) -> None:
    action = things(tiny)
    assert set(action.types) == {"DescribeThingsRequest", "DescribeThingsResponse", "Filter", "Thing"}
    assert len(action.types) == 4
    assert action.types["Filter"] is action.types["Filter"]
    assert "CreateThingRequest" not in action.types
    assert action.doc == Doc("Does DescribeThings.", "Does DescribeThings.")
    assert not action.skip_sign
    assert action.row == tiny.rows()[6]
    deleted = tiny.action("demo", "2024-05-16", "DeleteThing")
    assert deleted is not None
    assert deleted.skip_sign
    assert deleted.doc == Doc("", "Does DeleteThing.")
    assert not deleted.request.members


def test_members_tell_all_the_schema_says(tiny: Catalogue) -> None:
    action = things(tiny)
    assert member(action.request, "Limit") == Member(
        name="Limit",
        type="int",
        of="int64",
        required_at=DOMESTIC,
        sites=BOTH,
        disabled=False,
        nullable=False,
        always=False,
        example="10",
        doc=Doc("About Limit.", "About Limit."),
    )
    assert member(action.request, "OldWay").disabled
    assert member(action.request, "OldWay").example == ""
    found = member(action.response, "Things")
    assert found.nullable
    assert found.always
    assert found.is_list
    assert found.of == "Thing"
    assert member(action.types["Thing"], "Size").sites == DOMESTIC


def test_equal_examples_appear_once_the_wanted_language_first(tiny: Catalogue) -> None:
    action = things(tiny)
    got = '{"Response": {"RequestId": "r"}}'
    assert action.examples_en == (Example("One", "", "{}", got), Example("Both", "", "{}", got))
    assert [one.title for one in action.examples_zh] == ["一"]
    assert [one.title for one in action.examples(Language.CHINESE)] == ["一", "One", "Both"]


def test_action_is_found_by_directory_and_by_short_name(tiny: Catalogue) -> None:
    by_short = tiny.action("as", "2018-04-19", "CreateAutoScalingGroup")
    assert by_short is not None
    assert by_short == tiny.action("autoscaling", "2018-04-19", "CreateAutoScalingGroup")
    assert by_short.row.service == "as"


@pytest.mark.parametrize(
    ("service", "version", "action"),
    [
        ("nothing", "2024-05-16", "DescribeThings"),
        ("demo", "2021-01-01", "DescribeThings"),
        ("demo", "2024-05-16", "describethings"),
        ("demo", "2020-01-01", "ListSites"),
    ],
)
def test_unknown_action_is_none(tiny: Catalogue, service: str, version: str, action: str) -> None:
    assert tiny.action(service, version, action) is None


@pytest.mark.parametrize(
    ("service", "action", "version", "expected"),
    [
        ("demo", "DescribeThings", None, ("demo", "2024-05-16", "DescribeThings")),
        ("demo", "DescribeThings", "2020-01-01", ("demo", "2020-01-01", "DescribeThings")),
        ("demo", "describethings", None, ("demo", "2024-05-16", "DescribeThings")),
        ("autoscaling", "createautoscalinggroup", None, ("as", "2018-04-19", "CreateAutoScalingGroup")),
        ("demo", "ListSites", "2020-01-01", ("demo", "2024-05-16", "ListSites")),
        ("demo", "DescribeThings", "1999-01-01", ("demo", "2024-05-16", "DescribeThings")),
        ("nothing", "DescribeThings", None, None),
    ],
)
def test_finding_a_row(
    tiny: Catalogue, service: str, action: str, version: str | None, expected: tuple[str, str, str] | None
) -> None:
    found = tiny.find(service, action, version)
    assert (found and found[:3]) == expected
    if service != "autoscaling":  # the directory of a package
        assert tiny.index().find(service, action, version) == found


def test_holders_of_an_action_in_a_version(tiny: Catalogue) -> None:
    assert [row.service for row in tiny.named("DescribeThings", version="2024-05-16")] == ["abroad", "demo"]
    assert tiny.named("GetCloud", version="2024-05-16") == []


def test_codes_carry_both_descriptions(tiny: Catalogue) -> None:
    assert tiny.codes("demo", "2024-05-16") == (
        ErrorCode("Abroad", Doc("Abroad only.", "")),
        ErrorCode("InternalError", Doc("", "")),
        ErrorCode("NotFound.Thing", Doc("No such thing.\nLook again.", "没有这个东西。")),
    )
    assert tiny.codes("demo", "2020-01-01") == tiny.codes("nothing", "2020-01-01") == ()
    assert tiny.code("demo", "NotFound.Thing") == tiny.codes("demo", "2024-05-16")[2]
    assert tiny.code("demo", "Nowhere") is None
    assert tiny.code("nothing", "Abroad") is None


def test_reading_from_many_threads(catalogue: Catalogue, rows: list[ActionRow]) -> None:
    some = rows[:: len(rows) // 200]

    def read(row: ActionRow) -> Action | None:
        return catalogue.action(row.service, row.version, row.action)

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(read, some))
    assert [action and action.row for action in found] == some


def test_missing_file_is_said_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=r"nowhere\.sqlite is missing; `tcexplorer catalog update`"):
        Catalogue.open(tmp_path / "nowhere.sqlite")
    assert not list(tmp_path.iterdir())


def test_other_format_is_refused(tiny_path: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(tiny_path, tmp_path / "odd name?#%20.sqlite"))
    with Catalogue.open(path) as opened:
        assert opened.rows()
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("update meta set value = '0' where key = 'format'")
    with pytest.raises(CatalogueError, match="has format 0, this version reads 1;"):
        Catalogue.open(path)
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("delete from meta")
    with pytest.raises(CatalogueError, match="has format none"):
        Catalogue.open(path)


@pytest.mark.parametrize("content", [b"", b"not a database at all" * 100])
def test_other_file_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "catalogue.sqlite"
    path.write_bytes(content)
    with pytest.raises(CatalogueError, match="cannot be read"):
        Catalogue.open(path)


def test_damage_is_reported_where_it_shows(tiny_path: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(tiny_path, tmp_path))
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("update pack set body = substr(body, 1, 40)")
        database.execute("drop table listing")
    with Catalogue.open(path) as opened:
        with pytest.raises(CatalogueError, match="cannot be read"):
            opened.action("demo", "2024-05-16", "DescribeThings")
        with pytest.raises(CatalogueError, match="cannot be read"):
            opened.rows()


def test_catalogue_is_read_only_and_closes(tiny_path: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(tiny_path, tmp_path))
    path.chmod(0o444)
    before = path.read_bytes()
    with Catalogue.open(path) as opened:
        opened.rows()
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]
    with pytest.raises(CatalogueError, match="closed"):
        opened.rows()


class TestLocate:
    """The installed catalogue against an update."""

    @pytest.fixture
    def packaged(self, tiny_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        path = Path(shutil.copy(tiny_path, tmp_path / "packaged.sqlite"))
        monkeypatch.setattr(files, "_packaged", lambda: path)
        return path

    @pytest.fixture
    def data_dir(self, tmp_path: Path) -> Path:
        made = tmp_path / "data"
        made.mkdir()
        return made

    def update(self, wheels: tuple[Wheel, ...], data_dir: Path, version: str, year: int = 2026) -> Path:
        newer = tuple(wheel._replace(version=version) for wheel in wheels)
        compiled(newer, data_dir / "catalogue.sqlite", NOW.replace(year=year))
        return data_dir / "catalogue.sqlite"

    def test_without_an_update_the_installed_one(self, packaged: Path, data_dir: Path) -> None:
        assert locate(None) == locate(data_dir) == packaged

    @pytest.mark.parametrize(
        ("version", "year", "updated"), [("9.1.10", 2020, True), ("9.1.1", 2027, False), ("9.1.2", 2027, True)]
    )
    def test_newer_sources_win_then_the_later_compilation(
        self,
        packaged: Path,
        data_dir: Path,
        tiny_wheels: tuple[Wheel, ...],
        version: str,
        year: int,
        *,
        updated: bool,
    ) -> None:
        update = self.update(tiny_wheels, data_dir, version, year)
        assert locate(data_dir) == (update if updated else packaged)

    def test_damaged_update_is_passed_over(self, packaged: Path, data_dir: Path) -> None:
        (data_dir / "catalogue.sqlite").write_bytes(b"half of a file")
        assert locate(data_dir) == packaged

    def test_update_alone(
        self, data_dir: Path, tiny_wheels: tuple[Wheel, ...], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(files, "_packaged", lambda: None)
        with pytest.raises(CatalogueError, match="`tcexplorer catalog update` makes one"):
            locate(data_dir)
        assert (
            locate(data_dir if self.update(tiny_wheels, data_dir, "9.1.2") else None) == data_dir / "catalogue.sqlite"
        )

    def test_the_data_package_is_looked_up(self, monkeypatch: pytest.MonkeyPatch) -> None:
        spec = importlib.util.find_spec("tcexplorer_data")
        assert spec is not None
        assert spec.origin is not None
        assert locate(None) == Path(spec.origin).parent / "catalogue.sqlite"

        def nothing(_: str) -> None:
            return None

        monkeypatch.setattr(files, "find_spec", nothing)
        with pytest.raises(CatalogueError, match="No catalogue is installed"):
            locate(None)


def test_the_catalogue_needs_the_standard_library_alone() -> None:
    """The build hook imports it where nothing is installed."""
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
        "from tcexplorer.catalog import examples, search, store\n"
        "from tcexplorer.catalog.build import compile, sources\n"
        "ours = {name.partition('.')[0] for name in sys.modules} - set(sys.stdlib_module_names)\n"
        "print(*sorted(ours - {'__main__'}))"
    )
    done = subprocess.run([sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["tcexplorer"]
