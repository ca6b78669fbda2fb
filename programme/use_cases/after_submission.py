"""What follows when an audit is submitted, in the same transaction."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from programme.action import Action
from programme.audit import Audit
from programme.council import Council
from programme.message import Message, MessageKind
from programme.people import Person, Team
from programme.ports import UnitOfWork
from programme.responsible import responsible_for
from programme.timetable import in_hours
from programme.use_cases.alert_of_grade import alert_of_grade
from programme.use_cases.ask_moderator import ask_moderator
from programme.use_cases.bring_outcome import bring_outcome
from programme.use_cases.re_audit_if_needed import re_audit_if_needed


@dataclass(frozen=True, slots=True)
class Submission:
    """An audit that was submitted at `now` (UTC), with all that its consequences depend on."""

    council: Council
    audit: Audit
    actions: tuple[Action, ...]
    people: Sequence[Person]
    teams: Sequence[Team]
    now: datetime


Consequence = Callable[[UnitOfWork, Submission], Awaitable[None]]


async def follow_up(w: UnitOfWork, submission: Submission) -> None:
    """Does all that the framework asks for at once; what is due later is left to the ticks."""
    for consequence in CONSEQUENCES:
        await consequence(w, submission)


async def bring_actions(w: UnitOfWork, submission: Submission) -> None:
    """One card each for those who will do the actions and for both auditors, for those who review
    the audit (WC-08), and for those whose team is given advice (BD-05).

    Whoever submits is at work and gets theirs at once, the others in the council's hours.
    """
    council, audit, now = submission.council, submission.audit, submission.now
    in_their_hours = in_hours(council.framework.hours, council.calendar, now)
    await w.outbox.add(
        [
            Message(
                key=f"actions:{audit.id}:{person_id}",
                person_id=person_id,
                kind=MessageKind.ACTIONS,
                subject=audit.id,
                not_before=now if person_id == audit.submitted_by else in_their_hours,
            )
            for person_id in sorted(_concerned(submission))
        ]
    )


def _concerned(submission: Submission) -> set[str]:
    audit, named = submission.audit, {action.team for action in submission.actions}
    if audit.record.advice or submission.council.framework.actions.reviewed:
        named.add(audit.team)
    if not named:
        return set()
    today = submission.council.today(submission.now)
    doing = {
        person.id
        for team in submission.teams
        if team.name in named
        for person in responsible_for(team, submission.people, today)
    }
    return doing | {audit.lead_id, *([audit.peer_id] if audit.peer_id else [])}


# Below, because they name what is defined above.
from programme.use_cases.tell_team_manager import tell_team_manager  # noqa: E402 - see above

CONSEQUENCES: tuple[Consequence, ...] = (
    bring_actions,
    tell_team_manager,
    ask_moderator,
    alert_of_grade,
    re_audit_if_needed,
    bring_outcome,
)
