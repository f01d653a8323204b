"""Commands of tccli: what they call, and what must not be kept of them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcexplorer.interchange.exporters.tccli import export
from tcexplorer.interchange.readers.errors import UnreadableError
from tcexplorer.interchange.readers.tccli import looks_like_tccli, read_tccli
from tcexplorer.protocol.endpoints import default_endpoint
from tcexplorer.protocol.model import Call, Language
from tests.builders import action


def file_of(name: str) -> bytes:
    if name != "/tmp/in put.json":
        raise FileNotFoundError(2, "No such file or directory", name)
    return b'{"Limit": 7, "Name": "n"}'


def test_a_call() -> None:
    command = read_tccli(
        "$ tccli cvm DescribeInstances --Limit 1 --Name a --DryRun True \\\n"
        """ --Filters '[{"Name": "zone", "Values": ["a b"]}]' --InstanceIds '["ins-1"]' """
        "--region ap-guangzhou --version 2017-03-12 --endpoint cvm.tencentcloudapi.com --profile dev"
    )
    assert (command.service, command.action, command.version) == ("cvm", "DescribeInstances", "2017-03-12")
    assert (command.region, command.endpoint, command.profile) == ("ap-guangzhou", "cvm.tencentcloudapi.com", "dev")
    assert command.params == {
        "Limit": 1,
        "Name": "a",
        "DryRun": True,
        "Filters": [{"Name": "zone", "Values": ["a b"]}],
        "InstanceIds": ["ins-1"],
    }
    assert command.texts[0] == ("Limit", "1")
    assert command.remarks == ()


def test_unfolded_arguments() -> None:
    command = read_tccli(
        "tccli cvm RunInstances --cli-unfold-argument --Placement.Zone z --DataDisks.0.DiskSize 50 "
        "--DataDisks.1.DiskSize 60 --SecurityGroupIds sg-1 sg-2 --InstanceName 007"
    )
    assert command.params == {
        "Placement": {"Zone": "z"},
        "DataDisks": [{"DiskSize": 50}, {"DiskSize": 60}],
        "SecurityGroupIds": ["sg-1", "sg-2"],
        "InstanceName": "007",
    }


@pytest.mark.parametrize("written", ["file:///tmp/in%20put.json", "'file:///tmp/in put.json'"])
def test_parameters_from_a_file(written: str) -> None:
    command = read_tccli(f"tccli cvm DescribeZones --cli-input-json {written} --Limit 8", read_file=file_of)
    assert command.params == {"Limit": 8, "Name": "n"}


def test_parameters_as_one_text() -> None:
    assert read_tccli("""tccli cvm DescribeZones --cli-input-json '{"A": "1"}'""").params == {"A": "1"}


def test_secrets_are_dropped_and_said() -> None:
    command = read_tccli("tccli cvm DescribeZones --secretId AKIDplanted --secretKey=planted-key --token planted-token")
    assert "planted" not in repr(command)
    assert sorted(remark.split()[0] for remark in command.remarks) == ["SecretId", "SecretKey", "token"]


def exported(call: Call) -> str:
    return export(call, action(), default_endpoint(call.service))


def test_names_of_services() -> None:
    assert read_tccli("tccli autoscaling DescribeLaunchConfigurations").service == "as"
    assert exported(Call("as", "2018-04-19", "DescribeX")).split()[1] == "autoscaling"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("tccl x", "no command"),
        ("tccli cvm", "a service and an action"),
        ("tccli cvm A --Filters '[{'", "--Filters looks like JSON"),
        ("tccli cvm A --Name", "--Name has no value"),
        ("tccli cvm A --Name.0 x --Name y", "Name"),
        ("tccli cvm A --cli-input-json '[1]'", "one JSON object"),
        ("tccli cvm A --cli-input-json file:///gone", "gone"),
        ("tccli cvm A --Name 'x", "no end"),
    ],
)
def test_what_cannot_be_read(text: str, said: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        read_tccli(text, read_file=file_of)
    assert said in str(refused.value)


def test_without_files_no_file_is_read() -> None:
    with pytest.raises(UnreadableError, match="not at hand"):
        read_tccli("tccli cvm A --cli-input-json file:///etc/passwd")


def is_plain(text: str) -> bool:
    """Whether a text can be no number, boolean, JSON or option."""
    begins = text.lstrip().startswith(("{", "[", "-")) or text[0].isdigit()
    return not begins and text.strip() not in ("true", "false", "True", "False")


PLAIN = st.text(st.characters(exclude_characters="\0\r", exclude_categories=["Cs"]), min_size=1).filter(is_plain)
NAMES = st.from_regex(r"[A-Z][A-Za-z0-9]{0,8}", fullmatch=True).filter(
    lambda name: name not in ("SecretId", "SecretKey")
)
SCALARS = st.one_of(PLAIN, st.integers(-(10**12), 10**12), st.booleans())
VALUES = st.one_of(
    SCALARS, st.lists(SCALARS, max_size=3), st.dictionaries(NAMES, st.lists(SCALARS, max_size=2), max_size=2)
)


@given(st.dictionaries(NAMES, VALUES, max_size=3), st.sampled_from([None, "ap-guangzhou"]))
def test_a_command_of_ours_reads_back_as_the_same_call(params: Any, region: str | None) -> None:
    call = Call("cvm", "2017-03-12", "DescribeZones", region, params, language=Language.ENGLISH)
    command = read_tccli(exported(call))
    assert (command.service, command.version, command.action) == ("cvm", "2017-03-12", "DescribeZones")
    assert (command.region, command.profile, command.language) == (region, None, "en-US")
    assert command.params == params


@given(st.text(max_size=60))
def test_nothing_else_is_ever_raised(text: str) -> None:
    for command in (
        text,
        f"tccli {text}",
        f"tccli cvm A --B {text}",
        f"tccli cvm A --cli-unfold-argument --A.B {text}",
    ):
        try:
            read_tccli(command, read_file=file_of)
        except UnreadableError:
            continue


def test_looks_like_tccli() -> None:
    assert looks_like_tccli("tccli.exe cvm A")
    assert not looks_like_tccli("tcclip")
