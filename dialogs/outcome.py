"""The result of an audit, what outstanding work is told, and a worker who couldn't be found
(BD-06, BD-09)."""

from collections.abc import Collection, Mapping
from datetime import date

from dialogs import audit_result, kit
from dialogs.audit_so_far import advice_blocks
from dialogs.conversation import Answer, Payload, ShowLive, Turn, Verb
from dialogs.kit import Card, Element
from dialogs.live_card import After, Asked, LiveKind
from dialogs.record_audit import AuditId
from programme.council import Council
from programme.message import MessageKind
from programme.people import Verb as Right
from programme.ports import UnitOfWork
from programme.shown import audit_entity, example_entity
from programme.use_cases.show_outcomes import (
    CelebrationView,
    MissingWorkerView,
    ResultView,
    show_celebrations,
    show_missing_workers,
    show_offers,
    show_results,
)
from programme.use_cases.use_as_example import UseAsExample, use_as_example

USE = "outcome.use_as_example"


class _Use(Payload):
    audit_id: AuditId


async def _use(payload: _Use, turn: Turn) -> Answer:
    command = UseAsExample(turn.council, turn.person, payload.audit_id, turn.source)
    first = await use_as_example(command, work=turn.work, now=turn.now)
    said = "Kept. Thank you." if first else "This is an example already."
    return ShowLive(MessageKind.TRAINING_OFFER, payload.audit_id, notice=said)


def result_card(view: ResultView, after: After) -> Card:
    """The grades, what was good, what there is to learn, and the actions."""
    result = view.result
    record = result.audit.record
    return kit.card(
        [
            *audit_result.opening(after),
            kit.heading("The result of an audit"),
            audit_result.which(result),
            *_asked(view),
            *audit_result.grades(result),
            *audit_result.answers(result),
            *audit_result.finding("What was good", record.went_well),
            *audit_result.finding("What there is to learn", record.to_learn),
            audit_result.actions(result),
            *audit_result.action_lines(result),
            *advice_blocks(record.advice),
        ]
    )


def _asked(view: ResultView) -> list[Element]:
    if view.asked_by is None or view.topic is None:
        return []
    return [kit.as_typed(f"{view.asked_by} asked for it: {view.topic}")]


def celebration_card(view: CelebrationView, after: After) -> Card:
    """Thanks to those whose work it is."""
    result = view.result
    if view.worker and view.worker.id == view.reader.id:
        thanks = f"Thank you, {view.reader.name}: this is your work."
    elif view.worker:
        thanks = f"Our thanks go to {view.worker.name} and to {result.audit.team}."
    else:
        thanks = f"Our thanks go to {result.audit.team}."
    used = [kit.text(f"{view.example_of} uses it in training.")] if view.example_of else []
    learning = audit_result.finding("What there is to learn", result.audit.record.to_learn)
    body = [*_excellent(view, after, thanks), *audit_result.grades(result), *learning, *used]
    return kit.card(body)


def training_card(view: CelebrationView, after: After) -> Card:
    """An offer to use the work as an example."""
    offer = (
        "This work could serve as an example in training. Whoever uses it leaves out what could "
        "tell whose family it is."
    )
    body = _excellent(view, after, offer)
    if view.example_of:
        return kit.card([*body, kit.text(f"✔ {view.example_of} uses it in training.")])
    data: dict[str, kit.Json] = {"audit_id": view.result.audit.id}
    return kit.card(body, [kit.press("Use it as an example", USE, data, primary=True)])


def _excellent(view: CelebrationView, after: After, words: str) -> list[Element]:
    result = view.result
    return [
        *audit_result.opening(after),
        kit.heading(f"An audit was graded “{result.grade}”"),
        *audit_result.graded(result),
        kit.text(words),
        audit_result.which(result),
        *audit_result.finding("What was good", result.audit.record.went_well),
        audit_result.actions(result),
    ]


def missing_card(view: MissingWorkerView, after: After) -> Card:
    """For the QA officers: who was to be told and couldn't be found."""
    said = (
        f"The case list names {view.worker}, and the staff list has nobody of that name, "
        "or more than one."
        if view.worker
        else "The case list names no worker."
    )
    return kit.card(
        [
            *audit_result.opening(after),
            kit.heading("A worker could not be told of an audit"),
            kit.text(f"The worker of **{view.case_reference}** ({view.team}) couldn't be found."),
            kit.as_typed(said),
            kit.text(
                "Please tell them yourself, and have the lists corrected for the next time.",
                subtle=True,
            ),
        ]
    )


async def _load_results(
    council: Council, w: UnitOfWork, asked: Collection[Asked], _today: date
) -> Mapping[Asked, ResultView]:
    return await show_results(council, w, asked)


async def _load_celebrations(
    council: Council, w: UnitOfWork, asked: Collection[Asked], _today: date
) -> Mapping[Asked, CelebrationView]:
    return await show_celebrations(council, w, asked)


async def _load_offers(
    council: Council, w: UnitOfWork, asked: Collection[Asked], _today: date
) -> Mapping[Asked, CelebrationView]:
    return await show_offers(council, w, asked)


async def _load_missing(
    _council: Council, w: UnitOfWork, asked: Collection[Asked], _today: date
) -> Mapping[Asked, MissingWorkerView]:
    return await show_missing_workers(w, asked)


def _shows(view: CelebrationView) -> tuple[str, ...]:
    audit_id = view.result.audit.id
    return audit_entity(audit_id), example_entity(audit_id)


LIVE_RESULT = LiveKind(
    MessageKind.RESULT,
    "The result of an audit",
    _load_results,
    result_card,
    lambda view: (audit_entity(view.result.audit.id),),
)
LIVE_CELEBRATION = LiveKind(
    MessageKind.CELEBRATION, "Thank you", _load_celebrations, celebration_card, _shows
)
LIVE_TRAINING = LiveKind(
    MessageKind.TRAINING_OFFER,
    "An example for training",
    _load_offers,
    training_card,
    _shows,
)
LIVE_MISSING = LiveKind(
    MessageKind.WORKER_NOT_FOUND,
    "Someone could not be told",
    _load_missing,
    missing_card,
    lambda _: (),
)
VERBS = (Verb(USE, _Use, _use, Right.USE_AS_EXAMPLE),)
