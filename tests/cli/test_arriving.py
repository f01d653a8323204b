"""`call` and answers that are no envelope: streams, bytes, pages of proxies, half answers."""

from __future__ import annotations

import io
import json
import os
import signal
import socket
import subprocess
import sys
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from threading import Event, Thread
from typing import TYPE_CHECKING

import pytest

from tcexplorer.cli.arriving import json_line
from tcexplorer.cli.main import main
from tcexplorer.cli.terminal import Exit, Terminal
from tcexplorer.compose import Machine
from tcexplorer.transport import HttpxSender
from tests.builders import SECRET_ID, SECRET_KEY
from tests.cli.run import Keyboard, Ran, run
from tests.odd_bodies import ENVELOPE, HTML, ID, PNG, STREAM, events, http

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from tcexplorer.protocol.model import Json

CALL = ("call", "cvm", "DescribeZones", "--from-env", "--region", "ap-guangzhou", "--endpoint")
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"


class Server:
    """Writes bytes to whoever sends a request; with `hold` it keeps the connection until the client goes."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.gone = Event()


@contextmanager
def serving(wire: bytes, *, hold: bool = False) -> Generator[Server]:
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        server = Server(listening.getsockname()[1])

        def answer() -> None:
            connection, _ = listening.accept()
            with connection, suppress(OSError):  # the client may have gone
                received = b""
                while b"\r\n\r\n" not in received or not received.endswith(b"}"):
                    received += connection.recv(65536)
                connection.sendall(wire)
                if not hold:
                    connection.shutdown(socket.SHUT_WR)
                while connection.recv(65536):
                    pass
            server.gone.set()

        thread = Thread(target=answer)
        thread.start()
        yield server
        thread.join(10)
        assert server.gone.is_set()


def called(machine: Machine, wire: bytes, *more: str) -> Ran:
    with serving(wire) as server:
        return run(machine, *CALL, server.url, *more)


def test_events_are_lines_of_json(machine: Machine) -> None:
    wire = HEAD + b'data: {"A":1.50,\ndata: "B":2}\n\nid: 7\ndata:  {"C": 1.50}\n\ndata: [DONE]\n\n'
    ran = called(machine, wire)
    assert ran.out == '{"A":1.5,"B":2}\n{"C": 1.50}\n"[DONE]"\n'
    assert (ran.code, ran.err) == (Exit.SUCCESS, "")


def test_events_that_call_themselves_something_else(machine: Machine) -> None:
    ran = called(machine, http(events({"A": 1}), b"text/plain"))
    assert (ran.code, ran.out) == (Exit.SUCCESS, '{"A": 1}\n')


def test_an_event_cannot_write_to_the_terminal(machine: Machine) -> None:
    ran = called(machine, HEAD + b'data: {"A":"\xc2\x9b2J\xe2\x80\xae"}\n\ndata: \x1b[2J\n\n')
    assert not {"\x1b", "\x9b", "\u202e"} & set(ran.out + ran.err)
    assert [json.loads(line) for line in ran.out.splitlines()] == [{"A": "\x9b2J\u202e"}, "\x1b[2J"]


def test_an_error_in_an_event_ends_with_1(machine: Machine) -> None:
    error = {"ErrorMsg": {"Code": 4001, "Msg": "too slow"}, "RequestId": ID}
    ran = called(machine, HEAD + events({"A": 1}, error))
    assert ran.code == Exit.API_ERROR
    assert [json.loads(line) for line in ran.out.splitlines()] == [{"A": 1}, error]
    assert "✗ 4001\n  too slow\n" in ran.err
    assert f"RequestId {ID}" in ran.err


def test_a_stream_that_breaks_off_says_after_what(machine: Machine) -> None:
    header = b"X-TC-RequestId: " + ID.encode()
    ran = called(machine, http(events({"A": 1}), STREAM, header, length=999))
    assert (ran.code, ran.out) == (Exit.TRANSPORT, '{"A": 1}\n')
    assert f"no whole answer: 127.0.0.1:{port_in(ran.err)} broke off after 16 of 999 bytes; 1 event came" in ran.err
    assert f"RequestId {ID}" in ran.err
    assert "→ Send a reading action again" in ran.err


NUMBERS = '{"Response":{"A":1E400,"B":%s,"C":1.00000000000000000001,"D":-0.0,"E":1.50,"RequestId":"r"}}' % ("9" * 6000)


def test_numbers_are_printed_with_the_digits_that_were_sent(machine: Machine) -> None:
    pretty = called(machine, http(NUMBERS.encode()))
    assert pretty.out.splitlines()[2:5] == [
        '    "A": 1E400,',
        f'    "B": {"9" * 6000},',
        '    "C": 1.00000000000000000001,',
    ]
    compact = called(machine, http(NUMBERS.encode()), "--json")
    assert compact.out == NUMBERS.replace("1.50", "1.5") + "\n"
    less = NUMBERS.replace("9" * 6000, "9")  # that json.loads reads as well
    assert called(machine, http(less.encode()), "--json").out == less.replace("1.50", "1.5") + "\n"
    refused = less.replace('"A"', '"Error":{"Code":"X","Message":"m"},"A"')
    ran = called(machine, http(refused.encode()), "--json")
    assert (ran.code, ran.out) == (Exit.API_ERROR, refused.replace("1.50", "1.5") + "\n")


def test_any_document_can_be_printed_however_deep() -> None:
    deep: Json = {}
    for _ in range(5000):
        deep = [deep]
    for compact in (True, False):
        out = io.StringIO()
        Terminal(io.StringIO(), out, io.StringIO()).print_json({"A": deep}, compact=compact)
        assert "".join(out.getvalue().split()) == f'{{"A":{"[" * 5000}{{}}{"]" * 5000}}}'


@pytest.mark.parametrize("levels", [990, 5000])
def test_an_answer_of_any_depth_is_printed(machine: Machine, levels: int) -> None:
    body = f'{{"Response":{{"A":{"[" * levels}{"]" * levels},"RequestId":"r"}}}}'
    ran = called(machine, http(body.encode()), "--json")
    assert (ran.code, ran.out) == (Exit.SUCCESS, body + "\n")
    pretty = called(machine, http(body.encode()))
    assert pretty.code == Exit.SUCCESS
    assert "".join(pretty.out.split()) == body


def port_in(text: str) -> str:
    return text.partition("127.0.0.1:")[2].partition(" ")[0]


def test_the_page_of_a_proxy_comes_with_what_to_do(machine: Machine) -> None:
    ran = called(machine, http(HTML, b"text/html", status=b"502 Bad Gateway"))
    assert (ran.code, ran.out) == (Exit.TRANSPORT, "")
    assert "not an API answer: HTTP 502 text/html: the answer is not JSON: an HTML page" in ran.err
    assert "proxy: none" in ran.err
    assert "→ A gateway had nobody to ask" in ran.err


def test_nothing_listening_comes_with_what_to_do(machine: Machine) -> None:
    behind_proxy = replace(machine, environment={**machine.environment, "HTTPS_PROXY": "http://127.0.0.1:10"})
    ran = run(behind_proxy, *CALL, "http://127.0.0.1:9")
    assert "host: 127.0.0.1:9" in ran.err
    assert "proxy: none" in ran.err  # of what stays on this machine there is none, whatever the environment names
    assert "→ Look at the port: nothing listens on 127.0.0.1:9. A sandbox: `tcexplorer sandbox --port 9`." in ran.err


@pytest.mark.parametrize("person", [False, True])
def test_bytes_go_to_a_file_but_never_to_a_terminal(machine: Machine, *, person: bool) -> None:
    binary = io.BytesIO()
    out = io.TextIOWrapper(binary, "utf-8")
    if person:
        out.isatty = lambda: True
    err = io.StringIO()
    with serving(http(PNG, b"image/png")) as server:
        code = main([*CALL, server.url], machine, Terminal(io.StringIO(), out, err))
    assert code == Exit.TRANSPORT
    assert binary.getvalue() == (b"" if person else PNG)
    assert err.getvalue() == ("PNG image, 1.0 KB: add `> FILE` to the command to keep it\n" if person else "")


def test_a_cancel_leaves_what_came_and_closes_the_connection(machine: Machine) -> None:
    class Interrupted(io.StringIO):
        def flush(self) -> None:
            raise KeyboardInterrupt

    out, err = Interrupted(), Keyboard()
    with serving(HEAD + events({"A": 1}), hold=True) as server:
        code = main([*CALL, server.url], machine, Terminal(io.StringIO(), out, err))
    assert (code, out.getvalue()) == (Exit.CANCELLED, '{"A": 1}\n')
    assert err.getvalue() == "cancelled after 1 event\n"


def test_a_real_interrupt_ends_with_130(machine: Machine) -> None:
    key = {"TENCENTCLOUD_SECRET_ID": SECRET_ID, "TENCENTCLOUD_SECRET_KEY": SECRET_KEY}
    with serving(HEAD + events({"A": 1}, {"A": 2}), hold=True) as server:
        process = subprocess.Popen(
            [sys.executable, "-m", "tcexplorer", *CALL, server.url],
            env={**os.environ, **machine.environment, **key},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert process.stdout is not None
        came = [process.stdout.readline(), process.stdout.readline()]
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
    assert came == [b'{"A": 1}\n', b'{"A": 2}\n']
    assert (process.returncode, out, err) == (130, b"", b"cancelled after 2 events\n")


def test_the_body_can_be_kept(machine: Machine, tmp_path: Path) -> None:
    file = tmp_path / "body"
    for wire, body in ((http(ENVELOPE), ENVELOPE), (http(PNG), PNG), (http(HTML, length=999), HTML)):
        with serving(wire) as server:
            ran = run(machine, *CALL, server.url, "--save", str(file))
        assert f"saved {len(body):,} bytes to {file}\n" in ran.err
        assert file.read_bytes() == body
        file.unlink()


def test_a_body_above_the_cap_can_be_kept_whole(
    machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = b"[" + b"1," * 50_000 + b"1]"
    small = HttpxSender(timeout=5, cap=1_000, blocking=True)
    monkeypatch.setattr(Machine, "sender", lambda *_, **__: small)  # pyright: ignore[reportUnknownLambdaType, reportUnknownArgumentType]
    ran = called(machine, http(body))
    assert ran.code == Exit.TRANSPORT
    assert "cut at 1000 of 100003 bytes" in ran.err
    assert "`--save FILE`" in ran.err
    with serving(http(body)) as server:
        ran = run(machine, *CALL, server.url, "--save", str(tmp_path / "body"))
    assert f"saved 100,003 bytes to {tmp_path / 'body'}\n" in ran.err
    assert "`--save FILE`" not in ran.err
    assert (tmp_path / "body").read_bytes() == body


@pytest.mark.parametrize("name", ["", "there", "no/such", "."])
def test_a_file_that_cannot_be_made_is_said_before_anything_is_sent(
    machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "there").write_text("mine")
    ran = run(machine, *CALL, "http://127.0.0.1:9", "--save", name)
    assert (ran.code, ran.err.count("\n")) == (Exit.USAGE, 1)
    assert ran.err.startswith("tcexplorer: --save: ")
    assert (tmp_path / "there").read_text() == "mine"


@pytest.mark.parametrize(
    ("data", "line"),
    [
        ('{"a":1e400}', '{"a":1e400}'),
        (" [1,\n2] ", "[1,2]"),
        ('{"a":1E400,\n"b":1.00000000000000000001}', '{"a":1E400,"b":1.00000000000000000001}'),
        ("x\ny", '"x\\ny"'),
        ("", '""'),
        ("[" * 9_000 + "]" * 9_000, "[" * 9_000 + "]" * 9_000),
        ("9" * 5_000, f'"{"9" * 5_000}"'),
    ],
    ids=["digits", "lines", "digits and lines", "text", "nothing", "deep", "long"],
)
def test_one_line_of_json(data: str, line: str) -> None:
    assert json_line(data) == line


def test_an_envelope_is_printed_as_ever(machine: Machine) -> None:
    assert called(machine, http(ENVELOPE)).json == json.loads(ENVELOPE)
