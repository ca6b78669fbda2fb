"""Whether this machine knows what time it is, and when the council's clocks change."""

from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.doctor.line import Line, in_words, mend, ok

APART: Final = timedelta(seconds=30)
"""What clocks may differ by: minutes off, tokens are refused, and what is due goes too soon or too
late."""

ABOUT = "clock"


def judge_clock(now: datetime, other: datetime, whose: str) -> Line:
    """The machine's time beside another's, both in UTC; `whose` is “the database's”."""
    apart = abs(now - other)
    if apart <= APART:
        return ok(ABOUT, f"It agrees with {whose}.")
    side = "ahead of" if now > other else "behind"
    return mend(
        ABOUT,
        f"This machine is {in_words(apart)} {side} {whose} clock; have both set by a time server.",
    )


def judge_zone(zone: str = "Europe/London") -> Line:
    """Whether the data of the time zone is there."""
    try:
        summer = datetime(2026, 7, 1, 12, tzinfo=UTC).astimezone(ZoneInfo(zone))
    except ZoneInfoNotFoundError:
        return mend("time zone", f"There is no data of {zone}; install the package tzdata.")
    return ok("time zone", f"{zone} is known; its summer is {summer:%Z}.")
