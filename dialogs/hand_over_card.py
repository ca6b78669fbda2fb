"""A request to take somebody's audit: the colleague's card, which becomes the asker's answer."""

from collections.abc import Mapping

from dialogs import kit
from dialogs.conversation import Answer, Payload, ShowLive, Subject, Turn, Verb
from dialogs.kit import Card, Element
from dialogs.live_card import After, LiveKind
from programme.calendar import short_day
from programme.errors import ShowAsItIsNow
from programme.hand_over import Ground, Standing, WhyOfficers
from programme.message import MessageKind
from programme.people import Verb as Right
from programme.remind_later import ToDo
from programme.shown import audit_entity, hand_over_entity
from programme.use_cases.answer_hand_over import (
    BARRED,
    AnswerHandOver,
    decline_hand_over,
    take_back_hand_over,
    take_hand_over,
)
from programme.use_cases.show_hand_over import HandOverView, OpenRequest, show_hand_overs

TAKE, DECLINE, TAKE_BACK = "hand_over.take", "hand_over.decline", "hand_over.take_back"
TAKEN_BACK = "Taken back: the audit is yours."
_BECAUSE: Mapping[Ground, str] = {
    Ground.CONFLICT: "because of a conflict of interest",
    Ground.AWAY: "because they are away before it is due",
    Ground.OTHER: "for another reason",
}
_CAME_TO_NOTHING = (
    "This came to nothing: the audit was begun, recorded, given to somebody else or withdrawn "
    "meanwhile."
)
_NO_MORE: Mapping[Standing, str] = {
    Standing.WITH_OFFICERS: "The QA officers decide now.",
    Standing.TAKEN: "✔ You have taken it; it is on the card of your audits.",
    Standing.GIVEN: "The QA officers have given it to somebody; the card of your audits says so "
    "if that is you.",
    Standing.REFUSED: "The QA officers have decided.",
    Standing.TAKEN_BACK: "{} has taken this back.",
    Standing.REPLACED: "{} has taken this back.",
    Standing.OVERTAKEN: _CAME_TO_NOTHING,
}
_OFFICERS: Mapping[WhyOfficers, str] = {
    WhyOfficers.GIVEN_BACK: "You have given it back",
    WhyOfficers.DECLINED: "{} said no",
    WhyOfficers.SILENT: "{} hasn't answered",
    WhyOfficers.LEFT: "{} has left",
    WhyOfficers.AWAY: "{} is away",
    WhyOfficers.BARRED: "It can't go to {} any more",
}


class _Answer(Payload):
    subject: Subject
    version: int


def _command(payload: _Answer, turn: Turn) -> AnswerHandOver:
    return AnswerHandOver(turn.council, turn.person, payload.subject, payload.version, turn.source)


async def _take(payload: _Answer, turn: Turn) -> Answer:
    try:
        request = await take_hand_over(_command(payload, turn), work=turn.work, now=turn.now)
    except ShowAsItIsNow as changed:
        return _shown(payload, str(changed))
    taken = request.state is Standing.TAKEN
    return _shown(
        payload, f"{request.case_reference} is yours now. Thank you." if taken else BARRED
    )


async def _decline(payload: _Answer, turn: Turn) -> Answer:
    try:
        await decline_hand_over(_command(payload, turn), work=turn.work, now=turn.now)
    except ShowAsItIsNow as changed:
        return _shown(payload, str(changed))
    return _shown(payload, "Thank you for answering. The QA officers decide now.")


async def _take_back(payload: _Answer, turn: Turn) -> Answer:
    try:
        await take_back_hand_over(_command(payload, turn), work=turn.work, now=turn.now)
    except ShowAsItIsNow as changed:
        return _shown(payload, str(changed))
    return _shown(payload, TAKEN_BACK)


def _shown(payload: _Answer, said: str) -> Answer:
    return ShowLive(MessageKind.HAND_OVER, payload.subject, notice=said)


def card(view: HandOverView, after: After) -> Card:
    """What the reader is asked, or how their own request stands."""
    told = [kit.notice(after.notice)] if after.notice else []
    shown = _of_the_asker(view) if view.reader_asked else _of_the_colleague(view)
    return kit.card([*told, *shown], _buttons(view))


