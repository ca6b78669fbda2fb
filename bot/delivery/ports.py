"""What the delivery worker needs of others, as Protocols."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from programme.message import Conversation, LiveCard, Message
from programme.record import record


@record(frozen=True, slots=True)
class Rendered:
    """A message ready to send. `body` is the whole activity as JSON.

    `shows` names the entities on the card, whose changes ask for an edit of it.
    """

    body: bytes
    shows: tuple[str, ...]


class Renderer(Protocol):
    """Turns what is due into what is sent, from the state as it is at `now` (UTC).

    Raises RulesUnread where nothing of the council can be sent until its rules are mended.
    """

    async def messages(
        self, tenant_id: str, messages: Sequence[Message], now: datetime
    ) -> Mapping[str, Rendered]:
        """By key; one that is absent has been superseded."""

    async def cards(
        self, tenant_id: str, cards: Sequence[LiveCard], now: datetime
    ) -> Mapping[int, Rendered]:
        """By id; one that is absent has nothing to show any more."""


class Sender(Protocol):
    """What is used of `bot.connector.Connector`; both raise ConnectorError and nothing else."""

    async def send(self, service_url: str, conversation_id: str, body: bytes) -> str | None: ...
    async def edit(
        self, service_url: str, conversation_id: str, activity_id: str, body: bytes
    ) -> None: ...


class FindConversations(Protocol):
    """Where people of a council are met."""

    async def __call__(
        self, tenant_id: str, person_ids: Collection[str]
    ) -> Mapping[str, Conversation]:
        """By person id; one that is absent has never been met."""


class Block(Protocol):
    """Remembers that a person can't be written to."""

    async def __call__(self, tenant_id: str, person_id: str, code: str) -> None:
        """`code` is the Connector's."""


class HoldBack(Protocol):
    """Whose hour has passed because nothing could be sent doesn't come at night. Raises as
    Renderer does."""

    async def __call__(
        self, tenant_id: str, messages: Sequence[Message], now: datetime
    ) -> Mapping[str, datetime]:
        """When those that may not go yet may (UTC), by key."""
