"""Times of day that a framework may name, and the council's hours."""

from dataclasses import dataclass
from datetime import time

from programme.rules.rule import Rule

_CLOCKS_CHANGE = (time(1), time(2))


def outside_the_clock_change(what: str, wall: time) -> None:
    """Raises ValueError for a time that there is twice or not at all on two Sundays a year."""
    if _CLOCKS_CHANGE[0] <= wall < _CLOCKS_CHANGE[1]:
        raise ValueError(f"{what}: between 01:00 and 02:00 the clocks change; choose another time")


@dataclass(frozen=True, slots=True)
class Hours(Rule):
    """When the council may be written to (its wall clock), and when the daily digest goes."""

    opens: time
    closes: time
    digest: time

    def __post_init__(self) -> None:
        for name in ("opens", "closes", "digest"):
            outside_the_clock_change(name, getattr(self, name))
        if not self.opens <= self.digest < self.closes:
            raise ValueError("the digest goes out between opens and closes")
