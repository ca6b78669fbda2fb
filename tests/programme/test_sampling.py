"""Cases are drawn in proportion, from those that are open to audit, and by lot."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.solver import ScipySolver
from programme.case import Case, Cohort
from programme.sampling import Sample, apportion, draw_cases, open_to_audit
from tests.programme.councils import DECEMBER, Lists, cases, councils, manager

WEIGHTS = st.dictionaries(st.sampled_from(Cohort), st.integers(0, 400))


def _sample(
    listed: Sequence[Case], leads: dict[str, list[str]], each: int = 1, seed: int = 1
) -> Sample:
    people = {team: [manager(name, team) for name in names] for team, names in leads.items()}
    return draw_cases(listed, people, each, Random(seed), ScipySolver())


@pytest.mark.rule("WC-01")
@given(st.integers(0, 900), WEIGHTS)
def test_each_part_is_its_exact_share_rounded_up_or_down(
    total: int, weights: dict[Cohort, int]
) -> None:
    parts = apportion(total, weights)
    whole = sum(weights.values())
    assert sum(parts.values()) == (total if whole else 0)
    assert all(
        abs(parts[c] * whole - total * weight) < whole for c, weight in weights.items() if whole
    )


def test_the_largest_remainders_are_rounded_up() -> None:
    weights = {Cohort.REFERRAL: 47, Cohort.ASSESSMENT: 16, Cohort.ADOPTION: 37}
    assert apportion(10, weights) == {
        Cohort.REFERRAL: 5,
        Cohort.ASSESSMENT: 1,
        Cohort.ADOPTION: 4,
    }


@pytest.mark.rule("WC-01")
@pytest.mark.parametrize(
    ("last", "is_open"),
    [
        (None, True),
        (date(2025, 11, 30), True),
        (date(2025, 12, 1), False),
        (date(2026, 11, 30), False),
        (date(2026, 12, 1), False),
    ],
)
def test_an_audit_keeps_a_case_out_for_twelve_months(last: date | None, is_open: bool) -> None:
    listed = cases("Ash", Cohort.REFERRAL, "C1")
    audited = {} if last is None else {"C1": last}
    assert bool(open_to_audit(listed, audited, DECEMBER, 12)) is is_open


def test_closed_cases_are_not_open_to_audit() -> None:
    closed = [replace(case, active=False) for case in cases("Ash", Cohort.REFERRAL, "C1")]
    assert open_to_audit(closed, {}, DECEMBER, 12) == ()


def test_a_rare_cohort_comes_from_the_team_that_has_it() -> None:
    listed = [
        *cases("Ash", Cohort.REFERRAL, *(f"A{n}" for n in range(9))),
        *cases("Beech", Cohort.REFERRAL, *(f"B{n}" for n in range(9))),
        *cases("Elm", Cohort.CHILD_PROTECTION, *(f"P{n}" for n in range(9))),
        *cases("Elm", Cohort.REFERRAL, *(f"E{n}" for n in range(90))),
    ]
    leads = {"Ash": ["Ann A"], "Beech": ["Bo B"], "Elm": [f"E{n} E" for n in range(11)]}
    for seed in range(20):
        drawn = Counter(d.case.cohort for d in _sample(listed, leads, seed=seed).cases)
        assert drawn == {Cohort.CHILD_PROTECTION: 1, Cohort.REFERRAL: 12}


def test_two_managers_of_a_team_share_what_there_is() -> None:
    sample = _sample(cases("Ash", Cohort.REFERRAL, "C1", "C2", "C3"), {"Ash": ["Ann A", "Bo B"]}, 3)
    assert sorted(Counter(d.lead.id for d in sample.cases).values()) == [1, 2]


def test_every_case_of_a_team_is_as_likely_as_the_next() -> None:
    listed = [*cases("Ash", Cohort.REFERRAL, "C1"), *cases("Ash", Cohort.ADOPTION, "C2", "C3")]
    listed += cases("Beech", Cohort.REFERRAL, "C4")
    drawn = Counter(
        d.case.reference
        for seed in range(1_000)
        for d in _sample(listed, {"Ash": ["Ann A"], "Beech": ["Bo B"]}, seed=seed).cases
        if d.case.team == "Ash"
    )
    # The quotas are one referral, which Beech can give, and one adoption: Ash's own choice.
    assert drawn["C1"] == 0
    assert 430 < drawn["C2"] < 570


def test_a_manager_gets_a_cohort_as_often_as_the_team_has_it() -> None:
    listed = [*cases("Ash", Cohort.REFERRAL, "C1"), *cases("Ash", Cohort.ADOPTION, "C2", "C3")]
    drawn = Counter(
        (d.lead.id, d.case.reference)
        for seed in range(1_000)
        for d in _sample(listed, {"Ash": ["Ann A", "Bo B", "Cy C"]}, seed=seed).cases
    )
    assert len(drawn) == 9
    assert all(270 < count < 400 for count in drawn.values())


def test_a_team_gives_the_cohort_that_it_mostly_works_with() -> None:
    listed = [
        *cases("Ash", Cohort.REFERRAL, "C0"),
        *cases("Ash", Cohort.ADOPTION, *(f"C1{n}" for n in range(9))),
        *cases("Elm", Cohort.ADOPTION, "C2"),
        *cases("Elm", Cohort.REFERRAL, *(f"C3{n}" for n in range(9))),
    ]
    usual = sum(
        "C0" not in {d.case.reference for d in sample.cases}
        for sample in (
            _sample(listed, {"Ash": ["Ann A"], "Elm": ["Bo B"]}, seed=seed) for seed in range(200)
        )
    )
    assert usual > 180


def _most_within_quota(
    lists: Lists, wanted: dict[Cohort, int], sample: Sample, found: Sequence[Case]
) -> int:
    """The most audits that can come from wanted cohorts, by augmenting paths."""
    stock = Counter((case.team, case.cohort) for case in found)
    slots = Counter(d.case.team for d in sample.cases)
    flow: Counter[tuple[str, Cohort]] = Counter()

    def give(team: str, seen: set[str]) -> bool:
        seen.add(team)
        for cohort, quota in wanted.items():
            if flow[team, cohort] >= stock[team, cohort]:
                continue
            if sum(flow[t, cohort] for t in slots) < quota:
                flow[team, cohort] += 1
                return True
            for other in slots:
                if other not in seen and flow[other, cohort] and give(other, seen):
                    flow[other, cohort] -= 1
                    flow[team, cohort] += 1
                    return True
        return False

    return sum(give(team, set()) for team, count in slots.items() for _ in range(count))


@pytest.mark.rule("WC-01")
@settings(deadline=None)
@given(councils(most_cases=40))
def test_the_cohorts_are_drawn_in_proportion_as_far_as_the_teams_hold_them(lists: Lists) -> None:
    found = open_to_audit(lists.cases, lists.last_audited, DECEMBER, 12)
    leads: dict[str, list[str]] = {
        team.name: [p.name for p in lists.people if p.team == team.name] for team in lists.teams
    }
    sample = _sample(found, leads, each=lists.framework.allocation.cases_a_lead)
    wanted = {share.cohort: share.wanted for share in sample.cohorts}
    within = sum(min(share.wanted, share.drawn) for share in sample.cohorts)
    assert within == _most_within_quota(lists, wanted, sample, found)
    assert sum(share.drawn for share in sample.cohorts) == len(sample.cases)
    in_lists = Counter(case.cohort for case in found)
    open_cases = {cohort: in_lists[cohort] for cohort in Cohort if in_lists[cohort]}
    assert wanted == apportion(len(sample.cases), open_cases)
