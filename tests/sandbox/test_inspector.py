"""What the sandbox tells of each request, and that nobody waits for it."""

from __future__ import annotations

import asyncio
import threading
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tcexplorer.diagnosis.doctor import Cause, Certainty, Outcome, Sent, Verdict
from tcexplorer.protocol.model import Credential, Endpoint
from tcexplorer.safety.inert import visible
from tcexplorer.safety.secret import Secret
from tcexplorer.sandbox import inspector as inspector_module
from tcexplorer.sandbox.inspector import Inspected, Inspector, finding_lines
from tcexplorer.sandbox.server import RunningServer, serve
from tests.sandbox.world import CREDENTIAL, NOW, TEMPORARY, World, call, signed, wire_of

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable

    from tcexplorer.sandbox.sandbox import Handled, Sandbox


@asynccontextmanager
async def inspecting(
    world: World,
    examine: Callable[[Handled, Sandbox], Verdict] | None = None,
    kept: int = 500,
    backlog: int = 16,
) -> AsyncGenerator[tuple[RunningServer, Inspector]]:
    inspector = Inspector(world.sandbox, examine=examine, kept=kept, backlog=backlog)
    server = await serve(world.sandbox)
    try:
        yield server, inspector
    finally:
        inspector.close()
        await server.stop()


def request(server: RunningServer, name: str = "DescribeInstanceList", key: str | None = None, **headers: str) -> bytes:
    endpoint = Endpoint(f"127.0.0.1:{server.port}", "http")
    credential = CREDENTIAL if key is None else Credential(CREDENTIAL.secret_id, Secret(key))
    changed = {one.replace("_", "-"): headers[one] for one in headers}
    return wire_of(signed(call(name), endpoint, credential), headers={"Connection": "close", **changed})


async def answer_to(server: RunningServer, wire: bytes) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(wire)
    answer = await asyncio.wait_for(reader.read(), 5)
    writer.close()
    await writer.wait_closed()
    return answer


async def test_each_request_is_shown_once_with_its_bytes() -> None:
    world, shown = World(), list[Inspected]()
    async with inspecting(world) as (server, inspector):
        inspector.observers.append(shown.append)
        wires = [request(server), request(server, "Nothing")]
        for wire in wires:
            await answer_to(server, wire)
        await inspector.settled()
    assert [one.number for one in shown] == [1, 2]
    assert [one.request for one in shown] == wires
    assert [(one.service, one.action, one.code) for one in shown] == [
        ("mqtt", "DescribeInstanceList", None),
        ("mqtt", "Nothing", "InvalidAction"),
    ]
    assert [one.at for one in shown] == [NOW, NOW]
    assert all(one.verdict is None and not one.examining and one.findings == () for one in shown)
    assert shown[0].line.startswith("22:13:20 POST mqtt DescribeInstanceList ap-guangzhou success ")
    assert tuple(shown) == inspector.seen


async def test_a_wrong_signature_is_shown_at_once_and_again_with_its_cause() -> None:
    shown: list[Inspected] = []
    async with inspecting(World()) as (server, inspector):
        inspector.observers.append(shown.append)
        answer = await answer_to(server, request(server, key=CREDENTIAL.secret_key.reveal() + "\n"))
        await inspector.settled()
    assert b"AuthFailure.SignatureFailure" in answer
    first, second = shown
    assert (first.number, first.examining, first.verdict) == (1, True, None)
    assert (second.number, second.examining) == (1, False)
    assert [(one.id, one.certainty) for one in second.findings] == [("key-whitespace", Certainty.PROVEN)]
    assert inspector.seen == (second,)


async def test_a_length_in_characters_is_told_and_what_follows_is_no_request() -> None:
    async with inspecting(World()) as (server, inspector):
        endpoint = Endpoint(f"127.0.0.1:{server.port}", "http")
        right = wire_of(signed(replace(call(), params={"InstanceName": "测试"}), endpoint))
        wrong = right.replace(b"Content-Length: 25", b"Content-Length: 21")
        assert wrong != right
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        writer.write(wrong)
        answer = await asyncio.wait_for(reader.readuntil(b"}}"), 5)
        writer.write(request(server))
        assert b"RequestId" in await asyncio.wait_for(reader.read(), 5)
        writer.close()
        await writer.wait_closed()
        await inspector.settled()
        first, second = inspector.seen
    assert b"announces 21 bytes of body, and 4 more bytes came after it" in answer
    assert [(one.id, one.certainty) for one in first.findings] == [("content-length-wrong", Certainty.OBSERVED)]
    assert "it was counted in characters" in first.findings[0].evidence
    assert first.request == wrong
    assert second.code is None


