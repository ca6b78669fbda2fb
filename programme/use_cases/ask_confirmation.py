"""The lead auditor is asked to confirm that an audit's actions were completed in time (BD-07).

Once for all of an audit's actions, when the last of them is completed: whoever confirms looks at
the case once, and an action that is late meanwhile is escalated by itself.
"""

from collections.abc import Sequence
from datetime import date, datetime

from programme.audit import Audit
from programme.confirmation import asks_on, completed_last
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

    Each time that the last of an audit's actions is completed, one is sent; a missed day is caught
    up by the next one.
    """
    due = digest(council.framework.hours, council.calendar, now)
    if council.framework.actions.confirmation is None or due is None:
        return 0
    async with work(council.tenant_id) as w:
        if not await w.ticks.claim("confirm", due):
            return 0
        queued = await _ask(council, w, now)
        await w.commit()
        return queued


async def _ask(council: Council, w: UnitOfWork, now: datetime) -> int:
    rule, today = council.framework.actions.confirmation, council.today(now)
    waiting = await w.actions.awaiting_confirmation()
    actions = await w.actions.of_audits(waiting)
    people, queued = await w.people.all(), 0
    for audit in await w.audits.some(waiting):
        last = completed_last(action for action in actions if action.audit_id == audit.id)
        if rule is None or last is None or asks_on(last, rule, council.calendar) > today:
            continue
        if await w.ticks.claim(f"confirm:{audit.id}", last):
            readers = who_confirms(rule, audit, people, today)
            queued += await w.outbox.add(
                [
                    Message(
                        key=f"confirm:{audit.id}:{last.isoformat()}:{person.id}",
                        person_id=person.id,
                        kind=MessageKind.CONFIRM_ACTIONS,
                        subject=audit.id,
                        not_before=now,
                    )
                    for person in readers
                ]
            )
            await w.events.record(
                Event(
                    now,
                    "sightline",
                    "ask_confirmation",
                    audit.id,
                    "schedule",
                    {"messages": len(readers)},
                )
            )
    return queued


def who_confirms(
    rule: Confirmation | None, audit: Audit, people: Sequence[Person], today: date
) -> tuple[Person, ...]:
    """The lead auditor; while they are away, or once they have left, the QA officers. Where the
    QA officers are the lead auditors, one of them who is there, the audits shared among them."""
    staff = working_people(people)
    own = rule is None or rule.by == "the_auditor"
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
