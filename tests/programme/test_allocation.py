"""A month's draw: the right auditors, the reasons in words, and a sentence for every gap."""

from collections import Counter
from dataclasses import replace
from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programme.case import Case, Cohort
from programme.draw import Draw, GapKind, Pairing
from programme.errors import CorrectAndRepeat
from programme.people import Absence, Person, Team
from tests.programme.councils import (
    CALENDAR,
    Lists,
    cases,
    councils,
    framework,
    manager,
)

ASH, ELM, FIR = Team("Ash", "Locality"), Team("Elm", "Locality"), Team("Fir", "Fostering")
ANN, BO, CY, DI = (
    manager(name, team)
    for name, team in (("Ann Bell", "Ash"), ("Bo Day", "Elm"), ("Cy Eld", "Fir"), ("Di Fox", "Elm"))
)
ASH_CASES = cases("Ash", Cohort.CHILD_PROTECTION, "A1")
ELM_CASES = cases("Elm", Cohort.CHILD_IN_NEED, "E1", "E2", "E3")
FIR_CASES = cases("Fir", Cohort.CHILD_IN_CARE, "F1")
LOCALITY = Lists([ASH, ELM], [ANN, BO], [*ASH_CASES, *ELM_CASES])


def _gaps(draw: Draw) -> dict[GapKind, str]:
    return {gap.kind: gap.sentence for gap in draw.gaps}


def _away(person: Person, first: int, last: int) -> Person:
    return replace(person, absences=(Absence(date(2026, 12, first), date(2026, 12, last)),))


@pytest.mark.rule("WC-03")
def test_a_pairing_says_why_these_two_and_why_this_case() -> None:
    listed = replace(
        LOCALITY,
        last_audited={"A1": date(2025, 10, 1)},
        earlier_pairs={("ann", "bo"): 1, ("bo", "ann"): 1},
    )
    ash = next(p for p in listed.draw().pairings if p.team == "Ash")
    assert ash == Pairing(
        case_reference="A1",
        cohort="child_protection",
        team="Ash",
        service_area="Locality",
        tool_id="general",
        lead_id="ann",
        peer_id="bo",
        why=(
            "Ann Bell leads as team manager of Ash, the team responsible for the case.",
            (
                "Bo Day is the peer auditor as another team manager of Locality, with 1 of its 2"
                " peer audits of December 2026; nobody there has more than 1."
            ),
            (
                "Ann Bell and Bo Day have audited together twice in the last 12 months; repeats are"
                " avoided as far as a fair share for everyone allows."
            ),
            (
                "The child protection cohort makes up 25% of the council's cases open to audit; 1"
                " of December 2026's 2 audits comes from it."
            ),
            "It is the only child protection case of Ash that is open to audit.",
            "Its last audit was in October 2025, earlier than the 12 months before December 2026.",
        ),
    )


def test_a_shared_team_and_a_case_never_audited_are_said_so() -> None:
    lists = Lists([ELM], [BO, DI], ELM_CASES)
    bo = next(p for p in lists.draw().pairings if p.lead_id == "bo")
    assert bo.why == (
        (
            "Bo Day leads as one of 2 team managers of Elm, the team responsible for the case, who"
            " share its audits evenly."
        ),
        (
            "Di Fox is the peer auditor as another team manager of Locality, with 1 of its 2 peer"
            " audits of December 2026; nobody there has more than 1."
        ),
        "Bo Day and Di Fox have not audited together in the last 12 months.",
        (
            "The child in need cohort makes up 100% of the council's cases open to audit; 2 of"
            " December 2026's 2 audits come from it."
        ),
        "It was drawn at random from 3 child in need cases of Elm that are open to audit.",
        "No earlier audit of it is on record.",
    )


def test_a_service_area_with_a_tool_of_its_own_is_audited_with_it() -> None:
    draw = Lists([FIR], [CY], FIR_CASES).draw()
    assert [p.tool_id for p in draw.pairings] == ["foster"]


@pytest.mark.rule("WC-03")
def test_an_audit_without_a_second_manager_stands_and_its_gap_is_named() -> None:
    (pairing,), (gap,) = (d := Lists([FIR], [CY], FIR_CASES).draw()).pairings, d.gaps
    sentence = (
        "There is no second team manager in Fostering, so the audit of F1 has no peer in"
        " December 2026."
    )
    assert (pairing.lead_id, pairing.peer_id) == ("cy", None)
    assert sentence in pairing.why
    assert (gap.kind, gap.sentence) == (GapKind.NO_PEER, sentence)
    assert (gap.service_area, gap.team, gap.case_reference) == ("Fostering", "Fir", "F1")


