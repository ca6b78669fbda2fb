"""Choosing a round's cases from a dialog, among dozens (SW-11)."""

from dataclasses import replace
from datetime import date

import pytest

from dialogs.conversation import Answer, ClosePage, OpenPage, ShowCard, ShowLive
from dialogs.kit import Card
from programme.calendar import Month
from programme.message import MessageKind
from programme.people import Role
from programme.rules.post import Post
from storage.engine import Engine
from tests.bot.chats import buttons, words_of
from tests.cards.house import nodes
from tests.dialogs import turns
from tests.dialogs.turns import shown
from tests.little_council import ADDED, LittleCouncil, little_council
from tests.programme.use_cases.choosing import ASKED, ROUND, RULE, choose, choosing, chosen

pytestmark = pytest.mark.rule("SW-11")


@pytest.fixture
async def little(engine: Engine) -> LittleCouncil:
    return await choosing(little_council(engine))


async def say(little: LittleCouncil, by: str) -> Answer | str:
    return await turns.say(little, by, "choose cases", ASKED)


async def press(
    little: LittleCouncil, by: str, card: Card, title: str, **typed: str
) -> Answer | str:
    data = next(data for action, data in buttons(card) if action["title"] == title)
    return await turns.send(little, by, {**data, **typed}, ASKED)


async def opened(little: LittleCouncil, by: str = "hal") -> Card:
    answer = await say(little, by)
    card = await shown(little, by, answer)
    return await shown(little, by, await press(little, by, card, "Choose cases"))


def offered(card: Card) -> list[str]:
    """The references that can be ticked, in order."""
    (ticks,) = [node for node in nodes(card) if node.get("id") == "pick"]
    return [choice["title"].partition(" ")[0] for choice in ticks["choices"]]


def ticked(card: Card) -> list[str]:
    (ticks,) = [node for node in nodes(card) if node.get("id") == "pick"]
    places = str(ticks.get("value", "")).split(",") if "value" in ticks else []
    return [offered(card)[int(place)] for place in places]


def ticks(card: Card, *references: str) -> str:
    """What Teams sends for these ticks."""
    return ",".join(str(offered(card).index(reference)) for reference in references)


def titles(card: Card) -> list[str]:
    return [str(action["title"]) for action, _ in buttons(card)]


async def page(little: LittleCouncil, card: Card, title: str, **typed: str) -> Card:
    answer: Answer | str = await press(little, "hal", card, title, **typed)
    assert isinstance(answer, OpenPage), answer
    return answer.card


async def test_cases_are_ticked_over_pages_and_searches_and_saved_together(
    little: LittleCouncil,
) -> None:
    first = await opened(little)
    assert len(offered(first)) == 20
    assert ticked(first) == []
    one = offered(first)[3]
    second = await page(little, first, "Further cases", pick=ticks(first, one), search="")
    assert not set(offered(first)) & set(offered(second))
    assert f"Chosen as well: {one}." in words_of(second)
    found = await page(little, second, "Search", pick="", search="eh-60")
    assert offered(found) == ["EH-60"]
    done = await press(
        little, "hal", found, "Save the choice", pick=ticks(found, "EH-60"), search="eh-60"
    )
    assert isinstance(done, ClosePage)
    assert done.words == "2 cases chosen for December 2026. Thank you."
    assert set(await chosen(little)) == {one, "EH-60"}


async def test_what_is_chosen_comes_first_and_is_taken_away_by_unticking(
    little: LittleCouncil,
) -> None:
    await choose(little, "EH-33", "EH-59")
    card = await opened(little)
    assert offered(card)[:2] == ticked(card) == ["EH-59", "EH-33"]
    done = await press(little, "hal", card, "Save the choice", pick=ticks(card, "EH-59"), search="")
    assert isinstance(done, ClosePage)
    assert await chosen(little) == ["EH-59"]


async def test_the_last_page_has_no_further_one_and_an_empty_search_is_said(
    little: LittleCouncil,
) -> None:
    card = await opened(little)
    for _ in range(2):
        assert "Further cases" in titles(card)
        card = await page(little, card, "Further cases", pick="", search="")
    assert len(offered(card)) == 20
    assert "Further cases" not in titles(card)
    none = await page(little, card, "Search", pick="", search="nobody here")
    assert "No case matches" in words_of(none)
    back = await page(little, none, "Search", search="")
    assert len(offered(back)) == 20


async def test_too_many_come_back_as_they_were_ticked(little: LittleCouncil) -> None:
    card = await opened(little)
    three = offered(card)[:3]
    back = await page(little, card, "Save the choice", pick=ticks(card, *three), search="")
    assert "Only 2 cases are audited; please take 1 away." in words_of(back)
    assert ticked(back) == three
    assert await chosen(little) == []


async def test_what_changed_meanwhile_is_shown_as_it_is_now(little: LittleCouncil) -> None:
    card = await opened(little)
    await choose(little, "EH-9", by="quinn")
    pick = ticks(card, offered(card)[0])
    back = await page(little, card, "Save the choice", pick=pick, search="")
    assert "Somebody else has chosen" in words_of(back)
    assert ticked(back) == ["EH-9"]
    assert await chosen(little) == ["EH-9"]


async def test_ticks_that_no_page_has_are_passed_over(little: LittleCouncil) -> None:
    card = await opened(little)
    done = await press(little, "hal", card, "Save the choice", pick="0,99,x,", search="")
    assert isinstance(done, ClosePage)
    assert await chosen(little) == [offered(card)[0]]


async def test_the_card_says_how_many_by_when_and_what_was_chosen(little: LittleCouncil) -> None:
    answer = await say(little, "hal")
    assert answer == ShowLive(MessageKind.CHOOSE_CASES, f"{ROUND}/2026-12")
    told = words_of(await shown(little, "hal", answer))
    assert "Please choose 2 cases by **Wednesday 25 November 2026**" in told
    await choose(little, "EH-1", "EH-2")
    told = words_of(await shown(little, "hal", answer))
    assert "✔ 2 cases are chosen" in told
    assert "Chosen by Hal" in told
    await little.draw(Month(2026, 12), ADDED, ROUND)
    drawn = await shown(little, "hal", answer)
    assert "there is nothing more to choose" in words_of(drawn)
    assert titles(drawn) == []


async def test_nobody_else_chooses(little: LittleCouncil) -> None:
    assert isinstance(await say(little, "huw"), ShowCard)
    assert "please ask one of" in str(await say(little, "ann"))
    card = await opened(little)
    refused = await press(little, "huw", card, "Save the choice", pick="0", search="")
    assert refused == "The head of service of North chooses these cases; please ask them."


async def test_the_next_version_s_round_is_chosen_by_whom_that_version_names(
    little: LittleCouncil,
) -> None:
    first = little.council.framework
    rule = replace(RULE, chosen_by=Post(Role.HEAD_OF_SERVICE, ("South",)))
    second = replace(
        first, version="later", holds_from=date(2026, 12, 1), rounds=(first.allocation, rule)
    )
    adopted = replace(little, council=replace(little.council, versions=(first, second)))
    assert isinstance(await say(adopted, "hal"), ShowCard)
    card = await opened(adopted, "huw")
    pick = ticks(card, *offered(card)[:2])
    done = await press(adopted, "huw", card, "Save the choice", pick=pick, search="")
    assert isinstance(done, ClosePage), done
    refused = await press(adopted, "hal", card, "Save the choice", pick="", search="")
    assert refused == "The head of service of South chooses these cases; please ask them."
