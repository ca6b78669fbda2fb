"""Cells read as text and as days."""

from contextlib import suppress
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.cell import (
    FIRST_YEAR,
    LAST_YEAR,
    MOST_TEXT,
    Cell,
    Unread,
    UnreadableCell,
    day_of,
    text_of,
)

DAYS = st.dates(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31))
WAYS_TO_WRITE = st.sampled_from(
    ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d", "%d %B %Y", "%d-%b-%Y", "%d %b %Y"]
)
TIMES = st.sampled_from(["", " 00:00", " 00:00:00", "T09:30:00", " 09:30:00.000"])


@given(DAYS, WAYS_TO_WRITE, TIMES, st.sampled_from(["", " ", "\n", "\xa0"]))
def test_a_day_is_read_however_it_is_written(day: date, way: str, time: str, space: str) -> None:
    assert day_of(f"{space}{day.strftime(way)}{time}{space}") == day


@given(DAYS)
def test_a_day_may_lack_its_leading_zeros(day: date) -> None:
    assert day_of(f"{day.day}/{day.month}/{day.year}") == day


@given(DAYS, st.sampled_from(["%d/%m/%y", "%d-%b-%y", "%d.%m.%y", "%d %m %y"]))
def test_a_two_digit_year_is_refused_and_not_guessed(day: date, way: str) -> None:
    with pytest.raises(UnreadableCell, match="two-digit year"):
        day_of(day.strftime(way))


@given(st.text(st.characters(codec="utf-8"), max_size=20))
def test_whatever_stands_there_is_a_day_nothing_or_a_reason(text: str) -> None:
    with suppress(UnreadableCell):
        day = day_of(text)
        assert day is None or FIRST_YEAR <= day.year <= LAST_YEAR


@given(st.from_regex(r"[0-9]{1,2}/[0-9]{1,2}/[0-9]{2,4}x", fullmatch=True))
def test_a_reason_never_repeats_the_cell(text: str) -> None:
    with pytest.raises(UnreadableCell) as refusal:
        day_of(text)

    assert text not in str(refusal.value)


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("31/02/2026", "is a day that does not exist: write it as dd/mm/yyyy"),
        ("12/31/2026", "is a day that does not exist: write it as dd/mm/yyyy"),
        ("next week", "is not a date: write it as dd/mm/yyyy"),
        (46357, "is not a date: write it as dd/mm/yyyy"),
        ("01/12/0226", "is a date outside the years 1950 to 2099"),
        (date(1899, 12, 31), "is a date outside the years 1950 to 2099"),
        ("١٢/٠٥/٢٠١٤", "is not a date: write it as dd/mm/yyyy"),
        (
            Unread.FORMULA,
            "is a formula whose result was never saved: open the file in Excel and save it",
        ),
    ],
)
def test_what_is_no_day_is_refused_with_its_reason(cell: Cell, reason: str) -> None:
    with pytest.raises(UnreadableCell) as refusal:
        day_of(cell)

    assert str(refusal.value) == reason


@pytest.mark.parametrize("cell", [None, "", "  ", "NULL", "n/a", "-", "None"])
def test_what_stands_for_nothing_is_nothing(cell: Cell) -> None:
    assert day_of(cell) is None
    assert text_of(cell) == ""


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("  Through \n Care\xa0North ", "Through Care North"),
        (104233, "104233"),
        (104233.0, "104233"),
        (1.5, "1.5"),
        ("00104233", "00104233"),
        ("Ann\N{ZERO WIDTH SPACE} Ash", "Ann Ash"),
        ("\N{LEFT-TO-RIGHT EMBEDDING}ann@council.example", "ann@council.example"),
        ("CF-\N{RIGHT-TO-LEFT OVERRIDE}01", "CF-01"),
        ("Ash\x1b[2J", "Ash[2J"),
        ("\N{ZERO WIDTH NO-BREAK SPACE}", ""),
        ("\N{SOFT HYPHEN}\N{SOFT HYPHEN}None", ""),
    ],
)
def test_text_has_single_spaces_and_whole_numbers_no_point(cell: Cell, text: str) -> None:
    assert text_of(cell) == text


@pytest.mark.parametrize(
    "cell",
    [
        "[Sign in](https://phish.example)",
        "Ann [Ash](//e1.io)",
        "[1](//e1.io)",
        "[Sign in]\N{ZERO WIDTH SPACE}(//e1.io)",
        "https://phish.example",
        "<https://phish.example>",
        '<a href="//e1.io">Ann</a>',
    ],
)
def test_a_link_is_refused_and_not_repeated(cell: str) -> None:
    with pytest.raises(UnreadableCell, match=r"^holds a link: write a plain text$"):
        text_of(cell)


@pytest.mark.parametrize("cell", ["Assessment [East] (duty)", "<not allocated>", "R&A / East: 2"])
def test_brackets_alone_are_no_link(cell: str) -> None:
    assert text_of(cell) == cell


def test_a_date_and_time_is_the_day() -> None:
    assert day_of(datetime(2026, 12, 1, 23, 59)) == date(2026, 12, 1)  # noqa: DTZ001 - Excel's days have no zone


def test_more_text_than_a_name_can_have_is_refused() -> None:
    with pytest.raises(UnreadableCell, match="holds 201 characters; 200 is the most"):
        text_of("x" * (MOST_TEXT + 1))
