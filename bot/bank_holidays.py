"""England's bank holidays, substitute days included, from the `holidays` library."""

from datetime import date
from functools import lru_cache

YEARS_BACK = 2
YEARS_AHEAD = 5


@lru_cache(maxsize=8)
def england(today: date) -> frozenset[date]:
    """The bank holidays around `today`, far enough for every deadline that can be set."""
    # Imported here because it costs a tenth of a second that not every command needs.
    import holidays

    years = range(today.year - YEARS_BACK, today.year + YEARS_AHEAD + 1)
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=years))
