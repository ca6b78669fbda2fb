"""What somebody had begun who can't finish it any more, nor anybody else: a dip sample, a
discussion."""

from dataclasses import dataclass
from datetime import date

from programme.council import Council
from programme.people import Verb
from programme.ports import UnitOfWork


@dataclass(frozen=True, slots=True)
class LeftUnfinished:
    """Something that ends where it is: `what` in words, with whose it was; `id` is its own."""

    id: str
    what: str
    since: date


async def show_left_unfinished(council: Council, w: UnitOfWork) -> tuple[LeftUnfinished, ...]:
    """The dip samples and planned discussions of those who have left, or have another role."""
    people = {person.id: person for person in await w.people.all()}
    found = []
    for sample in await w.dip_samples.all_open():
        person = people[sample.person_id]
        if not (person.active and person.may(Verb.RECORD_DIP_SAMPLE)):
            looked = sum(case.look is not None for case in sample.cases)
            what = (
                f"{person.name}'s dip sample for {sample.month.title}: "
                f"{looked} of {len(sample.cases)} cases looked at"
            )
            found.append(LeftUnfinished(sample.id, what, council.today(sample.drawn_at)))
    for one in await w.observations.all_undiscussed():
        person, observed = people[one.observer_id], people[one.observed_id]
        if not (person.active and person.may(Verb.RECORD_OBSERVATION)):
            what = f"{person.name}'s reflective discussion with {observed.name}"
            found.append(LeftUnfinished(one.id, what, council.today(one.recorded_at)))
    return tuple(found)
