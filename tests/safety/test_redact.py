"""What counts as a secret by its name, and documents without them."""

from __future__ import annotations

import copy
import json
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcexplorer.safety.redact import is_secret_header, is_secret_name, redacted
from tcexplorer.safety.secret import MASK

SECRET = """
AKSKCredential APIKey APISecretKey AccessKey AccessKeySecret AccessKeys AccessToken AdminPassword ApiKey ApiKeys AppKey
AppSecret Appkey AppSKey AuthKey AuthToken AuthTokens Authorization BearerToken BoundKubeconfig CallbackAesKey
CallbackKey CertKey CertificatePrivateKey ClientSecret Cookie Credential Credentials DbPwd DecryptKey EncryptKey
EncryptPassword EncryptionKeys IMAdminUserSig ImportKeyMaterial KeyPass KeyTab KubeConfig Kubeconfig LoginPassword
MasterUserPassword NewPassword NwkSKey OpenKey PASSWORD PassWord PassWords Passkey Passphrase Passwd Password Password2
PasswordNew Passwords PlainKey PreShareKey PrivateKey PrivateKeys Pwd SK SecretAccessKey SecretBinary SecretId SecretIds
SecretKey SecretKeys SecretString SecretValue Secrets SessionKey SessionToken SignKey SslVpnKey StreamKey TmpSecretId
TmpSecretKey Token TokenCode UserData UserSig WebIdentityToken XCosSecurityToken
accessKey access_key adminpassword api-key apikey apiKey db_password dbpassword password private_key secret secretKey
secretid secret_key secretkey sessiontoken token x-api-key
""".split()  # noqa: SIM905 - a table reads better than a hundred lines

HARMLESS = """
AccessKeyId AccessKeyIds AccessKeyStatus ApiKeyId ApiKeyName AuthMode AuthType Bypass CachedTokens CaptchaCode
CertificateId CertificateIds CertificateType ClientToken ClientTokens CompletionTokens ContinuationToken CredentialName
CredentialStatus DryRun InputTokens InstanceId Key KeyId KeyIds KeyName Keys KmsKeyId LoadBalancerType
LoadBalancerPassToTarget MaxToken MaxTokens NextPageToken NextToken ObjectKey OutputTokens PageToken PaginationToken
PassCount Passed PasswordExpiration PasswordLength PasswordPolicy PasswordStatus PasswordType PrimaryKey PromptTokens
PublicKey RequestId ScrollToken SecretAlias SecretKeyId SecretName SecretNames SecretType SecretVersion SessionId
SnapshotPolicyId TagKey TagKeys TokenId TokenType Tokenizer Tokens TotalCount TotalTokens TotalTokenCount Value
authorizationPolicy 123 中文
""".split()  # noqa: SIM905


@pytest.mark.parametrize("name", SECRET)
def test_secret_names(name: str) -> None:
    assert is_secret_name(name)


@pytest.mark.parametrize("name", [*HARMLESS, ""])
def test_harmless_names(name: str) -> None:
    assert not is_secret_name(name)


@given(st.text())
def test_any_name_is_judged(name: str) -> None:
    assert is_secret_name(name) in (True, False)


@pytest.mark.parametrize(
    ("header", "secret"),
    [
        ("Authorization", True),
        ("x-tc-token", True),
        ("X-TC-Token", True),
        ("Cookie", True),
        ("Set-Cookie", True),
        ("Proxy-Authorization", True),
        ("X-TC-Action", False),
        ("X-TC-Timestamp", False),
        ("Host", False),
        ("Content-Type", False),
    ],
)
def test_headers(header: str, secret: bool) -> None:
    assert is_secret_header(header) is secret


