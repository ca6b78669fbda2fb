"""A month is previewed, drawn and kept, once (WC-01, WC-03)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.solver import ScipySolver
from programme.audit import audit_id
from programme.calendar import Month
from programme.errors import AskSomeoneAllowed, CorrectAndRepeat, ShowAsItIsNow
from programme.message import MessageKind
from programme.shown import allocation_entity
from programme.use_cases.draw_allocation import (
    DrawAllocation,
    draw_allocation,
    preview_allocation,
)
from programme.use_cases.import_cases import ImportCases, import_cases
from tests.little_council import (
    ADDED,
    CASES,
    DECEMBER,
    MAIN,
    OTHER_TENANT,
    SEED,
    TENANT,
    THE_FIRST,
    LittleCouncil,
    case_list,
)

SOLVER = ScipySolver()

pytestmark = pytest.mark.rule("WC-01", "WC-03")


class BrokenSolver:
    """A solver that fails on its way."""

    def assign(self, costs: Sequence[Sequence[float]]) -> Sequence[int | None]:
        raise FloatingPointError(f"{len(costs)} rows")


async def _by(little: LittleCouncil, person_id: str) -> DrawAllocation:
    return replace(little.drawing(by=await little.person(person_id)), source="card")


async def test_a_preview_keeps_nothing(little: LittleCouncil) -> None:
    before = await little.everything()
    drawn = await preview_allocation(
        await _by(little, "quinn"), work=little.work, solver=SOLVER, now=ADDED
    )
    assert await little.everything() == before
    leads = [(numbers.team, numbers.leads) for numbers in drawn.teams]
    assert sorted(leads) == [("Ash", 1), ("Birch", 1), ("Cherry", 1), ("Damson", 1), ("Elm", 1)]
    assert drawn.names["ann"] == "Ann"


async def test_the_draw_comes_out_as_previewed_and_is_kept(little: LittleCouncil) -> None:
    command = await _by(little, "quinn")
    seen = await preview_allocation(command, work=little.work, solver=SOLVER, now=ADDED)
    confirmed = replace(command, previewed=seen.fingerprint)
    drawn = await draw_allocation(confirmed, work=little.work, solver=SOLVER, now=ADDED)
    assert drawn.draw == seen.draw
    audits = await little.audits()
    assert {(a.case_reference, a.lead_id, a.peer_id) for a in audits} == {
        (p.case_reference, p.lead_id, p.peer_id) for p in seen.draw.pairings
    }
    async with little.work(little.tenant_id) as w:
        kept = await w.allocations.get(MAIN, DECEMBER)
    assert kept is not None
    assert (kept.seed, kept.drawn_by, kept.drawn_at) == (SEED, "quinn", ADDED)
    assert kept.gaps == tuple(gap.sentence for gap in seen.draw.gaps)


async def test_leads_are_the_cases_team_managers_and_peers_of_their_service_area(
    drawn: LittleCouncil,
) -> None:
    managers = {"Ash": "ann", "Birch": "ben", "Cherry": "cat", "Damson": "dan", "Elm": "eve"}
    peers = {"Ash": "ben", "Birch": "ann", "Cherry": "dan", "Damson": "cat", "Elm": None}
    teams = {case.reference: case.team for case in CASES}
    audits = await drawn.audits()
    assert len(audits) == 5
    for audit in audits:
        team = teams[audit.case_reference]
        assert (audit.team, audit.lead_id, audit.peer_id) == (team, managers[team], peers[team])
        assert audit.tool_id == drawn.council.framework.tool_for(audit.service_area).id
        assert audit.due == date(2026, 12, 31)
        assert audit.why


async def test_what_could_not_be_met_is_kept_by_name(drawn: LittleCouncil) -> None:
    async with drawn.work(drawn.tenant_id) as w:
        kept = await w.allocations.get(MAIN, DECEMBER)
    assert kept is not None
    assert any("no second team manager in Fostering" in gap for gap in kept.gaps)


async def test_the_same_seed_draws_the_same_in_two_councils_that_stay_apart(
    drawn: LittleCouncil, other: LittleCouncil
) -> None:
    own, theirs = await drawn.audits(), await other.audits()
    assert [(a.case_reference, a.lead_id) for a in own] == [
        (a.case_reference, a.lead_id) for a in theirs
    ]
    assert not {audit.id for audit in own} & {audit.id for audit in theirs}
    reference = own[0].case_reference
    assert audit_id(TENANT, str(DECEMBER), reference) == own[0].id
    assert audit_id(OTHER_TENANT, str(DECEMBER), reference) == theirs[0].id


async def test_a_month_is_drawn_once(drawn: LittleCouncil) -> None:
    before = await drawn.everything()
    for act in (preview_allocation, draw_allocation):
        with pytest.raises(
            CorrectAndRepeat, match="case file audits of December 2026 are already allocated"
        ):
            await act(await _by(drawn, "quinn"), work=drawn.work, solver=SOLVER, now=ADDED)
    assert await drawn.everything() == before


async def test_a_preview_of_lists_that_have_changed_is_not_confirmed(
    little: LittleCouncil,
) -> None:
    command = await _by(little, "quinn")
    seen = await preview_allocation(command, work=little.work, solver=SOLVER, now=ADDED)
    drawn = {pairing.case_reference for pairing in seen.draw.pairings}
    left = [case for case in CASES if case.reference not in drawn]
    await import_cases(
        ImportCases(little.council, case_list(left), "command line"), work=little.work, now=ADDED
    )
    before = await little.everything()
    with pytest.raises(ShowAsItIsNow, match="lists have changed since this preview"):
        await draw_allocation(
            replace(command, previewed=seen.fingerprint), work=little.work, solver=SOLVER, now=ADDED
        )
    assert await little.everything() == before


async def test_no_case_is_drawn_again_within_a_year(little: LittleCouncil) -> None:
    months = [DECEMBER.plus(n) for n in range(3)]
    drawn = []
    for month in months:
        await little.draw(month, now=ADDED)
        drawn += [audit.case_reference for audit in await little.audits(month)]
    assert sorted(drawn) == sorted(case.reference for case in CASES)
    await little.draw(DECEMBER.plus(3), now=ADDED)
    assert await little.audits(DECEMBER.plus(3)) == ()
    await little.draw(DECEMBER.plus(13), now=datetime(2027, 3, 1, tzinfo=UTC))
    again = {audit.case_reference for audit in await little.audits(DECEMBER.plus(13))}
    assert again == set(drawn[:5])


async def test_who_is_away_leads_nothing(little: LittleCouncil) -> None:
    await little.away("ann", date(2026, 11, 20), date(2026, 12, 31))
    await little.draw()
    audits = await little.audits()
    assert {audit.lead_id for audit in audits} == {"ben", "cat", "dan", "eve"}
    assert "ann" not in {audit.peer_id for audit in audits}


@pytest.mark.parametrize(
    ("month", "sentence"),
    [
        (Month(2026, 10), "October 2026 is over"),
        (Month(2027, 12), "December 2027 is more than 12 months away"),
        (Month(9999, 12), "more than 12 months away"),
    ],
)
async def test_a_month_that_is_over_or_far_off_is_not_drawn(
    little: LittleCouncil, month: Month, sentence: str
) -> None:
    before = await little.everything()
    for act in (preview_allocation, draw_allocation):
        with pytest.raises(CorrectAndRepeat, match=sentence):
            await act(little.drawing(month), work=little.work, solver=SOLVER, now=ADDED)
    assert await little.everything() == before


async def test_a_month_is_over_when_it_is_in_london(little: LittleCouncil) -> None:
    august, half_past_midnight = Month(2026, 8), datetime(2026, 8, 31, 23, 30, tzinfo=UTC)
    with pytest.raises(CorrectAndRepeat, match="August 2026 is over"):
        await little.draw(august, now=half_past_midnight)
    await little.draw(august.plus(1), now=half_past_midnight)
    assert len(await little.audits(august.plus(1))) == 5


@pytest.mark.parametrize("person_id", ["ann", "gil", "sam"])
async def test_only_qa_officers_draw(little: LittleCouncil, person_id: str) -> None:
    for act in (preview_allocation, draw_allocation):
        with pytest.raises(AskSomeoneAllowed, match="QA officer"):
            await act(await _by(little, person_id), work=little.work, solver=SOLVER, now=ADDED)


async def test_it_is_recorded_and_the_cards_of_the_month_follow(little: LittleCouncil) -> None:
    entity = allocation_entity("2026-12")
    await little.settle("quinn", MessageKind.BEFORE_THE_FIRST, "2026-12", entity)
    await draw_allocation(
        await _by(little, "quinn"), work=little.work, solver=SOLVER, now=THE_FIRST
    )
    (event,) = await little.events("2026-12")
    assert (event.who, event.verb, event.source) == ("quinn", "draw_allocation", "card")
    assert event.detail == {"seed": SEED, "audits": 5}
    assert await little.behind() == {("quinn", MessageKind.BEFORE_THE_FIRST)}


async def test_a_solver_that_fails_leaves_nothing(little: LittleCouncil) -> None:
    before = await little.everything()
    with pytest.raises(FloatingPointError):
        await draw_allocation(little.drawing(), work=little.work, solver=BrokenSolver(), now=ADDED)
    assert await little.everything() == before
