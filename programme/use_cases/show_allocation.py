"""One person's part of a round's allocation, and a group manager's view of their service area."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from programme.audit import Audit
from programme.calendar import short_day
from programme.changed_copy import replace
from programme.council import Council
from programme.people import Person
from programme.ports import UnitOfWork
from programme.reassignment import Reassignment
from programme.round_period import RoundPeriod
from programme.rules.tool import AuditPart
from programme.use_cases.acknowledge_audit import tells_team_manager
from programme.use_cases.part_in_month import PartInMonth
from programme.use_cases.show_hand_over import OpenRequest, open_requests


@dataclass(frozen=True, slots=True)
class AllocatedAudit:
    """One line of an allocation: the audit, and who its auditors are by name.

    `peer_wanted` where the round has lead and peer (WC-05: some have none); `practice_of` is whose
    practice it looks at, by name (WC-12).
    """

    audit: Audit
    tool: str
    lead: str
    peer: str | None
    part: AuditPart | None
    views_awaited: bool
    peer_wanted: bool = True
    practice_of: str | None = None
    acknowledged: str | None = None
    """Who has acknowledged the findings and when, or that nobody has, where that is awaited."""
    asked: OpenRequest | None = None
    """What the reader has asked, where they would be spared it."""

    @property
    def looks_at(self) -> str:
        """The tool, and whose practice it looks at where it does."""
        return f"{self.tool}: {self.practice_of}" if self.practice_of else self.tool


@dataclass(frozen=True, slots=True)
class PassedOn:
    """An audit that was the reader's, who has it now by name, and why."""

    case_reference: str
    to: str
    reason: str


@dataclass(frozen=True, slots=True)
class AllocationView:
    """What one person has to know of an allocation."""

    of: RoundPeriod
    reader: Person
    lines: tuple[AllocatedAudit, ...]
    acknowledged_at: datetime | None
    passed_on: tuple[PassedOn, ...] = ()


async def show_allocations(
    council: Council, w: UnitOfWork, of: RoundPeriod, person_ids: Collection[str]
) -> Mapping[str, AllocationView]:
    """Each auditor's own part, by person id, with what was theirs and has passed to somebody else.

    Those who have and had no audit in it are left out.
    """
    people = {person.id: person for person in await w.people.all()}
    audits = await w.audits.of_auditors(person_ids, of.round_id, of.month)
    theirs = _by_auditor(audits)
    acknowledged = await _acknowledged(w, of)
    passed = await _passed(w, of, person_ids)
    asked = await open_requests(council, w)
    views = {}
    for person_id in person_ids:
        gone = tuple(
            PassedOn(each.case_reference, people[each.to_id].name, each.reason)
            for each in passed
            if each.from_id == person_id
            and not any(a.id == each.audit_id and a.part_of(person_id) for a in audits)
        )
        own = sorted(theirs[person_id], key=lambda each: each[1] != "lead")
        reader = people.get(person_id)
        if (own or gone) and reader and reader.active:
            views[person_id] = AllocationView(
                of,
                reader,
                tuple(
                    replace(
                        allocated(council, audit, people, person_id),
                        asked=asked.get((audit.id, part)),
                    )
                    for audit, part in own
                ),
                acknowledged.get(person_id),
                gone,
            )
    return views


def _by_auditor(audits: Iterable[Audit]) -> Mapping[str, Sequence[tuple[Audit, AuditPart]]]:
    found: defaultdict[str, list[tuple[Audit, AuditPart]]] = defaultdict(list)
    for audit in audits:
        for person_id in {audit.lead_id, audit.peer_id}:
            if person_id and (part := audit.part_of(person_id)):
                found[person_id].append((audit, part))
    return found


async def show_group_allocations(
    council: Council, w: UnitOfWork, of: RoundPeriod, person_ids: Collection[str]
) -> Mapping[str, AllocationView]:
    """The service areas copied to each, by person id; those without audits are left out."""
    people = {person.id: person for person in await w.people.all()}
    audits = await w.audits.of_round(of.round_id, of.month)
    withdrawn = await w.audits.withdrawn_of(of.round_id, of.month)
    acknowledged = await _acknowledged(w, of)
    part = PartInMonth.of((*audits, *withdrawn), of.rule, people.values())
    views = {}
    for person_id in person_ids:
        reader = people.get(person_id)
        areas = part.copied_areas(reader) if reader else ()
        if reader and reader.active and areas:
            copied = [each for each in (*audits, *withdrawn) if each.service_area in areas]
            views[person_id] = AllocationView(
                of,
                reader,
                tuple(allocated(council, audit, people, person_id) for audit in copied),
                acknowledged.get(person_id),
            )
    return views


async def _passed(
    w: UnitOfWork, of: RoundPeriod, person_ids: Collection[str]
) -> tuple[Reassignment, ...]:
    """What of the period's audits passed from one of the people to somebody else."""
    found = await w.reassignments.from_people(person_ids, of.month)
    audits = await w.audits.some({each.audit_id for each in found})
    ours = {audit.id for audit in audits if audit.round_id == of.round_id}
    return tuple(each for each in found if each.audit_id in ours)


async def _acknowledged(w: UnitOfWork, of: RoundPeriod) -> Mapping[str, datetime]:
    found = await w.allocations.acknowledgements(of.round_id, of.month)
    return {one.person_id: one.at for one in found}


def allocated(
    council: Council, audit: Audit, people: Mapping[str, Person], reader_id: str
) -> AllocatedAudit:
    """The line of `audit` as `reader_id` reads it."""
    peer = people[audit.peer_id].name if audit.peer_id else None
    part = audit.part_of(reader_id)
    framework = council.framework_of(audit.framework_version)
    return AllocatedAudit(
        audit=audit,
        tool=framework.tool(audit.tool_id).title,
        lead=people[audit.lead_id].name,
        peer=peer,
        part=part,
        views_awaited=audit.views_recorded_at is None
        and not audit.is_withdrawn
        and part == audit.views_asked_of(framework),
        peer_wanted=any(each.peer for each in framework.rounds if each.id == audit.round_id),
        acknowledged=_acknowledgement(council, audit, people),
        practice_of=people[audit.practice_of].name if audit.practice_of else None,
    )


def _acknowledgement(council: Council, audit: Audit, people: Mapping[str, Person]) -> str | None:
    if not audit.is_submitted or not tells_team_manager(council, audit):
        return None
    if audit.acknowledged_at is None:
        return "The team manager has yet to acknowledge the findings"
    by = people.get(audit.acknowledged_by or "")
    day = short_day(council.today(audit.acknowledged_at))
    return f"Findings acknowledged by {by.name if by else 'somebody'} on {day}"
