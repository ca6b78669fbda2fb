"""What each shipped framework asks of managers beside audits: who owes it, when they hear of it."""

from collections.abc import Sequence
from datetime import date

import pytest

from programme.duty import Deed, is_owed_by, owed_in, reminder_days, standing
from programme.errors import CorrectAndRepeat, LookElsewhere
from programme.message import MessageKind
from programme.people import Role
from programme.period import Period
from programme.rules.duty import Duty, DutyKind
from programme.use_cases.draw_dip_sample import DrawDipSample, draw_dip_sample
from programme.use_cases.record_observation import RecordObservation, record_observation
from storage.engine import Engine
from tests.programme.frameworks.a_council import (
    CALENDAR,
    FRIDAY,
    STAFF,
    council_of,
    nine,
    shipped_framework,
)
from tests.programme.frameworks.recording import ticked
from tests.programme.frameworks.rounds_of import table

TM, ATM, SM = Role.TEAM_MANAGER, Role.ASSISTANT_TEAM_MANAGER, Role.SERVICE_MANAGER
HOS, PM = Role.HEAD_OF_SERVICE, Role.PRACTICE_MANAGER
EITHER: Sequence[DutyKind] = ("dip_sample", "practice_observation")
OBSERVATION: Sequence[DutyKind] = ("practice_observation",)
DAY: Sequence[DutyKind] = ("practice_day",)
OF_SWINDON = "dip_sample_or_observation"
OF_CHAIRS = "observed_reviewing_practice"


def _duty(framework: str, duty_id: str) -> Duty:
    return next(duty for duty in shipped_framework(framework).duties if duty.id == duty_id)


@pytest.mark.parametrize(
    ("framework", "duty_id", "roles", "count", "kinds", "reminded"),
    table(
        ("swindon", OF_SWINDON, "SW-02", {TM, SM, HOS}, 1, EITHER, "22 Jan, 28 Jan"),
        ("west_berkshire", "observation", "WB-06", {SM, TM, ATM}, 1, OBSERVATION, "12 Feb, 23 Feb"),
        (
            "west_berkshire",
            "practice_days",
            "WB-11",
            {HOS, SM, TM, ATM},
            3,
            DAY,
            "6 Oct, 1 Dec, 22 Dec",
        ),
        ("worcestershire", OF_CHAIRS, "WC-12", {PM}, 1, OBSERVATION, "15 Mar, 24 Mar"),
    ),
)
def test_the_holders_of_these_roles_owe_it_and_are_reminded(
    framework: str,
    duty_id: str,
    roles: set[Role],
    count: int,
    kinds: Sequence[DutyKind],
    reminded: str,
) -> None:
    duty = _duty(framework, duty_id)
    period = Period.of(FRIDAY, duty.every_months)
    owing = [person for person in STAFF if is_owed_by(duty, person)]
    assert {role for person in owing for role in person.roles} == roles
    since = date(2026, 1, 1)
    assert {owed_in(duty, p, period, since=since, calendar=CALENDAR) for p in owing} == {count}
    assert ", ".join(f"{d:%-d %b}" for d in reminder_days(duty, period, CALENDAR)) == reminded
    every: Sequence[DutyKind] = (*EITHER, *DAY)
    for kind in every:
        deeds = [Deed(kind, owing[0].id, FRIDAY)]
        found = standing(duty, owing[0], period, since=since, deeds=deeds, calendar=CALENDAR)
        assert found.left == (count - 1 if kind in kinds else count), kind


@pytest.mark.rule("WB-06")
def test_west_berkshires_front_line_observes_and_nobody_beside_it() -> None:
    observing, practising = (
        {p.id for p in STAFF if is_owed_by(_duty("west_berkshire", duty), p)}
        for duty in ("observation", "practice_days")
    )
    beside = {p.id for p in STAFF if p.service_area == "Quality Assurance and Safeguarding"}
    assert beside == {"service_manager-quality"}
    assert beside <= practising, "of every manager (2.ii)"
    assert practising - observing == {*beside, "head_of_service", "head_of_service-early"}


@pytest.mark.parametrize(
    ("framework", "day", "roles"),
    table(
        ("swindon", date(2027, 2, 1), "SW-02", {TM, SM, HOS}),
        ("west_berkshire", date(2027, 1, 4), "WB-06 WB-11", {HOS, SM, TM, ATM}),
        ("worcestershire", date(2027, 1, 4), "WC-12", {PM}),
        ("bedford", date(2027, 1, 4), "BD-02", set()),
        ("kent", date(2027, 1, 4), "KT-01", set()),
    ),
)
async def test_they_hear_of_it_on_the_first_working_day_of_the_period(
    engine: Engine, framework: str, day: date, roles: set[Role]
) -> None:
    council = await council_of(engine, framework)
    await ticked(council, day)
    told = set(await council.readers(MessageKind.DUTIES))
    assert told == {person.id for person in STAFF if roles & person.roles}


