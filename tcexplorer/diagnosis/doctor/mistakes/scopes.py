"""Date and service in the scope and in the key, and the form of the scope."""

# the rows are of lambdas, whose types are those of the recipe
# pyright: reportUnknownLambdaType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from tcexplorer.diagnosis.doctor.mistake import Mistake, Reach, encoded
from tcexplorer.diagnosis.doctor.mistakes.timestamps import YEAR_10000, seconds_of
from tcexplorer.protocol.signing import TERMINATOR, standard_scope

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from tcexplorer.diagnosis.doctor.facts import Facts

SERVICES = (
    "cvm", "sts", "cam", "vpc", "cbs", "cdb", "cos", "clb", "as", "autoscaling", "tke", "scf", "mqtt", "sms", "ses",
    "monitor", "cls", "vod", "live", "trtc", "asr", "tts", "ocr", "tmt", "nlp", "iai", "tiia", "hunyuan", "lighthouse",
    "dnspod", "ssl", "cdn", "billing", "tag", "region", "redis", "mongodb", "postgres", "es", "ckafka", "tdmq", "tcr",
    "api", "apigateway", "antiddos", "ecm", "iot", "iotexplorer", "kms", "ssm", "cloudaudit", "organization",
)  # fmt: skip
"""Names that are met in examples, and so left behind in code that was copied."""
_DATE_FORMS = ("%Y/%m/%d", "%Y%m%dT%H%M%SZ", "%Y-%m-%dT%H:%M:%SZ")
_ODD_DATE_FORMS = (
    "%d-%m-%Y", "%m-%d-%Y", "%Y-%m", "%y-%m-%d", "%Y-%m-%d %H:%M:%S", "%Y-%d-%m", "%Y-%M-%d", "%Y.%m.%d", "%m/%d/%Y",
    "%d/%m/%Y",
)  # fmt: skip
"""Tried alone: where the scope in Authorization has such a date, too, it is taken from there."""


def _in_scope_and_key(fault: str, what: str, sent: str, texts: Mapping[Reach, Iterable[str]]) -> Iterator[Mistake]:
    """Another text than the one sent, in the scope and in the key, or in one of them; each once."""
    seen = {sent}
    for reach in (Reach.ANY, Reach.COMMON, Reach.ALONE):
        for text in texts[reach]:
            if text not in seen:
                seen.add(text)
                said, pair = f"the {what} signed is {f'`{text}`' if text else 'empty'}", (encoded(text), encoded(sent))
                scope, key = {f"scope_{what}": text}, {f"key_{what}": text}
                yield Mistake(fault, f"{said}, in the scope and in the key", {**scope, **key}, reach, *pair)
                yield Mistake(fault, f"{said}, in the key", key, reach, *pair)
                yield Mistake(fault, f"{said}, in the scope of the string to sign", scope, reach, *pair)


