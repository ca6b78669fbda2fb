"""Whoever a round names chooses the cases of its next period (SW-11)."""

from dataclasses import dataclass
from datetime import datetime

from programme.chosen_cases import CHOSEN_MEANWHILE, ChosenCase, require_choosable, to_choose_from
from programme.council import Council
from programme.errors import AskSomeoneAllowed, LookElsewhere, ShowAsItIsNow
from programme.event import Event
from programme.people import Person, Role, Verb, require
from programme.ports import LISTS, UnitOfWork, Work
from programme.round_period import RoundPeriod
from programme.shown import allocation_entity, chosen_entity
from programme.use_cases.drawing_lists import drawing_lists


@dataclass(frozen=True, slots=True)
class ChooseCases:
    """`person` chooses the cases of those `references` for the period, and no others. `seen` are
    those that were chosen when they began."""

    council: Council
    person: Person
    of: RoundPeriod
    references: frozenset[str]
    seen: frozenset[str]
    source: str


async def choose_cases(
    command: ChooseCases, *, work: Work, now: datetime
) -> tuple[ChosenCase, ...]:
    """The cases as chosen, by reference; the same choice twice changes nothing.

    Raises LookElsewhere, AskSomeoneAllowed, CorrectAndRepeat for a case that can't be audited in
    the round or for too many, ShowAsItIsNow once the period is drawn or somebody else has chosen
    meanwhile.
    """
    council, of, person = command.council, command.of, command.person
    require_chooser(of, person)
    async with work(council.tenant_id) as w:
        # Alone, for they are drawn by the same lists: what is chosen is either drawn, or refused.
        await w.turns.take(LISTS)
        await require_undrawn(w, of)
        version = await w.chosen_cases.version(of.round_id, of.month)
        before = await w.chosen_cases.of_round(of.round_id, of.month)
        chosen_before = {one.case_reference: one for one in before}
        if command.references == chosen_before.keys():
            return before
        if command.seen != chosen_before.keys():
            raise ShowAsItIsNow(CHOSEN_MEANWHILE)
        lists = await drawing_lists(council, of, w, await w.people.all())
        require_choosable(command.references, to_choose_from(lists))
        chosen = tuple(
            chosen_before.get(reference)
            or ChosenCase(of.round_id, of.month, reference, person.id, now)
            for reference in sorted(command.references)
        )
        await w.chosen_cases.replace(of.round_id, of.month, chosen, version=version + 1)
        detail = {"chosen": len(chosen)}
        await w.events.record(
            Event(now, person.id, "choose_cases", of.subject, command.source, detail)
        )
        await w.live_cards.touch([chosen_entity(of.subject), allocation_entity(of.subject)])
        await w.commit()
        return chosen


def require_chooser(of: RoundPeriod, person: Person) -> None:
    """Raises LookElsewhere for a round whose cases nobody chooses, and AskSomeoneAllowed unless the
    person is who chooses them; QA officers stand in."""
    require(person, Verb.CHOOSE_CASES)
    if of.rule.chosen_by is None:
        raise LookElsewhere(f"The cases of {of.named} are drawn at random; nobody chooses them.")
    if not may_choose(of, person):
        who = of.rule.chosen_by.words
        raise AskSomeoneAllowed(f"The {who} chooses these cases; please ask them.")


def may_choose(of: RoundPeriod, person: Person) -> bool:
    """Whether the person chooses the round's cases."""
    post = of.rule.chosen_by
    if post is None or not person.active:
        return False
    return post.is_held_by(person) or person.has(Role.QA_OFFICER)


async def require_undrawn(w: UnitOfWork, of: RoundPeriod) -> None:
    """Raises ShowAsItIsNow once the period's cases are drawn."""
    if await w.allocations.get(of.round_id, of.month) is not None:
        raise ShowAsItIsNow(f"{of.named} is drawn already, so its cases stand; here they are.")
