"""A chair's report after a conference or review: one page, and a card for those copied in
(WB-13)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Annotated

from pydantic import ConfigDict, Field

from dialogs import kit, of_use, take_back
from dialogs.conversation import Answer, ClosePage, OpenPage, Payload, ShowCard, Turn, Verb, Word
from dialogs.form_id import FormId, form_id, kept_as
from dialogs.kit import Card, Element
from dialogs.live_card import After, LiveKind
from dialogs.typed_day import typed_day
from programme.audit_answers import ANSWERS, choices_of
from programme.calendar import day_in_words
from programme.chairs_report import LINE_AT_MOST, Told
from programme.errors import CorrectAndRepeat
from programme.message import MessageKind
from programme.people import Verb as Right
from programme.reference import MOST_CHARACTERS
from programme.rules.chairs_report import ChairsReportRule
from programme.rules.tool import Question
from programme.shown import chairs_report_entity
from programme.use_cases.record_chairs_report import (
    RecordChairsReport,
    record_chairs_report,
    report_rule,
)
from programme.use_cases.show_chairs_report import ChairsReportView, show_chairs_reports

OPEN, RECORD = "chairs_report.open", "chairs_report.record"
TITLE = "Chair's report"
_ANSWER = "answer_"


class _Open(Payload):
    """`case` is empty where it is still to be written."""

    case: Annotated[str, Field(max_length=100)] = ""


class _Record(Payload):
    """The page as it was filled in; its questions are the council's own, so they come as extras."""

    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[str, Annotated[str, Field(max_length=10_000)]] = Field(init=False)

    form: FormId

    @property
    def fields(self) -> Mapping[str, str]:
        return self.__pydantic_extra__


@dataclass(frozen=True, slots=True)
class Form:
    """The page; `fields` and `problems` are there when it came back."""

    id: str
    rule: ChairsReportRule
    questions: tuple[Question, ...]
    today: date
    sentence: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)


async def _say(rest: str, turn: Turn) -> Answer:
    report_rule(turn.council, turn.person)
    words = "After a conference or review, say in a few lines what you found."
    data: dict[str, kit.Json] = {"case": rest.strip()[:MOST_CHARACTERS]}
    button = kit.open_dialog("Write the report", OPEN, data)
    return ShowCard(kit.card([kit.heading(TITLE), kit.text(words)], [button]))


async def _open(payload: _Open, turn: Turn) -> Answer:
    return OpenPage(TITLE, page(_form(form_id(turn), turn, {"case": payload.case})))


def _form(record: str, turn: Turn, fields: Mapping[str, str]) -> Form:
    rule = report_rule(turn.council, turn.person)
    questions = turn.council.framework.tool(rule.tool).questions
    return Form(record, rule, questions, turn.today, fields=fields)


async def _record(payload: _Record, turn: Turn) -> Answer:
    fields = payload.fields
    told = Told(
        fields.get("meeting", ""),
        typed_day(fields.get("on", "")),
        {
            name.removeprefix(_ANSWER): words
            for name, words in fields.items()
            if name.startswith(_ANSWER)
        },
    )
    report_id = kept_as(payload.form, "chairs_report", turn)
    command = RecordChairsReport(
        turn.council, turn.person, report_id, fields.get("case", ""), told, turn.source
    )
    try:
        made = await record_chairs_report(command, work=turn.work, now=turn.now)
    except CorrectAndRepeat as wrong:
        back = _form(payload.form, turn, fields)
        shown = replace(back, sentence=str(wrong), problems=wrong.problems)
        return OpenPage(TITLE, page(shown))
    await take_back.bring(MessageKind.CHAIRS_REPORT, made.id, turn)
    return ClosePage(f"The report is recorded, and {made.team} gets it.")


def page(form: Form) -> Card:
    """Which case, which meeting, on which day, and the questions."""
    fields, problems = form.fields, form.problems
    meetings = [(meeting.title, meeting.id) for meeting in form.rule.meetings]
    known = {chosen for _, chosen in meetings}
    meeting = fields.get("meeting")
    case = kit.text_input(
        "case",
        "Case reference",
        most=MOST_CHARACTERS,
        value=fields.get("case", ""),
        lines=False,
    )
    which = kit.choice_input(
        "meeting",
        "Which meeting?",
        meetings,
        value=meeting if meeting in known else None,
        expanded=True,
    )
    on = kit.past_date_input(
        "on", "On which day?", value=fields.get("on", form.today), last=form.today
    )
    body = [
        *([kit.warning(form.sentence)] if form.sentence else []),
        kit.text("Write no names, dates of birth or addresses of families.", subtle=True),
        *kit.with_problem(case, problems.get("case")),
        *kit.with_problem(which, problems.get("meeting")),
        *kit.with_problem(on, problems.get("on")),
        *(
            part
            for each in form.questions
            for part in kit.with_problem(_asked(each, fields), problems.get(each.id))
        ),
    ]
    data: dict[str, kit.Json] = {"form": form.id}
    return kit.card(body, [kit.submit("Record the report", RECORD, data, primary=True)])


def _asked(question: Question, fields: Mapping[str, str]) -> Element:
    name = f"{_ANSWER}{question.id}"
    value = fields.get(name, "")
    if choices := choices_of(question):
        listed = [(words, answer) for answer, words in choices.items()]
        chosen = value if value in choices else None
        return kit.choice_input(name, question.title, listed, value=chosen, expanded=True)
    empty = question.may_not_apply
    title = f"{question.title} (may be left empty)" if empty else question.title
    return kit.text_input(name, title, most=LINE_AT_MOST, value=value, required=not empty)


def card(view: ChairsReportView, after: After) -> Card:
    """What was found, for those copied in, and for whoever reported it."""
    made, last = view.report, view.take_back_until
    opening = [*([kit.notice(after.notice)] if after.notice else []), kit.heading(TITLE)]
    if made.taken_back_at is not None:
        return kit.card([*opening, take_back.was_taken_back(view.recorded_by, made.taken_back_at)])
    told: list[Element] = []
    for question, answer in view.answers:
        words = ANSWERS.get(answer, answer)
        told += [kit.text(f"**{question}**"), kit.as_typed(words)] if words else []
    return kit.card(
        [
            *opening,
            kit.facts(
                [
                    ("Case", f"{made.case_reference}, {made.team}"),
                    ("Meeting", f"{view.meeting}, {day_in_words(made.on)}"),
                    ("Reported by", view.recorded_by),
                ]
            ),
            *told,
            kit.text("There is nothing that you must do here.", subtle=True),
            *take_back.until(last),
        ],
        take_back.button(MessageKind.CHAIRS_REPORT, made.id, last),
    )


LIVE = LiveKind(
    MessageKind.CHAIRS_REPORT,
    "A chair's report",
    show_chairs_reports,
    card,
    lambda view: (chairs_report_entity(view.report.id),),
)
VERBS = (
    Verb(OPEN, _Open, _open, Right.RECORD_CHAIRS_REPORT),
    Verb(RECORD, _Record, _record, Right.RECORD_CHAIRS_REPORT),
)
WORDS = (
    Word(
        ("chair's report", "chairs report", "chair’s report"),
        "a report after a conference or review",
        _say,
        Right.RECORD_CHAIRS_REPORT,
        example="chair's report CF-1234",
        offered=of_use.chairs_reports,
    ),
)
