"""A council's database was restored: what may have been sent since the backup isn't sent again."""

from dataclasses import dataclass
from datetime import datetime

from programme.council import Council
from programme.event import Event
from programme.message import Message
from programme.ports import Work
from programme.use_cases.tick import tick


@dataclass(frozen=True, slots=True)
class Restored:
    """When the backup was taken, and until when the service ran on what was lost (UTC)."""

    taken_at: datetime
    stopped_at: datetime

    @property
    def may_have_sent(self) -> bool:
        """Whether anything can have been sent that the backup doesn't know of."""
        return self.stopped_at > self.taken_at


async def settle_restored(
    tenant_id: str, council: Council | None, restored: Restored, *, work: Work, now: datetime
) -> tuple[Message, ...]:
    """Expires what fell due until the service stopped, and says what that was, by key.

    What falls due after that is sent as ever, so that what nobody can have sent isn't lost. With
    None for the council, as where its rules can't be read, what would be queued only now goes out
    once they can.
    """
    try:
        if council and restored.may_have_sent:
            await tick(council, work=work, now=restored.stopped_at)
    finally:
        held = await _hold_back(tenant_id, restored, work, now)
    return held


async def _hold_back(
    tenant_id: str, restored: Restored, work: Work, now: datetime
) -> tuple[Message, ...]:
    async with work(tenant_id) as w:
        held = await w.outbox.expire_due(restored.stopped_at, now) if restored.may_have_sent else ()
        await w.live_cards.touch({each.reports_to for each in held if each.reports_to})
        await w.events.record(
            Event(
                now,
                "sightline",
                "restore",
                restored.taken_at.isoformat(),
                "command line",
                {"stopped_at": restored.stopped_at.isoformat(), "held_back": len(held)},
            )
        )
        await w.commit()
        return held
