"""The council's lists as a draw reads them, and as whoever chooses its cases sees them."""

from collections.abc import Sequence

from programme.council import Council
from programme.draw_lists import DrawLists
from programme.people import Person
from programme.ports import UnitOfWork
from programme.round_period import RoundPeriod
from programme.theme import theme_of_period

PAIRS_REMEMBERED_MONTHS = 12


async def drawing_lists(
    council: Council, of: RoundPeriod, w: UnitOfWork, people: Sequence[Person]
) -> DrawLists:
    """Everything that a draw of the period depends on but its seed."""
    names = {person.id: person.name for person in people}
    themes = await w.themes.all()
    chosen = await w.chosen_cases.of_round(of.round_id, of.month)
    return DrawLists(
        of=of,
        framework=council.framework_of(of.framework_version),
        calendar=council.calendar,
        people=people,
        teams=await w.teams.all(),
        cases=await w.cases.all(),
        last_audited=await w.audits.last_audited(),
        earlier_pairs=await w.audits.pairs_since(of.month.plus(-PAIRS_REMEMBERED_MONTHS)),
        last_turns=await w.audits.last_turns(of.round_id),
        last_practice=await w.audits.last_practice(of.round_id),
        themed=theme_of_period(council, of, themes),
        chosen={one.case_reference: names[one.chosen_by] for one in chosen},
        conflicts=await w.hand_overs.all_conflicts(),
    )
