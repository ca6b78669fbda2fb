"""Whoever is copied into many results has one list a working day (BD-06)."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from programme.message import MessageKind
from programme.people import Role
from programme.use_cases.copied_results import ResultsView, show_copied_results
from tests.follow_up import GOOD, HANNAH, RESULTS, add_people, graded, with_rules
from tests.little_council import LittleCouncil, person

THE_2ND, THE_3RD = date(2026, 12, 2), date(2026, 12, 3)
COPIED = replace(RESULTS, to=(*RESULTS.to, "qa_officers"))


def _at(day: int, hour: int) -> datetime:
    return datetime(2026, 12, day, hour, 0, tzinfo=UTC)


@pytest.fixture
async def copying(drawn: LittleCouncil) -> LittleCouncil:
    """Hannah line-manages Ann and Ben; the QA officers are copied in."""
    managers = [await drawn.person("ann"), await drawn.person("ben")]
    below = [replace(one, line_manager_email=HANNAH.email) for one in managers]
    await add_people(drawn, *below, HANNAH)
    return with_rules(drawn, results=COPIED)


async def _list(little: LittleCouncil, reader: str, day: date) -> ResultsView | None:
    async with little.work(little.tenant_id) as w:
        return (await show_copied_results(little.council, w, [(reader, day)])).get((reader, day))


async def _ids(little: LittleCouncil, reader: str, day: date) -> set[str]:
    view = await _list(little, reader, day)
    return {one.audit.id for one in view.results} if view else set()


@pytest.mark.rule("BD-06")
async def test_a_days_results_come_as_one_list_the_next_working_morning(
    copying: LittleCouncil,
) -> None:
    first, _ = await graded(copying, GOOD, lead="ann", now=_at(1, 10))
    second, _ = await graded(copying, GOOD, lead="ben", now=_at(1, 16))
    third, _ = await graded(copying, GOOD, lead="cat", now=_at(2, 10))
    lists = await copying.messages(MessageKind.RESULTS)
    assert sorted((m.person_id, m.subject, m.not_before) for m in lists) == [
        ("hannah", "2026-12-02", _at(2, 9)),
        ("hannah", "2026-12-03", _at(3, 9)),
        ("quinn", "2026-12-02", _at(2, 9)),
        ("quinn", "2026-12-03", _at(3, 9)),
    ]
    view = await _list(copying, "hannah", THE_2ND)
    assert view is not None
    assert {one.audit.id for one in view.results} == {first.id, second.id}
    later = await _list(copying, "quinn", THE_3RD)
    assert later is not None
    assert [one.audit.id for one in later.results] == [third.id]
    assert await _list(copying, "quinn", date(2026, 12, 4)) is None


async def test_what_came_while_somebody_was_away_is_one_list_on_their_return(
    copying: LittleCouncil,
) -> None:
    await copying.away("quinn", THE_2ND, date(2026, 12, 4))
    for day, lead in ((1, "ann"), (2, "ben"), (3, "cat")):
        await graded(copying, GOOD, lead=lead, now=_at(day, 10))
    (listed,) = [m for m in await copying.messages(MessageKind.RESULTS) if m.person_id == "quinn"]
    assert (listed.subject, listed.not_before) == ("2026-12-07", _at(7, 9))
    view = await _list(copying, "quinn", date(2026, 12, 7))
    assert view is not None
    assert len(view.results) == 3


@pytest.mark.rule("BD-06")
async def test_a_result_is_in_one_list_when_an_absence_is_dropped_before_that_comes(
    copying: LittleCouncil,
) -> None:
    await copying.away("quinn", THE_2ND, date(2026, 12, 4))
    first, _ = await graded(copying, GOOD, lead="ann", now=_at(1, 10))
    await add_people(copying, replace(await copying.person("quinn"), absences=()))
    second, _ = await graded(copying, GOOD, lead="ben", now=_at(2, 10))
    third, _ = await graded(copying, GOOD, lead="cat", now=_at(3, 10))
    listed = [m for m in await copying.messages(MessageKind.RESULTS) if m.person_id == "quinn"]
    assert sorted(m.subject for m in listed) == ["2026-12-03", "2026-12-04", "2026-12-07"]
    assert await _ids(copying, "quinn", THE_3RD) == {first.id, second.id}
    assert await _ids(copying, "quinn", date(2026, 12, 4)) == {third.id}
    assert await _ids(copying, "quinn", date(2026, 12, 7)) == set()


async def test_a_long_leave_that_is_dropped_early_leaves_no_result_out(
    copying: LittleCouncil,
) -> None:
    before, _ = await graded(copying, GOOD, lead="ann", now=_at(1, 8))
    await copying.away("quinn", THE_2ND, date(2027, 2, 26))
    first, _ = await graded(copying, GOOD, lead="ben", now=_at(2, 10))
    await add_people(copying, replace(await copying.person("quinn"), absences=()))
    last, _ = await graded(copying, GOOD, lead="cat", now=datetime(2027, 2, 1, 10, 0, tzinfo=UTC))
    assert await _ids(copying, "quinn", date(2026, 12, 1)) == {before.id}
    assert await _ids(copying, "quinn", date(2027, 2, 2)) == {first.id, last.id}


async def test_a_leave_that_is_added_afterwards_doubles_no_result(copying: LittleCouncil) -> None:
    first, _ = await graded(copying, GOOD, lead="ann", now=_at(1, 10))
    second, _ = await graded(copying, GOOD, lead="ben", now=_at(2, 10))
    await copying.away("quinn", THE_2ND, THE_2ND)
    assert await _ids(copying, "quinn", THE_2ND) == {first.id}
    assert await _ids(copying, "quinn", THE_3RD) == {second.id}


async def test_nobody_else_is_shown_a_list(copying: LittleCouncil) -> None:
    await add_people(copying, person("Simon", Role.SERVICE_MANAGER, area="South"))
    await graded(copying, GOOD, lead="ann", now=_at(1, 10))
    assert await _list(copying, "simon", THE_2ND) is None
    assert await _list(copying, "nobody", THE_2ND) is None
