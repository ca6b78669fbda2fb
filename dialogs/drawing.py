"""Live cards as their readers have them: each of one kind, with “Remind me later” where it asks
something of its reader."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from dialogs.later_blocks import with_later
from dialogs.live_card import After, Asked, Drawn, LiveKind
from programme.council import Council
from programme.people import Person
from programme.ports import UnitOfWork
from programme.use_cases.show_later import show_later


async def draw(
    live: LiveKind[Any],  # each kind has a view of its own
    council: Council,
    w: UnitOfWork,
    asked: Collection[Asked],
    now: datetime,
    after: After = After(),  # noqa: B008 - frozen
    reader: Person | None = None,
) -> Mapping[Asked, Drawn]:
    """The cards of all who are `asked` for, from the state as it is at `now` (UTC); `reader` is
    the only one of them, where known.

    On a form that came back there is nothing beside it: what was typed is to be mended.
    """
    drawn = await live.draw(council, w, asked, council.today(now), after)
    asking = [one for one, card in drawn.items() if card.to_do and not after.typed]
    later = await show_later(council, w, live.kind, asking, now, reader) if asking else {}
    return {
        one: with_later(card, live.kind, one[1], later[one]) if one in later else card
        for one, card in drawn.items()
    }
