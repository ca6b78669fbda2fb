"""A second look at a submitted audit: who agrees which grades, and what the auditor answers.

The audit keeps the grades that it was given; the moderation keeps those that were agreed
(WC-07, SW-05, WB-04, KT-02).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from programme.audit import Audit
from programme.audit_record import FINDING_AT_MOST, AuditRecord
from programme.calendar import Calendar, day_in_words
from programme.changed_copy import replace
from programme.errors import AskSomeoneAllowed, CorrectAndRepeat, ShowAsItIsNow
from programme.framework import Framework
from programme.grading import OVERALL
from programme.personal_data import problem_with
from programme.rules.moderation import Called, Form, ModerationRule
from programme.rules.rule import Choice
from programme.rules.tool import AuditTool

REASON_AT_MOST = 1_000
ANSWER_AT_MOST = 1_000


class ModerationState(StrEnum):
    """Where a moderation stands: confirmed without a change, or changed and then answered or not.
    From `waiting` and `changed` something leads on; the others are final."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    CHANGED = "changed"
    ANSWERED = "answered"
    UNANSWERED = "unanswered"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a moderator comes to: the agreed grades, why one differs, and the learning.

    Keys are the ids of the tool's areas. `talked_over` says that a grade that differs was first
    discussed with the auditor (WB-04).
    """

    grades: Mapping[str, str] = field(default_factory=dict)
    overall: str | None = None
    reason: str = ""
    learning: str = ""
    talked_over: bool = False


@dataclass(frozen=True, slots=True)
class Moderation:
    """One audit's moderation; `id` is the audit's.

    `why` says why this person moderates it. `asked_at` is when they were asked, `due` their last
    day, `answer_due` the auditor's for an answer. `handed_on_by` are those who may not moderate
    it or couldn't. Instants are UTC.
    """

    id: str
    moderator_id: str
    form: Form
    why: str
    asked_at: datetime
    due: date
    state: ModerationState = ModerationState.WAITING
    version: int = 1
    handed_on_by: tuple[str, ...] = ()
    agreed: Judgement = field(default_factory=Judgement)
    moderated_at: datetime | None = None
    answer_due: date | None = None
    answered_by: str | None = None
    answered_at: datetime | None = None
    answer_agrees: bool | None = None
    answer: str = ""

    @property
    def is_waiting(self) -> bool:
        """Whether the moderator's judgement is still awaited."""
        return self.state is ModerationState.WAITING

    @property
    def awaits_answer(self) -> bool:
        """Whether a grade was changed and the auditor may still answer."""
        return self.state is ModerationState.CHANGED


def differing(record: AuditRecord, judgement: Judgement) -> tuple[str, ...]:
    """The areas, and `OVERALL`, whose agreed grade is not the one first given."""
    areas = [area for area, grade in judgement.grades.items() if record.grades.get(area) != grade]
    return (*areas, *([OVERALL] if judgement.overall != record.overall else []))


def problems_with_judgement(
    judgement: Judgement,
    *,
    record: AuditRecord,
    tool: AuditTool,
    scale: tuple[Choice, ...],
    today: date,
    talk_it_over: bool = False,
) -> dict[str, str]:
    """A sentence for everything that keeps a judgement from being final (WC-07, SW-05, SW-12).

    With `talk_it_over` a grade that differs must have been discussed with the auditor (WB-04).
    """
    known = {grade.id for grade in scale}
    problems = {
        area.id: f"Please agree a grade for “{area.title}”."
        for area in tool.graded_areas
        if judgement.grades.get(area.id) not in known
    }
    if tool.grades_the_whole and judgement.overall not in known:
        problems[OVERALL] = "Please agree the overall grade."
    changed = bool(differing(record, judgement))
    if changed and not judgement.reason.strip():
        problems["reason"] = "Please say why a grade differs from the one first given."
    if changed and talk_it_over and not judgement.talked_over:
        problems["talked_over"] = "Please talk the grade over with the auditor first."
    texts = {
        "reason": problem_with(judgement.reason, most=REASON_AT_MOST, required=False, today=today),
        "learning": problem_with(judgement.learning, most=FINDING_AT_MOST, today=today),
    }
    return problems | {name: sentence for name, sentence in texts.items() if sentence}


