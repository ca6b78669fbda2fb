"""From the card of one's audits to the colleague's answer and the QA officers' card."""

from datetime import time

import pytest

from dialogs.conversation import Answer, ClosePage, OpenPage, Say, ShowCard, ShowLive
from dialogs.kit import Card
from dialogs.table import LIVE
from programme.audit import Audit
from programme.hand_over import HandOver, Standing
from programme.message import MessageKind
from programme.shown import AUDITORS
from storage.engine import Engine
from tests.bot.chats import buttons, problems_in, words_of
from tests.cards.catalogue import catalogue
from tests.cards.gate import problems
from tests.cards.house import nodes
from tests.dialogs.turns import say, send, shown
from tests.little_council import (
    ADDED,
    CALENDAR,
    DECEMBER,
    THE_FIRST,
    LittleCouncil,
    little_council,
)
from tests.programme.use_cases.handing_over import kept, kept_audit

NOON = CALENDAR.at(THE_FIRST.date(), time(12))


@pytest.fixture
def dialect() -> str:
    """What a dialog answers is the same on either database."""
    return "sqlite"


@pytest.fixture
async def little(engine: Engine) -> LittleCouncil:
    made = little_council(engine)
    await made.fill()
    await made.draw(now=ADDED)
    return made


async def _live(little: LittleCouncil, reader: str, kind: MessageKind, subject: str) -> Card:
    async with little.work(little.tenant_id) as w:
        one = (reader, subject)
        drawn = await LIVE[kind].draw(little.council, w, [one], THE_FIRST.date())
    return drawn[one].card


async def _own(little: LittleCouncil, reader: str) -> Card:
    return await _live(little, reader, MessageKind.ALLOCATION, str(DECEMBER))


async def _press(
    little: LittleCouncil, who: str, card: Card, title: str, **typed: object
) -> Answer | str:
    data = next(data for action, data in buttons(card) if action["title"] == title)
    return await send(little, who, {**data, **typed}, NOON)


def _titles(card: Card) -> list[str]:
    return [str(action["title"]) for action, _ in buttons(card)]


def _choices(card: Card, field: str) -> dict[str, str]:
    """Title to value."""
    (found,) = [node for node in nodes(card) if node.get("id") == field]
    return {choice["title"]: choice["value"] for choice in found["choices"]}


async def _form(little: LittleCouncil, who: str, audit: Audit) -> Card:
    page = await send(little, who, {"verb": "hand_over.open", "audit": audit.id}, NOON)
    assert isinstance(page, OpenPage), page
    assert problems(page.card) == []
    return page.card


async def _open_requests(little: LittleCouncil) -> tuple[HandOver, ...]:
    async with little.work(little.tenant_id) as w:
        return await w.hand_overs.all_open()


async def test_from_the_card_to_the_colleague_in_four_presses(little: LittleCouncil) -> None:
    audit = await little.audit_led_by("ann")
    page = await _press(little, "ann", await _own(little, "ann"), "I can't do one of these")
    assert isinstance(page, OpenPage)
    assert any(audit.case_reference in title for title in _choices(page.card, "audit"))
    form = await _press(little, "ann", page.card, "Go on", audit=audit.id)
    assert isinstance(form, OpenPage)
    # Whoever has fewest stands there already, so only the reason is left to choose.
    first = next(iter(_choices(form.card, "proposal").values()))
    sent = await _press(little, "ann", form.card, "Send", ground="conflict")
    assert isinstance(sent, ClosePage)
    assert "It stays yours until then" in sent.words
    (request,) = await _open_requests(little)
    assert f"to/{request.to_id}" == first
    asked = await _live(little, request.to_id or "", MessageKind.HAND_OVER, request.id)
    took = await _press(little, request.to_id or "", asked, "Take it")
    assert isinstance(took, ShowLive)
    assert took.notice == f"{audit.case_reference} is yours now. Thank you."
    assert (await kept_audit(little, audit)).lead_id == request.to_id


async def test_what_is_missing_or_may_not_be_kept_comes_back_as_it_was_typed(
    little: LittleCouncil,
) -> None:
    form = await _form(little, "ann", await little.audit_led_by("ann"))
    swap = next(v for v in _choices(form, "proposal").values() if v.startswith("swap/"))
    empty = await _press(little, "ann", form, "Send", words="A line.", proposal=swap)
    assert isinstance(empty, OpenPage)
    assert problems_in(empty.card) == ["⚠ Please choose one."]
    assert "A line." in words_of(empty.card)
    typed = {"ground": "other", "words": "Ring 07700 900123.", "proposal": swap}
    back = await _press(little, "ann", form, "Send", **typed)
    assert isinstance(back, OpenPage)
    assert problems(back.card) == []
    assert "Ring 07700 900123." in words_of(back.card)
    standing = {node["id"]: node.get("value") for node in nodes(back.card) if "id" in node}
    assert standing == typed
    assert problems_in(back.card)[0].startswith("⚠ This looks like a phone number.")
    sent = await _press(little, "ann", back.card, "Send", words="I wrote the plan.")
    assert isinstance(sent, ClosePage)
    (request,) = await _open_requests(little)
    assert (request.words, f"swap/{request.swap_audit_id}") == ("I wrote the plan.", swap)


