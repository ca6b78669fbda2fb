"""What open pages are shown: people and messages as the page's JSON, told as they change."""

from bot.local_teams.directory import Directory, Resident
from bot.local_teams.live import Live
from bot.local_teams.store import Message, Store
from bot.local_teams.wire import Json


class Room:
    """Describes people and messages to the page, and tells open pages of each change."""

    def __init__(self, directory: Directory, store: Store, live: Live) -> None:
        self._directory = directory
        self._store = store
        self._live = live

    def person(self, person: Resident) -> Json:
        standing = self._store.standing(person.object_id)
        return {
            "id": person.object_id,
            "name": person.name,
            "email": person.email,
            "title": person.title,
            "council": self._directory.councils[person.tenant_id],
            "installed": standing.installed,
            "refusal": standing.refusal,
            "unread": self._store.unread(person.object_id),
        }

    @staticmethod
    def message(message: Message) -> Json:
        activity = message.activity
        return {
            "id": message.id,
            "seq": message.seq,
            "fromBot": message.from_bot,
            "sentAt": message.sent_at.isoformat(),
            "editedAt": message.edited_at and message.edited_at.isoformat(),
            "text": activity.get("text") or "",
            "summary": activity.get("summary") or "",
            "attachments": (activity.get("attachments") or []) if message.from_bot else [],
        }

    def posted(self, message: Message) -> None:
        if self._live.heard:
            event = {"kind": "message", "message": self.message(message)}
            self._live.tell(message.person, event)
            self._counted(message)

    def edited(self, message: Message) -> None:
        event = {"kind": "message", "message": self.message(message)}
        self._live.tell(message.person, event)

    def deleted(self, message: Message) -> None:
        self._live.tell(message.person, {"kind": "deleted", "id": message.id})
        self._counted(message)

    def typing(self, person: Resident) -> None:
        self._live.tell(person.object_id, {"kind": "typing"})

    def changed(self, person: Resident) -> None:
        self._live.tell_all({"kind": "person", "person": self.person(person)})

    def _counted(self, message: Message) -> None:
        person = self._directory.person(message.person)
        if message.from_bot and person is not None:
            self.changed(person)
