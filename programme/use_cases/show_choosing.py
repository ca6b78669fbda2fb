"""What whoever chooses a round's cases has to know (SW-11)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from programme.case import Case
from programme.chosen_cases import ChosenCase, to_choose_from
from programme.council import Council
from programme.errors import LookElsewhere
from programme.people import Person
from programme.ports import UnitOfWork
from programme.round_period import RoundPeriod
from programme.timetable import choose_by
from programme.use_cases.choose_cases import may_choose
from programme.use_cases.drawing_lists import drawing_lists
from programme.use_cases.rounds_in_force import period_of


@dataclass(frozen=True, slots=True)
class ChoosingView:
    """The period, the cases that it may audit (longest open first), how many it does, and those
    that are chosen. `until` is the last day; once `is_drawn` the choice stands. Names, not ids."""

    of: RoundPeriod
    reader: Person
    cases: tuple[Case, ...]
    wanted: int
    chosen: tuple[ChosenCase, ...]
    names: Mapping[str, str]
    until: date
    is_drawn: bool

    @property
    def references(self) -> frozenset[str]:
        """The references of those that are chosen."""
        return frozenset(one.case_reference for one in self.chosen)


async def show_choosing(
    council: Council, w: UnitOfWork, of: RoundPeriod, reader: Person
) -> ChoosingView:
    """The period as the reader finds it. Raises nothing: who may choose is asked before."""
    people = await w.people.all()
    lists = await drawing_lists(council, of, w, people)
    found = to_choose_from(lists)
    return ChoosingView(
        of,
        reader,
        found.cases,
        found.wanted,
        await w.chosen_cases.of_round(of.round_id, of.month),
        {person.id: person.name for person in people},
        choose_by(of.month, of.rule, council.framework.hours, council.calendar),
        await w.allocations.get(of.round_id, of.month) is not None,
    )


async def show_choosings(
    council: Council, w: UnitOfWork, pairs: Collection[tuple[str, str]]
) -> Mapping[tuple[str, str], ChoosingView]:
    """For each (reader id, subject) the period, for those who may choose its cases alone."""
    readers = {person.id: person for person in await w.people.some({one for one, _ in pairs})}
    views = {}
    for reader_id, subject in pairs:
        reader = readers.get(reader_id)
        try:
            of = await period_of(council, w, subject)
        except LookElsewhere:
            continue
        if reader is not None and may_choose(of, reader):
            views[reader_id, subject] = await show_choosing(council, w, of, reader)
    return views
