from collections.abc import AsyncIterator, Awaitable, Callable

import aiohttp
import orjson
import pytest
from aiohttp import web
from botbuilder.core import InvokeResponse, TurnContext
from botbuilder.core.teams import TeamsActivityHandler
from botbuilder.schema import Activity, Attachment, DeliveryModes
from botbuilder.schema.teams import TaskModuleMessageResponse, TaskModuleResponse

from bot.adapter import Adapter, answer, raw_activity, tenant_id, to_json
from bot.authentication import Claims, FixedToken, Forbidden
from bot.authentication.addresses import is_loopback_url
from bot.connector import Connector, Refused
from tests.bot.serving import activity, serving
from tests.unauthenticated import NoAuthentication

TENANT = "22222222-2222-4222-8222-222222222222"


class Turn:
    """A bot made of one function."""

    def __init__(self, handler: Callable[[TurnContext], Awaitable[object]]) -> None:
        self._handler = handler

    async def on_turn(self, context: TurnContext) -> None:
        await self._handler(context)


class Harness:
    """An adapter whose connector posts to a server that keeps what it gets."""

    def __init__(self) -> None:
        self.url = ""
        self.status = 201
        self.sent: list[tuple[str, str, dict[str, object]]] = []
        self.errors: list[Exception] = []
        self.adapter: Adapter
        self.claims: Claims

    async def take(self, request: web.Request) -> web.Response:
        text = await request.read()
        self.sent.append((request.method, request.path, orjson.loads(text) if text else {}))
        return web.json_response({"id": f"sent {len(self.sent)}"}, status=self.status)

    async def on_error(self, _: TurnContext, error: Exception) -> object:
        self.errors.append(error)
        return {"card": "went wrong"}

    async def run(
        self, handler: Callable[[TurnContext], Awaitable[object]], **changes: object
    ) -> InvokeResponse | None:
        raw = activity(**{"serviceUrl": self.url, **changes})
        return await self.adapter.process(self.claims, raw, Turn(handler))


@pytest.fixture
async def there() -> AsyncIterator[Harness]:
    harness = Harness()
    app = web.Application()
    app.router.add_route("*", "/{anything:.*}", harness.take)
    async with serving(app) as url, aiohttp.ClientSession() as session:
        harness.url = url
        connector = Connector(session, FixedToken(), is_loopback_url)
        harness.adapter = Adapter(connector, harness.on_error)
        harness.claims = await NoAuthentication("127.0.0.1").verify(None)
        yield harness


async def test_an_invoke_is_answered_with_what_the_handler_gave(there: Harness) -> None:
    async def handler(context: TurnContext) -> None:
        answer(context, {"card": 1}, status=200)

    outcome = await there.run(handler)

    assert outcome is not None
    assert (outcome.status, outcome.body) == (200, {"card": 1})
    assert there.sent == []


async def test_the_sdks_own_way_of_answering_an_invoke_works_too(there: Harness) -> None:
    async def handler(context: TurnContext) -> None:
        response = InvokeResponse(status=200, body={"card": 1})
        await context.send_activity(Activity(type="invokeResponse", value=response))

    outcome = await there.run(handler)

    assert outcome is not None
    assert outcome.body == {"card": 1}
    assert there.sent == []


async def test_the_sdks_own_handlers_run_on_it(there: Harness) -> None:
    class Dialogs(TeamsActivityHandler):  # type: ignore[misc]  # the SDK ships no types
        async def on_teams_task_module_fetch(
            self,
            turn_context: TurnContext,
            task_module_request: object,
        ) -> TaskModuleResponse:
            return TaskModuleResponse(task=TaskModuleMessageResponse(value="done"))

    raw = activity(serviceUrl=there.url, name="task/fetch", value={"data": {}})
    outcome = await there.adapter.process(there.claims, raw, Dialogs())

    assert outcome is not None
    assert orjson.loads(to_json(outcome.body)) == {"task": {"type": "message", "value": "done"}}


async def test_an_invoke_that_nobody_answers_is_501_with_a_reason(there: Harness) -> None:
    async def silent(_: TurnContext) -> None: ...

    outcome = await there.run(silent)

    assert outcome is not None
    assert outcome.status == 501
    assert outcome.body


# With on_turn_error set, the SDK makes of an exception in an invoke handler a 501 with null.
async def test_an_exception_in_an_invoke_handler_becomes_the_hooks_answer(there: Harness) -> None:
    async def broken(_: TurnContext) -> None:
        raise ZeroDivisionError

    outcome = await there.run(broken)

    assert outcome is not None
    assert (outcome.status, outcome.body) == (200, {"card": "went wrong"})
    assert [type(error) for error in there.errors] == [ZeroDivisionError]


