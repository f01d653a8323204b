"""What clients get wrong, by the id that the doctor must give it: each dialect is a set of wrong steps."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

from tests.diagnosis.wrong_client import (
    PARAMS,
    BodyStep,
    Derive,
    HeaderStep,
    HeaderText,
    Steps,
    canonical,
    day,
    header_lines,
    header_list,
    mac,
    sha,
    to_sign,
)

if TYPE_CHECKING:
    from collections.abc import Callable


def dump(**options: Any) -> BodyStep:
    return lambda body: json.dumps(json.loads(body), **options).encode()


def lines_as(form: str) -> HeaderText:
    """Canonical headers in a form of `{n}` and `{v}`."""
    return lambda headers: "".join(form.format(n=name.lower(), v=value.strip().lower()) for name, value in headers)


def set_header(wanted: str, value: str) -> HeaderStep:
    return lambda headers: [(name, value if name == wanted else old) for name, old in headers]


def sub(old: str, new: str) -> HeaderStep:
    return lambda headers: [(name, value.replace(old, new)) for name, value in headers]


def chain(*parts: str, hash_: str = "sha256") -> Derive:
    """Derive from parts named date, service or given as they are."""

    def derive(key: str, date: str, service: str) -> bytes:
        known = {"date": date, "service": service, "end": "tc3_request"}
        made = key.encode()
        for part in parts:
            made = hmac.new(made, known.get(part, part).encode(), hash_).digest()
        return made

    return derive


def hex_chain(*, first: bool = False, second: bool = False, third: bool = False) -> Derive:
    def derive(key: str, date: str, service: str) -> bytes:
        made: bytes = key.encode()
        for message, as_hex in ((date, first), (service, second), ("tc3_request", third)):
            made = mac(made, message)
            made = made.hex().encode() if as_hex else made
        return made

    return derive


def swapped_chain(*, first: bool = False, second: bool = False, third: bool = False) -> Derive:
    def derive(key: str, date: str, service: str) -> bytes:
        made: bytes = key.encode()
        for message, swapped in ((date, first), (service, second), ("tc3_request", third)):
            made = mac(message, made) if swapped else mac(made, message)
        return made

    return derive


def sha1_mac(key: bytes, message: str) -> bytes:
    return hmac.new(key, message.encode(), hashlib.sha1).digest()


def sorted_by(order: tuple[str, ...]) -> HeaderStep:
    return lambda headers: sorted(headers, key=lambda pair: order.index(pair[0].lower()))


def local_day(timestamp: int) -> str:
    return day(timestamp + 8 * 3600)


def shifted(seconds: int) -> Callable[[int], str]:
    return lambda timestamp: str(timestamp + seconds)


def reordered(*order: int) -> Callable[[str, str, str, str], str]:
    def joined(*lines: str) -> str:
        return "\n".join(lines[at] for at in order)

    return joined


HOST_FIRST = sorted_by(("host", "content-type", "x-tc-action"))

THREE: Steps = {"signs": ("content-type", "host", "x-tc-action")}

DIALECTS: dict[str, dict[str, Steps]] = {
    "key-whitespace": {
        "newline": {"key": lambda i, k: f"TC3{k}\n"},
        "blank before": {"key": lambda i, k: f"TC3 {k}"},
        "crlf": {"key": lambda i, k: f"TC3{k}\r\n"},
        "tab after": {"key": lambda i, k: f"TC3{k}\t"},
        "blanks around": {"key": lambda i, k: f"TC3 {k} "},
    },
    "key-without-prefix": {
        "bare": {"key": lambda i, k: k},
        "aws": {"key": lambda i, k: f"AWS4{k}"},
        "lower": {"key": lambda i, k: f"tc3{k}"},
    },
    "key-is-secret-id": {
        "id": {"key": lambda i, k: f"TC3{i}"},
        "id, the action signed": {**THREE, "key": lambda i, k: f"TC3{i}"},
    },
    "date-not-utc": {
        "china": {"date": local_day},
        "china, key alone": {"key_date": local_day},
        "compact": {"date": lambda ts: day(ts).replace("-", "")},
        "yesterday": {"date": lambda ts: day(ts - 86400)},
        "header alone": {"sent_scope": lambda date, service: f"{local_day(1551113065)}/{service}/tc3_request"},
        "string alone": {
            "signed_scope": lambda date, service: f"{local_day(1551113065)}/{service}/tc3_request",
            "sent_scope": lambda date, service: f"{date}/{service}/tc3_request",
        },
    },
    "timestamp-milliseconds": {
        "everywhere": {"signed_timestamp": lambda ts: f"{ts}123", "sent_timestamp": lambda ts: f"{ts}123"},
        "sent alone": {"sent_timestamp": lambda ts: f"{ts}123"},
        "signed alone": {"signed_timestamp": lambda ts: f"{ts}000"},
        "signed alone, odd": {"signed_timestamp": lambda ts: f"{ts}987"},
        "with a date of its own": {
            "signed_timestamp": lambda ts: f"{ts}123",
            "sent_timestamp": lambda ts: f"{ts}123",
            "date": lambda ts: "51121-11-04",
        },
    },
    "timestamp-changed": {
        "a second": {"signed_timestamp": shifted(-1)},
        "four seconds": {"signed_timestamp": shifted(4)},
        "eight hours": {"signed_timestamp": shifted(8 * 3600)},
        "a fraction": {"signed_timestamp": lambda timestamp: f"{timestamp}.0"},
        "a date and time": {"signed_timestamp": lambda timestamp: "2019-02-25T16:44:25Z"},
        "two minutes": {"signed_timestamp": shifted(-117)},
        "the limit": {"signed_timestamp": shifted(300)},
    },
    "scope-service-wrong": {
        "everywhere": {"service": "cvm"},
        "in the key": {"key_service": "cvm"},
        "in the string": {
            "signed_scope": lambda date, service: f"{date}/cvm/tc3_request",
            "sent_scope": lambda date, service: f"{date}/{service}/tc3_request",
        },
        "in Credential": {"sent_scope": lambda date, service: f"{date}/cvm/tc3_request"},
        "upper case": {"service": "MQTT"},
        "the host": {"service": "mqtt.tencentcloudapi.com"},
        "a rare one": {"key_service": "lighthouse"},
    },
    "scope-malformed": {
        "region": {"signed_scope": lambda d, s: f"{d}/ap-guangzhou/{s}/tc3_request"},
        "aws": {"signed_scope": lambda d, s: f"{d}/{s}/aws4_request"},
        "aws, key as well": {
            "signed_scope": lambda d, s: f"{d}/{s}/aws4_request",
            "derive": chain("date", "service", "aws4_request"),
        },
        "region, key as well": {
            "signed_scope": lambda d, s: f"{d}/ap-guangzhou/{s}/tc3_request",
            "derive": chain("date", "ap-guangzhou", "service", "end"),
        },
        "no end": {"signed_scope": lambda d, s: f"{d}/{s}"},
        "region in the string alone": {
            "signed_scope": lambda d, s: f"{d}/ap-guangzhou/{s}/tc3_request",
            "sent_scope": lambda d, s: f"{d}/{s}/tc3_request",
        },
    },
    "body-reserialised": {
        "blanks": {"signed_body": dump(ensure_ascii=False)},
        "python": {"signed_body": dump()},
        "sorted": {"signed_body": dump(ensure_ascii=False, separators=(",", ":"), sort_keys=True)},
        "python sorted": {"signed_body": dump(sort_keys=True)},
        "escapes": {"signed_body": dump(separators=(",", ":"))},
        "indent 2": {"signed_body": dump(indent=2, ensure_ascii=False)},
        "indent 4": {"signed_body": dump(indent=4)},
        "newline": {"signed_body": lambda body: body + b"\n"},
        "indented, PHP": {"signed_body": lambda body: dump(indent=2)(body).replace(b"/", b"\\/")},
        "indented, Go": {
            "signed_body": lambda body: (
                dump(indent="\t", ensure_ascii=False)(body)
                .replace(b"<", b"\\u003c")
                .replace(b">", b"\\u003e")
                .replace(b"&", b"\\u0026")
            )
        },
        "php": {"signed_body": lambda body: dump(separators=(",", ":"))(body).replace(b"/", b"\\/")},
        "go": {
            "signed_body": lambda body: (
                body.replace(b"<", b"\\u003c").replace(b">", b"\\u003e").replace(b"&", b"\\u0026")
            )
        },
        "go, as sent": {
            "sent_body": lambda body: body.replace(b"<", b"\\u003c").replace(b">", b"\\u003e").replace(b"&", b"\\u0026")
        },
        "another order": {
            "sent_body": lambda body: json.dumps(
                dict(sorted(PARAMS.items())), ensure_ascii=False, separators=(",", ":")
            ).encode()
        },
        "python sent": {"sent_body": dump()},
    },
    "body-hash-empty": {"empty": {"signed_body": lambda body: b""}, "braces": {"signed_body": lambda body: b"{}"}},
    "body-hash-uppercase": {
        "upper": {"payload": lambda body: sha(body).upper()},
        "dashes": {"payload": lambda body: hashlib.sha256(body).digest().hex("-").upper()},
        "of a stream": {
            "content_type": "application/octet-stream",
            "body": bytes(range(256)),
            "payload": lambda body: sha(body).upper(),
        },
    },
    "body-not-hashed": {
        "raw": {"payload": lambda body: body.decode()},
        "of several lines": {"body": b'{\n "Limit": 1\n}', "payload": lambda body: body.decode()},
    },
    "unsigned-payload-undeclared": {
        "hashed": {"signed_body": lambda body: b"UNSIGNED-PAYLOAD"},
        "as it is": {"payload": lambda body: "UNSIGNED-PAYLOAD"},
        "lower case": {"payload": lambda body: sha("unsigned-payload")},
    },
    "content-type-changed": {
        "without charset": {"signed_headers": set_header("Content-Type", "application/json")},
        "no blank": {"signed_headers": set_header("Content-Type", "application/json;charset=utf-8")},
        "plain": {"signed_headers": set_header("Content-Type", "text/plain")},
        "form": {"signed_headers": set_header("Content-Type", "application/x-www-form-urlencoded")},
        "charset sent": {
            "content_type": "application/json",
            "sent_headers": set_header("Content-Type", "application/json; charset=UTF-8"),
        },
    },
    "host-changed": {
        "port": {"signed_headers": sub(".com", ".com:443")},
        "scheme": {"signed_headers": sub("mqtt.", "https://mqtt.")},
        "slash": {"signed_headers": sub(".com", ".com/")},
        "regional": {"signed_headers": sub("mqtt.", "mqtt.ap-guangzhou.")},
        "international": {"signed_headers": sub("mqtt.", "mqtt.intl.")},
        "international sent": {"sent_headers": set_header("Host", "mqtt.intl.tencentcloudapi.com")},
        "proxy": {"sent_headers": set_header("Host", "gateway.internal:8080")},
        "another region": {"signed_headers": sub("mqtt.", "mqtt.ap-shanghai.")},
        "port sent": {"sent_headers": set_header("Host", "mqtt.tencentcloudapi.com:443")},
    },
    "header-value-case": {
        "action": {
            "signs": ("content-type", "host", "x-tc-action"),
            "lines": lambda headers: "".join(f"{n.lower()}:{v.strip()}\n" for n, v in headers),
        },
        "charset": {
            "content_type": "application/json; charset=UTF-8",
            "lines": lambda headers: "".join(f"{n.lower()}:{v.strip()}\n" for n, v in headers),
        },
        "upper": {"lines": lambda headers: "".join(f"{n.lower()}:{v.strip().upper()}\n" for n, v in headers)},
    },
    "header-name-case": {
        "lines": {"lines": lambda headers: "".join(f"{n}:{v.strip().lower()}\n" for n, v in headers)},
        "both": {
            "lines": lambda headers: "".join(f"{n}:{v.strip().lower()}\n" for n, v in headers),
            "listed": lambda headers: ";".join(n for n, _ in headers),
        },
        "list": {"listed": lambda headers: ";".join(n for n, _ in headers)},
        "list, sent lower": {
            "listed": lambda headers: ";".join(n for n, _ in headers),
            "sent_list": lambda listed: listed.lower(),
        },
        "sent alone": {"sent_list": lambda listed: listed.title()},
        "upper": {"lines": lambda headers: "".join(f"{n.upper()}:{v.strip().lower()}\n" for n, v in headers)},
    },
    "header-untrimmed": {
        "after the colon": {"lines": lines_as("{n}: {v}\n")},
        "at the end": {"lines": lines_as("{n}:{v} \n")},
        "before the colon": {"lines": lines_as("{n} :{v}\n")},
        "around the colon": {"lines": lines_as("{n} : {v}\n")},
        "content type alone": {
            "lines": lambda headers: header_lines(headers).replace("content-type:", "content-type: ")
        },
        "as sent": {
            "content_type": "  application/json ",
            "lines": lambda headers: "".join(f"{n.lower()}:{v.lower()}\n" for n, v in headers),
        },
    },
    "headers-unsorted": {
        "everywhere": {"signed_headers": HOST_FIRST},
        "lines": {"lines": lambda headers: header_lines(headers[::-1])},
        "list": {"listed": lambda headers: header_list(headers[::-1])},
        "list, sent sorted": {
            "listed": lambda headers: header_list(headers[::-1]),
            "sent_list": lambda listed: ";".join(sorted(listed.split(";"))),
        },
        "lines and list, sent sorted": {
            "signed_headers": HOST_FIRST,
            "sent_list": lambda listed: ";".join(sorted(listed.split(";"))),
        },
        "three": {"signs": ("content-type", "host", "x-tc-action"), "signed_headers": lambda headers: headers[::-1]},
    },
    "signed-headers-mismatch": {
        "action signed": {
            "signs": ("content-type", "host", "x-tc-action"),
            "sent_list": lambda listed: "content-type;host",
        },
        "action listed": {"sent_list": lambda listed: "content-type;host;x-tc-action"},
        "host signed": {"signs": ("host",), "sent_list": lambda listed: "content-type;host"},
        "timestamp signed": {
            "signs": ("content-type", "host", "x-tc-timestamp"),
            "sent_list": lambda listed: "content-type;host",
        },
        "lines alone": {"lines": lambda headers: header_lines([*headers, ("x-tc-action", "DescribeInstanceList")])},
        "list alone": {
            "listed": lambda headers: header_list(headers) + ";x-tc-action",
            "sent_list": lambda listed: "content-type;host",
        },
    },
    "missing-blank-line": {
        "joined": {"lines": lambda headers: header_lines(headers).rstrip("\n")},
        "on one line": {"canonical": lambda m, u, q, h, n, p: f"{m}\n{u}\n{q}\n{h.rstrip()}{n}\n{p}"},
    },
    "canonical-trailing-newline": {
        "newline": {"canonical": lambda m, u, q, h, n, p: canonical(m, u, q, h, n, p) + "\n"},
        "CRLF": {"canonical": lambda m, u, q, h, n, p: canonical(m, u, q, h, n, p) + "\r\n"},
    },
    "crlf-line-endings": {
        "canonical": {"canonical": lambda m, u, q, h, n, p: canonical(m, u, q, h, n, p).replace("\n", "\r\n")},
        "string": {"to_sign": lambda a, t, c, h: "\r\n".join((a, t, c, h))},
        "both": {
            "canonical": lambda m, u, q, h, n, p: canonical(m, u, q, h, n, p).replace("\n", "\r\n"),
            "to_sign": lambda a, t, c, h: "\r\n".join((a, t, c, h)),
        },
        "headers": {"lines": lambda headers: header_lines(headers).replace("\n", "\r\n")},
    },
    "uri-not-root": {
        "empty": {"signed_uri": lambda target: ""},
        "v2": {"signed_uri": lambda target: "/v2/index.php"},
        "sent": {"target": "/mqtt", "signed_uri": lambda target: target},
        "url": {"signed_uri": lambda target: "https://mqtt.tencentcloudapi.com/"},
        "the action": {"signed_uri": lambda target: "/DescribeInstanceList"},
        "the service": {"signed_uri": lambda target: "/mqtt"},
    },
    "query-in-post": {
        "of the url": {"target": "/?Action=DescribeInstanceList", "signed_query": lambda method, query: query},
        "of the url, two": {"target": "/?b=2&a=1", "signed_query": lambda method, query: query},
        "sorted": {"target": "/?b=2&a=1", "signed_query": lambda method, query: "a=1&b=2"},
    },
    "method-changed": {
        "get": {"signed_method": lambda method: "GET"},
        "lower": {"signed_method": lambda method: "post"},
        "put": {"signed_method": lambda method: "PUT"},
    },
    "canonical-not-hashed": {
        "raw": {"hashed": lambda text: text},
        "raw, the action signed": {**THREE, "hashed": lambda text: text},
    },
    "canonical-hash-uppercase": {
        "upper": {"hashed": lambda text: sha(text).upper()},
        "upper, the action signed": {**THREE, "hashed": lambda text: sha(text).upper()},
    },
    "algorithm-line-wrong": {
        "missing": {"to_sign": lambda a, t, c, h: "\n".join((t, c, h))},
        "aws": {"algorithm": "AWS4-HMAC-SHA256"},
        "hmac": {"algorithm": "HMAC-SHA256"},
        "sha1": {"algorithm": "TC3-HMAC-SHA1"},
        "everywhere": {
            "algorithm": "TC3_HMAC_SHA_256",
            "authorization": lambda a, c, h, s: f"TC3_HMAC_SHA_256 Credential={c}, SignedHeaders={h}, Signature={s}",
        },
    },
    "string-to-sign-trailing-newline": {
        "newline": {"to_sign": lambda a, t, c, h: to_sign(a, t, c, h) + "\n"},
        "CRLF": {"to_sign": lambda a, t, c, h: to_sign(a, t, c, h) + "\r\n"},
    },
    "string-to-sign-order": {
        "scope first": {"to_sign": reordered(0, 2, 1, 3)},
        "hash second": {"to_sign": reordered(0, 3, 1, 2)},
        "reversed": {"to_sign": reordered(3, 2, 1, 0)},
    },
    "derive-hex-intermediate": {
        "all": {"derive": hex_chain(first=True, second=True, third=True)},
        "first": {"derive": hex_chain(first=True)},
        "last": {"derive": hex_chain(third=True)},
        "first two": {"derive": hex_chain(first=True, second=True)},
    },
    "derive-args-swapped": {
        "all": {"derive": swapped_chain(first=True, second=True, third=True)},
        "all and the last": {
            "derive": swapped_chain(first=True, second=True, third=True),
            "last": lambda key, message: mac(message, key),
        },
        "first": {"derive": swapped_chain(first=True)},
        "the last": {"last": lambda key, message: mac(message, key)},
    },
    "derive-order": {
        "service first": {"derive": chain("service", "date", "end")},
        "reversed": {"derive": chain("end", "service", "date")},
    },
    "derive-step-missing": {
        "no end": {"derive": chain("date", "service")},
        "no service": {"derive": chain("date", "end")},
        "no date": {"derive": chain("service", "end")},
        "none": {"derive": chain()},
    },
    "derive-sha1": {
        "key": {"derive": chain("date", "service", "end", hash_="sha1")},
        "all": {"derive": chain("date", "service", "end", hash_="sha1"), "last": sha1_mac},
        "last": {"last": sha1_mac},
    },
    "signature-uppercase": {
        "upper": {"written": lambda digest: digest.hex().upper()},
        "upper, the action signed": {**THREE, "written": lambda digest: f"{int.from_bytes(digest):064X}"},
    },
    "signature-base64": {
        "raw": {"written": lambda digest: base64.b64encode(digest).decode()},
        "of hex": {"written": lambda digest: base64.b64encode(digest.hex().encode()).decode()},
    },
    "authorization-malformed": {
        "no prefix": {"authorization": lambda a, c, h, s: f"Credential={c}, SignedHeaders={h}, Signature={s}"},
        "sign": {"authorization": lambda a, c, h, s: f"{a} Credential={c}, SignedHeaders={h}, Sign={s}"},
        "no list, three signed": {
            "signs": ("content-type", "host", "x-tc-action", "x-tc-timestamp"),
            "authorization": lambda a, c, h, s: f"{a} Credential={c}, Signature={s}",
        },
        "aws prefix": {
            "authorization": lambda a, c, h, s: f"AWS4-HMAC-SHA256 Credential={c}, SignedHeaders={h}, Signature={s}"
        },
        "comma after prefix": {
            "authorization": lambda a, c, h, s: f"{a}, Credential={c}, SignedHeaders={h}, Signature={s}"
        },
        "semicolons": {"authorization": lambda a, c, h, s: f"{a} Credential={c}; SignedHeaders={h}; Signature={s}"},
        "blanks alone": {"authorization": lambda a, c, h, s: f"{a} Credential={c} SignedHeaders={h} Signature={s}"},
        "no date": {"sent_scope": lambda date, service: f"{service}/tc3_request"},
        "id alone": {
            "authorization": lambda a, c, h, s: (
                f"{a} Credential={c.partition('/')[0]}, SignedHeaders={h}, Signature={s}"
            )
        },
        "no id": {
            "authorization": lambda a, c, h, s: (
                f"{a} Credential={c.partition('/')[2]}, SignedHeaders={h}, Signature={s}"
            )
        },
        "region in Credential": {"sent_scope": lambda date, service: f"{date}/ap-guangzhou/{service}/tc3_request"},
        "quotes": {"authorization": lambda a, c, h, s: f'{a} Credential="{c}", SignedHeaders="{h}", Signature="{s}"'},
        "lower case": {"authorization": lambda a, c, h, s: f"{a} credential={c}, signedheaders={h}, signature={s}"},
        "bearer": {"authorization": lambda a, c, h, s: f"Bearer {a} Credential={c}, SignedHeaders={h}, Signature={s}"},
    },
}
QUERY = "Limit=1&InstanceName=a%20b%2Fc&Action=x"
GET: Steps = {"method": "GET", "target": f"/?{QUERY}", "content_type": "application/x-www-form-urlencoded"}
OF_GET: dict[str, dict[str, Steps]] = {
    "query-changed": {
        "sorted": {"signed_query": lambda method, query: "&".join(sorted(query.split("&")))},
        "plus": {"signed_query": lambda method, query: query.replace("%20", "+")},
        "decoded": {"signed_query": lambda method, query: unquote(query)},
        "empty": {"signed_query": lambda method, query: ""},
        "slash": {"signed_query": lambda method, query: query.replace("%2F", "/")},
        "twice": {"signed_query": lambda method, query: quote(query, safe="=&")},
    },
    "method-changed": {"post": {"signed_method": lambda method: "POST"}},
    "uri-not-root": {"target": {"signed_uri": lambda target: target}},
    "key-whitespace": DIALECTS["key-whitespace"],
    "date-not-utc": DIALECTS["date-not-utc"],
    "content-type-changed": {"json": {"signed_headers": set_header("Content-Type", "application/json")}},
}
