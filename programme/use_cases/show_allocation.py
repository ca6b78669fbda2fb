"""One person's part of a month's allocation, and a group manager's view of their service area."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from programme.audit import Audit
from programme.calendar import Month
from programme.council import Council
from programme.people import Person
from programme.ports import UnitOfWork
from programme.rules.tool import AuditPart
from programme.use_cases.part_in_month import PartInMonth


@dataclass(frozen=True, slots=True)
class AllocatedAudit:
    """One line of an allocation: the audit, and who its auditors are by name."""

    audit: Audit
    tool: str
    lead: str
    peer: str | None
    part: AuditPart | None
    views_awaited: bool


@dataclass(frozen=True, slots=True)
class PassedOn:
    """An audit that was the reader's, who has it now by name, and why."""

    case_reference: str
    to: str
    reason: str


@dataclass(frozen=True, slots=True)
class AllocationView:
    """What one person has to know of a month's allocation."""

    month: Month
    reader: Person
    lines: tuple[AllocatedAudit, ...]
    acknowledged_at: datetime | None
    passed_on: tuple[PassedOn, ...] = ()


async def show_allocations(
    council: Council, w: UnitOfWork, month: Month, person_ids: Collection[str]
) -> Mapping[str, AllocationView]:
    """Each auditor's own part, by person id, with what was theirs and has passed to somebody else.

    Those who have and had no audit in the month are left out.
    """
    people = {person.id: person for person in await w.people.all()}
    audits = await w.audits.of_auditors(person_ids, month)
    acknowledged = {a.person_id: a.at for a in await w.allocations.acknowledgements(month)}
    passed = await w.reassignments.from_people(person_ids, month)
    views = {}
    for person_id in person_ids:
        gone = tuple(
            PassedOn(each.case_reference, people[each.to_id].name, each.reason)
            for each in passed
            if each.from_id == person_id
            and not any(a.id == each.audit_id and a.part_of(person_id) for a in audits)
        )
        own = sorted(
            (audit for audit in audits if audit.part_of(person_id)),
            key=lambda audit: audit.lead_id != person_id,
        )
        reader = people.get(person_id)
        if (own or gone) and reader and reader.active:
            views[person_id] = AllocationView(
                month,
                reader,
                tuple(allocated(council, audit, people, person_id) for audit in own),
                acknowledged.get(person_id),
                gone,
            )
    return views


async def show_group_allocations(
    council: Council, w: UnitOfWork, month: Month, person_ids: Collection[str]
) -> Mapping[str, AllocationView]:
    """Each group manager's service area, by person id; those without audits are left out."""
    people = {person.id: person for person in await w.people.all()}
    audits, withdrawn = await w.audits.of_month(month), await w.audits.withdrawn_of(month)
    acknowledged = {a.person_id: a.at for a in await w.allocations.acknowledgements(month)}
    part = PartInMonth.of((*audits, *withdrawn), council.framework.allocation)
    views = {}
    for person_id in person_ids:
        reader = people.get(person_id)
        if reader and reader.active and part.is_copied(reader):
            area = [
                audit
                for audit in (*audits, *withdrawn)
                if audit.service_area == reader.service_area
            ]
            views[person_id] = AllocationView(
                month,
                reader,
                tuple(allocated(council, audit, people, person_id) for audit in area),
                acknowledged.get(person_id),
            )
    return views


def allocated(
    council: Council, audit: Audit, people: Mapping[str, Person], reader_id: str
) -> AllocatedAudit:
    """The line of `audit` as `reader_id` reads it."""
    peer = people[audit.peer_id].name if audit.peer_id else None
    part = audit.part_of(reader_id)
    return AllocatedAudit(
        audit=audit,
        tool=council.framework.tool(audit.tool_id).title,
        lead=people[audit.lead_id].name,
        peer=peer,
        part=part,
        views_awaited=audit.views_recorded_at is None
        and not audit.is_withdrawn
        and part == audit.views_asked_of(council.framework),
    )
