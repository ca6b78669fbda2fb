"""Whether the rows of a staff list hold together."""

import pytest

from programme.errors import FileRefused
from programme.import_report import RowPlace
from programme.people import Person, Role, Team
from programme.staff_whole import ListedPerson, people_and_teams

NAMES = ("Ann Lee", "Bob Ray", "Cy Orr", "Di Fox")


def listed(
    number: int,
    *roles: Role,
    team: str | None = None,
    area: str | None = None,
    email: str | None = None,
    object_id: str | None = None,
    line_manager: str = "",
    name: str | None = None,
) -> ListedPerson:
    address = email or f"p{number}@council.example"
    person = Person(
        address, name or NAMES[number], address, frozenset(roles), team, area, None, object_id
    )
    return ListedPerson(person, line_manager, RowPlace("Staff", number + 2, {}))


MANAGER = listed(0, Role.TEAM_MANAGER, team="Malvern", area="Locality")
WORKER = Role.SOCIAL_WORKER


def refusal_of(*rows: ListedPerson) -> str:
    with pytest.raises(FileRefused) as refusal:
        people_and_teams(rows)
    return str(refusal.value)


def test_people_get_their_teams_area_and_their_managers_address() -> None:
    people, teams = people_and_teams(
        [
            MANAGER,
            listed(1, WORKER, team="MALVERN", line_manager="ann lee"),
            listed(2, WORKER, team="malvern", line_manager="P0@council.example"),
            listed(3, Role.GROUP_MANAGER, area="LOCALITY"),
        ]
    )

    assert teams == (Team("Malvern", "Locality"),)
    assert [person.team for person in people] == ["Malvern", "Malvern", "Malvern", None]
    assert {person.service_area for person in people} == {"Locality"}
    assert [person.line_manager_email for person in people] == [
        None,
        "p0@council.example",
        "p0@council.example",
        None,
    ]


def test_two_people_with_one_address_are_refused() -> None:
    assert refusal_of(MANAGER, listed(1, WORKER, email="p0@council.example")) == (
        "Several people have one e-mail address: “p0@council.example” (rows 2 and 3); give each "
        "person their own."
    )


def test_two_people_with_one_object_id_are_refused() -> None:
    rows = [listed(number, WORKER, object_id="c2a7") for number in (0, 1, 2)]

    assert refusal_of(*rows) == (
        "Several people have one Entra object id: “c2a7” (rows 2, 3 and 4); give each person "
        "their own."
    )


def test_a_team_without_a_manager_is_refused() -> None:
    assert refusal_of(MANAGER, listed(1, WORKER, team="Wendale", area="Locality")) == (
        "No team manager is listed for “Wendale” (row 3); add one, or leave the team blank for "
        "people outside the teams that hold cases."
    )


def test_an_assistant_is_no_team_manager() -> None:
    assistant = listed(1, Role.ASSISTANT_TEAM_MANAGER, team="Wendale", area="Locality")

    assert "No team manager is listed for “Wendale”" in refusal_of(MANAGER, assistant)


def test_a_team_in_two_service_areas_is_refused() -> None:
    assert refusal_of(MANAGER, listed(1, WORKER, team="malvern", area="Fostering")) == (
        "A team can be in one service area only: “Malvern” in “Locality” (row 2) and “Fostering” "
        "(row 3)."
    )


def test_a_team_without_a_service_area_is_refused() -> None:
    assert refusal_of(listed(0, Role.TEAM_MANAGER, team="Malvern")) == (
        "No service area is given for “Malvern” (row 2); add it to its rows."
    )


def test_a_line_manager_outside_the_list_is_refused() -> None:
    rows = [listed(1, WORKER, line_manager="Zoe"), listed(2, WORKER, line_manager="z@x.example")]

    assert refusal_of(MANAGER, *rows) == (
        "Nobody in the list is the line manager “Zoe” (row 3) or “z@x.example” (row 4); add the "
        "person or correct the cell."
    )


def test_a_line_manager_of_a_name_that_two_people_have_is_refused() -> None:
    namesake = listed(1, WORKER, name="Ann Lee")

    assert refusal_of(MANAGER, namesake, listed(2, WORKER, line_manager="Ann Lee")) == (
        "Several people have the name of the line manager “Ann Lee” (row 4); give the e-mail "
        "address instead."
    )


def test_a_long_list_of_faults_stays_one_readable_sentence() -> None:
    rows = [
        listed(0, WORKER, email=f"{n}@council.example", team=f"T{n}", area="Locality")
        for n in range(30)
    ]

    sentence = refusal_of(*rows)

    assert "“T7” (row 2) and 22 more; add one" in sentence
    assert "T8" not in sentence
