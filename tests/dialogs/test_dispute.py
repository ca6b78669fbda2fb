"""Raising, answering, resolving and moving on a dispute, as people type and press it."""

from dataclasses import replace

import pytest

from dialogs.conversation import ClosePage, Say, ShowLive
from dialogs.dispute import Form, page
from dialogs.kit import Card
from programme.dispute import Dispute, DisputeState
from programme.message import MessageKind
from programme.people import Role
from tests.bot.chats import problems_in, titles, words_of
from tests.cards.house import nodes
from tests.dialogs.turns import press, say, send, shown
from tests.little_council import LittleCouncil
from tests.programme.disputing import RULE
from tests.programme.use_cases.reviewing import ABOUT, answered, kept, raised

pytestmark = pytest.mark.rule("WC-11", "SW-09", "WB-13", "KT-05")


async def _card(council: LittleCouncil, who: str, of: Dispute) -> Card:
    return await shown(council, who, ShowLive(MessageKind.DISPUTE, of.id))


async def _open(council: LittleCouncil) -> tuple[Dispute, ...]:
    async with council.work(council.tenant_id) as w:
        return await w.disputes.all_open()


@pytest.mark.parametrize("typed", ["dispute CF-10", "escalate CF-10"])
async def test_a_typed_word_opens_a_form_for_the_case_and_the_form_raises_it(
    council: LittleCouncil, typed: str
) -> None:
    offered = await shown(council, "iris", await say(council, "iris", typed))
    form = await shown(council, "iris", await press(council, "iris", offered, "Raise a dispute"))
    assert "CF-10" in words_of(form)
    closed = await press(council, "iris", form, "Raise it", about=ABOUT)
    assert closed == ClosePage(
        "Raised. It stands at level 1 of 4, team manager, "
        "to be answered by Monday 14 December 2026."
    )
    assert await press(council, "iris", form, "Raise it", about=ABOUT) == closed
    (dispute,) = await _open(council)
    assert (dispute.about, dispute.raised_by) == (ABOUT, "iris")


def test_a_way_that_is_gone_is_replaced_by_no_other() -> None:
    """What was typed was meant for it alone."""
    two = (RULE, replace(RULE, id="chairs"))
    for chosen, stands in (("gone", None), ("chairs", "chairs")):
        form = Form(f"{4:032x}", two, {"rule": chosen, "about": ABOUT}, "Please see below.")
        (field,) = (each for each in nodes(page(form)) if each.get("id") == "rule")
        assert field.get("value") == stands


async def test_a_form_opened_anew_raises_another(council: LittleCouncil) -> None:
    offered = await shown(council, "iris", await say(council, "iris", "dispute CF-10"))
    for _ in range(2):
        form = await press(council, "iris", offered, "Raise a dispute")
        await press(council, "iris", await shown(council, "iris", form), "Raise it", about=ABOUT)
    assert len(await _open(council)) == 2


async def test_what_is_wrong_comes_back_beside_its_field_with_what_was_typed(
    council: LittleCouncil,
) -> None:
    offered = await shown(council, "iris", await say(council, "iris", "dispute"))
    form = await shown(council, "iris", await press(council, "iris", offered, "Raise a dispute"))
    back = await shown(
        council,
        "iris",
        await press(council, "iris", form, "Raise it", case="CF-99", about=ABOUT),
    )
    assert [p.partition(";")[0] for p in problems_in(back)] == ["⚠ No open case has this reference"]
    assert ABOUT in words_of(back)
    again = await press(council, "iris", back, "Raise it", case="CF-10", about=ABOUT)
    assert isinstance(again, ClosePage)


async def test_where_there_are_two_ways_one_is_chosen(council: LittleCouncil) -> None:
    other = replace(RULE, id="chairs", title="Escalation by chairs")
    framework = replace(council.council.framework, disputes=(RULE, other))
    two = replace(council, council=replace(council.council, framework=framework))
    offered = await shown(two, "iris", await say(two, "iris", "dispute CF-10"))
    form = await shown(two, "iris", await press(two, "iris", offered, "Raise a dispute"))
    await press(two, "iris", form, "Raise it", about=ABOUT, rule="chairs")
    (dispute,) = await _open(two)
    assert dispute.rule == other


async def test_the_words_are_for_those_whose_part_it_is(council: LittleCouncil) -> None:
    assert "please ask one of" in str(await say(council, "ann", "dispute CF-10"))
    assert "please ask one of" in str(await say(council, "sam", "disputes"))
    none = replace(council.council.framework, disputes=())
    without = replace(council, council=replace(council.council, framework=none))
    assert "no way to raise" in str(await say(without, "iris", "dispute"))


