"""What leads a dispute on: each step is a pure function of the dispute and the office.

From every state that isn't final a step leads on, and no step leads down (WC-11, SW-09, WB-13,
KT-05).
"""

from datetime import date, datetime

from programme.case import Case
from programme.changed_copy import replace
from programme.dispute import (
    SIGHTLINE,
    WORDS_AT_MOST,
    Dispute,
    DisputeState,
    Step,
    StepKind,
)
from programme.dispute_ladder import Office
from programme.errors import CorrectAndRepeat, ShowAsItIsNow
from programme.people import Team
from programme.personal_data import problem_with
from programme.rules.dispute import DisputeRule


def raise_dispute(
    *,
    dispute_id: str,
    rule: DisputeRule,
    case: Case,
    area: str,
    by: str,
    about: str,
    office: Office,
) -> Dispute:
    """The dispute as raised, at the lowest level that has somebody to answer.

    Raises CorrectAndRepeat for the words.
    """
    words = _checked(about, "about", "The dispute was not raised yet: please see below.", office)
    raised = Dispute(
        id=dispute_id,
        rule=rule,
        case_reference=case.reference,
        team=case.team,
        service_area=area,
        raised_by=by,
        raised_at=office.now,
        about=words,
        level=0,
        level_due=_due(rule, 0, office),
        history=(Step(StepKind.RAISED, 0, by, office.now),),
    )
    return _climbed(raised, office)


def answer(dispute: Dispute, *, by: str, words: str, agreed: bool, office: Office) -> Dispute:
    """The dispute with the answer of its level; at the top that is the end of it.

    `agreed` says that what was agreed resolves it, which whoever raised it then confirms. Raises
    CorrectAndRepeat for the words, ShowAsItIsNow when no answer is awaited.
    """
    if dispute.state is not DisputeState.OPEN:
        raise ShowAsItIsNow("This has been answered already; here it is as it stands now.")
    said = _checked(words, "words", "The answer was not sent yet: please see below.", office)
    if dispute.is_at_the_top:
        step = Step(StepKind.CLOSED, dispute.level, by, office.now, said)
        return _ended(dispute, step, DisputeState.CLOSED)
    kind = StepKind.AGREED if agreed else StepKind.ANSWERED
    return _stepped(
        dispute,
        Step(kind, dispute.level, by, office.now, said),
        state=DisputeState.ANSWERED,
        level_due=_decide_by(dispute, office),
    )


def move_on(dispute: Dispute, *, by: str, words: str, office: Office) -> Dispute:
    """The dispute at the next level, because the answer doesn't satisfy.

    Raises CorrectAndRepeat for the words, ShowAsItIsNow when there is no answer to weigh.
    """
    if dispute.state is not DisputeState.ANSWERED:
        raise ShowAsItIsNow("No answer is waiting to be weighed; here it is as it stands now.")
    said = _checked(words, "words", "It was not moved on yet: please see below.", office)
    step = Step(StepKind.MOVED_ON, dispute.level, by, office.now, said)
    return _climbed(_at(dispute, dispute.level + 1, step, office), office)


def resolve(dispute: Dispute, *, by: str, words: str, office: Office) -> Dispute:
    """The dispute as resolved at the level where it stands.

    To an answer nothing need be added; without one, `words` say what resolved it. Raises
    CorrectAndRepeat for the words, ShowAsItIsNow when it has ended.
    """
    if dispute.is_over:
        raise ShowAsItIsNow("This has ended already; here it is as it stands now.")
    needed = dispute.state is DisputeState.OPEN
    said = _checked(words, "words", "It was not resolved yet: please see below.", office, needed)
    step = Step(StepKind.RESOLVED, dispute.level, by, office.now, said)
    return _ended(dispute, step, DisputeState.RESOLVED)


def take_back(dispute: Dispute, now: datetime) -> Dispute:
    """The dispute as taken back by whoever raised it: it was a mistake."""
    step = Step(StepKind.TAKEN_BACK, dispute.level, dispute.raised_by, now)
    return _ended(dispute, step, DisputeState.TAKEN_BACK)


