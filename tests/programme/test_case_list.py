"""Which rows are open cases, and in which cohort a child of several lists stands."""

from datetime import date
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.annex_a import COHORT_OF_LIST
from programme.case import Case, Cohort
from programme.case_list import SIGNIFICANCE, CaseList, read_case_list
from programme.case_row import CaseRow
from programme.cell import Cell
from programme.errors import FileRefused
from programme.import_report import Place, RowPlace

OPENED = date(2026, 3, 2)
LATER = date(2026, 10, 5)
CLOSED = date(2026, 6, 1)


def row(
    number: int | None,
    *,
    reference: Cell = "MC-1",
    team: Cell = "Malvern",
    opened: date | None = OPENED,
    status: Cell = None,
    ended: date | None = None,
    worker: Cell = None,
    cohort: Cell = None,
) -> CaseRow:
    return CaseRow(
        RowPlace(f"List {number}", 2, {"team": "C"}),
        number,
        reference=reference,
        cohort=cohort,
        team=None if number == 10 else team,
        worker=worker,
        status=status,
        opened=opened,
        ended=(ended,),
    )


def read(*rows: CaseRow) -> CaseList:
    return read_case_list(rows, teams=["Malvern", "Wendale"])


def only_case(*rows: CaseRow) -> Case:
    (case,) = read(*rows).cases
    return case


def test_the_order_of_significance_is_the_one_that_is_documented() -> None:
    assert [cohort.words for cohort in reversed(SIGNIFICANCE)] == [
        "adoption",
        "child in care",
        "child protection",
        "care leaver",
        "child in need",
        "section 47 enquiry",
        "assessment",
        "referral",
        "early help",
        "foster carer",
    ]


@given(st.permutations(sorted(COHORT_OF_LIST)), st.integers(1, 8))
def test_a_child_of_several_lists_is_one_case_of_the_most_significant(
    numbers: list[int], count: int
) -> None:
    lists = numbers[:count]
    cases = read(*(row(number) for number in lists)).cases

    cohorts = [COHORT_OF_LIST[number] for number in lists]
    if lists == [10]:
        assert cases == ()
    else:
        assert [case.cohort for case in cases] == [max(cohorts, key=SIGNIFICANCE.index)]


def test_the_row_of_the_cohort_gives_team_worker_and_date() -> None:
    case = only_case(
        row(6, team="Malvern", worker="Ed Fox", opened=LATER),
        row(8, team="Wendale", worker="Jo Kay", opened=OPENED),
    )

    assert (case.team, case.worker, case.opened) == ("Wendale", "Jo Kay", OPENED)


def test_of_two_rows_of_one_cohort_the_later_opened_counts() -> None:
    rows = [
        row(6, team="Malvern", opened=OPENED),
        row(6, team="Wendale", opened=LATER),
        row(6, team="Malvern", opened=None),
    ]

    assert {only_case(*some).team for some in permutations(rows)} == {"Wendale"}


def test_the_list_of_its_own_speaks_before_what_list_6_says_of_it() -> None:
    rows = [row(6, status="a", team="Malvern", opened=LATER), row(8, team="Wendale")]

    assert only_case(*rows).team == "Wendale"
    assert only_case(rows[0]).cohort is Cohort.CHILD_IN_CARE


def test_adoption_is_for_a_child_that_another_list_gives_a_team() -> None:
    decided = only_case(row(10, opened=LATER), row(8, team="Wendale", worker="Jo Kay"))

    assert decided == Case("MC-1", Cohort.ADOPTION, "Wendale", worker="Jo Kay", opened=LATER)
    alone = read(row(10))
    assert (alone.cases, alone.refused, alone.passed_over) == ((), (), 1)


def test_an_adoption_order_ends_adoption_and_not_care() -> None:
    assert only_case(row(10, ended=CLOSED), row(8)).cohort is Cohort.CHILD_IN_CARE


@pytest.mark.parametrize("number", [4, 6, 7, 8])
def test_a_row_that_has_ended_is_passed_over(number: int) -> None:
    cases = read(row(number, ended=CLOSED), row(9))

    assert [case.cohort for case in cases.cases] == [Cohort.CARE_LEAVER]
    assert (cases.read, cases.passed_over) == (2, 1)


def test_a_closed_episode_closes_nothing_that_has_a_list_of_its_own() -> None:
    closed = row(6, status="e", ended=CLOSED)

    for number in (6, 7, 8, 9):
        assert len(read(closed, row(number, opened=OPENED)).cases) == 1


@pytest.mark.parametrize("number", [3, 4, 5])
def test_what_led_to_a_closed_episode_ended_with_it_and_what_came_later_is_open(
    number: int,
) -> None:
    closed = row(6, status="e", ended=CLOSED)

    over = read(row(number, opened=OPENED), closed)
    assert (over.cases, over.passed_over) == ((), 2)
    assert read(row(number, opened=CLOSED), closed).cases == ()
    assert len(read(row(number, opened=LATER), closed).cases) == 1
    assert len(read(row(number, opened=None), closed).cases) == 1


def test_an_open_referral_after_the_closure_counts_though_the_enquiry_before_it_does_not() -> None:
    closed = row(6, status="e", ended=CLOSED)

    assert only_case(row(5), row(3, opened=LATER), closed).cohort is Cohort.REFERRAL


def test_one_refused_row_keeps_every_case_out() -> None:
    cases = read(row(6), row(6, reference="MC-2", team="Fostering"))

    assert cases.cases == ()
    assert [one.place for one in cases.refused] == [Place("List 6", 2, "C")]


def test_a_reference_is_one_whatever_its_case() -> None:
    assert only_case(row(6, reference="MC-1"), row(8, reference="mc-1")).reference == "mc-1"


def test_a_plain_list_stands_for_itself() -> None:
    case = only_case(row(None, cohort="Adoption"))

    assert (case.cohort, case.team) == (Cohort.ADOPTION, "Malvern")


def test_without_a_staff_list_no_case_is_read() -> None:
    with pytest.raises(FileRefused) as refusal:
        read_case_list([row(6)], teams=())

    assert str(refusal.value) == (
        "No team is known yet: import the staff list first, then the cases."
    )
