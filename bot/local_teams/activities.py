"""The activities that Teams sends to a bot, in full, as captured from Microsoft Teams' shapes."""

import html
import uuid
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.local_teams.directory import Directory, Resident
from bot.local_teams.wire import Json

_LONDON = ZoneInfo("Europe/London")
_LOCALE = "en-GB"


@dataclass(frozen=True, slots=True)
class Activities:
    """Writes what one person does as the activity that reaches the bot. Times are UTC."""

    directory: Directory
    service_url: str

    def message(self, person: Resident, message_id: str, text: str, now: datetime) -> Json:
        as_html = f"<p>{html.escape(text)}</p>"
        return {
            **self._envelope(person, now),
            "type": "message",
            "id": message_id,
            "text": text,
            "textFormat": "plain",
            # Teams sends every typed message a second time, as HTML.
            "attachments": [{"contentType": "text/html", "content": as_html}],
        }

    def submit(self, person: Resident, reply_to: str, data: Json, now: datetime) -> Json:
        """Action.Submit: a message without text whose `value` is the card's data."""
        return {
            **self._envelope(person, now),
            "type": "message",
            "id": _event_id(),
            "value": data,
            "replyToId": reply_to,
        }

    def execute(self, person: Resident, reply_to: str, action: Json, now: datetime) -> Json:
        """Action.Execute, pressed by hand."""
        value = {"action": action, "trigger": "manual"}
        return self._invoke(person, "adaptiveCard/action", value, now, reply_to=reply_to)

    def fetch_dialog(self, person: Resident, reply_to: str, data: Json, now: datetime) -> Json:
        value = {"data": data, "context": {"theme": "default"}}
        return self._invoke(person, "task/fetch", value, now, reply_to=reply_to)

    def submit_dialog(self, person: Resident, data: Json, now: datetime) -> Json:
        value = {"data": data, "context": {"theme": "default"}}
        return self._invoke(person, "task/submit", value, now)

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
        *,
        reply_to: str | None = None,
    ) -> Json:
        activity = {
            **self._envelope(person, now),
            "type": "invoke",
            "name": name,
            "id": _event_id(),
            "value": value,
        }
        activity["channelData"]["source"] = {"name": "message"}
        if reply_to is not None:
            activity["replyToId"] = reply_to
            activity["channelData"]["legacy"] = {"replyToId": f"1:{reply_to}"}
        return activity

    def _envelope(self, person: Resident, now: datetime) -> Json:
        directory = self.directory
        return {
            "timestamp": now.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "localTimestamp": now.astimezone(_LONDON).isoformat(timespec="milliseconds"),
            "localTimezone": "Europe/London",
            "channelId": "msteams",
            "serviceUrl": self.service_url,
            "from": directory.sender(person),
            "conversation": {
                "conversationType": "personal",
                "tenantId": person.tenant_id,
                "id": directory.conversation_id(person),
            },
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
            "channelData": {"tenant": {"id": person.tenant_id}},
            "locale": _LOCALE,
        }


def _event_id() -> str:
    """Teams' id of what is not a message in the chat."""
    return f"f:{uuid.uuid4()}"
