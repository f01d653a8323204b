"""A call read from a command of tccli, the official command line.

`tccli SERVICE ACTION --Parameter VALUE …`; lists and objects are JSON, or unfolded into dotted options with
`--cli-unfold-argument`. Options in lower case are tccli's own. Source: the README of tccli.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import unquote

from tcexplorer.interchange.readers.errors import UnreadableError, place
from tcexplorer.interchange.readers.json import read_parameters
from tcexplorer.interchange.shell import Word, split, unix_lines
from tcexplorer.protocol.flatten import unflattened

if TYPE_CHECKING:
    from collections.abc import Callable

    from tcexplorer.protocol.model import Json, JsonObject

_TCCLI = re.compile(r"\s*(?:\$ +|> +|PS [^>]*> *)?(?:\S*[/\\])?tccli(?:\.exe)?(?=\s|$)")
DIRECTORIES = {"autoscaling": "as"}
"""Names of tccli that are not the service's own."""
_SECRETS = {"secretid": "SecretId", "secretkey": "SecretKey", "token": "token"}
_FLAGS = frozenset({
    "--cli-unfold-argument", "--generate-cli-skeleton", "--use-cvm-role", "--warning", "--detail", "--help", "-h",
})  # fmt: skip
_KNOWN = frozenset({
    "--region", "--version", "--endpoint", "--profile", "--cli-input-json", "--language", "--output", "--filter",
    "--timeout", "--https-proxy", "--role-arn", "--role-session-name", "--request-client", "--waiter",
})  # fmt: skip
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
_FLOAT = re.compile(r"-?(?:0|[1-9][0-9]*)\.[0-9]+")


@dataclass(frozen=True, slots=True)
class TccliCommand:
    """What a command calls. None where the command says nothing and tccli would take it from its configuration.

    `params` has what is JSON as values; plain texts stay texts unless they are exactly a number or a boolean: tccli
    knows the types from the schema, which a reader may ask for (`catalog.examples.typed`). `texts` has the options as
    they were written.
    """

    service: str
    action: str
    version: str | None = None
    region: str | None = None
    endpoint: str | None = None
    profile: str | None = None
    language: str | None = None
    params: JsonObject = field(default_factory=dict[str, "Json"])
    texts: tuple[tuple[str, str], ...] = ()
    remarks: tuple[str, ...] = ()


def looks_like_tccli(text: str) -> bool:
    """Whether a text begins like a command of tccli."""
    return _TCCLI.match(text) is not None


def read_tccli(text: str, *, read_file: Callable[[str], bytes] | None = None) -> TccliCommand:
    """The call of a tccli command line.

    SecretId, SecretKey and token are dropped, and a remark says so. `read_file` gives the content of the file that
    `--cli-input-json file://…` names; None refuses such a command.

    Raises UnreadableError.
    """
    text = unix_lines(text)
    begin = _TCCLI.match(text)
    if begin is None:
        raise UnreadableError("this is no command of tccli")
    words = split(text, begin.end())
    reader = _Reader(text, begin.end(), read_file)
    reader.remarks += words.remarks
    reader.read(list(words.words))
    return reader.command()


