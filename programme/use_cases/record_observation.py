"""A manager records that they observed someone's practice (SW-07, WB-06, WC-12)."""

from dataclasses import dataclass
from datetime import date, datetime

from programme.council import Council
from programme.errors import AskSomeoneAllowed, LookElsewhere
from programme.event import Event
from programme.message import Message, MessageKind
from programme.own_area import own_staff
from programme.people import Person, Verb, require, working_people
from programme.ports import LISTS, UnitOfWork, Work
from programme.practice_observation import (
    PracticeObservation,
    require_whole,
    with_discussion,
)
from programme.rules.duty import ObservationRule
from programme.shown import DUTIES, duty_entity, observation_entity
from programme.timetable import at_work
from programme.use_cases.standings import duties_on, rules_for


@dataclass(frozen=True, slots=True)
class RecordObservation:
    """`person` observed someone; `observation_id` is the form's own (see `record_id`)."""

    council: Council
    person: Person
    observation_id: str
    observed_id: str
    setting: str
    on: date
    seen: str
    discussed: bool
    discussed_on: date | None
    training_needs: str
    source: str


@dataclass(frozen=True, slots=True)
class RecordDiscussion:
    """The reflective discussion that was planned has taken place."""

    council: Council
    person: Person
    observation_id: str
    source: str


def rule_on(council: Council, day: date) -> ObservationRule | None:
    """The rule of the version that holds, or else of one whose duty goes on to its period's end."""
    rules = (each.observations for each in rules_for(council, "practice_observation", day))
    return next(filter(None, rules), None)


async def observable_by(
    council: Council, w: UnitOfWork, person: Person, today: date
) -> tuple[ObservationRule, tuple[Person, ...]]:
    """The rule, and those whom the person may observe: of the rule's roles (WC-12), or else of
    their own team or service area.

    Raises AskSomeoneAllowed, or LookElsewhere when the framework has no practice observations.
    """
    require(person, Verb.RECORD_OBSERVATION)
    rule = rule_on(council, today)
    if rule is None:
        raise LookElsewhere(
            "Your council's framework doesn't ask for practice observations; type “help” for what "
            "there is."
        )
    people = await w.people.all()
    if not rule.of_roles:
        return rule, own_staff(person, await w.teams.all(), people)
    owed = (*council.framework.duties, *(duty for duty, _ in duties_on(council, today)))
    observing = [duty for duty in owed if "practice_observation" in duty.any_of]
    if not any(duty.asks(person) for duty in observing):
        who = ", ".join(sorted({role.words for duty in observing for role in duty.roles}))
        raise AskSomeoneAllowed(f"In your council practice is observed by one of: {who}.")
    return rule, tuple(
        one
        for one in working_people(people)
        if one.id != person.id and not one.roles.isdisjoint(rule.of_roles)
    )


async def record_observation(
    command: RecordObservation, *, work: Work, now: datetime
) -> PracticeObservation:
    """The observation as kept; whoever was observed gets a card of it.

    The same form twice records it once. Raises AskSomeoneAllowed, LookElsewhere, or
    CorrectAndRepeat with a sentence for each field.
    """
    council, person = command.council, command.person
    async with work(council.tenant_id) as w:
        await w.turns.share(LISTS)
        rule, observable = await observable_by(council, w, person, council.today(now))
        known = await w.observations.get(command.observation_id)
        if known is not None:
            return _own(known, person)
        observation = _observation(command, now)
        by_id = {one.id: one for one in observable}
        require_whole(
            observation,
            rule=rule,
            observable=by_id,
            today=council.today(now),
            calendar=council.calendar,
        )
        if not await w.observations.add(observation):
            return _own(await w.observations.get(observation.id) or observation, person)
        observed = by_id[observation.observed_id]
        not_before = at_work(observed, council.framework.hours, council.calendar, now)
        await w.outbox.add(
            [
                Message(
                    key=f"observed:{observation.id}",
                    person_id=observed.id,
                    kind=MessageKind.OBSERVED,
                    subject=observation.id,
                    not_before=not_before,
                )
            ]
        )
        await _recorded(w, command, "record_observation", now)
        await w.commit()
        return observation


async def record_discussion(
    command: RecordDiscussion, *, work: Work, now: datetime
) -> PracticeObservation:
    """The observation with its discussion: on the day planned, or today if it came earlier.

    Twice is harmless. Raises AskSomeoneAllowed for another's observation, LookElsewhere without.
    """
    require(command.person, Verb.RECORD_OBSERVATION)
    async with work(command.council.tenant_id) as w:
        await w.turns.share(LISTS)
        known = await w.observations.get(command.observation_id)
        if known is None:
            raise LookElsewhere("This observation isn't there any more.")
        if _own(known, command.person).taken_back_at is not None:
            raise LookElsewhere("This observation was taken back, so it needs no discussion.")
        if known.discussed:
            return known
        today = command.council.today(now)
        done = with_discussion(known, min(known.discussed_on or today, today))
        await w.observations.save(done)
        await _recorded(w, command, "record_discussion", now)
        await w.commit()
        return done


def _own(observation: PracticeObservation, person: Person) -> PracticeObservation:
    if observation.observer_id != person.id:
        raise AskSomeoneAllowed("This observation is somebody else's; please ask who recorded it.")
    return observation


def _observation(command: RecordObservation, now: datetime) -> PracticeObservation:
    return PracticeObservation(
        id=command.observation_id,
        observer_id=command.person.id,
        observed_id=command.observed_id,
        setting=command.setting,
        on=command.on,
        seen=command.seen.strip(),
        discussed=command.discussed,
        discussed_on=None if command.discussed else command.discussed_on,
        training_needs=command.training_needs.strip(),
        recorded_at=now,
    )


async def _recorded(
    w: UnitOfWork, command: RecordObservation | RecordDiscussion, verb: str, now: datetime
) -> None:
    subject, who = command.observation_id, command.person.id
    await w.events.record(Event(now, who, verb, subject, command.source))
    await w.live_cards.touch([duty_entity(who), DUTIES, observation_entity(subject)])
