"""An alert of a grade as its recipient sees it, and who has answered it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from programme.council import Council
from programme.grade_alert import Alert
from programme.outside_rounds import re_audit_id
from programme.people import Role
from programme.ports import UnitOfWork
from programme.taken_back import Recorded, may_take_back_until
from programme.use_cases.audit_result import AuditResult, audit_results
from programme.use_cases.concerned import concerned


@dataclass(frozen=True, slots=True)
class AlertView:
    """What one person was told, and what they have answered, which they may take back until the
    day `take_back_until`; the audit that follows it, where one does (SW-06)."""

    today: date
    alert: Alert
    result: AuditResult
    re_audit: AuditResult | None = None
    take_back_until: date | None = None


@dataclass(frozen=True, slots=True)
class AlertAnswer:
    """What somebody who was told has answered; by name."""

    name: str
    active: bool
    alert: Alert


@dataclass(frozen=True, slots=True)
class AlertAnswersView:
    """Everyone who was asked what they have done about one audit."""

    today: date
    result: AuditResult
    answers: tuple[AlertAnswer, ...]


async def show_alerts(
    council: Council, w: UnitOfWork, pairs: Collection[tuple[str, str]], today: date
) -> Mapping[tuple[str, str], AlertView]:
    """For each (reader id, audit id) what the reader was told; others are left out.

    So is who has nothing to do with the case any more, but for as long as they are asked what they
    have done, or may take back what they said.
    """
    audit_ids = {audit_id for _, audit_id in pairs}
    following = {re_audit_id(audit_id) for audit_id in audit_ids}
    results = await audit_results(council, w, audit_ids | following)
    alerts = {(a.person_id, a.audit_id): a for a in await w.alerts.of_audits(audit_ids)}
    standing = await concerned(w, [results[each].audit for each in audit_ids if each in results])
    views = {}
    for reader, audit_id in pairs:
        alert = alerts.get((reader, audit_id))
        if alert is None or audit_id not in results or not standing.is_there(reader):
            continue
        until = _until(council, alert, today)
        if alert.awaits_answer or until or standing.is_concerned(reader, audit_id):
            again = results.get(re_audit_id(audit_id))
            views[reader, audit_id] = AlertView(today, alert, results[audit_id], again, until)
    return views


def _until(council: Council, alert: Alert, today: date) -> date | None:
    if alert.answered_at is None:
        return None
    answered = Recorded(alert.person_id, alert.answered_at)
    return may_take_back_until(answered, alert.person_id, today, council.calendar)


async def show_alert_answers(
    council: Council, w: UnitOfWork, pairs: Collection[tuple[str, str]], today: date
) -> Mapping[tuple[str, str], AlertAnswersView]:
    """For each (reader id, audit id), for the lead auditor and the QA officers alone."""
    audit_ids = {audit_id for _, audit_id in pairs}
    results = await audit_results(council, w, audit_ids)
    asked = [alert for alert in await w.alerts.of_audits(audit_ids) if alert.answer_by]
    ids = {alert.person_id for alert in asked} | {reader for reader, _ in pairs}
    people = {person.id: person for person in await w.people.some(ids)}
    views = {}
    for reader_id, audit_id in pairs:
        reader, result = people.get(reader_id), results.get(audit_id)
        if reader is None or result is None or not reader.active:
            continue
        if not (reader.has(Role.QA_OFFICER) or reader.id == result.audit.lead_id):
            continue
        answers = [
            AlertAnswer(people[a.person_id].name, people[a.person_id].active, a)
            for a in asked
            if a.audit_id == audit_id
        ]
        if answers:
            in_order = tuple(sorted(answers, key=lambda answer: answer.name))
            views[reader_id, audit_id] = AlertAnswersView(today, result, in_order)
    return views
