"""Other services that may have been signed, and other ways to write the scope."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcexplorer.diagnosis.doctor.mistake import Mistake
from tcexplorer.diagnosis.doctor.tosign.late import NOTHING, Late
from tcexplorer.diagnosis.doctor.tosign.message import STANDARD
from tcexplorer.protocol.signing import TERMINATOR

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tcexplorer.diagnosis.doctor.tosign.late import Known

SERVICES = (
    "cvm", "sts", "cam", "vpc", "cbs", "cdb", "cos", "clb", "as", "autoscaling", "tke", "scf", "mqtt", "sms", "ses",
    "monitor", "cls", "vod", "live", "trtc", "asr", "tts", "ocr", "tmt", "nlp", "iai", "tiia", "hunyuan", "lighthouse",
    "dnspod", "ssl", "cdn", "billing", "tag", "region", "redis", "mongodb", "postgres", "es", "ckafka", "tdmq", "tcr",
    "api", "apigateway", "antiddos", "ecm", "iot", "iotexplorer", "kms", "ssm", "cloudaudit", "organization",
)  # fmt: skip
"""Names that are met in examples, and so left behind in code that was copied."""


def service_mistakes(known: Known) -> Iterator[Late]:
    """Another service than that of the scope, in the scope, in the key, or in both."""
    label = known.host.partition(".")[0]
    common = ["cvm", label, known.service.upper(), known.host, "sts", ""]
    mixed = [
        "vpc", "cam", "mqtt", "cbs", "cdb",
        known.service.title(), known.host.partition(".")[2], "tencentcloudapi", known.region,
        f"{label}.tencentcloudapi",
        "CVM", f"{known.service}.tencentcloudapi.com",
    ]  # fmt: skip
    rare = [
        "qcloud", "tc3", "tencentcloud", "s3", "service", "none", "null", "undefined", f"{known.service}.",
        f"{known.service}.tencentcloudapi", *SERVICES, *known.services,
    ]  # fmt: skip
    for often, services in (((False, True), common), ((True, True), mixed), ((True, False), rare)):
        for service in dict.fromkeys(services):
            if service == known.service:
                continue
            said = f"`{service}`" if service else "empty"
            mistake = Mistake(
                "scope-service-wrong",
                f"the service signed is {said}",
                service.encode("utf-8", "surrogateescape"),
                known.service.encode("utf-8", "surrogateescape"),
            )
            one = {"service": service}
            yield Late(mistake._replace(what=f"{mistake.what}, in the scope and in the key"), one, one, *often)
            yield Late(mistake._replace(what=f"{mistake.what}, in the key"), NOTHING, one, *often)
            string = mistake._replace(what=f"{mistake.what}, in the scope of the string to sign")
            yield Late(string, one, NOTHING, *often)


def scope_mistakes(known: Known) -> Iterator[Late]:
    """Another form of the scope in the string to sign."""
    fault = "scope-malformed"
    region = known.region or "ap-guangzhou"
    common = (
        f"{{date}}/{region}/{{service}}/{TERMINATOR}",
        f"{{date}}/{{service}}/{region}/{TERMINATOR}",
        "{date}/{service}/aws4_request",
        "{date}/{service}",
        f"{{service}}/{{date}}/{TERMINATOR}",
        f"{{date}}/{TERMINATOR}",
        f"{{service}}/{TERMINATOR}",
        STANDARD + "/",
        "/" + STANDARD,
    )
    rare = (
        "{date}/{service}/tc3-request",
        "{date}/{service}/TC3_REQUEST",
        "{date}/{service}/request",
        "{date}/{service}/tc3",
        "{date}/{service}/",
        f"{{date}}{{service}}{TERMINATOR}",
        f"{{date}}-{{service}}-{TERMINATOR}",
        f"{{date}};{{service}};{TERMINATOR}",
        f"{TERMINATOR}/{{service}}/{{date}}",
        f"{{date}}/{TERMINATOR}/{{service}}",
        TERMINATOR,
        "{service}",
        "{date}",
        "",
        f"{region}/{{date}}/{{service}}/{TERMINATOR}",
        f"{{date}}/{region}/{{service}}/aws4_request",
    )
    for seldom, templates in ((False, common), (True, rare)):
        for template in templates:
            scope = template.replace("{date}", known.date).replace("{service}", known.service)
            what = (
                f"the scope in the string to sign is `{scope}`" if scope else "the scope in the string to sign is empty"
            )
            yield Late(
                Mistake(fault, what, scope.encode("utf-8", "surrogateescape")),
                {"template": template},
                NOTHING,
                seldom,
                True,
            )
    for one in known.secret_ids:
        what = "the scope in the string to sign begins with the SecretId"
        yield Late(Mistake(fault, what), {"template": f"{one}/{STANDARD}"}, NOTHING)
