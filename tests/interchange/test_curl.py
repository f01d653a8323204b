"""curl commands: read as curl would send them, and written so that a shell sends the very bytes."""

from __future__ import annotations

import shutil
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcexplorer.interchange.readers.curl import looks_like_curl, read_curl
from tcexplorer.interchange.readers.errors import UnreadableError
from tcexplorer.interchange.readers.raw import received_of
from tcexplorer.protocol.model import Call, Endpoint, Method
from tcexplorer.protocol.request import sign_request
from tests.builders import credential
from tests.interchange.written import curl_command

if TYPE_CHECKING:
    from collections.abc import Iterator

URL = "https://cvm.tencentcloudapi.com"
FILES = {"body.json": b'{"Limit": 1,\r\n "A": 2}\n', "h.txt": b"X-A: 1\r\nX-B: 2\n"}


def file_of(name: str) -> bytes:
    if name not in FILES:
        raise FileNotFoundError(2, "No such file or directory", name)
    return FILES[name]


def body(command: str) -> bytes:
    return read_curl(command, read_file=file_of).received.body


def test_a_post_of_json() -> None:
    command = read_curl(
        f"""curl -sS -X POST {URL} \\
          -H "Authorization: TC3-HMAC-SHA256 Credential=AKID/x, SignedHeaders=content-type;host, Signature=00" \\
          -H 'Content-Type: application/json; charset=utf-8' -H 'Host: cvm.tencentcloudapi.com' \\
          -H 'X-TC-Action: DescribeInstances' --compressed -k \\
          -d '{{"Limit": 1, "Name": "it'\\''s 测试"}}' | jq ."""
    )
    received = command.received
    assert (received.method, received.path) == (b"POST", b"/")
    assert received.body.decode() == '{"Limit": 1, "Name": "it\'s 测试"}'
    assert received.header("Content-Type") == "application/json; charset=utf-8"
    assert str(received.header("Authorization")).endswith("SignedHeaders=content-type;host, Signature=00")
    assert command.remarks == ()
    assert command.url == f"{URL}/"


@pytest.mark.parametrize(
    "command",
    [
        f"curl {URL}\n  -H 'X-A: 1'\n  -d '{{}}",
        f"curl {URL}\r\n  -H 'X-A: 1\r\n",
        f"curl {URL} -d 1 | jq '.Response",
        f"curl {URL}?a=1&b='2",
        f'curl {URL} > "out',
        f"curl {URL} -d '1",
    ],
)
def test_a_quotation_without_an_end_is_unreadable_wherever_it_is(command: str) -> None:
    with pytest.raises(UnreadableError, match="the quotation that begins here has no end"):
        read_curl(command)


def test_lines_that_lack_their_continuation() -> None:
    command = read_curl(f"curl\n{URL}\n-d 1\n  -H 'X: Y'\nls -l")
    assert (command.url, command.received.body, command.received.header("x")) == (f"{URL}/", b"1", "Y")
    assert "lack the" in command.remarks[0]


@pytest.mark.parametrize(
    "rest",
    [
        " | jq '.A' > \"b\"",
        "\nit's what came",
        "\n- it's good",
        "  # it's a remark",
        '\n{"Response":',
        "; echo \\'",
        "\r\n",
    ],
)
def test_what_stands_behind_the_command_does_not_matter(rest: str) -> None:
    command = read_curl(f"curl {URL} -d 1{rest}")
    assert (command.received.body, command.remarks) == (b"1", ())


def test_line_ends_within_a_body_are_sent_as_they_are() -> None:
    assert body(f"curl {URL} \\\n -d '{{\r\n}}'\n") == b"{\r\n}"
    assert body(f'curl {URL} -d "{{\r\n}}"\r\n') == b"{\r\n}"
    assert body(f"curl {URL} `\r\n -d '{{\r\n}}'\r\n") == b"{\r\n}"
    assert body(f"curl {URL} -d '{{\n}}'\r\n") == b"{\n}"


def test_a_command_that_was_given_other_line_ends_as_a_whole_is_read_with_those_of_a_shell() -> None:
    assert body(f"curl {URL} \\\r\n -d '{{\r\n}}'\r\n") == b"{\n}"


def test_data_options() -> None:
    assert body(f"curl {URL} -d a=1 -d b=2") == b"a=1&b=2"
    assert body(f"curl {URL} --data-raw @x") == b"@x"
    assert body(f"curl {URL} -d @body.json") == b'{"Limit": 1, "A": 2}'
    assert body(f"curl {URL} --data-binary @body.json") == FILES["body.json"]
    assert body(f"curl {URL} --data-urlencode 'a=b c/测'") == b"a=b%20c%2F%E6%B5%8B"
    assert body(f"curl {URL} --json '{{}}' --json '[]'") == b"{}[]"


def test_what_curl_adds_by_itself() -> None:
    plain = read_curl(f"curl {URL} -d a=1").received
    assert plain.method == b"POST"
    assert plain.header("content-type") == "application/x-www-form-urlencoded"
    assert plain.header("host") == "cvm.tencentcloudapi.com"
    assert read_curl(f"curl {URL} --json '{{}}'").received.header("content-type") == "application/json"
    assert read_curl("curl http://127.0.0.1:8000/x").received.header("host") == "127.0.0.1:8000"


