"""Which teams and people are a manager's own."""

import pytest

from programme.own_area import own_staff, own_teams
from programme.people import Person, Role
from tests.little_council import STAFF, TEAMS, person

HEAD = person("Hal", Role.HEAD_OF_SERVICE, area="South")
BOTH = person("Sue", Role.SERVICE_MANAGER, team="Ash", area="North")
DIRECTOR = person("Deb", Role.DIRECTOR)
PAM = person("Pam", Role.PRACTICE_MANAGER, area="North")
NOWHERE = person("Nia", Role.ASSISTANT_TEAM_MANAGER)
BY_NAME = {one.name: one for one in STAFF}


@pytest.mark.rule("SW-02")
@pytest.mark.parametrize(
    ("who", "teams"),
    [
        (BY_NAME["Ann"], ["Ash"]),
        (BY_NAME["Gil"], ["Ash", "Birch"]),
        (BOTH, ["Ash", "Birch"]),
        (HEAD, ["Cherry", "Damson"]),
        (PAM, ["Ash", "Birch"]),
        (DIRECTOR, ["Ash", "Birch", "Cherry", "Damson", "Elm"]),
        (NOWHERE, []),
    ],
    ids=lambda one: one.name if isinstance(one, Person) else "",
)
def test_a_managers_own_is_their_team_or_their_service_area(who: Person, teams: list[str]) -> None:
    assert [team.name for team in own_teams(who, TEAMS)] == teams


@pytest.mark.parametrize(
    ("who", "staff"),
    [
        (BY_NAME["Ann"], {"Abe", "Sam"}),
        (BY_NAME["Gil"], {"Ann", "Abe", "Sam", "Ben", "Pam"}),
        (HEAD, {"Cat", "Dan", "Gus"}),
        (PAM, {"Ann", "Abe", "Sam", "Ben", "Gil"}),
        (NOWHERE, set()),
    ],
    ids=lambda one: one.name if isinstance(one, Person) else "",
)
def test_whom_a_manager_may_observe_is_of_their_own_and_never_themselves(
    who: Person, staff: set[str]
) -> None:
    found = own_staff(who, TEAMS, [*STAFF, PAM, HEAD])
    assert {one.name for one in found} == staff


def test_someone_above_every_area_may_observe_anybody_who_works_here() -> None:
    assert len(own_staff(DIRECTOR, TEAMS, [*STAFF, DIRECTOR])) == len(STAFF)
