"""What is kept of the demo's workbook, which holds all that a council's export does."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from itertools import product
from pathlib import Path

import pytest
from openpyxl import load_workbook

from bot.demo_council import annex_a_workbook
from bot.demo_council.children import Standing, children
from bot.demo_council.teams import TEAMS
from bot.imports.case_file import read_case_file
from programme.case import Cohort
from programme.case_list import CaseList
from tests.bot.imports.files import no_progress

TODAY = date(2026, 11, 23)


def read(path: Path, *teams: str) -> CaseList:
    return read_case_file(path, teams=teams or ("Malvern",), progress=no_progress)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "annex a.xlsx"
    annex_a_workbook(path, today=TODAY, seed=7)
    return path


@pytest.fixture(scope="module")
def demo_cases(demo: Path) -> CaseList:
    return read(demo, *(team.name for team in TEAMS))


def test_the_demo_workbook_gives_exactly_the_open_cases(demo_cases: CaseList) -> None:
    cases = demo_cases

    not_open = {Standing.CLOSED, Standing.IN_CONTACT}
    expected = {c.reference: c for c in children(TODAY, 7) if c.standing not in not_open}
    assert cases.refused == ()
    assert {case.reference for case in cases.cases} == expected.keys()
    assert all(case.team == expected[case.reference].team for case in cases.cases)
    assert all(case.worker == expected[case.reference].worker for case in cases.cases)
    assert cases.sheets_left == ("List 1 - Contacts", "Early Help", "PAR")


def test_the_demos_cohorts_are_those_in_which_the_children_stand(
    demo_cases: CaseList,
) -> None:
    cases = demo_cases.cases

    standing = {child.reference: child.standing for child in children(TODAY, 7)}
    pairs = Counter((standing[case.reference], case.cohort) for case in cases)
    assert pairs.keys() == {
        (Standing.IN_NEED, Cohort.CHILD_IN_NEED),
        (Standing.ON_A_PROTECTION_PLAN, Cohort.CHILD_PROTECTION),
        (Standing.LOOKED_AFTER, Cohort.CHILD_IN_CARE),
        (Standing.LOOKED_AFTER, Cohort.ADOPTION),
        (Standing.CARE_LEAVER, Cohort.CARE_LEAVER),
        (Standing.IN_ASSESSMENT, Cohort.ASSESSMENT),
    }


def test_no_identifying_cell_of_the_demo_workbook_is_kept(demo_cases: CaseList) -> None:
    kept = {
        str(value)
        for case in demo_cases.cases
        for value in (case.worker, case.iro, case.opened, case.last_reviewed, case.team)
    }

    identifying = {
        str(value)
        for child in children(TODAY, 7)
        for value in (child.name, child.gender, child.ethnicity, child.born)
        if value is not None
    }
    assert len(identifying) > 1000
    assert kept.isdisjoint(identifying)


def test_no_text_of_a_column_that_is_dropped_is_kept(demo: Path, demo_cases: CaseList) -> None:
    kept = repr(demo_cases)

    dropped = {text for text in _texts_of_dropped_columns(demo) if len(text) > 4}

    assert len(dropped) > 1000
    assert [text for text in dropped if text in kept] == []


def _texts_of_dropped_columns(path: Path) -> Iterator[str]:
    """Every text, and every date of birth as a kept date would be written."""
    kept_headings = ("unique", "team", "worker", "officer")
    for sheet in load_workbook(path).worksheets:
        rows = [[*row] for row in sheet.iter_rows(values_only=True)]
        top = next(i for i, row in enumerate(rows) if sum(map(bool, row)) > 3)
        for row, (column, heading) in product(rows[top + 1 :], enumerate(rows[top])):
            value = row[column] if column < len(row) else None
            words = str(heading).casefold()
            if isinstance(value, str) and not any(word in words for word in kept_headings):
                yield value
            if isinstance(value, datetime) and "birth" in words:
                yield repr(value.date())