def test_a_get_takes_data_into_its_query() -> None:
    received = read_curl(f"curl -G '{URL}/?a=1' -d b=2 --data-urlencode 'c=x y'").received
    assert received.method == b"GET"
    assert received.query == b"a=1&b=2&c=x%20y"
    assert received.body == b""


def test_short_options_may_be_joined() -> None:
    received = read_curl(f"curl -sSkXPUT -HX-A:1 -d{{}} {URL}").received
    assert received.method == b"PUT"
    assert received.header("x-a") == "1"
    assert received.body == b"{}"


def test_headers_taken_away_emptied_or_from_a_file() -> None:
    received = read_curl(f"curl {URL} -d x -H 'Content-Type:' -H 'X-Empty;' -H @h.txt", read_file=file_of).received
    assert received.header("content-type") is None
    assert received.header("x-empty") == ""
    assert received.header("x-b") == "2"


def test_unknown_options_are_passed_over_and_said() -> None:
    command = read_curl(f"curl --frobnicate -x proxy:80 --url {URL} --max-time 5 -d $BODY")
    assert command.received.header("host") == "cvm.tencentcloudapi.com"
    assert len(command.remarks) == 2
    assert any("--frobnicate" in remark for remark in command.remarks)
    assert any("$BODY" in remark for remark in command.remarks)


@pytest.mark.parametrize(
    ("command", "place", "said"),
    [
        ("wget x", (1, 1), "no curl command"),
        ("curl \\\n -d 'a", (2, 5), "no end"),
        ("curl -s", (1, 8), "no URL"),
        (f"curl {URL} \\\n  -d @gone.json", (2, 6), "gone.json"),
    ],
)
def test_what_cannot_be_read_is_named_by_its_place(command: str, place: tuple[int, int], said: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        read_curl(command, read_file=file_of)
    assert said in str(refused.value)
    assert (refused.value.line, refused.value.column) == place


@pytest.mark.parametrize("text", [b"curl x", b"$ curl -s x", b"/usr/bin/curl x", b"curl.exe x", b"  curl\tx"])
def test_looks_like_curl(text: bytes) -> None:
    assert looks_like_curl(text)


def test_does_not_look_like_curl() -> None:
    assert not looks_like_curl(b"curly x")
    assert not looks_like_curl(b"POST / HTTP/1.1")


@given(st.text(max_size=60))
def test_nothing_else_is_ever_raised(text: str) -> None:
    for command in (text, f"curl {text}", f"curl {URL} -d {text}", f"curl http://{text}"):
        try:
            read_curl(command, read_file=file_of)
        except UnreadableError:
            continue


CALLS = [
    Call("cvm", "2017-03-12", "DescribeInstances", "ap-guangzhou", {"Name": 'it\'s "a" $HOME `x` \\n\n测试 !'}),
    Call("cvm", "2017-03-12", "DescribeZones", params={"Name": "a b&c/测试'\""}, method=Method.GET),
    Call("cvm", "2017-03-12", "DescribeZones"),
]


@pytest.mark.parametrize("call", CALLS, ids=lambda call: f"{call.method}-{len(call.params)}")
def test_a_command_of_ours_reads_back_as_the_same_request(call: Call) -> None:
    signed = sign_request(call, Endpoint("cvm.tencentcloudapi.com"), credential(token="tok-en"), timestamp=1551113065)
    command = curl_command(signed)
    read = read_curl(command).received
    expected = received_of(signed)
    assert (read.method, read.target, read.body) == (expected.method, expected.target, expected.body)
    for name, value in signed.headers:
        assert read.header(name) == value


@pytest.fixture
def seen() -> Iterator[tuple[str, list[tuple[bytes, str, dict[str, str]]]]]:
    """A server that keeps what it receives."""
    received: list[tuple[bytes, str, dict[str, str]]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            received.append((content, self.path, dict(self.headers)))
            self.send_response(200)
            self.end_headers()

        do_GET = do_POST  # noqa: N815 - the library reads this name

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
            return

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_port}", received
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.skipif(not (shutil.which("curl") and shutil.which("bash")), reason="curl itself is the reference")
@pytest.mark.parametrize("call", CALLS, ids=lambda call: f"{call.method}-{len(call.params)}")
def test_curl_sends_the_very_bytes(call: Call, seen: tuple[str, list[tuple[bytes, str, dict[str, str]]]]) -> None:
    address, received = seen
    signed = sign_request(call, Endpoint(address, "http"), credential(token="tok-en"), timestamp=1551113065)
    command = curl_command(signed).replace("curl ", "curl -s --noproxy '*' ", 1)
    environment = {"PATH": "/usr/bin:/bin:/usr/local/bin", "TENCENTCLOUD_TOKEN": "tok-en"}
    subprocess.run(["bash", "-c", command], check=True, env=environment, timeout=30)
    ((content, path, headers),) = received
    assert content == signed.body
    assert signed.url.endswith(path)
    for name, value in signed.headers:
        assert {key.lower(): text for key, text in headers.items()}[name.lower()] == value