def test_peers_who_are_away_or_on_the_case_are_not_said_to_be_missing() -> None:
    away = replace(LOCALITY, people=[ANN, _away(BO, 1, 31)])
    assert _gaps(away.draw())[GapKind.NO_PEER] == (
        "Every other team manager of Locality is away, so the audit of A1 has no peer in"
        " December 2026."
    )
    worker = replace(LOCALITY, cases=[replace(ASH_CASES[0], worker="Bo Day"), *ELM_CASES])
    assert _gaps(worker.draw())[GapKind.NO_PEER] == (
        "The other team managers of Locality work on the case themselves or have their share of"
        " peer audits, so the audit of A1 has no peer in December 2026."
    )


def test_a_framework_without_peers_has_none_and_misses_none() -> None:
    draw = replace(LOCALITY, framework=framework(peers=False)).draw()
    assert [p.peer_id for p in draw.pairings] == [None, None]
    assert all(len(p.why) == 4 for p in draw.pairings)
    assert GapKind.NO_PEER not in _gaps(draw)


def test_a_manager_who_is_away_is_named_with_the_days() -> None:
    on_the_day = replace(LOCALITY, people=[ANN, _away(BO, 1, 7)])
    assert _gaps(on_the_day.draw())[GapKind.TEAM_MANAGER_AWAY] == (
        "Bo Day, team manager of Elm, is away until Monday 7 December 2026, so the team has no"
        " lead audit in December 2026."
    )
    most_of_the_month = replace(LOCALITY, people=[ANN, _away(BO, 10, 31), DI])
    assert _gaps(most_of_the_month.draw())[GapKind.TEAM_MANAGER_AWAY] == (
        "Bo Day, team manager of Elm, is away for 14 of 21 working days, and has no audit in"
        " December 2026."
    )


@pytest.mark.parametrize(
    ("lists", "kind", "sentence"),
    [
        (
            replace(LOCALITY, people=[ANN]),
            GapKind.NO_TEAM_MANAGER,
            "Elm has no team manager, so it has no lead audit in December 2026.",
        ),
        (
            replace(LOCALITY, last_audited={"A1": date(2026, 5, 1)}),
            GapKind.NO_CASE,
            (
                "Ash has no case that wasn't audited in the 12 months before December 2026, so Ann"
                " Bell has no lead audit in December 2026."
            ),
        ),
        (
            replace(LOCALITY, people=[ANN, BO, DI], cases=ASH_CASES),
            GapKind.NO_CASE,
            (
                "Elm has no active case in the case list, so Bo Day and Di Fox have no lead audit"
                " in December 2026."
            ),
        ),
        (
            replace(LOCALITY, framework=framework(cases_a_lead=2)),
            GapKind.TOO_FEW_CASES,
            "Ash has only 1 case open to audit for the 2 lead audits of December 2026.",
        ),
        (
            Lists([ASH, ELM], [ANN], [*ASH_CASES, *ELM_CASES]),
            GapKind.COHORT_SHORT,
            (
                "The child in need cohort: 1 wanted, 0 drawn, because the teams that hold its cases"
                " have too few lead audits for it."
            ),
        ),
        (
            replace(LOCALITY, cases=[*ASH_CASES, *ELM_CASES, *FIR_CASES]),
            GapKind.TEAM_UNKNOWN,
            (
                "The case list names Fir, which is not a team of the council, so 1 case can't be"
                " drawn."
            ),
        ),
        (
            replace(LOCALITY, people=[ANN, BO, CY]),
            GapKind.MANAGER_WITHOUT_TEAM,
            "Cy Eld is a team manager without a team of the council, and so leads no audit.",
        ),
    ],
    ids=lambda value: value.value if isinstance(value, GapKind) else "",
)
def test_what_cannot_be_met_is_said_in_a_sentence(
    lists: Lists, kind: GapKind, sentence: str
) -> None:
    assert _gaps(lists.draw())[kind] == sentence


def test_a_case_that_is_listed_twice_is_refused() -> None:
    twice = replace(LOCALITY, cases=[*ASH_CASES, *cases("Elm", Cohort.REFERRAL, "A1")])
    with pytest.raises(CorrectAndRepeat, match="import the lists again"):
        twice.draw()


def test_another_seed_draws_other_cases() -> None:
    listed = Lists([ASH], [ANN], cases("Ash", Cohort.REFERRAL, *(f"A{n}" for n in range(50))))
    assert len({listed.draw(seed).pairings[0].case_reference for seed in range(20)}) > 10


