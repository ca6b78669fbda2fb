"""Teams and their channels, and where something is said: a chat of one's own, or a channel."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.local_teams.directory import Directory, Resident
from bot.local_teams.wire import Json

_CHANNEL_ID = re.compile(r"19:[\w.-]+@thread\.tacv2")
_THREAD = ";messageid="


@dataclass(frozen=True, slots=True)
class Team:
    """A team of Microsoft Teams. `id` is of the form `19:…@thread.tacv2`."""

    id: str
    name: str
    tenant_id: str


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel of a team, with the object ids of whom it belongs to.

    `id` is of the form `19:…@thread.tacv2`.
    """

    id: str
    name: str
    team: Team
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chat:
    """Where something is said: someone's own chat with the bot, or a channel, there in a thread.

    Messages are kept under `id`, the person's object id or the channel's id. `thread` is the id of
    the post that is replied to; without one, what is said in a channel is a post of its own.
    """

    id: str
    tenant_id: str
    members: tuple[Resident, ...]
    channel: Channel | None = None
    thread: str | None = None

    def conversation(self, directory: Directory, message_id: str | None = None) -> Json:
        """The `conversation` of an activity; a new post's `message_id` begins its thread."""
        if self.channel is None:
            return {
                "conversationType": "personal",
                "tenantId": self.tenant_id,
                "id": directory.conversation_id(self.members[0]),
            }
        thread = self.thread or message_id
        return {
            "isGroup": True,
            "conversationType": "channel",
            "tenantId": self.tenant_id,
            "id": self.id if thread is None else f"{self.id}{_THREAD}{thread}",
        }

    def channel_data(self) -> Json:
        """The `channelData` of an activity."""
        tenant = {"tenant": {"id": self.tenant_id}}
        if self.channel is None:
            return tenant
        team = self.channel.team
        return {
            **tenant,
            "teamsChannelId": self.id,
            "teamsTeamId": team.id,
            "channel": {"id": self.id, "name": self.channel.name},
            "team": {"id": team.id, "name": team.name},
        }


def own_chat(person: Resident) -> Chat:
    return Chat(person.object_id, person.tenant_id, (person,))


class Chats:
    """Finds the chat that an id means.

    Raises ValueError for channels that Teams could not have.
    """

    def __init__(self, directory: Directory, channels: Sequence[Channel]) -> None:
        self._directory = directory
        self._members = {each.id: _members(directory, each) for each in channels}
        self._channels: Mapping[str, Channel] = {each.id: each for each in channels}
        if len(self._channels) != len(channels):
            raise ValueError("Two channels have the same id: give each its own.")

    @property
    def channels(self) -> Iterable[Channel]:
        return self._channels.values()

    def channel(self, channel_id: str, thread: str | None = None) -> Chat | None:
        found = self._channels.get(channel_id)
        if found is None:
            return None
        return Chat(found.id, found.team.tenant_id, self._members[found.id], found, thread)

    def of(self, person: Resident) -> list[Channel]:
        """The channels that someone sees."""
        return [each for each in self.channels if person.object_id in each.members]

    def kept_under(self, chat_id: str) -> Chat | None:
        """The chat that a message is kept under."""
        person = self._directory.person(chat_id)
        return own_chat(person) if person is not None else self.channel(chat_id)

    def in_conversation(self, conversation_id: str) -> Chat | None:
        """By the id that the Connector is asked with, a thread's included."""
        person = self._directory.in_conversation(conversation_id)
        if person is not None:
            return own_chat(person)
        channel_id, _, thread = conversation_id.partition(_THREAD)
        return self.channel(channel_id, thread or None)


def _members(directory: Directory, channel: Channel) -> tuple[Resident, ...]:
    for each in (channel.id, channel.team.id):
        if not _CHANNEL_ID.fullmatch(each):
            raise ValueError(f"{each!r} is no id of a channel or team: 19:…@thread.tacv2.")
    if channel.team.tenant_id not in directory.councils:
        raise ValueError(f"{channel.name!r} is of a tenant without a council: name it in councils.")
    found = [directory.person(object_id) for object_id in channel.members]
    members = tuple(p for p in found if p and p.tenant_id == channel.team.tenant_id)
    if len(members) != len(channel.members):
        raise ValueError(f"{channel.name!r} has a member who is no resident of its council.")
    return members
