"""Audits that need another auditor, and who could be it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from programme.audit import Audit
from programme.changed_copy import replace
from programme.council import Council
from programme.errors import LookElsewhere
from programme.hand_over import Standing
from programme.people import Person, Verb, require
from programme.ports import UnitOfWork
from programme.reassignment import PARTS, alternatives, auditor_of, why_needed
from programme.round_period import RoundPeriod
from programme.rules.tool import AuditPart
from programme.swap import keeps_own_away
from programme.use_cases.acting_on_audit import audit_of
from programme.use_cases.rounds_in_force import beside_in_force, period_of
from programme.use_cases.show_hand_over import OpenRequest, open_requests


@dataclass(frozen=True, slots=True)
class PartToGive:
    """A part of an audit that could be somebody else's. `why` is there where it must be, `asked`
    where its auditor asks to be spared it; the likeliest of `others` comes first."""

    audit: Audit
    part: AuditPart
    auditor: str
    auditor_id: str
    why: str | None
    others: tuple[Person, ...]
    asked: OpenRequest | None = None


async def show_auditors_needed(
    council: Council, w: UnitOfWork, today: date
) -> tuple[PartToGive, ...]:
    """Every part that its auditor can't do any more (they have left, or are away past its date), or
    has given back for the QA officers to decide."""
    people = await w.people.all()
    needed = await parts_without_auditor(council, w, people, today)
    asked = await open_requests(council, w)
    spared = {key for key, one in asked.items() if one.request.state is Standing.WITH_OFFICERS}
    spared -= {(audit.id, part) for audit, part in needed}
    audits = {audit.id: audit for audit in await w.audits.some({each for each, _ in spared})}
    given_back = [(audits[audit_id], part) for audit_id, part in sorted(spared)]
    found = await _to_give(council, w, [*needed, *given_back], people, today, asked)
    return tuple(sorted(found, key=lambda each: (each.audit.due, each.audit.case_reference)))


async def parts_without_auditor(
    council: Council, w: UnitOfWork, people: Sequence[Person], today: date
) -> list[tuple[Audit, AuditPart]]:
    """The same parts, and not who could have them, which takes much longer to find out."""
    known = {person.id: person for person in people}
    unfit = {p.id for p in people if not p.active or p.is_away(today)}
    return [
        (audit, part)
        for audit in await w.audits.unfinished_of_some(unfit)
        for part in _left_to_record(council, audit)
        if why_needed(audit, known.get(auditor_of(audit, part) or ""), today)
    ]


async def show_parts_to_give(
    council: Council, w: UnitOfWork, reader: Person, case_reference: str, today: date
) -> tuple[PartToGive, ...]:
    """What is left to record of the case's latest audit that isn't recorded whole, by part; empty
    once all are.

    Raises AskSomeoneAllowed, or LookElsewhere for a case without an audit in force.
    """
    require(reader, Verb.REASSIGN_AUDIT)
    audits = [a for a in await w.audits.of_case(case_reference) if not a.is_withdrawn]
    if not audits:
        raise LookElsewhere("There is no audit of a case with this reference.")
    for audit in audits:
        if parts := await _every_part(council, w, audit, today):
            return parts
    return ()


@dataclass(frozen=True, slots=True)
class OpenAudit:
    """An audit with something left to record, its lead auditor by name; `needed` where one of its
    auditors can't do it."""

    audit: Audit
    lead: str
    needed: bool


async def show_audits_to_give(
    council: Council, w: UnitOfWork, reader: Person, subject: str, today: date
) -> tuple[RoundPeriod, tuple[OpenAudit, ...]]:
    """The period of a round and of those beside it, and what of it could be somebody else's: what
    needs another auditor first. Raises AskSomeoneAllowed."""
    require(reader, Verb.REASSIGN_AUDIT)
    of = await period_of(council, w, subject)
    people = await w.people.all()
    names = {person.id: person.name for person in people}
    needed = {audit.id for audit, _ in await parts_without_auditor(council, w, people, today)}
    found = [
        OpenAudit(audit, names.get(audit.lead_id, "nobody"), audit.id in needed)
        for each in (of, *await beside_in_force(council, w, of))
        for audit in await w.audits.of_round(each.round_id, each.month)
        if _left_to_record(council, audit)
    ]
    found.sort(key=lambda one: (not one.needed, one.audit.due, one.audit.case_reference))
    return of, tuple(found)


async def show_audit_to_give(
    council: Council, w: UnitOfWork, reader: Person, audit_id: str, today: date
) -> tuple[PartToGive, ...]:
    """What is left to record of the audit, by part. Raises AskSomeoneAllowed, LookElsewhere."""
    require(reader, Verb.REASSIGN_AUDIT)
    audit = await audit_of(w, audit_id)
    return await _every_part(council, w, audit, today)


def _left_to_record(council: Council, audit: Audit) -> list[AuditPart]:
    """The parts that have an auditor who isn't done with them."""
    framework = council.framework_of(audit.framework_version)
    return [part for part in PARTS if audit.awaits(part, framework) and auditor_of(audit, part)]


async def _every_part(
    council: Council, w: UnitOfWork, audit: Audit, today: date
) -> tuple[PartToGive, ...]:
    parts = [(audit, part) for part in _left_to_record(council, audit)]
    asked = await open_requests(council, w)
    return await _to_give(council, w, parts, await w.people.all(), today, asked)


async def _to_give(
    council: Council,
    w: UnitOfWork,
    parts: Sequence[tuple[Audit, AuditPart]],
    people: Sequence[Person],
    today: date,
    asked: Mapping[tuple[str, AuditPart], OpenRequest],
) -> tuple[PartToGive, ...]:
    known = {person.id: person for person in people}
    loads = {month: await w.audits.load(month) for month in {audit.month for audit, _ in parts}}
    references = {audit.case_reference for audit, _ in parts}
    found = await w.cases.some(references)
    conflicts = await w.hand_overs.conflicts(references)
    cases = {case.reference: case for case in found}
    submitted = {audit.id for audit, _ in parts if audit.is_submitted}
    moderators = {each.id: each.moderator_id for each in await w.moderations.some(submitted)}
    made = [
        PartToGive(
            audit,
            part,
            known[person_id].name if person_id in known else "nobody",
            person_id,
            why_needed(audit, known.get(person_id), today),
            alternatives(
                audit,
                part,
                people,
                cases.get(audit.case_reference),
                loads[audit.month],
                today,
                moderator_id=moderators.get(audit.id),
                conflicted=conflicts.get(audit.case_reference, ()),
            ),
            asked.get((audit.id, part)),
        )
        for audit, part in parts
        if (person_id := auditor_of(audit, part))
    ]
    return tuple(_least_likely_last(council, each) for each in made)


def _least_likely_last(council: Council, each: PartToGive) -> PartToGive:
    """Whoever has been asked to take it, and didn't, is the least likely to; then who would have a
    case of their own team, where the round gives nobody one."""
    audit = each.audit
    was_asked = each.asked.request.to_id if each.asked else None
    not_own = keeps_own_away(audit, council.framework_of(audit.framework_version))

    def unlikely(person: Person) -> tuple[bool, bool]:
        return person.id == was_asked, not_own and person.team == audit.team

    return replace(each, others=tuple(sorted(each.others, key=unlikely)))