async def test_the_level_answers_on_the_card_and_who_raised_it_decides(
    council: LittleCouncil,
) -> None:
    dispute = await raised(council)
    card = await _card(council, "ann", dispute)
    assert "Level 1 of 4, team manager, to be answered by Monday 14 December 2026." in words_of(
        card
    )
    assert titles(card) == ["Send the answer"]
    answer = await press(council, "ann", card, "Send the answer", answer_words="We set a date.")
    after = await shown(council, "ann", answer)
    assert "Your answer is on its way." in words_of(after)
    assert titles(after) == []

    weighing = await _card(council, "iris", dispute)
    assert titles(weighing) == ["Resolve it", "Move it on to the group manager"]
    moved = await press(
        council, "iris", weighing, "Move it on to the group manager", move_words="Too late."
    )
    assert "Moved on to the group manager." in words_of(await shown(council, "iris", moved))
    assert titles(await _card(council, "gil", dispute)) == ["Send the answer"]
    assert titles(await _card(council, "ann", dispute)) == []


async def test_what_was_agreed_is_confirmed_in_one_press(council: LittleCouncil) -> None:
    dispute = await raised(council)
    card = await _card(council, "ann", dispute)
    said = {"answer_words": "We set a date.", "answer_agreed": "yes"}
    await press(council, "ann", card, "Send the answer", **said)
    weighing = await _card(council, "iris", dispute)
    assert "Ann says that what was agreed resolves it: We set a date." in words_of(weighing)
    done = await shown(council, "iris", await press(council, "iris", weighing, "Resolve it"))
    assert "Resolved. Thank you." in words_of(done)
    assert (await kept(council, dispute)).state is DisputeState.RESOLVED


@pytest.mark.parametrize(
    ("who", "title", "field"),
    [("ann", "Send the answer", "answer_words"), ("iris", "Resolve it", "resolve_words")],
)
async def test_words_that_may_not_be_kept_come_back_in_their_form(
    council: LittleCouncil, who: str, title: str, field: str
) -> None:
    dispute = await raised(council)
    card = await _card(council, who, dispute)
    typed = {field: "Ring 07700 900123."}
    back = await shown(council, who, await press(council, who, card, title, **typed))
    assert "Ring 07700 900123." in words_of(back)
    (problem,) = problems_in(back)
    assert problem.startswith("⚠ This looks like a phone number.")
    assert titles(back) == [title, "Cancel"]
    cancelled = await shown(council, who, await press(council, who, back, "Cancel"))
    assert titles(cancelled) == [title, *(["Take this back"] if who == "iris" else [])]
    assert await kept(council, dispute) == dispute


async def test_a_card_of_an_earlier_version_is_answered_with_the_card_as_it_is(
    council: LittleCouncil,
) -> None:
    dispute = await raised(council)
    card = await _card(council, "ann", dispute)
    await answered(council, dispute, words="Something first.")
    late = await press(council, "ann", card, "Send the answer", answer_words="Something else.")
    told = words_of(await shown(council, "ann", late))
    assert "This has changed since; here it is as it stands now." in told
    assert "Something first." in told
    assert "You had written:\nSomething else." in told


async def test_nobody_may_press_what_isnt_theirs(council: LittleCouncil) -> None:
    dispute = await raised(council)
    data = {"verb": "dispute.answer", "subject": dispute.id, "version": 1, "answer_words": "Yes."}
    assert await send(council, "gus", data) == "At this level Ann answers; please speak to them."
    resolve = {**data, "verb": "dispute.resolve", "resolve_words": "Yes."}
    assert await send(council, "ann", resolve) == "This is for Iris to say; please ask them."


async def test_the_list_shows_each_dispute_and_brings_it(council: LittleCouncil) -> None:
    dispute = await raised(council)
    listed = await shown(council, "gil", await say(council, "gil", "disputes"))
    assert "1 open dispute." in words_of(listed)
    assert "Waiting for Ann" in words_of(listed)
    assert await press(council, "gil", listed, "Show CF-10") == Say(
        "It comes as a card of its own."
    )
    brought = [m for m in await council.messages(MessageKind.DISPUTE) if m.person_id == "gil"]
    assert [message.subject for message in brought] == [dispute.id]
    empty = await shown(council, "gus", await say(council, "gus", "disputes"))
    assert "No dispute that concerns you is open." in words_of(empty)


async def test_a_way_that_the_framework_has_dropped_meanwhile_says_so(
    council: LittleCouncil,
) -> None:
    offered = await shown(council, "iris", await say(council, "iris", "dispute CF-10"))
    form = await shown(council, "iris", await press(council, "iris", offered, "Raise a dispute"))
    other = replace(RULE, id="chairs", raised_by=(Role.INDEPENDENT_REVIEWING_OFFICER,))
    framework = replace(council.council.framework, disputes=(other,))
    changed = replace(council, council=replace(council.council, framework=framework))
    said = await press(changed, "iris", form, "Raise it", about=ABOUT)
    assert "isn't there any more" in str(said)
