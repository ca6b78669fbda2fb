"""Live cards as their readers have them: each of one kind, with “Remind me later” where it asks
something of its reader."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from dialogs.later_blocks import with_later
from dialogs.live_card import After, Asked, Drawn, LiveKind
from programme.council import Council
from programme.people import Person
from programme.ports import UnitOfWork
from programme.record import record
from programme.use_cases.show_later import show_later


@record(frozen=True, slots=True)
class Pressed:
    """A card that answers a press: who reads it, what it is about, and what stands above it."""

    reader: Person
    subject: str
    after: After

    @property
    def asked(self) -> Asked:
        """What is to be drawn."""
        return self.reader.id, self.subject


async def draw(
    live: LiveKind[Any],  # each kind has a view of its own
    council: Council,
    w: UnitOfWork,
    asked: Collection[Asked],
    now: datetime,
) -> Mapping[Asked, Drawn]:
    """The cards of all who are `asked` for, from the state as it is at `now` (UTC)."""
    drawn = await live.draw(council, w, asked, council.today(now))
    asking = [one for one, card in drawn.items() if card.to_do]
    later = await show_later(council, w, live.kind, asking, now) if asking else {}
    return {
        one: with_later(card, live.kind, one[1], later[one]) if one in later else card
        for one, card in drawn.items()
    }


async def draw_pressed(
    live: LiveKind[Any],
    council: Council,
    w: UnitOfWork,
    pressed: Sequence[Pressed],
    now: datetime,
) -> Sequence[Drawn | None]:
    """The cards that answer presses, from the state as it is at `now` (UTC), in their order; None
    where nothing is left to show.

    On a form that came back there is nothing beside it: what was typed is to be mended.
    """
    views = await live.load(council, w, {one.asked for one in pressed}, council.today(now))
    drawn = [
        live.drawn(view, one.after) if (view := views.get(one.asked)) is not None else None
        for one in pressed
    ]
    asking = {
        one.asked: one.reader
        for one, card in zip(pressed, drawn, strict=True)
        if card and card.to_do and not one.after.typed
    }
    if not asking:
        return drawn
    readers = list(asking.values())
    later = await show_later(council, w, live.kind, asking, now, readers)
    return [
        with_later(card, live.kind, one.subject, later[one.asked])
        if card and not one.after.typed and one.asked in later
        else card
        for one, card in zip(pressed, drawn, strict=True)
    ]
