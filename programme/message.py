"""What is pushed to people: which message, about what, to whom, and how it ended."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache


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
    GRADE_ALERT = "grade_alert"
    ALERT_ANSWERS = "alert_answers"
    RE_AUDIT = "re_audit"
    RESULT = "result"
    RESULTS = "results"
    CELEBRATION = "celebration"
    TRAINING_OFFER = "training_offer"
    WORKER_NOT_FOUND = "worker_not_found"
    COMMISSIONED = "commissioned"
    OVERVIEW = "overview"
    DUTIES = "duties"
    DUTY_REMINDER = "duty_reminder"
    DUTIES_OWED = "duties_owed"
    PRACTICE_WEEK = "practice_week"
    OBSERVED = "observed"
    PRACTICE_DAY = "practice_day"
    DIP_ACTIONS = "dip_actions"
    PRACTICE = "practice"
    DISPUTE = "dispute"
    DISPUTES = "disputes"
    MODERATION = "moderation"
    MODERATIONS = "moderations"
    MODERATION_OUTCOME = "moderation_outcome"
    LOOP_CHECK = "loop_check"
    CONFIRM_ACTIONS = "confirm_actions"
    ESCALATED = "escalated"
    TAKEN_OVER = "taken_over"
    CHOOSE_CASES = "choose_cases"
    CHAIRS_REPORT = "chairs_report"
    AUDITORS_NEEDED = "auditors_needed"
    THEME = "theme"
    TEAM_CARD = "team_card"
    MOVED = "moved"


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
class PostedCard:
    """A card that somebody had posted where others read along, and the entities that it shows.

    `behind` when what it shows changed while it was on its way.
    """

    person_id: str
    kind: MessageKind
    subject: str
    service_url: str
    conversation_id: str
    activity_id: str
    shows: tuple[str, ...]
    behind: bool = False


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


DUTIES = "duties"
"""What cards name when they show who in the council still owes what."""

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
    MessageKind.GRADE_ALERT: frozenset({"audit", "alert"}),
    MessageKind.ALERT_ANSWERS: frozenset({"audit", "alert"}),
    MessageKind.RE_AUDIT: frozenset({"audit"}),
    MessageKind.RESULT: frozenset({"audit"}),
    MessageKind.RESULTS: frozenset({"audit"}),
    MessageKind.CELEBRATION: frozenset({"audit", "example"}),
    MessageKind.TRAINING_OFFER: frozenset({"audit", "example"}),
    MessageKind.WORKER_NOT_FOUND: frozenset(),
    MessageKind.COMMISSIONED: frozenset({"audit"}),
    MessageKind.OVERVIEW: frozenset(),
    MessageKind.DUTIES: frozenset({"duty"}),
    MessageKind.DUTY_REMINDER: frozenset({"duty"}),
    MessageKind.DUTIES_OWED: frozenset({DUTIES}),
    MessageKind.PRACTICE_WEEK: frozenset(),
    MessageKind.OBSERVED: frozenset({"observation"}),
    MessageKind.PRACTICE_DAY: frozenset(),
    MessageKind.DIP_ACTIONS: frozenset({"action"}),
    MessageKind.PRACTICE: frozenset({"practice"}),
    MessageKind.DISPUTE: frozenset({"dispute"}),
    MessageKind.DISPUTES: frozenset({"disputes"}),
    MessageKind.MODERATION: frozenset({"moderation"}),
    MessageKind.MODERATIONS: frozenset({"moderation"}),
    MessageKind.MODERATION_OUTCOME: frozenset({"moderation"}),
    MessageKind.LOOP_CHECK: frozenset({"loop", "audit"}),
    MessageKind.CONFIRM_ACTIONS: frozenset({"audit"}),
    MessageKind.ESCALATED: frozenset({"action"}),
    MessageKind.TAKEN_OVER: frozenset({"action"}),
    MessageKind.CHAIRS_REPORT: frozenset(),
    MessageKind.CHOOSE_CASES: frozenset({"chosen", "allocation"}),
    MessageKind.AUDITORS_NEEDED: frozenset({"auditors", "audit"}),
    MessageKind.THEME: frozenset({"theme"}),
    MessageKind.TEAM_CARD: frozenset({"audit", "action"}),
    MessageKind.MOVED: frozenset(),
}
"""Which sorts of entity (what stands before the colon) a card of each kind can show."""


WHERE_OTHERS_READ_ALONG = frozenset({MessageKind.TEAM_CARD})
"""Kinds of card that stand in channels and group chats: what Teams refuses there says nothing of
whether a person can be reached."""


def kinds_that_show(entities: Collection[str]) -> frozenset[MessageKind]:
    """The kinds of card that can show one of `entities`."""
    return _kinds_of(frozenset(entity.partition(":")[0] for entity in entities))


@cache
def _kinds_of(sorts: frozenset[str]) -> frozenset[MessageKind]:
    return frozenset(kind for kind, shown in SHOWS.items() if not shown.isdisjoint(sorts))


REACH = "reach"
"""What cards name when they show who can be reached."""

DISPUTES = "disputes"
"""What cards name when they list open disputes."""


AUDITORS = "auditors"
"""What cards name when they show which audits need another auditor."""


def theme_entity(month: str) -> str:
    """What cards name when they show a month's theme."""
    return f"theme:{month}"


def moved_subject(kind: MessageKind, activity_id: str) -> str:
    """What a card that came again is about from then on: `kind` is what it was."""
    return f"{kind}:{activity_id}"


def moved_kind(subject: str) -> MessageKind:
    """The other way round. Raises ValueError for what no such card is about."""
    return MessageKind(subject.partition(":")[0])


def allocation_entity(month: str) -> str:
    """What cards name when they show a month's allocation as a whole."""
    return f"allocation:{month}"


def chosen_entity(subject: str) -> str:
    """What cards name when they show which cases are chosen for a period of a round."""
    return f"chosen:{subject}"


def part_entity(month: str, person_id: str) -> str:
    """What cards name when they show one person's part of a month's allocation."""
    return f"part:{month}:{person_id}"


def audit_entity(audit_id: str) -> str:
    """What cards name when they show an audit."""
    return f"audit:{audit_id}"


def action_entity(action_id: str) -> str:
    """What cards name when they show an action."""
    return f"action:{action_id}"


def alert_entity(audit_id: str) -> str:
    """What cards name when they show who answered the alert of an audit's grade."""
    return f"alert:{audit_id}"


def example_entity(audit_id: str) -> str:
    """What cards name when they show whether an audit is an example for training."""
    return f"example:{audit_id}"


def duty_entity(person_id: str) -> str:
    """What cards name when they show what a person owes."""
    return f"duty:{person_id}"


def observation_entity(observation_id: str) -> str:
    """What cards name when they show a practice observation."""
    return f"observation:{observation_id}"


def practice_entity(acknowledgement_id: str) -> str:
    """What cards name when they show a practice acknowledgement."""
    return f"practice:{acknowledgement_id}"


def dispute_entity(dispute_id: str) -> str:
    """What cards name when they show a dispute."""
    return f"dispute:{dispute_id}"


def moderation_entity(audit_id: str) -> str:
    """What cards name when they show an audit's moderation."""
    return f"moderation:{audit_id}"


def loop_entity(audit_id: str) -> str:
    """What cards name when they show whether an audit's loop is closed."""
    return f"loop:{audit_id}"
