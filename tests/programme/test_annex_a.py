"""Which list a sheet is, by the names that councils give it."""

import pytest

from programme.annex_a import ANNEX_A_LISTS, COHORT_OF_LIST, cohort_of_words, list_number
from programme.case import Cohort

NAMES = {
    1: ["List 1", "Contacts", "1 Contacts"],
    2: ["Early Help", "2. Early Help Assessments"],
    3: ["List_3", "Referrals", "3 Referrals", "REFERRALS 2026"],
    4: ["List 4", "4 Assessments", "Assessments", "list04", "04_Assessments", "Annex A List 4"],
    5: ["S47 & ICPC", "Section 47", "Sec47 and ICPC", "s47s", "5 - Section 47 enquiries"],
    6: ["List 6 - CIN", "CIN", "Children in Need", "6 Children in need"],
    7: ["child protection ", "CP", "CPP", "7_Child Protection", "Child Protection Plans"],
    8: ["List 8 CLA", "Children in Care", "Looked After Children", "CLA", "LAC", "Looked after"],
    9: ["Care leavers (list 9)", "Care Leavers", "9.Care leavers"],
    10: ["List_10_Adoption", "Adoption", "Children for adoption"],
    11: ["List 11", "Adopters", "11 Prospective adopters"],
}


@pytest.mark.parametrize(
    ("name", "number"), [(name, number) for number, names in NAMES.items() for name in names]
)
def test_a_list_is_known_by_its_number_or_its_words(name: str, number: int) -> None:
    assert list_number(name) == number


@pytest.mark.parametrize(
    "name", ["Sheet1", "Referral summary", "Read me", "List 12", "2026", "PAR", "7 day visits", ""]
)
def test_a_sheet_that_only_mentions_a_list_is_none(name: str) -> None:
    assert list_number(name) is None


def test_every_list_of_cases_has_its_layout() -> None:
    assert ANNEX_A_LISTS.keys() == COHORT_OF_LIST.keys()


@pytest.mark.parametrize(
    ("words", "cohort"),
    [(cohort.words, cohort) for cohort in Cohort]
    + [("CIN", Cohort.CHILD_IN_NEED), ("Looked  After", Cohort.CHILD_IN_CARE)],
)
def test_a_plain_list_names_cohorts_in_words_or_letters(words: str, cohort: Cohort) -> None:
    assert cohort_of_words(words) is cohort


@pytest.mark.parametrize("words", ["", "contact", "adopters", "closed", "Ava Smith"])
def test_what_is_no_cohort_is_none(words: str) -> None:
    assert cohort_of_words(words) is None


def test_no_column_is_taken_that_identifies_a_child() -> None:
    kept = {column.field for layout in ANNEX_A_LISTS.values() for column in layout.columns}

    assert kept == {
        "reference",
        "team",
        "worker",
        "iro",
        "opened",
        "reviewed",
        "ended",
        "status",
        "no_further_action",
    }


@pytest.mark.rule("SW-11")
@pytest.mark.rule("WB-05")
@pytest.mark.parametrize(
    ("words", "cohort"),
    [
        ("Early help", Cohort.EARLY_HELP),
        ("EH", Cohort.EARLY_HELP),
        ("early help assessment", Cohort.EARLY_HELP),
        ("Foster carer", Cohort.FOSTER_CARER),
        ("Foster carer file", Cohort.FOSTER_CARER),
    ],
)
def test_a_plain_list_can_name_early_help_cases_and_carers_files(
    words: str, cohort: Cohort
) -> None:
    assert cohort_of_words(words) is cohort
