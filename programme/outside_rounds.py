"""Audits that no round allocates: re-audits after a grave grade, and audits that were asked for."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from uuid import NAMESPACE_URL, uuid5

from programme.audit import Audit
from programme.calendar import Calendar, Month
from programme.case import Case
from programme.people import Person, Team
from programme.rules.commission import CommissionRule
from programme.rules.follow_up import ReAudit

Stage = Literal["open", "reminder", "overdue"]


@dataclass(frozen=True, slots=True)
class FollowedAudit:
    """Which audit a re-audit follows, and when its auditor hears of it again (SW-06)."""

    audit_id: str
    original_id: str
    opens_on: date
    remind_on: date


@dataclass(frozen=True, slots=True)
class CommissionedAudit:
    """Who asked for an audit, and on what topic (WC-14, SW-13, KT-04). `asked_at` is UTC."""

    audit_id: str
    commission_id: str
    topic: str
    asked_by: str
    asked_at: datetime
    remind_on: date


def re_audit_id(original_id: str) -> str:
    """The id of the audit that follows `original_id`: the same whenever it is asked."""
    return uuid5(NAMESPACE_URL, f"sightline/{original_id}/re_audit").hex


def re_audit_of(
    original: Audit, team: Team, rule: ReAudit, calendar: Calendar, now: datetime
) -> tuple[Audit, FollowedAudit]:
    """The short audit that follows one with a grave grade, and its dates (SW-06).

    `team` has the case at present. `now` is when the original was given that grade: when it was
    submitted, or moderated. Where it was moderated so late that the weeks from the submission leave
    too few, its auditor has the working days that they would have from its card.
    """
    today, submitted = calendar.today(now), calendar.today(original.submitted_at or now)
    due = calendar.working_day_on_or_before(submitted + timedelta(weeks=rule.weeks))
    falls = f"It falls {rule.weeks} weeks after that audit was submitted."
    soonest = calendar.plus_working_days(today, rule.opens_before)
    if submitted < today and due < soonest:
        due = soonest
        falls = f"It falls {rule.opens_before} working days after that grade was agreed."
    moved = (f"The case has moved from {original.team} to {team.name} since that audit.",)
    audit = Audit(
        id=re_audit_id(original.id),
        month=Month.of(due),
        case_reference=original.case_reference,
        cohort=original.cohort,
        team=team.name,
        service_area=team.service_area,
        tool_id=rule.tool,
        lead_id=original.lead_id,
        peer_id=None,
        due=due,
        why=(
            "Its last audit had a grade after which the framework asks for a short re-audit.",
            falls,
            "Whoever led that audit leads this one.",
            *(moved if team.name != original.team else ()),
        ),
        framework_version=original.framework_version,
    )
    opens = calendar.plus_working_days(due, -rule.opens_before)
    remind = calendar.plus_working_days(due, -rule.remind_before)
    return audit, FollowedAudit(audit.id, original.id, opens, remind)


def commissioned_audit(
    rule: CommissionRule,
    *,
    ids_from: str,
    case: Case,
    team: Team,
    topic: str,
    asker: Person,
    auditor: Person,
    calendar: Calendar,
    now: datetime,
    framework_version: str,
    withdrawn: int = 0,
) -> tuple[Audit, CommissionedAudit]:
    """The audit that was asked for, and by whom; asked again on the same day it is the same.
    `withdrawn` is how often it was asked for on this day and withdrawn since."""
    today = calendar.today(now)
    due = calendar.plus_working_days(today, rule.due_within)
    asked = f"{rule.id}/{case.reference}/{auditor.id}/{asker.id}/{today}/{topic}"
    if withdrawn:
        asked += f"/{withdrawn}"
    audit = Audit(
        id=uuid5(NAMESPACE_URL, f"sightline/{ids_from}/commission/{asked}").hex,
        month=Month.of(due),
        case_reference=case.reference,
        cohort=case.cohort.value,
        team=team.name,
        service_area=team.service_area,
        tool_id=rule.tool,
        lead_id=auditor.id,
        peer_id=None,
        due=due,
        why=(f"{asker.name} asked for it: {rule.title}.",),
        framework_version=framework_version,
    )
    remind = calendar.plus_working_days(due, -rule.remind_before)
    return audit, CommissionedAudit(audit.id, rule.id, topic, asker.id, now, remind)


def stage_of(due: date, today: date, *, opens_on: date | None, remind_on: date) -> Stage | None:
    """What the auditor of an unsubmitted audit is due to hear today; None before the first."""
    if today > due:
        return "overdue"
    if today >= remind_on:
        return "reminder"
    return "open" if opens_on and today >= opens_on else None
