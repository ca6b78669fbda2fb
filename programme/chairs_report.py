"""A chair's or reviewing officer's short report after a conference or review (WB-13)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from programme.audit_answers import choices_of
from programme.case import Case
from programme.errors import CorrectAndRepeat
from programme.people import Team
from programme.personal_data import problem_with
from programme.practice_observation import problem_with_past_day
from programme.rules.chairs_report import ChairsReportRule
from programme.rules.tool import Question
from programme.taken_back import Recorded

LINE_AT_MOST = 1_000


@dataclass(frozen=True, slots=True)
class ChairsReport:
    """What was found at a meeting: `answers` by the question's id, "yes", "no", "does_not_apply"
    or a line, which is empty where the question may be left so.

    `meeting` is an id of the rule's. `recorded_at` is UTC.
    """

    id: str
    case_reference: str
    team: str
    service_area: str
    meeting: str
    on: date
    answers: Mapping[str, str]
    recorded_by: str
    recorded_at: datetime
    taken_back_at: datetime | None = None

    @property
    def recorded(self) -> Recorded:
        """Who may take it back, and what stands against that."""
        return Recorded(self.recorded_by, self.recorded_at, taken_back_at=self.taken_back_at)


@dataclass(frozen=True, slots=True)
class Told:
    """What the form says: which meeting, on which day (None when it can't be read), the answers."""

    meeting: str
    on: date | None
    answers: Mapping[str, str]


def report(
    report_id: str,
    told: Told,
    *,
    rule: ChairsReportRule,
    questions: Collection[Question],
    case: Case,
    team: Team,
    by: str,
    today: date,
    now: datetime,
) -> ChairsReport:
    """The report. Raises CorrectAndRepeat with a sentence for each field that must be mended."""
    known = {meeting.id for meeting in rule.meetings}
    found: dict[str, str | None] = {
        "meeting": None if told.meeting in known else "Please choose which meeting it was.",
        "on": "Please choose the day on which it was."
        if told.on is None
        else problem_with_past_day(told.on, today),
    }
    answers = {each.id: told.answers.get(each.id, "").strip() for each in questions}
    for each in questions:
        found[each.id] = _problem(each, answers[each.id], today)
    problems = {field: sentence for field, sentence in found.items() if sentence}
    if problems or told.on is None:
        raise CorrectAndRepeat("The report was not recorded yet: please see below.", problems)
    return ChairsReport(
        report_id,
        case.reference,
        case.team,
        team.service_area,
        told.meeting,
        told.on,
        answers,
        by,
        now,
    )


def _problem(question: Question, answer: str, today: date) -> str | None:
    if choices := choices_of(question):
        return None if answer in choices else "Please choose one."
    required = not question.may_not_apply
    return problem_with(answer, most=LINE_AT_MOST, required=required, today=today)
