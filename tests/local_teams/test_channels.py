"""People in channels, and their bot: what it hears, and what each of them sees."""

import asyncio
import sqlite3
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from bot.local_teams import Channel, LocalTeams
from bot.local_teams.wire import Refused
from tests.local_teams.apps import CHANNELS, NORTH, SAFE, TEAM
from tests.local_teams.channels import history, post
from tests.local_teams.conftest import StageMaker
from tests.local_teams.stage import (
    APP,
    CARD_TYPE,
    NEW,
    PRIYA,
    TENANT,
    TOM,
    Stage,
    card,
    card_message,
    stage,
    text,
)
from tests.local_teams.test_page_api import events


@pytest.fixture
async def teams(on_stage: StageMaker) -> Stage:
    return await on_stage(channels=CHANNELS)


async def test_a_mention_in_a_channel_reaches_the_bot_in_full(teams: Stage) -> None:
    await teams.teams.say(PRIYA.object_id, "@sightline what is due?", channel=NORTH.id)
    (heard,) = teams.bot.received
    assert heard["conversation"] == {
        "isGroup": True,
        "conversationType": "channel",
        "tenantId": TENANT,
        "id": f"{NORTH.id};messageid={heard['id']}",
    }
    assert heard["channelData"] == {
        "tenant": {"id": TENANT},
        "teamsChannelId": NORTH.id,
        "teamsTeamId": TEAM.id,
        "channel": {"id": NORTH.id, "name": "Locality North"},
        "team": {"id": TEAM.id, "name": TEAM.name},
    }
    assert heard["text"] == "<at>Sightline</at> what is due?"
    assert heard["entities"][0] == {
        "type": "mention",
        "mentioned": {"id": f"28:{APP}", "name": "Sightline"},
        "text": "<at>Sightline</at>",
    }
    (html,) = heard["attachments"]
    assert html["content"].endswith('itemid="0">Sightline</span> what is due?</p>')
    assert heard["from"]["aadObjectId"] == PRIYA.object_id


async def test_without_a_mention_the_bot_hears_nothing_and_everyone_else_reads_it(
    teams: Stage,
) -> None:
    await teams.teams.say(PRIYA.object_id, "Lunch? sightline@northshire.example", channel=NORTH.id)
    assert teams.bot.received == []
    (own,) = await history(teams, PRIYA.object_id, NORTH.id)
    (read,) = await history(teams, TOM.object_id, NORTH.id)
    assert (own["author"], read["author"]) == (None, "Priya Shah")
    assert read["text"] == "Lunch? sightline@northshire.example"
    assert await history(teams, PRIYA.object_id) == []
    assert await history(teams, NEW.object_id, SAFE.id) == []


async def test_in_ones_own_chat_a_mention_is_only_text(teams: Stage) -> None:
    await teams.teams.say(PRIYA.object_id, "@Sightline help")
    (heard,) = teams.bot.received
    assert heard["text"] == "@Sightline help"
    assert [each["type"] for each in heard["entities"]] == ["clientInfo"]


async def test_a_reply_names_its_post_and_so_does_the_bots(teams: Stage) -> None:
    await teams.teams.say(TOM.object_id, "@Sightline one", channel=NORTH.id)
    first = teams.bot.received[0]
    root = first["id"]
    answered = await post(teams, first["conversation"]["id"], {"type": "message", "text": "Hello"})
    await teams.teams.say(PRIYA.object_id, "@Sightline two", channel=NORTH.id, thread=root)
    reply = teams.bot.received[1]
    assert reply["conversation"]["id"] == f"{NORTH.id};messageid={root}"
    assert (reply["replyToId"], "replyToId" in first) == (root, False)
    shown = await history(teams, TOM.object_id, NORTH.id)
    assert [(each["id"], each["thread"]) for each in shown] == [
        (root, None),
        (answered["id"], root),
        (reply["id"], root),
    ]
    assert {each["threadSeq"] for each in shown} == {shown[0]["seq"]}
    assert [each["author"] for each in shown] == [None, "Sightline", "Priya Shah"]
    assert shown[0]["text"] == "@Sightline one"
    with pytest.raises(Refused, match="no longer there"):
        await teams.teams.say(PRIYA.object_id, "x", channel=NORTH.id, thread=reply["id"])


async def test_a_channel_is_nobodys_who_is_not_its_member(teams: Stage) -> None:
    sent = await post(teams, SAFE.id, card_message(card(text("Theirs"))))
    with pytest.raises(Refused, match="none of this person's"):
        await teams.teams.say(PRIYA.object_id, "hello", channel=SAFE.id)
    with pytest.raises(Refused, match="no longer there"):
        await teams.teams.press(PRIYA.object_id, sent["id"], {"type": "Action.Execute"})
    url = f"{teams.url}/local/people/{PRIYA.object_id}/messages"
    async with teams.http.get(url, params={"channel": SAFE.id}) as response:
        assert response.status == 404


