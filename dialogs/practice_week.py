"""The card ahead of a practice week (SW-08)."""

from collections.abc import Collection, Mapping
from datetime import date

from dialogs import kit, observation
from dialogs.kit import Card
from dialogs.live_card import After, Asked, LiveKind
from programme.calendar import day_in_words
from programme.council import Council
from programme.message import MessageKind
from programme.ports import UnitOfWork
from programme.use_cases.tell_of_practice_weeks import PracticeWeekView, show_practice_weeks


def card(view: PracticeWeekView, _after: After) -> Card:
    """When it is, and how what is seen in it is recorded."""
    return kit.card(
        [
            kit.heading("Practice week"),
            kit.text(
                f"From {day_in_words(view.first)} to {day_in_words(view.last)}, senior people "
                "spend time with practitioners and see their work with families at first hand."
            ),
            kit.text("Please keep time free for it, and agree with a team whom you will see."),
        ],
        [observation.open_button()] if view.observations else [],
    )


async def _load(
    council: Council, w: UnitOfWork, asked: Collection[Asked], _today: date
) -> Mapping[Asked, PracticeWeekView]:
    pairs = [(reader, date.fromisoformat(monday)) for reader, monday in asked]
    found = await show_practice_weeks(council, w, pairs)
    return {(reader, monday.isoformat()): view for (reader, monday), view in found.items()}


LIVE = LiveKind(
    kind=MessageKind.PRACTICE_WEEK,
    summary="A practice week is coming",
    load=_load,
    card=card,
    shows=lambda _: (),
)
