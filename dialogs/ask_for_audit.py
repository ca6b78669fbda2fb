"""Asking for an audit of a case on a topic, in two pages; and the card of whoever does it
(WC-14, SW-13, KT-04)."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from dialogs import audit_result, closed_case, kit, of_use
from dialogs.conversation import (
    Answer,
    ClosePage,
    OpenPage,
    Payload,
    ShowCard,
    Subject,
    Turn,
    Verb,
    Word,
)
from dialogs.kit import Card, Element
from dialogs.live_card import After, Asked, LiveKind
from dialogs.record_audit import OPEN as RECORD
from programme.calendar import day_in_words
from programme.council import Council
from programme.errors import CorrectAndRepeat
from programme.message import MessageKind, audit_entity
from programme.people import Verb as Right
from programme.ports import UnitOfWork
from programme.rules.commission import CommissionRule
from programme.use_cases.ask_for_audit import (
    REFERENCE_AT_MOST,
    TOPIC_AT_MOST,
    AskForAudit,
    Offered,
    Request,
    ask_for_audit,
    auditors_for,
    commissions_for,
)
from programme.use_cases.show_commissioned import CommissionedView, show_commissioned

OPEN, CHOOSE, ASK = "commission.open", "commission.choose", "commission.ask"
TITLE = "Ask for an audit"
MOST_AUDITORS = 80
"""Names to choose from, so that the page stays below the size that Teams takes."""


class _Open(Payload):
    """A press on “Ask for an audit”."""

    step: Literal[0]


class _Choose(Payload):
    commission: Subject = ""
    topic: Annotated[str, Field(max_length=10_000)] = ""
    reference: Annotated[str, Field(max_length=10_000)] = ""
    step: Literal[1]

    @property
    def request(self) -> Request:
        return Request(self.commission, self.topic, self.reference)


class _Ask(Payload):
    commission: Subject
    topic: Annotated[str, Field(max_length=10_000)]
    reference: Annotated[str, Field(max_length=10_000)]
    auditor: Subject = ""

    @property
    def request(self) -> Request:
        return Request(self.commission, self.topic, self.reference)


async def _say(_rest: str, turn: Turn) -> Answer:
    return ShowCard(invitation(commissions_for(turn.council, turn.person)))


async def _open(_payload: _Open, turn: Turn) -> Answer:
    rules = commissions_for(turn.council, turn.person)
    return OpenPage(TITLE, case_page(rules, Request("", "", "")))


async def _choose(payload: _Choose, turn: Turn) -> Answer:
    return await _choose_again(payload.request, None, turn)


async def _choose_again(request: Request, wrong: CorrectAndRepeat | None, turn: Turn) -> Answer:
    """The page of the auditors; that of the case while something of the request is wrong."""
    try:
        async with turn.work(turn.council.tenant_id) as w:
            offered = await auditors_for(turn.council, w, turn.person, request, turn.now)
    except CorrectAndRepeat as refused:
        rules = commissions_for(turn.council, turn.person)
        return OpenPage(TITLE, case_page(rules, request, refused))
    return OpenPage(TITLE, auditor_page(offered, request, turn.person.id, wrong))


async def _ask(payload: _Ask, turn: Turn) -> Answer:
    command = AskForAudit(turn.council, turn.person, payload.request, payload.auditor, turn.source)
    try:
        audit = await ask_for_audit(command, work=turn.work, now=turn.now)
    except CorrectAndRepeat as wrong:
        return await _choose_again(payload.request, wrong, turn)
    whose = "You have" if audit.lead_id == turn.person.id else "The auditor has"
    return ClosePage(f"The audit is asked for. {whose} it until {day_in_words(audit.due)}.")


def invitation(rules: Collection[CommissionRule]) -> Card:
    """What the person may ask for, and the button to do it."""
    return kit.card(
        [
            kit.heading(TITLE),
            kit.text("You can ask for an audit of one case on a topic, outside the rounds:"),
            kit.bullets(
                f"{rule.title}, due within {kit.count(rule.due_within, 'working day')}"
                for rule in rules
            ),
        ],
        [kit.open_dialog(TITLE, OPEN, {"step": 0})],
    )


def case_page(
    rules: Collection[CommissionRule], request: Request, wrong: CorrectAndRepeat | None = None
) -> Card:
    """Which sort of audit, on what topic, of which case."""
    problems = wrong.problems if wrong else {}
    alone = next(iter(rules)).id if len(rules) == 1 else None
    chosen = request.commission_id if request.commission_id in {r.id for r in rules} else None
    which = kit.choice_input(
        "commission", "Which sort of audit?", [(r.title, r.id) for r in rules], value=chosen
    )
    topic = kit.text_input(
        "topic",
        "What should it look at?",
        most=TOPIC_AT_MOST,
        value=request.topic,
        lines=False,
    )
    reference = kit.text_input(
        "reference",
        "Case reference",
        most=REFERENCE_AT_MOST,
        value=request.case_reference,
        lines=False,
    )
    data: dict[str, kit.Json] = {"step": 1, **({"commission": alone} if alone else {})}
    body: list[Element] = [
        *([kit.warning(str(wrong))] if wrong else []),
        kit.text("Write no names, dates of birth or addresses: the reference is enough."),
        *([] if alone else kit.with_problem(which, problems.get("commission"))),
        *kit.with_problem(topic, problems.get("topic")),
        *kit.with_problem(reference, problems.get("reference")),
    ]
    return kit.card(body, [kit.submit("Choose the auditor", CHOOSE, data, primary=True)])


def auditor_page(
    offered: Offered, request: Request, asker_id: str, wrong: CorrectAndRepeat | None = None
) -> Card:
    """Who does it: whoever asks, or a manager of the case's service area."""
    choices = [
        ("I do it myself" if person.id == asker_id else f"{person.name}, {person.title}", person.id)
        for person in offered.auditors[:MOST_AUDITORS]
    ]
    data: dict[str, kit.Json] = {
        "commission": offered.rule.id,
        "topic": request.topic,
        "reference": offered.case.reference,
    }
    problem = wrong.problems.get("auditor") if wrong else None
    body = [
        *([kit.warning(str(wrong))] if wrong else []),
        kit.text(f"**{offered.case.reference}** · {offered.team.name} · {offered.rule.title}"),
        kit.as_typed(request.topic),
        *kit.with_problem(
            kit.choice_input("auditor", "Who does the audit?", choices, value=choices[0][1]),
            problem,
        ),
    ]
    return kit.card(body, [kit.submit(TITLE, ASK, data, primary=True)])


