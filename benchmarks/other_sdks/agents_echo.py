"""A server on Microsoft's Agents SDK (microsoft-agents-hosting-aiohttp) that answers every press
with a constant card, and looks at no token. The port is given."""

import logging
import sys

from aiohttp import web
from microsoft_agents.activity import AdaptiveCardInvokeResponse, AdaptiveCardInvokeValue
from microsoft_agents.hosting.aiohttp import CloudAdapter
from microsoft_agents.hosting.core import ActivityHandler, TurnContext
from microsoft_agents.hosting.core.authorization import AnonymousTokenProvider

CARD = {
    "type": "AdaptiveCard",
    "version": "1.5",
    "body": [{"type": "TextBlock", "text": "Completed"}],
}


class _SignIn:
    def get_token_provider(self, *_: object) -> AnonymousTokenProvider:
        return AnonymousTokenProvider()

    get_connection = get_default_connection = get_token_provider


class _Echo(ActivityHandler):  # type: ignore[misc]  # of a type that isn't known here
    async def on_adaptive_card_invoke(
        self, _: TurnContext, __: AdaptiveCardInvokeValue
    ) -> AdaptiveCardInvokeResponse:
        return AdaptiveCardInvokeResponse(
            status_code=200, type="application/vnd.microsoft.card.adaptive", value=CARD
        )


def _serve(port: int) -> None:
    # It would warn at each press that nobody is signed in.
    logging.disable(logging.WARNING)
    adapter, echo = CloudAdapter(connection_manager=_SignIn()), _Echo()

    async def messages(request: web.Request) -> web.StreamResponse:
        answer: web.StreamResponse = await adapter.process(request, echo)
        return answer

    app = web.Application()
    app.router.add_post("/api/messages", messages)
    web.run_app(app, host="127.0.0.1", port=port, access_log=None, print=None)


if __name__ == "__main__":
    _serve(int(sys.argv[1]))
