"""What an auditor answers to a tool's own questions (BD-04, WC-10)."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from programme.personal_data import problem_with
from programme.rules.tool import AuditTool, Question

ANSWERS: Mapping[str, str] = {"yes": "Yes", "no": "No", "does_not_apply": "Does not apply"}
"""The answers that there are to choose from, in words."""
LINE_AT_MOST = 300
"""Characters of an answer in a line."""


@dataclass(frozen=True, slots=True)
class AnswerCount:
    """In how many submitted audits of a team a tool's question was answered so."""

    tool_id: str
    question_id: str
    team: str
    answer: str
    audits: int


def field_of(question_id: str) -> str:
    """The field of a question, beside those of the areas."""
    return f"q_{question_id}"


def choices_of(question: Question) -> Mapping[str, str]:
    """The answers to choose from; none for a question that is answered in a line."""
    if question.answer == "a_line":
        return {}
    return {
        answer: title
        for answer, title in ANSWERS.items()
        if answer != "does_not_apply" or question.may_not_apply
    }


def chosen_answers(answers: Mapping[str, str], tool: AuditTool) -> Mapping[str, str]:
    """The answers that were chosen, and can be counted; those in a line are left out."""
    return {
        question.id: answer
        for question in tool.questions
        if (answer := answers.get(question.id, "")) in choices_of(question)
    }


def answer_in_words(question: Question, answers: Mapping[str, str]) -> str:
    """The answer as the auditor gave it; empty while there is none."""
    answer = answers.get(question.id, "")
    return answer if question.answer == "a_line" else ANSWERS.get(answer, "")


def answers_about_the_audit(
    audits: Iterable[tuple[Collection[Question], Mapping[str, str]]],
) -> tuple[tuple[str, tuple[tuple[str, int], ...]], ...]:
    """Of audits' questions and answers: how often each answer (in words) was given to each
    question of how the audit was carried out (by its title)."""
    counted: dict[str, Counter[str]] = {}
    for questions, answers in audits:
        for question in questions:
            answer = answer_in_words(question, answers)
            if question.about_the_audit and answer:
                counted.setdefault(question.title, Counter())[answer] += 1
    return tuple(
        (title, tuple((answer, times[answer]) for answer in ANSWERS.values() if times[answer]))
        for title, times in counted.items()
    )


def problems_with_answers(
    answers: Mapping[str, str], tool: AuditTool, *, final: bool, today: date
) -> dict[str, str]:
    """A sentence for each of the tool's questions whose answer won't do; a draft may lack some."""
    found = {
        field_of(question.id): _problem(question, answers.get(question.id, ""), today, final=final)
        for question in tool.questions
    }
    return {name: sentence for name, sentence in found.items() if sentence}


def of_this_tool(answers: Mapping[str, str], tool: AuditTool) -> Mapping[str, str]:
    """The answers to what the tool asks; what only an earlier version of it asked is left out."""
    return {q.id: answers[q.id] for q in tool.questions if answers.get(q.id)}


def asked_by_nobody(answers: Mapping[str, str], tool: AuditTool) -> Mapping[str, str]:
    """A sentence for each answer to a question that the tool doesn't have."""
    asked = {question.id for question in tool.questions}
    return {
        field_of(unknown): f"The {tool.title} asks no such question as “{unknown}”."
        for unknown in answers
        if unknown not in asked
    }


def _problem(question: Question, answer: str, today: date, *, final: bool) -> str | None:
    if question.answer == "a_line":
        required = final and not question.may_not_apply
        return problem_with(answer, most=LINE_AT_MOST, required=required, today=today)
    if answer in choices_of(question) or not (answer or final):
        return None
    return "Please choose one."
