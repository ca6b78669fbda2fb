"""A grave grade: who must know of it, what they have done, and who is told of that
(WB-08, SW-06, KT-07)."""

from typing import Annotated

from pydantic import Field

from dialogs import audit_result, kit, take_back, to_do
from dialogs.conversation import Answer, Payload, ShowLive, Turn, Typed, Verb
from dialogs.had_written import had_written
from dialogs.kit import Card, Element
from dialogs.live_card import After, LiveKind
from dialogs.record_audit import AuditId
from programme.calendar import day_in_words, short_day
from programme.errors import CorrectAndRepeat, ShowAsItIsNow
from programme.grade_alert import ANSWER_AT_MOST
from programme.message import MessageKind
from programme.people import Verb as Right
from programme.shown import alert_entity, audit_entity
from programme.use_cases.answer_alert import AnswerAlert, answer_alert
from programme.use_cases.show_alerts import (
    AlertAnswer,
    AlertAnswersView,
    AlertView,
    show_alert_answers,
    show_alerts,
)

ANSWER = "alert.answer"
MOST_ANSWERS = 12
"""Answers in one card, so that it stays below the size that Teams takes."""


class _Answer(Payload):
    audit_id: AuditId
    version: int
    answer: Annotated[str, Field(max_length=10_000)] = ""


async def _answer(payload: _Answer, turn: Turn) -> Answer:
    kind, subject = MessageKind.GRADE_ALERT, payload.audit_id
    command = AnswerAlert(
        turn.council, turn.person, subject, payload.version, payload.answer, turn.source
    )
    try:
        await answer_alert(command, work=turn.work, now=turn.now)
    except (CorrectAndRepeat, ShowAsItIsNow) as refused:
        problems = refused.problems if isinstance(refused, CorrectAndRepeat) else {}
        values = {"answer": payload.answer}
        return ShowLive(kind, subject, typed=Typed(ANSWER, str(refused), values, problems))
    return ShowLive(kind, subject, notice="Thank you. The lead auditor and the QA officers see it.")


def alert_card(view: AlertView, after: After) -> Card:
    """The grade, what there is to learn, and where it is asked for, what was done."""
    result = view.result
    body = [
        *audit_result.opening(after),
        kit.heading(f"An audit was graded “{result.grade}”"),
        *audit_result.graded(result),
        audit_result.which(result),
        *audit_result.grades(result),
        *audit_result.finding("What there is to learn", result.audit.record.to_learn),
        audit_result.actions(result),
        *audit_result.action_lines(result),
        *_followed(view),
    ]
    if not view.alert.awaits_answer:
        kept = had_written(after.typed.values.values() if after.typed else ())
        last, of = view.take_back_until, view.alert.audit_id
        answered = [*_answered(view), *take_back.until(last)]
        taking = take_back.button(MessageKind.GRADE_ALERT, of, last)
        return kit.card([*body, *_refused(after), *kept, *answered], taking)
    return kit.card([*body, *_asked(view, after)], [_button(view)])


def _followed(view: AlertView) -> list[Element]:
    again = view.re_audit
    if again is None:
        return []
    due, lead = day_in_words(again.audit.due), again.lead
    if again.audit.is_submitted:
        said = f"✔ The re-audit was submitted and graded “{again.grade}”."
    elif view.today > again.audit.due:
        said = f"⚠ The re-audit by {lead} has been overdue since {due}."
    else:
        said = f"{lead} does a short re-audit of the same file by {due}."
        if view.result.open_actions:
            said = f"The actions of this audit must be followed. {said}"
    return [kit.subheading("A child of concern: the re-audit"), kit.text(said)]


def _asked(view: AlertView, after: After) -> list[Element]:
    by = view.alert.answer_by or view.today
    problems = after.typed.problems if after.typed else {}
    typed = after.typed.values.get("answer", "") if after.typed else ""
    late = "⚠ This is overdue. It was asked for by" if by < view.today else "Please answer by"
    field = kit.text_input(
        "answer", "What have you done about it?", most=ANSWER_AT_MOST, value=typed
    )
    return [
        *_refused(after),
        kit.text(f"{late} {day_in_words(by)}."),
        *kit.with_problem(field, problems.get("answer")),
    ]


def _button(view: AlertView) -> Element:
    data: dict[str, kit.Json] = {
        "audit_id": view.alert.audit_id,
        "version": view.alert.version,
    }
    return kit.press("Send what was done", ANSWER, data, primary=True)


def _refused(after: After) -> list[Element]:
    return [kit.warning(after.typed.sentence)] if after.typed else []


def _answered(view: AlertView) -> list[Element]:
    alert = view.alert
    if alert.answer is None or alert.answered_at is None:
        return [
            kit.text("This is so that you know of it; nothing is asked of you here.", subtle=True)
        ]
    return [
        kit.subheading(f"✔ What you have done ({short_day(alert.answered_at)})"),
        kit.as_typed(alert.answer),
    ]


def answers_card(view: AlertAnswersView, after: After) -> Card:
    """For the lead auditor and the QA officers: who has done what."""
    result, answers = view.result, view.answers
    awaited = sum(each.alert.awaits_answer for each in answers)
    said = (
        f"{awaited} of {kit.count(len(answers), 'person', 'people')} still to say what was done."
        if awaited
        else "Everyone who was asked has said what was done."
    )
    body = [
        *audit_result.opening(after),
        kit.heading(f"What was done after the grade “{result.grade}”"),
        *audit_result.graded(result),
        audit_result.which(result),
        kit.text(said),
        *(_who(view, each) for each in answers[:MOST_ANSWERS]),
    ]
    more = len(answers) - MOST_ANSWERS
    return kit.card([*body, *([kit.text(f"And {more:,} more.")] if more > 0 else [])])


def _who(view: AlertAnswersView, each: AlertAnswer) -> Element:
    alert = each.alert
    if alert.answer is not None and alert.answered_at is not None:
        told: list[Element] = [
            kit.text(f"**{each.name}** · ✔ {short_day(alert.answered_at)}"),
            kit.as_typed(alert.answer, subtle=True),
        ]
        return kit.section(told)
    by = alert.answer_by or view.today
    gone = "; they have left, so somebody else must be asked" if not each.active else ""
    standing = "⚠ overdue since" if by < view.today else "to answer by"
    return kit.section([kit.text(f"**{each.name}** · {standing} {short_day(by)}{gone}")])


def _shows(view: AlertView | AlertAnswersView) -> tuple[str, ...]:
    audit_id = view.result.audit.id
    again = view.re_audit if isinstance(view, AlertView) else None
    followed = (audit_entity(again.audit.id),) if again else ()
    return audit_entity(audit_id), alert_entity(audit_id), *followed


LIVE_ALERT = LiveKind(
    MessageKind.GRADE_ALERT,
    "A grade that you should know of",
    show_alerts,
    alert_card,
    _shows,
    to_do=to_do.alert,
    about=lambda view: view.result.audit.case_reference,
)
LIVE_ANSWERS = LiveKind(
    MessageKind.ALERT_ANSWERS,
    "What was done after a grade",
    show_alert_answers,
    answers_card,
    _shows,
)
VERBS = (Verb(ANSWER, _Answer, _answer, Right.ANSWER_ALERT),)
