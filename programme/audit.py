"""An audit of one case file by its lead and peer auditor (WC-03, WC-04, WC-06)."""

from collections.abc import Collection, Mapping
from dataclasses import field
from datetime import date, datetime
from enum import StrEnum
from uuid import NAMESPACE_URL, uuid5

from programme.action import Action, ProposedAction
from programme.action_clock import ActionClock, period_end
from programme.audit_answers import of_this_tool
from programme.audit_record import (
    AuditRecord,
    ViewSought,
    problems_with_draft,
    problems_with_submission,
    problems_with_views,
)
from programme.calendar import Calendar, Month
from programme.changed_copy import replace
from programme.errors import AskSomeoneAllowed, CorrectAndRepeat, ShowAsItIsNow
from programme.framework import Framework
from programme.record import record
from programme.reminder import without_reached
from programme.rules.tool import AuditPart


class AuditState(StrEnum):
    """Where an audit stands."""

    ALLOCATED = "allocated"
    IN_PROGRESS = "in_progress"
    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"


@record(frozen=True, slots=True)
class Audit:
    """One case to audit in a period, which begins with `month`.

    `round_id` is the round that drew it, empty for an audit outside the rounds; `theme` is what
    a themed round looks at (BD-01, KT-04). `acknowledged_by` is who took note of its findings, in
    a round that tells the case's team manager of them (WC-10), `practice_of` the reviewing officer
    or chair whose practice it looks at (WC-12). `case_closed_on` is when its case closed before it
    was begun. It ends under the `framework_version` that it was drawn under. `why` are sentences on
    the pairing. `version` grows with every change; a card names what it showed. Instants are UTC.
    """

    id: str
    month: Month
    case_reference: str
    cohort: str
    team: str
    service_area: str
    tool_id: str
    lead_id: str
    peer_id: str | None
    due: date
    why: tuple[str, ...] = ()
    state: AuditState = AuditState.ALLOCATED
    version: int = 1
    record: AuditRecord = field(default_factory=AuditRecord)
    submitted_at: datetime | None = None
    submitted_by: str | None = None
    views_recorded_at: datetime | None = None
    withdrawn_reason: str | None = None
    round_id: str = ""
    theme: str | None = None
    acknowledged_by: str | None = None
    acknowledged_at: datetime | None = None
    practice_of: str | None = None
    framework_version: str = ""
    case_closed_on: date | None = None

    def part_of(self, person_id: str) -> AuditPart | None:
        """Which auditor the person is of this audit, or None."""
        if person_id == self.lead_id:
            return "lead"
        return "peer" if person_id == self.peer_id else None

    @property
    def is_submitted(self) -> bool:
        """Whether the grades, findings and actions are final."""
        return self.state is AuditState.SUBMITTED

    @property
    def is_withdrawn(self) -> bool:
        """Whether nobody audits the case any more; it doesn't count."""
        return self.state is AuditState.WITHDRAWN

    @property
    def is_to_submit(self) -> bool:
        """Whether its lead auditor has still to submit it."""
        return not self.is_submitted and not self.is_withdrawn

    def awaits(self, part: AuditPart, framework: Framework) -> bool:
        """Whether the auditor of that part still has something to record."""
        if self.is_withdrawn or (part == "peer" and self.peer_id is None):
            return False
        views = part == self.views_asked_of(framework) and self.views_recorded_at is None
        return views or not self.is_submitted

    @property
    def is_complete(self) -> bool:
        """Whether nothing of the record is still awaited from either auditor."""
        return self.is_submitted and self.views_recorded_at is not None

    def views_asked_of(self, framework: Framework) -> AuditPart:
        """Which auditor records the views; without a peer, or where nobody's are asked after, it
        is the lead (WC-05, WC-06)."""
        views = framework.views_of(self.tool_id)
        return views.asked_of if self.peer_id and views.of else "lead"


def audit_id(ids_from: str, subject: str, case_reference: str) -> str:
    """The id of a case's audit in a council (`Council.ids_from`) and a `RoundPeriod.subject`."""
    return uuid5(NAMESPACE_URL, f"sightline/{ids_from}/{subject}/{case_reference}").hex


def require_part(audit: Audit, person_id: str) -> AuditPart:
    """Which auditor the person is.

    Raises AskSomeoneAllowed when neither.
    """
    part = audit.part_of(person_id)
    if part is None:
        raise AskSomeoneAllowed("Only its auditors record this audit; type “my work” for yours.")
    return part


def acknowledge(audit: Audit, *, by: str, now: datetime) -> Audit:
    """The submitted audit with its findings acknowledged; the first who does so counts (WC-10).

    Raises ShowAsItIsNow for an audit that isn't submitted.
    """
    if not audit.is_submitted:
        raise ShowAsItIsNow("This audit isn't submitted yet; here it is as it stands now.")
    if audit.acknowledged_at is not None:
        return audit
    return replace(audit, acknowledged_by=by, acknowledged_at=now, version=audit.version + 1)


