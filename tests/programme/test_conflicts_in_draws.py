"""Whoever has declared a conflict of interest for a case isn't drawn to audit it."""

from collections.abc import Mapping
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from programme.case import Cohort
from programme.draw import Draw
from programme.people import Person
from programme.rules.round import Quota
from tests.programme.councils import (
    ANN,
    ASH,
    ASH_CASES,
    BO,
    DI,
    ELM,
    ELM_CASES,
    Lists,
    cases,
    councils,
)
from tests.programme.rounds import ANN as ANN_OF_ASH
from tests.programme.rounds import BO as BO_OF_ELM
from tests.programme.rounds import CASES, TM, a_round, drawn, role_councils

ANY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""A draw takes a while where others use the machine as well."""


def _declared(lists: Lists, chance: st.DataObject) -> Lists:
    """The lists with anything declared by anybody."""
    references = [case.reference for case in lists.cases] or ["C99"]
    ids = [person.id for person in lists.people] or ["p0"]
    declared = st.dictionaries(
        st.sampled_from(references), st.frozensets(st.sampled_from(ids), min_size=1)
    )
    return replace(lists, conflicts=chance.draw(declared))


def _in_conflict(draw: Draw, conflicts: Mapping[str, frozenset[str]]) -> list[str]:
    return [
        p.case_reference
        for p in draw.pairings
        if {p.lead_id, p.peer_id} & conflicts.get(p.case_reference, frozenset())
    ]


@ANY
@given(councils(), st.data())
def test_neither_leads_nor_peers_are_drawn_to_it(lists: Lists, chance: st.DataObject) -> None:
    declared = _declared(lists, chance)
    assert _in_conflict(declared.draw(), declared.conflicts) == []


@ANY
@given(role_councils(), st.data())
def test_nor_are_those_whose_role_is_asked(lists: Lists, chance: st.DataObject) -> None:
    declared = _declared(lists, chance)
    assert _in_conflict(declared.draw(), declared.conflicts) == []


def _declaring(person: Person, *references: str) -> Mapping[str, frozenset[str]]:
    return {reference: frozenset({person.id}) for reference in references}


def test_a_lead_gets_another_case_of_their_team_and_a_peer_another_audit() -> None:
    more = cases("Ash", Cohort.CHILD_PROTECTION, "A2")
    lists = Lists([ASH, ELM], [ANN, BO, DI], [*ASH_CASES, *more, *ELM_CASES])
    for seed in range(10):
        own = replace(lists, conflicts=_declaring(ANN, "A1")).draw(seed)
        assert [p.case_reference for p in own.pairings if p.lead_id == ANN.id] == ["A2"]
        of_ann = replace(lists, conflicts=_declaring(BO, "A1", "A2")).draw(seed)
        (pairing,) = [p for p in of_ann.pairings if p.lead_id == ANN.id]
        assert pairing.peer_id == DI.id


def test_somebody_else_may_still_audit_it() -> None:
    references = [case.reference for case in CASES if case.team == "Elm"]
    elms = [case for case in CASES if case.team == "Elm"]
    rule = a_round(Quota(TM, 2), cases="any")
    declared = _declaring(ANN_OF_ASH, *references[:-2])
    for seed in range(6):
        draw = drawn(rule, ANN_OF_ASH, BO_OF_ELM, listed=elms, seed=seed, conflicts=declared)
        got = {p.case_reference: p.lead_id for p in draw.pairings}
        assert {reference for reference, lead in got.items() if lead == "ann"} == {*references[-2:]}
        assert sorted(got.values()) == ["ann", "ann", "bo", "bo"]
