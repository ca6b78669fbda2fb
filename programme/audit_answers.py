"""What an auditor answers to a tool's own questions (BD-04, WC-10)."""

from collections.abc import Mapping
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
