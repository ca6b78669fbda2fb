"""The answers to a tool's questions as cards and pages tell them (BD-04, WC-10)."""

from collections.abc import Collection, Mapping
from itertools import groupby

from dialogs import kit
from dialogs.kit import Element
from programme.audit_answers import ANSWERS, answer_in_words
from programme.rules.tool import AuditTool, Question

# What a card of many answers shows, so that it can be sent beside the longest findings.
LINES_AT_MOST = 1_800
"""Characters that the answers in a line share."""
TITLES_AT_MOST = 3_500
"""Characters of questions, beyond which they are told in short."""
REFUSED_AT_MOST = 15
"""Questions answered with no."""


def in_full(tool: AuditTool, answers: Mapping[str, str]) -> list[Element]:
    """Every answer that there is, under its area; of a tool of very many, in short."""
    if sum(len(question.title) for question in tool.questions) > TITLES_AT_MOST:
        return in_short(tool.questions, answers)
    titles = {area.id: area.title for area in tool.areas}
    order = [*titles, None]
    answered = [each for each in tool.questions if answer_in_words(each, answers)]
    answered.sort(key=lambda question: order.index(question.area))
    blocks: list[Element] = []
    for area, group in groupby(answered, key=lambda question: question.area):
        blocks += [kit.text(f"**{titles[area]}**")] if area else []
        blocks += _together([*group], answers, tool)
    return blocks


def in_short(questions: Collection[Question], answers: Mapping[str, str]) -> list[Element]:
    """How the audit was carried out, how often each answer was chosen to the other questions, what
    was answered with no, and the lines."""
    every = [each for each in questions if each.answer == "yes_or_no" and answers.get(each.id)]
    itself = [_told(each, answers) for each in every if each.about_the_audit]
    chosen = [each for each in every if not each.about_the_audit]
    counts = [
        f"{title}: {times}"
        for answer, title in ANSWERS.items()
        if (times := sum(answers[each.id] == answer for each in chosen))
    ]
    refused = [each.title for each in chosen if answers[each.id] == "no"]
    lines = [each for each in questions if each.answer == "a_line" and answers.get(each.id)]
    return [
        *([kit.bullets(itself)] if itself else []),
        *([kit.text(f"**Questions** · {', '.join(counts)}")] if counts else []),
        *(
            [kit.text("Answered with no:", subtle=True), kit.bullets(refused, most=REFUSED_AT_MOST)]
            if refused
            else []
        ),
        *_lines(lines, answers, len(lines)),
    ]


def _together(
    questions: Collection[Question], answers: Mapping[str, str], tool: AuditTool
) -> list[Element]:
    chosen = [each for each in questions if each.answer == "yes_or_no"]
    lines = [each for each in questions if each.answer == "a_line"]
    told = [_told(each, answers) for each in chosen]
    sharing = sum(each.answer == "a_line" for each in tool.questions)
    return [*([kit.bullets(told, most=60)] if told else []), *_lines(lines, answers, sharing)]


def _told(question: Question, answers: Mapping[str, str]) -> str:
    return f"{question.title} **{answer_in_words(question, answers)}**"


def _lines(
    questions: Collection[Question], answers: Mapping[str, str], sharing: int
) -> list[Element]:
    most = LINES_AT_MOST // max(sharing, 1)
    return [
        block
        for each in questions
        for block in (
            kit.text(f"**{each.title}**"),
            kit.as_typed(kit.shortened(answers[each.id], most)),
        )
    ]
