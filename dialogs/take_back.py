"""Taking back what was recorded by mistake: the button, and what a card says from then on."""

from datetime import date, datetime
from typing import Literal

from dialogs import kit
from dialogs.conversation import Answer, Payload, ShowLive, Subject, Turn, Verb
from dialogs.kit import Element
from programme.calendar import day_in_words, short_day
from programme.errors import ShowAsItIsNow
from programme.message import MessageKind
from programme.people import Verb as Right
from programme.use_cases.bring_card import BringCard, bring_card
from programme.use_cases.take_back import TakeBack, take_back

TAKE_BACK = "recorded.take_back"


class _TakeBack(Payload):
    kind: Literal[
        MessageKind.PRACTICE,
        MessageKind.OBSERVED,
        MessageKind.PRACTICE_DAY,
        MessageKind.CHAIRS_REPORT,
        MessageKind.DISPUTE,
        MessageKind.DIP_ACTIONS,
        MessageKind.GRADE_ALERT,
        MessageKind.CONFIRM_ACTIONS,
    ]
    subject: Subject


def until(last: date | None) -> list[Element]:
    """Until when the reader may take it back, where they may."""
    if last is None:
        return []
    return [kit.text(f"You can take this back until the end of {day_in_words(last)}.", subtle=True)]


def button(kind: MessageKind, subject: str, last: date | None) -> list[Element]:
    """The button, where the reader may."""
    if last is None:
        return []
    return [kit.press_alone("Take this back", TAKE_BACK, {"kind": kind, "subject": subject})]


def was_taken_back(by: str, at: datetime) -> Element:
    """What stands in the place of what was recorded."""
    return kit.text(
        f"{by} took this back on {short_day(at)}: it was recorded by mistake. It counts for "
        "nothing, and nothing is needed of you."
    )


async def bring(kind: MessageKind, subject: str, turn: Turn) -> None:
    """Brings whoever recorded it a card of their own, to read it once more and take it back; a form
    that is sent twice brings one."""
    command = BringCard(turn.council, turn.person, kind, subject, f"{kind}:{subject}")
    await bring_card(command, work=turn.work, now=turn.now)


async def _take_back(payload: _TakeBack, turn: Turn) -> Answer:
    command = TakeBack(turn.council, turn.person, payload.kind, payload.subject, turn.source)
    try:
        await take_back(command, work=turn.work, now=turn.now)
    except ShowAsItIsNow as refused:
        return ShowLive(payload.kind, payload.subject, notice=str(refused))
    return ShowLive(payload.kind, payload.subject, notice="Taken back.")


VERBS = (Verb(TAKE_BACK, _TakeBack, _take_back, Right.TAKE_BACK),)
