"""The rules of the sandbox: which request is refused, with which code, and by what act that is provoked.

To add one: write a check, a function of the visit that says in a sentence why the request is refused (None: it is
not), and put a row in RULES, at the place where it belongs in their order: the first that refuses is the answer.
`tcexplorer explain` and the tables in docs/sandbox.md take code and act from here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tcexplorer.protocol.codes import on_demand
from tcexplorer.sandbox import action_checks as calls
from tcexplorer.sandbox import request_checks as requests
from tcexplorer.sandbox import signature_checks as signatures
from tcexplorer.sandbox.errors import RefusalError
from tcexplorer.sandbox.faults import ERROR_HEADER, asked_for
from tcexplorer.sandbox.resource_states import STATES, in_state, second_factor_fails

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from tcexplorer.sandbox.visit import Visit

    Check: TypeAlias = Callable[[Visit], str | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """A check, the code of those it refuses, and the act that provokes the code, as a sentence for people.

    `act` may be empty where another rule of the same code has the simpler one. `status` is that of the HTTP answer:
    other ones than 200 tell clients that the API has not seen the request.
    """

    code: str
    check: Check
    act: str = ""
    status: int = 200


def fault_on_demand(visit: Visit) -> str | None:
    """The code that the header X-Sandbox-Error asks for."""
    if code := asked_for(visit.received):
        raise RefusalError(code, f"Asked for by the header {ERROR_HEADER}.", on_demand=True)
    return None


def fault_to_come(visit: Visit) -> str | None:
    """The code that the program which runs the sandbox has ordered."""
    if fault := visit.known.faults.take(visit.action.row.action):
        raise RefusalError(fault.code, fault.message, on_demand=True)
    return None


def parameters_with(code: str) -> Check:
    """The check for parameters that cannot be read or are not taken, as far as that code says it."""

    def check(visit: Visit) -> str | None:
        return visit.problem.message if visit.problem and visit.problem.code == code else None

    return check


def dry_run(visit: Visit) -> str | None:
    if (visit.params or {}).get("DryRun") is not True or not visit.action.request.member("DryRun"):
        return None
    return f"{visit.action.row.action} would have been done; DryRun is true."


RULES: tuple[Rule, ...] = (
    # CONNECT before faults on demand: a 200 would mean that a tunnel stands
    Rule("UnsupportedProtocol", requests.is_connect, status=405),
    Rule("RequestSizeLimitExceeded", requests.too_large_to_read),
    Rule("InvalidRequest", requests.unreadable, status=400),
    Rule("UnsupportedProtocol", requests.other_protocol, status=400),
    Rule("UnsupportedProtocol", requests.other_method, "Use another method than GET and POST, such as `PUT`."),
    Rule("CODE", fault_on_demand, on_demand("CODE")),
    Rule(
        "RequestSizeLimitExceeded",
        requests.over_limit,
        "Send a GET with more than 32 KB of query, or a POST with more than 10 MB of body.",
    ),
    Rule("AuthFailure.SignatureFailure", requests.over_limit_of_v1),
    Rule(
        "MissingParameter",
        requests.incomplete,
        "Call mqtt `DescribeInstance` without its required parameter, or leave out X-TC-Version.",
    ),
    Rule(
        "AuthFailure.InvalidAuthorization",
        signatures.authorization_unreadable,
        "Send an Authorization of another kind, such as `Basic eHl6`.",
    ),
    Rule("InvalidParameter", signatures.nonce_not_a_number),
    Rule("InvalidParameter", signatures.timestamp_not_a_number),
    Rule(
        "AuthFailure.InvalidSecretId",
        signatures.no_secret_id,
        "Sign with what is no key's id as SecretId: an AppId such as `1250000000`, or `$SECRET_ID`.",
    ),
    Rule(
        "AuthFailure.SecretIdNotFound",
        signatures.unknown_secret_id,
        "Sign with another SecretId than the one that the sandbox printed, such as `AKIDnobody`.",
    ),
    Rule(
        "AuthFailure.TokenFailure",
        signatures.other_token,
        "Send an `X-TC-Token` along with the pair printed, which is permanent and has none.",
    ),
    Rule(
        "AuthFailure.SignatureExpire",
        signatures.expired,
        "Sign with a time over 300 seconds away, such as `1551113065` as X-TC-Timestamp.",
    ),
    Rule("AuthFailure.SignatureFailure", signatures.other_scope),
    Rule(
        "AuthFailure.SignatureFailure",
        signatures.wrong_signature,
        "Sign with another SecretKey than the one printed, or change a byte of the body once it is signed.",
    ),
    Rule("AuthFailure.SignatureFailure", signatures.wrong_signature_v1),
    Rule(
        "NoSuchProduct",
        calls.no_such_product,
        "Send a Host that is no service's, such as `nope.tencentcloudapi.com`, and sign for it.",
    ),
    Rule(
        "NoSuchVersion",
        calls.no_such_version,
        "Name a date that has no API of the service: `2000-01-01` as X-TC-Version.",
    ),
    Rule("InvalidAction", calls.no_such_action, "Misspell an action: `DescribeInstanceLst` of mqtt."),
    Rule(
        "ActionOffline",
        calls.withdrawn,
        "Call a withdrawn action, such as chdfs `CreateFileSystem` of version `2019-07-18`.",
    ),
    Rule("InvalidAction", calls.on_the_other_site),
    Rule("AuthFailure.InvalidAuthorization", calls.not_signed),
    Rule(
        "InvalidParameterValue",
        calls.region_not_valid,
        "Name a region by its code of API 2.0: `gz` as X-TC-Region.",
    ),
    Rule(
        "UnsupportedRegion",
        calls.region_not_reached,
        "Name a region that does not exist: `ap-atlantis` as X-TC-Region.",
    ),
    Rule("RequestLimitExceeded", calls.too_often, "Call the same action more than 20 times within a second."),
    Rule("UnsupportedProtocol", parameters_with("UnsupportedProtocol")),
    Rule(
        "InvalidRequest",
        parameters_with("InvalidRequest"),
        "Sign a body of type `multipart/form-data; boundary=b` that does not end with its boundary.",
    ),
    Rule("MissingParameter", parameters_with("MissingParameter")),
    Rule(
        "UnknownParameter",
        parameters_with("UnknownParameter"),
        "Add a parameter that the action does not have, such as `Nonsense`.",
    ),
    Rule(
        "InvalidParameter",
        parameters_with("InvalidParameter"),
        "Send text where a number belongs: `many` as the Limit of mqtt `DescribeInstanceList`.",
    ),
    Rule(
        "AuthFailure.MFAFailure",
        second_factor_fails,
        "Call sts `GetSessionToken` with a SerialNumber and the TokenCode `000000`, which never passes.",
    ),
    *(Rule(state.code, in_state(ending), state.act) for ending, state in STATES.items()),
    Rule("CODE", fault_to_come),
    Rule(
        "DryRunOperation",
        dry_run,
        "Send cvm `RunInstances` with `DryRun` set to true, and otherwise as it should be.",
    ),
)
"""In the order in which they are asked."""

_ACTS = {rule.code: rule.act for rule in reversed(RULES) if rule.act}


def act_for(code: str) -> str:
    """How to get a code from the sandbox: what causes it, else asking for it."""
    return _ACTS.get(code) or on_demand(code)


def refused(visit: Visit) -> RefusalError | None:
    """The first refusal of a request; None when it is to be answered."""
    try:
        for rule in RULES:
            if message := rule.check(visit):
                return RefusalError(rule.code, message, status=rule.status)
    except RefusalError as asked:
        return asked
    return None


def table() -> str:
    """The codes with the acts that provoke them, as a table in Markdown, in the order of the rules."""
    return _table("to get", [(f"`{rule.code}`", rule.act) for rule in RULES if rule.act])


def table_of_states() -> str:
    """What ids with the endings of states get, as a table in Markdown."""
    rows = [
        (f"`mqtt-{ending}`", state.code if state.reading else f"{state.code}, when changed")
        for ending, state in STATES.items()
    ]
    return _table("an id like", rows, "gets")


def _table(left: str, rows: list[tuple[str, str]], right: str = "do this") -> str:
    return "\n".join([f"| {left} | {right} |", "|---|---|", *(f"| {one} | {other} |" for one, other in rows)])
