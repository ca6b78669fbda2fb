"""A manager draws the cases of a dip sample (SW-02, SW-03)."""

from dataclasses import dataclass
from datetime import datetime

from programme.calendar import Month
from programme.council import Council
from programme.dip_sample import DipSample, draw
from programme.event import Event
from programme.own_area import own_teams
from programme.people import Person
from programme.ports import LISTS, Work
from programme.shown import duty_entity, theme_entity
from programme.theme import theme_of
from programme.use_cases.show_dip_sample import rule_of, sample_of


@dataclass(frozen=True, slots=True)
class DrawDipSample:
    """`person` draws with `seed`; `sample_id` is the page's own, so that a press counts once."""

    council: Council
    person: Person
    sample_id: str
    seed: int
    source: str


async def draw_dip_sample(command: DrawDipSample, *, work: Work, now: datetime) -> DipSample:
    """The dip sample as drawn, with the month's theme; while one is open, that one.

    Raises AskSomeoneAllowed, or LookElsewhere without a rule or without any open case.
    """
    council, person = command.council, command.person
    today = council.today(now)
    rule, month = rule_of(council, person, today), Month.of(today)
    async with work(council.tenant_id) as w:
        await w.turns.share(LISTS)
        last = await w.dip_samples.latest_of(person.id)
        if last is not None and (not last.is_submitted or last.id == command.sample_id):
            return last
        teams = {team.name for team in own_teams(person, await w.teams.all())}
        cases = draw(
            await w.cases.of_teams(teams),
            teams,
            size=rule.size,
            seed=command.seed,
            last={case.reference for case in last.cases} if last else (),
        )
        theme = theme_of(council, month, await w.themes.all()).title
        sample = DipSample(
            command.sample_id, person.id, month, command.seed, rule.size, theme, cases, now
        )
        if not await w.dip_samples.add(sample):
            other = await w.dip_samples.latest_of(person.id)
            if other is None or other.is_submitted:
                return await sample_of(w, person, sample.id)
            return other
        detail = {"seed": command.seed, "cases": len(cases)}
        await w.events.record(
            Event(now, person.id, "draw_dip_sample", sample.id, command.source, detail)
        )
        await w.live_cards.touch([duty_entity(person.id), theme_entity(str(month))])
        await w.commit()
        return sample
