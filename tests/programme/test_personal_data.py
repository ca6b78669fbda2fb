"""What identifies a child is stopped; what practitioners ordinarily write is not."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.personal_data import looks_like, problem_with

TODAY = date(2026, 12, 1)

STOPPED = [
    ("a date of birth", "DOB 12/03/2014"),
    ("a date of birth", "d.o.b. 12.03.14"),
    ("a date of birth", "Date of birth: 12 March 2014"),
    ("a date of birth", "DOB 120314"),
    ("a date of birth", "She was born on 3rd May."),
    ("a date of birth", "born 03/05/26"),
    ("a date of birth", "The youngest was born in 2014."),
    ("a date of birth", "Her sibling was born in March."),
    ("a date of birth", "birthday 3 May"),
    ("a date of birth", "12/03/2014"),
    ("a date of birth", "The child (12-03-2014) was seen."),
    ("a date of birth", "12.03.2014"),
    ("a date of birth", "12 03 2014"),
    ("a date of birth", "2014-03-12"),
    ("a date of birth", "12/03/14"),
    ("a date of birth", "3/5/98"),
    ("a date of birth", "12 March 2014"),
    ("a date of birth", "12th of March 2014"),
    ("a date of birth", "12 Mar 2014"),
    ("a date of birth", "March 12, 2014"),
    ("an NHS number", "NHS number 943 476 5919"),
    ("an NHS number", "943-476-5919"),
    ("an NHS number", "NHS9434765919"),
    ("an NHS number", "nhs no: 9434765919."),
    ("a phone number", "Call mum on 07700 900123"),
    ("a phone number", "07700900123"),
    ("a phone number", "+44 7700 900123"),
    ("a phone number", "+44 (0)20 7946 0018"),
    ("a phone number", "(01632) 960 001"),
    ("a phone number", "01632 960001"),
    ("a phone number", "020 7946 0018"),
    ("a postcode", "They live in WR1 2AB."),
    ("a postcode", "wr12ab"),
    ("a postcode", "SW1A 1AA"),
    ("a postcode", "WR5 1ST"),
    ("a postcode", "m1 1ae"),
    ("an e-mail address", "Write to mum@example.org."),
    ("an e-mail address", "first.last+school@mail.example.co.uk"),
]

PASTED = [
    ("an NHS number", "943\N{NO-BREAK SPACE}476\N{NO-BREAK SPACE}5919"),
    ("an NHS number", "NHS number 943  476  5919"),
    ("an NHS number", "943\t476\t5919"),
    ("an NHS number", "943\N{NON-BREAKING HYPHEN}476\N{NON-BREAKING HYPHEN}5919"),
    ("an NHS number", "943\N{EN DASH}476\N{EN DASH}5919"),
    ("an NHS number", "943\N{ZERO WIDTH SPACE}476\N{ZERO WIDTH SPACE}5919"),
    ("a phone number", "Call mum on 07700\N{NO-BREAK SPACE}900123"),
    ("a phone number", "07700\N{NARROW NO-BREAK SPACE}900123"),
    ("a postcode", "They live in WR1\N{NO-BREAK SPACE}2AB."),
    ("a postcode", "WR1\N{THIN SPACE}2AB"),
    ("a date of birth", "born on 3rd\N{NO-BREAK SPACE}May"),
    ("a date of birth", "12\N{NO-BREAK SPACE}March\N{NO-BREAK SPACE}2014"),
    ("a date of birth", "12\N{NON-BREAKING HYPHEN}03\N{NON-BREAKING HYPHEN}2014"),
    ("a date of birth", "12\N{FRACTION SLASH}03\N{FRACTION SLASH}2014"),
    ("a date of birth", "12/03/2014\N{EN DASH}today"),
    ("an e-mail address", "mum\N{FULLWIDTH COMMERCIAL AT}example.org"),
    ("an e-mail address", "mum@exam\N{SOFT HYPHEN}ple.org"),
]
"""As Word, Outlook and web pages give them, with what nobody sees in between."""

ORDINARY = [
    "3 visits in 10 weeks",
    "section 47",
    "The s47 was opened within 24 hours.",
    "The s47 2nd visit and the s20 3rd review were late.",
    "Q1 1st audit",
    "CF-123456",
    "CF-1234567890",
    "Case 104233, see also MC-0104233-1.",
    "review on 12 March",
    "Review on 12/03/2027 at 2pm.",
    "Visited on 03-11-2026 and 17-11-2026, 10 visits in all.",
    "Visited 03/11/26, 10/11/26 and 17/11/26.",
    "The plan of 14 September 2026 is up to date.",
    "The assessment of March 2014 was not on file.",
    "2014 to 2016 was spent in care.",
    "She was born at 36 weeks.",
    "The baby was born 3 weeks early and is now 14 months old.",
    "Unborn baby, due in 6 weeks; newborn checks at 10 days.",
    "Born out of the last review, 3 actions stand.",
    "Ages 4, 7 and 11; the eldest is 15.",
    "9 out of 10 core groups took place, 100% attended.",
    "Supervision on 02, 09 and 16 of the month.",
    "School attendance was 87.5% over 12 weeks.",
    "Strengths and difficulties score 18, then 12.",
    "LAC review 4 of 6; PEP in place; IRO footprint seen.",
    "See paragraph 5.1.12 of the framework.",
    "Chapter 12, page 103, lines 4-10.",
    "Legal gateway meeting in 5 working days, PLO week 13.",
    "Section 17, 20, 31, 38, 47 and Regulation 44.",
    "Contact is 2 hours on Mondays, 10:00-12:00.",
    "Budget of 1,234,567 pounds.",
    "@ school every day; seen @ 4.",
    "DOB is recorded correctly.",
    "The chronology has 3 gaps; date of birth and ethnicity are recorded in 10 of 10 files.",
    "12 March 14 children were seen.",
    "Discussed 30/13/2014 is no date.",
]


@pytest.mark.parametrize(("kind", "text"), STOPPED)
def test_what_identifies_a_child_is_stopped(kind: str, text: str) -> None:
    assert looks_like(text, TODAY) == kind
    assert looks_like(f"The worker wrote: {text}\nThat was all.", TODAY) == kind


@pytest.mark.parametrize("text", ORDINARY)
def test_what_practitioners_ordinarily_write_is_not(text: str) -> None:
    assert looks_like(text, TODAY) is None


@given(
    st.integers(366, 90 * 365), st.sampled_from(["%d/%m/%Y", "%d-%m-%Y", "%Y-%m-%d", "%d %B %Y"])
)
def test_a_date_over_a_year_ago_may_be_a_birthday(days: int, form: str) -> None:
    assert looks_like(f"{TODAY - timedelta(days=days):{form}}", TODAY) == "a date of birth"


@given(
    st.integers(-3 * 365, 365),
    st.sampled_from(["%d/%m/%Y", "%d/%m/%y", "%d-%m-%Y", "%Y-%m-%d", "%d %B %Y", "%d.%m.%Y"]),
)
def test_a_date_of_the_last_year_or_to_come_is_not(days: int, form: str) -> None:
    assert looks_like(f"Review on {TODAY - timedelta(days=days):{form}}.", TODAY) is None


@given(st.integers(0, 999), st.sampled_from(["visits", "weeks", "months", "actions", "days"]))
def test_small_numbers_of_things_are_not(number: int, things: str) -> None:
    assert looks_like(f"There were {number} {things}.", TODAY) is None


@given(st.text(st.characters(categories=["L", "Zs", "P"], exclude_characters="@"), max_size=200))
def test_text_without_digits_is_not(text: str) -> None:
    assert looks_like(text, TODAY) in (None, "a date of birth")


def test_the_sentence_says_what_to_do() -> None:
    assert problem_with("WR1 2AB", most=100) == (
        "This looks like a postcode. Please take it out: "
        "Sightline keeps nothing that identifies a child."
    )
    assert "month and year are enough" in (problem_with("1/2/2014", most=100, today=TODAY) or "")


def test_an_empty_text_is_asked_for_only_where_one_is_needed() -> None:
    assert problem_with(" \n", most=10) == "Please write a line here."
    assert problem_with(" \n", most=10, required=False) is None


def test_a_text_that_is_too_long_is_told_by_how_much() -> None:
    assert problem_with("x" * 10, most=10) is None
    told = problem_with("x" * 1_234, most=1_000)
    assert told == "Please shorten this to 1,000 characters; it has 1,234."


def test_a_date_in_words_is_stopped_even_where_the_day_is_not_known() -> None:
    assert looks_like("born on 3 May") == "a date of birth"
    assert looks_like("12/03/2014") is None


@pytest.mark.parametrize(("kind", "text"), PASTED)
def test_what_is_pasted_is_read_as_it_looks(kind: str, text: str) -> None:
    assert looks_like(text, TODAY) == kind


@pytest.mark.parametrize("text", ["\N{ZERO WIDTH SPACE}", " \N{WORD JOINER}\n"])
def test_what_nobody_sees_is_no_line(text: str) -> None:
    assert problem_with(text, most=80) == "Please write a line here."
    assert problem_with(text, most=80, required=False) is None
