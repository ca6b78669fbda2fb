"""A request to be spared an audit, as the QA officers decide it, and what was typed about one that
was decided meanwhile."""

from dataclasses import replace

from dialogs.conversation import ClosePage, OpenPage, ShowLive
from dialogs.kit import Card
from programme.hand_over import Standing
from programme.message import MessageKind
from programme.shown import AUDITORS
from tests.bot.chats import words_of
from tests.cards.gate import problems
from tests.cards.house import nodes
from tests.dialogs.handing_over import (
    NOON,
    card_of,
    choices,
    form_of,
    given_back,
    open_requests,
    press,
    titles_of,
)
from tests.dialogs.turns import say, shown
from tests.little_council import LittleCouncil
from tests.programme.use_cases.handing_over import kept, kept_audit


async def test_a_no_brings_the_officers_card_from_which_one_press_gives_it(
    little: LittleCouncil,
) -> None:
    audit = await little.audit_led_by("ann")
    form = await form_of(little, "ann", audit)
    await press(little, "ann", form, "Send", ground="conflict", words="We are neighbours.")
    (request,) = await open_requests(little)
    asked = await card_of(little, request.to_id or "", MessageKind.HAND_OVER, request.id)
    assert "neighbours" not in words_of(asked)
    declined = await press(little, request.to_id or "", asked, "No, thank you")
    assert isinstance(declined, ShowLive)
    after = await shown(little, request.to_id or "", declined)
    assert titles_of(after) == []
    needed = await card_of(little, "quinn", MessageKind.AUDITORS_NEEDED, AUDITORS)
    assert "We are neighbours." in words_of(needed)
    assert "and said no." in words_of(needed)
    (gives,) = [t for t in titles_of(needed) if t.startswith(f"Give {audit.case_reference} to ")]
    colleague = await little.person(request.to_id or "")
    assert not gives.endswith(f"to {colleague.name}")
    gave = await press(little, "quinn", needed, gives)
    assert isinstance(gave, ShowLive)
    assert gave.notice == f"{audit.case_reference} has another lead auditor, who gets a card of it."
    assert (await kept_audit(little, audit)).lead_id not in ("ann", request.to_id)
    told = await card_of(little, "ann", MessageKind.HAND_OVER, request.id)
    assert "✔ Quinn has given it to somebody else" in words_of(told)


async def test_the_officers_ask_its_auditor_to_do_it_after_all(little: LittleCouncil) -> None:
    audit, _, needed = await given_back(little)
    page = await press(little, "quinn", needed, f"Ask Ann to do {audit.case_reference}")
    assert isinstance(page, OpenPage)
    for line in ("", "Ring 07700 900123."):
        back = await press(little, "quinn", page.card, "Ask Ann to do it", line=line)
        assert isinstance(back, OpenPage)
        assert problems(back.card) == []
        assert line in words_of(back.card)
    done = await press(little, "quinn", page.card, "Ask Ann to do it", line="You are back by then.")
    assert isinstance(done, ClosePage)
    (message,) = await little.messages(MessageKind.HAND_OVER)
    request = await kept(little, message.subject)
    assert (message.person_id, request.state) == ("ann", Standing.REFUSED)
    told = await card_of(little, "ann", MessageKind.HAND_OVER, request.id)
    assert "You are back by then." in words_of(told)
    late = await press(little, "quinn", needed, f"Ask Ann to do {audit.case_reference}")
    assert late == "This has been decided, or came to nothing meanwhile."


async def test_words_that_come_too_late_are_shown_to_whoever_wrote_them(
    little: LittleCouncil,
) -> None:
    audit, form, needed = await given_back(little)
    page = await press(little, "quinn", needed, f"Ask Ann to do {audit.case_reference}")
    assert isinstance(page, OpenPage)
    await little.submitted(lead="ann")
    typed = {"ground": "other", "words": "I am ill.", "proposal": "back", "form": "9" * 32}
    for who, card, title, line in (
        ("ann", form, "Send", typed),
        ("quinn", page.card, "Ask Ann to do it", {"line": "You are there."}),
    ):
        late = await press(little, who, card, title, **line)
        assert isinstance(late, OpenPage)
        assert problems(late.card) == []
        assert "You had written:" in words_of(late.card)
        assert line.get("words", line.get("line", "")) in words_of(late.card)


async def test_asking_the_auditor_needs_nothing_of_a_form_that_stands_open(
    little: LittleCouncil,
) -> None:
    audit, _, needed = await given_back(little)
    give = next(iter(choices(needed, "give").values()))
    came_back = await press(little, "quinn", needed, "Give it to them", give=give, reason=" ")
    open_form = await shown(little, "quinn", came_back)
    assert "reason" in [node.get("id") for node in nodes(open_form)]
    title = f"Ask Ann to do {audit.case_reference}"
    (ask,) = [node for node in nodes(open_form) if node.get("title") == title]
    assert ask["associatedInputs"] == "none"


async def test_words_about_an_audit_that_was_given_away_are_shown_to_whoever_wrote_them(
    little: LittleCouncil,
) -> None:
    audit = await little.audit_led_by("ann")
    form = await form_of(little, "ann", audit)
    needed = await say(little, "quinn", f"reassign {audit.case_reference}", NOON)
    card = await shown(little, "quinn", needed)
    give = next(v for v in choices(card, "give").values() if "/lead/" in v)
    await press(little, "quinn", card, "Give it to them", give=give, reason="She is ill.")
    for ground in ("other", ""):
        typed = {"ground": ground, "words": "I am ill.", "proposal": "back"}
        late = await press(little, "ann", form, "Send", **typed)
        assert isinstance(late, OpenPage), late
        assert "I am ill." in words_of(late.card)


async def test_that_nobody_could_take_it_is_said_once(little: LittleCouncil) -> None:
    # All others have left.
    audit, _, _ = await given_back(little)
    async with little.work(little.tenant_id) as w:
        everyone = await w.people.all()
        stay = ("ann", "quinn")
        await w.people.save([replace(each, active=each.id in stay) for each in everyone])
        await w.commit()
    needed = await card_of(little, "quinn", MessageKind.AUDITORS_NEEDED, AUDITORS)
    (words,) = [each for each in _sections(needed) if "Ann asks to be spared it" in each]
    assert words.count("Nobody of the same role is there to take it.") == 1
    assert f"Ask Ann to do {audit.case_reference}" in titles_of(needed)


def _sections(card: Card) -> list[str]:
    return [words_of(each) for each in nodes(card["body"]) if each.get("type") == "Container"]