async def test_the_answer_and_other_clients_do_not_wait_for_the_doctor() -> None:
    may_end = threading.Event()

    def slow(_handled: Handled, _sandbox: Sandbox) -> Verdict:
        assert may_end.wait(10)
        return Verdict(Outcome.UNEXPLAINED)

    async with inspecting(World(), slow) as (server, inspector):
        assert b"SignatureFailure" in await answer_to(server, request(server, key="k" * 32))
        assert b"RequestId" in await answer_to(server, request(server))
        assert [one.examining for one in inspector.seen] == [True, False]
        may_end.set()
        await inspector.settled()
        assert [one.examining for one in inspector.seen] == [False, False]


async def test_one_request_is_examined_at_a_time() -> None:
    at_work, most = 0, 0
    entered = threading.Lock()

    def counted(_handled: Handled, _sandbox: Sandbox) -> Verdict:
        nonlocal at_work, most
        with entered:
            at_work += 1
            most = max(most, at_work)
        threading.Event().wait(0.01)
        with entered:
            at_work -= 1
        return Verdict(Outcome.UNEXPLAINED)

    async with inspecting(World(), counted) as (server, inspector):
        await asyncio.gather(*(answer_to(server, request(server, key="k" * 32)) for _ in range(5)))
        await inspector.settled()
        assert [one.verdict is not None for one in inspector.seen] == [True] * 5
    assert most == 1


@pytest.mark.parametrize(
    ("headers", "code", "asked"),
    [
        ({}, None, False),
        ({"X-TC-Timestamp": str(NOW + 1)}, "AuthFailure.SignatureFailure", True),
        ({"X-TC-Timestamp": "soon"}, "InvalidParameter", True),
        ({"Authorization": "Basic eHl6"}, "AuthFailure.InvalidAuthorization", True),
        ({"Authorization": ""}, "MissingParameter", True),
        ({"X-TC-Version": "2000-01-01"}, "NoSuchVersion", False),
        ({"X-TC-Region": "gz"}, "InvalidParameterValue", False),
        ({"X-Sandbox-Error": "AuthFailure.SignatureFailure"}, "AuthFailure.SignatureFailure", False),
    ],
)
async def test_the_doctor_is_asked_about_signatures_alone(
    headers: dict[str, str], code: str | None, *, asked: bool
) -> None:
    async with inspecting(World()) as (server, inspector):
        await answer_to(server, request(server, **headers))
        await inspector.settled()
        (seen,) = inspector.seen
    assert seen.code == code
    assert (seen.verdict is not None) is asked
    assert bool(seen.findings) is asked


async def test_a_missing_parameter_of_a_good_request_is_no_matter_for_the_doctor() -> None:
    async with inspecting(World()) as (server, inspector):
        await answer_to(server, request(server, "DescribeTopic"))
        await inspector.settled()
        assert [(one.code, one.verdict) for one in inspector.seen] == [("MissingParameter", None)]


async def test_only_the_last_requests_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    async with inspecting(World(), kept=3) as (server, inspector):
        for _ in range(5):
            await answer_to(server, request(server))
        await inspector.settled()
        assert [one.number for one in inspector.seen] == [3, 4, 5]
        monkeypatch.setattr(inspector_module, "KEPT_BYTES", 1)
        await answer_to(server, request(server))
        await inspector.settled()
        assert [one.number for one in inspector.seen] == [6]
        inspector.clear()
        assert inspector.seen == ()


