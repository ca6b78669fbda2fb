"""Asking for an audit of a case on a topic, in two pages; and the card of whoever does it
(WC-14, SW-13, KT-04)."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from dialogs import audit_result, closed_case, kit, of_use, to_do
from dialogs.ask_for_audit_pages import (
    ANY,
    ASK,
    CHOOSE,
    NAME_AT_MOST,
    OPEN,
    TITLE,
    auditor_page,
    case_page,
    invitation,
    named,
)
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
from dialogs.kit import Card
from dialogs.live_card import After, Asked, LiveKind
from dialogs.record_audit import OPEN as RECORD
from programme.calendar import day_in_words
from programme.council import Council
from programme.drawn_case import Drawing
from programme.errors import CorrectAndRepeat
from programme.message import MessageKind
from programme.people import Verb as Right
from programme.ports import UnitOfWork
from programme.shown import audit_entity
from programme.use_cases.ask_for_audit import (
    NOT_ASKED,
    AskForAudit,
    Request,
    ask_for_audit,
    auditors_for,
    commissions_for,
    to_draw_from,
)
from programme.use_cases.show_commissioned import CommissionedView, show_commissioned

SEEDS = 1_000_000


class _Open(Payload):
    """A press on “Ask for an audit”."""

    step: Literal[0]


class _Choose(Payload):
    commission: Subject = ""
    topic: Annotated[str, Field(max_length=10_000)] = ""
    reference: Annotated[str, Field(max_length=10_000)] = ""
    team: Annotated[str, Field(max_length=200)] = ""
    cohort: Subject = ""
    step: Literal[1]

    def drawing(self, turn: Turn) -> Drawing:
        """Out of which cases one is drawn."""
        team, cohort = ("" if one == ANY else one for one in (self.team, self.cohort))
        return Drawing(turn.chance() % SEEDS, team, cohort)

    def request(self, drawing: Drawing) -> Request:
        """Of the case that is named; one is drawn where none is."""
        if self.reference.strip():
            return Request(self.commission, self.topic, self.reference)
        return Request(self.commission, self.topic, "", drawing)


class _Ask(Payload):
    commission: Subject
    topic: Annotated[str, Field(max_length=10_000)]
    reference: Annotated[str, Field(max_length=10_000)]
    auditor: Subject = ""
    name: Annotated[str, Field(max_length=10_000)] = ""
    seed: Annotated[int, Field(ge=0, lt=SEEDS)] | None = None
    team: Annotated[str, Field(max_length=200)] = ""
    cohort: Subject = ""

    @property
    def request(self) -> Request:
        drawn = None if self.seed is None else Drawing(self.seed, self.team, self.cohort)
        return Request(self.commission, self.topic, self.reference, drawn)


async def _say(_rest: str, turn: Turn) -> Answer:
    return ShowCard(invitation(commissions_for(turn.council, turn.person)))


async def _open(_payload: _Open, turn: Turn) -> Answer:
    return await _case_page(Request("", "", ""), None, turn)


async def _choose(payload: _Choose, turn: Turn) -> Answer:
    drawing = payload.drawing(turn)
    try:
        return await _auditor_page(payload.request(drawing), None, turn)
    except CorrectAndRepeat as refused:
        return await _case_page(payload.request(drawing), refused, turn, drawing)


async def _case_page(
    request: Request, wrong: CorrectAndRepeat | None, turn: Turn, chosen: Drawing | None = None
) -> Answer:
    async with turn.work(turn.council.tenant_id) as w:
        rules = commissions_for(turn.council, turn.person)
        drawn_from = await to_draw_from(turn.council, w, turn.person)
    return OpenPage(TITLE, case_page(rules, drawn_from, request, wrong, chosen))


async def _choose_again(
    request: Request, wrong: CorrectAndRepeat | None, turn: Turn, name: str = ""
) -> Answer:
    """The page of the auditors; that of the case while something of the request is wrong."""
    try:
        return await _auditor_page(request, wrong, turn, name)
    except CorrectAndRepeat as refused:
        return await _case_page(request, refused, turn, request.drawing)


async def _auditor_page(
    request: Request, wrong: CorrectAndRepeat | None, turn: Turn, name: str = ""
) -> Answer:
    async with turn.work(turn.council.tenant_id) as w:
        offered = await auditors_for(turn.council, w, turn.person, request, turn.now)
    return OpenPage(TITLE, auditor_page(offered, request, turn.person.id, wrong, name))


async def _auditor(payload: _Ask, turn: Turn) -> str:
    """The id of whose name was written, or else of who was chosen; where several have the name,
    of the one of them who was chosen. Raises CorrectAndRepeat."""
    if not payload.name.strip():
        return payload.auditor
    async with turn.work(turn.council.tenant_id) as w:
        offered = await auditors_for(turn.council, w, turn.person, payload.request, turn.now)
    found = [person.id for person in named(offered.auditors, payload.name)]
    if payload.auditor in found:
        return payload.auditor
    if len(found) == 1:
        return found[0]
    several = "Several have this name; please choose one of them above."
    nobody = "Nobody of this name could do it; please write it as in the staff list."
    raise CorrectAndRepeat(NOT_ASKED, {"name": several if found else nobody})


async def _ask(payload: _Ask, turn: Turn) -> Answer:
    request = payload.request
    try:
        auditor_id = await _auditor(payload, turn)
        command = AskForAudit(turn.council, turn.person, request, auditor_id, turn.source)
        audit = await ask_for_audit(command, work=turn.work, now=turn.now)
    except CorrectAndRepeat as wrong:
        afresh = replace(request, case_reference="") if request.drawing else request
        return await _choose_again(afresh, wrong, turn, payload.name[:NAME_AT_MOST])
    whose = "You have" if audit.lead_id == turn.person.id else "The auditor has"
    return ClosePage(f"The audit is asked for. {whose} it until {day_in_words(audit.due)}.")


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
    to_do=to_do.commissioned,
    about=lambda view: view.result.audit.case_reference,
)
VERBS = (
    Verb(OPEN, _Open, _open, Right.ASK_FOR_AUDIT),
    Verb(CHOOSE, _Choose, _choose, Right.ASK_FOR_AUDIT),
    Verb(ASK, _Ask, _ask, Right.ASK_FOR_AUDIT),
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
