"""What waits for somebody: each card by a name of its own, and what is owed once."""

from dataclasses import replace

import pytest

from dialogs.conversation import OpenPage, Say
from dialogs.live_card import nothing
from dialogs.table import LIVE
from dialogs.waiting import MOST_CARDS
from programme.message import MessageKind
from storage.engine import Engine
from tests.bot.chats import words_of
from tests.cards.house import nodes
from tests.dialogs.live_scene import READS, set_scene
from tests.dialogs.turns import send
from tests.duty_rules import with_duties
from tests.little_council import ADDED, DECEMBER, LittleCouncil, little_council
from tests.programme.disputing import RULE
from tests.programme.use_cases.reviewing import FORM, NOW, noted, reviewing

OTHER_FORM = "e" * 32


@pytest.fixture
async def little(engine: Engine) -> LittleCouncil:
    made = little_council(engine)
    await made.fill()
    made = await reviewing(made)
    await made.draw(now=ADDED)
    return made


async def _work(little: LittleCouncil, who: str) -> str:
    async with little.work(little.tenant_id) as w:
        asked = (who, who)
        drawn = await LIVE[MessageKind.MY_WORK].draw(little.council, w, [asked], NOW.date())
    return words_of(drawn[asked].card)


async def _offered(little: LittleCouncil, who: str) -> list[str]:
    """What may be chosen to come again."""
    opened = await send(little, who, {"verb": "later.open"}, NOW)
    assert isinstance(opened, OpenPage), opened
    (which,) = [node for node in nodes(opened.card) if node.get("id") == "which"]
    return [choice["title"] for choice in which["choices"]]


async def test_cards_of_one_heading_are_told_apart_by_their_case(little: LittleCouncil) -> None:
    await noted(little)
    await noted(little, acknowledgement_id=OTHER_FORM, case_reference="CF-11")
    for subject in (FORM, OTHER_FORM):
        await little.settle("ann", MessageKind.PRACTICE, subject)
    listed, work = await _offered(little, "ann"), await _work(little, "ann")
    for case in ("CF-10", "CF-11"):
        title = f"Good practice in Ash: {case}"
        assert title in listed
        assert title in work


async def test_two_of_one_case_are_both_there(little: LittleCouncil) -> None:
    for form in (FORM, OTHER_FORM):
        await noted(little, acknowledgement_id=form)
        await little.settle("ann", MessageKind.PRACTICE, form)
    title = "Good practice in Ash: CF-10"
    assert (await _work(little, "ann")).splitlines().count(title) == 2
    assert (await _offered(little, "ann")).count(title) == 2


async def test_what_is_owed_stands_once_in_ones_own_work(little: LittleCouncil) -> None:
    framework = with_duties(little.council.framework)
    little = replace(little, council=replace(little.council, framework=framework))
    for day in ("2026-12-22", "2026-12-29"):
        await little.settle("cat", MessageKind.DUTY_REMINDER, day)
    owed = [line for line in (await _work(little, "cat")).splitlines() if line[:10] == "Still owed"]
    assert len(owed) == 1
    assert len([title for title in await _offered(little, "cat") if "Still owed" in title]) == 1


@pytest.mark.parametrize("verb", ["later.remind", "later.stop"])
@pytest.mark.parametrize("kind", [kind for kind, live in LIVE.items() if live.to_do is nothing])
async def test_a_card_that_never_asks_is_not_shown_by_asking_for_it_later(
    little: LittleCouncil, kind: MessageKind, verb: str
) -> None:
    data = {"verb": verb, "kind": kind.value, "subject": FORM}
    assert isinstance(await send(little, "sam", data, NOW), Say)


async def test_a_list_and_what_it_lists_stand_once_in_ones_own_work(engine: Engine) -> None:
    scene = await set_scene(engine)
    little = scene.little
    for kind in (MessageKind.MODERATION, MessageKind.MODERATIONS):
        await little.settle("gil", kind, READS[kind](scene)[1])
    await little.settle("ann", MessageKind.DISPUTE, FORM)
    await little.settle("ann", MessageKind.DISPUTES, "ann")
    gils, anns = await _work(little, "gil"), await _work(little, "ann")
    assert ("Moderations" in gils, "Moderation of" in gils) == (True, False)
    assert ("Disputes" in anns, anns.splitlines().count(f"{RULE.title}: CF-10")) == (False, 1)


async def test_what_waits_is_found_behind_any_number_of_cards_that_never_ask(
    little: LittleCouncil,
) -> None:
    await noted(little)
    await little.settle("ann", MessageKind.PRACTICE, FORM)
    for number in range(MOST_CARDS):
        await little.settle("ann", MessageKind.RESULT, f"{number:032x}")
    title = "Good practice in Ash: CF-10"
    assert title in await _work(little, "ann")
    assert title in await _offered(little, "ann")


async def test_ones_own_work_looks_through_no_reminders_of_audits_which_stand_in_it_themselves(
    little: LittleCouncil,
) -> None:
    await noted(little)
    await little.settle("ann", MessageKind.PRACTICE, FORM)
    for number in range(MOST_CARDS):
        await little.settle("ann", MessageKind.AUDITS_DUE, f"{DECEMBER.plus(-number)}/2026-12-31")
    assert "Good practice in Ash: CF-10" in await _work(little, "ann")


async def test_a_round_and_the_reminder_of_its_audits_are_offered_once(
    little: LittleCouncil,
) -> None:
    await little.settle("ann", MessageKind.AUDITS_DUE, f"{DECEMBER}/2026-12-31")
    alone = await _offered(little, "ann")
    await little.settle("ann", MessageKind.ALLOCATION, str(DECEMBER))
    both = await _offered(little, "ann")

    assert [title.partition(":")[0] for title in alone if "udits" in title] == ["Audits due"]
    assert [title for title in both if "udits" in title] == [
        "Your audits for December 2026, due Thu 31 Dec"
    ]