async def test_a_card_is_pressed_and_its_dialog_submitted_in_the_channels_thread(
    teams: Stage,
) -> None:
    sent = (await post(teams, NORTH.id, card_message(card(text("A card")))))["id"]
    teams.bot.answers["adaptiveCard/action"] = {
        "statusCode": 200,
        "type": CARD_TYPE,
        "value": card(),
    }
    # Nobody needs the app for themselves where their team has it.
    await teams.teams.press(NEW.object_id, sent, {"type": "Action.Execute"})
    fetch = {"type": "Action.Submit", "data": {"msteams": {"type": "task/fetch"}}}
    await teams.teams.press(NEW.object_id, sent, fetch)
    await teams.teams.press(NEW.object_id, sent, {"type": "Action.Submit", "data": {"a": 1}})
    url = f"{teams.url}/local/people/{NEW.object_id}/dialog"
    where = {"channel": NORTH.id, "thread": sent}
    async with teams.http.post(url, json={"data": {}, **where}) as response:
        assert response.status == 200
    assert [each.get("name", "submit") for each in teams.bot.received] == [
        "adaptiveCard/action",
        "task/fetch",
        "submit",
        "task/submit",
    ]
    for each in teams.bot.received:
        assert each["conversation"]["id"] == f"{NORTH.id};messageid={sent}"
        assert each["channelData"]["team"]["id"] == TEAM.id
        assert each["from"]["aadObjectId"] == NEW.object_id


async def test_everyone_sees_a_post_as_it_comes_and_has_it_unread_until_read(
    teams: Stage,
) -> None:
    stream = f"{teams.url}/local/events?person={TOM.object_id}"
    async with asyncio.timeout(10), teams.http.get(stream) as response:
        heard = events(response)
        await teams.teams.say(PRIYA.object_id, "Hello all", channel=NORTH.id)
        told = await anext(heard)
        assert (told["kind"], told["chat"]) == ("message", NORTH.id)
        assert (told["message"]["text"], told["message"]["author"]) == ("Hello all", "Priya Shah")
        counts = {}
        for _ in range(3):
            person = (await anext(heard))["person"]
            counts[person["id"]] = {each["id"]: each["unread"] for each in person["channels"]}
    assert counts == {
        PRIYA.object_id: {NORTH.id: 0},
        TOM.object_id: {NORTH.id: 1},
        NEW.object_id: {NORTH.id: 1, SAFE.id: 0},
    }
    read = f"{teams.url}/local/people/{TOM.object_id}/read"
    async with teams.http.post(read, json={"channel": NORTH.id}) as response:
        assert response.status == 200
    async with teams.http.get(f"{teams.url}/local/state") as response:
        people = {each["id"]: each for each in (await response.json())["people"]}
    assert [each["unread"] for each in people[TOM.object_id]["channels"]] == [0]
    assert people[TOM.object_id]["channels"][0] == {
        "id": NORTH.id,
        "name": "Locality North",
        "team": TEAM.name,
        "members": 3,
        "unread": 0,
    }
    assert people[TOM.object_id]["unread"] == 0


@pytest.mark.parametrize(
    ("channels", "why"),
    [
        ((NORTH, NORTH), "same id"),
        ((replace(NORTH, id="north"),), "no id of a channel"),
        ((replace(NORTH, team=replace(TEAM, id="a:1")),), "no id of a channel"),
        ((replace(NORTH, members=("stranger",)),), "no resident"),
        ((replace(NORTH, team=replace(TEAM, tenant_id="other")),), "without a council"),
    ],
)
def test_channels_that_teams_could_not_have_are_refused(
    channels: tuple[Channel, ...], why: str
) -> None:
    here = "http://127.0.0.1:3978"
    with pytest.raises(ValueError, match=why):
        LocalTeams(
            councils={TENANT: "Northshire"},
            app_id=APP,
            residents=[PRIYA, TOM, NEW],
            bot_url=here,
            url=here,
            channels=channels,
        )


async def test_chats_from_before_there_were_channels_are_kept(tmp_path: Path) -> None:
    store = tmp_path / "teams.db"
    async with AsyncExitStack() as stack:
        before = await stage(stack, store=store)
        await before.teams.say(PRIYA.object_id, "Kept")
    with sqlite3.connect(store) as file:
        for column in ("author", "thread"):
            file.execute(f"ALTER TABLE messages DROP COLUMN {column}")
    file.close()
    async with AsyncExitStack() as stack:
        again = await stage(stack, store=store, channels=CHANNELS)
        (kept,) = await history(again, PRIYA.object_id)
        assert (kept["text"], kept["fromBot"], kept["author"]) == ("Kept", False, None)
        await again.teams.say(PRIYA.object_id, "New", channel=NORTH.id)
        assert len(await history(again, TOM.object_id, NORTH.id)) == 1
