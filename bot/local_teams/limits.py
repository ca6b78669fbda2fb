"""Teams' rate limits (platform notes: Teams)."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

Window = tuple[int, float]
"""At most so many requests in so many seconds."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a bot may send: to one conversation, to one tenant, and in one message."""

    conversation: tuple[Window, ...]
    tenant: tuple[Window, ...]
    message_bytes: int = 28 * 1024


TEAMS = Limits(conversation=((7, 1), (8, 2), (60, 30), (1800, 3600)), tenant=((50, 1),))
OFF = Limits(conversation=(), tenant=())


class Throttle:
    """Sliding windows, one set a key. A refused request doesn't count against the next."""

    def __init__(self, windows: tuple[Window, ...], monotonic: Callable[[], float]) -> None:
        self._windows = windows
        self._monotonic = monotonic
        self._longest = max((count for count, _ in windows), default=0)
        self._admitted: dict[str, deque[float]] = {}

    def admit(self, key: str) -> float:
        """Count one request under `key`: 0 when it may pass, else the seconds to wait."""
        if not self._windows:
            return 0.0
        now = self._monotonic()
        past = self._admitted.setdefault(key, deque(maxlen=self._longest))
        wait = max(
            (
                past[-count] + seconds - now
                for count, seconds in self._windows
                if len(past) >= count
            ),
            default=0.0,
        )
        if wait > 0:
            return wait
        past.append(now)
        return 0.0
