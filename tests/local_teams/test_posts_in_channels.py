"""What the bot does in a channel through the Connector."""

from typing import Any

import pytest

from tests.local_teams.apps import CHANNELS, NORTH, SAFE
from tests.local_teams.channels import history, post
from tests.local_teams.conftest import StageMaker
from tests.local_teams.stage import NEW, PRIYA, TOM, Stage

HELLO = {"type": "message", "text": "Hello"}


@pytest.fixture
async def teams(on_stage: StageMaker) -> Stage:
    return await on_stage(channels=CHANNELS)


async def test_the_bot_posts_in_a_channel_and_everyone_of_it_reads_it(teams: Stage) -> None:
    sent = await post(teams, NORTH.id, HELLO)
    reply = await post(teams, NORTH.id, HELLO, sent["id"])
    deeper = await post(teams, NORTH.id, HELLO, reply["id"])
    for person in (PRIYA, TOM, NEW):
        shown = await history(teams, person.object_id, NORTH.id)
        assert [(each["id"], each["thread"]) for each in shown] == [
            (sent["id"], None),
            (reply["id"], sent["id"]),
            (deeper["id"], sent["id"]),
        ]
    body = {"isGroup": True, "channelData": {"channel": {"id": NORTH.id}}, "activity": HELLO}
    async with teams.http.post(f"{teams.url}/v3/conversations", json=body) as response:
        assert response.status == 201
        began = await response.json()
    assert began["id"] == f"{NORTH.id};messageid={began['activityId']}"
    assert (await post(teams, began["id"], HELLO))["id"]
    newest = (await history(teams, TOM.object_id, NORTH.id))[-1]
    assert newest["thread"] == began["activityId"]


@pytest.mark.parametrize(
    "body",
    [
        {"isGroup": True, "activity": HELLO},
        {"isGroup": True, "channelData": {"channel": {"id": "19:no@thread.tacv2"}}},
        {"isGroup": True, "channelData": {"channel": {"id": NORTH.id}}},
        {"isGroup": True, "channelData": {"channel": {"id": NORTH.id}}, "activity": {}},
    ],
)
async def test_a_post_that_teams_would_not_begin_is_refused(
    teams: Stage, body: dict[str, Any]
) -> None:
    async with teams.http.post(f"{teams.url}/v3/conversations", json=body) as response:
        assert response.status == 400
    assert await history(teams, PRIYA.object_id, NORTH.id) == []


async def test_the_bot_edits_and_deletes_its_own_posts_alone(teams: Stage) -> None:
    await teams.teams.say(PRIYA.object_id, "Mine", channel=NORTH.id)
    (mine,) = teams.teams.messages(PRIYA.object_id, channel=NORTH.id)
    sent = await post(teams, NORTH.id, HELLO)
    base = f"{teams.url}/v3/conversations/{NORTH.id}/activities"
    async with teams.http.put(f"{base}/{sent['id']}", json={**HELLO, "text": "Now"}) as response:
        assert response.status == 200
    assert (await history(teams, TOM.object_id, NORTH.id))[-1]["text"] == "Now"
    async with teams.http.put(f"{base}/{mine.id}", json=HELLO) as response:
        assert response.status == 404
    async with teams.http.delete(f"{teams.chat(PRIYA)}/activities/{sent['id']}") as response:
        assert response.status == 404
    async with teams.http.delete(f"{base}/{sent['id']}") as response:
        assert response.status == 200
    assert [m.id for m in teams.teams.messages(TOM.object_id, channel=NORTH.id)] == [mine.id]


async def test_the_connector_names_the_members_of_a_channel(teams: Stage) -> None:
    base = f"{teams.url}/v3/conversations/{NORTH.id};messageid=1"
    directory = teams.teams.directory
    async with teams.http.get(f"{base}/members") as response:
        members = await response.json()
    assert members == [directory.account(each) for each in (PRIYA, TOM, NEW)]
    async with teams.http.get(f"{base}/pagedmembers") as response:
        assert (await response.json())["members"] == members
    async with teams.http.get(f"{base}/members/{directory.sender(TOM)['id']}") as response:
        assert (await response.json())["aadObjectId"] == TOM.object_id
    stranger = f"{teams.url}/v3/conversations/{SAFE.id}/members/{TOM.object_id}"
    async with teams.http.get(stranger) as response:
        assert response.status == 404


async def test_an_unknown_channel_or_thread_is_not_found(teams: Stage) -> None:
    await post(teams, "19:nowhere@thread.tacv2", HELLO, status=404)
    await post(teams, f"{NORTH.id};messageid=1", HELLO, status=404)
