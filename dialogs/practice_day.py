"""Recording a practice day, and its feedback's card for the service (WB-11)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from dialogs import kit, of_use, take_back
from dialogs.conversation import Answer, ClosePage, OpenPage, Payload, ShowCard, Turn, Verb, Word
from dialogs.form_id import kept_as
from dialogs.kit import Card, Element
from dialogs.live_card import After, LiveKind
from dialogs.typed_day import typed_day
from programme.calendar import day_in_words
from programme.errors import CorrectAndRepeat
from programme.message import MessageKind
from programme.people import Verb as Right
from programme.practice_observation import WORDS_AT_MOST, record_id
from programme.shown import practice_day_entity
from programme.use_cases.record_practice_day import (
    PracticeDayView,
    RecordPracticeDay,
    record_practice_day,
    services_for,
    show_practice_days,
)

OPEN = "practice_day.open"
RECORD = "practice_day.record"
TITLE = "Practice day"
Words = Annotated[str, Field(max_length=10_000)]


class _Open(Payload):
    pass


class _Record(Payload):
    record: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
    on: Words = ""
    service: Words = ""
    feedback: Words = ""


@dataclass(frozen=True, slots=True)
class Form:
    """The page: the services to choose from, and what stands in it when it came back."""

    record: str
    services: Sequence[str]
    today: date
    sentence: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)


def open_button() -> Element:
    """Opens the page."""
    return kit.open_dialog("Record a practice day", OPEN)


def page(form: Form) -> Card:
    """The one page of the dialog."""
    fields = form.fields
    chosen = fields.get("service")
    blocks = (
        (
            kit.past_date_input(
                "on", "On which day?", value=fields.get("on", form.today), last=form.today
            ),
            "on",
        ),
        (
            kit.choice_input(
                "service",
                "Which service were you with?",
                [(service, service) for service in form.services],
                value=chosen if chosen in form.services else None,
            ),
            "service",
        ),
        (
            kit.text_input(
                "feedback",
                "What do you tell the service: what was good, what might be learnt?",
                most=WORDS_AT_MOST,
                value=fields.get("feedback", ""),
            ),
            "feedback",
        ),
    )
    body = [
        *([kit.warning(form.sentence)] if form.sentence else []),
        kit.text(
            "Your feedback goes to the service's managers. Write no names, dates of birth or "
            "addresses of families.",
            subtle=True,
        ),
        *(
            part
            for block, name in blocks
            for part in kit.with_problem(block, form.problems.get(name))
        ),
    ]
    return kit.card(
        body, [kit.submit("Record the practice day", RECORD, {"record": form.record}, primary=True)]
    )


async def _open(_payload: _Open, turn: Turn) -> Answer:
    tenant, now = turn.council.tenant_id, turn.now
    record = record_id(tenant, "practice_day", turn.person.id, turn.chance(), now)
    return OpenPage(TITLE, page(await _form(record, turn)))


async def _form(record: str, turn: Turn) -> Form:
    async with turn.work(turn.council.tenant_id) as w:
        services = await services_for(turn.council, w, turn.person, turn.today)
    return Form(record, services, turn.today)


async def _record(payload: _Record, turn: Turn) -> Answer:
    try:
        day = _day(payload.on)
        recorded, hearing = await record_practice_day(
            RecordPracticeDay(
                turn.council,
                turn.person,
                kept_as(payload.record, "practice_day", turn),
                day,
                payload.service,
                payload.feedback,
                turn.source,
            ),
            work=turn.work,
            now=turn.now,
        )
    except CorrectAndRepeat as wrong:
        form = await _form(payload.record, turn)
        fields = {"on": payload.on, "service": payload.service, "feedback": payload.feedback}
        back = Form(form.record, form.services, form.today, str(wrong), fields, wrong.problems)
        return OpenPage(TITLE, page(back))
    await take_back.bring(MessageKind.PRACTICE_DAY, recorded.id, turn)
    names = kit.names_in_words([person.name for person in hearing])
    return ClosePage(f"The practice day is recorded. Your feedback goes to {names}.")


def _day(text: str) -> date:
    day = typed_day(text)
    if day is None:
        raise CorrectAndRepeat(
            "The practice day was not recorded yet: please see below.",
            {"on": "Please choose the day on which it was."},
        )
    return day


def feedback_card(view: PracticeDayView, after: After) -> Card:
    """What the manager tells the service."""
    day, last = view.day, view.take_back_until
    opening = [
        *([kit.notice(after.notice)] if after.notice else []),
        kit.heading("Feedback from a practice day"),
    ]
    if day.taken_back_at is not None:
        return kit.card([*opening, take_back.was_taken_back(view.person.name, day.taken_back_at)])
    return kit.card(
        [
            *opening,
            kit.facts(
                [
                    ("From", f"{view.person.name} ({view.person.title})"),
                    ("With", day.service),
                    ("On", day_in_words(day.on)),
                ]
            ),
            kit.section([kit.as_typed(day.feedback)]),
            *take_back.until(last),
        ],
        take_back.button(MessageKind.PRACTICE_DAY, day.id, last),
    )


async def _say(_rest: str, turn: Turn) -> Answer:
    async with turn.work(turn.council.tenant_id) as w:
        await services_for(turn.council, w, turn.person, turn.today)
    words = "Record a day that you spent with a service, and your feedback to it."
    return ShowCard(kit.card([kit.heading(TITLE), kit.text(words)], [open_button()]))


LIVE = LiveKind(
    kind=MessageKind.PRACTICE_DAY,
    summary="Feedback from a practice day",
    load=show_practice_days,
    card=feedback_card,
    shows=lambda view: (practice_day_entity(view.day.id),),
)
VERBS = (
    Verb(OPEN, _Open, _open, Right.RECORD_PRACTICE_DAY),
    Verb(RECORD, _Record, _record, Right.RECORD_PRACTICE_DAY),
)
WORDS = (
    Word(
        ("practice day", "record practice day"),
        "record a practice day and its feedback",
        _say,
        Right.RECORD_PRACTICE_DAY,
        offered=of_use.practice_days,
    ),
)
