"""Good practice: recorded in a dialog window, acknowledged in one press (WC-13)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from dialogs import kit, of_use, take_back
from dialogs.conversation import (
    Answer,
    ClosePage,
    OpenPage,
    Payload,
    QuickAction,
    ShowCard,
    ShowLive,
    Subject,
    Turn,
    Verb,
    Word,
)
from dialogs.form_id import FormId, form_id
from dialogs.had_written import had_written
from dialogs.kit import Card, Element
from dialogs.live_card import After, Asked, LiveKind
from programme.calendar import short_day
from programme.council import Council
from programme.errors import CorrectAndRepeat
from programme.message import MessageKind, practice_entity
from programme.people import Verb as Right
from programme.ports import UnitOfWork
from programme.practice_acknowledgement import GOOD_AT_MOST, Practitioner
from programme.reference import MOST_CHARACTERS
from programme.rules.acknowledgement import AcknowledgementRule
from programme.use_cases.acknowledge_practice import AcknowledgePractice, acknowledge_practice
from programme.use_cases.active_case import as_known
from programme.use_cases.record_practice import (
    RecordPractice,
    choose_practitioner,
    record_practice,
    rule_for,
)
from programme.use_cases.show_practice import PracticeView, show_practice

OPEN = "practice.open"
RECORD = "practice.record"
ACKNOWLEDGE = "practice.acknowledge"
TITLE = "Good practice"
Reference = Annotated[str, Field(max_length=100)]


class _Open(Payload):
    """`case` is empty where it is still to be asked for, or was `asked` for and left out."""

    case: Reference
    asked: bool = False


class _Record(Payload):
    form: FormId
    case: Reference
    practitioner: Subject = ""
    standard: Subject = ""
    good: Annotated[str, Field(max_length=10_000)] = ""
    thank: Literal["yes", "no"] = "yes"


class _Acknowledge(Payload):
    subject: Subject


@dataclass(frozen=True, slots=True)
class Form:
    """The page that records it; `values` and `problems` are there when it came back."""

    id: str
    case: str
    rule: AcknowledgementRule
    of: Sequence[Practitioner]
    sentence: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)


async def _say(rest: str, turn: Turn) -> Answer:
    rule_for(turn.council, turn.person)
    async with turn.work(turn.council.tenant_id) as w:
        reference = await as_known(w, rest[:MOST_CHARACTERS])
    return ShowCard(offer_card(reference), "Good practice")


async def _open(payload: _Open, turn: Turn) -> Answer:
    rule = rule_for(turn.council, turn.person)
    reference = payload.case.strip()
    if not reference and not payload.asked:
        return OpenPage(TITLE, case_page())
    try:
        async with turn.work(turn.council.tenant_id) as w:
            case, of = await choose_practitioner(turn.council, w, turn.person, reference)
    except CorrectAndRepeat as wrong:
        return OpenPage(TITLE, case_page(reference, wrong.problems.get("case")))
    return OpenPage(TITLE, form_page(Form(form_id(turn), case.reference, rule, of)))


async def _record(payload: _Record, turn: Turn) -> Answer:
    command = RecordPractice(
        turn.council,
        turn.person,
        payload.form,
        payload.case,
        payload.practitioner,
        payload.standard,
        payload.good,
        payload.thank == "yes",
        turn.source,
    )
    try:
        practice = await record_practice(command, work=turn.work, now=turn.now)
    except CorrectAndRepeat as wrong:
        if "case" in wrong.problems:
            page = case_page(payload.case, wrong.problems["case"], payload.good)
            return OpenPage(TITLE, page)
        return await _returned(payload, wrong, turn)
    return ClosePage(f"Recorded. It goes to the team manager of {practice.team}.")


async def _returned(payload: _Record, wrong: CorrectAndRepeat, turn: Turn) -> Answer:
    async with turn.work(turn.council.tenant_id) as w:
        case, of = await choose_practitioner(turn.council, w, turn.person, payload.case)
    values = payload.model_dump(include={"practitioner", "standard", "good", "thank"})
    rule = rule_for(turn.council, turn.person)
    form = Form(payload.form, case.reference, rule, of, str(wrong), values, wrong.problems)
    return OpenPage(TITLE, form_page(form))


async def _acknowledge(payload: _Acknowledge, turn: Turn) -> Answer:
    practice = await acknowledge_practice(
        AcknowledgePractice(turn.council, turn.person, payload.subject, turn.source),
        work=turn.work,
        now=turn.now,
    )
    own = practice.acknowledged_by == turn.person.id
    said = "Acknowledged. Thank you." if own else "Somebody had acknowledged this already."
    if practice.taken_back_at is not None:
        said = "This was taken back meanwhile."
    return ShowLive(MessageKind.PRACTICE, payload.subject, notice=said)


def offer_card(reference: str) -> Card:
    """What answers the typed word: a button that opens the dialog window."""
    about = f" in {reference}" if reference else ""
    body = [
        kit.heading("Good practice"),
        kit.as_typed(f"Note what was good{about}: the team's manager hears of it."),
    ]
    return kit.card(body, [kit.open_dialog("Record good practice", OPEN, {"case": reference})])


def case_page(reference: str = "", problem: str | None = None, good: str = "") -> Card:
    """Asks which case; `good` was written for one that has closed meanwhile."""
    asked = kit.text_input(
        "case", "Case reference", most=MOST_CHARACTERS, value=reference, lines=False
    )
    body = [kit.heading("Good practice"), *kit.with_problem(asked, problem), *had_written([good])]
    return kit.card(body, [kit.submit("Continue", OPEN, {"asked": True}, primary=True)])


def form_page(form: Form) -> Card:
    """Whose practice, what was good, against which standard."""
    told = [kit.warning(form.sentence)] if form.sentence else []
    heading = kit.heading(f"Good practice in {form.case}")
    data: dict[str, kit.Json] = {"form": form.id, "case": form.case}
    submit = kit.submit("Record", RECORD, data, primary=True)
    return kit.card([*told, heading, *_fields(form)], [submit])


def _fields(form: Form) -> list[Element]:
    values, problems = form.values, form.problems
    people = [(_called(one), one.id) for one in form.of]
    worker = next((one.id for one in form.of if one.is_the_worker), None)
    standards = [(one.title, one.id) for one in form.rule.standards]
    chosen = _among(people, values.get("practitioner")) or worker
    standard = _among(standards, values.get("standard"))
    good = values.get("good", "")
    thank = [("Yes", "yes"), ("No, the team manager will", "no")]
    asked = {
        "practitioner": kit.choice_input("practitioner", "Whose practice?", people, value=chosen),
        "good": kit.text_input("good", "What was good?", most=GOOD_AT_MOST, value=good),
        "standard": kit.choice_input(
            "standard", "Against which standard?", standards, value=standard
        ),
        "thank": kit.choice_input(
            "thank",
            "Shall I thank them for you?",
            thank,
            value=values.get("thank", "yes"),
            expanded=True,
        ),
    }
    return [
        block
        for name, made in asked.items()
        for block in kit.with_problem(made, problems.get(name))
    ]


def _called(one: Practitioner) -> str:
    return f"{one.name} (the case's worker)" if one.is_the_worker else one.name


def _among(choices: Sequence[tuple[str, str]], value: str | None) -> str | None:
    return value if value in [chosen for _, chosen in choices] else None


def card(view: PracticeView, after: After) -> Card:
    """What was good, to whoever recorded it, did it or manages the team."""
    practice = view.practice
    headings = {
        "recorder": "Good practice that you recorded",
        "manager": f"Good practice in {practice.team}",
        "practitioner": "Thank you for good practice",
    }
    opening = [
        *([kit.notice(after.notice)] if after.notice else []),
        kit.heading(headings[view.part]),
    ]
    if practice.taken_back_at is not None:
        gone = take_back.was_taken_back(view.recorded_by, practice.taken_back_at)
        return kit.card([*opening, gone])
    pairs = [
        ("Case", practice.case_reference),
        ("Practitioner", practice.practitioner),
        ("Standard", view.standard),
        ("Recorded by", f"{view.recorded_by}, {short_day(practice.recorded_at)}"),
    ]
    last = view.take_back_until
    body = [
        *opening,
        kit.as_typed(practice.good, strong=True),
        kit.facts(pairs),
        kit.text(_standing(view), subtle=True),
        *take_back.until(last),
    ]
    data: dict[str, kit.Json] = {"subject": practice.id}
    button = kit.press("Acknowledge", ACKNOWLEDGE, data, primary=True)
    taking = take_back.button(MessageKind.PRACTICE, practice.id, last)
    return kit.card(body, [*([button] if view.may_acknowledge else []), *taking])


def _standing(view: PracticeView) -> str:
    if view.may_acknowledge:
        return f"Please acknowledge it: {view.recorded_by} will see that you have."
    if view.practice.acknowledged_at is None:
        return "The team manager hasn't acknowledged it yet."
    day = short_day(view.practice.acknowledged_at)
    return f"✔ Acknowledged by {view.acknowledged_by or 'the team manager'} on {day}."


async def _load(
    council: Council, w: UnitOfWork, asked: Collection[Asked], today: date
) -> Mapping[Asked, PracticeView]:
    return await show_practice(council, w, asked, today)


LIVE = LiveKind(
    kind=MessageKind.PRACTICE,
    summary="Good practice",
    load=_load,
    card=card,
    shows=lambda view: (practice_entity(view.practice.id),),
)
VERBS = (
    Verb(OPEN, _Open, _open, Right.RECORD_PRACTICE),
    Verb(RECORD, _Record, _record, Right.RECORD_PRACTICE),
    Verb(ACKNOWLEDGE, _Acknowledge, _acknowledge, Right.ACKNOWLEDGE_PRACTICE),
)
WORDS = (
    Word(
        ("good practice", "acknowledge practice", "acknowledge good practice"),
        "record good practice on a child's record",
        _say,
        Right.RECORD_PRACTICE,
        example="good practice CF-1234",
        offered=of_use.good_practice,
        quick=QuickAction("Record good practice", OPEN, {"case": ""}),
    ),
)
