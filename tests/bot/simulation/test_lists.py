"""The fictional council of a simulation has as many managers as asked for, in every role."""

from datetime import date

import pytest

from bot.simulation.lists import FEWEST, fictional_lists
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