def date_mistakes(facts: Facts) -> Iterator[Mistake]:
    """Another date than the UTC date of the timestamp."""
    seconds = seconds_of(facts.timestamp)
    common: list[str] = []
    forms: list[str] = []
    rare: list[str] = []
    if seconds is not None and seconds < YEAR_10000 - 86400:
        day = datetime.fromtimestamp(seconds, UTC)
        if seconds > 86400:
            common += [(day + timedelta(days=days)).strftime("%Y-%m-%d") for days in (0, 1, -1)]
        common.append(day.strftime("%Y%m%d"))
        forms += [day.strftime(form) for form in _DATE_FORMS]
        forms += [f"{day.year}-{day.month}-{day.day}", (day + timedelta(hours=8)).strftime("%Y%m%d")]
        rare += [day.strftime(form) for form in _ODD_DATE_FORMS]
        rare += [f"{day.month}/{day.day}/{day.year}", f"{day.year}/{day.month}/{day.day}"]  # as a locale writes it
        rare.append(f"{day:%Y-%m}-{day.timetuple().tm_yday:02}")
        rare.append(datetime.fromtimestamp(seconds // 1000, UTC).strftime("%Y-%m-%d"))
        if day.month > 1:  # months counted from 0
            forms.append(f"{day.year}-{day.month - 1:02}-{day.day:02}")
            rare.append(f"{day.year}-{day.month - 1}-{day.day}")
        if seconds > 86400 * 32:
            ways = [way for days in range(2, 32) for way in (days, -days)]
            rare += [(day + timedelta(days=way)).strftime("%Y-%m-%d") for way in ways]
    forms += ["", facts.timestamp]
    texts = {Reach.ANY: common, Reach.COMMON: forms, Reach.ALONE: rare}
    yield from _in_scope_and_key("date-not-utc", "date", facts.scope_date, texts)


def service_mistakes(facts: Facts) -> Iterator[Mistake]:
    """Another service than that of the scope."""
    service, host = facts.scope_service, facts.bare_host
    label, _, root = host.partition(".")
    texts = {
        Reach.ANY: ["cvm", label, service.upper(), host, "sts", ""],
        Reach.COMMON: [
            "vpc", "cam", "mqtt", "cbs", "cdb", service.title(), root, "tencentcloudapi", facts.region,
            f"{label}.tencentcloudapi", "CVM", f"{service}.tencentcloudapi.com",
        ],
        Reach.ALONE: [
            "qcloud", "tc3", "tencentcloud", "s3", "service", "none", "null", "undefined", f"{service}.",
            f"{service}.tencentcloudapi", *SERVICES, *facts.services,
        ],
    }  # fmt: skip
    yield from _in_scope_and_key("scope-service-wrong", "service", service, texts)


def form_mistakes(facts: Facts) -> Iterator[Mistake]:
    """Another form of the scope in the string to sign."""
    region = facts.region or "ap-guangzhou"
    common: tuple[Callable[[str, str], str], ...] = (
        lambda date, service: f"{date}/{region}/{service}/{TERMINATOR}",
        lambda date, service: f"{date}/{service}/{region}/{TERMINATOR}",
        "{}/{}/aws4_request".format,
        "{}/{}".format,
        lambda date, service: f"{service}/{date}/{TERMINATOR}",
        lambda date, _: f"{date}/{TERMINATOR}",
        lambda _, service: f"{service}/{TERMINATOR}",
        f"{{}}/{{}}/{TERMINATOR}/".format,
        f"/{{}}/{{}}/{TERMINATOR}".format,
    )
    rare: tuple[Callable[[str, str], str], ...] = (
        *(f"{{}}/{{}}/{end}".format for end in ("tc3-request", "TC3_REQUEST", "request", "tc3", "")),
        *(f"{{}}{between}{{}}{between}{TERMINATOR}".format for between in ("", "-", ";")),
        lambda date, service: f"{TERMINATOR}/{service}/{date}",
        lambda date, service: f"{date}/{TERMINATOR}/{service}",
        lambda *_: TERMINATOR,
        lambda _, service: service,
        lambda date, _: date,
        lambda *_: "",
        lambda date, service: f"{region}/{date}/{service}/{TERMINATOR}",
        lambda date, service: f"{date}/{region}/{service}/aws4_request",
    )
    fault = "scope-malformed"
    for reach, forms in ((Reach.ANY, common), (Reach.COMMON, rare)):
        for form in forms:
            scope = form(facts.scope_date, facts.scope_service)
            said = f"the scope in the string to sign is {f'`{scope}`' if scope else 'empty'}"
            yield Mistake(fault, said, {"scope_form": form}, reach, encoded(scope))
    for one in facts.secret_ids:
        said = "the scope in the string to sign begins with the SecretId"
        yield Mistake(
            fault, said, {"scope_form": lambda date, service, one=one: f"{one}/{standard_scope(date, service)}"}
        )
