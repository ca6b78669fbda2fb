"""Whom each shipped framework asks to audit, whose cases, and how many.

The council of these tests has nine teams in seven service areas.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from bot.solver import ScipySolver
from programme.allocation import draw_allocation
from programme.case import Case, Cohort
from programme.draw import GapKind, Pairing
from programme.people import REVIEWERS, Person, Role, Team
from tests.programme.frameworks.a_council import CASES, STAFF, TEAMS, shipped_framework
from tests.programme.frameworks.rounds_of import draws_of, lists_of, table

TM, ATM, SM = Role.TEAM_MANAGER, Role.ASSISTANT_TEAM_MANAGER, Role.SERVICE_MANAGER
HOS, AD, DIRECTOR = Role.HEAD_OF_SERVICE, Role.ASSISTANT_DIRECTOR, Role.DIRECTOR
IRO, CHAIR, QA = Role.INDEPENDENT_REVIEWING_OFFICER, Role.CONFERENCE_CHAIR, Role.QA_OFFICER
AP, PM = Role.ADVANCED_PRACTITIONER, Role.PRACTICE_MANAGER
ALL_OF_SWINDON = {TM: 8, CHAIR: 1, IRO: 2, SM: 8, HOS: 2, AD: 2, DIRECTOR: 1}


@pytest.mark.parametrize(
    ("framework", "round_id", "asked"),
    table(
        ("worcestershire", "case_files", "WC-03 WC-05", {TM: 7}),
        ("worcestershire", "residential", "WC-05", {TM: 2}),
        ("worcestershire", "mid_way", "WC-10", {IRO: 1, CHAIR: 1}),
        ("worcestershire", "reviewing_practice", "WC-12", {PM: 1}),
        ("swindon", "case_files", "SW-01 SW-11", ALL_OF_SWINDON),
        ("swindon", "early_help", "SW-11", {TM: 1, ATM: 1}),
        ("swindon", "thematic", "SW-13", {QA: 3}),
        ("west_berkshire", "learning_audits", "WB-01 WB-02", {HOS: 2, SM: 8, TM: 9, ATM: 9}),
        ("west_berkshire", "foster_carer_files", "WB-05", {IRO: 1}),
        ("bedford", "case_files", "BD-02", {TM: 9, AP: 9}),
        ("bedford", "case_files_reviewing", "BD-02", {HOS: 2, IRO: 2, CHAIR: 1}),
        ("bedford", "senior_managers", "BD-10", {SM: 1, HOS: 1, AD: 1}),
        ("kent", "own_work", "KT-01", {TM: 9}),
    ),
)
def test_so_many_cases_are_asked_of_the_roles_and_of_nobody_else(
    framework: str, round_id: str, asked: Mapping[Role, int]
) -> None:
    for drawn in draws_of(framework, round_id):
        assert Counter(min(_lead(pairing).roles) for pairing in drawn.pairings) == asked


def _lead(pairing: Pairing) -> Person:
    return next(person for person in STAFF if person.id == pairing.lead_id)


@pytest.mark.parametrize(
    ("framework", "round_id"),
    table(("worcestershire", "case_files", "WC-03"), ("kent", "own_work", "KT-01")),
)
def test_team_managers_audit_their_own_teams_cases(framework: str, round_id: str) -> None:
    for drawn in draws_of(framework, round_id):
        assert all(_lead(pairing).team == pairing.team for pairing in drawn.pairings)


@pytest.mark.parametrize(
    ("framework", "round_id"),
    table(
        ("worcestershire", "residential", "WC-05"),
        ("swindon", "case_files", "SW-01"),
        ("west_berkshire", "learning_audits", "WB-01"),
        ("bedford", "case_files", "BD-03"),
    ),
)
def test_nobody_audits_a_case_of_their_own_team(framework: str, round_id: str) -> None:
    pairings = [pairing for drawn in draws_of(framework, round_id) for pairing in drawn.pairings]
    assert not any(_lead(pairing).team == pairing.team for pairing in pairings)
    assert any(_lead(pairing).service_area == pairing.service_area for pairing in pairings)


@pytest.mark.rule("WC-10")
def test_mid_way_audits_are_of_the_reviewing_officers_and_chairs_own_cases() -> None:
    reviewed_by = {case.reference: case.iro for case in CASES}
    for drawn in draws_of("worcestershire", "mid_way"):
        assert {reviewed_by[p.case_reference] == p.lead_id for p in drawn.pairings} == {True}


@pytest.mark.parametrize(
    ("framework", "round_id"),
    table(
        ("swindon", "thematic", "SW-13"),
        ("west_berkshire", "foster_carer_files", "WB-05"),
        ("bedford", "case_files_reviewing", "BD-02"),
        ("bedford", "senior_managers", "BD-10"),
    ),
)
def test_any_case_may_be_theirs(framework: str, round_id: str) -> None:
    assert shipped_framework(framework).round(round_id).cases == "any"
    assert all(not drawn.gaps for drawn in draws_of(framework, round_id))


@pytest.mark.rule("WC-12")
def test_targeted_audits_look_at_the_practice_of_reviewing_officers_and_chairs() -> None:
    roles = {person.id: person.roles for person in STAFF}
    for drawn in draws_of("worcestershire", "reviewing_practice"):
        looked_at = [pairing.practice_of or "" for pairing in drawn.pairings]
        assert looked_at
        assert all(roles[person_id] & REVIEWERS for person_id in looked_at)
        assert all("practice isn't looked at" in gap.sentence for gap in drawn.gaps)
    practice_of = shipped_framework("worcestershire").round("reviewing_practice").practice_of
    assert {*practice_of} == REVIEWERS


@pytest.mark.rule("SW-11")
def test_early_help_managers_audit_early_help_cases_their_own_among_them() -> None:
    draws = [*draws_of("swindon", "early_help")]
    assert {gap.kind for drawn in draws for gap in drawn.gaps} == {GapKind.NOT_CHOSEN}
    pairings = [p for drawn in draws for p in drawn.pairings]
    assert {_lead(p).service_area for p in pairings} == {"Early Help"}
    assert {p.service_area for p in pairings} == {"Early Help"}
    assert any(_lead(p).team == p.team for p in pairings)


@pytest.mark.parametrize(
    ("framework", "round_id", "peers"),
    table(
        ("worcestershire", "case_files", "WC-03", ["team_manager-birch"]),
        ("worcestershire", "residential", "WC-05", []),
        ("kent", "own_work", "KT-01", []),
    ),
)
def test_another_team_manager_of_the_area_is_the_peer_where_the_framework_has_pairs(
    framework: str, round_id: str, peers: list[str]
) -> None:
    for drawn in draws_of(framework, round_id):
        found = [p.peer_id for p in drawn.pairings if p.team in ("Ash", "Oak")]
        assert [peer for peer in found if peer] == peers


@pytest.mark.rule("SW-11")
def test_an_early_help_manager_may_audit_another_team_of_the_service_area() -> None:
    lists = lists_of("swindon", "early_help", cases=[Case("HAW-1", Cohort.EARLY_HELP, "Haw")])
    lists = replace(
        lists,
        teams=(*TEAMS, Team("Haw", "Early Help")),
        cases=[replace(case, opened=date(2026, 1, 5)) for case in lists.cases],
    )
    drawn = draw_allocation(lists, seed=1, solver=ScipySolver())
    assert [_lead(p).team for p in drawn.pairings] == ["Hazel"]
