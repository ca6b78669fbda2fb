"""Once a working day: whoever hasn't said in time what they did is reminded, once (KT-07)."""

from datetime import datetime

from programme.council import Council
from programme.event import Event
from programme.message import Message, MessageKind
from programme.ports import Work
from programme.shown import alert_entity
from programme.timetable import digest
from programme.use_cases.answer_alert import bring_answers


async def remind_of_alerts(council: Council, *, work: Work, now: datetime) -> int:
    """Queues the reminders of answers that are overdue, and says how many messages.

    The lead auditor and the QA officers are brought what has not been answered; of somebody who
    has left they alone hear.
    """
    due = digest(council.framework.hours, council.calendar, now)
    if due is None:
        return 0
    today = council.today(now)
    async with work(council.tenant_id) as w:
        if not await w.ticks.claim("alerts", due):
            return 0
        overdue = await w.alerts.unanswered_before(today)
        people = await w.people.some({alert.person_id for alert in overdue})
        active = {person.id for person in people if person.active}
        queued = await w.outbox.add(
            [
                Message(
                    key=f"grade_alert:{alert.audit_id}:{alert.person_id}:reminder",
                    person_id=alert.person_id,
                    kind=MessageKind.GRADE_ALERT,
                    subject=alert.audit_id,
                    not_before=now,
                )
                for alert in overdue
                if alert.person_id in active
            ]
        )
        for audit_id in sorted({alert.audit_id for alert in overdue}):
            queued += await bring_answers(w, council, audit_id, now, stage="overdue")
            await w.events.record(Event(now, "sightline", "remind_of_alert", audit_id, "schedule"))
        await w.alerts.mark_reminded(overdue, today)
        await w.live_cards.touch([alert_entity(alert.audit_id) for alert in overdue])
        await w.commit()
        return queued
