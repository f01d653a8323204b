"""What is read out of the documentation: expected by hand, from reading these parameters' docs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tcexplorer.form.fields import FormField, fields_in
from tcexplorer.form.hints.limits import NOTHING, Limits, limits_of
from tcexplorer.form.hints.ranges import Length, Range
from tcexplorer.form.schema import Schema
from tcexplorer.protocol.model import Site
from tcexplorer.protocol.paths import read_path
from tests.builders import action, member

if TYPE_CHECKING:
    from tcexplorer.catalog.store import Catalogue

MONTHS = "1 2 3 4 5 6 7 8 9 10 11 12 24 36"
FULL_MONTHS = f"{MONTHS} 48 60"
RUNTIMES = (
    "Python2.7 Python3.6 Python3.7 Python3.9 Python3.10 Nodejs6.10 Nodejs8.9 Nodejs10.15 Nodejs12.16 Nodejs14.18"
    " Nodejs16.13 Nodejs18.15 Php5.6 Php7 Php7.4 Php8.0 Go1 Java8 CustomRuntime"
)

# service, action, parameter, hint, known values, default
REAL = [
    ("mqtt", "DescribeInstanceList", "Limit", "max 100", "", "20"),
    ("mqtt", "DescribeInstanceList", "Offset", "", "", "0"),
    ("mqtt", "DescribeClientList", "Number", "max 1024", "", "1024"),  # a string
    ("mqtt", "DescribeMessageByTopic", "MaxNumber", "1–1024", "", "100"),
    ("mqtt", "CreateUser", "Username", "max 32 chars", "", ""),
    ("mqtt", "CreateUser", "Password", "max 64 chars", "", ""),
    ("mqtt", "CreateUser", "Remark", "max 128 chars", "", ""),
    ("mqtt", "AddClientSubscription", "Qos", "3 known", "0 1 2", ""),
    ("mqtt", "CreateAuthorizationPolicy", "Effect", "2 known", "allow deny", ""),
    ("mqtt", "CreateAuthorizationPolicy", "Retain", "3 known", "1 2 3", ""),
    ("mqtt", "CreateInstance", "InstanceType", "3 known", "BASIC PRO PLATINUM", ""),
    ("mqtt", "CreateInstance", "PayMode", "2 known", "0 1", "0"),
    ("mqtt", "CreateInstance", "RenewFlag", "2 known", "0 1", "1"),
    ("mqtt", "PublishMessage", "Encoding", "2 known", "plain base64", "plain"),
    ("mqtt", "CreateJWKSAuthenticator", "RefreshInterval", "60–1000", "", "60"),
    ("cvm", "RunInstances", "HostName", "2–60 chars", "", ""),  # the wider of Windows and Linux
    ("cvm", "RunInstances", "InstanceCount", "1–500", "", "1"),
    ("cvm", "RunInstances", "InstanceChargePrepaid.Period", "16 known", FULL_MONTHS, ""),
    ("cvm", "DescribeInstances", "Limit", "max 100", "", "20"),
    ("cvm", "DescribeInstances", "InstanceIds", "max 100 items", "", ""),
    ("vpc", "AllocateAddresses", "AddressChargePrepaid.Period", "14 known", MONTHS, ""),
    ("vpc", "CreateSecurityGroup", "GroupName", "max 60 chars", "", ""),
    ("clb", "ModifyListener", "Scheduler", "3 known", "WRR LEAST_CONN IP_HASH", "WRR"),
    ("clb", "ModifyListener", "IdleConnectTimeout", "10–1980", "", "900"),
    ("cdb", "CreateBackup", "BackupMethod", "3 known", "logical physical snapshot", ""),
    ("cdb", "DescribeInstanceUpgradeType", "DstCpu", "", "", ""),  # a range is mentioned, not given
    ("cdb", "ModifyBackupConfig", "BackupArchiveDays", "min 180", "", ""),
    ("tdmq", "CreateCmqQueue", "MsgRetentionSeconds", "30–43200", "", "3600"),
    ("tat", "InvokeCommand", "Timeout", "1–86400", "", ""),
    ("teo", "ModifySecurityPolicy", "SecurityConfig.AclConfig.AclUserRules[0].PunishTime", "", "", ""),  # in days
    ("teo", "DescribeZones", "Limit", "max 100", "", "20"),
    ("live", "AddCasterMarkWordInfo", "MarkWordInfo.MarkWordRollEndLocationX", "0–1", "", ""),
    ("trtc", "StartPublishCdnStream", "AudioParams.AudioEncode.SampleRate", "6 known",
     "48000 44100 32000 24000 16000 8000", ""),
    ("apigateway", "DeleteServiceSubDomainMapping", "Environment", "3 known", "test prepub release", ""),
    ("scf", "ListCustomDomains", "OrderBy", "2 known", "AddTime ModTime", "AddTime"),
    ("scf", "CreateFunction", "Timeout", "1–900", "", "3"),
    ("scf", "CreateFunction", "MemorySize", "", "", ""),  # in steps, with its unit
    ("scf", "CreateFunction", "Runtime", "19 known", RUNTIMES, "Python2.7"),
    ("ses", "ListAddressUnsubscribeConfig", "Limit", "max 100", "", ""),
    ("vod", "ModifyAnimatedGraphicsTemplate", "Height", "", "", "0"),  # 0, or a range
    ("vod", "CreateProcedureTemplate", "MediaProcessTask.TranscodeTaskSet[0].SubtitleInfoSet[0].OutlineWidth",
     "", "", ""),  # "2px" or "10%"
    ("kms", "CreateWhiteBoxKey", "Description", "max 1024 bytes", "", ""),
    ("mps", "CreatePersonSample", "Description", "max 1024 chars", "", ""),
    ("ess", "CreateArchiveFlowTask", "ArchiveFlows[0].CreatorName", "max 32 chars", "", ""),
    ("sms", "SendSms", "PhoneNumberSet", "max 200 items", "", ""),
    ("monitor", "ModifyAlarmPolicyNotice", "PolicyIds", "max 30 items", "", ""),
    ("monitor", "GetMonitorData", "Period", "", "", "300"),  # the number of data points is limited, not this
    ("redis", "ManualBackupInstance", "StorageDays", "0–1825", "", "7"),
    ("ims", "CreateImageModerationAsyncTask", "Device.IMEI", "", "", ""),  # digits are no characters, but near
    ("sts", "AssumeRole", "DurationSeconds", "max 43200", "", "7200"),
    ("sts", "GetFederationToken", "DurationSeconds", "", "", "1800"),  # the root account's maximum is another
    ("cls", "SearchLog", "Sort", "2 known", "asc desc", "desc"),
    ("cynosdb", "CreateClusters", "Port", "0–65534", "", "3306"),
    ("hunyuan", "ChatTranslations", "Model", "2 known", "hunyuan-translation hunyuan-translation-lite", ""),
    ("dayu", "CreateCCSelfDefinePolicy", "Policy.Protocol", "2 known", "http https", ""),
    ("antiddos", "CreateDDoSSpeedLimitConfig", "DDoSSpeedLimitConfig.DstPortList", "", "", ""),
    ("antiddos", "CreateNewL7Rules", "Rules[0].Protocol", "", "", ""),  # a list without the official example
    ("tcr", "ModifyInstance", "DeletionProtection", "", "", "false"),
]  # fmt: skip


def field_at(catalogue: Catalogue, service: str, name: str, where: str) -> FormField:
    row = catalogue.find(service, name)
    assert row is not None
    found = catalogue.action(row.service, row.version, row.action)
    assert found is not None
    site = Site.DOMESTIC if Site.DOMESTIC in row.sites else Site.INTERNATIONAL
    path = read_path(where)
    assert path is not None
    field = Schema(found, site).at(path)
    assert field is not None, where
    return field


@pytest.mark.parametrize(
    ("service", "name", "where", "hint", "known", "default"), REAL, ids=[f"{r[1]}.{r[2]}" for r in REAL]
)
def test_real_docs(
    catalogue: Catalogue, service: str, name: str, where: str, hint: str, known: str, default: str
) -> None:
    limits = limits_of(field_at(catalogue, service, name, where))
    assert (limits.hint, " ".join(limits.known), limits.default) == (hint, known, default)


def read(kind: str, doc: str, *, name: str = "A", of: str | None = None, example: str = "") -> Limits:
    return limits_of(fields_in(action(member(name, kind, of, doc=doc, example=example)).request, Site.DOMESTIC)[0])


def test_a_doc_without_limits_says_nothing() -> None:
    assert read("string", "The name of the thing.") == NOTHING
    assert NOTHING.hint == ""
    assert read("string", "") == NOTHING


@pytest.mark.parametrize(
    ("doc", "expected"),
    [
        ("Value range: [1, 100].", Range(1, 100)),
        ("Value range: (0, 100].", Range(1, 100)),
        ("Value range: [0, 100).", Range(0, 99)),
        ("Value range: 100 to 100,000 Mbps.", Range(100, 100000)),
        ("取值范围：1~50，默认 10", Range(1, 50)),
        ("最大值为100。", Range(None, 100)),
        ("Maximum value: 43,200s.", Range(None, 43200)),
        ("Minimum value: 5.", Range(5, None)),
        ("Up to 7 days.", None),
        ("Unit: day. Up to 7 days.", Range(None, 7)),
        ("Valid values: 1, 2, 3, 4.", None),
        ("The maximum of 100 instances and a maximum of 20 disks.", None),
        ("Version 3-4 of the engine.", None),
        ("Resolution up to 1920*1080.", None),
    ],
)
def test_ranges(doc: str, expected: Range | None) -> None:
    assert read("int", doc).range == expected


@pytest.mark.parametrize(
    ("doc", "expected"),
    [
        ("1-32 characters.", Length(1, 32)),
        ("[2, 60] characters", Length(2, 60)),
        ("Length limit: 1,024 characters", Length(None, 1024)),
        ("不超过 64 字节", Length(None, 64, in_bytes=True)),
        ("长度不超过128", Length(None, 128)),
        ("5000字符以内", Length(None, 5000)),
        ("Contains characters.", None),
    ],
)
def test_lengths(doc: str, expected: Length | None) -> None:
    assert read("string", doc).length == expected


@pytest.mark.parametrize(
    ("kind", "doc", "expected"),
    [
        ("string", "Valid values: `on`, `off`.", "on off"),
        ("string", "Valid values: on (enabled), off (disabled). Default: on.", "on off"),
        ("string", "Values:\n- on: yes;\n- off: no.\nOnly valid sometimes.", "on off"),
        ("string", "取值：ERROR / WARN / INFO，非法值拒绝。", "ERROR WARN INFO"),
        ("string", "取值范围：\nASC：升序\nDESC：降序", "ASC DESC"),
        ("string", "Valid values: this may be anything, really.", ""),
        ("string", "Valid values: see `DescribeZones`.", ""),
        ("string", "Valid values: `SELECT`, `SHOW DATABASES`, `DROP`.", ""),
        ("int", "0: no; 1: yes.", "0 1"),
        ("int", "0=否，1=是", "0 1"),
        ("int", "枚举值：0普通标签，1分账标签", "0 1"),
        ("int", "Default value: `10`. Maximum value: `100`.", ""),
        ("int", "At 12:30 and 13:45", ""),
    ],
)
def test_known_values(kind: str, doc: str, expected: str) -> None:
    assert " ".join(read(kind, doc).known) == expected


def test_a_list_without_the_example_is_not_believed() -> None:
    assert read("string", "Valid values: `on`, `off`.", example="off").known == ("on", "off")
    assert read("string", "Valid values: `on`, `off`.", example="on/off").known == ("on", "off")
    assert read("string", "Valid values: `on`, `off`.", example="80").known == ()


def test_paging_numbers_have_no_known_values() -> None:
    assert read("int", "Valid values: `10`, `20`.", name="Limit").known == ()


@pytest.mark.parametrize(
    ("limits", "value", "said"),
    [
        (Limits(range=Range(None, 100)), 101, "max 100"),
        (Limits(range=Range(1, 100)), 0, "1–100"),
        (Limits(range=Range(1, 100)), 100, ""),
        (Limits(range=Range(1, 100)), True, ""),
        (Limits(range=Range(None, 100)), "101", "max 100"),
        (Limits(range=Range(None, 100)), "ten", ""),
        (Limits(length=Length(None, 3)), "四个字符", "4 characters, max 3"),
        (Limits(length=Length(None, 6, in_bytes=True)), "三个字", "9 bytes, max 6"),
        (Limits(length=Length(2, None)), "a", "1 character, min 2"),
        (Limits(most=2), ["a", "b", "c"], "max 2 items"),
        (Limits(most=2), ["a", "b"], ""),
        (Limits(known=("on", "off")), "maybe", ""),
        (Limits(range=Range(1, 2), length=Length(1, 2)), None, ""),
    ],
)
def test_what_goes_against_the_advice(limits: Limits, value: str | int | list[str] | None, said: str) -> None:
    assert limits.broken_by(value) == said  # pyright: ignore[reportArgumentType]


def test_hints_take_few_cells(catalogue: Catalogue) -> None:
    for row in catalogue.rows()[::400]:
        found = catalogue.action(row.service, row.version, row.action)
        assert found is not None
        for field in Schema(found, row.sites[0]).top:
            assert len(limits_of(field).hint) <= 32, (row, field.name)
