"""A server on Microsoft's Teams SDK for Python (microsoft-teams-apps) that answers every press
with a constant card, and looks at no token. The port is given."""

import asyncio
import sys

import uvicorn
from fastapi import FastAPI
from microsoft_teams.api import AdaptiveCardInvokeActivity
from microsoft_teams.api.models.adaptive_card import AdaptiveCardActionCardResponse
from microsoft_teams.apps import ActivityContext, App, FastAPIAdapter
from microsoft_teams.cards import AdaptiveCard, TextBlock

CARD = AdaptiveCard(body=[TextBlock(text="Completed")])


async def _echo(_: ActivityContext[AdaptiveCardInvokeActivity]) -> AdaptiveCardActionCardResponse:
    return AdaptiveCardActionCardResponse(value=CARD)


async def _serve(port: int) -> None:
    def quiet(on: FastAPI) -> uvicorn.Server:
        return uvicorn.Server(
            uvicorn.Config(on, "127.0.0.1", port, log_level="error", access_log=False)
        )

    app = App(
        dangerously_allow_unauthenticated_requests=True,
        http_server_adapter=FastAPIAdapter(server_factory=quiet),
    )
    app.on_card_action_execute(_echo)
    await app.start(port)


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1])))