async def test_what_was_forgotten_meanwhile_is_told_and_not_kept_again() -> None:
    may_end, shown = threading.Event(), list[Inspected]()

    def slow(_handled: Handled, _sandbox: Sandbox) -> Verdict:
        assert may_end.wait(10)
        return Verdict(Outcome.UNEXPLAINED)

    async with inspecting(World(), slow, kept=1) as (server, inspector):
        inspector.observers.append(shown.append)
        await answer_to(server, request(server, key="k" * 32))
        await answer_to(server, request(server))
        may_end.set()
        await inspector.settled()
        assert [one.number for one in inspector.seen] == [2]
    assert [(one.number, one.verdict is not None) for one in shown] == [(1, False), (2, False), (1, True)]


async def test_a_flood_is_not_examined_to_its_end() -> None:
    may_end = threading.Event()

    def slow(_handled: Handled, _sandbox: Sandbox) -> Verdict:
        assert may_end.wait(10)
        return Verdict(Outcome.UNEXPLAINED)

    async with inspecting(World(), slow, backlog=2) as (server, inspector):
        for _ in range(4):
            await answer_to(server, request(server, key="k" * 32))
        may_end.set()
        await inspector.settled()
        assert [one.verdict is not None for one in inspector.seen] == [True, True, False, False]


async def test_a_closed_inspector_sees_no_more() -> None:
    async with inspecting(World()) as (server, inspector):
        inspector.close()
        await answer_to(server, request(server))
        await inspector.settled()
        assert inspector.seen == ()


async def test_an_unknown_id_is_examined_with_the_key_of_the_sandbox() -> None:
    stranger = Credential("AKID" + "x" * 32, CREDENTIAL.secret_key)
    world = World()
    async with inspecting(world) as (server, inspector):
        endpoint = Endpoint(f"127.0.0.1:{server.port}", "http")
        wire = wire_of(signed(call(), endpoint, stranger), headers={"Connection": "close"})
        await answer_to(server, wire)
        await inspector.settled()
        (seen,) = inspector.seen
    assert seen.code == "AuthFailure.SecretIdNotFound"
    assert [one.id for one in seen.findings] == ["secret-id-mismatch"]


async def test_lines_of_findings_hold_no_secret_and_obey_no_terminal() -> None:
    async with inspecting(World()) as (server, inspector):
        await answer_to(server, request(server, key=CREDENTIAL.secret_key.reveal().lower()))
        await inspector.settled()
        (seen,) = inspector.seen
        world = inspector_sandbox(inspector)
    token = TEMPORARY.token
    assert token
    signature = "f" * 64
    secrets = [CREDENTIAL.secret_key.reveal(), TEMPORARY.secret_key.reveal(), token.reveal(), signature]
    cause = Cause("x", Certainty.PROVEN, "A title", " ".join(secrets) + "\x1b[31m\n" + "y" * 999, "Mend it.")
    lines = finding_lines(replace(seen, verdict=Verdict(Outcome.EXPLAINED, (cause,), sent=Sent(signature))), world)
    assert lines[0] == "A title  [x, proven]"
    assert lines[2] == "  fix: Mend it."
    for line in lines:
        assert line == visible(line)
        assert len(line) <= 400
        assert not [secret for secret in secrets if secret in line]


def inspector_sandbox(inspector: Inspector) -> Sandbox:
    return inspector._sandbox  # pyright: ignore[reportPrivateUsage]


async def test_without_a_cause_that_is_said() -> None:
    async with inspecting(World()) as (server, inspector):
        await answer_to(server, request(server, key="k" * 32))
        await inspector.settled()
        (seen,) = inspector.seen
        first, *rest = finding_lines(seen, inspector_sandbox(inspector))
    assert first == "The doctor finds no cause  [unexplained]"
    assert "may not be the one" in rest[0]
    assert finding_lines(replace(seen, verdict=None), World().sandbox) == []


async def test_an_examination_that_breaks_off_ends_all_the_same() -> None:
    def broken(_handled: Handled, _sandbox: Sandbox) -> Verdict:
        raise ZeroDivisionError

    errors: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: errors.append(context.get("exception")))
    async with inspecting(World(), broken) as (server, inspector):
        for _ in range(2):
            await answer_to(server, request(server, key="k" * 32))
            await inspector.settled()
        assert [(one.examining, one.verdict) for one in inspector.seen] == [(False, None)] * 2
