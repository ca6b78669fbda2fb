"""Audits that nobody has begun, whose case has closed."""

from dataclasses import dataclass
from datetime import date

from programme.audit import Audit
from programme.ports import UnitOfWork


@dataclass(frozen=True, slots=True)
class ClosedCase:
    """The audit, when its case closed, and its auditors by name, the lead first."""

    audit: Audit
    on: date
    auditors: tuple[str, ...]


async def show_closed_cases(w: UnitOfWork) -> tuple[ClosedCase, ...]:
    """For the QA officers, the most urgent first."""
    audits = await w.audits.of_closed_cases()
    ids = {each for audit in audits for each in (audit.lead_id, audit.peer_id) if each}
    names = {person.id: person.name for person in await w.people.some(ids)}
    found = [
        ClosedCase(
            audit,
            audit.case_closed_on,
            tuple(names[each] for each in (audit.lead_id, audit.peer_id) if each in names),
        )
        for audit in audits
        if audit.case_closed_on is not None
    ]
    return tuple(sorted(found, key=lambda each: (each.audit.due, each.audit.case_reference)))
