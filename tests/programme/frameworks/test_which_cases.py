"""Which cases each shipped framework has audited, with which tool, and how soon again."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest

from programme.case import Case, Cohort
from tests.programme.frameworks.a_council import AREAS, CASES, JANUARY, TEAMS
from tests.programme.frameworks.rounds_of import draws_of, lists_of, table

EVERYWHERE = frozenset(AREAS)
BUT_RESIDENTIAL = EVERYWHERE - {"Residential"}
BUT_EARLY_HELP = EVERYWHERE - {"Early Help"}
BUT_FOSTERING = EVERYWHERE - {"Fostering"}
ALL = " ".join(Cohort)
CARE = "child_in_care child_protection"


@pytest.mark.parametrize(
    ("framework", "round_id", "cohorts", "areas"),
    table(
        ("worcestershire", "case_files", "WC-01 WC-05", ALL, BUT_RESIDENTIAL),
        ("worcestershire", "residential", "WC-05", ALL, {"Residential"}),
        ("worcestershire", "mid_way", "WC-10", CARE, EVERYWHERE),
        ("worcestershire", "reviewing_practice", "WC-12", CARE, EVERYWHERE),
        ("swindon", "case_files", "SW-01 SW-11", ALL, BUT_EARLY_HELP),
        ("swindon", "early_help", "SW-11", ALL, {"Early Help"}),
        ("swindon", "thematic", "SW-13", ALL, EVERYWHERE),
        ("west_berkshire", "learning_audits", "WB-05", ALL, BUT_FOSTERING),
        ("west_berkshire", "foster_carer_files", "WB-05", ALL, {"Fostering"}),
        ("bedford", "case_files", "BD-02", ALL, EVERYWHERE),
        ("bedford", "case_files_reviewing", "BD-02", ALL, EVERYWHERE),
        ("bedford", "senior_managers", "BD-10", ALL, EVERYWHERE),
        ("kent", "own_work", "KT-01", ALL, EVERYWHERE),
    ),
)
def test_the_cases_of_these_cohorts_and_service_areas_are_drawn_from(
    framework: str, round_id: str, cohorts: str, areas: Collection[str]
) -> None:
    cases = [
        Case(f"{cohort} {team.name}", cohort, team.name, opened=date(2026, 1, 5))
        for cohort in Cohort
        for team in TEAMS
    ]
    lists = lists_of(framework, round_id, cases=cases)
    found = {(case.cohort.value, lists.area_of(case)) for case in lists.open_cases()}
    assert found == {(cohort, area) for cohort in cohorts.split() for area in areas}


OLDER = "referral early_help foster_carer"
IN_NEED = "assessment section_47 child_in_need child_protection"
OF_BEDFORD = {
    "child_in_need": f"{OLDER} assessment child_in_need",
    "child_protection": "section_47 child_protection",
    "child_in_care": "child_in_care care_leaver adoption",
}
OF_SWINDON = {
    "case_file": OLDER,
    "in_need": IN_NEED,
    "in_care": "child_in_care adoption",
    "leaving_care": "care_leaver",
}
OF_WEST_BERKSHIRE = {
    "full": f"{OLDER} {IN_NEED} child_in_care adoption",
    "care_leavers": "care_leaver",
}
SOCIAL_WORK = {
    "social_work": f"{OLDER} {IN_NEED} child_in_care care_leaver",
    "adoption": "adoption",
}


@pytest.mark.parametrize(
    ("framework", "round_id", "area", "tools"),
    table(
        ("worcestershire", "case_files", "WC-04 WC-05", "North", SOCIAL_WORK),
        ("worcestershire", "case_files", "WC-05", "Fostering", {"fostering": ALL}),
        ("worcestershire", "case_files", "WC-05", "Adoption", {"adoption": ALL}),
        ("worcestershire", "residential", "WC-05", "Residential", {"residential": ALL}),
        ("worcestershire", "mid_way", "WC-10", "North", {"mid_way": CARE}),
        ("worcestershire", "reviewing_practice", "WC-12", "North", {"reviewing_practice": CARE}),
        ("swindon", "case_files", "SW-01 SW-12", "North", OF_SWINDON),
        ("swindon", "early_help", "SW-11", "Early Help", {"early_help": ALL}),
        ("swindon", "thematic", "SW-13", "North", {"thematic": ALL}),
        ("west_berkshire", "learning_audits", "WB-02 WB-05", "North", OF_WEST_BERKSHIRE),
        ("west_berkshire", "learning_audits", "WB-05", "Youth Justice", {"youth_justice": ALL}),
        ("west_berkshire", "foster_carer_files", "WB-05", "Fostering", {"foster_carer": ALL}),
        ("bedford", "case_files", "BD-04", "North", OF_BEDFORD),
        ("bedford", "case_files", "BD-04", "Disabled Children", {"disabled_children": ALL}),
        ("bedford", "case_files_reviewing", "BD-04", "North", OF_BEDFORD),
        (
            "bedford",
            "case_files_reviewing",
            "BD-04",
            "Disabled Children",
            {"disabled_children": ALL},
        ),
        ("bedford", "senior_managers", "BD-10", "North", {"senior_practice": ALL}),
        ("kent", "own_work", "KT-01", "North", {"case_file": ALL}),
    ),
)
def test_a_case_is_audited_with_the_tool_of_its_service_area_or_cohort(
    framework: str, round_id: str, area: str, tools: Mapping[str, str]
) -> None:
    lists = lists_of(framework, round_id)
    chosen = {
        (tool, cohort): lists.tool_for(Case("X-1", Cohort(cohort), AREAS[area][0])).id
        for tool, cohorts in tools.items()
        for cohort in cohorts.split()
    }
    assert chosen == {(tool, cohort): tool for tool, cohort in chosen}


@pytest.mark.parametrize(
    ("framework", "round_id", "months"),
    table(
        ("worcestershire", "case_files", "WC-01", 12),
        ("worcestershire", "residential", "WC-05", 6),
        ("worcestershire", "mid_way", "WC-10", 6),
        ("worcestershire", "reviewing_practice", "WC-12", 6),
        ("swindon", "case_files", "SW-01", 12),
        ("swindon", "early_help", "SW-11", 6),
        ("swindon", "thematic", "SW-13", 6),
        ("west_berkshire", "learning_audits", "WB-01", 12),
        ("west_berkshire", "foster_carer_files", "WB-05", 12),
        ("bedford", "case_files", "BD-02", 12),
        ("bedford", "case_files_reviewing", "BD-02", 12),
        ("bedford", "senior_managers", "BD-10", 6),
        ("kent", "own_work", "KT-01", 12),
    ),
)
def test_a_case_is_left_alone_for_so_many_months_after_an_audit(
    framework: str, round_id: str, months: int
) -> None:
    last = JANUARY.plus(-months).first

    def open_after(day: date) -> int:
        audited = {case.reference: day for case in CASES}
        return len(lists_of(framework, round_id, last_audited=audited).open_cases())

    assert open_after(last) == 0
    assert open_after(last - timedelta(days=1)) > 0


@pytest.mark.rule("SW-11")
def test_early_help_cases_are_open_for_two_months_before_they_are_audited() -> None:
    for opened, taken in ((date(2026, 11, 1), True), (date(2026, 11, 2), False)):
        cases = [replace(case, opened=opened) for case in CASES]
        assert bool(lists_of("swindon", "early_help", cases=cases).open_cases()) is taken
        assert lists_of("swindon", "case_files", cases=cases).open_cases()


OF_THE_YEAR = "Chronologies Plans Assessments Case_summaries"
SCHEDULE = "Children_in_need Child_protection_plans Children_in_care Disabled_children"


@pytest.mark.parametrize(
    ("framework", "round_id", "every", "themes"),
    table(
        ("bedford", "case_files", "BD-01", 1, f"{SCHEDULE} {SCHEDULE} {SCHEDULE}"),
        ("bedford", "case_files_reviewing", "BD-01", 1, f"{SCHEDULE} {SCHEDULE} {SCHEDULE}"),
        ("swindon", "thematic", "SW-03 SW-13", 3, OF_THE_YEAR),
    ),
)
def test_a_themed_round_follows_the_schedule(
    framework: str, round_id: str, every: int, themes: str
) -> None:
    months = [JANUARY.plus(number) for number in range(0, 12, every)]
    found = [lists_of(framework, round_id, month).themed.title for month in months]
    assert [str(theme).replace(" ", "_") for theme in found] == themes.split()
    assert next(draws_of(framework, round_id)).theme == found[0]
