"""After a grave grade the same file is audited again, by the same auditor (SW-06)."""

from datetime import date, datetime

from programme.audit import Audit
from programme.case import Case
from programme.closed_case import case_has_closed, made_with_case_closed
from programme.event import Event
from programme.message import Message, MessageKind
from programme.outside_rounds import FollowedAudit, re_audit_of, stage_of
from programme.people import Person, Team
from programme.ports import UnitOfWork
from programme.recipients import qa_officers
from programme.shown import AUDITORS
from programme.timetable import at_work
from programme.use_cases.remind_of_audits import card_of
from programme.use_cases.submission import Submission
from programme.use_cases.tell_of_auditors_needed import auditors_needed


async def re_audit_if_needed(w: UnitOfWork, submission: Submission) -> None:
    """Makes the re-audit, and tells its auditor and the QA officers that and when it comes; it
    follows the alerts of the grade.

    A grade may be agreed long after the audit: the re-audit is of the team that has the case by
    then, and where the case has closed it waits for what the QA officers decide. A re-audit with
    such a grade has another after it. One that is made stands when a better grade is agreed: its
    card says so, and the QA officers may withdraw it.
    """
    council, original, now = submission.council, submission.audit, submission.now
    rule, calendar = council.framework.re_audit, council.calendar
    if rule is None or not submission.begins(rule.grades):
        return
    case = await w.cases.get(original.case_reference)
    team = _team_now(case, submission)
    audit, followed = re_audit_of(original, team, rule, calendar, now)
    if case and not case.active:
        audit = made_with_case_closed(audit, calendar.today(now))
    await w.audits.add([audit])
    await w.outside_rounds.add_re_audit(followed)
    await w.outbox.add(await _told(w, submission, audit, followed))
    # Whoever submits is there; once the grade is agreed the auditor may be gone.
    if submission.agreed_by or case_has_closed(audit):
        await w.outbox.add(await auditors_needed(council, w, submission.people, now))
        await w.live_cards.touch([AUDITORS])
    await w.events.record(
        Event(
            now,
            "sightline",
            "make_re_audit",
            audit.id,
            submission.source,
            {"original": original.id, "due": audit.due.isoformat()},
        )
    )


def _team_now(case: Case | None, submission: Submission) -> Team:
    """The case's team; that of the audit, where the staff list has none of that name."""
    original = submission.audit
    teams = {team.name: team for team in submission.teams}
    known = Team(original.team, original.service_area)
    return teams.get(case.team, known) if case else known


async def _told(
    w: UnitOfWork, submission: Submission, audit: Audit, followed: FollowedAudit
) -> list[Message]:
    # Whoever is alerted to the grade just now has the re-audit on that card.
    alerts = await w.alerts.of_audits([followed.original_id])
    alerted = {alert.person_id for alert in alerts if alert.told_at == submission.now}
    officers = [p for p in qa_officers(submission.people) if p.id not in {*alerted, audit.lead_id}]
    stage = _stage_now(audit.due, followed, submission)
    return [
        *(
            card_of(audit, MessageKind.RE_AUDIT, stage, lead.id, _when(lead, submission))
            for lead in submission.people
            if lead.id == audit.lead_id and lead.active
        ),
        *(
            card_of(audit, MessageKind.RE_AUDIT, "told", officer.id, _when(officer, submission))
            for officer in officers
        ),
    ]


def _when(person: Person, submission: Submission) -> datetime:
    council, now = submission.council, submission.now
    if person.id == submission.at_hand:
        return now
    return at_work(person, council.framework.hours, council.calendar, now)


def _stage_now(due: date, followed: FollowedAudit, submission: Submission) -> str:
    """What today's card is: where the time is short, it is already the one to record from."""
    today = submission.council.today(submission.now)
    stage = stage_of(due, today, opens_on=followed.opens_on, remind_on=followed.remind_on)
    return stage or "told"
