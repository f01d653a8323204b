"""Everything a face (screen or shell) asks for, in one value made by `compose`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from tcexplorer.catalog.examples import example_params, typed
from tcexplorer.catalog.search import Hit, SearchIndex
from tcexplorer.diagnosis.explain import Explanation, explain
from tcexplorer.form.fields import Field, fields_of
from tcexplorer.protocol.model import Call
from tcexplorer.workbench.call import Exchange, Planned, Refused, Sender, perform, plan
from tcexplorer.workbench.context import Context, region_for

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from tcexplorer.catalog.model import Action, ActionRow, ErrorCode
    from tcexplorer.credentials.profiles import Profile
    from tcexplorer.protocol.model import JsonObject, Site


class CatalogueReader(Protocol):
    """What is asked of the catalogue."""

    @property
    def meta(self) -> Mapping[str, str]: ...

    def rows(self) -> list[ActionRow]: ...

    def action(self, service: str, version: str, action: str) -> Action | None: ...

    def find(self, service: str, action: str, version: str | None = None) -> ActionRow | None: ...

    def code(self, service: str, code: str) -> ErrorCode | None: ...


class SwitchFailed(Exception):  # noqa: N818 what happened
    """Another profile cannot be used; the text is one line for the user."""


class Profiles(Protocol):
    """Whom calls can be made as. Neither method blocks the loop."""

    async def listed(self) -> Sequence[Profile]:
        """The profiles there are now. Raises SwitchFailed."""
        ...

    async def context(self, profile: Profile) -> Context:
        """The context of calls as that profile, with its credential. Raises SwitchFailed."""
        ...


@dataclass(frozen=True, slots=True)
class LoadedExample:
    """An example of an action as parameters, and its title."""

    title: str
    params: JsonObject


class Session:
    """The running workbench. `context` is replaced as a whole when the user changes profile or region."""

    def __init__(
        self,
        catalogue: CatalogueReader,
        sender: Sender,
        context: Context,
        *,
        clock: Callable[[], float],
        warm: Callable[[], object] = lambda: None,
        profiles: Profiles | None = None,
    ) -> None:
        self.catalogue = catalogue
        self.sender = sender
        self.context = context
        self.clock = clock
        self.warm = warm
        """Readies the sender; takes a moment, so that it is called in a thread before the first call."""
        self.profiles = profiles
        """The way to other profiles; None where there are none to choose from."""
        self.closers: list[Callable[[], Awaitable[None]]] = []

    async def close(self) -> None:
        """Let go of connections and of the sandbox."""
        while self.closers:
            await self.closers.pop()()

    @cached_property
    def rows(self) -> list[ActionRow]:
        """Every action, in the catalogue's order."""
        return self.catalogue.rows()

    @cached_property
    def index(self) -> SearchIndex:
        return SearchIndex(self.rows)

    def search(self, query: str, limit: int = 500) -> list[Hit]:
        """Hits in `rows`, best first."""
        return self.index.search(query, limit)

    def action(self, row: ActionRow) -> Action | None:
        return self.catalogue.action(row.service, row.version, row.action)

    def fields(self, action: Action) -> tuple[Field, ...]:
        """The form of an action, for the context's site and language."""
        return fields_of(action, self.site_for(action.row), self.context.language)

    def site_for(self, row: ActionRow) -> Site:
        """The site an action is called on: the profile's; in the sandbox, which is of both, one that has it."""
        if self.context.is_sandbox and row.sites and self.context.site not in row.sites:
            return row.sites[0]
        return self.context.site

    def examples(self, action: Action) -> list[LoadedExample]:
        """The official examples that can be read as parameters, with values of the schema's types."""
        found: list[LoadedExample] = []
        for example in action.examples(self.context.language):
            params = example_params(example)
            if params is not None:
                found.append(LoadedExample(example.title, typed(params, action)))
        return found

    def call(self, action: Action, params: JsonObject) -> Call:
        """The call that the user wants, in the context."""
        row = action.row
        return Call(
            row.service,
            row.version,
            row.action,
            region_for(row, self.context),
            params,
            self.context.method,
            self.context.language,
            action.skip_sign,
        )

    def plan(self, action: Action, params: JsonObject) -> Planned | Refused:
        """Sign and guard; nothing is sent."""
        profile = replace(self.context.profile, site=self.site_for(action.row))
        context = replace(self.context, profile=profile)
        return plan(self.call(action, params), action.row.verb, context, now=self.clock())

    async def perform(self, planned: Planned) -> Exchange:
        """Send what was planned."""
        return await perform(planned, self.sender, clock=self.clock)

    def explain(self, code: str, service: str) -> Explanation:
        """What a code means, from the common table and the service's own list."""
        return explain(code, lookup=lambda wanted: self.catalogue.code(service, wanted), language=self.context.language)

    def change(self, **changes: object) -> None:
        """A new context with some fields changed."""
        self.context = replace(self.context, **changes)  # pyright: ignore[reportArgumentType]
