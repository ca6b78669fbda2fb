"""“Remind me later”, from the card."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from dialogs.conversation import Answer, ClosePage, OpenPage, Say, ShowLive
from dialogs.drawing import draw
from dialogs.kit import Card
from dialogs.later_blocks import MOST_ACTIONS, OTHERWISE, TITLE, with_later
from dialogs.live_card import Drawn, nothing
from dialogs.remind_later import NONE_TO_STOP, NOTHING_WAITS, STOPPED
from dialogs.table import LIVE
from programme.calendar import LONDON
from programme.message import MessageKind
from programme.remind_later import ToDo, is_own
from programme.use_cases.remind_later import NOTHING, PASSED
from programme.use_cases.show_later import Later
from storage.engine import Engine
from tests.bot.chats import buttons, words_of
from tests.cards.catalogue import catalogue
from tests.cards.house import nodes
from tests.cards.sent import NOW, OFFERED
from tests.dialogs.live_scene import READS, THE_18TH, set_scene
from tests.dialogs.turns import asked_later, send, sent_by
from tests.little_council import DUE, THE_FIRST, LittleCouncil

WEDNESDAY = "2026-12-02"
ASKS = {
    MessageKind.ACTIONS,
    MessageKind.ALLOCATION,
    MessageKind.AUDITORS_NEEDED,
    MessageKind.AUDITS_DUE,
    MessageKind.BEFORE_THE_FIRST,
    MessageKind.CHOOSE_CASES,
    MessageKind.COMMISSIONED,
    MessageKind.DIGEST,
    MessageKind.DIP_ACTIONS,
    MessageKind.DISPUTE,
    MessageKind.DISPUTES,
    MessageKind.DUTIES,
    MessageKind.DUTY_REMINDER,
    MessageKind.FINDINGS,
    MessageKind.GRADE_ALERT,
    MessageKind.GROUP_ALLOCATION,
    MessageKind.HAND_OVER,
    MessageKind.LOOP_CHECK,
    MessageKind.CONFIRM_ACTIONS,
    MessageKind.MODERATION,
    MessageKind.MODERATIONS,
    MessageKind.MODERATION_OUTCOME,
    MessageKind.MY_WORK,
    MessageKind.NOT_DRAWN,
    MessageKind.PRACTICE,
    MessageKind.RE_AUDIT,
    MessageKind.TAKEN_OVER,
    MessageKind.TEAM_WORK,
}
"""The kinds that can ask something of their reader."""
BY_WORD = {"auditors needed, nobody there"}
"""A card that asks for what is done by a typed word."""


async def _card(
    little: LittleCouncil,
    who: str = "ann",
    kind: MessageKind = MessageKind.ALLOCATION,
    subject: str = "2026-12",
    now: datetime = THE_FIRST,
) -> Card:
    """The card as it lies before its reader."""
    async with little.work(little.tenant_id) as w:
        return (await draw(LIVE[kind], little.council, w, [(who, subject)], now))[who, subject].card


def _fold(card: Card, title: str = TITLE) -> Any:
    actions: Any = card["actions"]
    return next(each for each in actions if each["title"] == title)["card"]


async def _press(
    little: LittleCouncil, card: Card, title: str, who: str = "ann", **typed: str
) -> Answer | str:
    return await send(little, who, {**sent_by(card, title), **typed}, THE_FIRST)


def test_which_kinds_can_ask_something() -> None:
    assert {kind for kind, live in LIVE.items() if live.to_do is not nothing} == ASKS


def test_it_is_offered_on_cards_of_each_such_kind_and_not_where_nothing_else_is() -> None:
    offered = set()
    for name, sent in catalogue().items():
        if sent.kind and TITLE in titles_of(sent.card):
            offered.add(sent.kind)
            others = [data["verb"] for _, data in buttons(sent.card)]
            assert name in BY_WORD or any(not verb.startswith("later.") for verb in others), name
    assert offered == ASKS


def titles_of(card: Card) -> list[object]:
    return [each.get("title") for each in nodes(card)]


async def test_the_card_comes_again_on_the_chosen_morning_and_says_so(
    little: LittleCouncil,
) -> None:
    card = await _card(little)
    choices = _fold(card)["body"][0]
    assert (choices["label"], choices["value"]) == ("When?", WEDNESDAY)
    assert [each["title"] for each in choices["choices"]] == [
        "In an hour",
        "Tomorrow, Wednesday 2 December, 09:00",
        "In a week: Tuesday 8 December, 09:00",
    ]
    answer = await _press(little, card, "Remind me")
    assert answer == ShowLive(MessageKind.ALLOCATION, "2026-12")
    assert await asked_later(little) == [(MessageKind.ALLOCATION, "02 09:00")]
    due = (await little.audit_led_by("ann")).due
    told = words_of(await _card(little))
    assert told.startswith("I'll bring this again on Wednesday 2 December at 09:00. It is still")
    assert f"due on {due:%A} {due.day} December." in told


async def test_before_a_leave_there_is_the_morning_after_it(little: LittleCouncil) -> None:
    await little.away("ann", date(2026, 12, 3), date(2026, 12, 9))
    card = await _card(little)
    assert [each["title"] for each in _fold(card)["body"][0]["choices"]] == [
        "In an hour",
        "Tomorrow, Wednesday 2 December, 09:00",
        "After my leave (Thursday 10 December, 09:00)",
    ]
    await _press(little, card, "Remind me", later_when="2026-12-10")
    assert await asked_later(little) == [(MessageKind.ALLOCATION, "10 09:00")]


async def test_it_is_chosen_again_or_taken_back_on_the_same_card(little: LittleCouncil) -> None:
    await _press(little, await _card(little), "Remind me")
    card = await _card(little)
    assert TITLE not in titles_of(card)
    await _press(little, card, "Remind me", later_when="2026-12-08")
    assert await asked_later(little) == [(MessageKind.ALLOCATION, "08 09:00")]
    answer = await _press(little, await _card(little), "Don't remind me")
    assert answer == ShowLive(MessageKind.ALLOCATION, "2026-12", notice=STOPPED)
    assert await asked_later(little) == []
    assert "I'll bring this again" not in words_of(await _card(little))
    again = await _press(little, card, "Don't remind me")
    assert again == ShowLive(MessageKind.ALLOCATION, "2026-12", notice=NONE_TO_STOP)


async def test_a_choice_that_has_passed_meanwhile_is_to_be_made_again(
    little: LittleCouncil,
) -> None:
    data = sent_by(await _card(little), "Remind me")
    answer = await send(little, "ann", data, THE_FIRST + timedelta(days=3))
    assert answer == ShowLive(MessageKind.ALLOCATION, "2026-12", notice=PASSED)
    assert await asked_later(little) == []


async def test_a_time_after_the_deadline_says_so(little: LittleCouncil) -> None:
    due = (await little.audit_led_by("ann")).due
    now = datetime.combine(due - timedelta(days=1), datetime.min.time(), LONDON)
    card = await _card(little, now=now + timedelta(hours=10))
    week = _fold(card)["body"][0]["choices"][-1]["title"]
    assert week.endswith(f", after it is due on {due:%a} {due.day} {due:%b}")


async def test_whose_card_it_is_not_gets_nothing(little: LittleCouncil) -> None:
    before = await little.everything()
    data = sent_by(await _card(little), "Remind me")
    for who in ("quinn", "sam"):
        answer = await send(little, who, data, THE_FIRST)
        assert answer == ShowLive(MessageKind.ALLOCATION, "2026-12", notice=NOTHING)
    assert await little.everything() == before


@pytest.mark.parametrize(
    ("kind", "subject"),
    [
        ("moved", "x"),
        ("digest", "no day"),
        ("actions", "0" * 32),
        ("welcome", "ann"),
        ("my_work", "ben"),
        ("taken_over", "anything"),
    ],
)
async def test_what_no_card_sends_is_refused(
    little: LittleCouncil, kind: str, subject: str
) -> None:
    before = await little.everything()
    data = {"verb": "later.remind", "kind": kind, "subject": subject, "later_when": WEDNESDAY}
    answer = await send(little, "ann", data, THE_FIRST)
    asked = ShowLive(MessageKind(kind), subject, notice=NOTHING)
    assert answer == (Say(NOTHING) if LIVE[MessageKind(kind)].to_do is nothing else asked)
    page = {"verb": "later.one.open", "kind": kind, "subject": subject}
    assert await send(little, "ann", page, THE_FIRST) == ClosePage(NOTHING_WAITS)
    assert await little.everything() == before


async def test_a_card_with_six_buttons_is_left_as_it_is_but_says_when_it_comes() -> None:
    later = Later(NOW, OFFERED)
    full: Card = {"body": [], "actions": [{"title": str(n)} for n in range(MOST_ACTIONS)]}
    drawn = Drawn(full, (), "", ToDo(DUE))
    assert with_later(drawn, MessageKind.ACTIONS, "a1", later).card == full
    comes = with_later(drawn, MessageKind.ACTIONS, "a1", replace(later, comes=NOW)).card
    assert comes["actions"] == full["actions"]
    assert "I'll bring this again" in words_of(comes)
    fewer: Card = {"body": [], "actions": [{"title": str(n)} for n in range(MOST_ACTIONS - 1)]}
    made = with_later(replace(drawn, card=fewer), MessageKind.ACTIONS, "a1", later).card
    assert OTHERWISE not in str(made)
    assert len(made["actions"]) == MOST_ACTIONS  # type: ignore[arg-type]  # a list


async def test_a_card_whose_own_field_would_hold_it_up_opens_a_page(engine: Engine) -> None:
    scene = await set_scene(engine)
    little, kind = scene.little, MessageKind.GRADE_ALERT
    who, subject = READS[kind](scene)
    card = await _card(little, who, kind, subject, THE_18TH)
    button = next(each for each in nodes(card) if each.get("title") == TITLE)
    assert button["associatedInputs"] == "none"
    page = await send(little, who, sent_by(card, TITLE), THE_18TH)
    assert isinstance(page, OpenPage)
    assert "An audit was graded" in words_of(page.card)
    data = {**sent_by(page.card, "Remind me"), "later_when": "2026-12-21"}
    closed = await send(little, who, data, THE_18TH)
    assert isinstance(closed, ClosePage)
    assert closed.words.startswith("I'll bring this again on Monday 21 December at 09:00.")
    assert await asked_later(little, who) == [(kind, "21 09:00")]
    again = await send(little, who, sent_by(card, TITLE), THE_18TH)
    assert isinstance(again, OpenPage)
    dropped = await send(little, who, sent_by(again.card, "Don't remind me"), THE_18TH)
    assert dropped == ClosePage(STOPPED)
    assert await asked_later(little, who) == []


async def test_the_message_is_the_readers_own(little: LittleCouncil) -> None:
    await _press(little, await _card(little), "Remind me")
    [message] = [m for m in await little.messages(MessageKind.ALLOCATION) if is_own(m)]
    assert (message.person_id, message.subject) == ("ann", "2026-12")
