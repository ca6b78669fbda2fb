"""A submitted audit's findings and actions as the manager of the case's team has them (WC-10)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from programme.audit import Audit
from programme.council import Council
from programme.people import Person
from programme.ports import UnitOfWork
from programme.rules.tool import AuditTool
from programme.use_cases.acknowledge_audit import may_acknowledge
from programme.use_cases.action_lines import ActionLine, lines_for


@dataclass(frozen=True, slots=True)
class FindingsView:
    """The audit, with names for ids; `council` under the version that it began under. `lines` are
    its actions, as far as the reader may do something about them."""

    council: Council
    today: date
    audit: Audit
    tool: AuditTool
    lead: str
    acknowledged_by: str | None
    lines: tuple[ActionLine, ...]


async def show_findings(
    council: Council, w: UnitOfWork, asked: Collection[tuple[str, str]], today: date
) -> Mapping[tuple[str, str], FindingsView]:
    """By reader's and audit's id; what isn't submitted, or isn't the reader's to see any more, is
    left out."""
    people = {person.id: person for person in await w.people.all()}
    audits = {audit.id: audit for audit in await w.audits.some({a for _, a in asked})}
    seen: dict[tuple[str, str], FindingsView] = {}
    for reader_id in dict.fromkeys(reader_id for reader_id, _ in asked):
        reader = people.get(reader_id)
        of = [audit for one, a in asked if one == reader_id and (audit := audits.get(a))]
        if reader and reader.active:
            theirs = [a for a in of if a.is_submitted and await may_acknowledge(w, reader, a)]
            actions = await w.actions.of_audits([audit.id for audit in theirs])
            lines = await lines_for(council, w, actions, reader, today)
            seen |= {
                (reader_id, audit.id): _view(council, audit, people, lines, today)
                for audit in theirs
            }
    return seen


def _view(
    council: Council,
    audit: Audit,
    people: Mapping[str, Person],
    lines: Collection[ActionLine],
    today: date,
) -> FindingsView:
    by, begun = people.get(audit.acknowledged_by or ""), council.under(audit)
    return FindingsView(
        council=begun,
        today=today,
        audit=audit,
        tool=begun.framework.tool(audit.tool_id),
        lead=people[audit.lead_id].name,
        acknowledged_by=by.name if by else None,
        lines=tuple(line for line in lines if line.action.audit_id == audit.id),
    )
