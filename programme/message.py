"""What is pushed to people: which message, about what, to whom, and how it ended."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class MessageKind(StrEnum):
    """Every kind of card that Sightline sends and keeps true."""

    WELCOME = "welcome"
    BEFORE_THE_FIRST = "before_the_first"
    NOT_DRAWN = "not_drawn"
    ALLOCATION = "allocation"
    GROUP_ALLOCATION = "group_allocation"
    ROUND = "round"
    ACTIONS = "actions"
    FINDINGS = "findings"
    DIGEST = "digest"
    MY_WORK = "my_work"
    TEAM_WORK = "team_work"


class Delivery(StrEnum):
    """Where a message stands. All but `waiting` and `sending` are final, and honest."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    UNDELIVERABLE = "undeliverable"
    SUPERSEDED = "superseded"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Message:
    """A message to one person, rendered only when it is sent.

    `key` is unique in the council: the same message is never queued twice.
    `subject` is the id of what it is about: a month for an allocation, an audit for its actions,
    a day for a digest. `reports_to` is the entity whose cards count how the message ended.
    Instants are UTC.
    """

    key: str
    person_id: str
    kind: MessageKind
    subject: str
    not_before: datetime
    expires: datetime | None = None
    reports_to: str | None = None
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class LiveCard:
    """A card that a person has in front of them, kept true by editing it in place.

    `wanted` counts the changes that it should show, `shown` those that it does.
    """

    id: int
    person_id: str
    kind: MessageKind
    subject: str
    service_url: str
    conversation_id: str
    activity_id: str
    wanted: int
    shown: int
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class Conversation:
    """Where a person is met in Teams: their personal chat with the bot.

    `blocked` is the Connector's code when the person can't be written to, else None.
    """

    person_id: str
    service_url: str
    conversation_id: str
    user_id: str
    blocked: str | None = None


SHOWS: Mapping[MessageKind, frozenset[str]] = {
    MessageKind.WELCOME: frozenset(),
    MessageKind.BEFORE_THE_FIRST: frozenset({"allocation", "reach"}),
    MessageKind.NOT_DRAWN: frozenset({"allocation", "reach"}),
    MessageKind.ALLOCATION: frozenset({"part", "audit"}),
    MessageKind.GROUP_ALLOCATION: frozenset({"part", "audit"}),
    MessageKind.ROUND: frozenset({"allocation", "reach"}),
    MessageKind.ACTIONS: frozenset({"audit"}),
    MessageKind.FINDINGS: frozenset({"audit"}),
    MessageKind.DIGEST: frozenset({"action"}),
    MessageKind.MY_WORK: frozenset({"audit", "action"}),
    MessageKind.TEAM_WORK: frozenset({"audit", "action"}),
}
"""Which sorts of entity (what stands before the colon) a card of each kind can show."""


def kinds_that_show(entities: Collection[str]) -> frozenset[MessageKind]:
    """The kinds of card that can show one of `entities`."""
    sorts = {entity.partition(":")[0] for entity in entities}
    return frozenset(kind for kind, shown in SHOWS.items() if not shown.isdisjoint(sorts))


REACH = "reach"
"""What cards name when they show who can be reached."""


def allocation_entity(month: str) -> str:
    """What cards name when they show a month's allocation as a whole."""
    return f"allocation:{month}"


def part_entity(month: str, person_id: str) -> str:
    """What cards name when they show one person's part of a month's allocation."""
    return f"part:{month}:{person_id}"


def audit_entity(audit_id: str) -> str:
    """What cards name when they show an audit."""
    return f"audit:{audit_id}"


def action_entity(action_id: str) -> str:
    """What cards name when they show an action."""
    return f"action:{action_id}"
