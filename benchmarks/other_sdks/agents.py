"""Pushes through Microsoft's Agents SDK (microsoft-agents-hosting-aiohttp): its adapter's
`continue_conversation`, with a token that nobody looks at. URL, count and how many at once are
given; the activity comes on standard input. Prints pushes a second."""

import asyncio
import sys
import time

from microsoft_agents.activity import Activity, ChannelAccount, ConversationAccount
from microsoft_agents.hosting.aiohttp import CloudAdapter
from microsoft_agents.hosting.core import TurnContext
from microsoft_agents.hosting.core.authorization import (
    AnonymousTokenProvider,
)

APP_ID = "99999999-8888-7777-6666-555555555555"


class _Token(AnonymousTokenProvider):  # type: ignore[misc]  # of a type that isn't known here
    async def get_access_token(self, *_: object) -> str:
        return "none"


class _SignIn:
    def get_token_provider(self, *_: object) -> _Token:
        return _Token()

    get_connection = get_default_connection = get_token_provider


async def _push(url: str, count: int, at_once: int, body: str) -> float:
    adapter = CloudAdapter(connection_manager=_SignIn())
    waiting = iter(range(count))

    async def send(context: TurnContext) -> None:
        await context.send_activity(Activity.model_validate_json(body))

    async def pushing() -> None:
        for number in waiting:
            place = Activity(
                type="event",
                channel_id="msteams",
                service_url=url,
                conversation=ConversationAccount(id=f"chat-{number}"),
                from_property=ChannelAccount(id="29:1"),
                recipient=ChannelAccount(id=f"28:{APP_ID}"),
            )
            await adapter.continue_conversation(APP_ID, place, send)

    start = time.perf_counter()
    await asyncio.gather(*(pushing() for _ in range(at_once)))
    return count / (time.perf_counter() - start)


if __name__ == "__main__":
    print(asyncio.run(_push(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.stdin.read())))
