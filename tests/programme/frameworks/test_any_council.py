"""Every round of every shipped framework, drawn in any council: nobody audits who is barred, no
case, auditor or pair is doubled, and whoever goes without is named."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.solver import ScipySolver
from programme.allocation import draw_allocation
from programme.auditors import area_of
from programme.case import Case
from programme.draw import Pairing
from programme.draw_lists import DrawLists
from programme.frameworks.load import load_shipped, shipped
from programme.people import Absence, Person, Role
from tests.programme.frameworks.a_council import CASES, JANUARY, STAFF, TEAMS
from tests.programme.frameworks.rounds_of import lists_of

ROUNDS = [(each, rule.id) for each in shipped() for rule in load_shipped(each).rounds]
ANY = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
DAYS = st.dates(date(2025, 6, 1), date(2026, 12, 31))
NAMES = st.sampled_from([person.name for person in STAFF])
BY_NAME = {team.name: team for team in TEAMS}


@st.composite
def people(draw: st.DrawFn) -> list[Person]:
    """The staff, some of whom have left, are away or have a second role."""
    changed = draw(st.dictionaries(st.sampled_from([p.id for p in STAFF]), st.integers(0, 3)))
    first = draw(st.dates(date(2026, 12, 20), date(2027, 1, 20)))
    away = Absence(first, first + timedelta(days=draw(st.integers(0, 30))))
    role = draw(st.sampled_from(Role))
    kinds = {
        0: lambda person: replace(person, active=False),
        1: lambda person: replace(person, absences=(away,)),
        2: lambda person: replace(person, roles=person.roles | {role}),
        3: lambda person: replace(person, team=None),
    }
    return [kinds[changed[p.id]](p) if p.id in changed else p for p in STAFF]


@st.composite
def a_draw(draw: st.DrawFn, framework: str, round_id: str) -> DrawLists:
    """What a draw reads: cases that auditors work on, review or have a conflict of interest in."""
    listed = [
        replace(
            case,
            worker=draw(NAMES) if draw(st.booleans()) else case.worker,
            iro=draw(NAMES) if draw(st.booleans()) else case.iro,
            active=draw(st.integers(0, 9)) > 0,
        )
        for case in draw(st.lists(st.sampled_from(CASES), min_size=20, max_size=60, unique=True))
    ]
    references = st.sampled_from([case.reference for case in listed])
    someone = st.frozensets(st.sampled_from([person.id for person in STAFF]), max_size=9)
    audited = draw(st.dictionaries(references, DAYS, max_size=9))
    lists = lists_of(framework, round_id, JANUARY, listed, audited)
    conflicts = draw(st.dictionaries(references, someone, max_size=9))
    return replace(lists, people=draw(people()), conflicts=conflicts)


def _barred(person: Person, case: Case, lists: DrawLists) -> str:
    """Why the person may not audit the case, straight from the rules; "" where they may."""
    rule = lists.of.rule
    own_reviews = rule.auditors == "reviewing_officers"
    if not person.active:
        return "has left"
    if person.name == case.worker:
        return "works on it"
    if person.name == case.iro and not own_reviews:
        return "reviews it"
    if own_reviews and person.name != case.iro:
        return "doesn't review it"
    if person.id in lists.conflicts.get(case.reference, ()):
        return "has declared a conflict"
    if rule.cases == "not_own" and person.team == case.team:
        return "is of its team"
    return ""


def _not_asked(pairing: Pairing, lead: Person, lists: DrawLists) -> str:
    """Why the lead isn't one of those whom the round asks; "" where they are."""
    rule, area = lists.of.rule, area_of(lead, BY_NAME)
    if rule.auditors == "case_responsible_team_managers":
        return "" if lead.has(Role.TEAM_MANAGER) and lead.team == pairing.team else "not theirs"
    quotas = [
        quota
        for quota in rule.quotas
        if lead.has(quota.role)
        and (not quota.service_areas or area in quota.service_areas)
        and area not in quota.not_service_areas
    ]
    return "" if quotas or rule.auditors == "reviewing_officers" else "no quota asks them"


@pytest.mark.parametrize(("framework", "round_id"), ROUNDS)
@ANY
@given(chance=st.data(), seed=st.integers(0, 99))
def test_no_barred_auditor_audits_and_nothing_is_doubled(
    framework: str, round_id: str, chance: st.DataObject, seed: int
) -> None:
    lists = chance.draw(a_draw(framework, round_id))
    staff = {person.id: person for person in lists.people}
    listed = {case.reference: case for case in lists.cases}
    rule = lists.of.rule
    drawn = draw_allocation(lists, seed=seed, solver=ScipySolver()).pairings
    since = JANUARY.plus(-rule.not_again_within_months).first
    for pairing in drawn:
        case, lead = listed[pairing.case_reference], staff[pairing.lead_id]
        assert case in lists.cases_of_round()
        assert case.active
        assert lists.last_audited.get(case.reference, date.min) < since
        assert _barred(lead, case, lists) == ""
        assert _not_asked(pairing, lead, lists) == ""
        if pairing.peer_id:
            peer = staff[pairing.peer_id]
            assert peer != lead
            assert _barred(peer, case, lists) == ""
            assert peer.has(Role.TEAM_MANAGER)
            assert area_of(peer, BY_NAME) == pairing.service_area
        if rule.practice_of:
            assert pairing.practice_of not in (None, lead.id)
            assert staff[pairing.practice_of or ""].name == case.iro
    assert max(Counter(p.case_reference for p in drawn).values(), default=0) <= 1
    assert max(Counter((p.lead_id, p.peer_id) for p in drawn if p.peer_id).values(), default=0) <= 1
    asked = max((quota.cases for quota in rule.quotas), default=rule.cases_a_lead)
    assert max(Counter(p.lead_id for p in drawn).values(), default=0) <= asked
