"""Someone says that they have seen their part of a round's allocation (WC-02)."""

from dataclasses import dataclass
from datetime import datetime

from programme.council import Council
from programme.errors import LookElsewhere
from programme.event import Event
from programme.monthly_allocation import Acknowledgement
from programme.people import Person, Verb, require
from programme.ports import UnitOfWork, Work
from programme.round_period import RoundPeriod
from programme.shown import allocation_entity, part_entity
from programme.use_cases.part_in_month import PartInMonth


@dataclass(frozen=True, slots=True)
class AcknowledgeAllocation:
    """`person` has seen their part of a round's period."""

    council: Council
    person: Person
    of: RoundPeriod
    source: str


async def acknowledge_allocation(
    command: AcknowledgeAllocation, *, work: Work, now: datetime
) -> bool:
    """Records it once, and brings the QA officers' count up to date.

    Returns False when it had been acknowledged before. Raises LookElsewhere without an allocation,
    or when the person has no part in it.
    """
    require(command.person, Verb.ACKNOWLEDGE_ALLOCATION)
    of = command.of
    async with work(command.council.tenant_id) as w:
        if await w.allocations.get(of.round_id, of.month) is None:
            raise LookElsewhere(
                f"The {of.audits} aren't allocated yet; a card comes when they are."
            )
        if not await _concerns(w, of, command.person):
            raise LookElsewhere(
                f"You have no part in the {of.audits}; type “my work” for what is yours."
            )
        first = await w.allocations.acknowledge(
            Acknowledgement(of.round_id, of.month, command.person.id, now)
        )
        if first:
            await w.events.record(
                Event(now, command.person.id, "acknowledge_allocation", of.subject, command.source)
            )
            await w.live_cards.touch(
                [allocation_entity(of.subject), part_entity(of.subject, command.person.id)]
            )
        await w.commit()
        return first


async def _concerns(w: UnitOfWork, of: RoundPeriod, person: Person) -> bool:
    """Nearly everyone who asks is an auditor: the whole round is read for the others alone."""
    if await w.audits.of_auditors([person.id], of.round_id, of.month):
        return True
    audits = await w.audits.of_round_in_brief(of.round_id, of.month)
    return PartInMonth.of(audits, of.rule, await w.people.all()).concerns(person)
