"""An audit that was asked for, as its auditor and the QA officers see it (WC-14)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from programme.council import Council
from programme.people import Person, Role
from programme.ports import UnitOfWork
from programme.use_cases.audit_result import AuditResult, audit_results


@dataclass(frozen=True, slots=True)
class CommissionedView:
    """The audit, what sort of commission it is, and who asked for it on what topic."""

    reader: Person
    result: AuditResult
    commission: str
    asked_by: str
    topic: str
    lead_is_here: bool

    @property
    def is_mine(self) -> bool:
        """Whether the reader does it."""
        return self.result.audit.lead_id == self.reader.id


async def show_commissioned(
    council: Council, w: UnitOfWork, pairs: Collection[tuple[str, str]]
) -> Mapping[tuple[str, str], CommissionedView]:
    """For each (reader id, audit id), for its auditor and the QA officers alone; once it is
    withdrawn for whoever asked for it as well, who would wait for its result."""
    asked = await w.outside_rounds.commissioned({audit_id for _, audit_id in pairs})
    results = await audit_results(council, w, asked)
    ids = {reader for reader, _ in pairs} | {each.asked_by for each in asked.values()}
    ids |= {result.audit.lead_id for result in results.values()}
    people = {person.id: person for person in await w.people.some(ids)}
    views = {}
    for reader_id, audit_id in pairs:
        reader, result = people.get(reader_id), results.get(audit_id)
        if reader is None or result is None or not reader.active:
            continue
        waits = result.audit.is_withdrawn and asked[audit_id].asked_by == reader_id
        if waits or reader.has(Role.QA_OFFICER) or result.audit.lead_id == reader_id:
            of, rules = asked[audit_id], council.under(result.audit).framework.commissions
            titles = {rule.id: rule.title for rule in rules}
            views[reader_id, audit_id] = CommissionedView(
                reader,
                result,
                titles.get(of.commission_id, result.tool),
                people[of.asked_by].name,
                of.topic,
                people[result.audit.lead_id].active,
            )
    return views
