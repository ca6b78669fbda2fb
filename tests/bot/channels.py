"""What people say and see in a council's channels, over real HTTP."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import orjson

from bot.demo_council import DEMO_COUNCILS, channels
from bot.local_teams import Answer, Channel, Message, Resident
from bot.local_teams.channels import Chat
from programme.audit import Audit
from tests.bot.chats import START, Chats, Json, buttons


@dataclass(frozen=True)
class Here:
    """One channel of the running demo."""

    office: Chats
    channel: Channel

    def posts(self) -> list[Message]:
        """What the bot has posted, oldest first."""
        found = self.office.demo.teams.messages(
            self.channel.members[0], channel=self.channel.id, limit=500
        )
        return [each for each in found if each.from_bot]

    async def say(self, name: str, text: str, thread: str | None = None) -> list[Message]:
        """Types `text` here; what the bot posted to it."""
        before = {each.id for each in self.posts()}
        who = self.office.who(name)
        answer = await self.office.demo.teams.say(
            who.object_id, text, channel=self.channel.id, thread=thread
        )
        assert not answer.failed, answer.detail
        await self.office.delivered()
        return [each for each in self.posts() if each.id not in before]

    async def looks(self, name: str, message: Message, *, by_hand: bool = False) -> Answer:
        """What somebody is shown in the place of a card that comes into their sight."""
        who = self.office.who(name)
        return await self.office.demo.teams.refresh(who.object_id, message.id, by_hand=by_hand)

    async def press(self, name: str, message: Message, card: Json, title: str) -> Answer:
        """Presses a button of the card that somebody has before them."""
        action, data = next(pair for pair in buttons(card) if pair[0]["title"] == title)
        who = self.office.who(name).object_id
        return await self.office.demo.teams.press(who, message.id, {**action, "data": data})

    async def in_dialog(
        self, name: str, message: Message, dialog: Json, title: str, **typed: str
    ) -> Answer:
        """Presses a button of a dialog that was opened here."""
        data = next(data for action, data in buttons(dialog["card"]) if action["title"] == title)
        answer = await self.office.demo.teams.submit_dialog(
            self.office.who(name).object_id,
            {**data, **typed},
            channel=self.channel.id,
            thread=message.thread or message.id,
        )
        await self.office.delivered()
        return answer

    def typed(self, who: Resident, text: str) -> Json:
        """What somebody types with a mention, as it comes over the wire: each has its own id."""
        chat = Chat(self.channel.id, self.channel.team.tenant_id, (), self.channel)
        posts = self.office.demo.teams.messages(self.channel.members[0], channel=self.channel.id)
        made: Json = self.office.demo.teams._activities.message(
            who, posts[0].id, f"@Sightline {text}", START, chat=chat
        )
        return {**made, "id": uuid4().hex}

    def asks(self, who: Resident, message: Message, data: Mapping[str, Any] | None = None) -> Json:
        """The refresh of a card in somebody's name, as it comes over the wire."""
        action = card_of(message)["refresh"]["action"]
        pressed = {"type": "Action.Execute", "id": "", "verb": action["verb"]}
        chat = Chat(self.channel.id, self.channel.team.tenant_id, (), self.channel, message.thread)
        made: Json = self.office.demo.teams._activities.execute(
            who,
            message.id,
            {**pressed, "data": data or action["data"]},
            START,
            chat=chat,
            trigger="automatic",
        )
        return made


def channel_of(office: Chats, name: str) -> Here:
    """The channel of somebody's service area."""
    council = DEMO_COUNCILS[0]
    found = channels(council.name, council.staff(START.date()))
    who = office.who(name).object_id
    return Here(office, next(each for each in found if who in each.members))


def card_of(message: Message) -> Json:
    """The card of a message."""
    card: Json = message.activity["attachments"][0]["content"]
    return card


def references(shown: object, audits: Sequence[Audit]) -> set[str]:
    """Which of the audits' cases are anywhere in the bytes of what was shown."""
    raw = orjson.dumps(shown).decode()
    return {audit.case_reference for audit in audits if audit.case_reference in raw}
