"""What was recorded by mistake can be taken back, by whom and until when."""

from datetime import UTC, date, datetime

import pytest

from programme.errors import AskSomeoneAllowed, ShowAsItIsNow
from programme.taken_back import Recorded, may_take_back_until, require_may_take_back
from tests.little_council import CALENDAR

FRIDAY = datetime(2026, 12, 18, 16, 30, tzinfo=UTC)
RECORDED = Recorded("iris", FRIDAY)
MONDAY, TUESDAY = date(2026, 12, 21), date(2026, 12, 22)


@pytest.mark.parametrize("today", [date(2026, 12, 18), date(2026, 12, 20), MONDAY])
def test_whoever_recorded_it_may_until_the_end_of_the_next_working_day(today: date) -> None:
    assert may_take_back_until(RECORDED, "iris", today, CALENDAR) == MONDAY
    require_may_take_back(RECORDED, by="iris", today=today, calendar=CALENDAR)


def test_a_bank_holiday_is_no_working_day() -> None:
    eve = Recorded("iris", datetime(2026, 12, 24, 12, tzinfo=UTC))
    assert may_take_back_until(eve, "iris", date(2026, 12, 28), CALENDAR) == date(2026, 12, 29)


def test_the_day_is_the_councils_and_not_the_clocks_of_utc() -> None:
    late = Recorded("iris", datetime(2026, 7, 1, 23, 30, tzinfo=UTC))
    assert may_take_back_until(late, "iris", date(2026, 7, 2), CALENDAR) == date(2026, 7, 3)


def test_later_it_stands() -> None:
    assert may_take_back_until(RECORDED, "iris", TUESDAY, CALENDAR) is None
    with pytest.raises(ShowAsItIsNow, match="until the end of Monday 21 December 2026"):
        require_may_take_back(RECORDED, by="iris", today=TUESDAY, calendar=CALENDAR)


def test_nobody_else_may() -> None:
    assert may_take_back_until(RECORDED, "ivo", MONDAY, CALENDAR) is None
    with pytest.raises(AskSomeoneAllowed, match="Only the person who recorded this"):
        require_may_take_back(RECORDED, by="ivo", today=MONDAY, calendar=CALENDAR)


def test_what_somebody_acted_on_stands() -> None:
    acted = Recorded("iris", FRIDAY, acted_on=True)
    assert may_take_back_until(acted, "iris", MONDAY, CALENDAR) is None
    with pytest.raises(ShowAsItIsNow, match="has acted on this already"):
        require_may_take_back(acted, by="iris", today=MONDAY, calendar=CALENDAR)


def test_what_was_taken_back_isnt_offered_again() -> None:
    gone = Recorded("iris", FRIDAY, taken_back_at=FRIDAY)
    assert may_take_back_until(gone, "iris", MONDAY, CALENDAR) is None
