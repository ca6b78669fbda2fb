"""A council under a framework as it is shipped, with people in every role and cases of every sort.

Ids say who somebody is: "team_manager-ash" manages Ash, "service_manager-north" the service area
North, "director" the whole council.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from functools import cache

from bot.bank_holidays import england
from bot.solver import ScipySolver
from programme.audit import Audit
from programme.calendar import Calendar, Month
from programme.case import Case, Cohort
from programme.council import Council
from programme.framework import Framework
from programme.frameworks.load import load_shipped
from programme.message import MessageKind
from programme.people import Person, Role, Team
from programme.round_period import rounds_beginning
from programme.use_cases.draw_allocation import DrawAllocation, draw_allocation
from programme.use_cases.import_cases import ImportCases, import_cases
from storage.engine import Engine
from tests.little_council import SEED, TENANT, LittleCouncil, case_list, person

CALENDAR = Calendar(england(date(2027, 1, 1)))
JANUARY = Month(2027, 1)
FRIDAY = date(2027, 1, 15)
"""A working day in January 2027."""
BEFORE = CALENDAR.at(date(2026, 12, 15), time(10))

AREAS = {
    "North": ("Ash", "Birch"),
    "Disabled Children": ("Fern",),
    "Early Help": ("Hazel",),
    "Fostering": ("Elm",),
    "Residential": ("Oak", "Yew"),
    "Adoption": ("Rowan",),
    "Youth Justice": ("Pine",),
}
TEAMS = tuple(Team(name, area) for area, names in AREAS.items() for name in names)
_OF_A_TEAM = (
    Role.TEAM_MANAGER,
    Role.ASSISTANT_TEAM_MANAGER,
    Role.ADVANCED_PRACTITIONER,
    Role.ADVANCED_SOCIAL_WORK_PRACTITIONER,
    Role.SOCIAL_WORKER,
)
_OF_AN_AREA = (Role.GROUP_MANAGER, Role.SERVICE_MANAGER)
_REVIEWING = (Role.INDEPENDENT_REVIEWING_OFFICER, Role.CONFERENCE_CHAIR)
_COHORTS = (
    Cohort.CHILD_IN_NEED,
    Cohort.CHILD_PROTECTION,
    Cohort.CHILD_IN_CARE,
    Cohort.CARE_LEAVER,
)
_OF_AN_AREA_ALONE = {
    "Adoption": Cohort.ADOPTION,
    "Early Help": Cohort.EARLY_HELP,
    "Fostering": Cohort.FOSTER_CARER,
}


def _staff() -> Sequence[Person]:
    of_teams = [
        person(f"{role}-{team.name.lower()}", role, team=team.name, area=team.service_area)
        for team in TEAMS
        for role in _OF_A_TEAM
    ]
    of_areas = [
        person(f"{role}-{area.split()[0].lower()}", role, area=area)
        for area in AREAS
        for role in _OF_AN_AREA
    ]
    alone = [
        person(role.value, role)
        for role in Role
        if role not in (*_OF_A_TEAM, *_OF_AN_AREA, *_REVIEWING)
    ]
    reviewing = [person(role.value, role) for role in _REVIEWING]
    of_one_area = [
        person(f"{role}-{area.split()[0].lower()}", role, area=area)
        for role, area in (
            (Role.INDEPENDENT_REVIEWING_OFFICER, "Fostering"),
            (Role.HEAD_OF_SERVICE, "Early Help"),
            (Role.ASSISTANT_DIRECTOR, "Youth Justice"),
            (Role.SERVICE_MANAGER, "Quality Assurance and Safeguarding"),
        )
    ]
    lines = {
        p.id: f"service_manager-{str(p.service_area).split()[0].lower()}@council.example"
        for p in of_teams
        if p.has(Role.TEAM_MANAGER)
    }
    return [
        replace(p, line_manager_email=lines.get(p.id))
        for p in (*of_teams, *of_areas, *alone, *reviewing, *of_one_area)
    ]


def _cases() -> Sequence[Case]:
    return [
        Case(
            f"{team.name.upper()}-{number}",
            _OF_AN_AREA_ALONE.get(team.service_area, _COHORTS[number % len(_COHORTS)]),
            team.name,
            worker=f"social_worker-{team.name.lower()}",
            iro=_REVIEWING[number % 2].value if number < 6 else None,
            opened=date(2026, 1, 5),
        )
        for team in TEAMS
        for number in range(12)
    ]


STAFF = tuple(_staff())
CASES = tuple(_cases())


@cache
def shipped_framework(framework_id: str) -> Framework:
    """The framework as it comes with Sightline."""
    return load_shipped(framework_id)


def nine(day: date) -> datetime:
    """Nine in the morning on the council's clocks."""
    return CALENDAR.at(day, time(9))


async def council_of(engine: Engine, framework_id: str) -> LittleCouncil:
    """The council in the database, with its staff and cases, and nothing drawn."""
    council = LittleCouncil(engine, Council(TENANT, shipped_framework(framework_id), CALENDAR))
    await council.take_staff(*STAFF, teams=TEAMS)
    await import_cases(
        ImportCases(council.council, case_list(CASES), "command line"),
        work=council.work,
        now=BEFORE,
    )
    return council


async def draw(council: LittleCouncil, month: Month = JANUARY) -> Mapping[str, tuple[Audit, ...]]:
    """The rounds that begin with the month, drawn; their audits by the round's id."""
    for of in rounds_beginning(council.council.framework, month):
        command = DrawAllocation(council.council, None, of, SEED, "command line")
        await draw_allocation(command, work=council.work, solver=ScipySolver(), now=BEFORE)
    audits = await council.audits(month)
    rounds = [of.round_id for of in rounds_beginning(council.council.framework, month)]
    return {each: tuple(a for a in audits if a.round_id == each) for each in rounds}


async def told(
    council: LittleCouncil, *kinds: MessageKind
) -> Mapping[tuple[MessageKind, str], tuple[str, ...]]:
    """Who was ever told, by kind and the council's wall clock from which it may go."""
    found: dict[tuple[MessageKind, str], list[str]] = {}
    for message in await council.messages(*kinds):
        at = message.not_before.astimezone(nine(FRIDAY).tzinfo)
        found.setdefault((message.kind, f"{at:%d %b %H:%M}"), []).append(message.person_id)
    return {key: tuple(sorted(people)) for key, people in found.items()}
