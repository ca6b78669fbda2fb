"""A manager records a practice day, and the service hears what they saw (WB-11)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from programme.council import Council
from programme.errors import AskSomeoneAllowed, LookElsewhere
from programme.event import Event
from programme.message import Message, MessageKind
from programme.people import Person, Verb, require
from programme.ports import LISTS, UnitOfWork, Work
from programme.practice_day import PracticeDay, require_whole, who_hears
from programme.shown import DUTIES, duty_entity
from programme.taken_back import may_take_back_until
from programme.timetable import at_work
from programme.use_cases.recording import told_of
from programme.use_cases.standings import duties_on


@dataclass(frozen=True, slots=True)
class RecordPracticeDay:
    """`person` spent a day with `service`; `day_id` is the form's own (see `record_id`)."""

    council: Council
    person: Person
    day_id: str
    on: date
    service: str
    feedback: str
    source: str


@dataclass(frozen=True, slots=True)
class PracticeDayView:
    """A practice day and whose it was, who may take it back until the day `take_back_until`."""

    day: PracticeDay
    person: Person
    take_back_until: date | None = None


async def services_for(
    council: Council, w: UnitOfWork, person: Person, today: date
) -> tuple[str, ...]:
    """The service areas that the person may have spent the day with, in order.

    Raises AskSomeoneAllowed, or LookElsewhere when the framework has no practice days.
    """
    require(person, Verb.RECORD_PRACTICE_DAY)
    if not any("practice_day" in duty.any_of for duty, _ in duties_on(council, today)):
        raise LookElsewhere(
            "Your council's framework doesn't ask for practice days; type “help” for what there is."
        )
    return tuple(sorted({team.service_area for team in await w.teams.all()}))


async def record_practice_day(
    command: RecordPracticeDay, *, work: Work, now: datetime
) -> tuple[PracticeDay, tuple[Person, ...]]:
    """The practice day as kept, and who gets its feedback.

    The same form twice records it once. Raises AskSomeoneAllowed, LookElsewhere, or
    CorrectAndRepeat with a sentence for each field.
    """
    council, person, today = command.council, command.person, command.council.today(now)
    async with work(council.tenant_id) as w:
        await w.turns.share(LISTS)
        services = await services_for(council, w, person, today)
        people = await w.people.all()
        hearing = who_hears(command.service, people, today, but=person.id)
        known = await w.practice_days.get(command.day_id)
        if known is not None:
            return _own(known, person), hearing
        day = PracticeDay(
            command.day_id,
            person.id,
            command.on,
            command.service,
            command.feedback.strip(),
            now,
        )
        require_whole(day, services=services, today=today)
        if not await w.practice_days.add(day):
            return _own(await w.practice_days.get(day.id) or day, person), hearing
        await w.outbox.add(
            [
                Message(
                    key=f"practice_day:{day.id}:{one.id}",
                    person_id=one.id,
                    kind=MessageKind.PRACTICE_DAY,
                    subject=day.id,
                    not_before=at_work(one, council.framework.hours, council.calendar, now),
                )
                for one in hearing
            ]
        )
        detail = {"heard_by": len(hearing)}
        await w.events.record(
            Event(now, person.id, "record_practice_day", day.id, command.source, detail)
        )
        await w.live_cards.touch([duty_entity(person.id), DUTIES])
        await w.commit()
        return day, hearing


def _own(day: PracticeDay, person: Person) -> PracticeDay:
    if day.person_id != person.id:
        raise AskSomeoneAllowed(
            "This practice day is somebody else's; please type “practice day” for yours."
        )
    return day


async def show_practice_days(
    council: Council, w: UnitOfWork, pairs: Collection[tuple[str, str]], today: date
) -> Mapping[tuple[str, str], PracticeDayView]:
    """For each (reader id, practice day id) the day, with the manager whose it was; left out where
    the reader has left, or it isn't for them."""
    days = {day_id: await w.practice_days.get(day_id) for day_id in {of for _, of in pairs}}
    ids = {reader for reader, _ in pairs} | {day.person_id for day in days.values() if day}
    people = {person.id: person for person in await w.people.some(ids)}
    told = await told_of(w, MessageKind.PRACTICE_DAY, [*days])
    views = {}
    for reader, day_id in pairs:
        day = days[day_id]
        if day is None or (reader != day.person_id and reader not in told.get(day_id, ())):
            continue
        if reader in people and people[reader].active and day.person_id in people:
            last = may_take_back_until(day.recorded, reader, today, council.calendar)
            views[reader, day_id] = PracticeDayView(day, people[day.person_id], last)
    return views