def test_a_seed_recorded_long_ago_still_draws_the_same() -> None:
    teams = [Team(name, "Locality") for name in ("Ash", "Beech", "Elm")]
    people = [manager(f"{name}-tm Smith", name) for name in ("Ash", "Beech", "Elm")]
    listed = [Case(f"C{n:02}", list(Cohort)[n % 5], teams[n % 3].name) for n in range(60)]
    draw = Lists(teams, people, listed).draw(seed=2026)
    assert [(p.case_reference, p.lead_id, p.peer_id) for p in draw.pairings] == [
        ("C27", "ash-tm", "elm-tm"),
        ("C31", "beech-tm", "ash-tm"),
        ("C20", "elm-tm", "beech-tm"),
    ]


@pytest.mark.rule("WC-03")
@settings(deadline=None)
@given(councils(), st.integers(0, 3))
def test_every_audit_is_led_by_the_team_and_peered_from_the_service_area(
    lists: Lists, seed: int
) -> None:
    people = {person.id: person for person in lists.people}
    areas = {team.name: team.service_area for team in lists.teams}
    listed = {case.reference: case for case in lists.cases}
    draw = lists.draw(seed)
    for pairing in draw.pairings:
        case, lead = listed[pairing.case_reference], people[pairing.lead_id]
        assert (case.team, case.cohort) == (pairing.team, pairing.cohort)
        assert (lead.team, areas[pairing.team]) == (case.team, pairing.service_area)
        if pairing.peer_id is not None:
            peer = people[pairing.peer_id]
            assert peer != lead
            assert areas.get(peer.team or "", peer.service_area) == pairing.service_area
            assert peer.name not in {case.worker, case.iro}
    for person in (people[i] for p in draw.pairings for i in (p.lead_id, p.peer_id) if i):
        there = [
            day
            for n in range(1, 32)
            if CALENDAR.is_working_day(day := date(2026, 12, n)) and not person.is_away(day)
        ]
        assert person.active
        assert not person.is_away(date(2026, 12, 1))
        assert len(there) > 10


@pytest.mark.rule("WC-01")
@settings(deadline=None)
@given(councils(), st.integers(0, 3))
def test_a_case_is_audited_once_and_not_again_within_twelve_months(lists: Lists, seed: int) -> None:
    drawn = Counter(pairing.case_reference for pairing in lists.draw(seed).pairings)
    active = {case.reference for case in lists.cases if case.active}
    assert set(drawn.values()) <= {1}
    assert set(drawn) <= active
    assert all(lists.last_audited.get(c, date.min) < date(2025, 12, 1) for c in drawn)


@pytest.mark.rule("WC-03")
@settings(deadline=None)
@given(councils(), st.integers(0, 3))
def test_no_one_has_more_than_a_fair_load(lists: Lists, seed: int) -> None:
    each = lists.framework.allocation.cases_a_lead
    draw = lists.draw(seed)
    leads = Counter((p.team, p.lead_id) for p in draw.pairings)
    peers = Counter(p.peer_id for p in draw.pairings if p.peer_id)
    assert max([*leads.values(), *peers.values()], default=0) <= each
    for team in {team for team, _ in leads}:
        loads = [count for (of, _), count in leads.items() if of == team]
        assert max(loads) - min(loads) < 2


@settings(deadline=None)
@given(councils(), st.integers(0, 3))
def test_every_team_and_every_audit_has_what_it_needs_or_a_named_gap(
    lists: Lists, seed: int
) -> None:
    draw = lists.draw(seed)
    named = {gap.team for gap in draw.gaps}
    assert all(team.name in named | {p.team for p in draw.pairings} for team in lists.teams)
    alone = {p.case_reference for p in draw.pairings if p.peer_id is None}
    assert alone == {gap.case_reference for gap in draw.gaps if gap.kind is GapKind.NO_PEER}
    short = {share.cohort for share in draw.cohorts if share.drawn < share.wanted}
    assert len(short) == sum(gap.kind is GapKind.COHORT_SHORT for gap in draw.gaps)
    assert {c.team for c in lists.cases if c.active} <= {t.name for t in lists.teams} | named


@settings(deadline=None)
@given(councils(), st.integers(0, 3), st.randoms(use_true_random=False))
def test_the_order_of_the_lists_makes_no_difference(
    lists: Lists, seed: int, chance: Random
) -> None:
    assert lists.shuffled(chance).draw(seed) == lists.draw(seed)
