"""The day's reminders in one card: before, on and after the due date (WC-08), and what is overdue
in the teams that the reader tracks (WB-07)."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from dialogs import kit, to_do
from dialogs.action_blocks import MOST_ROWS, Origin, forms, returned_form, rows
from dialogs.by_subject import by_subject
from dialogs.kit import Card, Element
from dialogs.live_card import After, Asked, LiveKind
from dialogs.typed_day import typed_day
from programme.calendar import day_in_words
from programme.council import Council
from programme.message import MessageKind
from programme.ports import UnitOfWork
from programme.shown import action_entity
from programme.use_cases.action_lines import ActionLine
from programme.use_cases.show_actions import DigestView, show_digests


async def _load(
    council: Council, w: UnitOfWork, asked: Collection[Asked], today: date
) -> Mapping[Asked, DigestView]:
    views: dict[Asked, DigestView] = {}
    for subject, readers in by_subject(asked).items():
        day = typed_day(subject)
        found = await show_digests(council, w, day, readers, today) if day else {}
        views |= {(reader, subject): view for reader, view in found.items()}
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
    if not waiting:
        # Others may be open: on a newer digest, or not due yet.
        done = "What is listed here is done. Thank you."
        said = done if view.lines else "Nothing here is yours to do."
    tracked, passed = view.tracked[:MOST_ROWS], view.passed[: MOST_ROWS - len(lines)]
    body = [
        *([kit.notice(after.notice)] if after.notice else []),
        kit.heading(f"Reminders for {day_in_words(view.day)}"),
        kit.text(said, subtle=True),
        *rows(lines, with_case=True, beside=len(tracked) + len(passed)),
        *_passed(passed, len(lines) + len(tracked)),
        *_tracked(view, len(lines) + len(passed)),
    ]
    if after.typed:
        form, actions = returned_form((*lines, *passed), origin, view.today, after.typed)
        return kit.card([*body, *form], actions)
    return kit.card(body, forms((*lines, *passed), origin, view.today))


def _passed(passed: Sequence[ActionLine], beside: int) -> list[Element]:
    """What the reader has passed on, and where it stands."""
    if not passed:
        return []
    return [kit.subheading("Passed on"), *rows(passed, with_case=True, beside=beside)]


def _tracked(view: DigestView, beside: int) -> list[Element]:
    """What the reader only follows: it asks for nothing but a word with the team manager."""
    if not view.tracked:
        return []
    late = sum(line.overdue for line in view.tracked)
    shown = view.tracked[:MOST_ROWS]
    more = len(view.tracked) - len(shown)
    further = f" Here are the {len(shown)} that are the latest." if more else ""
    return [
        kit.subheading("Overdue in the teams that you follow"),
        kit.text(
            f"{kit.count(late, 'action')} overdue; the team managers have been reminded.{further}",
            subtle=True,
        ),
        *rows(shown, with_case=True, beside=beside),
    ]


LIVE = LiveKind(
    kind=MessageKind.DIGEST,
    summary="Your actions that are due",
    load=_load,
    card=card,
    shows=lambda view: tuple(
        action_entity(line.action.id) for line in (*view.lines, *view.tracked, *view.passed)
    ),
    to_do=to_do.digest,
)
