"""The first official example of every action goes from form to JSON to the sandbox and back, headlessly."""

from __future__ import annotations

import json
import random
import time
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from tcexplorer.calls.context import Context
from tcexplorer.calls.perform import CallFlow
from tcexplorer.calls.plan import Plan
from tcexplorer.credentials.profile import Profile
from tcexplorer.form.draft import Draft
from tcexplorer.form.edits import put, typed
from tcexplorer.form.fields import fields_in
from tcexplorer.form.text import fits, text_of
from tcexplorer.protocol.envelope import ApiError, Success
from tcexplorer.transport import HttpxSender
from tcexplorer.waiting import driven
from tcexplorer.workbench.session import Session

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tcexplorer.catalog.model import ActionRow
    from tcexplorer.catalog.store import Catalogue
    from tcexplorer.form.fields import FormField
    from tcexplorer.protocol.model import JsonObject
    from tests.conftest import Served

SEED = 20261124


def typed_into_the_form(params: JsonObject, fields: Sequence[FormField]) -> Draft:
    """The draft of somebody who types every value that the example has, field by field.

    What no line of text can stand for (a null in a text field) is edited as JSON in the app, so it is kept here.
    """
    draft = Draft({name: value for name, value in params.items() if name not in {field.name for field in fields}})
    for field in fields:
        if field.name in params:
            path, value = (field.name,), params[field.name]
            draft = typed(draft, field, path, text_of(field, value)) if fits(field, value) else put(draft, path, value)
    return draft


def through(session: Session, row: ActionRow) -> str:
    """One action's first example all the way; the outcome's name, or the code of an API error."""
    action = session.action(row)
    assert action is not None, row
    examples = session.examples(action)
    if not examples:
        return "no readable example"
    params = examples[0].params
    fields = fields_in(action.request, session.site_for(row), session.context.language)
    draft = typed_into_the_form(params, fields)
    assert draft.params == params, row
    assert not draft.pending, (row, draft.pending)
    again = Draft().with_json(draft.json_text())
    assert isinstance(again, Draft)
    assert again.params == draft.params
    planned = session.plan(action, again.params)
    assert isinstance(planned, Plan), (row, planned)
    match driven(session.calls.perform(planned)).outcome:
        case Success(envelope):
            assert envelope.request_id, row
            return "success"
        case ApiError(_, code):
            return code
        case other:
            raise AssertionError((row, other))


@pytest.fixture
def session(catalogue: Catalogue, served: Served) -> Iterator[Session]:
    host, _, port = served.url.removeprefix("http://").partition(":")
    profile = Profile("sandbox", "sandbox")
    context = Context(profile, served.credential, "ap-guangzhou", sandbox=(host, int(port)))
    sender = HttpxSender(timeout=30, blocking=True)
    yield Session(catalogue, CallFlow(sender, time.time), context, clock=time.time)
    driven(sender.close())


def run(session: Session, rows: Sequence[ActionRow]) -> Counter[str]:
    found = Counter(through(session, row) for row in rows)
    print(f"\n{len(rows)} examples: {json.dumps(found.most_common(), ensure_ascii=False)}")
    return found


def test_five_hundred_of_them(session: Session) -> None:
    found = run(session, random.Random(SEED).sample(session.rows, 500))
    assert found["success"] >= 450
    assert not [code for code in found if code.startswith(("AuthFailure", "InternalError", "NoSuch", "InvalidAction"))]


@pytest.mark.nightly
def test_all_of_them(session: Session) -> None:
    found = run(session, session.rows)
    assert found["success"] >= 0.9 * len(session.rows)
    assert not [code for code in found if code.startswith(("AuthFailure", "InternalError", "NoSuch", "InvalidAction"))]
