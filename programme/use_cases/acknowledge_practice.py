"""The team's manager acknowledges good practice, and is asked until somebody has (WC-13)."""

from dataclasses import dataclass
from datetime import datetime

from programme.council import Council
from programme.errors import AskSomeoneAllowed, LookElsewhere
from programme.event import Event
from programme.people import Person, Team, Verb, require
from programme.ports import LISTS, Work
from programme.practice_acknowledgement import PracticeAcknowledgement, acknowledge
from programme.shown import practice_entity
from programme.timetable import opening
from programme.use_cases.acting_on_action import manages
from programme.use_cases.queueing import queue_due
from programme.use_cases.record_practice import managers_of, messages_to


@dataclass(frozen=True, slots=True)
class AcknowledgePractice:
    """`person` has taken note of it for the team."""

    council: Council
    person: Person
    acknowledgement_id: str
    source: str


async def acknowledge_practice(
    command: AcknowledgePractice, *, work: Work, now: datetime
) -> PracticeAcknowledgement:
    """It as acknowledged; the cards of who recorded it and of the practitioner say so.

    Acknowledged before, it is as it was. Raises LookElsewhere, or AskSomeoneAllowed for another
    team's.
    """
    council, person = command.council, command.person
    require(person, Verb.ACKNOWLEDGE_PRACTICE)
    async with work(council.tenant_id) as w:
        await w.turns.share(LISTS)
        practice = await w.practice.get(command.acknowledgement_id)
        if practice is None:
            raise LookElsewhere("This acknowledgement isn't there any more.")
        team = Team(practice.team, practice.service_area)
        managers = managers_of(practice, await w.people.all(), council, now)
        if team.name not in manages(person, [team]) and person.id not in [p.id for p in managers]:
            raise AskSomeoneAllowed(f"This is for {practice.team}; please ask its team manager.")
        done = acknowledge(practice, by=person.id, now=now)
        if done is practice or not await w.practice.acknowledge(done):
            return await w.practice.get(practice.id) or practice
        await w.events.record(
            Event(now, person.id, "acknowledge_practice", practice.id, command.source)
        )
        await w.live_cards.touch([practice_entity(practice.id)])
        await w.commit()
        return done


async def ask_for_acknowledgement(council: Council, *, work: Work, now: datetime) -> int:
    """Once a working day: whoever answers by now for a team whose good practice nobody has
    acknowledged, and wasn't told of it before, is told; how many."""
    opened = opening(council.framework.hours, council.calendar, now)
    if opened is None:
        return 0
    queued = 0
    async with work(council.tenant_id) as w:
        if not await w.ticks.claim("practice", opened):
            return 0
        awaiting = await w.practice.awaiting()
        people = await w.people.all() if awaiting else ()
        for practice in awaiting:
            readers = managers_of(practice, people, council, now)
            messages = messages_to(council, practice, readers, now)
            queued += await queue_due(
                w, messages, verb="ask_for_acknowledgement", subject=practice.id, now=now
            )
        await w.commit()
    return queued
