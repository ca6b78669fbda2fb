"""The seam around the Bot Framework SDK: one turn in, answers out through our own connector.

Of the SDK only BotAdapter, TurnContext and the Activity model are used. Its HTTP client, its
retry policy and its sign-in are left aside, and so is msrest's (de)serialiser, which alone costs
more than the rest of a request (platform notes, the SDK).
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from functools import cache, partial
from typing import Final, Protocol

import orjson
from botbuilder.core import BotAdapter, InvokeResponse, TurnContext
from botbuilder.schema import (
    Activity,
    ActivityTypes,
    Attachment,
    ChannelAccount,
    ConversationAccount,
    ConversationReference,
    DeliveryModes,
    Entity,
    MessageReaction,
    ResourceResponse,
)
from msrest.serialization import Model

from bot.authentication import Claims, Forbidden
from bot.connector import Connector

# Keys of TurnContext.turn_state.
RAW_ACTIVITY: Final = "sightline.activity"
CLAIMS: Final = "sightline.claims"
INVOKE_RESPONSE: Final = "BotFrameworkAdapter.InvokeResponse"  # the SDK's own handlers look here

# msrest's names for what a model declares, and for what came beside it.
DECLARED: Final = "_attribute_map"
EXTRAS: Final = "additional_properties"


class Bot(Protocol):
    """What a turn is given to."""

    async def on_turn(self, context: TurnContext) -> None:
        """Handle one activity; an invoke is answered through `answer`."""


OnError = Callable[[TurnContext, Exception], Awaitable[object]]
"""Told of what a handler raised; for an invoke, what it returns is the body of the answer."""


class ActivityMalformed(ValueError):
    """What came is no activity: a field is missing or of the wrong kind. It holds no value."""


class Adapter(BotAdapter):  # type: ignore[misc]  # the SDK ships no types
    """Runs turns, and sends what they say through the connector.

    Sending raises the connector's errors, and nothing swallows them.
    """

    def __init__(self, connector: Connector, on_error: OnError) -> None:
        super().__init__()
        self._connector = connector
        self._on_error = on_error

    async def process(
        self, claims: Claims, activity: Mapping[str, object], bot: Bot
    ) -> InvokeResponse | None:
        """Run one turn; an invoke's answer (status and body), or None for any other activity.

        `activity` is the JSON object as it came; the turn finds it by `raw_activity`.

        Raises:
            Unauthenticated, Forbidden: the claims do not cover the activity, the service URL in it
                is none that anything is posted to, or the bot does not serve whom it comes from.
            ActivityMalformed: it is not an activity.
        """
        claims.admit(activity)
        if not self._connector.posts_to(activity.get("serviceUrl")):
            # Taken in, it would be kept as the way to the person, and they be reached no more.
            raise Forbidden("The activity's service URL is none that is posted to.")
        context = TurnContext(self, read_activity(activity))
        context.turn_state.update({RAW_ACTIVITY: activity, CLAIMS: claims})
        try:
            # The SDK's pipeline is for middleware, of which there is none.
            await bot.on_turn(context)
        except Forbidden:
            raise
        except Exception as error:  # noqa: BLE001 - the hook decides, instead of the SDK's null 501
            answer(context, await self._on_error(context, error))
        return _outcome(context)

    async def send_activities(
        self,
        context: TurnContext,
        activities: Sequence[Activity],
    ) -> list[ResourceResponse]:
        """Post them one after the other; for TurnContext.send_activities."""
        return [await self._send(context, activity) for activity in activities]

    async def _send(self, context: TurnContext, activity: Activity) -> ResourceResponse:
        if activity.type == ActivityTypes.invoke_response:
            context.turn_state[INVOKE_RESPONSE] = activity.value
            return ResourceResponse()
        if activity.type == ActivityTypes.trace:  # for the emulator; Teams refuses it
            return ResourceResponse()
        sent = await self._connector.send(
            activity.service_url, activity.conversation.id, to_json(activity)
        )
        return ResourceResponse(id=sent)

    async def update_activity(self, context: TurnContext, activity: Activity) -> ResourceResponse:  # noqa: ARG002 - the SDK's signature
        """Replace the activity of the same id; for TurnContext.update_activity."""
        await self._connector.edit(
            activity.service_url, activity.conversation.id, activity.id, to_json(activity)
        )
        return ResourceResponse(id=activity.id)

    async def delete_activity(
        self,
        context: TurnContext,  # noqa: ARG002 - the SDK's signature
        reference: ConversationReference,
    ) -> None:
        """Take an activity back; for TurnContext.delete_activity."""
        await self._connector.delete(
            reference.service_url, reference.conversation.id, reference.activity_id
        )


def raw_activity(context: TurnContext) -> Mapping[str, object]:
    """The activity's JSON as it came, with what the SDK's model loses."""
    raw: Mapping[str, object] = context.turn_state[RAW_ACTIVITY]
    return raw


def tenant_id(context: TurnContext) -> str | None:
    """The tenant that the activity comes from, as channelData says; None where somebody's own chat
    is of another.

    The SDK's model loses conversation.tenantId (platform notes, the SDK).
    """
    raw = raw_activity(context)
    channel_data, chat = raw.get("channelData"), raw.get("conversation")
    tenant = channel_data.get("tenant") if isinstance(channel_data, dict) else None
    found = tenant.get("id") if isinstance(tenant, dict) else None
    if isinstance(chat, dict) and chat.get("conversationType") == "personal":
        found = found if chat.get("tenantId") in (None, found) else None
    return found if isinstance(found, str) else None


def answer(context: TurnContext, body: object, status: int = 200) -> None:
    """Answer an invoke with JSON: dicts and lists, or the SDK's models.

    Dearer by a deep copy of the card, the SDK's way works too: sending an `invokeResponse`.
    """
    context.turn_state[INVOKE_RESPONSE] = InvokeResponse(status=status, body=body)


def _outcome(context: TurnContext) -> InvokeResponse | None:
    activity = context.activity
    if activity.delivery_mode == DeliveryModes.expect_replies:
        return InvokeResponse(status=200, body={"activities": context.buffered_reply_activities})
    if activity.type != ActivityTypes.invoke:
        return None
    given = context.turn_state.get(INVOKE_RESPONSE)
    if given is None:
        return InvokeResponse(status=501, body={"error": "The bot has no answer to this."})
    return given


def to_json(value: object) -> bytes:
    """JSON of dicts, lists and the SDK's models."""
    return orjson.dumps(value, default=_plain)


