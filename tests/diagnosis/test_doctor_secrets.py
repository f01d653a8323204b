"""Nothing that leaves the doctor holds a secret, whatever the client made of it before it signed.

Tables: what was done to the secret, where it is, and where the doctor's answer goes.
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from tests.cli.run import run
from tests.conftest import machine_at
from tests.diagnosis import wrong_v1
from tests.diagnosis.wrong_client import SECRET_ID, SECRET_KEY, Client, canonical
from tests.safety.transformations import TRANSFORMATIONS, pieces_left

if TYPE_CHECKING:
    from pathlib import Path

SECRET = "Q9/xZ+k7" + base64.b64encode(bytes(range(7, 97, 3))).decode()
ENVIRONMENT = {"TENCENTCLOUD_SECRET_ID": SECRET_ID, "TENCENTCLOUD_SECRET_KEY": SECRET_KEY}
HEADERS = ("X-TC-Token", "Cookie", "X-Api-Key")
GOOD = Client().request()


def answers(tmp_path: Path, request: bytes, printed: str = "", token: str = "") -> str:
    """All that the command says about a request: text and JSON, with and without the key, compared, with what was
    printed.
    """
    (tmp_path / "good.txt").write_bytes(GOOD)
    (tmp_path / "printed.txt").write_text(printed or "POST")
    (tmp_path / "request.txt").write_bytes(request)
    (file, good, text) = (str(tmp_path / f"{name}.txt") for name in ("request", "good", "printed"))
    said: list[str] = []
    for environment in (ENVIRONMENT, {**ENVIRONMENT, "TENCENTCLOUD_TOKEN": token} if token else {}):
        machine = machine_at(tmp_path, environment)
        for extra in (
            (),
            ("--json",),
            ("--compare", good, "--json"),
            ("--canonical", text),
            ("--canonical", text, "--json"),
        ):
            ran = run(machine, "doctor", file, *(("--from-env",) if environment else ()), *extra)
            assert ran.code in (0, 1, 5), ran.err
            said += [ran.out, ran.err]
    return "\n".join(said)


def made_into(name: str, secret: str) -> str:
    return TRANSFORMATIONS[name](secret).replace("\n", " ")


@pytest.mark.parametrize("name", TRANSFORMATIONS)
def test_a_signed_header(tmp_path: Path, name: str) -> None:
    header = HEADERS[list(TRANSFORMATIONS).index(name) % 3]
    written = made_into(name, SECRET)
    texts: list[str] = []

    def kept(*parts: str) -> str:
        texts.append(canonical(*parts))
        return texts[-1]

    client = Client(
        more=((header, SECRET),),
        signs=("content-type", "host", header.lower()),
        lines=lambda pairs: "".join(f"{n.lower()}:{written if n == header else v}\n" for n, v in pairs),
        canonical=kept,
        signed_method=lambda _: "PUT",
    )
    said = answers(tmp_path, client.request(), texts[-1], SECRET if header == "X-TC-Token" else "")
    assert header.lower() in said.lower()
    assert not pieces_left(said, SECRET)
    if not name.startswith(("cut", "blanks", "in lines", "reversed")):
        assert not pieces_left(said, written, 16)


@pytest.mark.parametrize("header", HEADERS)
def test_a_signed_header_in_lower_case(tmp_path: Path, header: str) -> None:
    client = Client(more=((header, SECRET),), signs=("content-type", "host", header.lower()), service="cvm")
    assert not pieces_left(answers(tmp_path, client.request()), SECRET)


@pytest.mark.parametrize("key", [SECRET_KEY, SECRET_KEY.lower()])
def test_the_key_itself_in_a_signed_header(tmp_path: Path, key: str) -> None:
    client = Client(
        more=(("X-Remark", key),), signs=("content-type", "host", "x-remark"), signed_method=lambda _: "PUT"
    )
    request = client.request()
    (tmp_path / "request.txt").write_bytes(request)
    for extra in ((), ("--json",)):
        ran = run(machine_at(tmp_path, ENVIRONMENT), "doctor", str(tmp_path / "request.txt"), "--from-env", *extra)
        assert "method-changed" in ran.out
        assert not pieces_left(ran.out, SECRET_KEY)


@pytest.mark.parametrize("password", ["Ab1", "hunter2!", SECRET, "密码-and-blank s"])
def test_the_password_of_a_get(tmp_path: Path, password: str) -> None:
    target = f"/?Limit=20&Login.Password={quote(password, safe='')}"
    client = Client(method="GET", target=target, body=b"", signed_method=lambda _: "POST")
    said = answers(tmp_path, client.request(), f"GET\n/\nLimit=20&Login.Password={password}\n")
    assert "Login.Password" in said
    for shown in (password, quote(password, safe=""), password.lower()):
        assert f"={shown}" not in said
    assert len(password) < 8 or not pieces_left(said, password)


@pytest.mark.parametrize("name", TRANSFORMATIONS)
@pytest.mark.parametrize("known", [False, True])
def test_the_token_of_v1(tmp_path: Path, name: str, known: bool) -> None:
    written = made_into(name, SECRET)
    client = wrong_v1.Client(
        pairs=[*wrong_v1.PAIRS, ("Token", SECRET)],
        signed_pairs=lambda pairs: sorted((n, written if n == "Token" else v) for n, v in pairs),
        source=lambda method, host, joined: f"PUT{host}/?{joined}",
    )
    said = answers(tmp_path, client.request(), token=SECRET if known else "")
    assert "Token=" in said
    assert not pieces_left(said, SECRET)


def test_the_encoded_values_of_v1(tmp_path: Path) -> None:
    client = wrong_v1.Client(
        pairs=[*wrong_v1.PAIRS, ("Token", SECRET)],
        joined=lambda pairs: "&".join(f"{name}={quote(value, safe='')}" for name, value in pairs),
    )
    said = answers(tmp_path, client.request())
    assert '"string_to_sign": "GET' in said
    assert not pieces_left(said, SECRET)
    assert quote(SECRET, safe="")[:12] not in said
