"""A re-audit as its auditor and the QA officers see it (SW-06)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from programme.council import Council
from programme.outside_rounds import FollowedAudit
from programme.people import Person, Role
from programme.ports import UnitOfWork
from programme.use_cases.audit_result import AuditResult, audit_results


@dataclass(frozen=True, slots=True)
class ReAuditView:
    """The re-audit, the audit that it follows, and what has become of that one's actions."""

    today: date
    reader: Person
    followed: FollowedAudit
    result: AuditResult
    original: AuditResult
    lead_is_here: bool

    @property
    def is_mine(self) -> bool:
        """Whether the reader does it."""
        return self.result.audit.lead_id == self.reader.id

    @property
    def is_open(self) -> bool:
        """Whether it is time to do it."""
        return self.today >= self.followed.opens_on and self.result.audit.is_to_submit


async def show_re_audits(
    council: Council, w: UnitOfWork, pairs: Collection[tuple[str, str]], today: date
) -> Mapping[tuple[str, str], ReAuditView]:
    """For each (reader id, re-audit's id), for its auditor and the QA officers alone."""
    followed = await w.outside_rounds.re_audits({audit_id for _, audit_id in pairs})
    originals = {each.original_id for each in followed.values()}
    results = await audit_results(council, w, {*followed, *originals})
    leads = {result.audit.lead_id for result in results.values()}
    named = await w.people.some({reader for reader, _ in pairs} | leads)
    people = {person.id: person for person in named}
    views = {}
    for reader_id, audit_id in pairs:
        reader, result = people.get(reader_id), results.get(audit_id)
        if reader is None or result is None or not reader.active or audit_id not in followed:
            continue
        if reader.has(Role.QA_OFFICER) or result.audit.lead_id == reader_id:
            views[reader_id, audit_id] = ReAuditView(
                today,
                reader,
                followed[audit_id],
                result,
                results[followed[audit_id].original_id],
                people[result.audit.lead_id].active,
            )
    return views
