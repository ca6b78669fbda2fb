"""What every use case that asks somebody to moderate shares: when they are asked, and by whom the
asking is heard."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from random import Random

from programme.audit import Audit
from programme.changed_copy import replace
from programme.council import Council
from programme.errors import LookElsewhere
from programme.message import Message, MessageKind
from programme.moderation import Moderation
from programme.moderators import Choice, Chosen, seed_of
from programme.people import Person, Role, working_people
from programme.ports import UnitOfWork
from programme.rules.moderation import ModerationRule
from programme.timetable import at_work

LOAD_REMEMBERED = timedelta(days=365)
"""How far back it counts how many moderations each has been given."""


async def choice_of(
    w: UnitOfWork, council: Council, people: Sequence[Person], now: datetime, *seeds: str
) -> tuple[Choice, int]:
    """What a choice is made from, and its seed, which follows from what it is for."""
    seed = seed_of(council.tenant_id, *seeds)
    load = Counter(await w.moderations.given_since(now - LOAD_REMEMBERED))
    conflicts = await w.hand_overs.all_conflicts()
    chance = Random(seed)  # noqa: S311 - no secret
    return Choice(people, council.today(now), chance, load, conflicts), seed


def asked(
    council: Council, chosen: Chosen, rule: ModerationRule, people: Sequence[Person], now: datetime
) -> Moderation:
    """The moderation as it is put to its moderator, whose time counts from their being there."""
    when, due = time_for(council, chosen, rule, people, now)
    return Moderation(chosen.audit_id, chosen.moderator_id, rule.form, chosen.why, when, due)


def time_for(
    council: Council, chosen: Chosen, rule: ModerationRule, people: Sequence[Person], now: datetime
) -> tuple[datetime, date]:
    """When the chosen moderator is asked (UTC), and their last day."""
    person = next(person for person in people if person.id == chosen.moderator_id)
    when = at_work(person, council.framework.hours, council.calendar, now)
    day = council.today(when)
    return when, council.calendar.plus_working_days(day, rule.within_working_days)


def messages(
    council: Council, moderation: Moderation, people: Sequence[Person], *, fallback: bool
) -> list[Message]:
    """The card for the moderator; with `fallback` the QA officers have it too."""
    told = {moderation.moderator_id}
    staff = working_people(people)
    if fallback:
        told |= {person.id for person in staff if person.has(Role.QA_OFFICER)}
    return [
        Message(
            key=f"moderation:{moderation.id}:{moderation.version}:{person.id}",
            person_id=person.id,
            kind=MessageKind.MODERATION,
            subject=moderation.id,
            not_before=at_work(
                person, council.framework.hours, council.calendar, moderation.asked_at
            ),
        )
        for person in sorted(staff, key=lambda person: person.id)
        if person.id in told
    ]


def gathered(
    messages: Iterable[Message], moderations: Sequence[Moderation], drawn: str
) -> list[Message]:
    """The same, but that whoever is given several in one draw has one card of them all. `drawn`
    names the draw."""
    given = Counter(moderation.moderator_id for moderation in moderations)
    own = {(each.id, each.moderator_id) for each in moderations}
    lists: dict[str, Message] = {}
    alone = []
    for message in messages:
        person_id = message.person_id
        if given[person_id] > 1 and (message.subject, person_id) in own:
            lists[person_id] = replace(
                message,
                key=f"moderations:{drawn}:{person_id}",
                kind=MessageKind.MODERATIONS,
                subject=person_id,
            )
        else:
            alone.append(message)
    return [*alone, *lists.values()]


async def moderation_and_audit(w: UnitOfWork, audit_id: str) -> tuple[Moderation, Audit]:
    """The moderation and its audit. Raises LookElsewhere when there is none."""
    moderation = await w.moderations.get(audit_id)
    audit = await w.audits.get(audit_id)
    if moderation is None or audit is None:
        raise LookElsewhere(
            "This audit isn't there for a second look; type “help” for what is yours."
        )
    return moderation, audit
