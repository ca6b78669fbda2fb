"""What somebody who has left had begun and nobody else can finish: a dip sample, a discussion."""

from dataclasses import dataclass
from datetime import date

from programme.council import Council
from programme.ports import UnitOfWork


@dataclass(frozen=True, slots=True)
class LeftUnfinished:
    """Something that ends where it is: `what` in words, with whose it was; `id` is its own."""

    id: str
    what: str
    since: date


async def show_left_unfinished(council: Council, w: UnitOfWork) -> tuple[LeftUnfinished, ...]:
    """The dip samples and planned discussions of those who have left, by name."""
    found = []
    for person in await w.people.all():
        if person.active:
            continue
        sample = await w.dip_samples.latest_of(person.id)
        if sample and not sample.is_submitted:
            looked = sum(case.look is not None for case in sample.cases)
            what = (
                f"{person.name}'s dip sample for {sample.month.title}: "
                f"{looked} of {len(sample.cases)} cases looked at"
            )
            found.append(LeftUnfinished(sample.id, what, council.today(sample.drawn_at)))
        for one in await w.observations.undiscussed_of(person.id):
            observed = await w.people.get(one.observed_id)
            what = f"{person.name}'s reflective discussion" + (
                f" with {observed.name}" if observed else ""
            )
            found.append(LeftUnfinished(one.id, what, council.today(one.recorded_at)))
    return tuple(found)
