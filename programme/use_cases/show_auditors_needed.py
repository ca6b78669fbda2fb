"""Audits that need another auditor, and who could be it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from programme.audit import Audit
from programme.council import Council
from programme.errors import LookElsewhere
from programme.people import Person, Verb, require
from programme.ports import UnitOfWork
from programme.reassignment import PARTS, alternatives, auditor_of, why_needed
from programme.round_period import RoundPeriod
from programme.rules.tool import AuditPart
from programme.use_cases.acting_on_audit import audit_of
from programme.use_cases.rounds_in_force import beside_in_force, period_of


@dataclass(frozen=True, slots=True)
class PartToGive:
    """A part of an audit that could be somebody else's. `why` is there where it must be; the
    likeliest of `others` comes first."""

    audit: Audit
    part: AuditPart
    auditor: str
    auditor_id: str
    why: str | None
    others: tuple[Person, ...]


async def show_auditors_needed(
    council: Council, w: UnitOfWork, today: date
) -> tuple[PartToGive, ...]:
    """Every part that its auditor can't do any more: they have left, or are away past its date."""
    people = await w.people.all()
    unfit = {p.id for p in people if not p.active or p.is_away(today)}
    found: list[PartToGive] = []
    for audit in await w.audits.unfinished_of_some(unfit):
        parts = await _parts(council, w, audit, people, today)
        found += [each for each in parts if each.why is not None]
    return tuple(sorted(found, key=lambda each: (each.audit.due, each.audit.case_reference)))


async def show_parts_to_give(
    council: Council, w: UnitOfWork, reader: Person, case_reference: str, today: date
) -> tuple[PartToGive, ...]:
    """What is left to record of the case's latest audit, by part; empty once all is recorded.

    Raises AskSomeoneAllowed, or LookElsewhere for a case without an audit in force.
    """
    require(reader, Verb.REASSIGN_AUDIT)
    audits = [a for a in await w.audits.of_case(case_reference) if not a.is_withdrawn]
    if not audits:
        raise LookElsewhere("There is no audit of a case with this reference.")
    return await _parts(council, w, audits[0], await w.people.all(), today)


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
    names = {person.id: person.name for person in await w.people.all()}
    needed = {each.audit.id for each in await show_auditors_needed(council, w, today)}
    found = [
        OpenAudit(audit, names.get(audit.lead_id, "nobody"), audit.id in needed)
        for each in (of, *await beside_in_force(council, w, of))
        for audit in await w.audits.of_round(each.round_id, each.month)
        if any(audit.awaits(part, council.under(audit).framework) for part in PARTS)
    ]
    found.sort(key=lambda one: (not one.needed, one.audit.due, one.audit.case_reference))
    return of, tuple(found)


async def show_audit_to_give(
    council: Council, w: UnitOfWork, reader: Person, audit_id: str, today: date
) -> tuple[PartToGive, ...]:
    """What is left to record of the audit, by part. Raises AskSomeoneAllowed, LookElsewhere."""
    require(reader, Verb.REASSIGN_AUDIT)
    audit = await audit_of(w, audit_id)
    return await _parts(council, w, audit, await w.people.all(), today)


async def _parts(
    council: Council, w: UnitOfWork, audit: Audit, people: Sequence[Person], today: date
) -> tuple[PartToGive, ...]:
    known = {person.id: person for person in people}
    month = await w.audits.of_month(audit.month)
    load = Counter(each for a in month for each in (a.lead_id, a.peer_id) if each)
    case = await w.cases.get(audit.case_reference)
    moderation = await w.moderations.get(audit.id) if audit.is_submitted else None
    moderator_id = moderation.moderator_id if moderation else None
    framework = council.framework_of(audit.framework_version)
    return tuple(
        PartToGive(
            audit,
            part,
            known[person_id].name if person_id in known else "nobody",
            person_id,
            why_needed(audit, known.get(person_id), today),
            alternatives(audit, part, people, case, load, today, moderator_id=moderator_id),
        )
        for part in PARTS
        if audit.awaits(part, framework) and (person_id := auditor_of(audit, part) or "")
    )
