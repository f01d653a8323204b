"""Whatever is pasted is called what it is."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcexplorer.interchange.readers.detect import (
    PastedAnswer,
    PastedCall,
    PastedNothing,
    PastedParameters,
    PastedRequestId,
    detect,
)
from tcexplorer.interchange.readers.errors import UnreadableError
from tcexplorer.interchange.readers.json import read_parameters
from tcexplorer.interchange.readers.raw import raw_request
from tcexplorer.protocol.model import Call, Endpoint, Json, Method
from tcexplorer.protocol.request import sign_request
from tests.builders import credential
from tests.interchange.written import curl_command

PARAMS: dict[str, Json] = {"Limit": 1, "Filters": [{"Name": "zone", "Values": ["测试"]}]}
CALL = Call("cvm", "2017-03-12", "DescribeInstances", "ap-guangzhou", PARAMS)
REQUEST_ID = "3c140219-cfe9-470e-b241-907877d6fb03"
SIGNED = sign_request(CALL, Endpoint("cvm.tencentcloudapi.com"), credential(token="tok-en"), timestamp=1551113065)


@pytest.mark.parametrize("origin", ["http", "curl"])
def test_a_signed_request(origin: str) -> None:
    text = raw_request(SIGNED).decode() if origin == "http" else curl_command(SIGNED)
    pasted = detect(text)
    assert isinstance(pasted, PastedCall)
    assert (pasted.origin, pasted.service, pasted.version) == (origin, "cvm", "2017-03-12")
    assert (pasted.action, pasted.region, pasted.method) == ("DescribeInstances", "ap-guangzhou", Method.POST)
    assert pasted.params == PARAMS
    assert pasted.received is not None
    assert any("token" in remark for remark in pasted.remarks)
    assert "tok-en" not in repr(pasted)


def test_a_get_has_its_parameters_as_texts() -> None:
    get = Call("cvm", "2017-03-12", "DescribeZones", None, PARAMS, Method.GET)
    signed = sign_request(get, Endpoint("127.0.0.1:9", "http"), credential(), timestamp=1551113065)
    pasted = detect(raw_request(signed).decode())
    assert isinstance(pasted, PastedCall)
    assert (pasted.method, pasted.service) == (Method.GET, "cvm")
    assert pasted.params == {"Limit": "1", "Filters": [{"Name": "zone", "Values": ["测试"]}]}


def test_a_v1_request_loses_what_is_of_its_signature() -> None:
    url = "https://cvm.tencentcloudapi.com/?Action=DescribeZones&Nonce=1&SecretId=AKID&Signature=x&Timestamp=1&Limit=2"
    pasted = detect(f"curl '{url}&Version=2017-03-12&Ids.0=a'")
    assert isinstance(pasted, PastedCall)
    assert (pasted.action, pasted.version) == ("DescribeZones", "2017-03-12")
    assert pasted.params == {"Limit": "2", "Ids": ["a"]}


def test_a_command_of_tccli() -> None:
    pasted = detect("tccli mqtt DescribeTopicList --Limit 1 --secretKey planted-key")
    assert isinstance(pasted, PastedCall)
    assert (pasted.origin, pasted.service, pasted.action) == ("tccli", "mqtt", "DescribeTopicList")
    assert any("SecretKey was dropped" in remark for remark in pasted.remarks)
    assert "planted-key" not in repr(pasted)


def test_parameters() -> None:
    assert detect('  {"Limit": 1}\n') == PastedParameters({"Limit": 1})
    assert detect('{"RequestId": "mine"}') == PastedParameters({"RequestId": "mine"})


def test_answers() -> None:
    failed = detect(f'{{"Response": {{"Error": {{"Code": "A.B", "Message": "m"}}, "RequestId": "{REQUEST_ID}"}}}}')
    assert isinstance(failed, PastedAnswer)
    assert (failed.code, failed.message, failed.request_id) == ("A.B", "m", REQUEST_ID)
    fine = detect(f'{{"TotalCount": 1, "RequestId": "{REQUEST_ID}"}}')
    assert isinstance(fine, PastedAnswer)
    assert (fine.code, fine.request_id) == (None, REQUEST_ID)


def test_a_request_id() -> None:
    assert detect(f" {REQUEST_ID}\n") == PastedRequestId(REQUEST_ID)


@pytest.mark.parametrize("text", ["", "  \n", "hello", "[1]", "{", '{"a": NaN', "curl -d 'x", "tccli"])
def test_nothing_of_these_says_why(text: str) -> None:
    pasted = detect(text)
    assert isinstance(pasted, PastedNothing)
    assert pasted.reason
    assert "\n" not in pasted.reason


def test_no_file_is_read_unless_it_may_be() -> None:
    assert isinstance(detect("curl https://cvm.tencentcloudapi.com -d @/etc/passwd"), PastedNothing)


@given(st.text(max_size=80))
def test_it_never_raises(text: str) -> None:
    for pasted in (text, f"POST / HTTP/1.1\n{text}", f"curl {text}", f"tccli cvm A --B {text}", f"{{{text}}}"):
        detect(pasted)


@given(st.dictionaries(st.text(max_size=4), st.one_of(st.text(), st.integers(), st.none(), st.lists(st.booleans()))))
def test_parameters_as_text_read_back(params: dict[str, Json]) -> None:
    assert read_parameters(json.dumps(params, ensure_ascii=False, indent=2)) == params


@pytest.mark.parametrize(
    ("text", "place"),
    [("[1]", (1, 1)), ('{\n "a": x}', (2, 7)), ('{"a":' + "[" * 100_000, (1, 1)), ('{"a": NaN}', (1, 1))],
)
def test_parameters_that_are_none_are_named_by_their_place(text: str, place: tuple[int, int]) -> None:
    with pytest.raises(UnreadableError) as refused:
        read_parameters(text)
    assert (refused.value.line, refused.value.column) == place
