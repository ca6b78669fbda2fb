"""A framework that asks for duties, for the tests of them."""

from dataclasses import replace
from datetime import date

from programme.framework import Framework
from programme.people import Role
from programme.rules.duty import (
    DipSampleRule,
    Duty,
    ObservationRule,
    PracticeWeek,
    Theme,
)
from programme.rules.rule import Choice

MONTHLY = Duty(
    id="monthly",
    title="Dip sample or practice observation",
    any_of=("dip_sample", "practice_observation"),
    count=1,
    every_months=1,
    roles=(Role.TEAM_MANAGER, Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE),
    remind_before=(5, 1),
)
PRACTICE_DAYS = Duty(
    id="practice_days",
    title="Practice days",
    any_of=("practice_day",),
    count=3,
    every_months=12,
    roles=(Role.TEAM_MANAGER, Role.GROUP_MANAGER),
    remind_before=(20,),
)
TWO_MONTHLY = replace(
    MONTHLY,
    id="observations",
    title="Practice observation",
    any_of=("practice_observation",),
    every_months=2,
    roles=(Role.ASSISTANT_TEAM_MANAGER, Role.TEAM_MANAGER, Role.SERVICE_MANAGER),
)
QUARTERLY = replace(
    TWO_MONTHLY,
    id="practice_managers",
    title="Practice observation of a chair or reviewing officer",
    every_months=3,
    roles=(Role.PRACTICE_MANAGER,),
)
DIP = DipSampleRule(
    size=2,
    questions=(
        Choice("up_to_date", "Is the record up to date?"),
        Choice("purpose", "Is its purpose clear?"),
    ),
)
OBSERVATIONS = ObservationRule(
    settings=(Choice("visit", "A visit to a family"), Choice("core_group", "A core group"))
)
WEEK = PracticeWeek(
    month=1,
    weeks_after_the_first_monday=1,
    roles=(Role.SERVICE_MANAGER, Role.GROUP_MANAGER),
    tell_working_days_before=10,
)
MONDAY = date(2027, 1, 11)
"""When `WEEK` begins in 2027."""


def with_duties(framework: Framework, *duties: Duty) -> Framework:
    """The framework with these duties (the monthly one and practice days, without any), and all
    that is recorded to do them."""
    return replace(
        framework,
        duties=duties or (MONTHLY, PRACTICE_DAYS),
        dip_samples=DIP,
        observations=OBSERVATIONS,
        practice_weeks=(WEEK,),
        themes=(Theme(12, "Chronologies"),),
    )
