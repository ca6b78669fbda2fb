"""Who stands at a level of a dispute: the holder of its role for the case's team."""

from datetime import date, timedelta

import pytest

from programme.dispute_ladder import Standing, standing
from programme.people import Person, Role, Team
from programme.rules.dispute import Level
from tests.little_council import person
from tests.programme.disputing import (
    ABE,
    ADA,
    ANN,
    DEE,
    GIL,
    GUS,
    MONDAY,
    QUINN,
    STAFF,
    Days,
)

ASH = Team("Ash", "North")
FRIDAY = MONDAY + timedelta(days=4)
NEXT_WEEK = MONDAY + timedelta(days=7)

pytestmark = pytest.mark.rule("WC-11", "SW-09", "WB-13", "KT-05")


def stands(role: Role, days: Days | None = None, raised_by: str = "iris") -> Standing:
    return standing(Level(role, 5), ASH, raised_by, FRIDAY, (days or Days()).on())


def names(found: Standing) -> list[str]:
    return [person.id for person in found.people]


@pytest.mark.parametrize(
    ("role", "who"),
    [
        (Role.TEAM_MANAGER, "ann"),
        (Role.GROUP_MANAGER, "gil"),
        (Role.ASSISTANT_DIRECTOR, "ada"),
        (Role.DIRECTOR, "dee"),
    ],
)
def test_the_holder_of_the_role_for_the_team_or_its_area_or_the_council_stands(
    role: Role, who: str
) -> None:
    assert names(stands(role)) == [who]


def test_a_holder_without_a_service_area_stands_where_the_area_has_none() -> None:
    whole = person("Hal", Role.HEAD_OF_SERVICE)
    other = person("Hon", Role.HEAD_OF_SERVICE, area="South")
    own = person("Hew", Role.HEAD_OF_SERVICE, area="North")
    assert names(stands(Role.HEAD_OF_SERVICE, Days((*STAFF, whole, other)))) == ["hal"]
    assert names(stands(Role.HEAD_OF_SERVICE, Days((*STAFF, whole, other, own)))) == ["hew"]


def test_another_areas_manager_does_not_stand_in() -> None:
    found = stands(Role.GROUP_MANAGER, Days().without(GIL))
    assert found == Standing((), "nobody is group manager for Ash")
    assert GUS.active


def test_a_director_stands_for_every_area_whatever_the_list_gives_as_theirs() -> None:
    moved = Days((*(p for p in STAFF if p != DEE), person("Dee", Role.DIRECTOR, area="South")))
    assert names(stands(Role.DIRECTOR, moved)) == ["dee"]


def test_while_the_team_manager_is_away_the_assistant_stands_in() -> None:
    away = Days().away(ANN, MONDAY, MONDAY)
    assert names(stands(Role.TEAM_MANAGER, away)) == ["abe"]


def test_without_an_assistant_a_manager_who_is_back_in_time_still_stands() -> None:
    days = Days().without(ABE)
    assert names(stands(Role.TEAM_MANAGER, days.away(ANN, MONDAY, MONDAY))) == ["ann"]
    away = stands(Role.TEAM_MANAGER, days.away(ANN, MONDAY, NEXT_WEEK))
    assert away.why_nobody == "every team manager for Ash is away until the time would be up"


def test_who_is_back_on_a_saturday_is_not_back_by_friday() -> None:
    days = Days().without(ABE).away(ANN, MONDAY, FRIDAY)
    assert names(stands(Role.TEAM_MANAGER, days)) == []
    back = days.away(ANN, MONDAY, FRIDAY - timedelta(days=1))
    assert names(stands(Role.TEAM_MANAGER, back)) == ["ann"]


def test_nobody_answers_what_they_raised() -> None:
    found = stands(Role.GROUP_MANAGER, raised_by="gil")
    assert found == Standing((), "the group manager for Ash is who raised it")


@pytest.mark.parametrize("gone", [ANN, GIL, ADA, DEE])
def test_who_has_left_never_stands(gone: Person) -> None:
    (role,) = gone.roles
    assert gone.id not in names(stands(role, Days().without(gone)))


def test_the_qa_officers_at_work_come_before_those_who_are_away() -> None:
    other = person("Quy", Role.QA_OFFICER)
    both = Days((*STAFF, other))
    assert [p.id for p in both.on().qa_officers] == ["quinn", "quy"]
    assert [p.id for p in both.away(QUINN, MONDAY, MONDAY).on().qa_officers] == ["quy"]
    alone = Days().away(QUINN, MONDAY, date(2027, 1, 1))
    assert [p.id for p in alone.on().qa_officers] == ["quinn"]
