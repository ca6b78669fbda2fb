"""What waits to be sent, in order within each conversation and at once across them."""

import asyncio
from collections import deque
from dataclasses import dataclass

from bot.delivery.ports import Rendered
from programme.message import Conversation, LiveCard, Message


@dataclass(frozen=True, slots=True)
class NewCard:
    """A message that is ready to be sent."""

    message: Message
    conversation: Conversation
    rendered: Rendered

    @property
    def conversation_id(self) -> str:
        return self.conversation.conversation_id


@dataclass(frozen=True, slots=True)
class Edit:
    """A live card that is ready to be brought up to date."""

    card: LiveCard
    rendered: Rendered

    @property
    def conversation_id(self) -> str:
        return self.card.conversation_id


Sendable = NewCard | Edit
Lane = deque[Sendable]


class Lanes:
    """A lane a conversation: one sender has it at a time, so nothing overtakes in it."""

    def __init__(self) -> None:
        self._lanes: dict[str, Lane] = {}
        self._free: asyncio.Queue[Lane] = asyncio.Queue()
        self.waiting = 0

    def __len__(self) -> int:
        """Conversations in which something waits or is being sent."""
        return len(self._lanes)

    def add(self, item: Sendable) -> None:
        """Put it behind what waits in its conversation."""
        self.waiting += 1
        lane = self._lanes.get(item.conversation_id)
        if lane is None:
            lane = self._lanes[item.conversation_id] = deque()
            self._free.put_nowait(lane)
        lane.append(item)

    async def take(self) -> Lane:
        """A lane that no one has; whoever takes it sees to `first` and then `done` of each item."""
        return await self._free.get()

    def done(self, lane: Lane) -> None:
        """Its first item was seen to."""
        item = lane.popleft()
        if not lane:
            del self._lanes[item.conversation_id]
