"""How people stand with their duties, from what is kept."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from programme.council import Council
from programme.duty import Deed, Standing, is_owed_by, standing
from programme.framework import Framework
from programme.people import Person
from programme.period import Period
from programme.ports import UnitOfWork
from programme.rules.duty import Duty, DutyKind


def duties_on(council: Council, day: date) -> tuple[tuple[Duty, Period], ...]:
    """The duties that are owed on `day`, and the period of each that the day lies in.

    A duty whose period an earlier version began goes on to its end, in place of the later one.
    """
    found: dict[str, tuple[Duty, Period]] = {}
    for framework in council.every_version:
        for duty in framework.duties:
            period = Period.of(day, duty.every_months)
            if council.framework_on(period.first_day) is framework:
                found.setdefault(duty.id, (duty, period))
    return tuple(found.values())


def rules_for(council: Council, kind: DutyKind, day: date) -> tuple[Framework, ...]:
    """The versions by which something of the kind may be recorded on `day`: the one that holds,
    then those of duties that go on."""
    owed = [duty for duty, _ in duties_on(council, day) if kind in duty.any_of]
    going_on = [each for each in council.every_version if any(d in owed for d in each.duties)]
    return (council.framework, *going_on)


async def standings_on(
    council: Council, w: UnitOfWork, people: Iterable[Person], day: date, today: date
) -> Mapping[str, tuple[Standing, ...]]:
    """Person id to how they stand with each of their duties in the period that `day` lies in.

    Whoever has no duty is left out. Someone who is not known yet to hold the role took it `today`.
    """
    duties = duties_on(council, day)
    if not duties:
        return {}
    first = min(period.first_day for _, period in duties)
    last = max(period.last_day for _, period in duties)
    deeds = await _deeds(w, first, last)
    since = await w.role_terms.all()
    found = {}
    for person in people:
        own = tuple(
            standing(
                duty,
                person,
                period,
                since=since.get((duty.id, person.id), today),
                deeds=deeds[person.id],
                calendar=council.calendar,
            )
            for duty, period in duties
            if is_owed_by(duty, person)
        )
        if own:
            found[person.id] = own
    return found


async def _deeds(w: UnitOfWork, first: date, last: date) -> Mapping[str, list[Deed]]:
    by_person = defaultdict(list)
    for kept in (w.observations, w.dip_samples, w.practice_days):
        for deed in await kept.deeds(first, last):
            by_person[deed.person_id].append(deed)
    return by_person
