"""The fields of the form of a profile, and what they say."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual.containers import Horizontal
from textual.suggester import SuggestFromList

from tcexplorer.credentials.credential import CredentialError, checked
from tcexplorer.credentials.profile import KEYRING, SESSION, Profile
from tcexplorer.diagnosis.keys import key_advice, site_of_id
from tcexplorer.protocol.model import Language, Site
from tcexplorer.protocol.regions import REGIONS
from tcexplorer.tui.dialogs.pickers import NO_REGION
from tcexplorer.tui.text.styled_text import Role
from tcexplorer.tui.widgets.bars import Bar, piece
from tcexplorer.tui.widgets.radio_row import RadioRow
from tcexplorer.tui.widgets.secret_field import SecretField
from tcexplorer.tui.widgets.text_field import TextField, scrubbed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.widget import Widget

    from tcexplorer.protocol.model import Credential
    from tcexplorer.workbench.profiles import ProfileEntry

_SITES = (Site.DOMESTIC, Site.INTERNATIONAL)
_LANGUAGES = (None, Language.ENGLISH, Language.CHINESE)
_KEPT = (KEYRING, SESSION)
_CODES = tuple(region.code for region in REGIONS)


class ProfileFields:
    """What is typed and picked about a profile; `entry` is the one to edit, None for a new one."""

    def __init__(self, entry: ProfileEntry | None) -> None:
        self.old = old = entry.profile if entry is not None else None
        about = old or Profile("")
        key = f"{entry.masked_id or 'the key there is'}; empty keeps it" if entry is not None else "AKID…"
        self.name = TextField("such as dev", id="name", classes="cell")
        self.secret_id = TextField(key, id="secret-id", classes="cell")
        self.secret_key = SecretField(
            "not shown" if old is None else "not shown; empty keeps it", id="secret-key", classes="cell"
        )
        self.token = SecretField("only with a temporary key; memory only", id="token", classes="cell")
        self.region = TextField("such as ap-guangzhou; empty sends none", id="region-code", classes="cell")
        self.region.suggester = SuggestFromList(_CODES, case_sensitive=False)
        self.region.value = scrubbed(about.region or "")
        self.site = RadioRow(("domestic", "international"), _SITES.index(about.site))
        self.language = RadioRow(("as it is", "English", "Chinese"), _LANGUAGES.index(about.language))
        self.production = RadioRow(("no", "yes, mark it"), int(about.production))
        self.mode = RadioRow(("CAN WRITE", "read-only"), int(about.read_only))
        self.keep = RadioRow(("in the keyring", "this session only"), int(about.source == SESSION))
        self._untouched = {self.site, self.mode} if old is None else {self.mode}

    def rows(self) -> Iterator[Widget]:
        """The fields with their labels, from the top down."""
        old = self.old
        if old is None:
            yield _row("name", self.name)
        if old is None or old.source in _KEPT:
            yield _row("SecretId", self.secret_id)
            yield _row("SecretKey", self.secret_key)
        if old is None or old.source == SESSION:
            yield _row("Token", self.token)
        yield _row("region", self.region)
        yield _row("site", self.site)
        yield _row("language", self.language)
        yield _row("production", self.production)
        yield _row("may write", self.mode)
        if self.can_choose_keeping:
            yield _row("key is kept", self.keep)

    @property
    def can_choose_keeping(self) -> bool:
        """Whether the user says where the key is kept."""
        return self.old is None or self.old.source == SESSION

    @property
    def last(self) -> Widget:
        """The field behind which the form is done."""
        return self.keep if self.can_choose_keeping else self.mode

    def typed(self) -> tuple[object, ...]:
        """What is in the fields, to see whether anything was changed; of the key only its length."""
        fields = (self.name, self.secret_id, self.secret_key, self.token, self.region)
        picks = (self.site, self.language, self.production, self.mode)
        return (
            *(len(one.value) if one is self.secret_key else one.value for one in fields),
            *(one.at for one in picks),
        )

    def id_typed(self) -> None:
        """The site follows the SecretId until the user picks one."""
        if self.site in self._untouched and (site := site_of_id(self.secret_id.value)):
            self.site.at = _SITES.index(site)

    def picked(self, pick: RadioRow) -> None:
        """Production is read-only unless the user says otherwise."""
        self._untouched.discard(pick)
        if pick is self.production and self.mode in self._untouched:
            self.mode.at = self.production.at

    def keep_in_session(self) -> None:
        """There is no keyring."""
        self.keep.at = _KEPT.index(SESSION)

    def advice(self) -> Iterator[str]:
        """What is odd about what is typed; it holds nothing up."""
        secret_id, secret_key, token = self.secret_id.value, self.secret_key.value, self.token.value or None
        if secret_id or secret_key:
            for text in key_advice(secret_id, secret_key, token):
                if not text.endswith("is empty"):
                    yield text
        site = site_of_id(secret_id)
        if site is not None and site is not _SITES[self.site.at]:
            yield f"the SecretId begins as those of the {site} site do"
        region = self.region.value.strip()
        if region and region not in _CODES and not any(code.startswith(region) for code in _CODES):
            yield f"{region} is none of the regions known here"

    def credential(self) -> Credential | None:
        """The key that was typed; None to keep the one there is. Blanks around it are not part of it.

        Raises CredentialError.
        """
        secret_id, secret_key, token = (one.value.strip() for one in (self.secret_id, self.secret_key, self.token))
        if self.old is not None and not (secret_id or secret_key):
            if token:
                raise CredentialError("a Token belongs to a SecretId and a SecretKey of its own: type all three")
            return None
        return checked(secret_id, secret_key, token or None)

    def profile(self, name: str) -> Profile:
        """The profile that the fields describe."""
        about = self.old or Profile(name)
        source = about.source
        if self.can_choose_keeping:
            source = SESSION if self.token.value.strip() else _KEPT[self.keep.at]
        region = self.region.value.strip()
        return replace(
            about,
            source=source,
            region=None if region.lower() in ("", "none", NO_REGION) else region,
            site=_SITES[self.site.at],
            language=_LANGUAGES[self.language.at],
            read_only=bool(self.mode.at),
            production=bool(self.production.at),
        )

    def forget(self) -> None:
        """Forget what is secret."""
        self.secret_key.forget()
        self.token.forget()


def _row(label: str, field: Widget) -> Horizontal:
    return Horizontal(Bar([piece(label, Role.BARE)], classes="label"), field, classes="row")
