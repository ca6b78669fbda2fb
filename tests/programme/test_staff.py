"""Who can stand to a case, of a whole staff list."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from programme.council import Council
from programme.people import Absence, Person, Role, Team
from programme.recipients import AuditedCase, recipients
from programme.rules.follow_up import Recipient
from programme.staff import Staff
from programme.use_cases.copied_results import copies
from tests.follow_up import RESULTS
from tests.little_council import CALENDAR, FRAMEWORK, STAFF, TEAMS, TENANT, person

TODAY = date(2026, 12, 1)
NAMES = ("Ann", "ann ", "Ben", "Cai")
AREAS = ("North", "South")
EVERY: tuple[Recipient, ...] = (
    "case_worker",
    "team_manager",
    "service_manager",
    "head_of_service",
    "line_manager_of_team_manager",
    "lead_auditor",
    "qa_officers",
)
SOME_ROLES = st.sampled_from(
    (
        Role.SOCIAL_WORKER,
        Role.TEAM_MANAGER,
        Role.ASSISTANT_TEAM_MANAGER,
        Role.GROUP_MANAGER,
        Role.SERVICE_MANAGER,
        Role.HEAD_OF_SERVICE,
        Role.QA_OFFICER,
        Role.DIRECTOR,
    )
)
PEOPLE = st.lists(
    st.builds(
        Person,
        id=st.sampled_from([f"p{number}" for number in range(9)]),
        name=st.sampled_from(NAMES),
        email=st.sampled_from([f"{each}@council.example" for each in "aBcD"]),
        roles=st.frozensets(SOME_ROLES, min_size=1, max_size=2),
        team=st.sampled_from((None, "Ash", "Birch")),
        service_area=st.sampled_from((None, *AREAS)),
        line_manager_email=st.sampled_from((None, "A@council.example", "b@council.example")),
        absences=st.sampled_from(((), (Absence(TODAY, TODAY),))),
        active=st.booleans(),
    ),
    max_size=9,
    unique_by=lambda each: each.id,
)
CASES = st.builds(
    AuditedCase,
    team=st.builds(Team, st.sampled_from(("Ash", "Birch", "Cherry")), st.sampled_from(AREAS)),
    worker=st.sampled_from((None, "", "ANN", "Ben", "Nobody")),
    lead_id=st.sampled_from(("p0", "p1", "gone")),
)


@given(PEOPLE, CASES, st.lists(st.sampled_from(EVERY), min_size=1, unique=True))
def test_those_around_a_case_are_all_who_can_be_told_of_it(
    people: list[Person], case: AuditedCase, to: list[Recipient]
) -> None:
    staff = Staff(people, ())
    around = staff.around(case)
    assert recipients(to, case, around, TODAY) == recipients(to, case, people, TODAY)


def test_who_is_copied_into_a_result_is_the_same_of_those_around_its_case() -> None:
    council = Council(TENANT, replace(FRAMEWORK, results=RESULTS), CALENDAR)
    for team in TEAMS:
        case = AuditedCase(team, "Ann", "ben")
        around = Staff(STAFF, TEAMS).around(case)
        assert copies(council, case, around, TODAY) == copies(council, case, STAFF, TODAY)


def test_those_around_a_case_of_a_large_council_are_few() -> None:
    teams = [Team(f"Team {number}", f"Area {number // 20}") for number in range(200)]
    workers = [
        person(f"W{team.name}{n}", Role.SOCIAL_WORKER, team=team.name, area=team.service_area)
        for team in teams
        for n in range(15)
    ]
    staff = Staff([*STAFF, *workers], teams)
    assert len(staff.around(AuditedCase(teams[3], None, "ann"))) < 40
