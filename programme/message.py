"""What is pushed to people: which message, about what, to whom, and how it ended."""

from dataclasses import field
from datetime import datetime
from enum import StrEnum

from programme.record import record


class MessageKind(StrEnum):
    """Every kind of card that Sightline sends and keeps true."""

    WELCOME = "welcome"
    BEFORE_THE_FIRST = "before_the_first"
    NOT_DRAWN = "not_drawn"
    ALLOCATION = "allocation"
    GROUP_ALLOCATION = "group_allocation"
    AUDITS_DUE = "audits_due"
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
    DIP_GRADES = "dip_grades"
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
    HAND_OVER = "hand_over"
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


@record(frozen=True, slots=True)
class Message:
    """A message to one person, rendered only when it is sent.

    `key` is unique in the council: the same message is never queued twice.
    `subject` is the id of what it is about: a month for an allocation, an audit for its actions,
    a day for a digest. `reports_to` is the entity whose cards count how the message ended.
    `cause` is the id of what set it going (see `programme.cause`). `first_due` is its own time,
    where it couldn't go then and `not_before` is that of another try. Instants are UTC.
    """

    key: str
    person_id: str
    kind: MessageKind
    subject: str
    not_before: datetime
    expires: datetime | None = None
    reports_to: str | None = None
    attempts: int = 0
    cause: str | None = field(default=None, compare=False)
    first_due: datetime | None = None

    @property
    def own_time(self) -> datetime:
        """When it was to go, however often that has been tried since."""
        return self.first_due or self.not_before


@record(frozen=True, slots=True)
class LiveCard:
    """A card that a person has in front of them, kept true by editing it in place.

    `wanted` counts the changes that it should show, `shown` those that it does. From one that is
    `erased`, something was: it is edited even when there is nothing to show any more.
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
    erased: bool = False


@record(frozen=True, slots=True)
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


@record(frozen=True, slots=True)
class Conversation:
    """Where a person is met in Teams: their personal chat with the bot.

    `blocked` is the Connector's code when the person can't be written to, else None.
    """

    person_id: str
    service_url: str
    conversation_id: str
    user_id: str
    blocked: str | None = None


REMINDERS = frozenset({MessageKind.AUDITS_DUE})
"""Kinds that only remind their reader of what another card has brought: one that waits isn't sent
any more once it asks nothing."""
WHERE_OTHERS_READ_ALONG = frozenset({MessageKind.TEAM_CARD})
"""Kinds of card that stand in channels and group chats: what Teams refuses there says nothing of
whether a person can be reached."""


def moved_subject(kind: MessageKind, activity_id: str) -> str:
    """What a card that came again is about from then on: `kind` is what it was."""
    return f"{kind}:{activity_id}"


def moved_kind(subject: str) -> MessageKind:
    """The other way round. Raises ValueError for what no such card is about."""
    return MessageKind(subject.partition(":")[0])