def card(view: CommissionedView, after: After) -> Card:
    """For whoever does it: which case, on what topic, by when, and the button to record it."""
    audit = view.result.audit
    mine = view.is_mine and not audit.is_withdrawn
    title = "You are asked for an audit" if mine else "An audit that was asked for"
    left = (
        []
        if view.lead_is_here or not audit.is_to_submit
        else [
            kit.warning(f"{view.result.lead} has left, so somebody else must be given this audit.")
        ]
    )
    graded = f": {view.result.grade}" if view.result.is_graded else ""
    standing = f"✔ Submitted{graded}" if audit.is_submitted else "To do"
    if audit.is_withdrawn:
        standing = "Withdrawn"
    body = [
        *audit_result.opening(after),
        kit.heading(title),
        kit.text(f"{view.asked_by} asks for it: {view.commission}."),
        kit.as_typed(view.topic, strong=True),
        kit.facts(
            [
                ("Case", f"{audit.case_reference}, {audit.team}"),
                ("Tool", view.result.tool),
                ("Auditor", view.result.lead),
                ("Due", day_in_words(audit.due)),
                ("Standing", standing),
            ]
        ),
        *audit_result.withdrawn(view.result),
        *closed_case.warned(audit, mine=view.is_mine),
        *left,
        *(audit_result.answers(view.result) if audit.is_submitted else []),
    ]
    button = kit.open_dialog(f"Record {audit.case_reference}", RECORD, {"audit_id": audit.id})
    return kit.card(body, [button] if view.is_mine and audit.is_to_submit else [])


async def _load(
    council: Council, w: UnitOfWork, asked: Collection[Asked], _today: date
) -> Mapping[Asked, CommissionedView]:
    return await show_commissioned(council, w, asked)


LIVE = LiveKind(
    MessageKind.COMMISSIONED,
    "An audit that you are asked for",
    _load,
    card,
    lambda view: (audit_entity(view.result.audit.id),),
)
VERBS = (
    Verb(OPEN, _Open, _open),
    Verb(CHOOSE, _Choose, _choose),
    Verb(ASK, _Ask, _ask),
)
WORDS = (
    Word(
        ("ask for an audit", "ask for audit"),
        "an audit of one case on a topic",
        _say,
        Right.ASK_FOR_AUDIT,
        offered=of_use.commissions,
    ),
)
