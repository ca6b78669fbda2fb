"""After a grave grade the same file is audited again, by the same auditor (SW-06)."""

from datetime import date

from programme.event import Event
from programme.message import MessageKind
from programme.outside_rounds import FollowedAudit, re_audit_of, stage_of
from programme.ports import UnitOfWork
from programme.recipients import qa_officers
from programme.timetable import in_hours
from programme.use_cases.remind_of_audits import card_of
from programme.use_cases.submission import Submission


async def re_audit_if_needed(w: UnitOfWork, submission: Submission) -> None:
    """Makes the re-audit, and tells its auditor and the QA officers that and when it comes; it
    follows the alerts of the grade.

    A re-audit with such a grade has another after it.
    """
    council, original, now = submission.council, submission.audit, submission.now
    rule, calendar = council.framework.re_audit, council.calendar
    if rule is None or original.record.overall not in rule.grades:
        return
    audit, followed = re_audit_of(original, rule, calendar, now)
    await w.audits.add([audit])
    await w.outside_rounds.add_re_audit(followed)
    in_their_hours = in_hours(council.framework.hours, calendar, now)
    stage = _stage_now(audit.due, followed, submission)
    # Whoever is alerted to the grade has the re-audit on that card.
    alerted = {alert.person_id for alert in await w.alerts.of_audits([original.id])}
    officers = {person.id for person in qa_officers(submission.people)} - alerted
    await w.outbox.add(
        [
            card_of(audit, MessageKind.RE_AUDIT, stage, audit.lead_id, now),
            *(
                card_of(audit, MessageKind.RE_AUDIT, "told", officer, in_their_hours)
                for officer in sorted(officers)
                if officer != audit.lead_id
            ),
        ]
    )
    await w.events.record(
        Event(
            now,
            "sightline",
            "make_re_audit",
            audit.id,
            "submission",
            {"original": original.id, "due": audit.due.isoformat()},
        )
    )


def _stage_now(due: date, followed: FollowedAudit, submission: Submission) -> str:
    """What today's card is: where the time is short, it is already the one to record from."""
    today = submission.council.today(submission.now)
    stage = stage_of(due, today, opens_on=followed.opens_on, remind_on=followed.remind_on)
    return stage or "told"