async def test_what_was_asked_is_taken_back_or_asked_otherwise(little: LittleCouncil) -> None:
    audit = await little.audit_led_by("ann")
    form = await _form(little, "ann", audit)
    await _press(little, "ann", form, "Send", ground="away", proposal="to/dan")
    own = words_of(await _own(little, "ann"))
    assert "You have asked Dan to take it" in own
    work = words_of(await _live(little, "ann", MessageKind.MY_WORK, "ann"))
    assert "You have asked Dan to take it" in work
    standing = await _form(little, "ann", audit)
    assert "You have asked Dan to take it" in words_of(standing)
    other = await _press(little, "ann", standing, "Ask otherwise")
    assert isinstance(other, OpenPage)
    await _press(little, "ann", other.card, "Send", ground="away", proposal="back")
    (request,) = await _open_requests(little)
    assert request.to_id is None
    standing = await _form(little, "ann", audit)
    assert "You have given it back: the QA officers decide." in words_of(standing)
    back = await _press(little, "ann", standing, "Take it back")
    assert back == ClosePage("Taken back: the audit is yours.")
    assert await _open_requests(little) == ()
    assert "You have" not in words_of(await _own(little, "ann"))
    assert await _press(little, "ann", standing, "Take it back") == back


async def test_a_no_brings_the_officers_card_from_which_one_press_gives_it(
    little: LittleCouncil,
) -> None:
    audit = await little.audit_led_by("ann")
    form = await _form(little, "ann", audit)
    await _press(little, "ann", form, "Send", ground="conflict", words="We are neighbours.")
    (request,) = await _open_requests(little)
    asked = await _live(little, request.to_id or "", MessageKind.HAND_OVER, request.id)
    assert "neighbours" not in words_of(asked)
    declined = await _press(little, request.to_id or "", asked, "No, thank you")
    assert isinstance(declined, ShowLive)
    after = await shown(little, request.to_id or "", declined)
    assert _titles(after) == []
    needed = await _live(little, "quinn", MessageKind.AUDITORS_NEEDED, AUDITORS)
    assert "We are neighbours." in words_of(needed)
    assert "and said no." in words_of(needed)
    (gives,) = [t for t in _titles(needed) if t.startswith(f"Give {audit.case_reference} to ")]
    colleague = await little.person(request.to_id or "")
    assert not gives.endswith(f"to {colleague.name}")
    gave = await _press(little, "quinn", needed, gives)
    assert isinstance(gave, ShowLive)
    assert gave.notice == f"{audit.case_reference} has another lead auditor, who gets a card of it."
    assert (await kept_audit(little, audit)).lead_id not in ("ann", request.to_id)
    told = await _live(little, "ann", MessageKind.HAND_OVER, request.id)
    assert "✔ Quinn has given it to somebody else" in words_of(told)


async def test_the_officers_ask_its_auditor_to_do_it_after_all(little: LittleCouncil) -> None:
    audit = await little.audit_led_by("ann")
    form = await _form(little, "ann", audit)
    await _press(little, "ann", form, "Send", ground="away", proposal="back")
    needed = await _live(little, "quinn", MessageKind.AUDITORS_NEEDED, AUDITORS)
    page = await _press(little, "quinn", needed, f"Ask Ann to do {audit.case_reference}")
    assert isinstance(page, OpenPage)
    for line in ("", "Ring 07700 900123."):
        back = await _press(little, "quinn", page.card, "Ask Ann to do it", line=line)
        assert isinstance(back, OpenPage)
        assert problems(back.card) == []
        assert line in words_of(back.card)
    done = await _press(
        little, "quinn", page.card, "Ask Ann to do it", line="You are back by then."
    )
    assert isinstance(done, ClosePage)
    (message,) = await little.messages(MessageKind.HAND_OVER)
    request = await kept(little, message.subject)
    assert (message.person_id, request.state) == ("ann", Standing.REFUSED)
    told = await _live(little, "ann", MessageKind.HAND_OVER, request.id)
    assert "You are back by then." in words_of(told)
    late = await _press(little, "quinn", needed, f"Ask Ann to do {audit.case_reference}")
    assert late == "This has been decided, or came to nothing meanwhile."


@pytest.mark.parametrize("word", ["hand over", "swap", "decline"])
async def test_a_typed_word_brings_the_dialog_of_the_case_behind_it(
    little: LittleCouncil, word: str
) -> None:
    audit = await little.audit_led_by("ann")
    offer = await say(little, "ann", f"{word} {audit.case_reference.lower()}", NOON)
    assert isinstance(offer, ShowCard)
    form = await _press(little, "ann", offer.card, "Hand over an audit")
    assert isinstance(form, OpenPage)
    assert f"I can't do this one: {audit.case_reference}" in words_of(form.card)
    whole = await say(little, "ann", word, NOON)
    assert isinstance(whole, ShowCard)
    several = await _press(little, "ann", whole.card, "Hand over an audit")
    assert isinstance(several, OpenPage)
    assert len(_choices(several.card, "audit")) == 2
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
    assert "I can't do this one" in _titles(await _own(little, "eve"))
    await little.submitted(lead="eve")
    assert "I can't do this one" not in _titles(await _own(little, "eve"))


