"""Whether what is due goes out."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.doctor.line import Line, counted, in_words, look, mend, ok
from programme.ports.health import QueueState

LATE: Final = timedelta(minutes=15)
"""What is due goes within seconds. What Teams did not take waits for its next attempt, and isn't
due meanwhile; nor is what waits for the morning."""

LONG_TRIED: Final = timedelta(hours=1)
"""What passes within it is tried every few minutes at least, and nobody need know of it."""

ABOUT = "delivery"


def judge_delivery(queues: Sequence[QueueState], now: datetime) -> list[Line]:
    """A line a council for which nobody delivers, or whose messages Teams doesn't take; otherwise
    one for all."""
    late = [line for queue in queues if (line := _late(queue, now) or _not_taken(queue, now))]
    waiting = sum(queue.waiting + queue.sending for queue in queues)
    return late or [
        ok(ABOUT, f"Nothing is late; waiting for their time: {counted(waiting, 'message')}.")
    ]


def _late(queue: QueueState, now: datetime) -> Line | None:
    leased = queue.leased_until is not None and queue.leased_until > now
    if queue.oldest_due is not None and now - queue.oldest_due > LATE:
        waited = in_words(now - queue.oldest_due)
        held = (
            "a process has its lease, and its log says more"
            if leased
            else "no process has its lease: see that “sightline run” is running"
        )
        return mend(
            ABOUT,
            f"{counted(queue.due, 'message')} of council {queue.tenant_id} should have gone, the "
            f"oldest {waited} ago; {held}.",
        )
    if queue.sending and queue.leased_until and now - queue.leased_until > LATE:
        return mend(
            ABOUT,
            f"{counted(queue.sending, 'message')} of council {queue.tenant_id} were left half sent "
            "by a process that stopped; start “sightline run”, which takes them up.",
        )
    return None


def _not_taken(queue: QueueState, now: datetime) -> Line | None:
    if queue.retrying_since is None or now - queue.retrying_since <= LONG_TRIED:
        return None
    return look(
        ABOUT,
        f"Teams has not taken {counted(queue.retrying, 'message')} of council {queue.tenant_id}, "
        f"the oldest for {in_words(now - queue.retrying_since)}; they will be tried again, and the "
        "log of “sightline run” says what Teams answered.",
    )
