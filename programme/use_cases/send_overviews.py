"""After a period its overview goes to those who take it further (WB-09, WB-10, BD-08)."""

from collections.abc import Sequence
from datetime import datetime

from programme.council import Council
from programme.event import Event
from programme.framework import Framework
from programme.message import Message, MessageKind
from programme.overview import holders, next_in_turn, overview_day
from programme.people import Person
from programme.period import Period
from programme.ports import UnitOfWork, Work
from programme.recipients import qa_officers
from programme.rules.overview import OverviewRule
from programme.timetable import at_work
from programme.use_cases.show_overviews import has_audits, subject_of


async def send_overviews(council: Council, *, work: Work, now: datetime) -> int:
    """Queues the overviews that have fallen due, and says how many messages.

    After a pause the last two periods are caught up. A period in which nothing was to be audited
    has none. Where nobody holds the role, the QA officers get it.
    """
    today, queued = council.today(now), 0
    for framework, rule in _rules(council):
        last = Period.over_by(today, rule.every_months)
        for period in (last.before, last):
            due = council.digest_of(overview_day(rule, period, council.calendar))
            if due > now or council.framework_on(period.first_day) is not framework:
                continue
            async with work(council.tenant_id) as w:
                if await w.ticks.claim(f"overview:{rule.id}", due):
                    queued += await _send(council, w, rule, period, now)
                    await w.commit()
    return queued


def _rules(council: Council) -> list[tuple[Framework, OverviewRule]]:
    return [(each, rule) for each in council.every_version for rule in each.overviews]


async def _send(
    council: Council, w: UnitOfWork, rule: OverviewRule, period: Period, now: datetime
) -> int:
    if not await has_audits(council, w, period):
        return 0
    readers = await _readers(council, w, rule, period, now)
    subject = subject_of(rule, period)
    queued = await w.outbox.add(
        [
            Message(
                key=f"overview:{subject}:{reader.id}",
                person_id=reader.id,
                kind=MessageKind.OVERVIEW,
                subject=subject,
                not_before=at_work(reader, council.framework.hours, council.calendar, now),
            )
            for reader in readers
        ]
    )
    await w.events.record(
        Event(now, "sightline", "send_overview", subject, "schedule", {"messages": queued})
    )
    return queued


async def _readers(
    council: Council, w: UnitOfWork, rule: OverviewRule, period: Period, now: datetime
) -> Sequence[Person]:
    people = await w.people.all()
    found = holders(rule, people) or qa_officers(people)
    if not rule.turns:
        return found
    chosen = next_in_turn(found, await w.overview_turns.last(rule.id), council.today(now))
    if chosen is None:
        return ()
    await w.overview_turns.take(rule.id, str(period.first), chosen.id, now)
    return (chosen,)
