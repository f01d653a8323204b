"""`sandbox` as a process: its first line, a line a request, and the doctor's findings."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

import pytest

from tcexplorer.cli.commands.sandbox import Log
from tcexplorer.cli.terminal import Exit, Terminal
from tcexplorer.diagnosis.doctor import Cause, Certainty, Outcome, Verdict
from tcexplorer.protocol.model import Call, Credential, Endpoint
from tcexplorer.protocol.request import SignedRequest, sign_request
from tcexplorer.safety.secret import Secret
from tcexplorer.sandbox.inspector import Inspected
from tests.cli.run import run
from tests.sandbox.world import World, call, signed, wire_of

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from tcexplorer.compose import Machine

BOUND = 20
LIST = Call("mqtt", "2024-05-16", "DescribeInstanceList", "ap-guangzhou", {"Limit": 1})


@dataclass(frozen=True)
class Running:
    """A sandbox in a process of its own."""

    process: subprocess.Popen[str]
    lines: Queue[str]
    first: dict[str, str]

    def line(self) -> str:
        """The next line it prints."""
        return self.lines.get(timeout=BOUND)

    @property
    def credential(self) -> Credential:
        return Credential(self.first["secretId"], Secret(self.first["secretKey"]))

    def signed(self, key: str | None = None) -> SignedRequest:
        endpoint = Endpoint(self.first["url"].removeprefix("http://"), "http")
        credential = self.credential if key is None else Credential(self.first["secretId"], Secret(key))
        return sign_request(LIST, endpoint, credential, timestamp=int(time.time()))

    def send(self, signed: SignedRequest, body: bytes | None = None) -> Any:
        """The Response to a request, or to one whose body was changed."""
        request = Request(signed.url, signed.body if body is None else body, dict(signed.headers), method=signed.method)
        try:
            with build_opener(ProxyHandler({})).open(request, timeout=BOUND) as answer:
                return json.load(answer)["Response"]
        except HTTPError as error:
            with error:
                return json.load(error)["Response"]


@contextmanager
def sandbox(home: Path, *arguments: str) -> Generator[Running]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tcexplorer", "sandbox", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "TCEXPLORER_HOME": str(home)},
    )
    out, lines = process.stdout, Queue[str]()
    assert out

    def read() -> None:
        for line in out:
            lines.put(line.rstrip("\n"))

    reader = Thread(target=read)
    reader.start()
    try:
        yield Running(process, lines, json.loads(lines.get(timeout=BOUND)))
    finally:
        process.kill()
        process.wait()
        reader.join()
        out.close()
        if process.stderr:
            process.stderr.close()


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with sandbox(tmp_path_factory.mktemp("home")) as started:
        yield started


def test_the_first_line_is_where_it_listens_and_its_key(running: Running) -> None:
    assert list(running.first) == ["url", "secretId", "secretKey"]
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+", running.first["url"])
    assert re.fullmatch(r"AKID\w{32}", running.first["secretId"])
    assert re.fullmatch(r"\w{32}", running.first["secretKey"])


def test_a_good_request_is_one_line(running: Running) -> None:
    response = running.send(running.signed())
    line = running.line()
    assert re.match(r"\d\d:\d\d:\d\d POST mqtt DescribeInstanceList ap-guangzhou success ", line)
    assert response["RequestId"] in line
    assert running.lines.empty()


def test_below_a_wrong_signature_stands_the_mistake(running: Running) -> None:
    signed = running.signed(running.first["secretKey"] + " ")
    assert running.send(signed)["Error"]["Code"] == "AuthFailure.SignatureFailure"
    assert " mqtt DescribeInstanceList ap-guangzhou AuthFailure.SignatureFailure " in running.line()
    title, evidence, fix = (running.line() for _ in range(3))
    assert title.endswith("[key-whitespace, proven]")
    assert evidence.strip()
    assert fix.strip().startswith("fix: ")


def test_a_body_that_was_changed_and_no_secret_on_any_line(running: Running) -> None:
    signed = running.signed()
    running.send(signed, signed.body.replace(b":", b": "))
    said = [running.line() for _ in range(4)]
    assert "[body-reserialised, proven]" in said[1]
    page = (Path(__file__).parents[2] / "docs" / "sandbox.md").read_text("utf-8").splitlines()
    assert [line for line in said[1:] if line not in page] == []
    assert signed.trace
    for secret in (running.first["secretKey"], running.first["secretId"], signed.trace.signature):
        assert not [line for line in said if secret in line]


def test_a_wrong_key_is_not_guessed_at(running: Running) -> None:
    running.send(running.signed("k" * 32))
    said = [running.line() for _ in range(3)]
    assert said[1].strip() == "The doctor finds no cause  [unexplained]"
    assert "may not be the one" in said[2]


def test_a_request_is_a_short_line_and_its_message_below(running: Running) -> None:
    nobody = Credential("AKID" + "x" * 32, Secret("k" * 32))
    endpoint = Endpoint(running.first["url"].removeprefix("http://"), "http")
    old = replace(LIST, version="2000-01-01")
    running.send(sign_request(old, endpoint, running.credential, timestamp=int(time.time())))
    line, message = running.line(), running.line()
    assert re.fullmatch(r"\d\d:\d\d:\d\d POST mqtt DescribeInstanceList ap-guangzhou NoSuchVersion [0-9a-f-]{36}", line)
    assert message.startswith("         ")
    assert "2000-01-01" in message
    running.send(sign_request(LIST, endpoint, nobody, timestamp=int(time.time())))
    assert "SecretIdNotFound" in (line := running.line())
    assert len(line) < 130
    assert "[secret-id-mismatch, observed]" in running.line()
    assert [running.line().strip()[:4] for _ in range(2)] == ["Secr", "fix:"]


def test_findings_that_come_late_say_whose_they_are() -> None:
    world, out = World(), io.StringIO()
    for _ in range(2):
        world.answer(wire_of(signed(call())))
    log = Log(world.sandbox, Terminal(io.StringIO(), out, io.StringIO()))
    found = Verdict(Outcome.EXPLAINED, (Cause("x", Certainty.PROVEN, "Found", "it", ""),))
    one, other = (Inspected(at, handled, examining=True) for at, handled in enumerate(world.handled, 1))
    for inspected in (one, other, *(replace(each, verdict=found, examining=False) for each in (one, other))):
        log.show(inspected)
    lines = out.getvalue().splitlines()
    assert [line.strip().partition(" ")[0] for line in lines[2:]] == ["on", "Found", "it", "on", "Found", "it"]
    assert lines[5].strip() == f"on {other.handled.request_id}:"


def test_a_remark_is_explained_the_first_time(tmp_path: Path) -> None:
    with sandbox(tmp_path) as started:
        endpoint = Endpoint(started.first["url"].removeprefix("http://"), "http")
        portless = Endpoint(endpoint.host.partition(":")[0], "http")
        for _ in range(2):
            signed = sign_request(LIST, portless, started.credential, timestamp=int(time.time()))
            request = Request(started.first["url"], signed.body, dict(signed.headers), method=signed.method)
            request.add_header("Host", endpoint.host)
            with build_opener(ProxyHandler({})).open(request, timeout=BOUND) as answer:
                assert "Error" not in json.load(answer)["Response"]
        first, remark, second = (started.line() for _ in range(3))
    assert first.endswith("[host-without-port]")
    assert remark.strip().startswith("host-without-port: ")
    assert "the cloud" in remark
    assert "would refuse" in remark
    assert second.endswith("[host-without-port]")


def test_what_is_no_call_is_a_line_as_well(running: Running) -> None:
    url = running.first["url"] + "/nothing"
    with build_opener(ProxyHandler({})).open(Request(url), timeout=BOUND) as answer:
        assert "Error" in json.load(answer)["Response"]
    assert re.match(r"\d\d:\d\d:\d\d GET - - MissingParameter ", running.line())
    assert "[header-missing, observed]" in running.line()


def test_it_ends_at_ctrl_c(tmp_path: Path) -> None:
    with sandbox(tmp_path) as started:
        started.process.send_signal(signal.SIGINT)
        assert started.process.wait(BOUND) == Exit.CANCELLED


@pytest.mark.parametrize("port", ["70000", "-1"])
def test_a_port_that_cannot_be_is_one_line(machine: Machine, port: str) -> None:
    ran = run(machine, "sandbox", "--port", port)
    assert (ran.code, ran.out) == (Exit.USAGE, "")
    assert "port" in ran.err


def test_a_port_that_is_taken_is_one_line(machine: Machine, running: Running) -> None:
    ran = run(machine, "sandbox", "--port", running.first["url"].rpartition(":")[2])
    assert (ran.code, ran.out) == (Exit.USAGE, "")
    assert "in use" in ran.err
    assert ran.err.count("\n") == 1


def test_the_port_is_named_once(machine: Machine, running: Running) -> None:
    port = running.first["url"].rpartition(":")[2]
    assert run(machine, "sandbox", "--port", port).err.count(port) == 1


def test_it_goes_on_when_nobody_reads_what_it_prints(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "tcexplorer", "sandbox"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "TCEXPLORER_HOME": str(tmp_path)},
    )
    assert process.stdout
    try:
        running = Running(process, Queue(), json.loads(process.stdout.readline()))
        process.stdout.close()
        assert [running.send(running.signed(key)).get("Error") is None for key in (None, "w" * 32, None)] == [
            True,
            False,
            True,
        ]
    finally:
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=BOUND)
    assert process.returncode == Exit.CANCELLED
    assert said == "standard output is gone: requests are answered, and no longer listed\ncancelled\n"