async def test_a_stale_press_says_so_and_changes_nothing(little: LittleCouncil) -> None:
    audit = await little.audit_led_by("ann")
    form = await _form(little, "ann", audit)
    await _press(little, "ann", form, "Send", ground="away", proposal="to/dan")
    (request,) = await _open_requests(little)
    asked = await _live(little, "dan", MessageKind.HAND_OVER, request.id)
    standing = await _form(little, "ann", audit)
    await _press(little, "ann", standing, "Take it back")
    before = await little.everything()
    for title in ("Take it", "No, thank you"):
        answer = await _press(little, "dan", asked, title)
        assert isinstance(answer, ShowLive)
        now = await shown(little, "dan", answer)
        assert "This has changed since; here it is as it stands now." in words_of(now)
        assert "Ann has taken this back. Nothing is asked of you." in words_of(now)
        assert _titles(now) == []
    assert await little.everything() == before


async def test_words_that_come_too_late_are_shown_to_whoever_wrote_them(
    little: LittleCouncil,
) -> None:
    audit = await little.audit_led_by("ann")
    form = await _form(little, "ann", audit)
    await _press(little, "ann", form, "Send", ground="away", proposal="back")
    needed = await _live(little, "quinn", MessageKind.AUDITORS_NEEDED, AUDITORS)
    page = await _press(little, "quinn", needed, f"Ask Ann to do {audit.case_reference}")
    assert isinstance(page, OpenPage)
    await little.submitted(lead="ann")
    typed = {"ground": "other", "words": "I am ill.", "proposal": "back", "form": "9" * 32}
    for who, card, title, line in (
        ("ann", form, "Send", typed),
        ("quinn", page.card, "Ask Ann to do it", {"line": "You are there."}),
    ):
        late = await _press(little, who, card, title, **line)
        assert isinstance(late, OpenPage)
        assert problems(late.card) == []
        assert "You had written:" in words_of(late.card)
        assert line.get("words", line.get("line", "")) in words_of(late.card)


async def test_asking_the_auditor_needs_nothing_of_a_form_that_stands_open(
    little: LittleCouncil,
) -> None:
    audit = await little.audit_led_by("ann")
    form = await _form(little, "ann", audit)
    await _press(little, "ann", form, "Send", ground="away", proposal="back")
    needed = await _live(little, "quinn", MessageKind.AUDITORS_NEEDED, AUDITORS)
    give = next(iter(_choices(needed, "give").values()))
    came_back = await _press(little, "quinn", needed, "Give it to them", give=give, reason=" ")
    open_form = await shown(little, "quinn", came_back)
    assert "reason" in [node.get("id") for node in nodes(open_form)]
    title = f"Ask Ann to do {audit.case_reference}"
    (ask,) = [node for node in nodes(open_form) if node.get("title") == title]
    assert ask["associatedInputs"] == "none"


async def test_a_request_waits_for_the_colleague_and_for_nobody_else(
    little: LittleCouncil,
) -> None:
    audit = await little.audit_led_by("ann")
    form = await _form(little, "ann", audit)
    await _press(little, "ann", form, "Send", ground="away", proposal="to/dan")
    (request,) = await _open_requests(little)
    for who in ("ann", "dan"):
        await little.settle(who, MessageKind.HAND_OVER, request.id)
    work = words_of(await _live(little, "dan", MessageKind.MY_WORK, "dan"))
    assert "Ann asks you to take an audit" in work
    assert "Answer due " in work
    assert "Handing over" not in words_of(await _live(little, "ann", MessageKind.MY_WORK, "ann"))
    asked = await _live(little, "dan", MessageKind.HAND_OVER, request.id)
    await _press(little, "dan", asked, "No, thank you")
    assert "Ann asks you" not in words_of(await _live(little, "dan", MessageKind.MY_WORK, "dan"))


async def test_words_about_an_audit_that_was_given_away_are_shown_to_whoever_wrote_them(
    little: LittleCouncil,
) -> None:
    audit = await little.audit_led_by("ann")
    form = await _form(little, "ann", audit)
    needed = await say(little, "quinn", f"reassign {audit.case_reference}", NOON)
    card = await shown(little, "quinn", needed)
    give = next(v for v in _choices(card, "give").values() if "/lead/" in v)
    await _press(little, "quinn", card, "Give it to them", give=give, reason="She is ill.")
    for ground in ("other", ""):
        typed = {"ground": ground, "words": "I am ill.", "proposal": "back"}
        late = await _press(little, "ann", form, "Send", **typed)
        assert isinstance(late, OpenPage), late
        assert "I am ill." in words_of(late.card)


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
