"""Live cards, drawn from the state as it is: for an answer, and in batches for delivery."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import orjson
import pytest

from bot.answers import ShowWritten
from bot.councils import CouncilRegistry
from bot.demo_council import TENANT_ID
from bot.live import LiveCards
from dialogs.conversation import ShowLive
from dialogs.kit import Card
from programme.message import LiveCard, Message, MessageKind
from programme.people import Verb as Right
from programme.remind_later import key_of
from programme.shown import SHOWS, part_entity
from programme.use_cases.reassign_audit import ReassignAudit, reassign_audit
from tests.bot.chats import START, Chats, words_of
from tests.cards.gate import problems

pytestmark = pytest.mark.asyncio(loop_scope="module")

LEAD = "Frances O'Dowd"
NO_COUNCIL = "99999999-9999-4999-8999-999999999999"


def live_cards(office: Chats) -> LiveCards:
    service = office.demo.service
    return LiveCards(CouncilRegistry(service.storage.councils, lambda: START), service.storage.work)


def card_of(answer: ShowWritten | None) -> Card:
    """The card of an answer, as it is read where it comes to."""
    assert answer
    card: Card = orjson.loads(orjson.dumps(answer.card))
    return card


def asking(kind: MessageKind, person_id: str, subject: str) -> Message:
    return Message(f"{kind}:{person_id}", person_id, kind, subject, START)


async def test_messages_of_every_kind_are_drawn_in_one_batch_and_pass_the_gate(
    office: Chats,
) -> None:
    people = await office.people()
    audit = await office.submit_audit(
        "Priya Nair", {"new_text": "Date it.", "new_due": "2026-12-14"}
    )
    reader, officer = people["Priya Nair"].id, people["Eleanor Marsh"].id
    subjects = {
        MessageKind.WELCOME: (reader, reader),
        MessageKind.ALLOCATION: (reader, "2026-12"),
        MessageKind.GROUP_ALLOCATION: (people["Kwabena Asante"].id, "2026-12"),
        MessageKind.ACTIONS: (reader, audit.id),
        MessageKind.MY_WORK: (reader, reader),
        MessageKind.TEAM_WORK: (reader, reader),
        MessageKind.ROUND: (officer, "2026-12"),
        MessageKind.BEFORE_THE_FIRST: (officer, "2027-01"),
        MessageKind.NOT_DRAWN: (officer, "2027-01"),
    }
    asked = [asking(kind, *about) for kind, about in subjects.items()]
    found = await live_cards(office).messages(TENANT_ID, asked, START)
    assert set(found) == {message.key for message in asked}
    for message in asked:
        activity = orjson.loads(found[message.key].body)
        assert "text" not in activity
        assert audit.case_reference not in activity["summary"]
        assert problems(activity["attachments"][0]["content"], activity["summary"]) == []
        sorts = {entity.partition(":")[0] for entity in found[message.key].shows}
        assert sorts <= SHOWS[message.kind]


async def test_what_there_is_nothing_to_show_of_is_left_out(office: Chats) -> None:
    people = await office.people()
    asked = [
        asking(MessageKind.ALLOCATION, people["Eleanor Marsh"].id, "2026-12"),
        asking(MessageKind.TEAM_WORK, people["Gillian Sowerby"].id, people["Gillian Sowerby"].id),
        asking(MessageKind.ACTIONS, people["Priya Nair"].id, "0" * 32),
        asking(MessageKind.DIGEST, people["Priya Nair"].id, "2026-12-02"),
        asking(MessageKind.WELCOME, "nobody", "nobody"),
    ]
    assert await live_cards(office).messages(TENANT_ID, asked, START) == {}


async def test_a_reminder_of_audits_is_not_sent_once_they_are_submitted(office: Chats) -> None:
    reader, subject = (await office.people())["Gareth Lloyd"].id, "2026-12/2026-12-31"
    live, message = live_cards(office), asking(MessageKind.AUDITS_DUE, reader, subject)
    found = await live.messages(TENANT_ID, [message], START)
    assert b"to record by **Thursday 31 December 2026**" in found[message.key].body
    await office.submit_audit("Gareth Lloyd", {"new_text": "Date it.", "new_due": "2026-12-14"})
    assert await live.messages(TENANT_ID, [message], START) == {}
    lies = LiveCard(7, reader, MessageKind.AUDITS_DUE, subject, "https://x", "a:1", "1700", 2, 1)
    kept = await live.cards(TENANT_ID, [lies], START)
    assert "you have recorded all that was asked of you" in kept[7].body.decode()


async def test_a_reminder_of_audits_is_not_sent_once_somebody_else_has_them(office: Chats) -> None:
    people, (audit, *_) = await office.people(), await office.audits_led_by(LEAD)
    asked = [
        asking(MessageKind.AUDITS_DUE, people[name].id, f"{audit.month}/{audit.due}")
        for name in (LEAD, "Kwabena Asante")
    ]
    live = live_cards(office)
    assert (await live.messages(TENANT_ID, asked, START)).keys() == {asked[0].key}
    passing = ReassignAudit(
        office.demo.councils[0],
        people["Eleanor Marsh"],
        audit.id,
        "lead",
        audit.version,
        people["Kwabena Asante"].id,
        "She is needed elsewhere.",
        "card",
    )
    await reassign_audit(passing, work=office.demo.service.storage.work, now=START)
    assert (await live.messages(TENANT_ID, asked, START)).keys() == {asked[1].key}


async def test_a_tenant_without_a_council_gets_nothing(office: Chats) -> None:
    asked = [asking(MessageKind.WELCOME, "nobody", "nobody")]
    assert await live_cards(office).messages(NO_COUNCIL, asked, START) == {}


async def test_an_edit_names_the_activity_that_it_replaces(office: Chats) -> None:
    reader = (await office.people())["Priya Nair"].id
    card = LiveCard(7, reader, MessageKind.ALLOCATION, "2026-12", "https://x", "a:1", "1700", 2, 1)
    found = await live_cards(office).cards(TENANT_ID, [card], START)
    assert orjson.loads(found[7].body)["id"] == "1700"
    assert part_entity("2026-12", reader) in found[7].shows


async def test_a_card_with_nothing_left_on_it_says_so_where_something_was_erased(
    office: Chats,
) -> None:
    reader = (await office.people())["Priya Nair"].id
    kept = LiveCard(7, reader, MessageKind.ACTIONS, "0" * 32, "https://x", "a:1", "1700", 2, 1)
    cards = [kept, replace(kept, id=8, erased=True)]
    found = await live_cards(office).cards(TENANT_ID, cards, START)
    assert found.keys() == {8}
    activity = orjson.loads(found[8].body)
    assert problems(activity["attachments"][0]["content"], activity["summary"]) == []
    assert "has been erased" in found[8].body.decode()
    assert found[8].shows == ()


async def test_an_answer_is_drawn_for_the_one_who_asks_at_the_councils_date(
    office: Chats,
) -> None:
    people = await office.people()
    audit = await office.submit_audit(
        "Siân Morgan", {"new_text": "Date it.", "new_due": "2026-12-14"}
    )
    asked = ShowLive(MessageKind.ACTIONS, audit.id, notice="Here.")
    live, council = live_cards(office), office.demo.councils[0]
    now = await live.answer(council, people["Siân Morgan"], asked, START)
    later = await live.answer(council, people["Siân Morgan"], asked, START + timedelta(days=30))
    assert "Here." in words_of(card_of(now))
    assert now
    assert now.summary == "Actions from an audit"
    assert "Overdue" not in words_of(card_of(now))
    assert "Overdue since Mon 14 Dec" in words_of(card_of(later))
    nobody = replace(people["Siân Morgan"], id="nobody")
    assert await live.answer(council, nobody, asked, START) is None


async def test_presses_at_once_are_answered_with_each_ones_own_card_and_notice(
    office: Chats,
) -> None:
    people = await office.people()
    live, council = live_cards(office), office.demo.councils[0]
    priya, sian = people["Priya Nair"], people["Siân Morgan"]
    nobody = replace(priya, id="nobody")
    pressed = [(priya, "One."), (sian, "Two."), (priya, "Three."), (nobody, "Four.")]
    asked = [
        live.answer(council, who, ShowLive(MessageKind.MY_WORK, who.id, notice=said), START)
        for who, said in pressed
    ]
    *shown, nothing = await asyncio.gather(*asked)
    assert nothing is None
    alone = [
        await live.answer(council, who, ShowLive(MessageKind.MY_WORK, who.id, notice=said), START)
        for who, said in pressed[:3]
    ]
    cards = [*map(card_of, shown)]
    assert cards == [*map(card_of, alone)]
    for (_, said), card in zip(pressed, cards, strict=False):
        assert said in words_of(card)


async def test_what_comes_again_for_nothing_that_is_still_to_do_is_left_out(
    office: Chats,
) -> None:
    """It was asked for while something was to do; passed on to somebody else, it comes as ever."""
    people = await office.people()
    audit = await office.submit_audit(
        "Natalie Osborne", {"new_text": "Date it.", "new_due": "2026-12-14"}
    )
    (action,) = await office.actions_of(audit)
    kind, officer = MessageKind.ACTIONS, people["Eleanor Marsh"].id
    to_do = next(
        one.id
        for one in people.values()
        if one.team == action.team and one.may(Right.COMPLETE_ACTION)
    )
    asked = [
        Message(key_of(who, kind, audit.id, START), who, kind, audit.id, START)
        for who in (officer, to_do)
    ]
    passed_on = replace(asked[1], key=f"{asked[1].key}:{officer}", person_id=officer)
    found = await live_cards(office).messages(TENANT_ID, [*asked, passed_on], START)
    assert set(found) == {asked[1].key, passed_on.key}


async def test_the_edit_after_a_press_says_what_its_answer_said_once(office: Chats) -> None:
    people = await office.people()
    reader, council = people["Priya Nair"], office.demo.councils[0]
    live = live_cards(office)
    asked = ShowLive(MessageKind.ALLOCATION, "2026-12", notice="Acknowledged.")
    card = LiveCard(
        7, reader.id, MessageKind.ALLOCATION, "2026-12", "https://x", "a:1", "1700", 2, 1
    )

    async def edited(after: timedelta = timedelta()) -> str:
        return (await live.cards(TENANT_ID, [card], START + after))[7].body.decode()

    answer = await live.answer(council, reader, asked, START)
    first = orjson.loads(await edited())["attachments"][0]["content"]
    assert first == card_of(answer)
    assert "Acknowledged." in words_of(first)
    assert "Acknowledged." not in await edited(), "another edit has another reason"

    await live.answer(council, reader, asked, START)
    assert "Acknowledged." not in await edited(timedelta(minutes=2)), "it comes much later"

    await live.answer(council, reader, replace(asked, notice="Draft saved."), START)
    await live.answer(council, people["Siân Morgan"], asked, START)
    assert "Draft saved." in await edited(), "each reader's is their own"


async def test_what_has_changed_since_the_answer_is_edited_as_it_is(office: Chats) -> None:
    people = await office.people()
    reader, council = people["Siân Morgan"], office.demo.councils[0]
    live = live_cards(office)
    asked = ShowLive(MessageKind.ALLOCATION, "2026-12", notice="Taken back.")
    card = LiveCard(
        7, reader.id, MessageKind.ALLOCATION, "2026-12", "https://x", "a:1", "1700", 2, 1
    )
    await live.answer(council, reader, asked, START)
    await office.press(
        "Siân Morgan", office.message("Siân Morgan", "Your audits for December 2026"), "Acknowledge"
    )
    assert "Taken back." not in (await live.cards(TENANT_ID, [card], START))[7].body.decode()
