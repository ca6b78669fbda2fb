"""Messages, live cards and conversations, as the use cases need them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from programme.message import Conversation, Delivery, Message, MessageKind, PostedCard


@dataclass(frozen=True, slots=True)
class MessageFate:
    """How a message of a subject stands, for counting by name. `reason` only if undeliverable."""

    person_id: str
    kind: MessageKind
    delivery: Delivery
    reason: str | None
    at: datetime | None
    key: str = field(default="", compare=False)


class Outbox(Protocol):
    """Messages on their way."""

    async def add(self, messages: Sequence[Message]) -> int:
        """Queues those whose keys are new; returns how many."""

    async def revive(self, person_id: str, now: datetime) -> int:
        """Puts the person's undeliverable messages that have not expired by `now` back to
        waiting, their attempts forgotten; returns how many."""

    async def supersede(self, kind: MessageKind, subject: str, now: datetime) -> int:
        """Makes what waits of that kind about `subject` final: it has been done, or has moved.
        Returns how many."""

    async def supersede_for(
        self, kind: MessageKind, subject: str, person_ids: Collection[str], now: datetime
    ) -> int:
        """The same for what waits for these people alone."""

    async def wait_again(self, kind: MessageKind, subject: str, since: datetime) -> int:
        """Has what was superseded of that kind about `subject` at that very instant wait again, for
        the time that it had: what it made way for was taken back. Returns how many."""

    async def supersede_of(self, person_ids: Collection[str], now: datetime) -> tuple[Message, ...]:
        """Makes everything that waits for these people final; what it was, by key."""

    async def superseded_of(
        self, person_ids: Collection[str]
    ) -> tuple[tuple[Message, datetime], ...]:
        """What was superseded of what was for these people, and when; by key."""

    async def wait_after_all(self, keys: Collection[str]) -> None:
        """Has what was superseded of these keys wait again, its attempts forgotten."""

    async def waiting_for(self, person_ids: Collection[str]) -> tuple[Message, ...]:
        """What waits for these people, by key."""

    async def put_off(self, until: Mapping[str, datetime]) -> None:
        """Has each message of those keys that waits still go at another time of its own, later or
        sooner."""

    async def fates(self, kinds: Collection[MessageKind], subject: str) -> tuple[MessageFate, ...]:
        """How every message of these kinds about `subject` stands."""

    async def written_to(
        self, kind: MessageKind, subjects: Collection[str]
    ) -> Mapping[str, Mapping[str, str]]:
        """Subject to the messages of that kind about it, however they stand: key to the id of whom
        it is for; a subject without is left out."""

    async def asked_later(self, person_ids: Collection[str]) -> tuple[Message, ...]:
        """What waits because one of these people asked to be reminded later; by key."""

    async def forget_later(
        self, person_id: str, kind: MessageKind, subject: str, now: datetime
    ) -> int:
        """Makes what so waits for the person of that kind about `subject` final; how many."""

    async def expire_due(self, by: datetime, now: datetime) -> tuple[Message, ...]:
        """Expires what was due by then and isn't known to be sent; what it was, by key."""

    async def not_arrived(self, now: datetime) -> tuple[Message, ...]:
        """What expired, couldn't be delivered, or was due by `now` and still waits; by key."""


class LiveCards(Protocol):
    """Cards that people have in front of them."""

    async def touch(self, entities: Collection[str]) -> None:
        """Asks for every card that shows one of `entities` to be brought up to date, once the unit
        of work is committed."""

    async def touch_one(self, person_id: str, kind: MessageKind, subject: str) -> None:
        """As `touch`, the person's one card of that kind about `subject`, if they have it."""

    async def newest_of(
        self, person_id: str, kinds: Collection[MessageKind], most: int
    ) -> tuple[tuple[MessageKind, str], ...]:
        """Kind and subject of the cards of those kinds that the person has, the newest first,
        `most` at most."""

    async def keep(self, posted: PostedCard) -> None:
        """Keeps the card true from now on; an earlier one of that person, kind and subject stays
        as it is."""


class Conversations(Protocol):
    """Where people are met."""

    async def of(self, person_ids: Collection[str]) -> Mapping[str, Conversation]: ...
    async def save(self, conversation: Conversation) -> None:
        """Adds or replaces the person's."""

    async def block(self, person_id: str, code: str | None) -> None:
        """Marks the person as not to be written to, or, with None, as reachable again."""
