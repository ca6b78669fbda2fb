"""Rounds that ask people, in any council: nobody gets what they may not, or goes without a word."""

from collections import Counter
from datetime import date
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from programme.case import Case, Cohort
from programme.people import Person
from tests.programme.councils import Lists, days_there
from tests.programme.rounds import (
    HOS,
    IRO,
    role_councils,
)


def _may_audit(person: Person, case: Case, lists: Lists) -> bool:
    """Straight from the rules, the slow way."""
    rule = lists.framework.allocation
    areas = {team.name: team.service_area for team in lists.teams}
    own = areas.get(person.team or "", person.service_area)
    if rule.auditors == "reviewing_officers":
        return case.iro == person.name and case.worker != person.name
    reviews = rule.cases == "own" and person.has(IRO)
    if case.worker == person.name or (case.iro == person.name and not reviews):
        return False
    if rule.cases in {"own", "own_service_area"}:
        above = person.has(HOS) and own is None
        return (reviews and case.iro == person.name) or above or areas[case.team] == own
    return rule.cases == "any" or case.team != person.team


@settings(deadline=None)
@given(role_councils(), st.integers(0, 3))
def test_nobody_audits_what_they_may_not_and_nothing_is_audited_twice(
    lists: Lists, seed: int
) -> None:
    draw, rule = lists.draw(seed), lists.framework.allocation
    people = {person.id: person for person in lists.people}
    listed = {case.reference: case for case in lists.cases}
    assert max(Counter(p.case_reference for p in draw.pairings).values(), default=0) <= 1
    for pairing in draw.pairings:
        case, person = listed[pairing.case_reference], people[pairing.lead_id]
        assert case.active
        assert person.active
        assert days_there(person, rule)[0] >= 10
        assert not person.roles.isdisjoint(rule.asked) or rule.auditors == "reviewing_officers"
        assert _may_audit(person, case, lists)
        assert not rule.cohorts or case.cohort in rule.cohorts
        assert pairing.service_area not in rule.not_service_areas
        before = draw.of.month.plus(-rule.not_again_within_months).first
        assert lists.last_audited.get(case.reference, date.min) < before
        if rule.open_at_least_months:
            assert case.opened == date(2026, 1, 5)
        assert (pairing.tool_id == "carers") is (case.cohort is Cohort.FOSTER_CARER)
        assert len(pairing.why) >= 4


@settings(deadline=None)
@given(role_councils(), st.integers(0, 3))
def test_every_quota_is_met_or_a_gap_names_the_person(lists: Lists, seed: int) -> None:
    draw, rule = lists.draw(seed), lists.framework.allocation
    told = " ".join(gap.sentence for gap in draw.gaps)
    got = Counter(p.lead_id for p in draw.pairings)
    rota = any(quota.people_a_period for quota in rule.quotas)
    for person in lists.people:
        owed = [quota.cases for quota in rule.quotas if person.has(quota.role)]
        if person.active and owed and not rota and got[person.id] < max(owed[:1]):
            assert f"{person.name}" in told
    for quota in rule.quotas:
        assert any(p.active and p.has(quota.role) for p in lists.people) or quota.role.words in told


@settings(deadline=None)
@given(role_councils(), st.integers(0, 3), st.randoms(use_true_random=False))
def test_the_order_of_the_lists_makes_no_difference(
    lists: Lists, seed: int, chance: Random
) -> None:
    assert lists.shuffled(chance).draw(seed) == lists.draw(seed)