class TestDocuments:
    def test_nested_members(self) -> None:
        document = {
            "InstanceId": "ins-1",
            "LoginSettings": {"Password": "hunter2", "KeyIds": ["skey-1"]},
            "Users": [{"UserName": "a", "PassWord": "b"}, {"UserName": "c", "PassWord": "d"}],
            "NextToken": "page-2",
            "MaxTokens": 512,
        }
        assert redacted(document) == {
            "InstanceId": "ins-1",
            "LoginSettings": {"Password": MASK, "KeyIds": ["skey-1"]},
            "Users": [{"UserName": "a", "PassWord": MASK}, {"UserName": "c", "PassWord": MASK}],
            "NextToken": "page-2",
            "MaxTokens": 512,
        }

    def test_everything_under_a_secret_name(self) -> None:
        document = {"Credentials": {"TmpSecretId": "i", "TmpSecretKey": "k", "Token": "t", "More": [{"Name": "n"}, 7]}}
        assert redacted(document) == {
            "Credentials": {"TmpSecretId": MASK, "TmpSecretKey": MASK, "Token": MASK, "More": [{"Name": MASK}, MASK]}
        }

    def test_lists_of_secrets(self) -> None:
        assert redacted({"Passwords": ["a", "b"], "Names": ["a", "b"]}) == {
            "Passwords": [MASK, MASK],
            "Names": ["a", "b"],
        }

    def test_a_list_keeps_the_name_it_was_given(self) -> None:
        assert redacted(["a", ["b"]], name="Password") == [MASK, [MASK]]

    @pytest.mark.parametrize("value", [None, "", True, False])
    def test_what_says_nothing_stays(self, value: object) -> None:
        assert redacted({"Password": value}) == {"Password": value}

    @pytest.mark.parametrize("value", ["x", " ", 0, 1, 123456, 1.0])
    def test_every_other_value_goes(self, value: object) -> None:
        assert redacted({"Password": value}) == {"Password": MASK}

    def test_the_document_itself_is_left_alone(self) -> None:
        document = {"A": [{"Password": "x"}], "Environment": {"Key": "TOKEN", "Value": "y"}}
        before = copy.deepcopy(document)
        redacted(document)
        assert document == before

    def test_pairs_that_give_their_value_a_secret_name(self) -> None:
        document = {
            "Variables": [
                {"Key": "DB_PASSWORD", "Value": "hunter2"},
                {"Key": "PATH", "Value": "/bin"},
                {"name": "apiKey", "value": {"inner": "v"}},
                {"Name": "secret-name", "Values": ["prod"]},
                {"Name": "password", "Values": ["x", "y"]},
            ]
        }
        assert redacted(document) == {
            "Variables": [
                {"Key": "DB_PASSWORD", "Value": MASK},
                {"Key": "PATH", "Value": "/bin"},
                {"name": "apiKey", "value": {"inner": MASK}},
                {"Name": "secret-name", "Values": ["prod"]},
                {"Name": "password", "Values": [MASK, MASK]},
            ]
        }

    def test_private_keys_under_any_name(self) -> None:
        pem = "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----"
        assert redacted({"Content": pem, "Certificate": "-----BEGIN CERTIFICATE-----"}) == {
            "Content": MASK,
            "Certificate": "-----BEGIN CERTIFICATE-----",
        }

    def test_json_within_a_string(self) -> None:
        inner = json.dumps({"User": "我", "Password": "hunter2"})
        masked = cast("dict[str, str]", redacted({"Config": inner}))["Config"]
        assert json.loads(masked) == {"User": "我", "Password": MASK}

    @pytest.mark.parametrize("text", ['{"User":  "me"}', "{not json", "[1,2", "[]", '"Password"', "[" * 100_000])
    def test_strings_without_secrets_stay_as_they_are(self, text: str) -> None:
        assert redacted({"Config": text}) == {"Config": text}

    def test_however_deep_it_is(self) -> None:
        deep: object = {"Password": "hunter2"}
        for level in range(5_000):
            deep = [deep] if level % 2 else {"Members": deep}
        shown = redacted({"Deep": deep, "Credentials": deep})
        assert "hunter2" not in repr(shown)
        assert MASK in repr(shown)

    @given(
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text("xyz-"),
            lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(HARMLESS), inner, max_size=4),
            max_leaves=20,
        )
    )
    def test_harmless_names_lose_nothing(self, document: object) -> None:
        assert redacted(document) == document

    @given(st.sampled_from(SECRET), st.text(min_size=1, alphabet=st.characters(exclude_characters=MASK)))
    def test_no_secret_survives(self, name: str, value: str) -> None:
        document = {"Response": {"List": [{name: {"Inner": [value]}}], name: value}}
        shown = cast("dict[str, dict[str, object]]", redacted(document))
        assert shown["Response"] == {"List": [{name: {"Inner": [MASK]}}], name: MASK}


def test_json_in_a_text_that_is_too_long_to_look_into_is_masked_whole() -> None:
    inner = '{"Password": "hunter2", "Fill": "' + "x" * 1_000_000 + '"}'
    assert redacted({"Extra": inner, "Plain": "x" * 1_100_000}) == {"Extra": MASK, "Plain": "x" * 1_100_000}
