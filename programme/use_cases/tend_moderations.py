"""Once a working day: moderations of those who left go to others, moderators are reminded, and
answers whose time is over are no longer waited for."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from programme.audit import Audit
from programme.council import Council
from programme.event import Event
from programme.message import Message, MessageKind
from programme.moderation import Moderation, reminder_reached, without_answer
from programme.moderators import moderators_hold, rule_behind
from programme.people import Person
from programme.ports import UnitOfWork, Work
from programme.shown import moderation_entity
from programme.timetable import digest
from programme.use_cases.asking_moderators import gathered
from programme.use_cases.hand_on_moderation import give_to_another
from programme.use_cases.queueing import record_due


async def tend_moderations(council: Council, *, work: Work, now: datetime) -> int:
    """Does the day's round of moderations at the digest's hour; returns how many reminders.

    Each stage of a reminder is sent once, one card a person. A missed day is caught up.
    """
    due = digest(council.framework.hours, council.calendar, now)
    if due is None:
        return 0
    async with work(council.tenant_id) as w:
        if not await w.ticks.claim("moderations", due):
            return 0
        waiting = await w.moderations.waiting()
        people = await w.people.all() if waiting else ()
        audits = {audit.id: audit for audit in await w.audits.some([m.id for m in waiting])}
        kept = await _hand_on(w, council, waiting, audits, people, now)
        queued = await _remind(w, council, kept, audits, people, now)
        await _stop_waiting(w, council.today(now), now)
        await w.commit()
        return queued


async def _hand_on(
    w: UnitOfWork,
    council: Council,
    waiting: Sequence[Moderation],
    audits: Mapping[str, Audit],
    people: Sequence[Person],
    now: datetime,
) -> list[Moderation]:
    """Those that stay where they are; the others have gone to somebody who was told just now."""
    today = council.today(now)
    staff = {person.id: person for person in people}
    kept, given = [], []
    for moderation in waiting:
        audit = audits[moderation.id]
        rule = rule_behind(council.under(audit).framework, audit, moderation.form)
        moderator = staff[moderation.moderator_id]
        back_in_time = not (
            moderator.is_away(today) and moderator.is_away(max(today, moderation.due))
        )
        if moderators_hold(rule, moderator) and back_in_time:
            kept.append(moderation)
            continue
        there = [person for person in people if not person.is_away(today)]
        handed = await give_to_another(
            w, council, moderation, audit, there, now, who="sightline", source="schedule"
        )
        if handed is None:
            kept.append(moderation)
        else:
            given.append(handed)
    told = [message for handed in given for message in handed.told]
    moderations = [handed.moderation for handed in given]
    await w.outbox.add(gathered(told, moderations, f"handed on/{today}"))
    return kept


async def _remind(
    w: UnitOfWork,
    council: Council,
    waiting: Sequence[Moderation],
    audits: Mapping[str, Audit],
    people: Sequence[Person],
    now: datetime,
) -> int:
    today, hours, calendar = council.today(now), council.framework.hours, council.calendar
    there = {person.id for person in people if person.active and not person.is_away(today)}
    readers = set()
    for moderation in waiting:
        if moderation.moderator_id not in there:
            continue
        audit = audits[moderation.id]
        rule = rule_behind(council.under(audit).framework, audit, moderation.form)
        day = reminder_reached(moderation, today, rule, calendar)
        stage = f"moderation:{moderation.id}:{moderation.moderator_id}"
        if day and await w.ticks.claim(stage, council.digest_of(day)):
            readers.add(moderation.moderator_id)
            await record_due(w, 1, verb="remind_of_moderation", subject=moderation.id, now=now)
    return await w.outbox.add(
        [
            Message(
                key=f"moderations:{today}:{person_id}",
                person_id=person_id,
                kind=MessageKind.MODERATIONS,
                subject=person_id,
                not_before=now,
                expires=calendar.at(today, hours.closes),
            )
            for person_id in sorted(readers)
        ]
    )


async def _stop_waiting(w: UnitOfWork, today: date, now: datetime) -> None:
    for moderation in await w.moderations.awaiting_answer_before(today):
        await w.moderations.save(without_answer(moderation, today))
        await w.events.record(
            Event(now, "sightline", "stop_waiting_for_answer", moderation.id, "schedule")
        )
        await w.live_cards.touch([moderation_entity(moderation.id)])
