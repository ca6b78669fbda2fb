"""An auditor can't do an audit: which one, why, and what they propose; and the way back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from dialogs import kit
from dialogs.allocated_audit import is_to_do
from dialogs.conversation import (
    Answer,
    ClosePage,
    OpenPage,
    Payload,
    QuickAction,
    Say,
    ShowCard,
    Subject,
    Turn,
    Verb,
    Word,
)
from dialogs.form_id import FormId, form_id, kept_as
from dialogs.had_written import had_written
from dialogs.hand_over_card import TAKEN_BACK, so_far, standing
from dialogs.kit import Card, Element
from programme.audit import Audit
from programme.calendar import short_day
from programme.errors import AskSomeoneAllowed, CorrectAndRepeat, LookElsewhere, ShowAsItIsNow
from programme.hand_over import Ground
from programme.people import Verb as Right
from programme.reassignment import REASON_AT_MOST
from programme.reference import MOST_CHARACTERS
from programme.use_cases.answer_hand_over import AnswerHandOver, take_back_hand_over
from programme.use_cases.ask_hand_over import (
    AskHandOver,
    Proposal,
    Spare,
    ask_hand_over,
    audits_to_spare,
    show_spare,
)
from programme.use_cases.show_allocation import AllocatedAudit
from programme.use_cases.show_hand_over import show_hand_overs

OPEN, ASK, BACK = "hand_over.open", "hand_over.ask", "hand_over.back"
TITLE = "I can't do this one"
NOTHING = "You have no audit to hand over. Thank you."
MOST_AUDITS = 60
MOST_CHOICES = 25
"""Colleagues, and swaps, so that the page stays below the size that Teams takes."""
GIVE_BACK = ("Give it back: the QA officers decide", "back")
AuditId = Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{32})?$")]


class _Open(Payload):
    """`audit` is empty where it is still to be chosen; `anew` asks otherwise than before."""

    audit: AuditId = ""
    anew: bool = False


class _Ask(Payload):
    form: FormId
    audit: AuditId
    ground: Literal["", "conflict", "away", "other"] = ""
    words: Annotated[str, Field(max_length=10_000)] = ""
    proposal: Annotated[str, StringConstraints(pattern=r"^(back|(to|swap)/[0-9a-z]{1,32})?$")] = ""


class _Back(Payload):
    subject: Subject
    version: int


@dataclass(frozen=True, slots=True)
class Form:
    """The page that asks; `values` and `problems` are there when it came back."""

    id: str
    spare: Spare
    sentence: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)


async def _open(payload: _Open, turn: Turn) -> Answer:
    audit_id = payload.audit
    if not audit_id:
        audits = await _mine(turn)
        if not audits:
            return ClosePage(NOTHING)
        if len(audits) > 1:
            return OpenPage(TITLE, choose_page(audits, turn.person.id))
        audit_id = audits[0].id
    spare = await _spare(audit_id, turn)
    if spare.asked and not payload.anew:
        return OpenPage(TITLE, asked_page(spare))
    return OpenPage(TITLE, form_page(Form(form_id(turn), spare)))


async def _mine(turn: Turn) -> tuple[Audit, ...]:
    async with turn.work(turn.council.tenant_id) as w:
        return await audits_to_spare(turn.council, w, turn.person)


async def _spare(audit_id: str, turn: Turn) -> Spare:
    async with turn.work(turn.council.tenant_id) as w:
        return await show_spare(turn.council, w, turn.person, audit_id, turn.today)


async def _ask(payload: _Ask, turn: Turn) -> Answer:
    try:
        try:
            return await _sent(payload, turn)
        except CorrectAndRepeat as wrong:
            return await _returned(payload, wrong, turn)
    except (AskSomeoneAllowed, LookElsewhere, ShowAsItIsNow) as gone:
        told = [kit.warning(str(gone)), *had_written([payload.words])]
        return OpenPage(TITLE, kit.card(told))


async def _sent(payload: _Ask, turn: Turn) -> Answer:
    if not payload.ground or not payload.proposal:
        missing = {"ground": payload.ground, "proposal": payload.proposal}
        problems = {name: "Please choose one." for name, value in missing.items() if not value}
        raise CorrectAndRepeat("This was not sent yet: please see below.", problems)
    way, _, to = payload.proposal.partition("/")
    proposal = Proposal(to if way == "to" else None, to if way == "swap" else None)
    command = AskHandOver(
        turn.council,
        turn.person,
        kept_as(payload.form, "hand_over", turn),
        payload.audit,
        Ground(payload.ground),
        payload.words,
        proposal,
        turn.source,
    )
    request = await ask_hand_over(command, work=turn.work, now=turn.now)
    asked = (turn.person.id, request.id)
    async with turn.work(turn.council.tenant_id) as w:
        views = await show_hand_overs(turn.council, w, [asked], turn.today)
    return ClosePage(f"{request.case_reference}: {standing(views[asked])}")


async def _returned(payload: _Ask, wrong: CorrectAndRepeat, turn: Turn) -> Answer:
    values = payload.model_dump(include={"ground", "words", "proposal"})
    spare = await _spare(payload.audit, turn)
    form = Form(payload.form, spare, str(wrong), values, wrong.problems)
    return OpenPage(TITLE, form_page(form))


async def _back(payload: _Back, turn: Turn) -> Answer:
    command = AnswerHandOver(
        turn.council, turn.person, payload.subject, payload.version, turn.source
    )
    await take_back_hand_over(command, work=turn.work, now=turn.now)
    return ClosePage(TAKEN_BACK)


def choose_page(audits: Sequence[Audit], reader_id: str) -> Card:
    """Which of the reader's audits."""
    choices = [(_told(audit, reader_id), audit.id) for audit in audits[:MOST_AUDITS]]
    which = kit.choice_input("audit", "Which audit?", choices)
    return kit.card([which], [kit.submit("Continue", OPEN, primary=True)])


