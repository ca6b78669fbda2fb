"""After a period its overview goes to those who take it further (WB-09, WB-10, BD-08)."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from programme.calendar import Month
from programme.message import MessageKind
from programme.people import Role
from programme.rules.overview import OverviewRule
from programme.use_cases.send_overviews import send_overviews
from programme.use_cases.show_overviews import OverviewView, show_overviews
from tests.follow_up import (
    BEST,
    OVERVIEW,
    POOR,
    SIMON,
    SOPHIE,
    add_people,
    graded,
    with_rules,
)
from tests.little_council import LittleCouncil

DUE = datetime(2027, 1, 6, 9, 0, tzinfo=UTC)
"""The third working day of January, at the digest's time."""
BOTH_MONTHS = replace(OVERVIEW, id="cycle", every_months=2)
COUNCIL = replace(OVERVIEW, id="management", of="the_council", to=(Role.SERVICE_MANAGER,))
NOVEMBER = Month(2026, 11)
TURNS = replace(OVERVIEW, id="turns", turns=True)


@pytest.fixture
async def managed(drawn: LittleCouncil) -> LittleCouncil:
    """North and South have a service manager each."""
    await add_people(drawn, SIMON, SOPHIE)
    return drawn


async def _send(little: LittleCouncil, rule: OverviewRule, now: datetime = DUE) -> list[str]:
    with_it = with_rules(little, overviews=(rule,))
    before = {m.key for m in await little.messages(MessageKind.OVERVIEW)}
    count = await send_overviews(with_it.council, work=little.work, now=now)
    new = [m for m in await little.messages(MessageKind.OVERVIEW) if m.key not in before]
    assert len(new) == count
    return sorted(f"{m.person_id} {m.subject}" for m in new)


async def _shown(little: LittleCouncil, rule: OverviewRule, reader: str) -> OverviewView | None:
    with_it = with_rules(little, overviews=(rule,))
    first = "2026-11" if rule.every_months == 2 else "2026-12"
    async with little.work(little.tenant_id) as w:
        views = await show_overviews(with_it.council, w, f"{rule.id}:{first}", [reader], DUE.date())
    return views.get(reader)


@pytest.mark.rule("WB-09", "WB-10", "BD-08")
async def test_it_goes_out_once_so_many_working_days_after_the_period(
    managed: LittleCouncil,
) -> None:
    early = DUE.replace(hour=8)
    assert await _send(managed, OVERVIEW, early) == []
    assert await _send(managed, OVERVIEW) == ["simon board:2026-12", "sophie board:2026-12"]
    assert await _send(managed, OVERVIEW, DUE.replace(day=7)) == []
    (event,) = await managed.events("board:2026-12")
    assert (event.verb, event.detail) == ("send_overview", {"messages": 2})


@pytest.mark.rule("WB-09")
async def test_service_managers_get_every_audit_of_the_cycle_with_its_grade(
    managed: LittleCouncil,
) -> None:
    poor, _ = await graded(managed, POOR)
    await graded(managed, BEST, lead="cat")
    assert await _send(managed, BOTH_MONTHS) == ["simon cycle:2026-11", "sophie cycle:2026-11"]
    view = await _shown(managed, BOTH_MONTHS, "simon")
    assert view is not None
    assert (view.place, view.outstanding) == ("North", 1)
    assert [(r.audit.id, r.grade) for r in view.results] == [(poor.id, "Requires improvement")]
    assert [(t.team, t.grades, t.total) for t in view.teams] == [
        ("Ash", (("Requires improvement", 1),), 1)
    ]


@pytest.mark.rule("BD-08")
async def test_of_the_council_it_tells_every_team_the_gravest_grade_first(
    managed: LittleCouncil,
) -> None:
    await graded(managed, BEST, lead="cat")
    await graded(managed, POOR)
    view = await _shown(managed, COUNCIL, "sophie")
    assert view is not None
    assert view.place is None
    assert [r.audit.team for r in view.results] == ["Ash", "Cherry"]
    assert [t.team for t in view.teams] == ["Ash", "Cherry"]
    assert view.actions() == (0, 2, 0)  # both due on 15 December
    assert view.excellent == "Outstanding"


@pytest.mark.rule("WB-10")
async def test_they_take_turns_whose_was_longest_ago_first(managed: LittleCouncil) -> None:
    assert await _send(managed, TURNS) == ["simon turns:2026-12"]
    await managed.draw(now=DUE, month=_month(1))
    assert await _send(managed, TURNS, datetime(2027, 2, 3, 9, tzinfo=UTC)) == [
        "sophie turns:2027-01"
    ]
    await managed.draw(now=datetime(2027, 2, 3, 9, tzinfo=UTC), month=_month(2))
    assert await _send(managed, TURNS, datetime(2027, 3, 3, 9, tzinfo=UTC)) == [
        "simon turns:2027-02"
    ]


