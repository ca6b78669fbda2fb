"""A reference that gives a child away is told from one that doesn't."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.reference import what_it_looks_like


@pytest.mark.parametrize(
    "reference",
    [
        "104233",
        "MC-104233",
        "mc 104233",
        "Case 104233",
        "00012345678",
        "WC/2024/0012",
        "P1",
        "7-12",
    ],
)
def test_references_of_case_systems_pass(reference: str) -> None:
    assert what_it_looks_like(reference) is None


@pytest.mark.parametrize(
    ("reference", "looks"),
    [
        ("Ava Smith", "a name"),
        ("AVA", "a name"),
        ("Ava Smith 2", "a name or a sentence"),
        ("Smith AS 104233", "a name or a sentence"),
        ("AS 10/05/2014", "a date"),
        ("10.5.14", "a date"),
        ("2014-05-10", "a date"),
        ("10 May 2014", "a date"),
        ("943 476 5919", "an NHS number"),
        ("943-476-5919", "an NHS number"),
        ("9434765919", "an NHS number"),
        ("A823432012345", "a unique pupil number"),
        ("WR5 2NP", "a postcode"),
        ("ava@home.example", "an e-mail address"),
        ("1" * 41, "a name or a sentence"),
        ("943\N{NON-BREAKING HYPHEN}476\N{NON-BREAKING HYPHEN}5919", "an NHS number"),
        ("10\N{NON-BREAKING HYPHEN}05\N{NON-BREAKING HYPHEN}2014", "a date"),
        ("ava\N{FULLWIDTH COMMERCIAL AT}home.example", "an e-mail address"),
    ],
)
def test_what_gives_a_child_away_is_named(reference: str, looks: str) -> None:
    assert what_it_looks_like(reference) == looks


def test_ten_digits_that_no_nhs_number_has_are_a_reference() -> None:
    assert what_it_looks_like("9434765918") is None


@given(
    st.dates(min_value=date(1000, 1, 1)),  # strftime writes an earlier year with fewer digits
    st.sampled_from(["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%y", "%Y-%m-%d", "%d %b %Y"]),
)
def test_no_date_passes_as_a_reference(day: date, way: str) -> None:
    written = day.strftime(way)

    assert what_it_looks_like(written) is not None
    assert what_it_looks_like(f"A {written}") is not None


@given(st.integers(1, 10**9 - 1))
def test_every_plain_number_passes_as_a_reference(number: int) -> None:
    assert what_it_looks_like(str(number)) is None
