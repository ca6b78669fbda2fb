"""What makes a row of a staff list a person."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.cell import Cell
from programme.errors import FileRefused
from programme.import_report import Place, RowPlace
from programme.people import ROLE_WORDS, Absence, Role
from programme.staff_list import STAFF_COLUMNS, StaffList, StaffRow, person_id, read_staff_list

TENANT = "5b0f6c1e-3d47-4a86-9c52-7e1d0a94b3f8"
GUID = "c2a7e94d-81f3-4b6a-a05e-3f9d6b28e714"
LETTERS = {column.field: letter for column, letter in zip(STAFF_COLUMNS, "ABCDEFGHI", strict=True)}
ROLES = (
    "QA officer, advanced practitioner, advanced social work practitioner, assistant director, "
    "assistant team manager, child protection conference chair, director, group manager, head of "
    "service, independent reviewing officer, practice manager, principal social worker, service "
    "manager, social worker, team manager, workforce development officer"
)
ANN = StaffRow(
    where=RowPlace("Staff", 2, LETTERS),
    name="Ann Lee",
    email="Ann.Lee@council.example",
    roles="Team manager",
    team="Malvern",
    service_area="Locality",
)


def read(*rows: StaffRow) -> StaffList:
    return read_staff_list(rows, ids_from=TENANT)


def reasons_for(row: StaffRow) -> list[tuple[str, str]]:
    return [(str(one.place), one.reason) for one in read(row).refused]


def test_a_row_becomes_a_person() -> None:
    staff = read(
        replace(
            ANN, object_id=f"{{{GUID.upper()}}}", away_from="01/12/2026", away_until="04/12/2026"
        )
    )

    (ann,) = staff.people
    assert (ann.name, ann.email, ann.roles) == (
        "Ann Lee",
        "ann.lee@council.example",
        frozenset({Role.TEAM_MANAGER}),
    )
    assert (ann.team, ann.service_area, ann.object_id) == ("Malvern", "Locality", GUID)
    assert ann.absences == (Absence(date(2026, 12, 1), date(2026, 12, 4)),)
    assert ann.id == person_id(TENANT, ann.email)


def test_ids_differ_by_tenant_and_address_and_by_nothing_else() -> None:
    ids = {
        person_id(tenant, email)
        for tenant in (TENANT, TENANT.upper(), GUID)
        for email in ("a@council.example", " A@Council.Example", "b@council.example")
    }

    assert len(ids) == 4
    assert all(len(one) == 32 for one in ids)


@pytest.mark.parametrize(
    "text",
    ["QA officer; CP chair", "cp chair and qa officer", "QA Officer / CP  Chair", "SQA,CP chair,"],
)
def test_several_roles_may_stand_in_one_cell(text: str) -> None:
    (person,) = read(replace(ANN, roles=text, team=None)).people

    assert person.roles == {Role.QA_OFFICER, Role.CONFERENCE_CHAIR}


@given(
    st.lists(st.sampled_from(sorted(ROLE_WORDS)), min_size=1, max_size=4, unique=True), st.data()
)
def test_every_word_for_a_role_is_understood_in_any_case(
    words: list[str], data: st.DataObject
) -> None:
    case = data.draw(st.sampled_from([str.upper, str.title, str.lower]))
    joint = data.draw(st.sampled_from([", ", ";", " and ", "\n/ "]))
    lead = replace(ANN, email="b@council.example", where=RowPlace("Staff", 3, LETTERS))

    people = read(lead, replace(ANN, roles=case(joint.join(words)))).people

    assert people[1].roles == {ROLE_WORDS[word] for word in words}


@pytest.mark.parametrize(
    ("changed", "place", "reason"),
    [
        ({"name": " "}, "Staff, row 2, column A", "there is no name."),
        ({"email": None}, "Staff, row 2, column B", "there is no e-mail address."),
        (
            {"email": "ann.lee"},
            "Staff, row 2, column B",
            "“ann.lee” is not an e-mail address.",
        ),
        (
            {"email": "a@b.c; d@e.f"},
            "Staff, row 2, column B",
            "“a@b.c; d@e.f” is not an e-mail address.",
        ),
        (
            {"roles": None},
            "Staff, row 2, column C",
            f"there is no role; the roles are: {ROLES}.",
        ),
        (
            {"roles": "Team Manger"},
            "Staff, row 2, column C",
            (f"“team manger” is not a role; did you mean “team manager”? The roles are: {ROLES}."),
        ),
        (
            {"roles": "SW; Wizard"},
            "Staff, row 2, column C",
            f"“wizard” is not a role; the roles are: {ROLES}.",
        ),
        ({"team": None}, "Staff, row 2, column D", "a team manager must have a team."),
        (
            {"roles": "ATM", "team": None, "service_area": None},
            "Staff, row 2, column D",
            "an assistant team manager must have a team, or at least a service area.",
        ),
        (
            {"roles": "GM", "team": None, "service_area": None},
            "Staff, row 2, column E",
            "a group manager must have a service area.",
        ),
        (
            {"line_manager": "ANN LEE"},
            "Staff, row 2, column F",
            "nobody can be their own line manager.",
        ),
        (
            {"object_id": "c2a7e94d"},
            "Staff, row 2, column G",
            "“c2a7e94d” is not an Entra object id (a GUID).",
        ),
        (
            {"object_id": "00000000-0000-0000-0000-000000000000"},
            "Staff, row 2, column G",
            "“00000000-0000-0000-0000-000000000000” is not an Entra object id (a GUID).",
        ),
        (
            {"away_from": "01/12/26", "away_until": "04/12/2026"},
            "Staff, row 2, column H",
            "the cell is a date with a two-digit year: write all four digits.",
        ),
        (
            {"away_from": "04/12/2026", "away_until": "01/12/2026"},
            "Staff, row 2, column I",
            "the last day away is before the first.",
        ),
        (
            {"away_from": "04/12/2026"},
            "Staff, row 2, column I",
            "there is a day from which the person is away, but no last.",
        ),
        (
            {"away_until": "04/12/2026"},
            "Staff, row 2, column H",
            "there is a day until which the person is away, but no first.",
        ),
    ],
)
def test_a_row_that_is_no_person_is_refused_with_its_reason(
    changed: dict[str, Cell], place: str, reason: str
) -> None:
    fields: dict[str, Cell] = {column.field: getattr(ANN, column.field) for column in STAFF_COLUMNS}

    assert reasons_for(StaffRow(ANN.where, is_ragged=False, **{**fields, **changed})) == [
        (place, reason)
    ]


def test_a_row_is_refused_for_all_its_faults_at_once() -> None:
    assert len(reasons_for(replace(ANN, name=None, email="ann", object_id="x"))) == 3


def test_one_refused_row_keeps_everybody_out() -> None:
    staff = read(ANN, StaffRow(where=RowPlace("Staff", 3, LETTERS), name="Bob Ray"))

    assert (staff.people, staff.teams, staff.read) == ((), (), 2)
    assert {one.place.row for one in staff.refused} == {3}


def test_a_refused_row_is_not_blamed_on_the_rest_of_the_list() -> None:
    worker = replace(
        ANN, name="Bob Ray", email="bob@council.example", roles="SW", line_manager="Ann Lee"
    )

    staff = read(replace(ANN, email="ann"), worker)

    assert [one.place for one in staff.refused] == [Place("Staff", 2, "B")]


def test_a_list_with_nobody_in_it_is_refused() -> None:
    with pytest.raises(FileRefused, match="has headings but nobody in it"):
        read()
