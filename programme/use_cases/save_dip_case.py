"""A manager keeps what a look at one case of a dip sample found (SW-03, WB-12)."""

from dataclasses import dataclass
from datetime import datetime

from programme.council import Council
from programme.dip_sample import DipLook, DipSample, with_look
from programme.event import Event
from programme.people import Person
from programme.ports import Work
from programme.use_cases.show_dip_sample import days_for_actions, rule_of, sample_of


@dataclass(frozen=True, slots=True)
class SaveDipCase:
    """`person` looked at the case of that reference."""

    council: Council
    person: Person
    sample_id: str
    reference: str
    look: DipLook
    source: str


async def save_dip_case(command: SaveDipCase, *, work: Work, now: datetime) -> DipSample:
    """The dip sample with the case; saved again unchanged, it stays as it was.

    Raises AskSomeoneAllowed, LookElsewhere, ShowAsItIsNow once submitted, or CorrectAndRepeat with
    a sentence for each field.
    """
    person, today = command.person, command.council.today(now)
    async with work(command.council.tenant_id) as w:
        before = await sample_of(w, person, command.sample_id)
        council = command.council.as_of(before.drawn_at)
        rule = rule_of(council, person, today)
        after = with_look(
            before,
            command.reference,
            command.look,
            by=person.id,
            rule=rule,
            grades=council.framework.grades,
            today=today,
            calendar=council.calendar,
            latest=days_for_actions(council, today)[1],
        )
        if after == before:
            return before
        await w.dip_samples.save(after)
        await w.events.record(Event(now, person.id, "save_dip_case", after.id, command.source))
        await w.commit()
        return after
