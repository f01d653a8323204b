"""Codes explained, and what an API's own message gives away."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcexplorer.catalog.model import Doc, ErrorCode
from tcexplorer.diagnosis.evidence import permission_for, permission_in
from tcexplorer.diagnosis.explain import explain, explain_message
from tcexplorer.protocol.codes import CLIENT, COMMON, FAMILIES, Retry
from tcexplorer.protocol.model import Language
from tcexplorer.safety.inert import visible
from tcexplorer.sandbox.rules import act_for

if TYPE_CHECKING:
    from tcexplorer.catalog.store import Catalogue

MEMBERS = ["code", "known", "family", "meaning", "causes", "remedies", "retry", "provoke"]

OF_MQTT = {
    "ResourceNotFound.Topic": Doc("No such\n topic.", "主题不存在。"),
    "OperationDenied": Doc("Denied by MQTT.", ""),
    "FailedOperation.DeleteProtect": Doc("", "开启了删除保护。"),
    "LimitExceeded.TopicNum": Doc("", ""),
    "InvalidParameter": Doc("A text that must not win.", ""),
    "FailedOperation.MissingSignature": Doc("The SMS has no signature.", ""),
}


def mqtt(code: str) -> ErrorCode | None:
    doc = OF_MQTT.get(code)
    return ErrorCode(code, doc) if doc else None


class TestCommonCodes:
    @pytest.mark.parametrize("code", COMMON)
    def test_are_known_in_full(self, code: str) -> None:
        explained = explain(code, act_for=act_for)
        entry = COMMON[code]
        assert explained.known
        assert (explained.meaning, explained.causes, explained.remedies) == (
            entry.meaning,
            entry.causes,
            entry.remedies,
        )
        assert explained.retry is entry.retry
        assert explained.provoke == act_for(code)
        assert explained.family == code.partition(".")[0]

    def test_keep_our_meaning_when_a_service_lists_them_too(self) -> None:
        assert explain("InvalidParameter", lookup=mqtt).meaning == COMMON["InvalidParameter"].meaning

    def test_may_have_blanks_around_them(self) -> None:
        assert explain("  InternalError\n") == explain("InternalError")

    def test_as_json(self) -> None:
        document = explain("AuthFailure.SignatureFailure").as_json()
        assert list(document) == MEMBERS
        assert json.loads(json.dumps(document)) == document
        assert document["known"] is True
        assert document["family"] == "AuthFailure"
        assert document["retry"] == "after_fix"
        assert isinstance(document["causes"], list)


class TestProvoking:
    @pytest.mark.parametrize("code", ["ResourceNotFound.Topic", "OperationDenied"])
    def test_a_services_code_is_asked_for(self, code: str) -> None:
        assert (
            explain(code, lookup=mqtt, act_for=act_for).provoke
            == f"Send any request with the header `X-Sandbox-Error: {code}`."
        )

    def test_so_is_an_unknown_one_of_a_family(self) -> None:
        assert "`X-Sandbox-Error: AuthFailure.Foo`" in (explain("AuthFailure.Foo.", act_for=act_for).provoke or "")

    @pytest.mark.parametrize("code", ["ClientError.Novelty", "ClientError.MetadataError", "Gibberish", "no code", ""])
    def test_what_no_server_sends_is_not(self, code: str) -> None:
        assert explain(code, act_for=act_for).provoke is None


class TestCodesOfSdks:
    @pytest.mark.parametrize("code", CLIENT)
    def test_are_known(self, code: str) -> None:
        explained = explain(code)
        assert explained.known
        assert explained.family == "client"
        assert explained.remedies == CLIENT[code].remedies

    def test_children_are_not(self) -> None:
        explained = explain("ClientError.Novelty")
        assert not explained.known
        assert explained.family == "client"
        assert explained.causes == CLIENT["ClientError"].causes


class TestServiceCodes:
    def test_mean_what_the_service_says(self) -> None:
        explained = explain("ResourceNotFound.Topic", lookup=mqtt)
        assert explained.known
        assert explained.family == "ResourceNotFound"
        assert explained.meaning == "No such topic."
        assert explained.causes == COMMON["ResourceNotFound"].causes
        assert explained.remedies == COMMON["ResourceNotFound"].remedies

    def test_speak_the_language_asked_for_and_else_the_other(self) -> None:
        chinese = explain("ResourceNotFound.Topic", lookup=mqtt, language=Language.CHINESE)
        assert chinese.meaning == "主题不存在。"
        assert explain("FailedOperation.DeleteProtect", lookup=mqtt).meaning == "开启了删除保护。"

    def test_without_a_description_mean_what_their_parent_and_their_name_say(self) -> None:
        explained = explain("LimitExceeded.TopicNum", lookup=mqtt)
        assert explained.known
        assert explained.meaning == f"{COMMON['LimitExceeded'].meaning} By its name: topic num."

    @pytest.mark.parametrize(
        ("tail", "words"),
        [
            ("InstanceNotReady", "instance not ready"),
            ("VPCNotFound", "VPC not found"),
            ("CallTrade.Timeout2", "call trade timeout 2"),
            ("in_use", "in use"),
            ("_", "_"),
        ],
    )
    def test_a_name_in_words(self, tail: str, words: str) -> None:
        explained = explain(f"FailedOperation.{tail}", lookup=lambda code: ErrorCode(code, Doc("", "")))
        assert explained.meaning.endswith(f" By its name: {words}.")

    @pytest.mark.parametrize("code", ["OperationDenied", "InvalidFilter."])
    def test_a_family_without_a_description_has_no_name_to_add(self, code: str) -> None:
        explained = explain(code, lookup=lambda code: ErrorCode(code, Doc("", "")))
        assert explained.meaning == FAMILIES[code.rstrip(".")]

    def test_of_a_family_without_a_common_code_still_get_advice(self) -> None:
        explained = explain("OperationDenied", lookup=mqtt)
        assert explained.known
        assert explained.family == "OperationDenied"
        assert explained.meaning == "Denied by MQTT."
        assert explained.causes == ()
        assert explained.remedies

    def test_signature_of_a_text_message_is_not_the_signature_of_a_request(self) -> None:
        assert "SMS" in explain("FailedOperation.MissingSignature", lookup=mqtt).causes[0]
        assert "SMS" in explain("FailedOperation.MissingSignature").causes[0]
        assert not [cause for cause in explain("AuthFailure.SignatureFailur").causes if "SMS" in cause]


def test_every_code_of_every_service_is_explained_in_both_languages(catalogue: Catalogue) -> None:
    codes = [code for service in catalogue.services() for code in catalogue.codes(service.name, service.version)]
    assert len(codes) > 10_000
    differ = 0
    for code in codes:
        english, chinese = (explain(code.code, lookup=lambda _, code=code: code, language=one) for one in Language)
        for explained in (english, chinese):
            assert explained.known, code
            assert explained.meaning, code
            assert explained.remedies, code
        differ += english.meaning != chinese.meaning
    assert differ > 5_000


class TestUnknownCodes:
    def test_have_the_causes_of_their_parent(self) -> None:
        explained = explain("InvalidParameterValue.InstanceIdMalformed")
        assert not explained.known
        assert explained.family == "InvalidParameterValue"
        assert COMMON["InvalidParameterValue"].meaning in explained.meaning
        assert explained.causes == COMMON["InvalidParameterValue"].causes
        assert set(COMMON["InvalidParameterValue"].remedies) < set(explained.remedies)
        assert "--service" in explained.remedies[0]

    def test_are_not_sent_to_a_service_that_was_asked_already(self) -> None:
        explained = explain("InvalidParameterValue.InstanceIdMalformed", lookup=mqtt)
        assert not explained.known
        assert not [remedy for remedy in explained.remedies if "--service" in remedy]

    def test_of_a_family_mean_what_the_family_says(self) -> None:
        explained = explain("AuthFailure.Foo")
        assert not explained.known
        assert explained.family == "AuthFailure"
        assert FAMILIES["AuthFailure"] in explained.meaning

    def test_of_no_family(self) -> None:
        explained = explain("Whatever.Foo")
        assert not explained.known
        assert explained.family is None
        assert explained.causes == ()
        assert explained.remedies

    def test_a_bare_family_is_said_to_be_one(self) -> None:
        explained = explain("AuthFailure")
        assert not explained.known
        assert explained.meaning.startswith("A family")

    def test_sold_out_may_come_back(self) -> None:
        assert explain("ResourcesSoldOut.Zone").retry is Retry.LATER

    @pytest.mark.parametrize(
        ("written", "meant"),
        [
            ("AuthFailure.SignatureFailur", "AuthFailure.SignatureFailure"),
            ("signaturefailure", "AuthFailure.SignatureFailure"),
            ("authfailure.signatureexpired", "AuthFailure.SignatureExpire"),
            ("invalidparameter", "InvalidParameter"),
            ("MissingParamter", "MissingParameter"),
            ("InvalidParameters.Foo", "InvalidParameter"),
            ("RequestLimitExceeded.UinLimitExceded", "RequestLimitExceeded.UinLimitExceeded"),
            ("clientNetworkError", "ClientNetworkError"),
            ("UnauthorisedOperation", "UnauthorizedOperation"),
        ],
    )
    def test_near_a_common_one_are_put_right(self, written: str, meant: str) -> None:
        explained = explain(written)
        assert not explained.known
        assert f"`tcexplorer explain {meant}`" in explained.remedies[0]

    @pytest.mark.parametrize("code", ["Whatever", "InvalidParameter.A", "AuthFailure.Foo", "LimitExceeded.TopicNum"])
    def test_far_from_any_are_left_alone(self, code: str) -> None:
        assert not [remedy for remedy in explain(code).remedies if "spelling" in remedy]


class TestNoCodes:
    @pytest.mark.parametrize("text", ["", "   ", ".", "..", "a b", "A.", "\x1b[2J", "\ud800", "错误", "x" * 5000])
    def test_are_unknown(self, text: str) -> None:
        explained = explain(text, lookup=mqtt)
        assert not explained.known
        assert explained.family is None
        assert len(explained.meaning) < 400
        assert visible(explained.meaning) == explained.meaning
        assert explained.remedies

    def test_that_hold_one_lead_to_it(self) -> None:
        explained = explain("[TencentCloudSDKException] code:AuthFailure.SecretIdNotFound message:The SecretId is")
        assert not explained.known
        assert "`tcexplorer explain AuthFailure.SecretIdNotFound`" in explained.remedies[0]

    @given(st.text())
    def test_of_any_kind_are_explained(self, text: str) -> None:
        explained = explain(text)
        assert list(explained.as_json()) == MEMBERS
        assert explained.known == (text.strip() in {*COMMON, *CLIENT})
        assert all(visible(remedy) == remedy for remedy in explained.remedies)


class TestMessages:
    def test_missing_permission(self) -> None:
        lines = explain_message(
            "AuthFailure.UnauthorizedOperation",
            "No. [[request id:6ecbe97c-fadb-4798-8afa-4e56b9e0f3da]you are not authorized to perform operation "
            "(cvm:DescribeInstances)\nresource (qcs::cvm:ap-guangzhou:uin/100:instance/*) has no permission\n]",
        )
        assert lines[0] == "Inner RequestId: 6ecbe97c-fadb-4798-8afa-4e56b9e0f3da"
        assert "Not allowed: cvm:DescribeInstances" in lines
        assert "On: qcs::cvm:ap-guangzhou:uin/100:instance/*" in lines
        assert json.loads(lines[-1]) == {
            "version": "2.0",
            "statement": [
                {
                    "effect": "allow",
                    "action": ["cvm:DescribeInstances"],
                    "resource": ["qcs::cvm:ap-guangzhou:uin/100:instance/*"],
                }
            ],
        }

    def test_missing_permission_on_everything(self) -> None:
        lines = explain_message("X", "to perform operation (sms:SendSms)\nresource (*) has no permission")
        assert json.loads(lines[-1])["statement"][0]["resource"] == ["*"]
        assert "On: *" in lines

    def test_missing_permission_on_a_resource_that_is_not_named(self) -> None:
        lines = explain_message("X", "not authorized to perform operation (tke:AddClusterCIDR) has no permission")
        assert "On: a resource that is not named" in lines

    def test_a_policy_to_paste(self) -> None:
        message = (
            "you are not authorized to perform operation (sms:SendSms) resource (qcs::sms:::a/b) has no permission"
        )
        permission = permission_in(message)
        assert permission
        assert (
            json.loads(permission.policy)
            == json.loads(permission.line)
            == json.loads(explain_message("AuthFailure.UnauthorizedOperation", message)[-1])
        )
        assert permission.policy.startswith('{\n    "version": "2.0"')
        assert permission_for("sms", "Other", message) == permission

    def test_without_an_operation_in_the_message_the_policy_is_for_the_action(self) -> None:
        assert permission_in("No.") is None
        document = json.loads(permission_for("mqtt", "DescribeTopic").policy)
        assert document["statement"] == [{"effect": "allow", "action": ["mqtt:DescribeTopic"], "resource": ["*"]}]

    def test_a_policy_is_never_made_of_what_is_no_resource(self) -> None:
        lines = explain_message("X", 'perform operation (a:B) resource (qcs::x"],"effect":"deny)')
        assert json.loads(lines[-1])["statement"] == [{"effect": "allow", "action": ["a:B"], "resource": ["*"]}]

    def test_every_inner_id_once(self) -> None:
        lines = explain_message("X", "[request id:a-1] [Request ID: b-2][request id:a-1]")
        assert lines == ("Inner RequestId: a-1", "Inner RequestId: b-2")

    @pytest.mark.parametrize(
        ("message", "lines"),
        [
            (
                "Current request times equals to `11` in a second, which exceeds the frequency limit `10`.",
                ("Calls made: 11 per second; allowed: 10 per second", "100 ms"),
            ),
            (
                "您当前每秒请求 `6` 次，超过了每秒频率上限 `5`。",
                ("Calls made: 6 per second; allowed: 5 per second", "200 ms"),
            ),
            (
                "Called 31 times a minute, exceeding 30.",
                ("Calls made: 31 per minute; allowed: 30 per minute", "2.0 s"),
            ),
        ],
    )
    def test_frequency(self, message: str, lines: tuple[str, str]) -> None:
        made, pause = explain_message("RequestLimitExceeded", message)
        assert made == lines[0]
        assert pause == f"To stay within it: {lines[1]} between calls, counted over all programs of the account"

    def test_frequency_without_a_unit_or_a_limit_has_no_pause(self) -> None:
        assert explain_message("RequestLimitExceeded", "12 calls exceed 10.") == ("Calls made: 12; allowed: 10",)
        assert len(explain_message("RequestLimitExceeded", "12 calls in a second exceed 0.")) == 1

    def test_a_quota_is_no_frequency(self) -> None:
        lines = explain_message("LimitExceeded.TopicNum", "There are 21 topics, which exceeds 20.")
        assert lines == ("Quota: 21 in use or asked for; allowed: 20",)
        assert explain_message("FailedOperation", "There are 21 topics, which exceeds 20.") == ()

    def test_region_not_wanted(self) -> None:
        (line,) = explain_message("InvalidParameter", "The `X-TC-Region` is not supported.")
        assert "without a region" in line

    def test_region_not_valid(self) -> None:
        lines = explain_message("InvalidParameterValue", "The value `gz` specified in `X-TC-Region` is not valid.")
        assert "ap-guangzhou" in lines[0]
        assert lines[1] == "Named in the message: gz"

    def test_too_large_for_v1(self) -> None:
        (line,) = explain_message("AuthFailure.SignatureFailure", "Failed: exceeding request size limit, use TC3.")
        assert "TC3-HMAC-SHA256" in line

    def test_too_large_at_all(self) -> None:
        (line,) = explain_message("RequestSizeLimitExceeded", "This exceeds the request size.")
        assert "10 MB" in line

    @pytest.mark.parametrize(
        ("message", "names"),
        [
            ("Missing a required parameter `Timestamp`.", "Timestamp"),
            ("The parameter 'Filters.0.Name' isn't known, 'Zone' is.", "Filters.0.Name, Zone"),
            ('"InstanceId" and “VpcId” and `InstanceId`', "InstanceId, VpcId"),
            ("`lower_case`", "lower_case"),
        ],
    )
    def test_names(self, message: str, names: str) -> None:
        assert explain_message("MissingParameter", message) == (f"Named in the message: {names}",)

    def test_lower_case_words_are_parameters_only_where_parameters_are_spoken_of(self) -> None:
        assert explain_message("FailedOperation", "The state is `running`.") == ()

    @pytest.mark.parametrize("message", ["", "it's the users' fault", "` ` `` '' ‘a’", "`10` and `-`"])
    def test_nothing_to_say(self, message: str) -> None:
        assert explain_message("InvalidParameter", message) == ()

    @given(st.sampled_from([*COMMON, "", "\x1b"]), st.text())
    def test_hostile_text_comes_out_inert(self, code: str, message: str) -> None:
        for line in explain_message(code, message):
            assert visible(line) == line

    @pytest.mark.parametrize(
        "piece", ["operation (", "[request id:", "1 exceed ", "`a.", "'a", "resource (qcs:", "1" * 50, "“A"]
    )
    def test_a_megabyte_is_cut_before_it_is_read(self, piece: str) -> None:
        lines = explain_message("RequestLimitExceeded", piece * (1_000_000 // len(piece)))
        assert sum(map(len, lines)) < 2_000

    def test_a_long_list_is_cut(self) -> None:
        (line,) = explain_message("InvalidParameter", " ".join(f"`Name{number}`" for number in range(100)))
        assert line.count(",") == 4
