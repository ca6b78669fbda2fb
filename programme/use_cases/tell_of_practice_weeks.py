"""Ahead of a practice week, those who see practice in it hear of it (SW-08)."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from programme.calendar import Month
from programme.council import Council
from programme.event import Event
from programme.message import Message, MessageKind
from programme.people import Verb, working_people
from programme.ports import UnitOfWork, Work
from programme.rules.duty import PracticeWeek
from programme.timetable import digest

A_WORKING_WEEK = timedelta(days=4)


@dataclass(frozen=True, slots=True)
class PracticeWeekView:
    """A practice week: its first and last working day, and whether the reader may record
    observations."""

    first: date
    last: date
    observations: bool


async def tell_of_practice_weeks(council: Council, *, work: Work, now: datetime) -> int:
    """Queues a card for each holder of the roles, once a week that comes; returns how many.

    It goes at the digest's hour from so many working days before the Monday on, to whoever is not
    away; someone who comes back or takes the role before the week is over hears then.
    """
    due = digest(council.framework.hours, council.calendar, now)
    if due is None:
        return 0
    today = council.today(now)
    weeks = [
        (rule, monday)
        for framework in council.every_version
        for rule in framework.practice_weeks
        for monday in mondays_of(rule, today)
        if council.framework_on(monday) is framework
        and council.calendar.plus_working_days(monday, -rule.tell_working_days_before) <= today
        and today <= monday + A_WORKING_WEEK
    ]
    if not weeks:
        return 0
    async with work(council.tenant_id) as w:
        if not await w.ticks.claim("practice_weeks", due):
            return 0
        there = [p for p in working_people(await w.people.all()) if not p.is_away(today)]
        queued = await w.outbox.add(
            [
                Message(
                    key=f"practice_week:{monday}:{person.id}",
                    person_id=person.id,
                    kind=MessageKind.PRACTICE_WEEK,
                    subject=monday.isoformat(),
                    not_before=now,
                    expires=council.calendar.at(
                        monday + A_WORKING_WEEK, council.framework.hours.closes
                    ),
                )
                for rule, monday in weeks
                for person in there
                if not person.roles.isdisjoint(rule.roles)
            ]
        )
        if queued:
            await w.events.record(
                Event(
                    now,
                    "sightline",
                    "tell_of_practice_weeks",
                    today.isoformat(),
                    "schedule",
                    {"messages": queued},
                )
            )
        await w.commit()
        return queued


def mondays_of(rule: PracticeWeek, today: date) -> Iterator[date]:
    """The Mondays on which the week begins this year and next."""
    for year in (today.year, today.year + 1):
        first = Month(year, rule.month).first
        monday = first + timedelta(days=-first.weekday() % 7)
        yield monday + timedelta(weeks=rule.weeks_after_the_first_monday)


async def show_practice_weeks(
    council: Council, w: UnitOfWork, pairs: Collection[tuple[str, date]]
) -> Mapping[tuple[str, date], PracticeWeekView]:
    """For each (reader id, Monday) the week; for nobody but those whose week it is."""
    people = {person.id: person for person in await w.people.some({one for one, _ in pairs})}
    views = {}
    for reader_id, monday in pairs:
        reader = people.get(reader_id)
        if (
            reader
            and reader.active
            and any(
                monday in mondays_of(rule, monday) and not reader.roles.isdisjoint(rule.roles)
                for rule in council.framework_on(monday).practice_weeks
            )
        ):
            views[reader_id, monday] = PracticeWeekView(
                council.calendar.working_day_on_or_after(monday),
                council.calendar.working_day_on_or_before(monday + A_WORKING_WEEK),
                council.framework.observations is not None and reader.may(Verb.RECORD_OBSERVATION),
            )
    return views
