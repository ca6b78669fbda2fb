"""Two who take in a list at once do so one after the other: a council has one list, and whole."""

import pytest

from programme.people import Person, Role, Team
from programme.use_cases.import_cases import ImportCases, import_cases
from programme.use_cases.import_staff import ImportStaff, import_staff
from tests.little_council import (
    CASES,
    STAFF,
    TEAMS,
    THE_FIRST,
    LittleCouncil,
    case_list,
    person,
    staff_list,
)
from tests.programme.use_cases.overtaken import Doing, at_once

OAK = Team("Oak", "North")
ZOE = person("Zoe", Role.TEAM_MANAGER, team="Oak", area="North")


def _cases(little: LittleCouncil, *left_out: str) -> Doing:
    cases = tuple(case for case in CASES if case.reference not in left_out)
    command = ImportCases(little.council, case_list(cases), "command line")
    return lambda work: import_cases(command, work=work, now=THE_FIRST)


def _staff(little: LittleCouncil, people: tuple[Person, ...], *teams: Team) -> Doing:
    command = ImportStaff(little.council, staff_list(people, teams), "command line")
    return lambda work: import_staff(command, work=work, now=THE_FIRST)


@pytest.mark.parametrize("turn", [1, -1])
async def test_of_two_case_lists_the_later_one_holds_whole(
    little: LittleCouncil, turn: int
) -> None:
    left_out = [("CF-10", "CF-11"), ("CF-50", "CF-51")][::turn]
    await at_once(little, *(_cases(little, *each) for each in left_out))
    async with little.work(little.tenant_id) as w:
        closed = {case.reference for case in await w.cases.all() if not case.active}
    assert closed == {*left_out[-1]}


@pytest.mark.parametrize("turn", [1, -1])
async def test_of_two_staff_lists_the_later_one_holds_whole(
    little: LittleCouncil, turn: int
) -> None:
    lists = [((*STAFF, ZOE), (*TEAMS, OAK)), (STAFF[:-1], TEAMS)][::turn]
    await at_once(little, *(_staff(little, people, *teams) for people, teams in lists))
    async with little.work(little.tenant_id) as w:
        here = {one.id for one in await w.people.all() if one.active}
        teams = {team.name for team in await w.teams.all()}
    assert here == {one.id for one in lists[-1][0]}
    assert teams == {team.name for team in lists[-1][1]}
    assert len(await little.events("staff")) == 3
