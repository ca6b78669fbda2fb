"""Actions that are long overdue, for those to whom delay is escalated (BD-07)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from dialogs import kit
from dialogs.action_blocks import MOST_ROWS, rows
from dialogs.by_subject import by_subject
from dialogs.kit import Card
from dialogs.live_card import After, Asked, LiveKind
from programme.calendar import day_in_words
from programme.council import Council
from programme.message import MessageKind
from programme.ports import UnitOfWork
from programme.shown import action_entity
from programme.use_cases.action_lines import ActionLine
from programme.use_cases.show_actions import show_escalated


@dataclass(frozen=True, slots=True)
class EscalatedView:
    """What was escalated to somebody on a day."""

    day: date
    lines: tuple[ActionLine, ...]


async def _load(
    council: Council, w: UnitOfWork, asked: Collection[Asked], today: date
) -> Mapping[Asked, EscalatedView]:
    views: dict[Asked, EscalatedView] = {}
    for day, readers in by_subject(asked).items():
        found = await show_escalated(council, w, date.fromisoformat(day), readers, today)
        views |= {
            (reader, day): EscalatedView(date.fromisoformat(day), lines)
            for reader, lines in found.items()
        }
    return views


def card(view: EscalatedView, after: After) -> Card:
    """What is delayed, where, and what has become of it since."""
    still_open = sum(line.action.is_open for line in view.lines)
    said = (
        f"{kit.count_are(still_open, 'action')} still open long after the due date. "
        "The team managers have been reminded; please speak with them about what is in the way."
        if still_open
        else "They are all completed now. Thank you."
    )
    shown = view.lines[:MOST_ROWS]
    more = len(view.lines) - len(shown)
    return kit.card(
        [
            *([kit.notice(after.notice)] if after.notice else []),
            kit.heading(f"Delayed actions, {day_in_words(view.day)}"),
            kit.text(said),
            *rows(shown, with_case=True),
            *([kit.text(f"And {kit.count(more, 'action')} more.")] if more else []),
        ]
    )


LIVE = LiveKind(
    kind=MessageKind.ESCALATED,
    summary="Actions that are delayed",
    load=_load,
    card=card,
    shows=lambda view: tuple(action_entity(line.action.id) for line in view.lines),
)