def moderate(
    moderation: Moderation,
    *,
    audit: Audit,
    by: str,
    judgement: Judgement,
    framework: Framework,
    today: date,
    answer_due: date,
    now: datetime,
    talk_it_over: bool = False,
) -> Moderation:
    """The moderation with its moderator's judgement, which is final.

    `answer_due` is kept where a grade differs. Raises AskSomeoneAllowed for anyone but the
    moderator, ShowAsItIsNow when it was moderated before, CorrectAndRepeat with what is missing.
    """
    if not moderation.is_waiting:
        raise ShowAsItIsNow("This is recorded already; here it is as it stands now.")
    _require_moderator(moderation, by)
    tool = framework.tool(audit.tool_id)
    areas = {area.id for area in tool.graded_areas}
    final = replace(
        judgement,
        grades={area: grade for area, grade in judgement.grades.items() if area in areas},
        overall=judgement.overall if tool.grades_the_whole else audit.record.overall,
        learning=judgement.learning.strip(),
        reason=judgement.reason.strip(),
    )
    problems = problems_with_judgement(
        final,
        record=audit.record,
        tool=tool,
        scale=framework.grades,
        today=today,
        talk_it_over=talk_it_over,
    )
    if problems:
        raise CorrectAndRepeat("This was not recorded yet: please see below.", problems)
    changed = bool(differing(audit.record, final))
    return replace(
        moderation,
        state=ModerationState.CHANGED if changed else ModerationState.CONFIRMED,
        agreed=final if changed else replace(final, reason="", talked_over=False),
        moderated_at=now,
        answer_due=answer_due if changed else None,
        version=moderation.version + 1,
    )


def answer(
    moderation: Moderation, *, by: str, agrees: bool | None, words: str, today: date, now: datetime
) -> Moderation:
    """The moderation with the auditor's answer to a grade that was changed.

    Whoever agrees may leave it at that; whoever doesn't writes a line. Raises CorrectAndRepeat,
    or ShowAsItIsNow when there is nothing (more) to answer.
    """
    if not moderation.awaits_answer:
        raise ShowAsItIsNow("There is nothing to answer here any more; this is how it stands now.")
    found = {
        "agrees": "Please choose one." if agrees is None else None,
        "line": problem_with(words, most=ANSWER_AT_MOST, required=agrees is False, today=today),
    }
    problems = {name: sentence for name, sentence in found.items() if sentence}
    if problems:
        raise CorrectAndRepeat("Your answer was not sent yet: please see below.", problems)
    return replace(
        moderation,
        state=ModerationState.ANSWERED,
        answered_by=by,
        answered_at=now,
        answer_agrees=agrees,
        answer=words.strip(),
        version=moderation.version + 1,
    )


def without_answer(moderation: Moderation, today: date) -> Moderation:
    """The moderation once the time for an answer is over; before, as it was."""
    if not moderation.awaits_answer or moderation.answer_due is None:
        return moderation
    if today <= moderation.answer_due:
        return moderation
    return replace(moderation, state=ModerationState.UNANSWERED, version=moderation.version + 1)


def hand_on(moderation: Moderation, *, to: str, why: str, due: date, now: datetime) -> Moderation:
    """The moderation with another moderator, who has a time of their own.

    Raises ShowAsItIsNow when it is not waiting any more.
    """
    if not moderation.is_waiting:
        raise ShowAsItIsNow("This is recorded already; here it is as it stands now.")
    return replace(
        moderation,
        moderator_id=to,
        why=why,
        asked_at=now,
        due=due,
        handed_on_by=(*moderation.handed_on_by, moderation.moderator_id),
        version=moderation.version + 1,
    )


def reminder_reached(
    moderation: Moderation, today: date, rule: ModerationRule, calendar: Calendar
) -> date | None:
    """The day of the latest reminder that has fallen due by `today`, or None before the first.

    Before the due day, on it, and every so many working days after it. What falls on the day of
    the asking or earlier is left out: they have just been told.
    """
    due = moderation.due
    days = [calendar.plus_working_days(due, -rule.remind_before), due]
    late = calendar.working_days_between(due, today) // rule.remind_after_every
    if late:
        days.append(calendar.plus_working_days(due, late * rule.remind_after_every))
    asked = calendar.today(moderation.asked_at)
    return max((day for day in days if asked < day <= today), default=None)


def overall_in_words(
    framework: Framework, record: AuditRecord, moderation: Moderation | None
) -> str:
    """The agreed grade of the whole; where it was changed, the first one behind it."""
    first = framework.grade_title(record.overall)
    if moderation is None or moderation.is_waiting:
        return first
    agreed = framework.grade_title(moderation.agreed.overall)
    return agreed if agreed == first else f"{agreed} (first graded {first})"


def standing_in_words(moderation: Moderation, called: Called) -> str:
    """Where the moderation stands, in a sentence for anyone."""
    done = f"{called.done[0].upper()}{called.done[1:]}"
    sentences = {
        ModerationState.WAITING: f"Due on {day_in_words(moderation.due)}.",
        ModerationState.CONFIRMED: f"{done}; the grades stand as they were first given.",
        ModerationState.CHANGED: f"{done}; a grade was changed, and the auditor may answer.",
        ModerationState.ANSWERED: f"{done}, and answered by the auditor.",
        ModerationState.UNANSWERED: f"{done}; the time for an answer is over.",
    }
    return sentences[moderation.state]


def _require_moderator(moderation: Moderation, person_id: str) -> None:
    if moderation.moderator_id != person_id:
        raise AskSomeoneAllowed(
            "This audit has gone to somebody else; type “help” for what is yours."
        )
