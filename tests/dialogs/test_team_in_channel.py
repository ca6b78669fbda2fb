"""The team's card: what is looked up for whom, and what is typed where others read along."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import orjson
import pytest

from dialogs.channel_words import say_in_channel
from dialogs.conversation import Say, ShowCard, ShowLive
from dialogs.kit import Card
from dialogs.team_in_channel import LIVE, for_a_stranger
from dialogs.words import OTHERS_READ_ALONG, WORDS
from programme.action import ProposedAction
from programme.message import Conversation
from programme.people import Role
from storage.engine import Engine
from tests.bot.chats import titles, words_of
from tests.dialogs.live_scene import place_id
from tests.dialogs.turns import send, turn
from tests.little_council import ADDED, DUE, STAFF, THE_FIRST, LittleCouncil, little_council

FOR_ASH = ProposedAction("Update the chronology.", "Ash", DUE)
MENTION = "<at>Sightline</at>"


@pytest.fixture
async def little(engine: Engine) -> LittleCouncil:
    """December drawn, and everybody met but Gil."""
    made = little_council(engine)
    await made.fill()
    await made.draw(now=ADDED)
    async with made.work(made.tenant_id) as w:
        for each in (one for one in STAFF if one.id != "gil"):
            chat = Conversation(each.id, "https://teams.example", f"a:{each.id}", f"29:{each.id}")
            await w.conversations.save(chat)
        await w.commit()
    return made


def team_shown(little: LittleCouncil, team: str = "Ash") -> Mapping[str, Any]:
    """What the card of a team carries, posted with nothing open."""
    counts = {"open_actions": 0, "overdue": 0, "audits": 0}
    about = {"subject": place_id(little.council, team), "place": team, "day": "2026-12-01"}
    return {"verb": "team.show", **about, **counts, "nearest": None}


async def said(little: LittleCouncil, who: str, typed: str) -> ShowLive | Say:
    return await say_in_channel(typed, await turn(little, who, "typed", THE_FIRST))


async def posted(little: LittleCouncil, who: str, typed: str = f"{MENTION} my team") -> Card:
    found = await said(little, who, typed)
    assert isinstance(found, ShowLive), found
    asked = (who, found.subject)
    async with little.work(little.tenant_id) as w:
        drawn = await LIVE.draw(little.council, w, [asked], THE_FIRST.date())
    return drawn[asked].card


async def asks(little: LittleCouncil, who: str, card: Card) -> Card:
    """What a reader is shown in the place of a card."""
    found = await send(little, who, data_of(card), THE_FIRST)
    assert isinstance(found, ShowCard), found
    return found.card


def data_of(card: Any) -> Mapping[str, Any]:
    data: Mapping[str, Any] = card["refresh"]["action"]["data"]
    return data


def ids_of(card: Any) -> list[str]:
    return list(card["refresh"]["userIds"])


async def test_the_card_asks_for_those_alone_whom_the_bot_has_met(little: LittleCouncil) -> None:
    await little.submitted(FOR_ASH)
    card = await posted(little, "ann")
    assert {"29:ann", "29:abe"} <= set(ids_of(card))
    assert not {"29:sam", "29:gil"} & set(ids_of(card))
    by_hand = await asks(little, "gil", card)
    assert FOR_ASH.text in words_of(by_hand)
    assert ids_of(by_hand) == []


async def test_looking_at_it_changes_nothing(little: LittleCouncil) -> None:
    await little.submitted(FOR_ASH)
    card = await posted(little, "ann")
    before = await little.everything()
    for each in STAFF:
        await asks(little, each.id, card)
    await posted(little, "gil")
    assert await little.everything() == before


async def test_one_who_answers_for_all_of_it_sees_the_counts_as_they_are_now(
    little: LittleCouncil,
) -> None:
    card = await posted(little, "ann")
    assert "Open actions\n0" in words_of(card)
    await little.submitted(FOR_ASH)
    theirs = await asks(little, "abe", card)
    assert "Open actions\n1" in words_of(theirs)
    assert FOR_ASH.text in words_of(theirs)
    assert ids_of(theirs) == ["29:abe"]
    assert data_of(theirs)["open_actions"] == 1
    worker = await asks(little, "sam", card)
    assert worker["body"] == card["body"]


async def test_whose_poster_no_longer_answers_for_it_is_kept_true_no_more(
    little: LittleCouncil,
) -> None:
    asked = ("ann", place_id(little.council, "Ash"))
    for changed in ({}, {"roles": frozenset({Role.SOCIAL_WORKER})}, {"active": False}):
        async with little.work(little.tenant_id) as w:
            await w.people.save([replace(STAFF[0], **changed)])
            await w.commit()
            drawn = await LIVE.draw(little.council, w, [asked], THE_FIRST.date())
        assert set(drawn) == (set() if changed else {asked})


async def test_each_row_opens_a_dialog_and_nothing_is_typed_in_the_channel(
    little: LittleCouncil,
) -> None:
    await little.submitted(FOR_ASH)
    theirs = await asks(little, "ann", await posted(little, "ann"))
    rows = [title for title in titles(theirs) if title != "Show it as it is now"]
    raw = orjson.dumps(theirs).decode()
    assert rows
    assert raw.count('"task/fetch"') == len(rows)
    assert "Input." not in raw


async def test_the_most_urgent_comes_first_and_no_two_buttons_say_the_same(
    little: LittleCouncil,
) -> None:
    texts = [f"Step {number}." for number in range(1, 8)]
    days = [DUE, *(date(2026, 12, 17) for _ in texts[1:])]
    await little.submitted(*map(ProposedAction, texts, ["Ash"] * 7, days))
    theirs = await asks(little, "gil", await posted(little, "gil"))
    told = words_of(theirs)
    reference = (await little.audit_led_by("ann")).case_reference
    assert titles(theirs)[1:] == [f"Complete {reference}, action {n}" for n in range(2, 7)]
    assert f"**{reference}** · Ash · action 2 · Due Thu 17 Dec" in told
    assert "Step 7." not in told
    assert "and 2 more: type “my work” or “my team”" in told
    own_team = await asks(little, "ann", await posted(little, "ann"))
    assert f"**{reference}** · action 2 · Due Thu 17 Dec" in words_of(own_team)


async def test_a_team_that_is_gone_stands_as_it_was_posted(little: LittleCouncil) -> None:
    await little.submitted(FOR_ASH)
    gone = {**team_shown(little), "subject": "0" * 32}
    found = await send(little, "ann", gone, THE_FIRST)
    assert isinstance(found, ShowCard)
    assert "Open actions\n0" in words_of(found.card)
    assert ids_of(found.card) == []


@pytest.mark.parametrize("data", [None, "team.show", {}, {"verb": "work.actions"}])
def test_a_stranger_is_shown_nothing_by_any_other_press(data: object) -> None:
    assert for_a_stranger(data) is None


@pytest.mark.parametrize(
    "spoilt", [{"open_actions": -1}, {"day": "soon"}, {"place": "x" * 201}, {"more": 1}]
)
async def test_a_stranger_is_shown_nothing_for_what_no_card_carries(
    little: LittleCouncil, spoilt: Mapping[str, object]
) -> None:
    sound = team_shown(little)
    assert for_a_stranger(sound)
    assert for_a_stranger({**sound, **spoilt}) is None


@pytest.mark.parametrize(
    "typed",
    [
        f"{MENTION} my team",
        f"{MENTION}&nbsp;My Team.",
        '<at id="0">Sightline</at>, team',
        f"my team {MENTION}",
        f"{MENTION} my team Ash",
    ],
)
async def test_the_mention_is_no_part_of_what_is_typed(little: LittleCouncil, typed: str) -> None:
    assert "Ash: what is open" in words_of(await posted(little, "ann", typed))


async def test_whoever_stands_above_teams_gets_their_area_or_names_one(
    little: LittleCouncil,
) -> None:
    assert "North: what is open" in words_of(await posted(little, "gil"))
    assert "Birch: what is open" in words_of(await posted(little, "gil", "team birch"))
    for other in ("team Cherry", "team South", "team nonsense"):
        found = await said(little, "gil", other)
        assert isinstance(found, Say)
        assert found.words == "Please say which, as in “my team North”: North, Ash, Birch."


async def test_nobody_is_told_there_what_is_not_for_everyone(little: LittleCouncil) -> None:
    others = [name for word in WORDS if not word.in_channel for name in word.names]
    assert "my work" in others
    for typed in (*others, "why CF-10", "nonsense"):
        assert await said(little, "ann", f"{MENTION} {typed}") == Say(OTHERS_READ_ALONG)
    for who in ("sam", "quinn"):
        assert await said(little, who, "my team") == Say(OTHERS_READ_ALONG)
    for typed in ("my team", "help", ""):
        assert await say_in_channel(typed, None) == Say(OTHERS_READ_ALONG)


async def test_a_bare_mention_gets_what_can_be_typed(little: LittleCouncil) -> None:
    for typed in (MENTION, f"{MENTION} help", f"{MENTION} hello"):
        found = await said(little, "sam", typed)
        assert isinstance(found, Say)
        assert "“my team”" in found.words
