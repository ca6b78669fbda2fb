"""Once a working day: lead auditors are reminded of a round's audits that they have still to
submit, before they are due and once they are overdue (WC-03, SW-01, WB-01, BD-02, KT-01)."""

from collections.abc import Collection
from datetime import date, datetime

from programme.council import Council
from programme.message import Delivery, Message, MessageKind
from programme.outside_rounds import Stage, stage_of
from programme.people import working_people
from programme.period import Period
from programme.ports import UnitOfWork, Work
from programme.remind_later import is_own
from programme.round_period import RoundPeriod
from programme.timetable import audits_reminder, digest
from programme.use_cases.queueing import queue_due
from programme.use_cases.rounds_in_force import periods_in_force
from programme.use_cases.show_audits_due import due_subject


async def remind_of_allocated(council: Council, *, work: Work, now: datetime) -> int:
    """Queues what the lead auditors are due to hear, and says how many messages.

    Each stage of a due day is sent once to whoever leads something that is due then, and a missed
    one is caught up by the latest: on their return by those who are away, and on the next day by
    those who hear of the audits only today. What is older than the period before this one is left
    to the card of the allocation.
    """
    due = digest(council.framework.hours, council.calendar, now)
    if due is None:
        return 0
    today = council.today(now)
    async with work(council.tenant_id) as w:
        if not await w.ticks.claim("allocated_audits", due):
            return 0
        people = working_people(await w.people.all())
        there = {person.id for person in people if not person.is_away(today)}
        queued = 0
        for of in await _periods(council, w, today):
            messages = await _reminders(council, w, of, there, now)
            queued += await queue_due(
                w, messages, verb="remind_of_allocated", subject=of.subject, now=now
            )
        await w.commit()
        return queued


async def _periods(council: Council, w: UnitOfWork, today: date) -> tuple[RoundPeriod, ...]:
    """Every round's period that it is, and the one before."""
    return (
        *await periods_in_force(council, w, lambda rule: Period.of(today, rule.every_months).first),
        *await periods_in_force(
            council, w, lambda rule: Period.of(today, rule.every_months).before.first
        ),
    )


async def _reminders(
    council: Council, w: UnitOfWork, of: RoundPeriod, there: Collection[str], now: datetime
) -> list[Message]:
    found = await _to_submit(council, w, of, there, council.today(now))
    told = await _told(council, w, of, frozenset(lead_id for *_, lead_id in found), now)
    return [
        Message(
            key=f"{MessageKind.AUDITS_DUE}:{of.subject}:{due}:{stage}:{lead_id}",
            person_id=lead_id,
            kind=MessageKind.AUDITS_DUE,
            subject=due_subject(of, due),
            not_before=now,
            expires=_closes(council, due) if stage == "reminder" else None,
        )
        for due, stage, lead_id in sorted(found)
        if lead_id in told
    ]


async def _to_submit(
    council: Council, w: UnitOfWork, of: RoundPeriod, there: Collection[str], today: date
) -> frozenset[tuple[date, Stage, str]]:
    """Each due day with something to submit, the stage that it has reached, and who leads it."""
    found = set()
    for audit in await w.audits.of_round(of.round_id, of.month):
        remind_on = audits_reminder(audit.due, of.rule, council.calendar)
        stage = stage_of(audit.due, today, opens_on=None, remind_on=remind_on)
        if stage and audit.is_to_submit and audit.lead_id in there:
            found.add((audit.due, stage, audit.lead_id))
    return frozenset(found)


async def _told(
    council: Council, w: UnitOfWork, of: RoundPeriod, leads: frozenset[str], now: datetime
) -> frozenset[str]:
    """Those of the leads who heard of their audits before today, and for whom no more word of them
    waits; whom it never reached while the period lasted hears of them so."""
    if not leads:
        return frozenset()
    heard: dict[str, date] = {}
    for fate in await w.outbox.fates([MessageKind.ALLOCATION], of.subject):
        if fate.at and fate.delivery in (Delivery.SENT, Delivery.EXPIRED):
            day = council.today(fate.at)
            heard[fate.person_id] = max(day, heard.get(fate.person_id, day))
    waiting = {
        message.person_id
        for message in await w.outbox.waiting_for(leads)
        if (message.kind, message.subject) == (MessageKind.ALLOCATION, of.subject)
        and not is_own(message)
    }
    today = council.today(now)
    return frozenset(
        lead_id for lead_id in leads - waiting if lead_id in heard and heard[lead_id] < today
    )


def _closes(council: Council, day: date) -> datetime:
    """When the council closes on the due day: from then on it is overdue."""
    return council.calendar.at(day, council.framework.hours.closes)
