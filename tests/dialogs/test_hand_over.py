"""From the card of one's audits, a typed word or the compose box to the colleague's answer."""

import pytest

from dialogs.conversation import ClosePage, OpenPage, Say, ShowCard, ShowLive
from programme.message import MessageKind
from tests.bot.chats import problems_in, words_of
from tests.cards.catalogue import catalogue
from tests.cards.gate import problems
from tests.cards.house import nodes
from tests.dialogs.handing_over import (
    NOON,
    card_of,
    choices,
    form_of,
    open_requests,
    own_card,
    press,
    titles_of,
)
from tests.dialogs.turns import say, send, shown
from tests.little_council import LittleCouncil
from tests.programme.use_cases.handing_over import kept_audit


async def test_from_the_card_to_the_colleague_in_four_presses(little: LittleCouncil) -> None:
    audit = await little.audit_led_by("ann")
    page = await press(little, "ann", await own_card(little, "ann"), "I can't do one of these")
    assert isinstance(page, OpenPage)
    assert any(audit.case_reference in title for title in choices(page.card, "audit"))
    form = await press(little, "ann", page.card, "Continue", audit=audit.id)
    assert isinstance(form, OpenPage)
    # Whoever has fewest stands there already, so only the reason is left to choose.
    first = next(iter(choices(form.card, "proposal").values()))
    sent = await press(little, "ann", form.card, "Send", ground="conflict")
    assert isinstance(sent, ClosePage)
    assert "It stays yours until then" in sent.words
    (request,) = await open_requests(little)
    assert f"to/{request.to_id}" == first
    asked = await card_of(little, request.to_id or "", MessageKind.HAND_OVER, request.id)
    took = await press(little, request.to_id or "", asked, "Take it")
    assert isinstance(took, ShowLive)
    assert took.notice == f"{audit.case_reference} is yours now. Thank you."
    assert (await kept_audit(little, audit)).lead_id == request.to_id


async def test_what_is_missing_or_may_not_be_kept_comes_back_as_it_was_typed(
    little: LittleCouncil,
) -> None:
    form = await form_of(little, "ann", await little.audit_led_by("ann"))
    swap = next(v for v in choices(form, "proposal").values() if v.startswith("swap/"))
    empty = await press(little, "ann", form, "Send", words="A line.", proposal=swap)
    assert isinstance(empty, OpenPage)
    assert problems_in(empty.card) == ["⚠ Please choose one."]
    assert "A line." in words_of(empty.card)
    typed = {"ground": "other", "words": "Ring 07700 900123.", "proposal": swap}
    back = await press(little, "ann", form, "Send", **typed)
    assert isinstance(back, OpenPage)
    assert problems(back.card) == []
    assert "Ring 07700 900123." in words_of(back.card)
    standing = {node["id"]: node.get("value") for node in nodes(back.card) if "id" in node}
    assert standing == typed
    assert problems_in(back.card)[0].startswith("⚠ This looks like a phone number.")
    sent = await press(little, "ann", back.card, "Send", words="I wrote the plan.")
    assert isinstance(sent, ClosePage)
    (request,) = await open_requests(little)
    assert (request.words, f"swap/{request.swap_audit_id}") == ("I wrote the plan.", swap)


async def test_what_was_asked_is_taken_back_or_asked_otherwise(little: LittleCouncil) -> None:
    audit = await little.audit_led_by("ann")
    form = await form_of(little, "ann", audit)
    await press(little, "ann", form, "Send", ground="away", proposal="to/dan")
    own = words_of(await own_card(little, "ann"))
    assert "You have asked Dan to take it" in own
    work = words_of(await card_of(little, "ann", MessageKind.MY_WORK, "ann"))
    assert "You have asked Dan to take it" in work
    standing = await form_of(little, "ann", audit)
    assert "You have asked Dan to take it" in words_of(standing)
    other = await press(little, "ann", standing, "Ask otherwise")
    assert isinstance(other, OpenPage)
    await press(little, "ann", other.card, "Send", ground="away", proposal="back")
    (request,) = await open_requests(little)
    assert request.to_id is None
    standing = await form_of(little, "ann", audit)
    assert "You have given it back: the QA officers decide." in words_of(standing)
    back = await press(little, "ann", standing, "Take it back")
    assert back == ClosePage("Taken back: the audit is yours.")
    assert await open_requests(little) == ()
    assert "You have" not in words_of(await own_card(little, "ann"))
    assert await press(little, "ann", standing, "Take it back") == back


