"""The fictional council of a simulation has as many managers as asked for, in every role."""

from datetime import date

import pytest

from bot.simulation.lists import FEWEST, fictional_lists
from programme.case import Cohort
from programme.frameworks.load import load_shipped, shipped
from programme.people import Role
from tests.little_council import FRAMEWORK

FIRST = date(2027, 1, 1)


@pytest.mark.parametrize("managers", [FEWEST, 60, 300])
def test_there_are_as_many_managers_as_asked_for(managers: int) -> None:
    lists = fictional_lists(FRAMEWORK, managers, FIRST, seed=1)
    assert sum(not p.has(Role.SOCIAL_WORKER) for p in lists.people) == managers
    assert len({person.id for person in lists.people}) == len(lists.people)


def test_every_team_has_a_manager_a_worker_and_cases_and_everyone_a_holiday() -> None:
    lists = fictional_lists(FRAMEWORK, 60, FIRST, seed=1)
    for team in lists.teams:
        theirs = [person for person in lists.people if person.team == team.name]
        assert any(person.has(Role.TEAM_MANAGER) for person in theirs)
        assert any(person.has(Role.SOCIAL_WORKER) for person in theirs)
        assert any(case.team == team.name for case in lists.cases)
    assert all(person.absences for person in lists.people)


def test_the_same_seed_makes_the_same_council() -> None:
    assert fictional_lists(FRAMEWORK, 60, FIRST, 1) == fictional_lists(FRAMEWORK, 60, FIRST, 1)
    assert fictional_lists(FRAMEWORK, 60, FIRST, 1) != fictional_lists(FRAMEWORK, 60, FIRST, 2)


@pytest.mark.parametrize("managers", [FEWEST, 30, 300])
def test_every_reviewing_officer_and_chair_has_cases_of_their_own(managers: int) -> None:
    """Mid-way audits are theirs, and so is the practice that is looked at (WC-10, WC-12)."""
    lists = fictional_lists(FRAMEWORK, managers, FIRST, seed=1)
    named = {case.iro for case in lists.cases}
    for role in (Role.INDEPENDENT_REVIEWING_OFFICER, Role.CONFERENCE_CHAIR):
        assert {person.name for person in lists.people if person.has(role)} <= named
    chairs = {person.name for person in lists.people if person.has(Role.CONFERENCE_CHAIR)}
    assert all(case.iro in chairs for case in lists.cases if case.cohort is Cohort.CHILD_PROTECTION)


@pytest.mark.parametrize("framework_id", shipped())
def test_some_of_thirty_managers_are_in_an_area_that_no_tool_names(framework_id: str) -> None:
    framework = load_shipped(framework_id)
    teams = fictional_lists(framework, 30, FIRST, seed=1).teams
    named = {area for tool in framework.tools for area in tool.service_areas}
    assert any(team.service_area not in named for team in teams)
    assert len(teams) >= 2 * len({team.service_area for team in teams}), "each has a peer"


def test_a_fostering_team_has_foster_carers_files() -> None:
    lists = fictional_lists(FRAMEWORK, 30, FIRST, seed=1)
    fostering = {team.name for team in lists.teams if team.service_area == "Fostering"}
    cohorts = {case.cohort for case in lists.cases if case.team in fostering}
    assert cohorts == {Cohort.FOSTER_CARER}
