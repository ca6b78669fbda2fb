"""What stands in a channel or a chat, and what the bot posts there."""

from typing import Any

from tests.local_teams.stage import Stage


async def history(stage: Stage, person: str, channel: str | None = None) -> list[dict[str, Any]]:
    url = f"{stage.url}/local/people/{person}/messages"
    params = {} if channel is None else {"channel": channel}
    async with stage.http.get(url, params=params) as response:
        assert response.status == 200, await response.text()
        found: list[dict[str, Any]] = (await response.json())["messages"]
        return found


async def post(
    stage: Stage, conversation: str, activity: dict[str, Any], reply_to: str = "", status: int = 201
) -> dict[str, Any]:
    url = f"{stage.url}/v3/conversations/{conversation}/activities"
    async with stage.http.post(f"{url}/{reply_to}".rstrip("/"), json=activity) as response:
        assert response.status == status, await response.text()
        answer: dict[str, Any] = await response.json()
        return answer
