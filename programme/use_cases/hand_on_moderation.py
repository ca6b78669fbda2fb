"""A moderation goes to somebody else: its moderator can't be impartial, has left or is away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from programme.audit import Audit
from programme.council import Council
from programme.errors import CorrectAndRepeat, ShowAsItIsNow
from programme.event import Event
from programme.message import Message
from programme.moderation import Moderation, hand_on
from programme.moderators import rule_behind
from programme.people import Person, Verb, require
from programme.ports import LISTS, UnitOfWork, Work
from programme.shown import moderation_entity
from programme.use_cases.asking_moderators import (
    choice_of,
    messages,
    moderation_and_audit,
    time_for,
)
from programme.use_cases.moderate_audit import require_moderator


@dataclass(frozen=True, slots=True)
class HandOnModeration:
    """`person` can't moderate the audit, for example because they know the family."""

    council: Council
    person: Person
    audit_id: str
    seen_version: int
    source: str


async def hand_on_moderation(command: HandOnModeration, *, work: Work, now: datetime) -> Moderation:
    """The moderation with another moderator, who is told.

    Pressed twice by the same person, the second answers as the first did. Raises LookElsewhere,
    AskSomeoneAllowed, ShowAsItIsNow, or CorrectAndRepeat when there is nobody else.
    """
    require(command.person, Verb.MODERATE)
    council, person = command.council, command.person
    async with work(council.tenant_id) as w:
        await w.turns.share(LISTS)
        moderation, audit = await moderation_and_audit(w, command.audit_id)
        if person.id in moderation.handed_on_by:
            return moderation
        require_moderator(moderation, person)
        if not moderation.is_waiting or moderation.version != command.seen_version:
            raise ShowAsItIsNow("This has changed since; here it is as it stands now.")
        people = await w.people.all()
        handed = await give_to_another(
            w, council, moderation, audit, people, now, who=person.id, source=command.source
        )
        if handed is None:
            raise CorrectAndRepeat(
                "There is nobody else for this audit; please speak to your QA officer."
            )
        await w.outbox.add(handed.told)
        await w.commit()
        return handed.moderation


@dataclass(frozen=True, slots=True)
class Handed:
    """A moderation in somebody else's hands, and the messages that say so, still to be queued."""

    moderation: Moderation
    told: tuple[Message, ...]


async def give_to_another(
    w: UnitOfWork,
    council: Council,
    moderation: Moderation,
    audit: Audit,
    people: Sequence[Person],
    now: datetime,
    *,
    who: str,
    source: str,
) -> Handed | None:
    """The moderation in the hands of somebody who is there and hasn't handed it on, as kept; None,
    and nothing changed, when there is nobody."""
    rule = rule_behind(council.under(audit).framework, audit, moderation.form)
    barred = {moderation.moderator_id, *moderation.handed_on_by}
    choice, seed = await choice_of(
        w, council, people, now, audit.id, str(len(moderation.handed_on_by) + 1)
    )
    chosen = choice.of(audit, rule, barred)
    if chosen is None:
        return None
    when, due = time_for(council, chosen, rule, people, now)
    handed = hand_on(moderation, to=chosen.moderator_id, why=chosen.why, due=due, now=when)
    await w.moderations.save(handed)
    await w.events.record(
        Event(
            now,
            who,
            "hand_on_moderation",
            audit.id,
            source,
            {"from": moderation.moderator_id, "to": chosen.moderator_id, "seed": seed},
        )
    )
    await w.live_cards.touch([moderation_entity(audit.id)])
    return Handed(handed, tuple(messages(council, handed, people, fallback=chosen.fallback)))
