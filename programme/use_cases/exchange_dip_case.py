"""A manager exchanges one drawn case of a dip sample for one of their choosing (SW-02)."""

from dataclasses import dataclass
from datetime import datetime

from programme.council import Council
from programme.dip_sample import DipSample, exchange
from programme.event import Event
from programme.own_area import own_teams
from programme.people import Person, Verb, require
from programme.ports import LISTS, Work
from programme.use_cases.active_case import case_named
from programme.use_cases.show_dip_sample import sample_of


@dataclass(frozen=True, slots=True)
class ExchangeDipCase:
    """`out` goes, `chosen` comes: both are references, as typed."""

    council: Council
    person: Person
    sample_id: str
    out: str
    chosen: str
    source: str


async def exchange_dip_case(command: ExchangeDipCase, *, work: Work, now: datetime) -> DipSample:
    """The dip sample with the other case; the same exchange twice is done once.

    Raises AskSomeoneAllowed, LookElsewhere, ShowAsItIsNow once submitted, or CorrectAndRepeat.
    """
    person, typed = command.person, command.chosen.strip()
    require(person, Verb.RECORD_DIP_SAMPLE)
    async with work(command.council.tenant_id) as w:
        await w.turns.share(LISTS)
        before = await sample_of(w, person, command.sample_id)
        if any(case.chosen and case.reference.upper() == typed.upper() for case in before.cases):
            return before
        chosen = await case_named(w, typed)
        teams = {team.name for team in own_teams(person, await w.teams.all())}
        after = exchange(before, command.out, chosen, by=person.id, teams=teams)
        await w.dip_samples.save(after)
        await w.events.record(Event(now, person.id, "exchange_dip_case", after.id, command.source))
        await w.commit()
        return after
