"""Pushes through the SDK as it comes: what Sightline's own path is instead of."""

import asyncio
import time

from botbuilder.core import TurnContext
from botbuilder.core.cloud_adapter_base import CloudAdapterBase
from botbuilder.schema import Activity, ConversationAccount, ConversationReference
from botframework.connector.auth import BotFrameworkAuthenticationFactory


async def stock_pushes(url: str, count: int, at_once: int, activity: dict[str, object]) -> float:
    """Pushes a second to the Connector at `url`, without authentication."""
    adapter = CloudAdapterBase(BotFrameworkAuthenticationFactory.create())
    waiting = iter(range(count))

    async def send(context: TurnContext) -> None:
        await context.send_activity(Activity().deserialize(activity))

    async def pushing() -> None:
        for number in waiting:
            reference = ConversationReference(
                service_url=url,
                channel_id="msteams",
                conversation=ConversationAccount(id=f"chat-{number}"),
            )
            await adapter.continue_conversation(reference, send, "")

    start = time.perf_counter()
    await asyncio.gather(*(pushing() for _ in range(at_once)))
    return count / (time.perf_counter() - start)
