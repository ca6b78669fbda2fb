"""A council's staff list: what makes a row a person, and what makes the rows a whole."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from uuid import NAMESPACE_URL, UUID, uuid5

from programme.cell import Cell
from programme.heading import Column
from programme.import_report import RefusedRow, RowPlace
from programme.people import ROLE_WORDS, Absence, Person, Role, Team
from programme.row_reading import RowReading
from programme.staff_whole import ListedPerson, people_and_teams

STAFF_COLUMNS = (
    Column("name", "Name", ("(full|staff|employee|display)?name", "nameofworker")),
    Column("email", "E-mail", ("(work)?email(address)?", "userprincipalname|upn")),
    Column("roles", "Roles", ("roles?", "job(title|role)|position|post")),
    Column("team", "Team", ("team(name)?",)),
    Column("service_area", "Service area", ("servicearea(name)?", "service")),
    Column("line_manager", "Line manager", ("linemanager(name|email(address)?)?", "reportsto")),
    Column(
        "object_id",
        "Entra object id",
        ("(microsoft)?(entra|azuread|aad)?(user)?objectid",),
        needed=False,
    ),
    Column(
        "away_from",
        "Away from",
        ("away(from|start)|(leave|absence)(from|start)(date)?",),
        needed=False,
        is_day=True,
    ),
    Column(
        "away_until",
        "Away until",
        ("away(until|to|end)|(leave|absence)(until|to|end)(date)?",),
        needed=False,
        is_day=True,
    ),
)
"""The columns of a staff list. All but the last three must be there, though cells may be blank."""


@dataclass(frozen=True, slots=True)
class StaffRow:
    """A row of a staff list, its cells as they stand in the file. `is_ragged`: it has more cells
    than there are headings, so that no cell is sure to be under its own."""

    where: RowPlace
    is_ragged: bool = False
    name: Cell = None
    email: Cell = None
    roles: Cell = None
    team: Cell = None
    service_area: Cell = None
    line_manager: Cell = None
    object_id: Cell = None
    away_from: Cell = None
    away_until: Cell = None


@dataclass(frozen=True, slots=True)
class StaffList:
    """What a staff list says. With anything in `refused`, none of it may be taken in."""

    people: tuple[Person, ...]
    teams: tuple[Team, ...]
    refused: tuple[RefusedRow, ...] = ()
    read: int = 0
    passed_over: int = 0


_PEOPLE = uuid5(NAMESPACE_URL, "urn:sightline:person")
_EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s.,;<>]+")
_GUID = re.compile(r"\{?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\}?")
_BETWEEN_ROLES = re.compile(r"\s*[,;/+&|]\s*|\s+and\s+")
_KNOWN_ROLES = ", ".join(sorted(role.words for role in Role))


def person_id(ids_from: str, email: str) -> str:
    """The id of whoever has this e-mail address in a council (`Council.ids_from`): 32 hex digits,
    always the same."""
    return uuid5(_PEOPLE, f"{ids_from.lower()}/{email.strip().lower()}").hex


def read_staff_list(rows: Iterable[StaffRow], *, ids_from: str) -> StaffList:
    """The people and teams of a staff list, with their ids in a council (`Council.ids_from`).

    A row that cannot be read is in `refused`, with every reason. Whether the list holds together
    is asked only once each row could be read, or a missing row would be blamed on its colleagues.
    Raises FileRefused when it does not.
    """
    listed: list[ListedPerson] = []
    refused: list[RefusedRow] = []
    read = 0
    for row in rows:
        read += 1
        reading = RowReading(row.where)
        person = _person(row, reading, ids_from)
        refused.extend(reading.refused)
        if person:
            listed.append(person)
    if refused:
        return StaffList((), (), tuple(refused), read)
    people, teams = people_and_teams(listed)
    return StaffList(people, teams, read=read)


def _person(row: StaffRow, reading: RowReading, ids_from: str) -> ListedPerson | None:
    if row.is_ragged:
        reading.refuse_ragged()
        return None
    name = reading.needed_text("name", row.name, "there is no name.")
    email = _email(row, reading)
    roles = _roles(row, reading)
    person = Person(
        id=person_id(ids_from, email),
        name=name,
        email=email,
        roles=roles,
        team=reading.text("team", row.team) or None,
        service_area=reading.text("service_area", row.service_area) or None,
        object_id=_object_id(row, reading),
        absences=_absences(row, reading),
    )
    if Role.TEAM_MANAGER in roles and not person.team:
        reading.refuse("team", "a team manager must have a team.")
    if Role.ASSISTANT_TEAM_MANAGER in roles and not (person.team or person.service_area):
        reading.refuse(
            "team", "an assistant team manager must have a team, or at least a service area."
        )
    if Role.GROUP_MANAGER in roles and not person.service_area:
        reading.refuse("service_area", "a group manager must have a service area.")
    line_manager = reading.text("line_manager", row.line_manager)
    if line_manager and line_manager.casefold() in (email, name.casefold()):
        reading.refuse("line_manager", "nobody can be their own line manager.")
    if reading.refused:
        return None
    return ListedPerson(person, line_manager, row.where)


def _email(row: StaffRow, reading: RowReading) -> str:
    email = reading.needed_text("email", row.email, "there is no e-mail address.").lower()
    if email and not _EMAIL.fullmatch(email):
        reading.refuse("email", f"“{email}” is not an e-mail address.")
    return email


def _roles(row: StaffRow, reading: RowReading) -> frozenset[Role]:
    missing = f"there is no role; the roles are: {_KNOWN_ROLES}."
    text = reading.needed_text("roles", row.roles, missing).casefold().replace("’", "'")
    words = [word for word in _BETWEEN_ROLES.split(text) if word]
    for word in words:
        if word not in ROLE_WORDS:
            reading.refuse("roles", _unknown_role(word))
    return frozenset(ROLE_WORDS[word] for word in words if word in ROLE_WORDS)


def _unknown_role(word: str) -> str:
    near = get_close_matches(word, ROLE_WORDS, n=1)
    if near:
        return f"“{word}” is not a role; did you mean “{near[0]}”? The roles are: {_KNOWN_ROLES}."
    return f"“{word}” is not a role; the roles are: {_KNOWN_ROLES}."


def _object_id(row: StaffRow, reading: RowReading) -> str | None:
    text = reading.text("object_id", row.object_id).lower()
    if not text:
        return None
    guid = _GUID.fullmatch(text)
    if not guid or not UUID(guid[1]).int:
        reading.refuse("object_id", f"“{text}” is not an Entra object id (a GUID).")
        return None
    return guid[1]


def _absences(row: StaffRow, reading: RowReading) -> tuple[Absence, ...]:
    before = len(reading.refused)
    first = reading.day("away_from", row.away_from)
    last = reading.day("away_until", row.away_until)
    if len(reading.refused) > before or first == last is None:
        return ()
    if first is None:
        reading.refuse("away_from", "there is a day until which the person is away, but no first.")
        return ()
    if last is None:
        reading.refuse("away_until", "there is a day from which the person is away, but no last.")
        return ()
    if last < first:
        reading.refuse("away_until", "the last day away is before the first.")
        return ()
    return (Absence(first, last),)
