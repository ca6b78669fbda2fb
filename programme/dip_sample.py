"""A dip sample: a few cases of one's own team or service area, looked at for a theme (SW-02)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from random import Random
from typing import Literal

from programme.action import Action, problem_with_due
from programme.audit_answers import ANSWERS
from programme.calendar import Calendar, Month, day_in_words
from programme.case import Case
from programme.changed_copy import replace
from programme.errors import AskSomeoneAllowed, CorrectAndRepeat, LookElsewhere, ShowAsItIsNow
from programme.personal_data import problem_with
from programme.rules.duty import DipSampleRule
from programme.rules.rule import Choice
from programme.sampling import in_any_order

LINE_AT_MOST = 500

Finding = Literal["nothing", "action", "best_practice"]


class DipState(StrEnum):
    """Where a dip sample stands."""

    OPEN = "open"
    SUBMITTED = "submitted"


@dataclass(frozen=True, slots=True)
class DipLook:
    """What a look at one case found (WB-12): `found_line` words the action or the good practice,
    `due` is the action's."""

    answers: Mapping[str, str] = field(default_factory=dict)
    grade: str | None = None
    line: str = ""
    finding: Finding = "nothing"
    found_line: str = ""
    due: date | None = None


@dataclass(frozen=True, slots=True)
class DipCase:
    """A case of a dip sample; `chosen` when it was exchanged for, not drawn."""

    reference: str
    team: str
    chosen: bool = False
    look: DipLook | None = None


@dataclass(frozen=True, slots=True)
class DipSample:
    """One person's dip sample of a month. `asked` is how many cases the rule asks for."""

    id: str
    person_id: str
    month: Month
    seed: int
    asked: int
    theme: str | None
    cases: tuple[DipCase, ...]
    drawn_at: datetime
    state: DipState = DipState.OPEN
    version: int = 1
    submitted_at: datetime | None = None

    @property
    def is_submitted(self) -> bool:
        """Whether it is final."""
        return self.state is DipState.SUBMITTED

    @property
    def has_exchanged(self) -> bool:
        """Whether its one exchange has been used."""
        return any(case.chosen for case in self.cases)

    def case(self, reference: str) -> DipCase:
        """The case of that reference. Raises LookElsewhere when it isn't in the sample."""
        for case in self.cases:
            if case.reference == reference:
                return case
        raise LookElsewhere("This case isn't in your dip sample any more; here it is as it stands.")


def draw(
    cases: Iterable[Case], teams: Collection[str], *, size: int, seed: int, last: Collection[str]
) -> tuple[DipCase, ...]:
    """`size` open cases of the teams, at random by `seed`: those that were in the person's last
    dip sample (`last`) only where there are too few others; fewer where there are fewer.

    The same lists and the same seed give the same cases. Raises LookElsewhere without any case.
    """
    open_cases = sorted(
        (case for case in cases if case.active and case.team in teams), key=lambda c: c.reference
    )
    if not open_cases:
        raise LookElsewhere(
            "There are no open cases of your team or service area in the case list; "
            "please ask your QA officer to bring it up to date."
        )
    chance = Random(seed)  # noqa: S311 - a draw that anybody can repeat, not a secret
    fresh = [case for case in open_cases if case.reference not in last]
    again = [case for case in open_cases if case.reference in last]
    drawn = [*in_any_order(fresh, chance), *in_any_order(again, chance)][:size]
    return tuple(
        DipCase(case.reference, case.team)
        for case in sorted(drawn, key=lambda case: case.reference)
    )


def exchange(
    sample: DipSample, out: str, chosen: Case | None, *, by: str, teams: Collection[str]
) -> DipSample:
    """The sample with one drawn case exchanged for a case of the person's own choosing (SW-02).

    Raises CorrectAndRepeat with why the case won't do.
    """
    _must_be_open(sample, by)
    problem = _problem_with_exchange(sample, out, chosen, teams)
    if problem or chosen is None:
        raise CorrectAndRepeat("Nothing was exchanged: please see below.", {"exchange": problem})
    cases = tuple(
        DipCase(chosen.reference, chosen.team, chosen=True) if case.reference == out else case
        for case in sample.cases
    )
    return replace(sample, cases=cases, version=sample.version + 1)


