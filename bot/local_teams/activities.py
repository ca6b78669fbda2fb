"""The activities that Teams sends to a bot, in full, as captured from Microsoft Teams' shapes."""

import html
import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.local_teams.channels import Chat, own_chat
from bot.local_teams.directory import Directory, Resident
from bot.local_teams.wire import Json

_LONDON = ZoneInfo("Europe/London")
_LOCALE = "en-GB"
_CONTEXT = {"theme": "default"}


@dataclass(frozen=True, slots=True)
class Activities:
    """Writes what one person does as the activity that reaches the bot. Times are UTC.

    What is said without a `chat` is said in the person's own.
    """

    directory: Directory
    service_url: str

    def message(
        self,
        person: Resident,
        message_id: str,
        text: str,
        now: datetime,
        *,
        chat: Chat | None = None,
        cards: Sequence[Json] = (),
    ) -> Json:
        """What a person typed; `cards` are attachments that a message extension gave them."""
        name = self.directory.bot["name"]
        said = _mention(text, name) if chat is not None and chat.channel else text
        activity = {
            **self._envelope(person, now, chat, message_id),
            "type": "message",
            "id": message_id,
            # Teams sends every typed message a second time, as HTML.
            "attachments": [*cards, {"contentType": "text/html", "content": _html(said, name)}],
        }
        if text:
            activity |= {"text": said, "textFormat": "plain"}
        if said != text:
            mention = {"type": "mention", "mentioned": self.directory.bot, "text": _tag(name)}
            activity["entities"] = [mention, *activity["entities"]]
        if chat is not None and chat.thread is not None:
            activity["replyToId"] = chat.thread
        return activity

    def submit(
        self,
        person: Resident,
        reply_to: str,
        data: Json,
        now: datetime,
        *,
        chat: Chat | None = None,
    ) -> Json:
        """Action.Submit: a message without text whose `value` is the card's data."""
        return {
            **self._envelope(person, now, chat),
            "type": "message",
            "id": _event_id(),
            "value": data,
            "replyToId": reply_to,
        }

    def execute(
        self,
        person: Resident,
        reply_to: str,
        action: Json,
        now: datetime,
        *,
        chat: Chat | None = None,
        trigger: str = "manual",
    ) -> Json:
        """Action.Execute: pressed by hand, or `automatic` when a card is refreshed."""
        value = {"action": action, "trigger": trigger}
        return self._invoke(person, "adaptiveCard/action", value, now, chat, reply_to=reply_to)

    def fetch_dialog(
        self,
        person: Resident,
        reply_to: str,
        data: Json,
        now: datetime,
        *,
        chat: Chat | None = None,
    ) -> Json:
        value = {"data": data, "context": _CONTEXT}
        return self._invoke(person, "task/fetch", value, now, chat, reply_to=reply_to)

    def submit_dialog(
        self, person: Resident, data: Json, now: datetime, *, chat: Chat | None = None
    ) -> Json:
        return self._invoke(person, "task/submit", {"data": data, "context": _CONTEXT}, now, chat)

    def extension(
        self, person: Resident, name: str, value: Json, now: datetime, chat: Chat
    ) -> Json:
        """What is done with the message extension, from the box in which messages are written."""
        return self._invoke(person, name, value, now, chat, source="compose")

    def installation(self, person: Resident, *, added: bool, now: datetime) -> Json:
        return {
            **self._envelope(person, now),
            "type": "installationUpdate",
            "id": _event_id(),
            "action": "add" if added else "remove",
        }

    def bot_added(self, person: Resident, now: datetime) -> Json:
        return {
            **self._envelope(person, now),
            "type": "conversationUpdate",
            "id": _event_id(),
            "membersAdded": [{"id": self.directory.bot["id"]}],
        }

    def _invoke(
        self,
        person: Resident,
        name: str,
        value: Json,
        now: datetime,
        chat: Chat | None,
        *,
        reply_to: str | None = None,
        source: str = "message",
    ) -> Json:
        activity = {
            **self._envelope(person, now, chat),
            "type": "invoke",
            "name": name,
            "id": _event_id(),
            "value": value,
        }
        activity["channelData"]["source"] = {"name": source}
        if reply_to is not None:
            activity["replyToId"] = reply_to
            activity["channelData"]["legacy"] = {"replyToId": f"1:{reply_to}"}
        return activity

    def _envelope(
        self,
        person: Resident,
        now: datetime,
        chat: Chat | None = None,
        message_id: str | None = None,
    ) -> Json:
        directory = self.directory
        chat = chat or own_chat(person)
        return {
            "timestamp": now.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "localTimestamp": now.astimezone(_LONDON).isoformat(timespec="milliseconds"),
            "localTimezone": "Europe/London",
            "channelId": "msteams",
            "serviceUrl": self.service_url,
            "from": directory.sender(person),
            "conversation": chat.conversation(directory, message_id),
            "recipient": directory.bot,
            "entities": [
                {
                    "type": "clientInfo",
                    "locale": _LOCALE,
                    "country": "GB",
                    "platform": "Web",
                    "timezone": "Europe/London",
                }
            ],
            "channelData": chat.channel_data(),
            "locale": _LOCALE,
        }


def mentions(text: str, name: str) -> bool:
    """Whether `text` speaks to `name`: the bot hears nothing else in a channel."""
    return _mention(text, name) != text


def _mention(text: str, name: str) -> str:
    return re.sub(rf"@{re.escape(name)}\b", _tag(name), text, flags=re.IGNORECASE)


def _tag(name: str) -> str:
    return f"<at>{name}</at>"


def _html(said: str, name: str) -> str:
    mention = f'<span itemscope itemtype="http://schema.skype.com/Mention" itemid="0">{name}</span>'
    return f"<p>{html.escape(said).replace(html.escape(_tag(name)), mention)}</p>"


def _event_id() -> str:
    """Teams' id of what is not a message in the chat."""
    return f"f:{uuid.uuid4()}"
