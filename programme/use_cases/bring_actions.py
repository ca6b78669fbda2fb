"""The actions of an audit reach the teams that will do them, and its auditors (WC-08)."""

from programme.audit_review import is_to_be_reviewed
from programme.message import Message, MessageKind
from programme.ports import UnitOfWork
from programme.responsible import responsible_for
from programme.timetable import at_work
from programme.use_cases.submission import Submission
from programme.use_cases.tell_team_manager import told_of_findings


async def bring_actions(w: UnitOfWork, submission: Submission) -> None:
    """One card each for those who will do the actions and for both auditors, for those who review
    the audit (WC-08), and for those whose team is given advice (BD-05).

    Those who get the findings have the actions on the same card (WC-10). Whoever submits is at work
    and gets theirs at once, the others when they are at work.
    """
    council, audit, now = submission.council, submission.audit, submission.now
    hours, calendar = council.framework.hours, council.calendar
    concerned = _concerned(submission)
    await w.outbox.add(
        [
            Message(
                key=f"actions:{audit.id}:{person.id}",
                person_id=person.id,
                kind=MessageKind.ACTIONS,
                subject=audit.id,
                not_before=now
                if person.id == audit.submitted_by
                else at_work(person, hours, calendar, now),
            )
            for person in sorted(submission.people, key=lambda person: person.id)
            if person.id in concerned
        ]
    )


def _concerned(submission: Submission) -> set[str]:
    audit, named = submission.audit, {action.team for action in submission.actions}
    if audit.record.advice:
        named.add(audit.team)
    auditors = {audit.lead_id, *([audit.peer_id] if audit.peer_id else [])} if named else set()
    if is_to_be_reviewed(submission.council.framework, audit):
        named.add(audit.team)
    today = submission.council.today(submission.now)
    doing = {
        person.id
        for team in submission.teams
        if team.name in named
        for person in responsible_for(team, submission.people, today)
    }
    with_findings = {person.id for person in told_of_findings(submission)}
    return (doing | auditors) - with_findings