class _Reader:
    def __init__(self, text: str, offset: int, read_file: Callable[[str], bytes] | None) -> None:
        self._text = text
        self._offset = offset
        self._read_file = read_file
        self._names: list[Word] = []
        self._own: dict[str, str] = {}
        self._texts: list[tuple[str, str]] = []
        self._values: list[tuple[str, list[Word]]] = []
        self._unfolded = False
        self._input: JsonObject = {}
        self.remarks: list[str] = []

    def _place(self, word: Word) -> tuple[int, int]:
        return place(self._text, word.at)

    def read(self, words: list[Word]) -> None:
        while words:
            word = words.pop(0)
            if not word.text.startswith("-") or _is_number(word.text):
                self._names.append(word)
                continue
            name, equals, joined = word.text.partition("=")
            values = [Word(joined, word.at)] if equals else []
            if name in _FLAGS:
                self._unfolded |= name == "--cli-unfold-argument"
                continue
            while not equals and words and not _is_option(words[0].text):
                values.append(words.pop(0))
                if name[2:3].islower():
                    break
            self._option(name, values, word)

    def _option(self, name: str, values: list[Word], word: Word) -> None:
        plain = name.lstrip("-")
        secret = _SECRETS.get(plain.lower())
        if secret is not None and (plain[:1].islower() or plain == secret):
            self.remarks.append(f"{secret} was dropped: keys come from a profile or the environment")
            return
        if not plain[:1].isupper():
            text = values[0].text if values else ""
            if name == "--cli-input-json":
                self._input = self._read_input(text, word)
            elif name not in _KNOWN:
                self.remarks.append(f"the option {name} was passed over")
            self._own[name] = text
            return
        if not values:
            raise UnreadableError(f"{name} has no value", *self._place(word))
        self._values.append((plain, values))
        self._texts.append((plain, " ".join(value.text for value in values)))

    def _read_input(self, text: str, word: Word) -> JsonObject:
        """The parameters of --cli-input-json: the text itself, or the file of a file:// address."""
        if not text.startswith("file://"):
            return read_parameters(text)
        path = unquote(text.removeprefix("file://"))
        if self._read_file is None:
            raise UnreadableError(
                f"the command takes its parameters from the file {path!r}, which is not at hand", *self._place(word)
            )
        try:
            return read_parameters(self._read_file(path).decode("utf-8-sig"))
        except (OSError, UnicodeDecodeError) as error:
            raise UnreadableError(f"the file {path!r} cannot be read: {error}", *self._place(word)) from error

    def command(self) -> TccliCommand:
        if len(self._names) < 2:
            raise UnreadableError("a command of tccli names a service and an action", *place(self._text, self._offset))
        service, action, *more = (word.text for word in self._names)
        self.remarks += [f"{word} was passed over: it belongs to no option" for word in more]
        service, _, of_service = service.partition(",")
        version = self._own.get("--version") or of_service or None
        return TccliCommand(
            service=DIRECTORIES.get(service, service),
            action=action,
            version=version,
            region=self._own.get("--region") or None,
            endpoint=self._own.get("--endpoint") or None,
            profile=self._own.get("--profile") or None,
            language=self._own.get("--language") or None,
            params=self._params(),
            texts=tuple(self._texts),
            remarks=tuple(dict.fromkeys(self.remarks)),
        )

    def _params(self) -> JsonObject:
        params: JsonObject = dict(self._input)
        if not self._unfolded and not any("." in name for name, _ in self._values):
            for name, values in self._values:
                params[name] = self._value(name, values)
            return params
        pairs: list[tuple[str, str]] = []
        for name, values in self._values:
            if len(values) == 1:
                pairs.append((name, values[0].text))
            else:  # a list takes its members one after the other
                pairs += [(f"{name}.{at}", value.text) for at, value in enumerate(values)]
        try:
            unfolded = unflattened(pairs)
        except ValueError as error:
            raise UnreadableError(str(error), *place(self._text, self._offset)) from error
        return {**params, **{name: _leaves(value) for name, value in unfolded.items()}}

    def _value(self, name: str, values: list[Word]) -> Json:
        if len(values) > 1:
            return [_scalar(value.text) for value in values]
        text = values[0].text
        if not text.lstrip().startswith(("{", "[")):
            return _scalar(text)
        try:
            return json.loads(text)
        except RecursionError as error:
            raise UnreadableError(f"the JSON of --{name} is nested too deeply", *self._place(values[0])) from error
        except ValueError as error:
            at = getattr(error, "colno", 1)
            reason = f"--{name} looks like JSON and is none: {error} (character {at} of the value)"
            raise UnreadableError(reason, *self._place(values[0])) from error


def _is_number(text: str) -> bool:
    return bool(_INTEGER.fullmatch(text) or _FLOAT.fullmatch(text))


def _is_option(text: str) -> bool:
    return text.startswith("-") and not _is_number(text) and len(text) > 1


def _leaves(value: Json) -> Json:
    match value:
        case dict():
            return {name: _leaves(inner) for name, inner in value.items()}
        case list():
            return [_leaves(inner) for inner in value]
        case str():
            return _scalar(value)
        case _:
            return value


def _scalar(text: str) -> Json:
    """A text that is exactly a number or a boolean of JSON as that; `007` and `1e5` stay texts."""
    if text in ("true", "True", "false", "False"):
        return text.lower() == "true"
    if _INTEGER.fullmatch(text) and text != "-0":
        return int(text)
    if _FLOAT.fullmatch(text) and repr(float(text)) == text:
        return float(text)
    return text
