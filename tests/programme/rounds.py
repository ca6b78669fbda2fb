"""Councils with people in every role, and rounds that ask them."""

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import strategies as st

from programme.case import Case, Cohort
from programme.draw import Draw
from programme.framework import Framework
from programme.people import Absence, Person, Role, Team
from programme.rules.duty import Theme
from programme.rules.round import Quota, Round
from programme.rules.tool import AuditTool
from tests.programme.councils import (
    AREAS,
    ASH,
    DAYS,
    ELM,
    FIR,
    Lists,
    absences,
    cases,
    framework,
)
from tests.programme.councils import (
    TEAMS as TEAM_NAMES,
)

GENERAL = AuditTool("general", "General", ())
LEARNING = AuditTool("learning", "Learning audit", ())
CARERS = AuditTool("carers", "Foster carer's file", (), cohorts=("foster_carer",))
TOOLS = (GENERAL, LEARNING, CARERS)
ROLES = (
    Role.ADVANCED_PRACTITIONER,
    Role.TEAM_MANAGER,
    Role.SERVICE_MANAGER,
    Role.HEAD_OF_SERVICE,
    Role.INDEPENDENT_REVIEWING_OFFICER,
)


def a_round(*quotas: Quota, **changes: Any) -> Round:  # any field of a round
    """A round that asks people of roles, or whatever `changes` say."""
    asked: dict[str, Any] = {
        "auditors": "people_of_roles",
        "cases": "any",
        "peer": None,
        "tools": ("general", "carers"),
        "quotas": quotas,
    }
    return replace(framework().allocation, **asked | changes)


def rules_of(rule: Round, *themes: Theme) -> Framework:
    """A framework with this round alone."""
    return replace(framework(), rounds=(rule,), tools=TOOLS, themes=themes)


def staff(
    name: str,
    *roles: Role,
    team: str | None = None,
    area: str | None = None,
    away: Absence | None = None,
    manager: str | None = None,
) -> Person:
    """Someone whose id and address are their name."""
    return Person(
        id=name.lower(),
        name=name,
        email=f"{name.lower()}@council.example",
        roles=frozenset(roles),
        team=team,
        service_area=area,
        line_manager_email=f"{manager}@council.example" if manager else None,
        absences=(away,) if away else (),
    )


TM, AP, SM, HOS = (
    Role.TEAM_MANAGER,
    Role.ADVANCED_PRACTITIONER,
    Role.SERVICE_MANAGER,
    Role.HEAD_OF_SERVICE,
)
IRO, CHAIR = Role.INDEPENDENT_REVIEWING_OFFICER, Role.CONFERENCE_CHAIR
ANN = staff("Ann", TM, team="Ash", manager="hal")
BO = staff("Bo", TM, team="Elm", manager="hal")
CY = staff("Cy", TM, team="Fir")
HAL = staff("Hal", HOS, area="Locality")
DI = staff("Di", Role.DIRECTOR)
IVY = staff("Ivy", IRO)
TEAMS = (ASH, ELM, FIR)
CASES = [
    *cases("Ash", Cohort.CHILD_IN_NEED, *(f"A{n}" for n in range(6))),
    *cases("Elm", Cohort.CHILD_PROTECTION, *(f"E{n}" for n in range(6))),
    *cases("Fir", Cohort.CHILD_IN_CARE, *(f"F{n}" for n in range(6))),
]
OWN = ("Ash", "Elm")
LEAVE = Absence(date(2026, 11, 30), date(2026, 12, 17))
"""Eight working days are left after it."""


def drawn(
    rule: Round,
    *people: Person,
    listed: list[Case] | None = None,
    seed: int = 1,
    **more: Any,  # any field of the lists
) -> Draw:
    """The round's draw in a council of three teams."""
    lists = Lists(TEAMS, people, CASES if listed is None else listed, framework=rules_of(rule))
    return replace(lists, **more).draw(seed)


@st.composite
def rounds(draw: st.DrawFn) -> Round:
    """Any round that asks people."""
    if draw(st.booleans()) and draw(st.booleans()):
        return a_round(
            auditors="reviewing_officers", cases="own", cases_a_lead=draw(st.integers(1, 2))
        )
    if draw(st.booleans()) and draw(st.booleans()):
        return a_round(
            Quota(Role.SERVICE_MANAGER, cases=draw(st.integers(1, 3))),
            practice_of=(Role.INDEPENDENT_REVIEWING_OFFICER,),
        )
    chosen = draw(st.lists(st.sampled_from(ROLES), min_size=1, max_size=4, unique=True))
    quotas = [
        Quota(
            role,
            cases=draw(st.integers(1, 3)),
            tool=draw(st.sampled_from([None, None, "learning", "carers"])),
            people_a_period=draw(st.sampled_from([None, None, 1, 2])),
        )
        for role in chosen
    ]
    return a_round(
        *quotas,
        cases=draw(st.sampled_from(["own", "not_own", "own_service_area", "any"])),
        every_months=draw(st.sampled_from([1, 2, 3])),
        not_again_within_months=draw(st.sampled_from([0, 12])),
        open_at_least_months=draw(st.sampled_from([0, 0, 2])),
        cohorts=draw(st.sampled_from([(), ("child_in_need", "foster_carer")])),
        not_service_areas=draw(st.sampled_from([(), (AREAS[0],)])),
    )


@st.composite
def role_councils(draw: st.DrawFn) -> Lists:
    """Any council with people of several roles: on leave, of no team, workers of cases."""
    names = draw(st.lists(st.sampled_from(TEAM_NAMES), min_size=1, unique=True))
    teams = [Team(name, draw(st.sampled_from(AREAS))) for name in names]
    people = [
        replace(
            staff(
                f"P{n}",
                *draw(st.lists(st.sampled_from(ROLES), min_size=1, max_size=2, unique=True)),
                team=draw(st.sampled_from([*names, "Gone", None])),
                area=draw(st.sampled_from([None, *AREAS])),
                manager=draw(st.sampled_from([None, "p0", "p1"])),
            ),
            absences=tuple(draw(st.lists(absences(), max_size=1))),
            active=draw(st.integers(0, 9)) > 0,
        )
        for n in range(draw(st.integers(0, 8)))
    ]
    known = [None, None, "Somebody Else", *(person.name for person in people)]
    listed = [
        Case(
            f"C{n:02}",
            draw(st.sampled_from(Cohort)),
            draw(st.sampled_from([*names, *names, "Gone"])),
            worker=draw(st.sampled_from(known)),
            iro=draw(st.sampled_from(known)),
            opened=draw(st.sampled_from([None, date(2026, 1, 5), date(2026, 11, 20)])),
            active=draw(st.integers(0, 9)) > 0,
        )
        for n in range(draw(st.integers(0, 18)))
    ]
    references = [case.reference for case in listed] or ["C99"]
    audited = draw(st.dictionaries(st.sampled_from(references), DAYS, max_size=5))
    return Lists(teams, people, listed, audited, framework=rules_of(draw(rounds())))
