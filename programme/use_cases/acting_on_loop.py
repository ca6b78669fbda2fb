"""What every use case of closing the loop shares."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from programme.audit import Audit
from programme.council import Council
from programme.errors import LookElsewhere
from programme.follow_up import Loop
from programme.message import Message, MessageKind
from programme.people import Person, Team
from programme.ports import UnitOfWork
from programme.responsible import responsible_for
from programme.timetable import at_work


async def loop_and_audit(w: UnitOfWork, audit_id: str) -> tuple[Loop, Audit]:
    """The loop and its audit. Raises LookElsewhere when there is none."""
    loop, audit = await w.loops.get(audit_id), await w.audits.get(audit_id)
    if loop is None or audit is None:
        raise LookElsewhere("There is nothing to check about this audit; type “help” for more.")
    return loop, audit


def answering_for(
    names: Iterable[str],
    teams: Iterable[Team],
    people: Sequence[Person],
    council: Council,
    now: datetime,
) -> set[str]:
    """The ids of those who answer for the teams of those names today."""
    wanted, today = set(names), council.today(now)
    return {
        person.id
        for team in teams
        if team.name in wanted
        for person in responsible_for(team, people, today)
    }


def cards_for(
    council: Council,
    audit_id: str,
    readers: Iterable[str],
    people: Iterable[Person],
    now: datetime,
    about: str,
) -> list[Message]:
    """The loop's card for each reader who still works here, once for what it is `about`."""
    wanted, hours = set(readers), council.framework.hours
    return [
        Message(
            key=f"loop:{audit_id}:{about}:{person.id}",
            person_id=person.id,
            kind=MessageKind.LOOP_CHECK,
            subject=audit_id,
            not_before=at_work(person, hours, council.calendar, now),
        )
        for person in people
        if person.id in wanted and person.active
    ]
