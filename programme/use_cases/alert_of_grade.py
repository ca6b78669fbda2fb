"""A grave grade is told at once to those who must know of it (WB-08, SW-06, KT-07)."""

from programme.changed_copy import replace
from programme.event import Event
from programme.grade_alert import Alert, earliest
from programme.message import MessageKind
from programme.ports import UnitOfWork
from programme.use_cases.submission import Submission
from programme.use_cases.telling import send, told_of


async def alert_of_grade(w: UnitOfWork, submission: Submission) -> None:
    """One card to each recipient of every alert for the overall grade, the agreed one where it
    was moderated.

    Who is asked by several rules for what they have done has the shortest time. Whoever was told
    of the audit before isn't told again. An alert stands when a better grade is agreed: what was
    seen in the file was seen, and its card says what was agreed.
    """
    council, audit, now = submission.council, submission.audit, submission.now
    alerts: dict[str, Alert] = {}
    told = {alert.person_id for alert in await w.alerts.of_audits([audit.id])}
    for rule in council.framework.alerts:
        if not submission.begins(rule.grades):
            continue
        days = rule.answer_within_working_days
        today = council.today(now)
        answer_by = council.calendar.plus_working_days(today, days) if days else None
        for person_id in await told_of(w, submission, rule.to):
            if person_id in told:
                continue
            known = alerts.get(person_id, Alert(audit.id, person_id, now))
            alerts[person_id] = replace(known, answer_by=earliest(known.answer_by, answer_by))
    if not alerts:
        return
    await w.alerts.add([*alerts.values()])
    await send(w, submission, MessageKind.GRADE_ALERT, alerts)
    await w.events.record(
        Event(
            now,
            "sightline",
            "alert_of_grade",
            audit.id,
            submission.source,
            {"overall": submission.grade, "told": len(alerts)},
        )
    )
