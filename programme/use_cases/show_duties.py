"""What people owe beside audits: each their own, and all of it for the QA officers."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from programme.calendar import Month
from programme.council import Council
from programme.dip_sample import DipSample
from programme.duty import Standing, reminder_days
from programme.people import Person
from programme.period import Period
from programme.ports import UnitOfWork
from programme.practice_observation import PracticeObservation
from programme.rules.duty import Duty, DutyKind
from programme.theme import theme_of
from programme.use_cases.standings import duties_on, standings_on


@dataclass(frozen=True, slots=True)
class PlannedDiscussion:
    """An observation whose reflective discussion is still to come, and of whom it was."""

    observation: PracticeObservation
    observed: str


@dataclass(frozen=True, slots=True)
class DutiesView:
    """What one person owes. `reminded_on` is the reminder's day, None for the period's card.

    `theme` is that of dip samples of the month; `open_dip` one that was begun.
    """

    reader: Person
    today: date
    lines: tuple[Standing, ...]
    theme: str | None
    open_dip: DipSample | None
    discussions: tuple[PlannedDiscussion, ...]
    reminded_on: date | None = None

    @property
    def kinds(self) -> frozenset[DutyKind]:
        """What the reader may record to do it."""
        return frozenset(kind for line in self.lines for kind in line.duty.any_of)


@dataclass(frozen=True, slots=True)
class DutyCount:
    """One duty of the whole council: how many owed it, how many have done it, who hasn't.

    `owing` are names with how many each still owes, in order.
    """

    duty: Duty
    period: Period
    asked: int
    finished: int
    owing: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class OwedView:
    """Who in the council owes what, in the periods that `month` ends or lies in."""

    month: Month
    counts: tuple[DutyCount, ...]


async def show_duties(
    council: Council, w: UnitOfWork, month: Month, reader_ids: Collection[str], today: date
) -> Mapping[str, DutiesView]:
    """Each reader's duties in the periods that begin with or contain `month`; left out without."""
    return await _views(council, w, month.first, reader_ids, today)


async def show_reminders(
    council: Council, w: UnitOfWork, day: date, reader_ids: Collection[str], today: date
) -> Mapping[str, DutiesView]:
    """Each reader's duties that a reminder of `day` is about: those whose period ends soon."""
    return await _views(council, w, day, reader_ids, today, reminded_on=day)


async def _views(
    council: Council,
    w: UnitOfWork,
    day: date,
    reader_ids: Collection[str],
    today: date,
    reminded_on: date | None = None,
) -> Mapping[str, DutiesView]:
    readers = await w.people.some(reader_ids)
    found = await standings_on(council, w, readers, day, today)
    theme = theme_of(council, Month.of(today), await w.themes.all()).title
    views = {}
    for reader in readers:
        lines = found.get(reader.id, ())
        if reminded_on is not None:
            lines = tuple(line for line in lines if in_reminder(council, line, reminded_on))
        if not lines:
            continue
        latest = await w.dip_samples.latest_of(reader.id)
        views[reader.id] = DutiesView(
            reader,
            today,
            lines,
            theme,
            latest if latest and not latest.is_submitted else None,
            await _discussions(w, reader.id),
            reminded_on,
        )
    return views


def in_reminder(council: Council, line: Standing, day: date) -> bool:
    """Whether on `day` the duty has been reminded of in its period."""
    days = reminder_days(line.duty, line.period, council.calendar)
    return any(reminded <= day for reminded in days)


async def _discussions(w: UnitOfWork, person_id: str) -> tuple[PlannedDiscussion, ...]:
    planned = await w.observations.undiscussed_of(person_id)
    people = await w.people.some({one.observed_id for one in planned})
    names = {person.id: person.name for person in people}
    return tuple(PlannedDiscussion(one, names.get(one.observed_id, "")) for one in planned)


async def show_owed(council: Council, w: UnitOfWork, month: Month, today: date) -> OwedView:
    """Every duty that the month ends; while the month lasts, those that go on after it as well."""
    people = await w.people.all()
    found = await standings_on(council, w, people, month.last, today)
    names = {person.id: person.name for person in people}
    standings = [each for of_one in found.values() for each in of_one if each.owed]
    counts = []
    for duty, period in duties_on(council, month.last):
        if period.last != month and today > month.last:
            continue
        asked = [each for each in standings if each.duty == duty]
        owing = sorted((names[each.person_id], each.left) for each in asked if each.left)
        counts.append(DutyCount(duty, period, len(asked), len(asked) - len(owing), tuple(owing)))
    return OwedView(month, tuple(counts))
