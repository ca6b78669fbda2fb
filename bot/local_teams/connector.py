"""The Bot Connector's REST API: what a bot calls to reach people (platform notes: Teams)."""

import asyncio
import math
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from aiohttp import web

from bot.local_teams.channels import Chat, Chats
from bot.local_teams.directory import Directory
from bot.local_teams.faults import REFUSALS, Fault, Faults
from bot.local_teams.limits import Limits, Throttle
from bot.local_teams.outgoing import as_teams_shows, check_activity, read_activity
from bot.local_teams.room import Room
from bot.local_teams.store import Message, Store
from bot.local_teams.wire import Handler, Json, Refused, answer, bad_argument, guarded, read_object

_BAD_GATEWAY = "<html><head><title>502 Bad Gateway</title></head><body>Bad Gateway</body></html>"
_UNAVAILABLE = "<html><body><h1>Service Unavailable</h1></body></html>"


class Connector:
    """Checks in the order of Teams: who asks, how often, where to, whether allowed, what."""

    def __init__(
        self,
        *,
        directory: Directory,
        chats: Chats,
        store: Store,
        room: Room,
        faults: Faults,
        limits: Limits,
        monotonic: Callable[[], float],
        now: Callable[[], datetime],
        bearer: Callable[[str], bool] | None,
    ) -> None:
        self._directory = directory
        self._chats = chats
        self._store = store
        self._room = room
        self._faults = faults
        self._limits = limits
        self._conversations = Throttle(limits.conversation, monotonic)
        self._tenant = Throttle(limits.tenant, monotonic)
        self._now = now
        self._bearer = bearer

    def routes(self) -> list[web.RouteDef]:
        chat = "/v3/conversations/{conversation}"
        activity = f"{chat}/activities/{{activity}}"
        return [
            web.post("/v3/conversations", self._admitted(self._create)),
            web.post(f"{chat}/activities", self._admitted(self._faulty(self._send))),
            web.post(activity, self._admitted(self._faulty(self._send))),
            web.put(activity, self._admitted(self._faulty(self._edit))),
            web.delete(activity, self._admitted(self._faulty(self._delete))),
            web.get(f"{chat}/members", self._admitted(self._members)),
            web.get(f"{chat}/pagedmembers", self._admitted(self._paged_members)),
            web.get(f"{chat}/members/{{member}}", self._admitted(self._member)),
        ]

    async def _create(self, request: web.Request) -> web.Response:
        body = await read_object(request)
        channel_data = body.get("channelData")
        data = channel_data if isinstance(channel_data, dict) else {}
        if body.get("isGroup"):
            return await self._create_post(body, data)
        tenant = data.get("tenant")
        tenant_id = body.get("tenantId") or (tenant.get("id") if isinstance(tenant, dict) else None)
        if tenant_id not in self._directory.councils:
            raise bad_argument("tenantId must name the tenant of a council.")
        members = body.get("members")
        if not isinstance(members, list) or len(members) != 1:
            raise bad_argument("Local Teams creates a chat with exactly one person.")
        member_id = members[0].get("id") if isinstance(members[0], dict) else None
        person = self._directory.member(member_id) if isinstance(member_id, str) else None
        if person is None or person.tenant_id != tenant_id:
            raise bad_argument("Failed to decrypt pairwise id: no such member in this tenant.")
        if not self._store.standing(person.object_id).installed:
            raise Refused(
                403,
                "ForbiddenOperationException",
                "Bot is not installed in user's personal scope.",
            )
        conversation_id = self._directory.conversation_id(person)
        self._slow_down(self._conversations, f"create {conversation_id}")
        return answer({"id": conversation_id}, status=201)

    async def _create_post(self, body: Json, channel_data: Json) -> web.Response:
        """A new post in a channel: `activity` begins the thread whose id comes back."""
        channel = channel_data.get("channel")
        channel_id = channel.get("id") if isinstance(channel, dict) else None
        chat = self._chats.channel(channel_id) if isinstance(channel_id, str) else None
        if chat is None:
            raise bad_argument("channelData.channel.id must name a channel of a team.")
        activity = body.get("activity")
        if not isinstance(activity, dict):
            raise bad_argument("A post in a channel begins with an activity.")
        self._slow_down(self._conversations, chat.id)
        (first, *_) = as_teams_shows(check_activity(activity))
        sent = self._post(chat, first)
        thread = replace(chat, thread=sent.id).conversation(self._directory)["id"]
        return answer({"id": thread, "activityId": sent.id}, status=201)

    async def _send(self, request: web.Request) -> web.Response:
        chat = self._writable(request)
        activity = await read_activity(request, at_most=self._limits.message_bytes)
        if activity["type"] == "typing":
            self._room.typing(chat)
            return answer({}, status=202)
        chat = self._thread_of(chat, request.match_info.get("activity"))
        parts = as_teams_shows(activity)
        sent = [self._post(chat, part) for part in parts]
        # Two messages came of one activity, and Teams then names neither.
        return answer({"id": sent[0].id} if len(sent) == 1 else {}, status=201)

    async def _edit(self, request: web.Request) -> web.Response:
        chat = self._writable(request)
        self._own_message(request, chat)
        activity = await read_activity(request, at_most=self._limits.message_bytes)
        message = self._own_message(request, chat)  # it may have gone while the body came
        if activity["type"] != "message":
            raise bad_argument("Only a message can be edited.")
        if len(as_teams_shows(activity)) > 1:
            raise Refused(400, "BadSyntax", "Activity resulted into multiple skype activities")
        self._room.edited(self._store.edit(message, activity, now=self._now()))
        return answer({"id": message.id})

    async def _delete(self, request: web.Request) -> web.Response:
        chat = self._writable(request)
        message = self._own_message(request, chat)
        self._store.delete(message)
        self._room.deleted(message)
        return web.Response()

    async def _members(self, request: web.Request) -> web.Response:
        return answer(self._accounts(request))

    async def _paged_members(self, request: web.Request) -> web.Response:
        return answer({"members": self._accounts(request)})

    async def _member(self, request: web.Request) -> web.Response:
        person = self._directory.member(request.match_info["member"])
        if person is None or person not in self._chat(request).members:
            raise Refused(404, "MemberNotFoundInConversation", "Member not found in conversation.")
        return answer(self._directory.account(person))

    def _accounts(self, request: web.Request) -> list[Json]:
        return [self._directory.account(person) for person in self._chat(request).members]

    def _post(self, chat: Chat, activity: Json) -> Message:
        now = self._now()
        message_id = self._store.next_id(now)
        message = self._store.add(
            message_id, chat.id, activity, author=None, now=now, thread=chat.thread
        )
        self._room.posted(message)
        return message

    def _chat(self, request: web.Request) -> Chat:
        chat = self._chats.in_conversation(request.match_info["conversation"])
        if chat is None:
            raise Refused(404, "ConversationNotFound", "Conversation not found.")
        if chat.channel is None and not self._store.standing(chat.id).installed:
            raise Refused(
                403, "BotNotInConversationRoster", "The bot is not part of the conversation roster."
            )
        return chat

    def _writable(self, request: web.Request) -> Chat:
        chat = self._chat(request)
        self._slow_down(self._conversations, chat.id)
        code = self._store.standing(chat.id).refusal if chat.channel is None else None
        if code is not None:
            raise Refused(403, code, REFUSALS[code])
        return chat

    def _thread_of(self, chat: Chat, reply_to: str | None) -> Chat:
        """The thread that a message goes to; a reply to a message goes to that one's thread."""
        if chat.channel is None:
            return chat
        wanted = chat.thread or reply_to
        post = self._store.message(wanted) if wanted is not None else None
        if post is not None and post.chat == chat.id:
            return replace(chat, thread=post.thread or post.id)
        if chat.thread is not None:
            raise Refused(404, "ConversationNotFound", "Conversation not found.")
        return chat

    def _own_message(self, request: web.Request, chat: Chat) -> Message:
        message = self._store.message(request.match_info["activity"])
        if message is None or message.chat != chat.id or not message.from_bot:
            raise Refused(404, "ActivityNotFoundInConversation", "Activity not found.")
        return message

    def _slow_down(self, throttle: Throttle, key: str) -> None:
        wait = throttle.admit(key)
        if wait > 0:
            raise _too_many(math.ceil(wait))

    def _admitted(self, handler: Handler) -> Handler:
        async def admit(request: web.Request) -> web.StreamResponse:
            scheme, _, token = request.headers.get("Authorization", "").partition(" ")
            if self._bearer is not None and not (
                scheme.lower() == "bearer" and self._bearer(token)
            ):
                raise Refused(
                    401, "Unauthorized", "Authorization has been denied for this request."
                )
            self._slow_down(self._tenant, self._tenant_of(request))
            return await handler(request)

        return guarded(admit)

    def _tenant_of(self, request: web.Request) -> str:
        """Whose limit a request counts towards; creating chats has one of its own."""
        chat = self._chats.in_conversation(request.match_info.get("conversation", ""))
        return chat.tenant_id if chat else ""

    def _faulty(self, handler: Handler) -> Handler:
        async def with_fault(request: web.Request) -> web.StreamResponse:
            fault = self._faults.take()
            if fault is None:
                return await handler(request)
            refusal = _refusal(fault)
            if refusal is not None:
                return refusal
            if fault.kind == "slow":
                await asyncio.sleep(fault.seconds)
                return await handler(request)
            if fault.kind != "drop_before":
                await handler(request)
            if fault.kind == "empty":
                return web.Response(status=201)
            if request.transport is not None:
                request.transport.abort()
            return web.Response()

        return with_fault


def _refusal(fault: Fault) -> web.Response | None:
    if fault.kind == "throttled":
        return _too_many(fault.seconds).response()
    if fault.kind == "bad_gateway":
        return web.Response(status=502, text=_BAD_GATEWAY, content_type="text/html")
    if fault.kind == "unavailable":
        return web.Response(status=503, text=_UNAVAILABLE, content_type="text/html")
    return None


def _too_many(seconds: float) -> Refused:
    return Refused(429, "Throttled", "Too many requests.", retry_after=seconds)
