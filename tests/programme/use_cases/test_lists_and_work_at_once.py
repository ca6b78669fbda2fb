"""A staff list that is taken in while work is given out: nobody who has left gets it, and no team
that is gone, whichever of the two is first."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import date

import pytest

from bot.solver import ScipySolver
from programme.errors import SightlineError
from programme.people import Role
from programme.ports import Work
from programme.use_cases.answer_hand_over import decline_hand_over
from programme.use_cases.as_listed import AsListed
from programme.use_cases.ask_hand_over import Proposal
from programme.use_cases.draw_allocation import draw_allocation
from programme.use_cases.import_cases import ImportCases, import_cases
from programme.use_cases.import_staff import ImportStaff, import_staff
from programme.use_cases.pass_action_on import PassActionOn, pass_action_on
from programme.use_cases.reassign_audit import ReassignAudit, reassign_audit
from programme.use_cases.submit_audit import SubmitAudit, submit_audit
from programme.use_cases.tick import tick
from tests.follow_up import AN_ACTION
from tests.little_council import (
    A_MINUTE,
    ADDED,
    CASES,
    DECEMBER,
    STAFF,
    TEAMS,
    THE_FIRST,
    LittleCouncil,
    a_full_record,
    case_list,
    person,
    staff_list,
)
from tests.programme.use_cases.handing_over import answer, asked
from tests.programme.use_cases.orphans import orphans
from tests.programme.use_cases.overtaken import (
    Doing,
    OvertakenWork,
    WorkJoinedAsItTells,
    WorkJoinedLate,
    at_once,
)

NORA = person("Nora", Role.QA_OFFICER)
TODAY = date(2026, 12, 1)
Giving = Callable[[LittleCouncil], Awaitable[Doing]]


def _import(little: LittleCouncil, *gone: str, closes: str = "") -> Doing:
    """Those have left, Nora is new; the team that closes is in Ash's or Cherry's hands."""
    people = [one for one in (*STAFF, NORA) if one.id not in gone and one.team != closes]
    teams = [team for team in TEAMS if team.name != closes]
    staff = staff_list(people, teams)
    taken_over = {closes: "Cherry"} if closes else {}
    command = ImportStaff(little.council, staff, "command line", hand_over=taken_over)
    return lambda work: import_staff(command, work=work, now=THE_FIRST)


async def _passes_on(little: LittleCouncil) -> Doing:
    action = await little.an_action()
    by = await little.person("ann")
    command = PassActionOn(
        little.council, by, action.id, action.version, "Elm", "It is theirs.", "card"
    )
    return lambda work: pass_action_on(command, work=work, now=THE_FIRST)


async def _submits(little: LittleCouncil) -> Doing:
    audit = await little.audit_led_by("ann")
    record = a_full_record(little.council.framework, replace(AN_ACTION, team="Elm"))
    async with little.work(little.tenant_id) as w:
        await w.audits.save(replace(audit, record=record, version=audit.version + 1))
        await w.commit()
    by = await little.person("ann")
    command = SubmitAudit(little.council, by, audit.id, audit.version + 1, "card")
    return lambda work: submit_audit(command, work=work, now=THE_FIRST)


async def _reassigns(little: LittleCouncil) -> Doing:
    audit = await little.audit_led_by("ann")
    by = await little.person("gil")
    command = ReassignAudit(
        little.council, by, audit.id, "lead", audit.version, "eve", "Ann is away.", "card"
    )
    command = replace(command, person=replace(by, roles=frozenset({Role.QA_OFFICER})))
    return lambda work: reassign_audit(command, work=work, now=THE_FIRST)


async def _declines(little: LittleCouncil) -> Doing:
    audit = await little.audit_led_by("ann")
    request = await asked(little, audit, "ann", Proposal("cat"), now=ADDED)
    command = await answer(little, request, "cat")
    return lambda work: decline_hand_over(command, work=work, now=THE_FIRST)


async def _ticks(little: LittleCouncil) -> Doing:
    return lambda work: tick(little.council, work=work, now=THE_FIRST)


GIVING: Mapping[str, tuple[Giving, tuple[str, ...], str]] = {
    "an action is passed on to a team that closes": (_passes_on, (), "Elm"),
    "an action is passed on to a team whose manager leaves": (_passes_on, ("eve",), ""),
    "an audit is submitted with an action for a team that closes": (_submits, (), "Elm"),
    "an audit is reassigned to somebody who leaves": (_reassigns, ("eve",), ""),
    "a request is declined while the QA officer changes": (_declines, ("quinn",), ""),
    "the allocation is announced to somebody who leaves": (_ticks, ("eve",), ""),
}


@pytest.mark.parametrize("first", ["list", "work"])
@pytest.mark.parametrize("which", GIVING)
async def test_work_that_is_given_while_a_list_is_taken_in_reaches_somebody_who_is_there(
    drawn: LittleCouncil, which: str, first: str
) -> None:
    giving, gone, closes = GIVING[which]
    give = await giving(drawn)

    async def given(work: Work) -> None:
        try:
            await give(work)
        except SightlineError:
            return  # They are shown why, and nothing has happened.

    both = [_import(drawn, *gone, closes=closes), given]
    is_tick = giving is _ticks and first == "work"
    joined = WorkJoinedAsItTells if is_tick else WorkJoinedLate
    await at_once(drawn, *(both if first == "list" else reversed(both)), joined=joined)
    await tick(drawn.council, work=drawn.work, now=THE_FIRST + A_MINUTE)

    assert await orphans(drawn, TODAY) == []
    async with drawn.work(drawn.tenant_id) as w:
        left = [one.id for one in await w.people.all() if not one.active]
        assert [message.key for message in await w.outbox.waiting_for(left)] == []


async def test_a_job_that_has_read_before_a_list_was_taken_in_is_done_anew(
    drawn: LittleCouncil,
) -> None:
    taking_in = [_import(drawn, "eve")]

    async def meanwhile() -> None:
        while taking_in:
            await taking_in.pop()(drawn.work)

    async def who_is_told(*, work: Work) -> list[str]:
        async with work(drawn.tenant_id) as w:
            there = [one.id for one in await w.people.all() if one.active]
            await w.ticks.claim("a job", THE_FIRST)
            await w.commit()
        return there

    told = await AsListed(drawn.tenant_id, OvertakenWork(drawn, meanwhile)).do(who_is_told)

    assert "eve" not in told
    assert "nora" in told


@pytest.mark.rule("WC-01")
@pytest.mark.parametrize("first", ["list", "draw"])
async def test_no_case_is_drawn_that_has_closed_without_its_auditors_being_told(
    drawn: LittleCouncil, first: str
) -> None:
    drawing = drawn.drawing(DECEMBER.plus(1))
    north = [case for case in CASES if case.team not in ("Cherry", "Damson")]
    cases = ImportCases(drawn.council, case_list(north), "command line")

    async def drawn_now(work: Work) -> None:
        await draw_allocation(drawing, work=work, solver=ScipySolver(), now=THE_FIRST)

    async def taken_in(work: Work) -> None:
        await import_cases(cases, work=work, now=THE_FIRST)

    both: list[Doing] = [taken_in, drawn_now]
    await at_once(drawn, *(both if first == "list" else reversed(both)))
    await tick(drawn.council, work=drawn.work, now=THE_FIRST + A_MINUTE)
    assert await orphans(drawn, TODAY) == []
