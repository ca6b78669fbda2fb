"""The day's reminders in one card: before, on and after the due date (WC-08)."""

from collections.abc import Collection, Mapping
from datetime import date

from dialogs import kit
from dialogs.action_blocks import MOST_ROWS, Origin, forms, returned_form, rows
from dialogs.kit import Card
from dialogs.live_card import After, Asked, LiveKind
from programme.calendar import day_in_words
from programme.council import Council
from programme.message import MessageKind, action_entity
from programme.ports import UnitOfWork
from programme.use_cases.show_actions import DigestView, show_digests


async def _load(
    council: Council, w: UnitOfWork, asked: Collection[Asked], today: date
) -> Mapping[Asked, DigestView]:
    views: dict[Asked, DigestView] = {}
    for day in {subject for _, subject in asked}:
        readers = [reader for reader, subject in asked if subject == day]
        found = await show_digests(council, w, date.fromisoformat(day), readers, today)
        views |= {(reader, day): view for reader, view in found.items()}
    return views


def card(view: DigestView, after: After) -> Card:
    """What is due and overdue, with the forms to act."""
    origin = Origin(MessageKind.DIGEST, view.day.isoformat())
    waiting = [line for line in view.lines if line.action.is_open]
    overdue = sum(line.overdue for line in waiting)
    said = f"{kit.count(len(waiting), 'action')} to do, {overdue} overdue."
    lines = (waiting + [line for line in view.lines if not line.action.is_open])[:MOST_ROWS]
    if len(lines) < len(view.lines):
        said += (
            f" Here are the {len(lines)} most urgent; “my team” has the next when they are done."
        )
    body = [
        *([kit.notice(after.notice)] if after.notice else []),
        kit.heading(f"Reminders for {day_in_words(view.day)}"),
        kit.text(said if waiting else "All done. Thank you.", subtle=True),
        *rows(lines, with_case=True),
    ]
    if after.typed:
        form, actions = returned_form(lines, origin, view.today, after.typed)
        return kit.card([*body, *form], actions)
    return kit.card(body, forms(lines, origin, view.today))


LIVE = LiveKind(
    kind=MessageKind.DIGEST,
    summary="Your actions that are due",
    load=_load,
    card=card,
    shows=lambda view: tuple(action_entity(line.action.id) for line in view.lines),
)
