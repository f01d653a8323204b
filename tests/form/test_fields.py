"""The fields of a form: which there are, and in which order."""

from __future__ import annotations

from tcexplorer.form.fields import fields_in
from tcexplorer.protocol.model import Site
from tests.builders import BOTH, action, member


def test_required_come_first_and_deprecated_last() -> None:
    of = action(
        member("Old", disabled=True),
        member("Limit", "int"),
        member("Name", required=BOTH),
        member("Filters", "list", "Filter"),
        member("Only", sites=[Site.DOMESTIC], required=[Site.DOMESTIC]),
    )
    fields = fields_in(of.request, Site.DOMESTIC)
    assert [field.name for field in fields] == ["Name", "Only", "Limit", "Filters", "Old"]


def test_a_form_offers_what_its_site_knows() -> None:
    of = action(member("Here", sites=[Site.DOMESTIC]), member("There", sites=[Site.INTERNATIONAL], required=BOTH))
    assert [field.name for field in fields_in(of.request, Site.DOMESTIC)] == ["Here"]
    assert [field.name for field in fields_in(of.request, Site.INTERNATIONAL)] == ["There"]
