"""The page Docs, and the strip below the form: what an action and its parameters are for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcexplorer.catalog.sites import only_at
from tcexplorer.form.fields import type_label
from tcexplorer.protocol.model import Site
from tcexplorer.tui.commands import BY_ID, Scope, of_place
from tcexplorer.tui.content.common import heading, prose
from tcexplorer.tui.text.styled_text import Line, Role, Span, bold, key_and_word, line, muted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tcexplorer.catalog.model import Action, ErrorCode, Member, TypeDef
    from tcexplorer.protocol.model import Language


def docs_lines(action: Action, site: Site, language: Language, codes: Sequence[ErrorCode] = ()) -> list[Line]:
    """The action, its parameters, their types, what comes back, the examples' titles, and the service's error codes."""
    row = action.row
    lines = [line(bold(row.title_in(language) or row.action)), line(muted(f"{row.service} {row.action} {row.version}"))]
    if only := only_at(row.sites):
        lines.append(line(Span(f"{only}: the other site does not have this action", Role.WARN)))
    lines.append(line(*key_and_word(of_place(Scope.PAGE, "find").key_text, "finds a word in here")))
    if doc := action.doc.text(language):
        lines += [Line(), *prose(doc)]
    among = row.sites
    lines += _members("Parameters", action.request.members, site, language, among, required=True)
    lines += _types(action, action.request, site, language)
    lines += _members("Answer", action.response.members, site, language, among, required=False)
    lines += _types(action, action.response, site, language)
    examples = action.examples(language)
    if examples:
        lines += [Line(), heading(f"Examples  {len(examples)}")]
        lines += [line(muted("· "), example.title or "(no title)", indent=2) for example in examples]
        lines.append(line(*key_and_word(BY_ID["example"].key_text, "fills the form from them, one after the other")))
    lines += _codes(row.service, codes, language)
    return lines


def _codes(service: str, codes: Sequence[ErrorCode], language: Language) -> Iterator[Line]:
    """The error codes of the whole service: the catalogue does not say which actions answer which."""
    if not codes:
        return
    yield Line()
    yield heading(f"Error codes of {service}  {len(codes)}")
    for one in codes:
        yield line(bold(one.code, Role.KEY))
        for text in prose(one.doc.text(language)):
            if text.spans:
                yield Line((Span("  "), *text.spans), indent=2 + text.indent)


def _members(
    title: str, members: Iterable[Member], site: Site, language: Language, among: Iterable[Site], *, required: bool
) -> Iterator[Line]:
    everywhere = tuple(members)
    known = [member for member in everywhere if site in member.sites]
    yield Line()
    yield heading(f"{title}  {len(known)}" if known else f"{title}  none")
    for member in known:
        yield from member_lines(member, site, language, required=required, among=among)
    if others := [member.name for member in everywhere if site not in member.sites]:
        yield line(muted(f"not on the {site} site: {', '.join(others)}"), indent=2)


def member_lines(
    member: Member, site: Site, language: Language, *, required: bool, among: Iterable[Site] = tuple(Site)
) -> Iterator[Line]:
    """A member: name, type, whether it has to be there, and its doc indented. `among` are the sites of its action."""
    notes = [type_label(member)]
    if required:
        notes.append("required" if member.required(site) else "optional")
    if member.disabled:
        notes.append("deprecated")
    if only := only_at(member.sites, among):
        notes.append(only)
    yield line(bold(member.name, Role.KEY), muted(f"  {', '.join(notes)}"))
    for one in prose(member.doc.text(language)):
        if one.spans:
            yield Line((Span("  "), *one.spans), indent=2 + one.indent)
    if member.example:
        yield line("  ", muted(f"e.g. {member.example}"), indent=4)


def _types(action: Action, top: TypeDef, site: Site, language: Language) -> Iterator[Line]:
    """The types that the members reach, each once, in the order they are met."""
    seen: dict[str, TypeDef] = {}
    waiting = [top]
    while waiting:
        for member in waiting.pop(0).members:
            found = action.types.get(member.of)
            if found is not None and member.of not in seen and found is not top:
                seen[member.of] = found
                waiting.append(found)
    for found in seen.values():
        yield from _members(found.name, found.members, site, language, action.row.sites, required=True)
