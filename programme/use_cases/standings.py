"""How people stand with their duties, from what is kept."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from programme.council import Council
from programme.duty import Deed, Standing, is_owed_by, standing
from programme.people import Person
from programme.period import Period
from programme.ports import UnitOfWork


async def standings_on(
    council: Council, w: UnitOfWork, people: Iterable[Person], day: date, today: date
) -> Mapping[str, tuple[Standing, ...]]:
    """Person id to how they stand with each of their duties in the period that `day` lies in.

    Whoever has no duty is left out. Someone who is not known yet to hold the role took it `today`.
    """
    duties = council.framework.duties
    if not duties:
        return {}
    periods = {duty.id: Period.of(day, duty.every_months) for duty in duties}
    first = min(period.first_day for period in periods.values())
    last = max(period.last_day for period in periods.values())
    deeds = await _deeds(w, first, last)
    since = await w.role_terms.all()
    found = {}
    for person in people:
        own = tuple(
            standing(
                duty,
                person,
                periods[duty.id],
                since=since.get((duty.id, person.id), today),
                deeds=deeds[person.id],
                calendar=council.calendar,
            )
            for duty in duties
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
