"""Messages that the schedule found due, and the event that says so."""

from collections.abc import Sequence
from datetime import datetime

from programme.event import Event
from programme.message import Message
from programme.ports import UnitOfWork


async def queue_due(
    w: UnitOfWork, messages: Sequence[Message], *, verb: str, subject: str, now: datetime
) -> int:
    """Queues those that are new, and records how many where there are any; how many."""
    queued = await w.outbox.add(messages)
    await record_due(w, queued, verb=verb, subject=subject, now=now)
    return queued


async def record_due(w: UnitOfWork, queued: int, *, verb: str, subject: str, now: datetime) -> None:
    """Records that so many messages about `subject` were queued, if any were."""
    if queued:
        detail = {"messages": queued}
        await w.events.record(Event(now, "sightline", verb, subject, "schedule", detail))