def with_draft(
    audit: Audit, *, by: str, record: AuditRecord, framework: Framework, today: date
) -> Audit:
    """The audit with `record` as its draft; it may be incomplete, but not unfit to be kept.

    Raises AskSomeoneAllowed, ShowAsItIsNow when the audit is submitted, or CorrectAndRepeat for
    text that may not be kept, and for answers to what the audit doesn't ask.
    """
    require_part(audit, by)
    _must_be_open(audit)
    tool = framework.tool(audit.tool_id)
    # What only an earlier version of the tool asked must not keep a page from being saved.
    new = {
        q: answer for q, answer in record.answers.items() if audit.record.answers.get(q) != answer
    }
    record = replace(record, answers={**of_this_tool(record.answers, tool), **new})
    _raise_for(
        problems_with_draft(record, tool, today), "This was not saved yet: please see below."
    )
    return replace(audit, record=record, state=AuditState.IN_PROGRESS, version=audit.version + 1)


def with_views(
    audit: Audit,
    *,
    by: str,
    views: Mapping[str, ViewSought],
    framework: Framework,
    today: date,
    now: datetime,
) -> Audit:
    """The audit with the views recorded by the auditor who is asked for them (WC-06).

    They may come before the rest is submitted or after, and are final once both are there. Raises
    AskSomeoneAllowed, ShowAsItIsNow, or CorrectAndRepeat where an answer or a reason is missing.
    """
    asked, rule = audit.views_asked_of(framework), framework.views_of(audit.tool_id)
    if require_part(audit, by) != asked:
        raise AskSomeoneAllowed(
            f"The {asked} auditor of this case records whose views were sought; please ask them."
        )
    if audit.is_withdrawn:
        _must_be_open(audit)
    if audit.is_complete and views != audit.record.views:
        raise ShowAsItIsNow("This audit is complete already; here it is as it stands now.")
    _raise_for(
        problems_with_views(views, rule, today),
        "The views were not recorded yet: please see below.",
    )
    asked_after = {of.id: views[of.id] for of in rule.of}
    record = replace(audit.record, views=asked_after)
    state = audit.state if audit.is_submitted else AuditState.IN_PROGRESS
    return replace(
        audit, record=record, state=state, views_recorded_at=now, version=audit.version + 1
    )


def missing(
    audit: Audit,
    framework: Framework,
    calendar: Calendar,
    today: date,
    teams: Collection[str],
) -> Mapping[str, str]:
    """A sentence for everything that keeps the lead auditor from submitting (WC-04, WC-06).

    `teams` are the names of the council's: an action of a team that is gone is among it.
    """
    problems = problems_with_submission(
        audit.record,
        tool=framework.tool(audit.tool_id),
        grades=framework.grades,
        clock=ActionClock(
            framework.actions, calendar, today, period_end(framework, audit.round_id, audit.month)
        ),
    )
    for number, action in enumerate(audit.record.actions, start=1):
        if action.team not in teams:
            problems[f"action_{number}_team"] = (
                f"Action {number}: {action.team} is not a team of the council any more; "
                "please take it out and add it for another team."
            )
    if audit.views_asked_of(framework) == "lead":
        problems |= problems_with_views(
            audit.record.views, framework.views_of(audit.tool_id), today
        )
    return problems


def submit(
    audit: Audit,
    *,
    by: str,
    framework: Framework,
    calendar: Calendar,
    teams: Collection[str],
    now: datetime,
) -> tuple[Audit, tuple[Action, ...]]:
    """The audit as submitted by its lead auditor, and the actions that it sets (WC-04, WC-08).

    `teams` are the names of the council's. Raises AskSomeoneAllowed, ShowAsItIsNow when submitted
    before, CorrectAndRepeat with a sentence for each thing that is still missing.
    """
    if require_part(audit, by) != "lead":
        raise AskSomeoneAllowed("The lead auditor of this case submits the audit; please ask them.")
    _must_be_open(audit)
    today = calendar.today(now)
    problems = missing(audit, framework, calendar, today, teams)
    _raise_for(problems, "The audit was not submitted yet: please see below.")
    actions = tuple(
        without_reached(
            _action(audit, number, proposed, by, today), today, framework.actions, calendar
        )
        for number, proposed in enumerate(audit.record.actions, start=1)
    )
    answers = of_this_tool(audit.record.answers, framework.tool(audit.tool_id))
    submitted = replace(
        audit,
        record=replace(audit.record, answers=answers),
        state=AuditState.SUBMITTED,
        submitted_at=now,
        submitted_by=by,
        views_recorded_at=now
        if audit.views_asked_of(framework) == "lead"
        else audit.views_recorded_at,
        version=audit.version + 1,
    )
    return submitted, actions


def _must_be_open(audit: Audit) -> None:
    if audit.is_withdrawn:
        raise ShowAsItIsNow("This audit was withdrawn; nothing is asked of you for it any more.")
    if audit.is_submitted:
        raise ShowAsItIsNow("This audit is submitted already; here it is as it stands now.")


def _action(audit: Audit, number: int, proposed: ProposedAction, by: str, today: date) -> Action:
    return Action(
        id=uuid5(NAMESPACE_URL, f"sightline/{audit.id}/action/{number}").hex,
        audit_id=audit.id,
        month=str(audit.month),
        number=number,
        case_reference=audit.case_reference,
        team=proposed.team,
        text=proposed.text,
        due=proposed.due,
        set_by=by,
        priority=proposed.priority,
        framework_version=audit.framework_version,
        set_on=today,
    )


def _raise_for(problems: Mapping[str, str], sentence: str) -> None:
    if problems:
        raise CorrectAndRepeat(sentence, problems)
