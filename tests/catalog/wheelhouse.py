"""Four tiny source wheels with texts of our own, shaped like the official ones.

The service `demo` exists on both sites, and differs; `cloudonly` on the domestic and `abroad` on the
international; `autoscaling` has another short name. `demo` has an older version too.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from typing import TYPE_CHECKING, Any

from tcexplorer.catalog.build.sources import NAMES, Wheel

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

VERSION = "9.1.2"


def member(name: str, kind: str = "string", of: str = "string", **more: object) -> dict[str, object]:
    return {"name": name, "type": kind, "member": of, "document": f"About {name}.", **more}


def action(name: str, title: str, **more: object) -> dict[str, object]:
    return {
        "name": title,
        "document": f"<p>Does {name}.</p>",
        "input": f"{name}Request",
        "output": f"{name}Response",
        "status": "online",
        **more,
    }


def objects(**members: list[dict[str, object]]) -> dict[str, object]:
    return {name: {"document": f"About {name}.", "members": list_} for name, list_ in members.items()}


REQUEST_ID = member("RequestId")

DEMO_ZH = {
    "metadata": {"apiVersion": "2024-05-16", "serviceShortName": "demo", "serviceNameCN": "演示"},
    "actions": {
        "DescribeThings": action("DescribeThings", "查看东西"),
        "CreateThing": action("CreateThing", "创建东西", status="deprecated"),
        "DeleteThing": action("DeleteThing", "删除东西", status="offline", skip_sign=True),
    },
    "objects": objects(
        DescribeThingsRequest=[
            member("Limit", "int", "int64", required=True, example="20"),
            member("Filters", "list", "Filter", required=False),
            member("OldWay", disabled=True, required=False, example="无"),
        ],
        DescribeThingsResponse=[
            member("Things", "list", "Thing", value_allowed_null=True, output_required=True),
            REQUEST_ID,
        ],
        CreateThingRequest=[member("Name", required=1)],
        CreateThingResponse=[REQUEST_ID],
        DeleteThingRequest=[],
        DeleteThingResponse=[REQUEST_ID],
        Filter=[member("Name", required=True), member("Inner", "object", "Filter", required=False)],
        Thing=[member("Name"), member("Size", "float", "float")],
    ),
}

DEMO_EN = {
    "metadata": {"apiVersion": "2024-05-16", "serviceShortName": "demo", "serviceNameCN": "演示"},
    "actions": {
        "DescribeThings": action("DescribeThings", "Query\nthings"),
        "ListSites": action("ListSites", "List sites", status=None),
    },
    "objects": objects(
        DescribeThingsRequest=[
            member("Limit", "int", "int64", required=False, example="10"),
            member("Filters", "list", "Filter", required=True),
            member("Zone", required=True),
        ],
        DescribeThingsResponse=[member("Things", "list", "Thing"), REQUEST_ID],
        ListSitesRequest=[],
        ListSitesResponse=[REQUEST_ID],
        Filter=[member("Name", required=True)],
        Thing=[member("Name")],
    ),
}


def bare(short: str, version: str, name: str) -> dict[str, object]:
    """A service with one action that takes nothing."""
    return {
        "metadata": {"apiVersion": version, "serviceShortName": short},
        "actions": {name: action(name, f"Title of {name}")},
        "objects": objects(**{f"{name}Request": [], f"{name}Response": [REQUEST_ID]}),
    }


def example(title: str, sent: str = "{}", got: str = '{"Response": {"RequestId": "r"}}') -> dict[str, str]:
    return {"title": title, "document": "", "input": sent, "output": got}


EXAMPLES_EN = {"DescribeThings": [example("One"), example("Both")]}
EXAMPLES_ZH = {"DescribeThings": [example("Both"), example("一")], "CreateThing": [example("Make")]}

SCHEMAS: dict[str, dict[str, Any]] = {
    "tccli": {
        "demo/v20240516": (DEMO_ZH, EXAMPLES_ZH),
        "demo/v20200101": (bare("demo", "2020-01-01", "DescribeThings"), {}),
        "autoscaling/v20180419": (bare("as", "2018-04-19", "CreateAutoScalingGroup"), {}),
        "cloudonly/v20220202": (bare("cloudonly", "2022-02-02", "GetCloud"), {}),
    },
    "tccli-intl-en": {
        "demo/v20240516": (DEMO_EN, EXAMPLES_EN),
        "abroad/v20240516": (bare("abroad", "2024-05-16", "DescribeThings"), {}),
    },
}

CODES = {
    "tencentcloud-sdk-python": {
        "demo/v20240516": "# licence\n\n\n# 没有这个东西。\nA = 'NotFound.Thing'\n\n"
        "# InternalError\nB = 'InternalError'\n"
    },
    "tencentcloud-sdk-python-intl-en": {
        "demo/v20240516": "# No such thing.\n# Look again.\nA = 'NotFound.Thing'\n\n# Abroad only.\nC = 'Abroad'\n"
    },
}


def contents() -> dict[str, dict[str, str]]:
    """Path to text of every file in each wheel."""
    files: dict[str, dict[str, str]] = {name: {} for name in NAMES}
    for name, services in SCHEMAS.items():
        for directory, (api, examples) in services.items():
            files[name][f"tccli/services/{directory}/api.json"] = json.dumps(api)
            files[name][f"tccli/services/{directory}/examples.json"] = json.dumps({"actions": examples})
    for name, services in CODES.items():
        for directory, module in services.items():
            files[name][f"tencentcloud/{directory}/errorcodes.py"] = module
    return files


def wheelhouse(directory: Path, files: Mapping[str, Mapping[str, str]] | None = None) -> tuple[Wheel, ...]:
    """Write the four wheels, fit for pip, and say what was written."""
    directory.mkdir(parents=True, exist_ok=True)
    return tuple(_wheel(directory, name, held) for name, held in (files or contents()).items())


def _wheel(directory: Path, name: str, held: Mapping[str, str]) -> Wheel:
    stem = f"{name.replace('-', '_')}-{VERSION}"
    path = directory / f"{stem}-py3-none-any.whl"
    info = {
        f"{stem}.dist-info/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {VERSION}\n",
        f"{stem}.dist-info/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{stem}.dist-info/RECORD": "",
    }
    with zipfile.ZipFile(path, "w") as file:
        for inner, text in {**held, **info}.items():
            file.writestr(inner, text)
    return Wheel(name, VERSION, hashlib.sha256(path.read_bytes()).hexdigest(), path)
