"""Recording a practice observation (SW-07, WB-06)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from dialogs import kit, of_use, take_back
from dialogs.conversation import (
    Answer,
    ClosePage,
    OpenPage,
    Payload,
    QuickAction,
    ShowCard,
    Turn,
    Verb,
    Word,
)
from dialogs.form_id import kept_as
from dialogs.kit import Card, Element
from dialogs.typed_day import typed_day
from programme.errors import CorrectAndRepeat, LookElsewhere
from programme.message import MessageKind
from programme.people import Person
from programme.people import Verb as Right
from programme.practice_observation import NEEDS_AT_MOST, WORDS_AT_MOST, record_id
from programme.rules.duty import ObservationRule
from programme.use_cases.record_observation import (
    RecordObservation,
    observable_by,
    record_observation,
)

OPEN = "observation.open"
RECORD = "observation.record"
TITLE = "Practice observation"
MOST_TO_CHOOSE = 150
"""People in one list, so that the page can be sent; of more, the name is typed."""

RecordId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
Words = Annotated[str, Field(max_length=10_000)]


class _Open(Payload):
    pass


class _Record(Payload):
    record: RecordId
    observed: Words = ""
    setting: Words = ""
    on: Words = ""
    seen: Words = ""
    discussed: Words = ""
    discussed_on: Words = ""
    training_needs: Words = ""


@dataclass(frozen=True, slots=True)
class Form:
    """The page: whom the reader may observe, and what stands in it when it came back."""

    record: str
    rule: ObservationRule
    observable: Sequence[Person]
    today: date
    sentence: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)


def open_button() -> Element:
    """Opens the page."""
    return kit.open_dialog("Record an observation", OPEN)


def page(form: Form) -> Card:
    """The one page of the dialog."""
    fields, problems = form.fields, form.problems
    scale = [(setting.title, setting.id) for setting in form.rule.settings]
    blocks = (
        (_whom(form), "observed"),
        (
            kit.choice_input(
                "setting",
                "What did you observe?",
                scale,
                value=_value(fields.get("setting"), [each for _, each in scale]),
            ),
            "setting",
        ),
        (
            kit.past_date_input(
                "on", "On which day?", value=fields.get("on", form.today), last=form.today
            ),
            "on",
        ),
        (_words("seen", "What did you see?", WORDS_AT_MOST, fields, required=True), "seen"),
        (
            kit.choice_input(
                "discussed",
                "Was there a reflective discussion afterwards?",
                [("Yes, it took place", "yes"), ("It is planned", "planned")],
                value=_value(fields.get("discussed"), ["yes", "planned"]),
                expanded=True,
            ),
            "discussed",
        ),
        (
            kit.date_input(
                "discussed_on",
                "If it is planned, for which day?",
                value=fields.get("discussed_on"),
                first=form.today,
                required=False,
            ),
            "discussed_on",
        ),
        (
            _words(
                "training_needs",
                "Which training or development needs did you agree?",
                NEEDS_AT_MOST,
                fields,
                required=False,
            ),
            "training_needs",
        ),
    )
    body = [
        *([kit.warning(form.sentence)] if form.sentence else []),
        kit.text(
            "Whoever you observed gets a card of it. Write no names, dates of birth or addresses "
            "of families.",
            subtle=True,
        ),
        *(part for block, name in blocks for part in kit.with_problem(block, problems.get(name))),
    ]
    return kit.card(
        body, [kit.submit("Record the observation", RECORD, {"record": form.record}, primary=True)]
    )


def _whom(form: Form) -> Element:
    label, chosen = "Whom did you observe?", form.fields.get("observed")
    if len(form.observable) > MOST_TO_CHOOSE:
        return kit.text_input(
            "observed",
            f"{label} Write their name or e-mail address as in the staff list.",
            most=200,
            value=chosen or "",
            lines=False,
        )
    choices = [(f"{person.name} ({person.title})", person.id) for person in form.observable]
    return kit.choice_input(
        "observed", label, choices, value=_value(chosen, [person.id for person in form.observable])
    )


def _words(
    name: str, label: str, most: int, fields: Mapping[str, str], *, required: bool
) -> Element:
    return kit.text_input(name, label, most=most, value=fields.get(name, ""), required=required)


def _value(chosen: str | None, offered: Collection[str]) -> str | None:
    return chosen if chosen in offered else None


async def _open(_payload: _Open, turn: Turn) -> Answer:
    now, person = turn.now, turn.person
    record = record_id(turn.council.tenant_id, "observation", person.id, turn.chance(), now)
    form = await _form(record, turn)
    if not form.observable:
        raise LookElsewhere(
            "The staff list has nobody for you to observe yet; please ask a QA officer to add them."
        )
    return OpenPage(TITLE, page(form))


async def _form(record: str, turn: Turn) -> Form:
    async with turn.work(turn.council.tenant_id) as w:
        rule, observable = await observable_by(turn.council, w, turn.person, turn.today)
    return Form(record, rule, observable, turn.today)


async def _record(payload: _Record, turn: Turn) -> Answer:
    form = await _form(payload.record, turn)
    try:
        observation = await record_observation(
            _command(payload, form, turn), work=turn.work, now=turn.now
        )
    except CorrectAndRepeat as wrong:
        fields = {name: str(getattr(payload, name)) for name in _Record.model_fields}
        back = Form(
            form.record, form.rule, form.observable, form.today, str(wrong), fields, wrong.problems
        )
        return OpenPage(TITLE, page(back))
    await take_back.bring(MessageKind.OBSERVED, observation.id, turn)
    names = {person.id: person.name for person in form.observable}
    who = names.get(observation.observed_id, "Whoever you observed")
    return ClosePage(f"The observation is recorded. {who} gets a card of it.")


def _command(payload: _Record, form: Form, turn: Turn) -> RecordObservation:
    """Raises CorrectAndRepeat for what can't be read at all."""
    on, discussed_on = typed_day(payload.on), typed_day(payload.discussed_on)
    unread = {
        **({} if on else {"on": "Please choose the day on which it was."}),
        **({} if payload.discussed in ("yes", "planned") else {"discussed": "Please choose one."}),
    }
    if on is None or unread:
        raise CorrectAndRepeat("The observation was not recorded yet: please see below.", unread)
    return RecordObservation(
        council=turn.council,
        person=turn.person,
        observation_id=kept_as(payload.record, "observation", turn),
        observed_id=_observed(payload.observed, form.observable),
        setting=payload.setting,
        on=on,
        seen=payload.seen,
        discussed=payload.discussed == "yes",
        discussed_on=discussed_on,
        training_needs=payload.training_needs,
        source=turn.source,
    )


def _observed(typed: str, observable: Sequence[Person]) -> str:
    """The id of whoever is meant: chosen by id, or typed as a name that only one person has."""
    words = " ".join(typed.split()).casefold()
    found = [
        person.id
        for person in observable
        if typed == person.id or words in (person.name.casefold(), person.email.casefold())
    ]
    return found[0] if len(found) == 1 else ""


async def _say(_rest: str, turn: Turn) -> Answer:
    async with turn.work(turn.council.tenant_id) as w:
        await observable_by(turn.council, w, turn.person, turn.today)
    words = "Record what you saw of someone's practice, and what you agreed."
    return ShowCard(kit.card([kit.heading(TITLE), kit.text(words)], [open_button()]))


VERBS = (
    Verb(OPEN, _Open, _open, Right.RECORD_OBSERVATION),
    Verb(RECORD, _Record, _record, Right.RECORD_OBSERVATION),
)
WORDS = (
    Word(
        ("observation", "practice observation", "record observation"),
        "record a practice observation",
        _say,
        Right.RECORD_OBSERVATION,
        offered=of_use.observations,
        quick=QuickAction("Record a practice observation", OPEN),
    ),
)
