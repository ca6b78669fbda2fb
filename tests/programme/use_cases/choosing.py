"""The little council with a round whose cases the head of service of North chooses (SW-11)."""

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, date, datetime

from programme.case import Case, Cohort
from programme.chosen_cases import ChosenCase
from programme.people import Person, Role
from programme.ports import Work
from programme.round_period import RoundPeriod
from programme.rules.post import Post
from programme.rules.round import Quota
from programme.use_cases.choose_cases import ChooseCases, choose_cases
from programme.use_cases.import_cases import ImportCases, import_cases
from tests.little_council import (
    ADDED,
    FRAMEWORK,
    STAFF,
    LittleCouncil,
    case_list,
    little_council,
    person,
)

ROUND = "early_help"
HAL = person("Hal", Role.HEAD_OF_SERVICE, area="North")
HUW = person("Huw", Role.HEAD_OF_SERVICE, area="South")
ASKED = datetime(2026, 11, 17, 9, 0, tzinfo=UTC)
"""Tuesday, ten working days before 1 December."""
LAST = date(2026, 11, 25)
"""The last day for choosing: the working day before the QA officers look at the draw."""
RULE = replace(
    FRAMEWORK.allocation,
    id=ROUND,
    title="Early help audits",
    auditors="people_of_roles",
    cases="own_service_area",
    peer=None,
    copied_to=(),
    cohorts=(),
    service_areas=("North",),
    quotas=(Quota(Role.TEAM_MANAGER, service_areas=("North",)),),
    open_at_least_months=2,
    falls_on="next_working_day",
    chosen_by=Post(Role.HEAD_OF_SERVICE, ("North",)),
)
CASES = tuple(
    Case(f"EH-{n}", Cohort.EARLY_HELP, team, opened=date(2026, 3, n % 28 + 1))
    for n in range(1, 61)
    for team in (("Ash", "Birch")[n % 2],)
)


async def choosing(little: LittleCouncil, *people: Person) -> LittleCouncil:
    """The council, its head of service asked to choose two of sixty cases a month."""
    rounds = (FRAMEWORK.allocation, RULE)
    framework = replace(FRAMEWORK, rounds=rounds, moderation=(), loop_check=None)
    made = little_council(little.engine, little.tenant_id, framework)
    await made.take_staff(*STAFF, HAL, HUW, *people)
    command = ImportCases(made.council, case_list(CASES), "command line")
    await import_cases(command, work=made.work, now=ADDED)
    return made


def period(little: LittleCouncil) -> RoundPeriod:
    """December's."""
    return little.period(of=ROUND)


async def chosen(little: LittleCouncil) -> list[str]:
    """The references that are chosen for December."""
    of = period(little)
    async with little.work(little.tenant_id) as w:
        found = await w.chosen_cases.of_round(of.round_id, of.month)
    return [one.case_reference for one in found]


async def choose(
    little: LittleCouncil,
    *references: str,
    by: str = "hal",
    seen: Collection[str] = (),
    now: datetime = ASKED,
    work: Work | None = None,
) -> tuple[ChosenCase, ...]:
    """`by` chooses the cases."""
    who, of = await little.person(by), period(little)
    command = ChooseCases(little.council, who, of, frozenset(references), frozenset(seen), "dialog")
    return await choose_cases(command, work=work or little.work, now=now)