@pytest.mark.parametrize("word", ["hand over", "swap", "decline"])
async def test_a_typed_word_brings_the_dialog_of_the_case_behind_it(
    little: LittleCouncil, word: str
) -> None:
    audit = await little.audit_led_by("ann")
    offer = await say(little, "ann", f"{word} {audit.case_reference.lower()}", NOON)
    assert isinstance(offer, ShowCard)
    assert f"I can't do this one: {audit.case_reference}" in words_of(offer.card)
    form = await press(little, "ann", offer.card, "Hand over an audit")
    assert isinstance(form, OpenPage)
    assert f"I can't do this one: {audit.case_reference}" in words_of(form.card)
    whole = await say(little, "ann", word, NOON)
    assert isinstance(whole, ShowCard)
    several = await press(little, "ann", whole.card, "Hand over an audit")
    assert isinstance(several, OpenPage)
    assert len(choices(several.card, "audit")) == 2
    cats = await little.audit_led_by("cat")
    other = await say(little, "ann", f"{word} {cats.case_reference}", NOON)
    assert other == Say("You have no audit of this case to hand over; type “my work” for yours.")
    assert await say(little, "sam", word, NOON) == Say("You have no audit to hand over. Thank you.")


async def test_beside_the_compose_box_whoever_has_one_gets_its_form_at_once(
    little: LittleCouncil,
) -> None:
    eves = [audit for audit in await little.audits() if audit.part_of("eve")]
    assert len(eves) == 1
    opened = await send(little, "eve", {"verb": "hand_over.open", "audit": ""}, NOON)
    assert isinstance(opened, OpenPage)
    assert eves[0].case_reference in words_of(opened.card)
    none = await send(little, "sam", {"verb": "hand_over.open", "audit": ""}, NOON)
    assert none == ClosePage("You have no audit to hand over. Thank you.")


async def test_the_button_goes_once_all_is_recorded(little: LittleCouncil) -> None:
    assert "I can't do this one" in titles_of(await own_card(little, "eve"))
    await little.submitted(lead="eve")
    assert "I can't do this one" not in titles_of(await own_card(little, "eve"))


async def test_a_stale_press_says_so_and_changes_nothing(little: LittleCouncil) -> None:
    audit = await little.audit_led_by("ann")
    form = await form_of(little, "ann", audit)
    await press(little, "ann", form, "Send", ground="away", proposal="to/dan")
    (request,) = await open_requests(little)
    asked = await card_of(little, "dan", MessageKind.HAND_OVER, request.id)
    standing = await form_of(little, "ann", audit)
    await press(little, "ann", standing, "Take it back")
    before = await little.everything()
    for title in ("Take it", "No, thank you"):
        answer = await press(little, "dan", asked, title)
        assert isinstance(answer, ShowLive)
        now = await shown(little, "dan", answer)
        assert "This has changed since; here it is as it stands now." in words_of(now)
        assert "Ann has taken this back. Nothing is asked of you." in words_of(now)
        assert titles_of(now) == []
    assert await little.everything() == before


async def test_a_request_waits_for_the_colleague_and_for_nobody_else(
    little: LittleCouncil,
) -> None:
    audit = await little.audit_led_by("ann")
    form = await form_of(little, "ann", audit)
    await press(little, "ann", form, "Send", ground="away", proposal="to/dan")
    (request,) = await open_requests(little)
    for who in ("ann", "dan"):
        await little.settle(who, MessageKind.HAND_OVER, request.id)
    work = words_of(await card_of(little, "dan", MessageKind.MY_WORK, "dan"))
    assert "Ann asks you to take an audit" in work
    assert "Answer due " in work
    assert "Handing over" not in words_of(await card_of(little, "ann", MessageKind.MY_WORK, "ann"))
    asked = await card_of(little, "dan", MessageKind.HAND_OVER, request.id)
    await press(little, "dan", asked, "No, thank you")
    assert "Ann asks you" not in words_of(await card_of(little, "dan", MessageKind.MY_WORK, "dan"))


def test_where_not_all_colleagues_are_listed_the_page_says_how_to_name_another() -> None:
    cards = catalogue()
    told = "Only the 25 likeliest are listed"
    assert told in words_of(cards["hand over, page, 300 people"].card)
    assert told not in words_of(cards["hand over, page"].card)


def test_of_a_request_the_answer_is_due_and_not_the_audit() -> None:
    asked = words_of(catalogue()["hand over, to the colleague"].card)
    assert "due Thu 31 Dec" in asked
    assert "Your answer is still due on Thursday 3 December." in asked
    assert "It is still due" not in asked
