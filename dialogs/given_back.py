"""What the QA officers read of an auditor who asks to be spared an audit, and their way to ask them
to do it after all."""

from collections.abc import Mapping, Sequence
from typing import Annotated

from pydantic import Field

from dialogs import kit
from dialogs.conversation import Answer, ClosePage, OpenPage, Payload, Subject, Turn, Verb
from dialogs.had_written import had_written
from dialogs.kit import Card, Element
from programme.calendar import short_day
from programme.errors import CorrectAndRepeat, ShowAsItIsNow
from programme.hand_over import HandOver, Standing, WhyOfficers
from programme.people import Person
from programme.people import Verb as Right
from programme.reassignment import REASON_AT_MOST
from programme.use_cases.refuse_hand_over import (
    RefuseHandOver,
    refuse_hand_over,
    show_to_officer,
)
from programme.use_cases.show_hand_over import HandOverView, OpenRequest

OPEN = "given_back.open"
REFUSE = "given_back.refuse"
TITLE = "An audit that was given back"
_WHY: Mapping[WhyOfficers, str] = {
    WhyOfficers.GIVEN_BACK: "",
    WhyOfficers.DECLINED: "{} was asked and said no.",
    WhyOfficers.SILENT: "{} was asked and hasn't answered.",
    WhyOfficers.LEFT: "{} was asked and has left.",
    WhyOfficers.AWAY: "{} was asked and is away.",
    WhyOfficers.BARRED: "{} was asked and can't have it any more.",
}


class _Open(Payload):
    subject: Subject


class _Refuse(Payload):
    subject: Subject
    version: int
    line: Annotated[str, Field(max_length=10_000)] = ""


async def _open(payload: _Open, turn: Turn) -> Answer:
    return OpenPage(TITLE, refusal_page(await _view(payload.subject, turn)))


async def _view(request_id: str, turn: Turn) -> HandOverView:
    async with turn.work(turn.council.tenant_id) as w:
        return await show_to_officer(turn.council, w, turn.person, request_id, turn.today)


async def _refuse(payload: _Refuse, turn: Turn) -> Answer:
    command = RefuseHandOver(
        turn.council, turn.person, payload.subject, payload.version, payload.line, turn.source
    )
    try:
        request = await refuse_hand_over(command, work=turn.work, now=turn.now)
    except ShowAsItIsNow as changed:
        told = [kit.warning(str(changed)), *had_written([payload.line])]
        return OpenPage(TITLE, kit.card(told))
    except CorrectAndRepeat as wrong:
        view = await _view(payload.subject, turn)
        page = refusal_page(view, payload.line, str(wrong), wrong.problems.get("line"))
        return OpenPage(TITLE, page)
    return ClosePage(f"Sent: {request.case_reference} stays with its auditor, who reads why.")


def refusal_page(
    view: HandOverView, line: str = "", sentence: str | None = None, problem: str | None = None
) -> Card:
    """Why the auditor would be spared it, and the line that asks them to do it after all."""
    audit = view.audit
    field = kit.text_input(
        "line",
        f"Why should {view.asker} do it after all? {view.asker} reads this.",
        most=REASON_AT_MOST,
        value=line,
    )
    body = [
        *([kit.warning(sentence)] if sentence else []),
        kit.heading(f"{audit.case_reference}: ask its auditor to do it after all"),
        kit.text(f"{audit.team} · due {short_day(audit.due)}"),
        *asked_lines(OpenRequest(view.request, view.colleague), view.asker),
        *kit.with_problem(field, problem),
    ]
    data: dict[str, kit.Json] = {"subject": view.request.id, "version": view.request.version}
    return kit.card(body, [kit.submit(f"Ask {view.asker} to do it", REFUSE, data, primary=True)])


def asked_lines(asked: OpenRequest | None, auditor: str) -> list[Element]:
    """That the auditor asks to be spared a part of an audit, why, and what became of it so far."""
    if asked is None:
        return []
    request = asked.request
    told = f"{auditor} asks to be spared it: {request.ground.words}. {_so_far(asked)}".rstrip()
    words = [kit.as_typed(request.words, subtle=True)] if request.words else []
    return [kit.text(told, subtle=True), *words]


def _so_far(asked: OpenRequest) -> str:
    request, colleague = asked.request, asked.colleague or "A colleague"
    if request.state is Standing.ASKED and request.answer_by:
        return f"{colleague} is asked to take it, by {short_day(request.answer_by)}."
    return _WHY[request.why_officers or WhyOfficers.GIVEN_BACK].format(colleague)


def could_take(others: Sequence[Person]) -> str:
    """Who could have it, the likeliest first."""
    return f"Could take it: {kit.names_in_words([person.name for person in others], most=3)}."


def refuse_button(request: HandOver, auditor: str) -> Element:
    """Opens the page with the line, whatever form stands open beside it."""
    title = f"Ask {auditor} to do {request.case_reference}"
    return kit.alone(kit.open_dialog(title, OPEN, {"subject": request.id}))


VERBS = (
    Verb(OPEN, _Open, _open, Right.REFUSE_HAND_OVER),
    Verb(REFUSE, _Refuse, _refuse, Right.REFUSE_HAND_OVER),
)