# With on_turn_error set, the SDK swallows a failed send.
async def test_a_send_that_fails_reaches_the_handler_and_then_the_hook(there: Harness) -> None:
    there.status = 404
    caught: list[Exception] = []

    async def handler(context: TurnContext) -> None:
        try:
            await context.send_activity("hello")
        except Refused as error:
            caught.append(error)
            raise

    await there.run(handler, type="message", text="hello")

    assert there.errors == caught
    assert len(caught) == 1


async def test_a_message_is_answered_by_no_body(there: Harness) -> None:
    async def handler(context: TurnContext) -> None:
        sent = await context.send_activity("Good morning")
        assert sent.id == "sent 1"

    assert await there.run(handler, type="message", text="hello") is None

    method, path, body = there.sent[0]
    assert (method, path) == ("POST", "/v3/conversations/a:1abc/activities")
    assert body["text"] == "Good morning"
    assert body["replyToId"] == "f:1"
    assert isinstance(body["recipient"], dict)
    assert body["recipient"]["id"] == "29:1abc"


async def test_a_card_goes_out_as_it_was_made(there: Harness) -> None:
    content: dict[str, object] = {
        "type": "AdaptiveCard",
        "body": [],
        "unknown": None,
        "msteams": {"width": "Full"},
    }

    async def handler(context: TurnContext) -> None:
        card = Attachment(content_type="application/vnd.microsoft.card.adaptive", content=content)
        await context.send_activity(Activity(type="message", attachments=[card]))

    await there.run(handler, type="message")

    attachments = there.sent[0][2]["attachments"]
    assert isinstance(attachments, list)
    assert attachments[0]["content"] == content
    assert attachments[0]["contentType"] == "application/vnd.microsoft.card.adaptive"


async def test_messages_are_changed_and_taken_back_in_place(there: Harness) -> None:
    async def handler(context: TurnContext) -> None:
        await context.update_activity(Activity(type="message", id="17", text="new"))
        await context.delete_activity("18")

    await there.run(handler, type="message")

    assert [(method, path) for method, path, _ in there.sent] == [
        ("PUT", "/v3/conversations/a:1abc/activities/17"),
        ("DELETE", "/v3/conversations/a:1abc/activities/18"),
    ]


async def test_traces_for_the_emulator_stay_here(there: Harness) -> None:
    async def handler(context: TurnContext) -> None:
        await context.send_trace_activity("trace", {"secret": 1})

    await there.run(handler, type="message")

    assert there.sent == []


async def test_a_caller_who_expects_replies_gets_them_in_the_answer(there: Harness) -> None:
    async def handler(context: TurnContext) -> None:
        await context.send_activity("Good morning")

    outcome = await there.run(
        handler, type="message", deliveryMode=DeliveryModes.expect_replies.value
    )

    assert outcome is not None
    replies = orjson.loads(to_json(outcome.body))["activities"]
    assert [reply["text"] for reply in replies] == ["Good morning"]
    assert there.sent == []


async def test_an_activity_that_the_claims_do_not_cover_reaches_no_bot(there: Harness) -> None:
    async def untouched(_: TurnContext) -> None:
        raise AssertionError

    with pytest.raises(Forbidden):
        await there.run(untouched, serviceUrl="https://smba.trafficmanager.net/uk/")
    assert there.errors == []


# The SDK's model declares tenantID where Teams writes tenantId, and so loses it.
async def test_the_tenant_is_known_though_the_sdk_loses_it(there: Harness) -> None:
    known: list[object] = []

    async def handler(context: TurnContext) -> None:
        known.append(tenant_id(context))
        known.append(context.activity.conversation.tenant_id)
        known.append(raw_activity(context)["conversation"])

    await there.run(handler, type="message")

    assert known[:2] == [TENANT, TENANT]
    assert Activity.deserialize(activity()).conversation.tenant_id is None


@pytest.mark.parametrize("channel_data", [None, {}, {"tenant": None}, {"tenant": {"id": 7}}, []])
async def test_a_tenant_that_is_not_said_is_none(there: Harness, channel_data: object) -> None:
    known: list[object] = []

    async def handler(context: TurnContext) -> None:
        known.append(tenant_id(context))

    await there.run(handler, type="message", channelData=channel_data)

    assert known == [None]