def with_look(
    sample: DipSample,
    reference: str,
    look: DipLook,
    *,
    by: str,
    rule: DipSampleRule,
    grades: Sequence[Choice],
    today: date,
    calendar: Calendar,
    latest: date | None = None,
) -> DipSample:
    """The sample with what was found in one case.

    Raises CorrectAndRepeat with a sentence for each field, ShowAsItIsNow once it is submitted.
    """
    _must_be_open(sample, by)
    before = sample.case(reference)
    problems = problems_with_look(look, rule, grades, today, calendar, latest)
    if problems:
        raise CorrectAndRepeat("This case was not saved yet: please see below.", problems)
    if before.look == look:
        return sample
    cases = tuple(
        replace(case, look=look) if case.reference == reference else case for case in sample.cases
    )
    return replace(sample, cases=cases, version=sample.version + 1)


def problems_with_look(
    look: DipLook,
    rule: DipSampleRule,
    grades: Sequence[Choice],
    today: date,
    calendar: Calendar,
    latest: date | None = None,
) -> dict[str, str]:
    """A sentence for each field that must be mended (SW-03, WB-03, WB-12).

    No action is due after `latest` (WB-07).
    """
    found: dict[str, str | None] = {
        question.id: None if look.answers.get(question.id) in ANSWERS else "Please choose one."
        for question in rule.questions
    }
    if rule.graded and look.grade not in {grade.id for grade in grades}:
        found["grade"] = "Please choose the grade."
    found["line"] = problem_with(look.line, most=LINE_AT_MOST, today=today)
    if look.finding != "nothing":
        found["found_line"] = problem_with(look.found_line, most=LINE_AT_MOST, today=today)
    if look.finding == "action":
        found["due"] = _problem_with_day(look.due, today, calendar, latest)
    return {name: sentence for name, sentence in found.items() if sentence}


def submit(
    sample: DipSample,
    *,
    by: str,
    today: date,
    calendar: Calendar,
    now: datetime,
    framework_version: str = "",
) -> tuple[DipSample, tuple[Action, ...]]:
    """The sample as submitted, and the actions that it sets: each for the case's own team.

    An action whose day has come while the sample was open is due the next working day.
    Raises CorrectAndRepeat while a case has not been looked at.
    """
    _must_be_open(sample, by)
    waiting = [case.reference for case in sample.cases if case.look is None]
    if waiting:
        raise CorrectAndRepeat(f"Still to look at: {', '.join(waiting)}.")
    tomorrow = calendar.plus_working_days(today, 1)
    raised = [
        (case, case.look) for case in sample.cases if case.look and case.look.finding == "action"
    ]
    actions = tuple(
        Action(
            id=f"{sample.id[:30]}{number:02x}",
            audit_id=sample.id,
            month=str(sample.month),
            number=number,
            case_reference=case.reference,
            team=case.team,
            text=look.found_line,
            due=max(look.due or tomorrow, tomorrow),
            set_by=by,
            framework_version=framework_version,
            set_on=today,
        )
        for number, (case, look) in enumerate(raised, start=1)
    )
    done = replace(sample, state=DipState.SUBMITTED, submitted_at=now, version=sample.version + 1)
    return done, actions


def _problem_with_day(
    due: date | None, today: date, calendar: Calendar, latest: date | None
) -> str | None:
    if due is None:
        return "Please choose a day."
    if latest and due > latest:
        return f"An action is due by {day_in_words(latest)} at the latest."
    return problem_with_due(due, today, calendar)


def _problem_with_exchange(
    sample: DipSample, out: str, chosen: Case | None, teams: Collection[str]
) -> str:
    if sample.has_exchanged:
        return "You have exchanged a case of this dip sample already; one may be."
    if sample.case(out).look is not None:
        return f"{out} is recorded already; please exchange one that you have not looked at yet."
    if chosen is None or not chosen.active or chosen.team not in teams:
        return "There is no open case of this reference in your team or service area."
    if any(case.reference == chosen.reference for case in sample.cases):
        return f"{chosen.reference} is in this dip sample already; please choose another."
    return ""


def _must_be_open(sample: DipSample, by: str) -> None:
    if sample.person_id != by:
        raise AskSomeoneAllowed("This is somebody else's dip sample; type “dip sample” for yours.")
    if sample.is_submitted:
        raise ShowAsItIsNow("This dip sample is submitted already; here it is as it stands now.")
