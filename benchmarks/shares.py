"""Where the time goes: the process's stack, looked at a thousand times a second of its CPU."""

import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

EVERY_SECONDS: Final = 0.001

# A sample belongs to the innermost frame that is of one of these parts.
PARTS: Final = (
    ("aiohttp", "HTTP client"),
    ("yarl", "HTTP client"),
    ("bot/connector", "HTTP client"),
    ("sqlalchemy", "database"),
    ("aiosqlite", "database"),
    ("storage/", "database"),
    ("bot/delivery/", "worker"),
    ("benchmarks/pushes", "rendering"),
    ("asyncio", "event loop"),
    ("selectors", "event loop"),
)


class Shares:
    """A sampling profile, for what runs on the main thread."""

    def __init__(self) -> None:
        self._samples: Counter[str] = Counter()

    @contextmanager
    def sampled(self) -> Iterator[None]:
        """Samples for as long as the block runs."""
        before = signal.signal(signal.SIGPROF, self._take)
        signal.setitimer(signal.ITIMER_PROF, EVERY_SECONDS, EVERY_SECONDS)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.signal(signal.SIGPROF, before)

    def lines(self) -> list[str]:
        """The parts, the largest first, in per cent of the CPU."""
        total = self._samples.total() or 1
        return [
            "Where Sightline's CPU goes",
            *(f"{part:42}{count / total:10.0%}" for part, count in self._samples.most_common()),
        ]

    def _take(self, _signal: int, frame: FrameType | None) -> None:
        while frame is not None:
            for folder, part in PARTS:
                if folder in frame.f_code.co_filename:
                    self._samples[part] += 1
                    return
            frame = frame.f_back
        self._samples["other"] += 1
