"""Who works for the demo's council, and the two forms in which others need to know it.

`staff_csv` is what the council's HR system would export, `residents` is what its Teams would know.
"""

import csv
import io
import unicodedata
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.demo_council import teams
from bot.demo_council.council import DOMAIN, TENANT_ID
from bot.demo_council.teams import SERVICE_AREAS, TEAMS, DemoTeam, ServiceArea
from bot.local_teams.directory import Resident

STAFF_COLUMNS = (
    "Name",
    "E-mail",
    "Roles",
    "Team",
    "Service area",
    "Line manager",
    "Entra object id",
    "Away from",
    "Away until",
)

_DIRECTOR = "Caroline Wexcombe"
_ASSISTANT_DIRECTOR = "Samuel Okonkwo"
_PRACTICE_MANAGER = "Judith Parnaby"
_PRINCIPAL_SOCIAL_WORKER = "Shabana Iqbal"
QA_OFFICERS = ("Eleanor Marsh", "Joshua Adomako")
REVIEWING_OFFICERS = (
    "Gillian Sowerby",
    "Rajesh Patel",
    "Theresa Kelleher",
    "Winston Bailey",
    "Ingrid Halvorsen",
)
_ALSO_CHAIRS = "Winston Bailey"
_CONFERENCE_CHAIRS = ("Valerie Stainforth", "Nasreen Chaudhry", "Peter Lindqvist")
_ADVANCED_PRACTITIONERS = ("Comfort Boadu", "Alistair Penhaligon")

_WITHOUT_THE_APP = ("Claire Duckworth", "Louise Tattersall")
_AWAY_NOW = "Farida Begum"
_AWAY_ON_THE_NEXT_FIRST = "Joanne Birtwistle"


@dataclass(frozen=True, slots=True)
class Colleague:
    """One member of staff. `installed` says whether Teams lets Sightline write to the person;
    `away_from` and `away_until` are both days of absence."""

    name: str
    roles: tuple[str, ...]
    line_manager: str | None
    team: str = ""
    service_area: str = ""
    installed: bool = True
    away_from: date | None = None
    away_until: date | None = None
    domain: str = DOMAIN
    tenant: str = TENANT_ID

    @property
    def email(self) -> str:
        """The address, which is the user principal name too."""
        return _address(self.name, self.domain)

    @property
    def object_id(self) -> str:
        """The Entra object id, the same on every run."""
        return str(uuid.uuid5(uuid.UUID(self.tenant), self.email))

    @property
    def title(self) -> str:
        """The job title of the directory: "Team manager, Wendale"."""
        place = self.team or self.service_area
        post = " and ".join(self.roles)
        return f"{post}, {place}" if place else post


def colleagues(today: date) -> tuple[Colleague, ...]:
    """Everyone in the staff list, from the director down. Two team managers are away: one on
    `today`, one across the 1st of the month after it; two have no Sightline installed."""
    next_first = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    away = {
        _AWAY_NOW: (today - timedelta(days=3), today + timedelta(days=25)),
        _AWAY_ON_THE_NEXT_FIRST: (next_first - timedelta(days=2), next_first + timedelta(days=6)),
    }
    return tuple(
        replace(
            person,
            installed=person.name not in _WITHOUT_THE_APP,
            away_from=away.get(person.name, (None, None))[0],
            away_until=away.get(person.name, (None, None))[1],
        )
        for person in (*_leaders(), *_of_quality(), *_of_areas())
    )


def staff_csv(staff: Iterable[Colleague]) -> str:
    """A staff list as CSV text: STAFF_COLUMNS, roles in the council's words with semicolons
    between, line managers by e-mail, days as dd/mm/yyyy, empty where there is nothing to say."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(STAFF_COLUMNS)
    for person in staff:
        writer.writerow(
            (
                person.name,
                person.email,
                "; ".join(person.roles),
                person.team,
                person.service_area,
                _address(person.line_manager, person.domain) if person.line_manager else "",
                person.object_id,
                _uk(person.away_from),
                _uk(person.away_until),
            )
        )
    return text.getvalue()


def residents(staff: Iterable[Colleague]) -> tuple[Resident, ...]:
    """Everyone as local Teams has to know them."""
    return tuple(
        Resident(
            object_id=person.object_id,
            name=person.name,
            email=person.email,
            user_principal_name=person.email,
            title=person.title,
            tenant_id=person.tenant,
            installed=person.installed,
        )
        for person in staff
    )


def _leaders() -> tuple[Colleague, ...]:
    heads = (
        teams.HEAD_OF_SAFEGUARDING,
        teams.HEAD_OF_CORPORATE_PARENTING,
        teams.HEAD_OF_QUALITY,
    )
    return (
        Colleague(_DIRECTOR, ("Director of children's services",), None),
        Colleague(_ASSISTANT_DIRECTOR, ("Assistant director",), _DIRECTOR),
        *(Colleague(name, ("Head of service",), _ASSISTANT_DIRECTOR) for name in heads),
    )


def _of_quality() -> tuple[Colleague, ...]:
    head, officer = teams.HEAD_OF_QUALITY, "Independent reviewing officer"
    return (
        *(Colleague(name, ("QA officer",), head) for name in QA_OFFICERS),
        Colleague(_PRINCIPAL_SOCIAL_WORKER, ("Principal social worker",), head),
        Colleague(_PRACTICE_MANAGER, ("Practice manager",), head),
        *(
            Colleague(
                name,
                (officer, "CP chair") if name == _ALSO_CHAIRS else (officer,),
                _PRACTICE_MANAGER,
            )
            for name in REVIEWING_OFFICERS
        ),
        *(Colleague(name, ("CP chair",), _PRACTICE_MANAGER) for name in _CONFERENCE_CHAIRS),
        *(
            Colleague(name, ("Advanced social work practitioner",), _PRINCIPAL_SOCIAL_WORKER)
            for name in _ADVANCED_PRACTITIONERS
        ),
    )


def _of_areas() -> tuple[Colleague, ...]:
    return tuple(
        person
        for area in SERVICE_AREAS
        for person in (
            Colleague(
                area.group_manager,
                ("Group manager",),
                area.head_of_service,
                service_area=area.name,
            ),
            *(
                manager
                for team in TEAMS
                if team.service_area == area.name
                for manager in _of_team(team, area)
            ),
        )
    )


def _of_team(team: DemoTeam, area: ServiceArea) -> tuple[Colleague, ...]:
    manager = Colleague(
        team.manager, ("Team manager",), area.group_manager, team.name, team.service_area
    )
    if team.assistant is None:
        return (manager,)
    assistant = Colleague(
        team.assistant, ("Assistant team manager",), team.manager, team.name, team.service_area
    )
    return (manager, assistant)


def _address(name: str, domain: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii")
    forename, _, surname = plain.lower().replace("'", "").partition(" ")
    return f"{forename}.{surname.replace(' ', '')}@{domain}"


def _uk(day: date | None) -> str:
    return day.strftime("%d/%m/%Y") if day else ""
