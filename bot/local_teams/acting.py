"""What everything that a person does has in common: who, where, and by which line."""

from dataclasses import dataclass

from bot.clock import Clock
from bot.local_teams.activities import Activities
from bot.local_teams.bot_line import BotLine
from bot.local_teams.channels import Chat, Chats, own_chat
from bot.local_teams.directory import Directory, Resident
from bot.local_teams.room import Room
from bot.local_teams.store import Message, Store
from bot.local_teams.wire import Refused


@dataclass(frozen=True, slots=True)
class Acting:
    """The parts of local Teams that a person's acts need. `now` is in UTC."""

    directory: Directory
    chats: Chats
    store: Store
    room: Room
    bot: BotLine
    activities: Activities
    now: Clock

    def person(self, object_id: str) -> Resident:
        """Raises Refused 404 for a stranger."""
        person = self.directory.person(object_id)
        if person is None:
            raise Refused(404, "NoSuchPerson", "Nobody in these councils has that id.")
        return person

    def chat(self, object_id: str, channel: str | None = None, thread: str | None = None) -> Chat:
        """A person's own chat, or a channel of theirs, there perhaps a thread.

        Raises Refused 404 for what they don't see.
        """
        person = self.person(object_id)
        if channel is None:
            return own_chat(person)
        chat = self.chats.channel(channel, thread)
        if chat is None or person not in chat.members:
            raise Refused(404, "NoSuchChannel", "That channel is none of this person's.")
        if thread is not None:
            post = self.store.message(thread)
            if post is None or post.chat != chat.id or post.thread is not None:
                raise Refused(404, "NoSuchMessage", "That message is no longer there.")
        return chat

    def chat_to_write_in(
        self, object_id: str, channel: str | None = None, thread: str | None = None
    ) -> Chat:
        """Also raises Refused 409 for a chat of one's own without the app, or with it blocked."""
        chat = self.chat(object_id, channel, thread)
        if chat.channel is None:
            standing = self.store.standing(object_id)
            if not standing.installed:
                raise Refused(409, "NotInstalled", "Install the app for this person first.")
            if standing.refusal == "ConversationBlockedByUser":
                raise Refused(409, "Blocked", "Unblock the bot first.")
        return chat

    def message(self, object_id: str, message_id: str) -> tuple[Message, Chat]:
        """A message that a person sees, and the chat or thread it is in. Raises Refused."""
        message = self.store.message(message_id)
        chat = message and self.chats.channel(message.chat, message.thread or message.id)
        chat = chat or self.chat_to_write_in(object_id)
        if message is None or message.chat != chat.id or self.person(object_id) not in chat.members:
            raise Refused(404, "NoSuchMessage", "That message is no longer there.")
        return message, chat
