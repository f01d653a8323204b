"""Everything a face (screen or shell) asks for, in one value made by `compose`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from tcexplorer.calls.context import Context, is_local
from tcexplorer.calls.overflow import OverflowStore
from tcexplorer.calls.plan import Plan, RefusalReason, Refused, call_for, plan
from tcexplorer.catalog.examples import example_params, typed
from tcexplorer.catalog.index import ActionIndex
from tcexplorer.diagnosis.explain import Explanation, explain
from tcexplorer.protocol.model import Language
from tcexplorer.workbench.regions import RegionBook

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from tcexplorer.calls.exchange import Exchange
    from tcexplorer.calls.perform import CallFlow
    from tcexplorer.catalog.model import Action, ActionRow, ErrorCode, Service
    from tcexplorer.catalog.search import Hit
    from tcexplorer.credentials.profile import Profile
    from tcexplorer.diagnosis.exchange import RefusalCause
    from tcexplorer.protocol.model import JsonObject, Site
    from tcexplorer.workbench.drafts import Drafts
    from tcexplorer.workbench.notice import StartupNotice


class CatalogueReader(Protocol):
    """What is asked of the catalogue."""

    @property
    def meta(self) -> Mapping[str, str]: ...

    def rows(self) -> list[ActionRow]: ...

    def services(self) -> list[Service]: ...

    def named(self, action: str, service: str | None = None, version: str | None = None) -> list[ActionRow]: ...

    def action(self, service: str, version: str, action: str) -> Action | None: ...

    def find(self, service: str, action: str, version: str | None = None) -> ActionRow | None: ...

    def code(self, service: str, code: str) -> ErrorCode | None: ...

    def codes(self, service: str, version: str) -> tuple[ErrorCode, ...]: ...


class Watched(Protocol):
    """The inspector of a sandbox: what came so far, the oldest first, and who is told of more."""

    observers: list[Callable[[Any], None]]

    @property
    def seen(self) -> Sequence[Any]: ...


class Profiles(Protocol):
    """Whom calls can be made as. Neither method blocks the loop."""

    async def listed(self) -> Sequence[Profile]:
        """The profiles there are now. Raises ProfileError."""
        ...

    async def context(self, profile: Profile) -> Context:
        """The context of calls as that profile, with its credential. Raises ProfileError."""
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
        calls: CallFlow,
        context: Context,
        *,
        clock: Callable[[], float],
        warm: Callable[[], object] = lambda: None,
        profiles: Profiles | None = None,
    ) -> None:
        self.catalogue = catalogue
        self.calls = calls
        """What every call goes through."""
        self.context = context
        self.clock = clock
        self.warm = warm
        """Readies the sender; takes a moment, so that it is called in a thread before the first call."""
        self.profiles = profiles
        """The way to other profiles; None where there are none to choose from."""
        self.inspector: Callable[[], Watched | None] = lambda: None
        """What watches the embedded sandbox, once there is one."""
        self.proxy: str | None = None
        """URL of the proxy that requests go through; it may hold a password, so that only its place is shown."""
        self.skew = 0.0
        """Seconds that the server's clock is ahead of this machine's; what is signed with is corrected by it."""
        self.beginning: StartupNotice | None = None
        """What the screen does first; nothing when the session is complete."""
        self.keyless = ""
        """Why there is no credential, while there is none; one line for the user."""
        self.fetching = False
        """Whether the credential is on its way."""
        self.drafts: Drafts | None = None
        """What was filled in in earlier runs; None where nothing is kept."""
        self.regions = RegionBook(None, clock)
        """What is known of regions."""
        self.overflow = OverflowStore()
        """Where answers are kept that are larger than memory is given."""
        self.closers: list[Callable[[], Awaitable[None]]] = [self.overflow.close]

    async def close(self) -> None:
        """Let go of connections and of the sandbox."""
        while self.closers:
            await self.closers.pop()()

    @cached_property
    def rows(self) -> Sequence[ActionRow]:
        """Every action, in the catalogue's order."""
        return self.catalogue.rows()

    @cached_property
    def index(self) -> ActionIndex:
        return ActionIndex.of(self.rows)

    def search(self, query: str, limit: int = 500) -> list[Hit]:
        """Hits in `rows`, best first."""
        return self.index.search(query, limit)

    def action(self, row: ActionRow) -> Action | None:
        return self.catalogue.action(row.service, row.version, row.action)

    def site_for(self, row: ActionRow) -> Site:
        """The site an action is called on: the profile's; in the sandbox, which is of both, one that has it."""
        if self.context.is_sandbox and row.sites and self.context.site not in row.sites:
            return row.sites[0]
        return self.context.site

    def examples(self, action: Action) -> list[LoadedExample]:
        """The official examples that can be read as parameters, with values of the schema's types.

        One in the other language that sends the same as an earlier one is left out: it is its translation.
        """
        chinese = self.context.language is Language.CHINESE
        own = len(action.examples_zh if chinese else action.examples_en)
        found: list[LoadedExample] = []
        for at, example in enumerate(action.examples(self.context.language)):
            read = example_params(example)
            if read is None:
                continue
            params = typed(read, action)
            if at < own or all(params != one.params for one in found):
                found.append(LoadedExample(example.title, params))
        return found

    def plan(self, action: Action, params: JsonObject) -> Plan | Refused:
        """Sign and guard; nothing is sent."""
        if self.context.credential is None and self.keyless and not action.skip_sign:
            return Refused(RefusalReason.NO_CREDENTIAL, self.keyless)
        profile = replace(self.context.profile, site=self.site_for(action.row))
        context = replace(self.context, profile=profile)
        return plan(call_for(action, params, context), action.row.verb, context, now=self.clock() + self.skew)

    def explain(self, code: str, service: str) -> Explanation:
        """What a code means, from the common table and the service's own list."""
        return explain(code, lookup=lambda wanted: self.catalogue.code(service, wanted), language=self.context.language)

    def proxy_of(self, exchange: Exchange) -> str | None:
        """The proxy that a call went through; none to an endpoint on this machine."""
        return None if exchange.plan is None or is_local(exchange.plan.endpoint) else self.proxy

    def findings(self, exchange: Exchange) -> tuple[RefusalCause, ...]:
        """Why an exchange was refused, if its answer is an AuthFailure. Takes up to a fifth of a second."""
        from tcexplorer.calls.diagnose import findings_of

        return findings_of(exchange, self.context)

    def change(self, **changes: object) -> None:
        """A new context with some fields changed."""
        self.context = replace(self.context, **changes)  # pyright: ignore[reportArgumentType]
