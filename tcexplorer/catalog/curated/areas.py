"""The areas that services are listed under, which no official package has: a division of our own.

A service is where one would look for it, in one area only. A service that none names yet is under OTHER.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from tcexplorer.protocol.words import Language


class Area(NamedTuple):
    """Services for one kind of work: a name to know it by, a title in both languages, the services' short names."""

    name: str
    en: str
    zh: str
    services: tuple[str, ...]

    def title(self, language: Language) -> str:
        """What it is called in that language."""
        return self.zh if language is Language.CHINESE else self.en


def _area(name: str, en: str, zh: str, services: str) -> Area:
    return Area(name, en, zh, tuple(services.split()))


AREAS: Final = (
    _area(
        "compute",
        "Compute and edge",
        "计算与边缘",
        "as batch bm cdc cdz chc cvm ecm edgezone hai lighthouse thpc",
    ),
    _area(
        "containers",
        "Containers and serverless",
        "容器与无服务器",
        "asw cetcd lowcode scf tcb tcbr tcm tcr tem tke",
    ),
    _area(
        "storage",
        "Storage and backup",
        "存储与备份",
        "bdrc cbs cfs chdfs goosefs smh",
    ),
    _area(
        "network",
        "Network, CDN and domains",
        "网络、CDN 与域名",
        "alb ba bmeip bmlb bmvpc cdn clb csxg dc dnspod domain ecdn ga2 gaap gwlb igtm mna privatedns teo vpc",
    ),
    _area(
        "databases",
        "Databases",
        "数据库",
        "cdb ctsdb cynosdb dbbrain dbdc dbs dcdb dts keewidb mariadb memcached mongodb postgres redis "
        "sqlserver tcaplusdb tdai tdcpg tdmysql vdb",
    ),
    _area(
        "middleware",
        "Messaging and middleware",
        "消息与中间件",
        "apigateway ckafka cmq cngw eb eis mqtt tdmq trabbit trocket tse tsf",
    ),
    _area(
        "data",
        "Big data and search",
        "大数据与搜索",
        "bi cdwch cdwdoris cdwpg dataagent databuddy dataintegration dlc emr es irp oceanus tccatalog wedata yunsou",
    ),
    _area(
        "models",
        "AI models and agents",
        "AI 模型与智能体",
        "adp ags ai3d aiart hunyuan lke lkeap tia tione tokenhub vcg vclm wimgs workbuddyenterprise wsa",
    ),
    _area(
        "perception",
        "Vision, speech, language",
        "视觉、语音与语言",
        "aai asr bda ecc facefusion fmu ft hcm iai icr nlp ocr soe tbp tiia tkgdq tmt tsi tts vrs vtc",
    ),
    _area(
        "security",
        "Security",
        "安全",
        "acp antiddos apis bh bsca ca captcha cds cfw cloudhsm csip ctem cwp cws dasb dayu dsgc fwm habo ioa "
        "kms mmps ms securitylake ssa ssl sslpod ssm tcss waf wss yunjing",
    ),
    _area(
        "risk",
        "Risk and content checks",
        "风控与内容审核",
        "af afc ams bma bri ciam cms faceid iap ims rce taf tds tms vm",
    ),
    _area(
        "account",
        "Identity and billing",
        "身份、账号与费用",
        "billing cam cloudaudit cloudrc config controlcenter eiam intlpartnersmgt ip market message "
        "organization partners portal quota region sts svp tag",
    ),
    _area(
        "media",
        "Video, media and games",
        "视频、媒体与游戏",
        "ame anicloud ape bizlive car cme drm ds gme gpm gs gse ic ie ivld live mdc mdl mdp mps vcube vod yinsuda",
    ),
    _area(
        "communication",
        "Communication",
        "通信",
        "ccc cim dms lcic npp ses sms tiw trro trtc vms",
    ),
    _area(
        "operations",
        "Operations and dev tools",
        "运维与开发工具",
        "advisor api apm cat cfg cloudapp cloudmate cloudstudio cls evt monitor msp pts rum tat tchd tsw",
    ),
    _area(
        "iot",
        "Internet of things",
        "物联网",
        "hasim iot iotcloud iotexplorer iotvideo iotvideoindustry iss weilingwith",
    ),
    _area(
        "business",
        "Business and industry",
        "企业与行业",
        "aca bpaas btoe cii cpdp ess essbasic ig mall mrs omics smop tbaas tcmpp tcsas tdid tourism trp wav",
    ),
)
OTHER: Final = Area("other", "Other services", "其他服务", ())
"""Where a service is that is newer than this list."""
OF_SERVICE: Final = {service: area for area in AREAS for service in area.services}