def _told(audit: Audit, reader_id: str) -> str:
    part = audit.part_of(reader_id) or "lead"
    return f"{audit.case_reference}, {audit.team}: {part} auditor, due {short_day(audit.due)}"


def asked_page(spare: Spare) -> Card:
    """What the reader has asked already, and the ways on from there."""
    body = [kit.heading(f"{TITLE}: {spare.audit.case_reference}")]
    if spare.asked is None:
        return kit.card(body)
    request = spare.asked.request
    body.append(kit.text(f"{so_far(spare.asked)} It stays yours until then."))
    data: dict[str, kit.Json] = {"subject": request.id, "version": request.version}
    anew: dict[str, kit.Json] = {"audit": spare.audit.id, "anew": True}
    back = kit.submit("Take it back", BACK, data, primary=True)
    return kit.card(body, [back, kit.submit("Ask otherwise", OPEN, anew)])


def form_page(form: Form) -> Card:
    """Why, and what the reader proposes: the likeliest colleague stands there first."""
    audit, values, problems = form.spare.audit, form.values, form.problems
    grounds = [
        ("A conflict of interest", Ground.CONFLICT.value),
        ("I am away", Ground.AWAY.value),
        ("Something else", Ground.OTHER.value),
    ]
    proposals = proposals_of(form.spare)
    chosen = values.get("proposal") or proposals[0][1]
    fields = {
        "ground": kit.choice_input(
            "ground", "Why?", grounds, value=values.get("ground"), expanded=True
        ),
        "words": kit.text_input(
            "words",
            "A line that only the QA officers read. Please write one if it is something else.",
            most=REASON_AT_MOST,
            value=values.get("words", ""),
            required=False,
        ),
        "proposal": kit.choice_input(
            "proposal",
            "What do you propose?",
            proposals,
            value=chosen if chosen in [value for _, value in proposals] else None,
        ),
    }
    asked: list[Element] = [
        block
        for name, made in fields.items()
        for block in kit.with_problem(made, problems.get(name))
    ]
    about = f"{audit.team} · you are its {form.spare.part} auditor · due {short_day(audit.due)}"
    body = [
        *([kit.warning(form.sentence)] if form.sentence else []),
        kit.heading(f"{TITLE}: {audit.case_reference}"),
        kit.text(about),
        kit.text(
            "It stays yours until somebody takes it, and is due on the same day.", subtle=True
        ),
        *asked,
        *_others(form.spare),
    ]
    data: dict[str, kit.Json] = {"form": form.id, "audit": audit.id}
    return kit.card(body, [kit.submit("Send", ASK, data, primary=True)])


def _others(spare: Spare) -> list[Element]:
    if max(len(spare.takers), len(spare.swaps)) <= MOST_CHOICES:
        return []
    words = f"Only the {MOST_CHOICES} likeliest are listed. For another give it back, and say whom."
    return [kit.text(words, subtle=True)]


def proposals_of(spare: Spare) -> list[tuple[str, str]]:
    """What can be proposed: to hand it over, to swap, to give it back."""
    takers = [
        (
            f"{person.name}, {person.title}: has {kit.count(spare.in_hand[person.id], 'audit')}",
            f"to/{person.id}",
        )
        for person in spare.takers[:MOST_CHOICES]
    ]
    swaps = [
        (
            f"Swap with {each.colleague.name} for {each.audit.case_reference}, {each.audit.team}",
            f"swap/{each.audit.id}",
        )
        for each in spare.swaps[:MOST_CHOICES]
    ]
    return [*takers, *swaps, GIVE_BACK]


def button(lines: Sequence[AllocatedAudit]) -> list[Element]:
    """On the card of one's audits, where one of them can still be handed over."""
    mine = [line for line in lines if is_to_do(line)]
    if not mine:
        return []
    title = TITLE if len(mine) == 1 else "I can't do one of these"
    data = {"audit": mine[0].audit.id if len(mine) == 1 else ""}
    return [kit.open_dialog(title, OPEN, data)]


async def _say(rest: str, turn: Turn) -> Answer:
    reference = rest.strip()[:MOST_CHARACTERS].casefold()
    audits = await _mine(turn)
    if not audits:
        return Say(NOTHING)
    named = [each for each in audits if each.case_reference.casefold() == reference]
    if reference and not named:
        return Say("You have no audit of this case to hand over; type “my work” for yours.")
    title = f"{TITLE}: {named[0].case_reference}" if named else TITLE
    body = [kit.heading(title), kit.text("Say why, and who could take it.")]
    data = {"audit": named[0].id if named else ""}
    return ShowCard(kit.card(body, [kit.open_dialog("Hand over an audit", OPEN, data)]), TITLE)


VERBS = (
    Verb(OPEN, _Open, _open, Right.HAND_OVER),
    Verb(ASK, _Ask, _ask, Right.HAND_OVER),
    Verb(BACK, _Back, _back, Right.HAND_OVER),
)
WORDS = (
    Word(
        ("hand over", "swap", "decline"),
        "hand over, swap or give back an audit that you can't do",
        _say,
        Right.HAND_OVER,
        example="hand over CF-1234",
        quick=QuickAction("Hand over an audit", OPEN, {"audit": ""}),
    ),
)
