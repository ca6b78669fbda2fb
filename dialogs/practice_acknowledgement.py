"""Good practice: recorded in a dialog window, acknowledged in one press (WC-13)."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from dialogs import kit, of_use, take_back, to_do
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
from dialogs.form_id import FormId, form_id, kept_as
from dialogs.had_written import had_written
from dialogs.kit import Card
from dialogs.live_card import After, LiveKind
from dialogs.practice_pages import OPEN, RECORD, Form, case_page, form_page, offer_card
from programme.calendar import short_day
from programme.errors import CorrectAndRepeat, LookElsewhere
from programme.message import MessageKind
from programme.people import Verb as Right
from programme.reference import MOST_CHARACTERS
from programme.shown import practice_entity
from programme.use_cases.acknowledge_practice import AcknowledgePractice, acknowledge_practice
from programme.use_cases.active_case import as_known
from programme.use_cases.record_practice import (
    RecordPractice,
    choose_practitioner,
    record_practice,
    rule_for,
)
from programme.use_cases.show_practice import PracticeView, show_practice

ACKNOWLEDGE = "practice.acknowledge"
TITLE = "Good practice"
Reference = Annotated[str, Field(max_length=100)]


class _Written(Payload):
    """What the form holds; it goes along while another case is asked for."""

    case: Reference
    practitioner: Subject = ""
    standard: Subject = ""
    good: Annotated[str, Field(max_length=10_000)] = ""
    thank: Literal["yes", "no"] = "yes"

    @property
    def values(self) -> Mapping[str, str]:
        """The fields beside the case."""
        return self.model_dump(include={"practitioner", "standard", "good", "thank"})


class _Open(_Written):
    """`case` is empty where it is still to be asked for, or was `asked` for and left out."""

    asked: bool = False


class _Record(_Written):
    form: FormId


class _Acknowledge(Payload):
    subject: Subject


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
        return _asked_again(payload, wrong)
    form = Form(form_id(turn), case.reference, rule, of, values=payload.values)
    return OpenPage(TITLE, form_page(form))


def _asked_again(payload: _Written, wrong: CorrectAndRepeat) -> Answer:
    """Whose practice it was is asked anew: it depends on the case."""
    reference = payload.case.strip()
    written = {**payload.values, "practitioner": ""}
    return OpenPage(TITLE, case_page(reference, wrong.problems.get("case"), written))


async def _record(payload: _Record, turn: Turn) -> Answer:
    command = RecordPractice(
        turn.council,
        turn.person,
        kept_as(payload.form, "practice", turn),
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
        return await _returned(payload, wrong, turn)
    except LookElsewhere as refused:
        return _given_back(payload, refused)
    return ClosePage(f"Recorded. It goes to the team manager of {practice.team}.")


async def _returned(payload: _Record, wrong: CorrectAndRepeat, turn: Turn) -> Answer:
    """The form as it was typed; where the case isn't open, what was typed goes along to the form of
    the one that is named instead."""
    rule = rule_for(turn.council, turn.person)
    try:
        async with turn.work(turn.council.tenant_id) as w:
            case, of = await choose_practitioner(turn.council, w, turn.person, payload.case)
    except CorrectAndRepeat as closed:
        return _asked_again(payload, closed)
    except LookElsewhere as refused:
        return _given_back(payload, refused)
    form = Form(payload.form, case.reference, rule, of, str(wrong), payload.values, wrong.problems)
    return OpenPage(TITLE, form_page(form))


def _given_back(payload: _Record, refused: LookElsewhere) -> Answer:
    """The sentence, and what was written, for its writer to keep."""
    return OpenPage(TITLE, kit.card([kit.warning(str(refused)), *had_written([payload.good])]))


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


LIVE = LiveKind(
    kind=MessageKind.PRACTICE,
    summary="Good practice",
    load=show_practice,
    card=card,
    shows=lambda view: (practice_entity(view.practice.id),),
    to_do=to_do.practice,
    about=lambda view: view.practice.case_reference,
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