def _of_the_colleague(view: HandOverView) -> list[Element]:
    request, asker = view.request, view.asker
    opened = [kit.heading(f"{asker} asks you to take an audit"), _about(view)]
    if request.state is not Standing.ASKED:
        decided = request.state in (Standing.TAKEN, Standing.GIVEN)
        thanks = "" if decided else " Nothing is asked of you."
        return [*opened, kit.text(f"{_NO_MORE[request.state].format(asker)}{thanks}")]
    because = _BECAUSE[request.ground]
    asked = f"{asker} asks you to take it as its {request.part} auditor, {because}."
    by = short_day(request.answer_by or view.audit.due)
    return [
        *opened,
        kit.text(asked),
        *_the_other_way(view, f"In exchange {asker} takes", "from you"),
        kit.text(
            f"Please answer by {by}; after that the QA officers decide. Until you take it, it "
            f"stays with {asker}.",
            subtle=True,
        ),
    ]


def _of_the_asker(view: HandOverView) -> list[Element]:
    request = view.request
    words = [kit.as_typed(f"You wrote: {request.words}", subtle=True)] if request.words else []
    answer = [kit.as_typed(request.answer)] if request.answer else []
    return [
        kit.heading(f"Handing over {request.case_reference}"),
        _about(view),
        kit.text(standing(view)),
        *answer,
        *_the_other_way(view, "In exchange you take", f"from {view.colleague or 'them'}"),
        *words,
    ]


def standing(view: HandOverView) -> str:
    """How the asker's own request stands, in words."""
    request, due = view.request, short_day(view.audit.due)
    colleague, by = view.colleague or "Your colleague", view.ended_by or "A QA officer"
    match request.state:
        case Standing.ASKED | Standing.WITH_OFFICERS:
            open_request = OpenRequest(request, view.colleague)
            return f"{so_far(open_request)} It stays yours until then, due {due}."
        case Standing.TAKEN:
            return f"✔ {colleague} has taken it: nothing is asked of you for it any more."
        case Standing.GIVEN:
            return f"✔ {by} has given it to somebody else: nothing is asked of you for it any more."
        case Standing.REFUSED:
            return f"{by} asks you to do it after all. It is due {due}."
        case Standing.OVERTAKEN:
            return _CAME_TO_NOTHING
        case _:
            return f"You have taken this back. The audit is yours, due {due}."


def so_far(asked: OpenRequest) -> str:
    """Who has still to answer an open request, as its asker reads it."""
    request, colleague = asked.request, asked.colleague or "your colleague"
    if request.state is Standing.ASKED:
        by = f" by {short_day(request.answer_by)}" if request.answer_by else ""
        swap = " in exchange for one of theirs" if request.swap_audit_id else ""
        return f"You have asked {colleague} to take it{swap}, who answers{by}."
    why = _OFFICERS[request.why_officers or WhyOfficers.GIVEN_BACK].format(colleague)
    return f"{why[0].upper()}{why[1:]}: the QA officers decide."


def _about(view: HandOverView) -> Element:
    audit = view.audit
    return kit.text(f"**{audit.case_reference}** · {audit.team} · due {short_day(audit.due)}")


def _the_other_way(view: HandOverView, takes: str, whose: str) -> list[Element]:
    other = view.other
    if other is None or view.request.state not in (Standing.ASKED, Standing.TAKEN):
        return []
    about = f"**{other.case_reference}** ({other.team}, due {short_day(other.due)})"
    return [kit.text(f"{takes} {about} {whose}.")]


def _buttons(view: HandOverView) -> list[Element]:
    request = view.request
    data: dict[str, kit.Json] = {"subject": request.id, "version": request.version}
    if view.reader_asked:
        return [kit.press("Take it back", TAKE_BACK, data)] if request.is_open else []
    if request.state is not Standing.ASKED:
        return []
    take = kit.press("Take it", TAKE, data, primary=True)
    return [take, kit.press("No, thank you", DECLINE, data)]


def _shows(view: HandOverView) -> tuple[str, ...]:
    audits = [audit for audit in (view.audit, view.other) if audit]
    return (hand_over_entity(view.request.id), *(audit_entity(audit.id) for audit in audits))


def _to_do(view: HandOverView) -> ToDo | None:
    """The answer of the colleague who is asked, for as long as it is theirs to give."""
    asked = view.request.state is Standing.ASKED and not view.reader_asked
    return ToDo(view.request.answer_by, answer=True) if asked else None


LIVE = LiveKind(
    MessageKind.HAND_OVER,
    "An audit that is handed over",
    show_hand_overs,
    card,
    _shows,
    to_do=_to_do,
    about=lambda view: view.request.case_reference,
)
VERBS = (
    Verb(TAKE, _Answer, _take, Right.ANSWER_HAND_OVER),
    Verb(DECLINE, _Answer, _decline, Right.ANSWER_HAND_OVER),
    Verb(TAKE_BACK, _Answer, _take_back, Right.HAND_OVER),
)
