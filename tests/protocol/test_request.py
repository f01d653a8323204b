"""From a call to bytes: what is sent is what was signed."""

from __future__ import annotations

import json
from base64 import b64encode
from dataclasses import replace
from email import message_from_bytes
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcexplorer.protocol.flatten import flattened, unflattened
from tcexplorer.protocol.model import Call, Credential, Endpoint, Json, JsonObject, Language, Method
from tcexplorer.protocol.request import MAX_POST, json_body, request_size, sign_request
from tcexplorer.protocol.signing import UNSIGNED_PAYLOAD_HASH, payload_hash, sign_tc3
from tcexplorer.safety.secret import Secret

ME = Credential("AKIDtestid", Secret("secret-of-the-test"))
CALL = Call("cvm", "2017-03-12", "DescribeZones", "ap-guangzhou", {"Limit": 1, "Name": "测试"})
CVM = Endpoint("cvm.tencentcloudapi.com")
NOW = 1551113065


def test_a_post_carries_the_signed_body() -> None:
    request = sign_request(CALL, CVM, ME, timestamp=NOW)
    assert request.method == "POST"
    assert request.url == request.dial == "https://cvm.tencentcloudapi.com/"
    assert request.body == '{"Limit":1,"Name":"测试"}'.encode()
    assert request.trace is not None
    assert request.trace.payload_hash == payload_hash(request.body)
    assert request.header("authorization") == request.trace.authorization
    assert request.header("X-TC-Region") == "ap-guangzhou"
    assert request.header("X-TC-Timestamp") == str(NOW)
    assert request.header("X-TC-Token") is None


def test_a_get_signs_the_query_that_is_sent() -> None:
    call = replace(CALL, method=Method.GET, params={"Filters": [{"Name": "a b&c", "Values": ["测"]}], "Dry": True})
    request = sign_request(call, CVM, ME, timestamp=NOW)
    query = urlsplit(request.url).query
    assert query == "Filters.0.Name=a%20b%26c&Filters.0.Values.0=%E6%B5%8B&Dry=true"
    assert request.body == b""
    again = sign_tc3(
        method="GET",
        path="/",
        query=query,
        headers=[("content-type", request.header("content-type") or ""), ("host", CVM.host)],
        hashed_payload=payload_hash(b""),
        credential=ME,
        timestamp=NOW,
        service="cvm",
    )
    assert request.header("Authorization") == again.authorization


@pytest.mark.parametrize("region", [None, "", "  "])
def test_an_empty_region_is_never_sent(region: str | None) -> None:
    request = sign_request(replace(CALL, region=region), CVM, ME, timestamp=NOW)
    assert request.header("X-TC-Region") is None


def test_token_and_language_travel_when_there_are_any() -> None:
    temporary = Credential("AKIDtemp", Secret("key"), Secret("token-of-the-test"))
    request = sign_request(replace(CALL, language=Language.CHINESE), CVM, temporary, timestamp=NOW)
    assert request.header("X-TC-Token") == "token-of-the-test"
    assert request.header("X-TC-Language") == "zh-CN"


def test_an_unsigned_action_sends_skip_and_nothing_of_the_credential() -> None:
    request = sign_request(replace(CALL, skip_sign=True), CVM, ME, timestamp=NOW)
    assert request.header("Authorization") == "SKIP"
    assert request.trace is None
    assert "AKIDtestid" not in str(request.headers)


def test_a_signed_call_without_credential_is_refused() -> None:
    with pytest.raises(ValueError, match="no credential"):
        sign_request(CALL, CVM, None, timestamp=NOW)


@pytest.mark.parametrize("region", ["ap-a\r\nX-Evil: 1", "广州"])
def test_nothing_that_breaks_a_header_is_sent(region: str) -> None:
    with pytest.raises(ValueError, match="X-TC-Region"):
        sign_request(replace(CALL, region=region), CVM, ME, timestamp=NOW)


def test_the_sandbox_is_dialled_while_the_real_host_is_signed_and_shown() -> None:
    request = sign_request(CALL, replace(CVM, connect=("127.0.0.1", 8000)), ME, timestamp=NOW)
    assert request.url == "https://cvm.tencentcloudapi.com/"
    assert request.dial == "http://127.0.0.1:8000/"
    assert request.header("Host") == "cvm.tencentcloudapi.com"


def test_sizes_are_measured_against_the_limits_of_the_method() -> None:
    request = sign_request(replace(CALL, params={"Data": "x" * MAX_POST}), CVM, ME, timestamp=NOW)
    size, limit = request_size(request)
    assert size > limit == MAX_POST


def test_a_request_does_not_show_its_authorization() -> None:
    request = sign_request(CALL, CVM, ME, timestamp=NOW)
    assert request.trace is not None
    assert request.trace.signature not in repr(request)


