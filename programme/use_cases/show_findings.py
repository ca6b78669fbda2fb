"""A submitted audit's findings as the manager of the case's team reads them (WC-10)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from programme.audit import Audit
from programme.council import Council
from programme.ports import UnitOfWork
from programme.rules.tool import AuditTool
from programme.use_cases.acknowledge_audit import may_acknowledge


@dataclass(frozen=True, slots=True)
class FindingsView:
    """The audit, with names for ids; `council` under the version that it began under."""

    council: Council
    audit: Audit
    tool: AuditTool
    lead: str
    acknowledged_by: str | None


async def show_findings(
    council: Council, w: UnitOfWork, asked: Collection[tuple[str, str]]
) -> Mapping[tuple[str, str], FindingsView]:
    """By reader's and audit's id; what isn't submitted, or isn't the reader's to see any more, is
    left out."""
    people = {person.id: person for person in await w.people.all()}
    audits = {audit.id: audit for audit in await w.audits.some({a for _, a in asked})}
    views = {}
    for reader_id, audit_id in asked:
        reader, audit = people.get(reader_id), audits.get(audit_id)
        if not reader or not reader.active or not audit or not audit.is_submitted:
            continue
        if await may_acknowledge(w, reader, audit):
            by, begun = people.get(audit.acknowledged_by or ""), council.under(audit)
            views[reader_id, audit_id] = FindingsView(
                begun,
                audit,
                begun.framework.tool(audit.tool_id),
                people[audit.lead_id].name,
                by.name if by else None,
            )
    return views