@pytest.mark.rule("WB-10")
async def test_someone_who_is_away_is_passed_over(managed: LittleCouncil) -> None:
    await managed.away("simon", DUE.date(), DUE.date())
    assert await _send(managed, TURNS) == ["sophie turns:2026-12"]


async def test_without_anyone_of_the_role_the_officers_get_it(drawn: LittleCouncil) -> None:
    assert await _send(drawn, OVERVIEW) == ["quinn board:2026-12"]
    assert await _send(drawn, TURNS) == ["quinn turns:2026-12"]
    view = await _shown(drawn, OVERVIEW, "quinn")
    assert view is not None
    assert view.place is None


async def test_officers_who_stand_in_see_every_area_and_not_their_own(
    drawn: LittleCouncil,
) -> None:
    await graded(drawn, POOR)
    officer = replace(await drawn.person("quinn"), service_area="Quality Assurance")
    await add_people(drawn, officer)
    view = await _shown(drawn, OVERVIEW, "quinn")
    assert view is not None
    assert (view.place, [r.audit.team for r in view.results]) == (None, ["Ash"])


async def test_after_a_pause_it_is_caught_up_in_the_councils_hours(
    managed: LittleCouncil,
) -> None:
    saturday = datetime(2027, 2, 6, 12, 0, tzinfo=UTC)
    assert await _send(managed, OVERVIEW, saturday) == [
        "simon board:2026-12",
        "sophie board:2026-12",
    ]
    messages = await managed.messages(MessageKind.OVERVIEW)
    assert {m.not_before for m in messages} == {datetime(2027, 2, 8, 8, 30, tzinfo=UTC)}


async def test_a_period_in_which_nothing_was_to_be_audited_has_none(
    little: LittleCouncil,
) -> None:
    await add_people(little, SIMON)
    assert await _send(little, OVERVIEW) == []


async def test_it_is_for_those_who_hold_the_role_when_it_is_sent(managed: LittleCouncil) -> None:
    await graded(managed, BEST)
    assert await _shown(managed, OVERVIEW, "gil") is None
    await add_people(managed, replace(SIMON, active=False))
    assert await _shown(managed, OVERVIEW, "simon") is None
    async with managed.work(managed.tenant_id) as w:
        assert await show_overviews(managed.council, w, "gone:2026-12", ["quinn"], DUE.date()) == {}


async def test_an_audit_belongs_to_the_period_in_which_it_was_submitted(
    managed: LittleCouncil,
) -> None:
    await graded(managed, BEST, now=datetime(2026, 12, 31, 23, 59, tzinfo=UTC))
    await graded(managed, BEST, lead="ben", now=datetime(2027, 1, 1, 0, 0, tzinfo=UTC))
    view = await _shown(managed, OVERVIEW, "simon")
    assert view is not None
    assert [r.audit.lead_id for r in view.results] == ["ann"]


@pytest.mark.rule("WB-10")
async def test_a_month_within_a_longer_cycle_has_one_that_tells_of_the_whole_cycle(
    little: LittleCouncil,
) -> None:
    """In the second month nobody submits: the board is told what is outstanding, and what came of
    the first month's audits."""
    cycles = await _in_cycles(little)
    november = datetime(2026, 11, 20, 9, tzinfo=UTC)
    of_ann = await cycles.audit_led_by("ann", NOVEMBER)
    poor, _ = await graded(cycles, POOR, audit=of_ann, now=november)
    third = datetime(2026, 12, 3, 9, tzinfo=UTC)
    assert await _send(cycles, OVERVIEW, third) == ["simon board:2026-11", "sophie board:2026-11"]
    assert await _send(cycles, OVERVIEW) == ["simon board:2026-12", "sophie board:2026-12"]
    north, south = [await _shown(cycles, OVERVIEW, who) for who in ("simon", "sophie")]
    assert north is not None
    assert south is not None
    assert (north.results, [r.audit.id for r in north.earlier]) == ((), [poor.id])
    assert (north.outstanding, north.actions()) == (1, (0, 1, 0))
    assert (south.results, south.earlier, south.outstanding) == ((), (), 2)


@pytest.mark.rule("WB-10")
async def test_a_cycle_that_is_over_is_not_told_of_again(little: LittleCouncil) -> None:
    cycles = await _in_cycles(little)
    february = datetime(2027, 2, 3, 9, tzinfo=UTC)
    assert await _send(cycles, OVERVIEW, february) == [
        "simon board:2026-12",
        "sophie board:2026-12",
    ]


async def _in_cycles(little: LittleCouncil) -> LittleCouncil:
    """The council with a round of two months, drawn for November to December."""
    await add_people(little, SIMON, SOPHIE)
    main = replace(little.council.framework.allocation, every_months=2)
    cycles = with_rules(little, rounds=(main,), moderation=(), loop_check=None)
    await cycles.draw(month=NOVEMBER, now=datetime(2026, 10, 16, 9, tzinfo=UTC))
    return cycles


def _month(number: int) -> Month:
    return Month(2027, number)
