from typing import Any

import pytest

from bot.local_teams import Channel, Resident
from tests.local_teams.apps import CHANNELS, NORTH, TEAM
from tests.local_teams.conftest import StageMaker
from tests.local_teams.stage import (
    CARD_TYPE,
    NEW,
    PRIYA,
    TOM,
    Stage,
    card,
    card_message,
    resident,
    text,
)

REFRESH = {"type": "Action.Execute", "title": "Refresh", "verb": "view", "data": {"audit": 7}}
MANY = [resident(n, f"Person {n}", "Social worker") for n in range(10, 75)]
BIG = Channel("19:big@thread.tacv2", "Everyone", TEAM, tuple(each.object_id for each in MANY))


@pytest.fixture
async def teams(on_stage: StageMaker) -> Stage:
    return await on_stage(channels=(*CHANNELS, BIG), residents=(PRIYA, TOM, NEW, *MANY))


def user_id(stage: Stage, person: Resident) -> str:
    return str(stage.teams.directory.sender(person)["id"])


async def send(stage: Stage, channel: Channel, user_ids: list[str] | None) -> str:
    refresh = {"action": REFRESH} if user_ids is None else {"action": REFRESH, "userIds": user_ids}
    content = {**card(text("For all")), "refresh": refresh}
    url = f"{stage.url}/v3/conversations/{channel.id}/activities"
    async with stage.http.post(url, json=card_message(content)) as response:
        assert response.status == 201, await response.text()
        return str((await response.json())["id"])


async def shown(stage: Stage, person: Resident, channel: Channel = NORTH) -> dict[str, Any]:
    url = f"{stage.url}/local/people/{person.object_id}/messages"
    async with stage.http.get(url, params={"channel": channel.id}) as response:
        newest: dict[str, Any] = (await response.json())["messages"][-1]
        return newest


async def refresh(stage: Stage, person: Resident, message_id: str) -> dict[str, Any]:
    url = f"{stage.url}/local/people/{person.object_id}/refresh"
    async with stage.http.post(url, json={"messageId": message_id}) as response:
        assert response.status == 200
        answer: dict[str, Any] = await response.json()
        return answer


async def test_a_named_reader_gets_a_view_of_their_own_and_nobody_else_does(teams: Stage) -> None:
    mine = card(text("For Priya"))
    teams.bot.answers["adaptiveCard/action"] = {
        "statusCode": 200,
        "type": CARD_TYPE,
        "value": mine,
    }
    sent = await send(teams, NORTH, [user_id(teams, PRIYA)])
    assert ((await shown(teams, PRIYA))["refreshes"], (await shown(teams, TOM))["refreshes"]) == (
        True,
        False,
    )
    assert (await refresh(teams, PRIYA, sent))["card"] == mine
    assert (await refresh(teams, TOM, sent))["card"] is None
    (asked,) = teams.bot.received
    assert asked["name"] == "adaptiveCard/action"
    assert asked["value"] == {
        "action": {"type": "Action.Execute", "id": "", "verb": "view", "data": {"audit": 7}},
        "trigger": "automatic",
    }
    assert (asked["replyToId"], asked["from"]["aadObjectId"]) == (sent, PRIYA.object_id)
    assert asked["conversation"]["id"] == f"{NORTH.id};messageid={sent}"
    for reader in (PRIYA, TOM):
        base = (await shown(teams, reader))["attachments"][0]["content"]
        assert base["body"] == [text("For all")]


async def test_an_edit_may_change_who_has_a_view(teams: Stage) -> None:
    sent = await send(teams, NORTH, [user_id(teams, PRIYA)])
    content = {**card(), "refresh": {"action": REFRESH, "userIds": [user_id(teams, TOM)]}}
    url = f"{teams.url}/v3/conversations/{NORTH.id}/activities/{sent}"
    async with teams.http.put(url, json=card_message(content)) as response:
        assert response.status == 200
    assert not (await shown(teams, PRIYA))["refreshes"]
    assert (await shown(teams, TOM))["refreshes"]


async def test_in_ones_own_chat_a_card_is_refreshed_too(teams: Stage) -> None:
    content = {**card(), "refresh": {"action": REFRESH, "userIds": [user_id(teams, PRIYA)]}}
    sent = await teams.send(PRIYA, card_message(content))
    await refresh(teams, PRIYA, sent)
    (asked,) = teams.bot.received
    assert asked["value"]["trigger"] == "automatic"
    assert asked["conversation"]["conversationType"] == "personal"


async def test_only_the_first_sixty_ids_have_a_view(teams: Stage) -> None:
    await send(teams, BIG, [user_id(teams, each) for each in MANY])
    assert [(await shown(teams, each, BIG))["refreshes"] for each in (MANY[59], MANY[60])] == [
        True,
        False,
    ]


async def test_without_ids_everyone_of_sixty_has_a_view_and_no_one_of_more(teams: Stage) -> None:
    await send(teams, NORTH, None)
    await send(teams, BIG, None)
    assert (await shown(teams, TOM))["refreshes"]
    assert not (await shown(teams, MANY[0], BIG))["refreshes"]
    await send(teams, NORTH, [])
    assert not (await shown(teams, TOM))["refreshes"]


@pytest.mark.parametrize(
    "wrong",
    [
        [],
        {"userIds": []},
        {"action": {**REFRESH, "type": "Action.Submit"}},
        {"action": REFRESH, "userIds": "29:1"},
        {"action": REFRESH, "userIds": [7]},
    ],
)
async def test_a_refresh_that_teams_could_not_read_is_refused(teams: Stage, wrong: object) -> None:
    url = f"{teams.url}/v3/conversations/{NORTH.id}/activities"
    async with teams.http.post(url, json=card_message({**card(), "refresh": wrong})) as response:
        assert response.status == 400
        assert (await response.json())["error"]["code"] == "BadArgument"


async def test_whoever_is_not_named_may_refresh_a_card_by_hand(teams: Stage) -> None:
    sent = await send(teams, NORTH, [])
    plain = await teams.send(TOM, card_message(card(text("No view"))))
    newest = await shown(teams, TOM)
    assert (newest["refreshes"], newest["refreshable"]) == (False, True)
    teams.bot.answers["adaptiveCard/action"] = {
        "statusCode": 200,
        "type": CARD_TYPE,
        "value": card(text("For Tom")),
    }
    url = f"{teams.url}/local/people/{TOM.object_id}/refresh"
    async with teams.http.post(url, json={"messageId": sent, "byHand": True}) as response:
        assert (await response.json())["card"] == card(text("For Tom"))
    (asked,) = teams.bot.received
    assert asked["value"]["trigger"] == "manual"
    assert (await teams.teams.refresh(TOM.object_id, plain, by_hand=True)).card is None
    async with teams.http.post(url, json={"messageId": sent, "byHand": 1}) as response:
        assert response.status == 400


async def test_a_malformed_view_is_told_to_whoever_builds_the_bot(teams: Stage) -> None:
    sent = await send(teams, NORTH, [user_id(teams, PRIYA)])
    answer = await refresh(teams, PRIYA, sent)
    assert (answer["card"], answer["failed"]) == (None, True)
    assert "statusCode" in answer["detail"]
    url = f"{teams.url}/local/people/{PRIYA.object_id}/refresh"
    async with teams.http.post(url, json={"messageId": 7}) as response:
        assert response.status == 400
