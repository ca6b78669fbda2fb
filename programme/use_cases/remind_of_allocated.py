"""Once a working day: lead auditors are reminded of a round's audits that they have still to
submit, before they are due and once they are overdue (WC-03, SW-01, WB-01, BD-02, KT-01)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime

from programme.audit import Audit
from programme.calendar import Month
from programme.closed_case import case_has_closed
from programme.council import Council
from programme.message import Delivery, Message, MessageKind
from programme.outside_rounds import Stage, stage_of
from programme.people import working_people
from programme.period import Period
from programme.ports import UnitOfWork, Work
from programme.remind_later import is_own
from programme.round_period import RoundPeriod
from programme.timetable import audits_reminder, digest
from programme.use_cases.bring_allocation import round_of
from programme.use_cases.queueing import queue_due
from programme.use_cases.show_audits_due import due_subject

_Due = tuple[date, Stage, str]
"""The day by which something is due, the stage that it has reached, and who leads it."""


async def remind_of_allocated(council: Council, *, work: Work, now: datetime) -> int:
    """Queues what the lead auditors are due to hear, and says how many messages.

    Each stage of a due day is sent once to whoever leads something that is due then, and a missed
    one is caught up by the latest: on their return by those who are away, and on the next day by
    those who hear of the audits only today. Whoever lost theirs before it went, since nothing was
    asked of them for a while, has it once something is again. Of what is older than the period
    before this one, only those are reminded who have heard of it since that one began. While the QA
    officers decide of an audit whose case has closed, its auditor waits.
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
        for of, audits in _by_period(council, await w.audits.unsubmitted_of_rounds()):
            found = _to_submit(council, of, audits, there, today)
            messages = await _reminders(council, w, of, found, now)
            queued += await queue_due(
                w, messages, verb="remind_of_allocated", subject=of.subject, now=now
            )
        await w.commit()
        return queued


def _by_period(
    council: Council, audits: Sequence[Audit]
) -> Iterator[tuple[RoundPeriod, Sequence[Audit]]]:
    """The audits of each period, under the version that drew it."""
    drawn: dict[tuple[str, str, Month], list[Audit]] = defaultdict(list)
    for audit in audits:
        drawn[audit.framework_version, audit.round_id, audit.month].append(audit)
    for theirs in drawn.values():
        if of := round_of(council, theirs[0]):
            yield of, theirs


def _to_submit(
    council: Council,
    of: RoundPeriod,
    audits: Iterable[Audit],
    there: Collection[str],
    today: date,
) -> frozenset[_Due]:
    """Each due day that has reached a stage, and who leads something that is due then."""
    found = set()
    for audit in audits:
        remind_on = audits_reminder(audit.due, of.rule, council.calendar)
        stage = stage_of(audit.due, today, opens_on=None, remind_on=remind_on)
        if stage and audit.lead_id in there and not case_has_closed(audit):
            found.add((audit.due, stage, audit.lead_id))
    return frozenset(found)


async def _reminders(
    council: Council, w: UnitOfWork, of: RoundPeriod, found: frozenset[_Due], now: datetime
) -> list[Message]:
    told = await _told(council, w, of, frozenset(lead_id for *_, lead_id in found), now)
    asked = sorted((due, stage, lead_id) for due, stage, lead_id in found if lead_id in told)
    lost = await _lost(council, w, of, {(due, stage) for due, stage, _ in asked})
    again = f":{council.today(now)}"
    return [
        Message(
            key=f"{MessageKind.AUDITS_DUE}:{of.subject}:{due}:{stage}:{lead_id}"
            + (again if (due, stage, lead_id) in lost else ""),
            person_id=lead_id,
            kind=MessageKind.AUDITS_DUE,
            subject=due_subject(of, due),
            not_before=now,
            expires=_closes(council, due) if stage == "reminder" else None,
        )
        for due, stage, lead_id in asked
    ]


async def _lost(
    council: Council, w: UnitOfWork, of: RoundPeriod, stages: Iterable[tuple[date, Stage]]
) -> frozenset[_Due]:
    """Whose every message of a stage made way before it went, as nothing was asked of them."""
    found = set()
    for due, stage in stages:
        late = stage == "overdue"
        fates = [
            fate
            for fate in await w.outbox.fates([MessageKind.AUDITS_DUE], due_subject(of, due))
            if fate.at is None or (council.today(fate.at) > due) == late
        ]
        kept = {fate.person_id for fate in fates if fate.delivery is not Delivery.SUPERSEDED}
        found |= {(due, stage, fate.person_id) for fate in fates if fate.person_id not in kept}
    return frozenset(found)


async def _told(
    council: Council, w: UnitOfWork, of: RoundPeriod, leads: frozenset[str], now: datetime
) -> frozenset[str]:
    """Those of the leads who heard of their audits before today, and since the period before this
    one began, and for whom no more word of them waits. Whom none reached while the period lasted
    hears of them so, once they can be reached."""
    if not leads:
        return frozenset()
    today = council.today(now)
    since = Period.of(today, of.rule.every_months).before.first_day
    final = {Delivery.SENT, Delivery.EXPIRED}
    if today > of.period.last_day:
        final.add(Delivery.UNDELIVERABLE)
    heard: dict[str, date] = {}
    for fate in await w.outbox.fates([MessageKind.ALLOCATION], of.subject):
        if fate.at and fate.delivery in final:
            day = council.today(fate.at)
            heard[fate.person_id] = max(day, heard.get(fate.person_id, day))
    waiting = {
        message.person_id
        for message in await w.outbox.waiting_for(leads)
        if (message.kind, message.subject) == (MessageKind.ALLOCATION, of.subject)
        and not is_own(message)
    }
    return frozenset(
        lead_id
        for lead_id in leads - waiting
        if lead_id in heard and since <= heard[lead_id] < today
    )


def _closes(council: Council, day: date) -> datetime:
    """When the council closes on the due day: from then on it is overdue."""
    return council.calendar.at(day, council.framework.hours.closes)
