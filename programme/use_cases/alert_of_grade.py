"""A grave grade is told at once to those who must know of it (WB-08, SW-06, KT-07)."""

from dataclasses import replace

from programme.event import Event
from programme.grade_alert import Alert, earliest
from programme.message import MessageKind
from programme.ports import UnitOfWork
from programme.use_cases.submission import Submission
from programme.use_cases.telling import send, told_of


async def alert_of_grade(w: UnitOfWork, submission: Submission) -> None:
    """One card to each recipient of every alert for the overall grade.

    Who is asked by several rules for what they have done has the shortest time.
    """
    council, audit, now = submission.council, submission.audit, submission.now
    alerts: dict[str, Alert] = {}
    for rule in council.framework.alerts:
        if audit.record.overall not in rule.grades:
            continue
        days = rule.answer_within_working_days
        today = council.today(now)
        answer_by = council.calendar.plus_working_days(today, days) if days else None
        for person_id in await told_of(w, submission, rule.to):
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
            "submission",
            {"overall": audit.record.overall, "told": len(alerts)},
        )
    )
