import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import orjson
import pytest

from bot.local_teams import OFF
from tests.local_teams.conftest import StageMaker
from tests.local_teams.stage import PRIYA, TOM, Stage

HELLO = {"type": "message", "text": "Hello"}


@pytest.mark.parametrize("path", ["/", "/local/state", "/v3/conversations/a:1/members"])
@pytest.mark.parametrize(
    "host", ["teams.example", "127.0.0.1.teams.example:3978", "[::1", "10.0.0.1"]
)
async def test_another_host_name_is_refused(teams: Stage, path: str, host: str) -> None:
    async with teams.http.get(teams.url + path, headers={"Host": host}) as response:
        assert response.status == 403
        assert (await response.json())["error"]["code"] == "NotLoopback"


@pytest.mark.parametrize("host", ["localhost", "localhost:3978", "127.0.0.1", "[::1]:3978"])
async def test_this_machine_by_any_of_its_names_is_answered(teams: Stage, host: str) -> None:
    async with teams.http.get(f"{teams.url}/local/state", headers={"Host": host}) as response:
        assert response.status == 200


async def test_another_sites_page_cannot_act_here(teams: Stage) -> None:
    say = f"{teams.url}/local/people/{PRIYA.object_id}/messages"
    foreign = {"Origin": "http://evil.example"}
    async with teams.http.post(say, json={"text": "hi"}, headers=foreign) as response:
        assert response.status == 403
    form = {"Content-Type": "text/plain"}
    async with teams.http.post(say, data=b'{"text": "hi"}', headers=form) as response:
        assert response.status == 415
    assert teams.bot.received == []
    async with teams.http.post(say, json={"text": "hi"}, headers={"Origin": teams.url}) as response:
        assert response.status == 200


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("messages", {"text": 7}),
        ("press", {"messageId": 7, "action": {}}),
        ("press", {"messageId": "7", "action": "go"}),
        ("dialog", {"data": []}),
        ("standing", {"refusal": ["x"]}),
        ("standing", {"refusal": "Tired"}),
    ],
)
async def test_a_request_that_makes_no_sense_is_refused(
    teams: Stage, path: str, body: dict[str, Any]
) -> None:
    url = f"{teams.url}/local/people/{PRIYA.object_id}/{path}"
    async with teams.http.post(url, json=body) as response:
        assert response.status == 400
    assert teams.bot.received == []


async def test_the_page_is_served_with_its_renderer_and_nothing_else(teams: Stage) -> None:
    for path in ("/", "/local/page/main.js", "/local/page/adaptivecards.min.js"):
        async with teams.http.get(teams.url + path) as response:
            assert response.status == 200
    for path in ("/local/page/app.py", "/local/page/..%2Fapp.py", "/local/page/package.json"):
        async with teams.http.get(teams.url + path) as response:
            assert response.status == 404


async def test_without_its_renderer_the_page_says_how_to_get_it(
    on_stage: StageMaker, tmp_path: Path
) -> None:
    stage = await on_stage(node_modules=tmp_path)
    async with stage.http.get(f"{stage.url}/") as response:
        assert response.status == 503
        assert "npm ci" in await response.text()


async def test_history_comes_in_pages(on_stage: StageMaker) -> None:
    stage = await on_stage(limits=OFF)
    sent = [await stage.send(PRIYA, HELLO) for _ in range(60)]
    url = f"{stage.url}/local/people/{PRIYA.object_id}/messages"
    async with stage.http.get(url) as response:
        newest = await response.json()
    assert [each["id"] for each in newest["messages"]] == sent[10:]
    assert newest["more"]
    async with stage.http.get(f"{url}?before={newest['messages'][0]['seq']}") as response:
        older = await response.json()
    assert [each["id"] for each in older["messages"]] == sent[:10]
    assert not older["more"]
    async with stage.http.get(f"{url}?before=soon") as response:
        assert response.status == 400


async def events(response: aiohttp.ClientResponse) -> AsyncIterator[dict[str, Any]]:
    async for line in response.content:
        if line.startswith(b"data: "):
            yield orjson.loads(line.removeprefix(b"data: "))


async def test_an_open_page_hears_its_person_in_full_and_the_others_counts(teams: Stage) -> None:
    async with (
        asyncio.timeout(10),
        teams.http.get(f"{teams.url}/local/events?person={PRIYA.object_id}") as response,
    ):
        heard = events(response)
        sent = await teams.send(TOM, HELLO)
        counted = await anext(heard)
        assert (counted["kind"], counted["person"]["id"]) == ("person", TOM.object_id)
        assert counted["person"]["unread"] == 1
        sent = await teams.send(PRIYA, HELLO)
        assert (await anext(heard))["message"]["id"] == sent
        assert (await anext(heard))["person"]["unread"] == 1
        url = f"{teams.chat(PRIYA)}/activities"
        await teams.http.post(url, json={"type": "typing"})
        assert await anext(heard) == {"kind": "typing"}
        await teams.http.put(f"{url}/{sent}", json={"type": "message", "text": "Hello again"})
        edited = (await anext(heard))["message"]
        assert (edited["id"], edited["text"]) == (sent, "Hello again")
        assert edited["editedAt"]
        await teams.http.post(f"{teams.url}/local/people/{PRIYA.object_id}/read", json={})
        assert (await anext(heard))["person"]["unread"] == 0
        await teams.http.delete(f"{url}/{sent}")
        assert await anext(heard) == {"kind": "deleted", "id": sent}