@pytest.mark.parametrize(
    ("framework", "theme", "graded", "kind", "questions"),
    table(
        ("swindon", "Chronologies", "SW-02 SW-03", False, None, ["present", "good", "used"]),
        ("west_berkshire", None, "WB-03 WB-12", True, "DIP", ["actions", "best_practice"]),
    ),
)
async def test_a_dip_sample_is_of_five_cases_of_ones_own_team(
    engine: Engine,
    framework: str,
    theme: str | None,
    graded: bool,
    kind: str | None,
    questions: list[str],
) -> None:
    council = await council_of(engine, framework)
    by = await council.person("team_manager-ash")
    command = DrawDipSample(council.council, by, "1" * 32, 1, "dialog")
    sample = await draw_dip_sample(command, work=council.work, now=nine(FRIDAY))
    assert len(sample.cases) == 5
    assert {case.team for case in sample.cases} == {"Ash"}
    assert sample.theme == theme
    rule = council.council.framework.dip_samples
    assert rule is not None
    assert (rule.graded, rule.kind) == (graded, kind)
    assert [question.id for question in rule.questions] == questions


@pytest.mark.rule("SW-03")
def test_swindons_qa_team_sets_a_theme_for_every_month() -> None:
    rules = shipped_framework("swindon")
    four = ["Chronologies", "Case summaries", "Assessments", "Plans"]
    themes = [rules.theme_rule(month) for month in range(1, 13)]
    assert [theme.title for theme in themes if theme] == four * 3


@pytest.mark.parametrize(
    ("framework", "by", "settings"),
    table(
        ("swindon", "team_manager-ash", "SW-07", {"visit", "conference", "review", "core_group"}),
        (
            "west_berkshire",
            "team_manager-ash",
            "WB-06",
            {"visit", "conference", "review", "core_group"},
        ),
    ),
)
async def test_an_observation_is_of_one_of_these_settings(
    engine: Engine, framework: str, by: str, settings: set[str]
) -> None:
    council = await council_of(engine, framework)
    taken = set()
    for number, setting in enumerate(
        ("visit", "conference", "review", "core_group", "supervision")
    ):
        command = RecordObservation(
            council=council.council,
            person=await council.person(by),
            observation_id=str(number) * 32,
            observed_id="social_worker-ash",
            setting=setting,
            on=FRIDAY,
            seen="Direct work with play.",
            discussed=True,
            discussed_on=None,
            training_needs="",
            source="dialog",
        )
        try:
            await record_observation(command, work=council.work, now=nine(FRIDAY))
        except CorrectAndRepeat:
            continue
        taken.add(setting)
    assert taken == settings


@pytest.mark.rule("WC-12")
def test_worcestershires_observations_are_of_reviews_and_conferences() -> None:
    rule = shipped_framework("worcestershire").observations
    assert rule is not None
    assert [setting.id for setting in rule.settings] == ["review", "conference"]


@pytest.mark.parametrize("framework", ["bedford", "kent"])
async def test_nobody_draws_a_dip_sample_where_the_framework_has_none(
    engine: Engine, framework: str
) -> None:
    council = await council_of(engine, framework)
    by = await council.person("team_manager-ash")
    command = DrawDipSample(council.council, by, "1" * 32, 1, "dialog")
    with pytest.raises(LookElsewhere):
        await draw_dip_sample(command, work=council.work, now=nine(FRIDAY))


@pytest.mark.rule("SW-08")
async def test_swindons_leaders_hear_of_both_practice_weeks_twenty_working_days_before(
    engine: Engine,
) -> None:
    council = await council_of(engine, "swindon")
    told = {}
    for day in (date(2027, 2, 5), date(2027, 2, 8), date(2027, 9, 10), date(2027, 9, 13)):
        told[day] = await ticked(council, day, MessageKind.PRACTICE_WEEK)
    leaders = {SM, HOS, Role.ASSISTANT_DIRECTOR, Role.DIRECTOR}
    expected = {person.id for person in STAFF if leaders & person.roles}
    assert [*told.values()] == [0, len(expected), 0, len(expected)]
    messages = await council.messages(MessageKind.PRACTICE_WEEK)
    assert {message.person_id for message in messages} == expected
    assert {message.subject for message in messages} == {"2027-03-08", "2027-10-11"}