LEAVES = st.integers() | st.text(st.characters(codec="utf-8"), min_size=1) | st.booleans()
NAMES = st.from_regex(r"[A-Z][A-Za-z]{0,8}", fullmatch=True)
TREES: st.SearchStrategy[Json] = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, min_size=1, max_size=4) | st.dictionaries(NAMES, inner, min_size=1, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(NAMES, TREES, max_size=5))
def test_dotted_pairs_give_the_document_back_as_text(params: JsonObject) -> None:
    def as_text(value: Json) -> Json:
        match value:
            case dict():
                return {name: as_text(inner) for name, inner in value.items()}
            case list():
                return [as_text(inner) for inner in value]
            case bool():
                return "true" if value else "false"
            case _:
                return str(value)

    assert unflattened(flattened(params)) == as_text(params)


@given(st.dictionaries(NAMES, TREES, max_size=5))
def test_a_get_query_can_be_read_back(params: JsonObject) -> None:
    request = sign_request(replace(CALL, method=Method.GET, params=params), CVM, ME, timestamp=NOW)
    query = urlsplit(request.url).query
    assert parse_qsl(query, keep_blank_values=True, strict_parsing=bool(query)) == flattened(params)
    assert "+" not in unquote(query) or "+" in str(params)


@pytest.mark.parametrize("pairs", [[("A", "1"), ("A.B", "2")], [("A.B", "2"), ("A", "1")]])
def test_a_name_cannot_be_value_and_container(pairs: list[tuple[str, str]]) -> None:
    with pytest.raises(ValueError, match="A"):
        unflattened(pairs)


def test_bodies_keep_every_digit_and_survive_lone_surrogates() -> None:
    assert json_body({"Id": 2**64 - 1}) == b'{"Id":18446744073709551615}'
    assert json.loads(json_body({"Name": "\ud800"})) == {"Name": "\ud800"}
    with pytest.raises(ValueError, match="JSON"):
        json_body({"Rate": float("nan")})


PNG = b"\x89PNG\r\n\x1a\n\x00\xff--"


def test_a_file_makes_the_body_a_form_of_parts() -> None:
    params: JsonObject = {"File": b64encode(PNG).decode(), "Name": "测", "Pages": [1, 2]}
    request = sign_request(replace(CALL, params=params, files=frozenset({"File"})), CVM, ME, timestamp=NOW)
    message: Any = message_from_bytes(f"Content-Type: {request.header('Content-Type')}\r\n\r\n".encode() + request.body)
    parts = {part.get_param("name", header="content-disposition"): part for part in message.get_payload()}
    assert parts["File"].get_payload(decode=True) == PNG
    assert parts["Name"].get_payload(decode=True) == "测".encode()
    assert json.loads(str(parts["Pages"].get_payload())) == [1, 2]
    assert request.trace is not None
    assert request.trace.payload_hash == payload_hash(request.body)
    boundary = (request.header("Content-Type") or "").partition("boundary=")[2]
    assert boundary == boundary.lower()
    again = sign_request(replace(CALL, params=params, files=frozenset({"File"})), CVM, ME, timestamp=NOW)
    assert again == request


def test_without_the_file_the_same_action_sends_json() -> None:
    request = sign_request(replace(CALL, files=frozenset({"File"})), CVM, ME, timestamp=NOW)
    assert request.header("Content-Type") == "application/json; charset=utf-8"


@pytest.mark.parametrize("value", ["no base64!", 7, None, "YQ"])
def test_a_file_that_is_no_base64_is_refused_by_name(value: Json) -> None:
    with pytest.raises(ValueError, match="File is a file"):
        sign_request(replace(CALL, params={"File": value}, files=frozenset({"File"})), CVM, ME, timestamp=NOW)


def test_bytes_travel_as_they_are_with_headers_of_their_own() -> None:
    call = replace(CALL, params={}, content=PNG, headers=(("X-CLS-TopicId", "t"),))
    request = sign_request(call, CVM, ME, timestamp=NOW)
    assert request.body == PNG
    assert request.header("Content-Type") == "application/octet-stream"
    assert request.header("X-CLS-TopicId") == "t"


@pytest.mark.parametrize("name", ["Host", "authorization", "X-TC-Action", "X-TC-Token", "Content-Length", "a b", ""])
def test_headers_that_are_made_here_cannot_be_brought_along(name: str) -> None:
    with pytest.raises(ValueError, match="no header that can be added"):
        sign_request(replace(CALL, headers=((name, "x"),)), CVM, ME, timestamp=NOW)


def test_an_unsigned_payload_is_declared_and_hashed_as_its_words() -> None:
    request = sign_request(replace(CALL, unsigned_payload=True), CVM, ME, timestamp=NOW)
    assert request.header("X-TC-Content-SHA256") == "UNSIGNED-PAYLOAD"
    assert request.trace is not None
    assert request.trace.payload_hash == UNSIGNED_PAYLOAD_HASH


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"content": b"x"}, "no parameters beside"),
        ({"content": b"x", "params": {}, "method": Method.GET}, "a GET has no body"),
        ({"params": {"File": "YQ=="}, "files": frozenset({"File"}), "method": Method.GET}, "sent with POST"),
    ],
)
def test_what_cannot_travel_so_is_refused(changes: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        sign_request(replace(CALL, **changes), CVM, ME, timestamp=NOW)  # pyright: ignore[reportArgumentType]