def pass_time(dispute: Dispute, office: Office) -> Dispute:
    """The dispute as it stands when nobody presses anything; itself when nothing is due.

    A level whose time is up, or where nobody is left to answer, gives way to the next; at the top
    the clock begins again, for silence never closes a concern about a child. An answer that isn't
    weighed in time is asked about once more, and then it stands. Only on working days.
    """
    if dispute.is_over or not office.calendar.is_working_day(office.today):
        return dispute
    if dispute.state is DisputeState.ANSWERED:
        return _weighed_in_time(dispute, office)
    if office.today <= dispute.level_due:
        return _climbed(dispute, office)
    step = Step(StepKind.LAPSED, dispute.level, SIGHTLINE, office.now)
    if dispute.is_at_the_top:
        return _at(dispute, dispute.level, step, office)
    return _climbed(_at(dispute, dispute.level + 1, step, office), office)


def follow_case(dispute: Dispute, team: Team, office: Office) -> Dispute:
    """The dispute with the team that the case has moved to; itself when it has not.

    The level stays, and has its whole time, for other people stand at it.
    """
    if dispute.is_over or team.name == dispute.team:
        return dispute
    step = Step(StepKind.FOLLOWED, dispute.level, SIGHTLINE, office.now, dispute.team)
    moved = replace(dispute, team=team.name, service_area=team.service_area)
    if dispute.state is DisputeState.ANSWERED:  # whoever raised it is being waited for
        return _stepped(moved, step)
    return _climbed(_at(moved, dispute.level, step, office), office)


def reminder_due(dispute: Dispute, office: Office) -> bool:
    """Whether those who are to answer are to be reminded by now.

    Not on the day on which they were asked, and not once the time is up.
    """
    if dispute.state is not DisputeState.OPEN:
        return False
    calendar = office.calendar
    day = calendar.plus_working_days(dispute.level_due, -dispute.rule.remind_before)
    asked = calendar.today(dispute.clock_began)
    return asked < office.today and day <= office.today <= dispute.level_due


def _weighed_in_time(dispute: Dispute, office: Office) -> Dispute:
    if office.today <= dispute.level_due:
        return dispute
    if dispute.was_awaited:
        step = Step(StepKind.STOOD, dispute.level, SIGHTLINE, office.now)
        return _ended(dispute, step, DisputeState.RESOLVED)
    step = Step(StepKind.AWAITED, dispute.level, SIGHTLINE, office.now)
    return _stepped(dispute, step, level_due=_decide_by(dispute, office))


def _climbed(dispute: Dispute, office: Office) -> Dispute:
    """The dispute at its level, or at the next above it that has somebody to answer."""
    while not dispute.is_at_the_top:
        nobody = dispute.stands(office).why_nobody
        if not nobody:
            break
        step = Step(StepKind.PASSED_OVER, dispute.level, SIGHTLINE, office.now, nobody)
        dispute = _at(dispute, dispute.level + 1, step, office)
    return dispute


def _at(dispute: Dispute, level: int, step: Step, office: Office) -> Dispute:
    return _stepped(
        dispute,
        step,
        state=DisputeState.OPEN,
        level=level,
        level_due=_due(dispute.rule, level, office),
    )


def _stepped(
    dispute: Dispute,
    step: Step,
    *,
    state: DisputeState | None = None,
    level: int | None = None,
    level_due: date | None = None,
) -> Dispute:
    return replace(
        dispute,
        history=(*dispute.history, step),
        state=state or dispute.state,
        level=dispute.level if level is None else level,
        level_due=level_due or dispute.level_due,
    )


def _ended(dispute: Dispute, step: Step, state: DisputeState) -> Dispute:
    return replace(_stepped(dispute, step, state=state), ended_at=step.at)


def _due(rule: DisputeRule, level: int, office: Office) -> date:
    days = rule.levels[level].working_days
    return office.calendar.plus_working_days(office.today, days)


def _decide_by(dispute: Dispute, office: Office) -> date:
    return office.calendar.plus_working_days(office.today, dispute.rule.decide_within)


def _checked(text: str, field: str, sentence: str, office: Office, required: bool = True) -> str:
    problem = problem_with(text, most=WORDS_AT_MOST, required=required, today=office.today)
    if problem:
        raise CorrectAndRepeat(sentence, {field: problem})
    return text.strip()
