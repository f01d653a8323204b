"""A Secret gives its value to `reveal()` and to nothing else."""

from __future__ import annotations

import copy
import json
import logging
import pickle
import pprint
import traceback
from dataclasses import asdict, dataclass
from string import Template

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcexplorer.protocol.model import Credential
from tcexplorer.safety.secret import MASK, Secret, mask_id

VALUE = "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE"


@dataclass(frozen=True, slots=True)
class Holder:
    name: str
    secret: Secret[str]


class RefusedError(Exception):
    def __init__(self, secret: Secret[str]) -> None:
        super().__init__("refused", secret)
        self.secret = secret


@pytest.fixture
def secret() -> Secret[str]:
    return Secret(VALUE)


def test_reveal_gives_it_back(secret: Secret[str]) -> None:
    assert secret.reveal() == VALUE
    assert Secret(b"\x00\xff").reveal() == b"\x00\xff"


@pytest.mark.parametrize(
    "shown",
    [
        str(Secret(VALUE)),
        repr(Secret(VALUE)),
        ascii(Secret(VALUE)),
        f"{Secret(VALUE)}",
        f"{Secret(VALUE)!r:>40}",
        f"{Secret(VALUE):>40}",
        "{}".format(Secret(VALUE)),  # noqa: UP032
        "{0!s} {0!a}".format(Secret(VALUE)),
        "%s" % Secret(VALUE),  # noqa: UP031
        "%r" % Secret(VALUE),  # noqa: UP031
        Template("$key").substitute(key=Secret(VALUE)),
        str([Secret(VALUE)]),
        str({"key": Secret(VALUE)}),
        pprint.pformat({"key": [Secret(VALUE)]}),
        repr(Holder("me", Secret(VALUE))),
        pprint.pformat(Holder("me", Secret(VALUE))),
        repr(Credential("AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE", Secret(VALUE), Secret(VALUE))),
        repr(Secret(VALUE.encode())),
        str(Secret(VALUE.encode())),
        json.dumps({"key": Secret(VALUE)}, default=str),
        json.dumps({"key": Secret(VALUE)}, default=repr),
    ],
)
def test_showing_it_shows_the_mask(shown: str) -> None:
    assert VALUE not in shown
    assert "•" in shown or "\\u2022" in shown


def test_printing(secret: Secret[str], capsys: pytest.CaptureFixture[str]) -> None:
    print(secret, [secret], Holder("me", secret))
    out = capsys.readouterr().out
    assert VALUE not in out
    assert MASK in out


@pytest.mark.parametrize("spec", ["", ">30", "^20", "s", ".3"])
def test_a_format_works_on_the_mask(secret: Secret[str], spec: str) -> None:
    assert format(secret, spec) == format(MASK, spec)


def test_logging(secret: Secret[str], caplog: pytest.LogCaptureFixture) -> None:
    log = logging.getLogger("tcexplorer.test")
    with caplog.at_level(logging.DEBUG):
        log.info("signing with %s", secret)
        log.info("signing with %r", secret)
        log.info("signing with %(key)s", {"key": secret})
        log.warning(f"signing with {secret}")
        log.error(secret)
        try:
            raise RefusedError(secret)
        except RefusedError:
            log.exception("refused")
    assert len(caplog.records) == 6
    assert VALUE not in caplog.text
    assert MASK in caplog.text


def test_a_traceback_with_its_local_variables(secret: Secret[str]) -> None:
    def fail(key: Secret[str]) -> None:
        raise RefusedError(key)

    with pytest.raises(RefusedError) as caught:
        fail(secret)
    error = caught.value
    whole = "".join(traceback.TracebackException.from_exception(error, capture_locals=True).format())
    assert "key = " in whole
    assert VALUE not in whole
    assert VALUE not in f"{error} {error!r} {error.args}"


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_it_cannot_be_pickled(secret: Secret[str], protocol: int) -> None:
    with pytest.raises(TypeError, match="pickled"):
        pickle.dumps(secret, protocol)
    with pytest.raises(TypeError, match="pickled"):
        pickle.dumps(Holder("me", secret), protocol)


def test_it_cannot_be_copied(secret: Secret[str]) -> None:
    for take in (copy.copy, copy.deepcopy):
        with pytest.raises(TypeError, match="copied"):
            take(secret)
    with pytest.raises(TypeError, match="copied"):
        copy.deepcopy({"key": [secret]})
    with pytest.raises(TypeError, match="copied"):
        asdict(Holder("me", secret))
    with pytest.raises(TypeError, match="copied"):
        secret.__getstate__()


def test_it_has_no_json(secret: Secret[str]) -> None:
    with pytest.raises(TypeError) as caught:
        json.dumps({"key": secret})
    assert VALUE not in str(caught.value)


def test_it_has_no_attributes_to_dump(secret: Secret[str]) -> None:
    with pytest.raises(TypeError):
        vars(secret)
    with pytest.raises(AttributeError):
        secret.__dict__  # noqa: B018


def test_it_is_no_text(secret: Secret[str]) -> None:
    with pytest.raises(TypeError):
        "".join([secret])  # pyright: ignore
    with pytest.raises(TypeError):
        secret + ""  # pyright: ignore
    with pytest.raises(TypeError):
        list(secret)  # pyright: ignore
    with pytest.raises(TypeError):
        bytes(secret)  # pyright: ignore


class TestEquality:
    def test_is_that_of_the_values(self) -> None:
        assert Secret("a") == Secret("a")
        assert Secret("a") != Secret("b")
        assert Secret(b"a") == Secret(b"a")

    def test_text_and_bytes_differ(self) -> None:
        assert Secret("a") != Secret(b"a")
        assert Secret("") != Secret(b"")

    def test_the_bare_value_is_not_equal(self, secret: Secret[str]) -> None:
        assert secret != VALUE
        assert secret != MASK
        assert secret is not None

    def test_works_for_any_text(self) -> None:
        assert Secret("密钥\ud800") == Secret("密钥\ud800")
        assert Secret("密钥\ud800") != Secret("密钥\udfff")

    @given(st.text(), st.text())
    def test_agrees_with_the_texts(self, one: str, other: str) -> None:
        assert (Secret(one) == Secret(other)) == (one == other)

    def test_no_hash_that_could_be_compared_elsewhere(self, secret: Secret[str]) -> None:
        with pytest.raises(TypeError, match="unhashable"):
            hash(secret)
        with pytest.raises(TypeError, match="unhashable"):
            hash(Holder("me", secret))


def test_truth_and_length() -> None:
    assert Secret("x")
    assert not Secret("")
    assert len(Secret("four")) == 4


@pytest.mark.parametrize(
    ("secret_id", "shown"),
    [
        ("", ""),
        ("short", "…"),
        ("0123456789abcdef", "…"),
        ("AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE", "AKID…MPLE"),
    ],
)
def test_mask_id_never_shows_half_of_it(secret_id: str, shown: str) -> None:
    assert mask_id(secret_id) == shown


def test_a_credential_shows_its_masked_id() -> None:
    assert Credential("AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE", Secret(VALUE)).masked_id == "AKID…MPLE"
