"""A case list is taken in whole or not at all, and as often as one likes (WC-01)."""

from dataclasses import replace

import pytest

from programme.case import Case, Cohort
from programme.case_list import CaseList
from programme.errors import FileRefused
from programme.import_report import ImportReport, Place, RefusedRow
from programme.use_cases.import_cases import ImportCases, import_cases
from tests.little_council import CASES, THE_FIRST, LittleCouncil, case_list

pytestmark = pytest.mark.rule("WC-01")


async def _import(little: LittleCouncil, cases: CaseList) -> ImportReport:
    command = ImportCases(little.council, cases, "command line")
    return await import_cases(command, work=little.work, now=THE_FIRST)


async def _cases(little: LittleCouncil) -> dict[str, Case]:
    async with little.work(little.tenant_id) as w:
        return {case.reference: case for case in await w.cases.all()}


async def test_the_first_list_adds_every_case(empty: LittleCouncil) -> None:
    report = await _import(empty, case_list())
    assert (report.read, report.added) == (len(CASES), len(CASES))
    assert await _cases(empty) == {case.reference: case for case in CASES}


async def test_the_same_list_again_changes_nothing(little: LittleCouncil) -> None:
    before = await _cases(little)
    report = await _import(little, case_list())
    assert (report.added, report.changed, report.gone) == (0, 0, 0)
    assert report.unchanged == len(CASES)
    assert await _cases(little) == before


async def test_what_is_new_different_and_gone_is_counted_and_kept(little: LittleCouncil) -> None:
    first, second, *others = CASES
    moved = replace(second, team="Birch", cohort=Cohort.CHILD_IN_CARE)
    new = Case("CF-99", Cohort.CHILD_IN_NEED, "Elm")
    report = await _import(little, case_list([moved, *others, new]))
    assert (report.added, report.changed, report.gone) == (1, 1, 1)
    assert report.unchanged == len(others)
    kept = await _cases(little)
    assert kept[first.reference] == replace(first, active=False)
    assert kept[second.reference] == moved
    assert kept["CF-99"] == new


async def test_a_case_that_is_opened_again_is_open_again(little: LittleCouncil) -> None:
    await _import(little, case_list(CASES[1:]))
    report = await _import(little, case_list())
    assert (report.added, report.gone) == (1, 0)
    assert (await _cases(little))[CASES[0].reference] == CASES[0]


async def test_an_audit_stands_when_its_case_is_gone(drawn: LittleCouncil) -> None:
    audits = await drawn.audits()
    gone = audits[0].case_reference
    await _import(drawn, case_list([case for case in CASES if case.reference != gone]))
    stands = await drawn.audits()
    assert [(one.id, one.state) for one in stands] == [(one.id, one.state) for one in audits]
    assert stands[1:] == audits[1:]


async def test_with_one_row_refused_nothing_is_changed(little: LittleCouncil) -> None:
    before = await little.everything()
    refused = (RefusedRow(Place("List 6", 3, "B"), "there is no team."),)
    report = await _import(little, replace(case_list(CASES[:4]), refused=refused))
    assert (report.refused, report.added, report.gone) == (refused, 0, 0)
    assert await little.everything() == before


async def test_a_list_without_an_open_case_does_not_close_them_all(little: LittleCouncil) -> None:
    before = await little.everything()
    with pytest.raises(FileRefused, match="no open case in it; nothing was changed"):
        await _import(little, CaseList((), read=40, passed_over=40))
    assert await little.everything() == before


async def test_it_is_recorded_in_numbers_without_a_reference(little: LittleCouncil) -> None:
    await _import(little, case_list(CASES[2:]))
    event = (await little.events("cases"))[-1]
    assert (event.who, event.verb, event.source) == ("command line", "import_cases", "command line")
    assert event.detail == {"added": 0, "changed": 0, "gone": 2}
