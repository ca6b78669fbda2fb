"""Once a working day: who owes what is told so, reminded of it, and told of (SW-02, WB-06)."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from programme.council import Council
from programme.duty import Since, Standing, card_month, reminder_days, roles_since
from programme.event import Event
from programme.message import Message, MessageKind
from programme.people import Person, Role, working_people
from programme.period import Period
from programme.ports import UnitOfWork, Work
from programme.shown import DUTIES, duty_entity
from programme.timetable import digest
from programme.use_cases.show_duties import show_owed
from programme.use_cases.standings import duties_on, standings_on

OWED = MessageKind.DUTIES_OWED
TELL_OF_THE_END_WITHIN = timedelta(days=14)
"""A service that was down longer tells the QA officers nothing of a period that is long over."""


async def send_duties(council: Council, *, work: Work, now: datetime) -> int:
    """Queues what is to be told today; returns how many messages.

    A person's card comes on the period's first working day, at the digest's hour; on their own
    first day if they join later, or when they are back. A reminder comes once for each of its
    days. A day that was missed is caught up by the next.
    """
    due = digest(council.framework.hours, council.calendar, now)
    if due is None or not any(each.duties for each in council.every_version):
        return 0
    today = council.today(now)
    async with work(council.tenant_id) as w:
        if not await w.ticks.claim("duties", due):
            return 0
        people = await w.people.all()
        since = await _know_roles(council, w, people, today)
        found = await standings_on(council, w, people, today, today)
        there = [person for person in working_people(people) if not person.is_away(today)]
        messages = [
            message
            for person in there
            for message in (
                *_card(council, person, found.get(person.id, ()), now),
                *_reminder(council, person, found.get(person.id, ()), since, now),
            )
        ]
        messages += await _of_what_ended(council, w, people, now)
        queued = await w.outbox.add(messages)
        if queued:
            detail = {"messages": queued}
            await w.events.record(
                Event(now, "sightline", "send_duties", today.isoformat(), "schedule", detail)
            )
        await w.commit()
        return queued


async def _know_roles(
    council: Council, w: UnitOfWork, people: Sequence[Person], today: date
) -> Since:
    """Keeps since when each holds a role; cards of those who have taken or left one change."""
    before = await w.role_terms.all()
    # Those of other versions too: of a period that is over, who owed it is still told.
    every = {duty.id: duty for version in council.every_version for duty in version.duties}
    every |= {duty.id: duty for duty, _ in duties_on(council, today)}
    after = roles_since(every.values(), people, before, today)
    if after == before:
        return after
    await w.role_terms.replace(after)
    changed = {person_id for _, person_id in before.keys() ^ after.keys()}
    await w.live_cards.touch([DUTIES, *(duty_entity(person_id) for person_id in sorted(changed))])
    return after


def _card(
    council: Council, person: Person, lines: Sequence[Standing], now: datetime
) -> Iterator[Message]:
    owed = [line for line in lines if line.owed]
    month = card_month(owed)
    if month is None or not any(line.left for line in owed):
        return
    yield Message(
        key=f"duties:{month}:{person.id}",
        person_id=person.id,
        kind=MessageKind.DUTIES,
        subject=str(month),
        not_before=now,
        expires=_close_of(council, owed),
    )


def _reminder(
    council: Council,
    person: Person,
    lines: Sequence[Standing],
    since: Since,
    now: datetime,
) -> Iterator[Message]:
    """The latest of the days of reminding that have come, for what is still owed; none that lies
    before the person's own beginning, whose card has only just come."""
    today, calendar = council.today(now), council.calendar
    days = {
        day: line
        for line in lines
        if line.left
        for day in reminder_days(line.duty, line.period, calendar)
        if since.get((line.duty.id, person.id), today) < day <= today
    }
    if not days:
        return
    day = max(days)
    yield Message(
        key=f"duty_reminder:{day}:{person.id}",
        person_id=person.id,
        kind=MessageKind.DUTY_REMINDER,
        subject=day.isoformat(),
        not_before=now,
        expires=_close_of(council, [days[day]]),
    )


def _close_of(council: Council, lines: Sequence[Standing]) -> datetime:
    """When the council closes on the last working day of the first period to end."""
    last = min(line.due for line in lines)
    return council.calendar.at(last, council.framework.hours.closes)


async def _of_what_ended(
    council: Council, w: UnitOfWork, people: Sequence[Person], now: datetime
) -> list[Message]:
    """The QA officers hear who still owes what of a period that has just ended."""
    today = council.today(now)
    ended = {
        period.before.last
        for framework in council.every_version
        for duty in framework.duties
        if today
        <= (period := Period.of(today, duty.every_months)).first_day + TELL_OF_THE_END_WITHIN
        and council.framework_on(period.before.first_day) is framework
    }
    officers = [person for person in working_people(people) if person.has(Role.QA_OFFICER)]
    present = [person for person in officers if not person.is_away(today)]
    messages = []
    for month in sorted(ended):
        told = {fate.person_id for fate in await w.outbox.fates([OWED], str(month))}
        if told.issuperset(person.id for person in present or officers):
            continue
        view = await show_owed(council, w, month, today)
        if any(count.asked for count in view.counts):
            messages += [
                Message(
                    key=f"duties_owed:{month}:{person.id}",
                    person_id=person.id,
                    kind=OWED,
                    subject=str(month),
                    not_before=now,
                )
                for person in present or officers
            ]
    return messages
