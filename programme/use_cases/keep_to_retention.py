"""Once a day, early: what the council has kept long enough goes, and an event says how much."""

from datetime import date, datetime, time
from functools import partial
from itertools import takewhile
from typing import Final

from programme.calendar import LONDON
from programme.council import Council
from programme.event import Event
from programme.event_chain import REMOVED, Entry
from programme.ports import LISTS, Work
from programme.retention import kept_from, months_before

EARLY: Final = time(4)
"""On the council's clocks: nobody presses, and the clocks don't change."""
AT_ONCE: Final = 200
"""Records of a kind in one transaction, so that nobody waits for long."""
EVENTS_AT_ONCE: Final = 2_000
BATCHES: Final = 100
"""In a day; what is left goes on the next."""


async def keep_to_retention(council: Council, *, work: Work, now: datetime) -> int:
    """Removes it. It queues no message, so that it returns 0 (see `tick.Job`)."""
    today = council.today(now)
    due = council.calendar.at(today, EARLY)
    if now < due:
        return 0
    async with work(council.tenant_id) as w:
        if not await w.ticks.claim("retention", due):
            return 0
        await w.retained.note_departures(today)
        await w.commit()
    for _ in range(BATCHES):
        if not await _remove_records(council, work, now):
            break
    for _ in range(BATCHES):
        if not await _remove_events(council, work, now):
            break
    return 0


async def _remove_records(council: Council, work: Work, now: datetime) -> bool:
    today = council.today(now)
    async with work(council.tenant_id) as w:
        await w.turns.take(LISTS)  # whoever opens something again has ended, and nobody begins
        counts: dict[str, str | int | bool | None] = {}
        for kind, before in kept_from(council.framework.retention, today).items():
            removed = await w.retained.remove(kind, before, AT_ONCE, now)
            if removed:
                counts[kind.value] = removed
        if counts:
            await w.events.record(
                Event(now, "sightline", "remove_old_records", today.isoformat(), "schedule", counts)
            )
        await w.commit()
        return bool(counts)


async def _remove_events(council: Council, work: Work, now: datetime) -> bool:
    """The chain goes on from the last that was removed, which the event names."""
    today = council.today(now)
    before = months_before(today, council.framework.retention.events)
    async with work(council.tenant_id) as w:
        checkpoint = await w.events.checkpoint()
        oldest = await w.events.entries_after(checkpoint.number, 1)
        if not any(_is_before(before, entry) for entry in oldest):
            return False  # as on nearly every day: nothing more is read
        entries = await w.events.entries_after(checkpoint.number, EVENTS_AT_ONCE)
        old = [entry.head for entry in takewhile(partial(_is_before, before), entries)]
        last = old[-1]
        detail: dict[str, str | int | bool | None] = {
            "up_to": last.number,
            "hash": last.hash,
            "entries": len(old),
        }
        await w.events.record(
            Event(now, "sightline", REMOVED, today.isoformat(), "schedule", detail)
        )
        w.events.remove_up_to(last)
        await w.commit()
        return True


def _is_before(day: date, entry: Entry) -> bool:
    return entry.event.at.astimezone(LONDON).date() < day
