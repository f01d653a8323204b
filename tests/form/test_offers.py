"""What is offered under a field."""

from __future__ import annotations

from tcexplorer.form.draft import Draft
from tcexplorer.form.offers import MOST, Memory, Offer, fitting, offers
from tcexplorer.form.outline import FormRow, Outline
from tcexplorer.form.schema import Schema
from tcexplorer.form.suggest import Place, Seen
from tcexplorer.protocol.model import Site
from tests.builders import action, member

HERE = Place("dev", "ap-guangzhou")
ACTION = action(
    member("InstanceId"),
    member("VpcIds", "list", "string"),
    member("Mode", doc="How. Valid values: `FAST`, `SLOW`."),
    member("UserPassword"),
)
SEEN = Seen().with_answer(
    HERE, "demo", {"Data": [{"InstanceId": "ins-1", "InstanceName": "cars"}, {"InstanceId": "ins-2", "VpcId": "vpc-1"}]}
)
MEMORY = Memory(SEEN, HERE, "demo")


def row(name: str, at: int | None = None) -> FormRow:
    outline = Outline.of(Schema(ACTION, Site.DOMESTIC), Draft(), frozenset({("VpcIds",)}))
    return next(one for one in outline.rows if one.path == ((name,) if at is None else (name, at)))


def test_values_of_answers_with_the_name_beside_them() -> None:
    assert offers(row("InstanceId"), {}, MEMORY) == (Offer("ins-1", "cars", True), Offer("ins-2", "", True))
    assert offers(row("VpcIds", 0), {}, MEMORY) == (Offer("vpc-1", "", True),)
    assert offers(row("InstanceId"), {}, None) == ()
    assert offers(row("InstanceId"), {}, MEMORY._replace(place=Place("dev", "ap-shanghai"))) == ()


def test_documented_values_and_nothing_for_lists_and_secrets() -> None:
    assert offers(row("Mode"), {}, MEMORY) == (Offer("FAST"), Offer("SLOW"))
    assert offers(row("VpcIds"), {}, MEMORY) == ()
    assert offers(row("UserPassword"), {}, MEMORY) == ()


def test_what_fits_to_the_typed_text() -> None:
    found = offers(row("InstanceId"), {}, MEMORY)
    assert fitting(found, "") == list(found)
    assert [one.text for one in fitting(found, "2")] == ["ins-2"]
    assert [one.text for one in fitting(found, "CAR")] == ["ins-1"]
    assert fitting(found, "ins-1") == []
    assert fitting(found, "zzz") == []
    both = (Offer("b-a"), Offer("a-b"))
    assert [one.text for one in fitting(both, "a")] == ["a-b", "b-a"]
    assert len(fitting([Offer(str(number)) for number in range(99)], "")) == MOST
