"""The lead auditor is asked to confirm that an audit's actions were completed in time (BD-07).

Once for all of an audit's actions, when the last of them is completed: whoever confirms looks at
the case once, and an action that is late meanwhile is escalated by itself.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from itertools import islice

from programme.action import Action
from programme.audit import Audit
from programme.confirmation import asks_on, completed_last, is_the_auditors
from programme.council import Council
from programme.event import Event
from programme.message import Message, MessageKind
from programme.moderators import seed_of
from programme.people import Person, Role, working_people
from programme.ports import UnitOfWork, Work
from programme.rules.action import Confirmation
from programme.timetable import digest


async def ask_confirmation(council: Council, *, work: Work, now: datetime) -> int:
    """Queues the requests that have fallen due; returns how many.

    Each time that the last of an audit's actions is completed, one is sent; where all who were
    asked have left, may confirm no more or are away for long, another, to who is there. A missed
    day is caught up by the next one.
    """
    due = digest(council.framework.hours, council.calendar, now)
    if due is None or not any(each.actions.confirmation for each in council.every_version):
        return 0
    async with work(council.tenant_id) as w:
        if not await w.ticks.claim("confirm", due):
            return 0
        queued = await _ask(council, w, now)
        await w.commit()
        return queued


async def _ask(council: Council, w: UnitOfWork, now: datetime) -> int:
    today = council.today(now)
    waiting = await w.actions.awaiting_confirmation()
    actions: dict[str, list[Action]] = defaultdict(list)
    for action in await w.actions.of_audits(waiting):
        actions[action.audit_id].append(action)
    asked = await w.outbox.written_to(MessageKind.CONFIRM_ACTIONS, waiting)
    people, queued = await w.people.all() if waiting else (), 0
    staff = working_people(people)
    for audit in await w.audits.some(waiting):
        rule = council.framework_of(audit.framework_version).actions.confirmation
        last = completed_last(actions[audit.id])
        if rule is None or last is None or asks_on(last, rule, council.calendar) > today:
            continue
        # Who was asked about an earlier completion isn't yet asked about this one.
        so_far = {
            who for key, who in asked.get(audit.id, {}).items() if key.startswith(_of(audit, last))
        }
        first = not so_far and await w.ticks.claim(f"confirm:{audit.id}", last)
        waited_for = (
            p.id in so_far and may_confirm(council, audit, p) and _is_back(council, p, rule, today)
            for p in staff
        )
        if first or not any(waited_for):
            readers = who_confirms(council, audit, people, today)
            queued += await _bring(w, audit, readers, last, now)
    return queued


def _is_back(council: Council, person: Person, rule: Confirmation, today: date) -> bool:
    """Whether they are there today or soon, so that they are waited for: what they confirm is
    done, and no deadline hangs on it, while all that waits for them would go to one other."""
    days = islice(council.calendar.working_days_from(today), rule.back_within + 1)
    return any(not person.is_away(day) for day in days)


def _of(audit: Audit, last: datetime) -> str:
    """What the keys of the requests begin with that are about that completion."""
    return f"confirm:{audit.id}:{last.isoformat()}:"


async def _bring(
    w: UnitOfWork, audit: Audit, readers: Sequence[Person], last: datetime, now: datetime
) -> int:
    queued = await w.outbox.add(
        [
            Message(
                key=f"{_of(audit, last)}{person.id}",
                person_id=person.id,
                kind=MessageKind.CONFIRM_ACTIONS,
                subject=audit.id,
                not_before=now,
            )
            for person in readers
        ]
    )
    if queued:
        detail = {"messages": queued}
        await w.events.record(
            Event(now, "sightline", "ask_confirmation", audit.id, "schedule", detail)
        )
    return queued


def may_confirm(council: Council, audit: Audit, person: Person) -> bool:
    """Whether the person confirms the audit's actions; QA officers stand in for a lead auditor, or
    are who the framework calls so (BD-07)."""
    rule = council.framework_of(audit.framework_version).actions.confirmation
    return (is_the_auditors(rule) and person.id == audit.lead_id) or person.has(Role.QA_OFFICER)


def who_confirms(
    council: Council, audit: Audit, people: Sequence[Person], today: date
) -> tuple[Person, ...]:
    """The lead auditor; while they are away, or once they have left, the QA officers. Where the
    QA officers are the lead auditors, one of them who is there, the audits shared among them."""
    rule = council.framework_of(audit.framework_version).actions.confirmation
    staff = working_people(people)
    own = is_the_auditors(rule)
    lead = tuple(person for person in staff if own and person.id == audit.lead_id)
    officers = tuple(person for person in staff if person.has(Role.QA_OFFICER))
    if not own and officers:
        there = [person for person in officers if not person.is_away(today)] or [*officers]
        there.sort(key=lambda person: person.id)
        return (there[seed_of(audit.id) % len(there)],)
    for rung in (lead, officers):
        if any(not person.is_away(today) for person in rung):
            return rung
    return lead or officers