def _plain(model: object) -> dict[str, object]:
    if not isinstance(model, Model):
        raise TypeError(type(model).__name__)
    kind: type = type(model)
    stated = {
        wire: value
        for wire, (name, *_) in _fields(kind).items()
        if (value := getattr(model, name)) is not None
    }
    return {**(getattr(model, EXTRAS, None) or {}), **stated}


def read_activity(raw: Mapping[str, object]) -> Activity:
    """The SDK's model of an activity; what Teams never sends stays in the raw one alone.

    Raises:
        ActivityMalformed: a field is of the wrong kind, or there is no type or no conversation.
    """
    activity: Activity = _model(Activity, raw)
    if not activity.type or activity.conversation is None or not activity.conversation.id:
        raise ActivityMalformed("The activity has no type or no conversation.")
    return activity


def _model(model: type, raw: object) -> Model:
    if not isinstance(raw, dict):
        raise ActivityMalformed(f"A {model.__name__} is not an object.")
    known = _fields(model)
    stated = _nothing_stated(model).copy()
    others: dict[str, object] = {}
    for wire, value in raw.items():
        field = known.get(wire)
        if field is None:
            others[wire] = value
        elif value is not None:
            name, kind, read = field
            if not isinstance(value, kind):
                raise ActivityMalformed(f"A field of the activity is not a {kind.__name__}.")
            stated[name] = read(value) if read else value
    stated[EXTRAS] = others
    # The SDK's constructor does the same at twice the price: it sets each attribute by its name.
    built: Model = object.__new__(model)
    built.__dict__ = stated
    return built


def _moment(value: object) -> datetime:
    try:
        return datetime.fromisoformat(str(value))
    except ValueError:
        raise ActivityMalformed("A time of the activity is not one.") from None


def _list_of(model: type, value: object) -> list[Model]:
    if not isinstance(value, list):
        raise ActivityMalformed(f"A list of {model.__name__} is not a list.")
    return [_model(model, entry) for entry in value]


def _unread(_: object) -> None:
    """Reads what is of no use in Teams."""


_Reader = Callable[[object], object]

# By msrest's names of types. Those that are in neither are not read.
_PLAIN: Final[dict[str, type]] = {"str": str, "bool": bool, "object": object}
_READERS: Final[dict[str, _Reader]] = {
    "iso-8601": _moment,
    "ChannelAccount": partial(_model, ChannelAccount),
    "ConversationAccount": partial(_model, ConversationAccount),
    "[ChannelAccount]": partial(_list_of, ChannelAccount),
    "[Attachment]": partial(_list_of, Attachment),
    "[Entity]": partial(_list_of, Entity),
    "[MessageReaction]": partial(_list_of, MessageReaction),
}


@cache
def _fields(model: type) -> dict[str, tuple[str, type, _Reader | None]]:
    """For each name on the wire, the model's attribute, the kind that its value is of, and what
    reads it, unless it is plain."""
    declared: Mapping[str, Mapping[str, str]] = getattr(model, DECLARED)
    fields = {spec["key"]: (name, *_reading(spec["type"])) for name, spec in declared.items()}
    if model is ConversationAccount:
        # The SDK declares tenantID; Teams writes tenantId.
        fields["tenantId"] = fields.pop("tenantID")
    return fields


def _reading(type_name: str) -> tuple[type, _Reader | None]:
    if type_name in _PLAIN:
        return _PLAIN[type_name], None
    return object, _READERS.get(type_name, _unread)


@cache
def _nothing_stated(model: type) -> dict[str, object]:
    """The attributes of a model that nothing is said in."""
    nothing: dict[str, object] = vars(model())
    return nothing
