"""An audit passes to another auditor, or is withdrawn."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from programme.audit import Audit, AuditState
from programme.calendar import Month, day_in_words
from programme.case import Case
from programme.changed_copy import replace
from programme.errors import CorrectAndRepeat, ShowAsItIsNow
from programme.framework import Framework
from programme.peers import works_on
from programme.people import Person
from programme.personal_data import problem_with
from programme.rules.tool import AuditPart

REASON_AT_MOST = 500
PARTS: tuple[AuditPart, ...] = ("lead", "peer")


@dataclass(frozen=True, slots=True)
class Reassignment:
    """That the `part` of an audit passed from one person to another. `version` is the audit's
    since then; `at` is UTC."""

    audit_id: str
    version: int
    month: Month
    case_reference: str
    part: AuditPart
    from_id: str
    to_id: str
    reason: str
    by: str
    at: datetime


def auditor_of(audit: Audit, part: AuditPart) -> str | None:
    """The id of the person who has that part."""
    return audit.lead_id if part == "lead" else audit.peer_id


def why_barred(
    audit: Audit,
    part: AuditPart,
    person: Person,
    case: Case | None,
    today: date,
    *,
    moderator_id: str | None,
    conflicted: Collection[str],
) -> str | None:
    """Why the person can't have that part of the audit, in a sentence; None when they can.

    `moderator_id` is who moderates it, or has: never one of its auditors. `conflicted` are those
    who have declared a conflict of interest for the case.
    """
    other = auditor_of(audit, "peer" if part == "lead" else "lead")
    if not person.active:
        return f"{person.name} has left the council; please choose somebody else."
    if person.id == other:
        return f"{person.name} is the other auditor of this case; please choose somebody else."
    if person.id == moderator_id:
        return f"{person.name} moderates this audit; please choose somebody else."
    if person.is_away(today):
        return f"{person.name} is away today; please choose somebody else."
    if case is not None and works_on(person, case):
        return f"{person.name} works on this case; please choose somebody else."
    if person.id in conflicted:
        return (
            f"{person.name} has declared a conflict of interest for this case; please choose "
            "somebody else."
        )
    if person.id == audit.practice_of:
        return f"The audit looks at {person.name}'s own practice; please choose somebody else."
    return None


def why_needed(audit: Audit, person: Person | None, today: date) -> str | None:
    """Why an auditor who still has something to record can't do it; None when they can."""
    if person is None or not person.active:
        return "has left"
    back = max((a.last for a in person.absences if a.covers(today)), default=None)
    if back is not None and back >= audit.due:
        return f"is away until {day_in_words(back)}"
    return None


def alternatives(
    audit: Audit,
    part: AuditPart,
    people: Iterable[Person],
    case: Case | None,
    load: Mapping[str, int],
    today: date,
    *,
    moderator_id: str | None,
    conflicted: Collection[str],
) -> tuple[Person, ...]:
    """Who could have that part, the likeliest first: those with a role that the auditor had, from
    the case's team (for the lead), then from its service area; the fewer audits in `load` first."""
    everyone = {person.id: person for person in people}
    before = everyone.get(auditor_of(audit, part) or "")
    roles = before.roles if before else frozenset()
    fit = [
        person
        for person in everyone.values()
        if person != before
        and not person.roles.isdisjoint(roles)
        and not why_barred(
            audit, part, person, case, today, moderator_id=moderator_id, conflicted=conflicted
        )
    ]
    return tuple(
        sorted(
            fit,
            key=lambda p: (
                (p.team == audit.team) != (part == "lead"),
                p.service_area != audit.service_area,
                load.get(p.id, 0),
                p.name,
            ),
        )
    )


def reassigned(
    audit: Audit,
    part: AuditPart,
    *,
    to: Person,
    old: str,
    reason: str,
    framework: Framework,
    case: Case | None,
    today: date,
    moderator_id: str | None,
    conflicted: Collection[str],
) -> Audit:
    """The audit with `to` in that part; what was written so far stays. `old` is a name.

    Raises ShowAsItIsNow when the part is done or the audit withdrawn, CorrectAndRepeat for the
    reason or a person who is barred.
    """
    if not audit.awaits(part, framework):
        raise ShowAsItIsNow("There is nothing left to record in this part of the audit.")
    problems = {
        "to": why_barred(
            audit, part, to, case, today, moderator_id=moderator_id, conflicted=conflicted
        ),
        "reason": problem_with(reason, most=REASON_AT_MOST, today=today),
    }
    found = {field: sentence for field, sentence in problems.items() if sentence}
    if found:
        raise CorrectAndRepeat("The audit was not passed on yet: please see below.", found)
    told = f"{to.name} is the {part} auditor since {day_in_words(today)}, in place of {old}."
    changed = replace(audit, why=(*audit.why, told), version=audit.version + 1)
    return replace(changed, lead_id=to.id) if part == "lead" else replace(changed, peer_id=to.id)


def withdrawn(audit: Audit, *, reason: str, today: date) -> Audit:
    """The audit withdrawn. Raises ShowAsItIsNow once it is submitted, for its grades and actions
    stand; CorrectAndRepeat for the reason."""
    if audit.is_submitted:
        raise ShowAsItIsNow("This audit is submitted, so its grades and actions stand.")
    problem = problem_with(reason, most=REASON_AT_MOST, today=today)
    if problem:
        raise CorrectAndRepeat("The audit was not withdrawn yet.", {"reason": problem})
    return replace(
        audit,
        state=AuditState.WITHDRAWN,
        withdrawn_reason=reason.strip(),
        version=audit.version + 1,
    )
