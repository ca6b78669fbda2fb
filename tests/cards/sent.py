"""A card as it is sent."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from bot.bank_holidays import england
from dialogs.kit import Card
from dialogs.later_blocks import with_later
from dialogs.live_card import After
from dialogs.table import LIVE
from programme.calendar import Calendar
from programme.message import MessageKind
from programme.people import Absence, Person, Role
from programme.remind_later import choices
from programme.rules.clock import Hours
from programme.use_cases.show_later import Later

SUBJECT = "0" * 32
NOW = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
OFFERED = choices(
    Person(
        "priya",
        "Priya Nair",
        "priya@council.example",
        frozenset({Role.TEAM_MANAGER}),
        absences=(Absence(date(2026, 12, 7), date(2026, 12, 9)),),
    ),
    Hours(time(8, 30), time(17, 30), time(9)),
    Calendar(england(NOW.date())),
    NOW,
)
ANSWER = "An answer from Sightline"
"""The summary of what is not a live card."""


@dataclass(frozen=True)
class Sent:
    """A card and the summary of the message that carries it; `kind` where it is a live one, and
    the schema's `version` that it keeps to."""

    card: Card
    summary: str = ANSWER
    kind: MessageKind | None = None
    version: str = "1.5"


def live(
    kind: MessageKind, view: object, after: After | None = None, later: Later | None = None
) -> Sent:
    """The live card of `view`, as somebody has it who goes on leave in a week."""
    drawn = LIVE[kind].drawn(view, after or After())
    if after is None or after.typed is None:
        drawn = with_later(drawn, kind, SUBJECT, later or Later(NOW, OFFERED))
    return Sent(drawn.card, drawn.summary, kind)
