"""The categories that the documentation files MQTT's actions under, which no official package has.

Read off the two sites' API overviews in 2026: the domestic one (document 1778/111041) and the
international one (1294/76496), which agree where they share an action. Some sit where one would not look
(DescribeClientList under the cluster), which is why actions are found by search too. Where neither site's
page could be read to its end, the category is that of the actions' names.
"""

from __future__ import annotations

from typing import Final, NamedTuple


class Category(NamedTuple):
    """A category: its name in both languages and its actions in the documentation's order."""

    en: str
    zh: str
    actions: tuple[str, ...]


def _category(en: str, zh: str, actions: str) -> Category:
    return Category(en, zh, tuple(actions.split()))


MQTT: Final = (
    _category(
        "Cluster",
        "集群",
        "DescribeInstanceList DescribeInstance DescribeMessageList DescribeProductSKUList CreateInstance "
        "DeleteInstance ModifyInstance ModifyInstanceCertBinding DescribeClientList AddClientSubscription "
        "DeleteClientSubscription CreateInsPublicEndpoint DeleteInsPublicEndpoint DescribeInsPublicEndpoints "
        "DescribeInsVPCEndpoints ModifyInsPublicEndpoint PublishMessage DescribeMessageDetails "
        "ApplyRegistrationCode ModifyX509Config",
    ),
    _category(
        "Topic",
        "Topic",
        "CreateTopic DeleteTopic ModifyTopic DescribeTopicList DescribeTopic",
    ),
    _category(
        "Authorization policy",
        "授权策略",
        "CreateAuthorizationPolicy DescribeAuthorizationPolicies UpdateAuthorizationPolicyPriority "
        "ModifyAuthorizationPolicy DeleteAuthorizationPolicy",
    ),
    _category(
        "User",
        "用户",
        "CreateUser DescribeUserList DeleteUser ModifyUser",
    ),
    _category(
        "Client",
        "客户端",
        "KickOutClient DescribeClientEvents DescribeWillMessage DescribeSharedSubscriptionGroups "
        "DescribeSharedSubscriptionGroupsWithSubscriptions DescribeSharedSubscriptions "
        "DescribeSharedSubscriptionClient DescribeSharedSubscriptionLag CreateBlockRule ModifyBlockRule "
        "DeleteBlockRule DescribeBlockRuleList",
    ),
    _category(
        "Message enhancement rule",
        "消息增强规则",
        "CreateMessageEnrichmentRule ModifyMessageEnrichmentRule DeleteMessageEnrichmentRule "
        "DescribeMessageEnrichmentRules UpdateMessageEnrichmentRulePriority",
    ),
    _category(
        "Message",
        "消息",
        "DescribeMessageByTopic",
    ),
    _category(
        "Authenticator",
        "认证器",
        "ModifyJWKSAuthenticator ModifyJWTAuthenticator DeleteAuthenticator CreateJWTAuthenticator "
        "CreateJWKSAuthenticator DescribeAuthenticator",
    ),
    _category(
        "HTTP authentication",
        "HTTP 认证",
        "CreateHttpAuthenticator ModifyHttpAuthenticator",
    ),
    _category(
        "Certificate",
        "证书",
        "RegisterCaCertificate ActivateCaCertificate DeactivateCaCertificate DeleteCaCertificate "
        "DescribeCaCertificate DescribeCaCertificates RegisterDeviceCertificate ActivateDeviceCertificate "
        "DeactivateDeviceCertificate RevokedDeviceCertificate DeleteDeviceCertificate "
        "DescribeDeviceCertificate DescribeDeviceCertificates DescribeDeviceCertificateBackupHistory",
    ),
    _category(
        "Device identity",
        "设备标识",
        "CreateDeviceIdentity ModifyDeviceIdentity DeleteDeviceIdentity DescribeDeviceIdentity "
        "DescribeDeviceIdentities DescribeDeviceIdentityBackupHistory",
    ),
)

BY_SERVICE: Final[dict[str, tuple[Category, ...]]] = {"mqtt": MQTT}
"""Services whose actions are grouped as the documentation does; all others are by verb."""
