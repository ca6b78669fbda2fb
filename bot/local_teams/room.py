"""What open pages are shown: people and messages as the page's JSON, told as they change."""

from bot.local_teams.channels import Channel, Chat, Chats
from bot.local_teams.directory import Directory, Resident
from bot.local_teams.live import Live
from bot.local_teams.refreshing import refresh_action, refreshes_itself
from bot.local_teams.store import Message, Store
from bot.local_teams.wire import Json

_AS_TYPED = "text/html"
"""The content type of a typed text's second form, which Teams adds and nobody sees."""


class Room:
    """Describes people and messages to the page, and tells open pages of each change."""

    def __init__(self, directory: Directory, chats: Chats, store: Store, live: Live) -> None:
        self._directory = directory
        self._chats = chats
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
            "channels": [self._channel(person, each) for each in self._chats.of(person)],
        }

    def message(self, message: Message, chat: Chat, reader: Resident) -> Json:
        """A message as `reader` is shown it. `refreshes` says that its card has a view of theirs,
        to be asked for when it is shown; `refreshable`, that it can be asked for."""
        activity = message.activity
        attachments = activity.get("attachments") or []
        user_id = self._directory.sender(reader)["id"]
        thread = message.thread and self._store.message(message.thread)
        return {
            "id": message.id,
            "seq": message.seq,
            "thread": message.thread,
            "threadSeq": thread.seq if thread else message.seq,
            "fromBot": message.from_bot,
            "author": self._author(message, reader),
            "sentAt": message.sent_at.isoformat(),
            "editedAt": message.edited_at and message.edited_at.isoformat(),
            "text": self._text(activity),
            "summary": activity.get("summary") or "",
            "attachments": [a for a in attachments if a.get("contentType") != _AS_TYPED],
            "refreshes": refreshes_itself(activity, user_id, len(chat.members)),
            "refreshable": refresh_action(activity) is not None,
        }

    def posted(self, message: Message) -> None:
        if self._live.heard:
            self.edited(message)
            self._counted(message)

    def edited(self, message: Message) -> None:
        chat = self._chat(message)
        for reader in chat.members:
            if self._live.shown_to(reader.object_id):
                shown = self.message(message, chat, reader)
                event = {"kind": "message", **_of(chat), "message": shown}
                self._live.tell(reader.object_id, event)

    def deleted(self, message: Message) -> None:
        chat = self._chat(message)
        for reader in chat.members:
            event = {"kind": "deleted", **_of(chat), "id": message.id}
            self._live.tell(reader.object_id, event)
        self._counted(message)

    def typing(self, chat: Chat) -> None:
        for reader in chat.members:
            self._live.tell(reader.object_id, {"kind": "typing", **_of(chat)})

    def changed(self, person: Resident) -> None:
        self._live.tell_all({"kind": "person", "person": self.person(person)})

    def _counted(self, message: Message) -> None:
        chat = self._chat(message)
        if chat.channel is not None or message.from_bot:
            for reader in chat.members:
                self.changed(reader)

    def _channel(self, person: Resident, channel: Channel) -> Json:
        unread = self._store.unread_in(person.object_id, channel.id)
        of = {"id": channel.id, "name": channel.name, "team": channel.team.name}
        return {**of, "members": len(channel.members), "unread": unread}

    def _chat(self, message: Message) -> Chat:
        chat = self._chats.kept_under(message.chat)
        if chat is None:
            raise RuntimeError("A message was kept of a chat that there is not.")
        return chat

    def _author(self, message: Message, reader: Resident) -> str | None:
        """Whose name stands by a message; none by one's own."""
        if message.from_bot:
            return str(self._directory.bot["name"])
        if message.author in (None, reader.object_id):
            return None
        author = self._directory.person(message.author)
        return author.name if author else "Someone who has left"

    def _text(self, activity: Json) -> str:
        """A mention as it is read."""
        text = activity.get("text") or ""
        name = self._directory.bot["name"]
        return str(text).replace(f"<at>{name}</at>", f"@{name}")


def _of(chat: Chat) -> Json:
    """What the page is told of a channel's events, and of the person's own chat isn't."""
    return {} if chat.channel is None else {"chat": chat.id}
