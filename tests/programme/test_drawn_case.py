"""One case is drawn for whoever asks for an audit and names none."""

from collections import Counter
from dataclasses import replace

import pytest

from programme.case import Case, Cohort
from programme.drawn_case import Drawing, OneDrawn, draw_one, may_audit
from programme.people import Role
from tests.little_council import CASES, person

pytestmark = pytest.mark.rule("WC-14", "SW-13", "KT-04")


def drawn(drawing: Drawing, cases: tuple[Case, ...] = CASES, taken: tuple[str, ...] = ()) -> Case:
    found = draw_one(cases, drawing, taken=taken)
    assert found is not None
    return found.case


def test_a_seed_draws_the_same_case_in_whatever_order_the_list_comes() -> None:
    for seed in range(30):
        assert drawn(Drawing(seed)) == drawn(Drawing(seed), CASES[::-1])


def test_every_case_is_as_likely_as_the_next() -> None:
    times = Counter(drawn(Drawing(seed)).reference for seed in range(3000))
    assert set(times) == {case.reference for case in CASES}
    assert min(times.values()) > 130
    assert max(times.values()) < 270


def test_only_open_cases_of_the_team_and_cohort_are_drawn_and_none_that_is_taken() -> None:
    closed = (replace(CASES[0], active=False), *CASES[1:])
    for seed in range(20):
        assert drawn(Drawing(seed, "Ash"), closed, ("CF-11",)).reference == "CF-12"
        one = Drawing(seed, "Birch", Cohort.CHILD_PROTECTION.value)
        assert drawn(one).reference == "CF-21"
    assert draw_one(closed, Drawing(1, "Ash"), taken=("CF-11", "CF-12")) is None
    assert draw_one(CASES, Drawing(1, "Yew"), taken=()) is None


def test_it_says_from_how_many_it_was_drawn() -> None:
    found = draw_one(CASES, Drawing(1, "Ash"), taken=())
    assert found is not None
    assert found.words == "It was drawn at random from 3 cases."
    assert OneDrawn(CASES[0], 1).words == "It is the only case that could be drawn."


def test_nobody_audits_a_case_that_they_work_on() -> None:
    people = [person(name, Role.TEAM_MANAGER) for name in ("Ann", "Ben", "Iva")]
    case = replace(CASES[0], worker="Ben", iro="Iva")
    assert [one.id for one in may_audit(people, case)] == ["ann"]
