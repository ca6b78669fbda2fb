"""A mid-way audit's findings reach the manager of the case's team (WC-10)."""

from programme.message import Message, MessageKind
from programme.people import Person, Role
from programme.ports import UnitOfWork
from programme.responsible import responsible_for
from programme.timetable import in_hours
from programme.use_cases.acknowledge_audit import tells_team_manager
from programme.use_cases.submission import Submission


async def tell_team_manager(w: UnitOfWork, submission: Submission) -> None:
    """One card for whoever answers for the case's team, in the council's hours.

    While its manager is away the next in line get it; where the team itself is gone, the QA
    officers do.
    """
    council, audit, now = submission.council, submission.audit, submission.now
    if not tells_team_manager(council, audit):
        return
    await w.outbox.add(
        [
            Message(
                key=f"{MessageKind.FINDINGS}:{audit.id}:{person.id}",
                person_id=person.id,
                kind=MessageKind.FINDINGS,
                subject=audit.id,
                not_before=in_hours(council.framework.hours, council.calendar, now),
            )
            for person in _told(submission)
        ]
    )


def _told(submission: Submission) -> tuple[Person, ...]:
    today = submission.council.today(submission.now)
    for team in submission.teams:
        if team.name == submission.audit.team:
            return responsible_for(team, submission.people, today)
    return tuple(p for p in submission.people if p.active and p.has(Role.QA_OFFICER))
