"""Cases that somebody has chosen come before those that are drawn (SW-11)."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programme.case import Case, Cohort
from programme.draw import Draw, GapKind
from programme.people import Role
from programme.rules.post import Post
from programme.rules.round import Quota
from tests.programme.rounds import ANN, BO, CASES, CY, TM, a_round, drawn

pytestmark = pytest.mark.rule("SW-11")

LEAD = Post(Role.HEAD_OF_SERVICE, ("Locality",))
RULE = a_round(Quota(TM), chosen_by=LEAD)
ROOM = 3


def with_chosen(*references: str, seed: int = 1, listed: list[Case] | None = None) -> Draw:
    chosen = dict.fromkeys(references, "Hal")
    return drawn(RULE, ANN, BO, CY, listed=listed, seed=seed, chosen=chosen)


def references(draw: Draw) -> set[str]:
    return {pairing.case_reference for pairing in draw.pairings}


@settings(deadline=None)
@given(st.sets(st.sampled_from([case.reference for case in CASES]), max_size=6), st.integers(0, 50))
def test_what_was_chosen_is_audited_as_far_as_there_is_room_and_every_place_is_filled(
    chosen: set[str], seed: int
) -> None:
    draw = with_chosen(*chosen, seed=seed)
    assert len(references(draw)) == len(draw.pairings) == ROOM
    assert len(references(draw) & chosen) == min(ROOM, len(chosen))


def test_the_reason_says_who_chose_it_and_the_others_that_they_were_drawn() -> None:
    for pairing in with_chosen("E2").pairings:
        told = " ".join(pairing.why)
        chosen = pairing.case_reference == "E2"
        assert ("Hal chose it for December 2026." in told) == chosen
        assert ("drawn at random" in told) != chosen


@pytest.mark.parametrize(
    ("chosen", "told"),
    [
        (
            (),
            (
                "The head of service of Locality has chosen none for December 2026, so 3 cases "
                "were drawn at random instead."
            ),
        ),
        (
            ("A1", "E2"),
            (
                "The head of service of Locality has chosen fewer cases than are audited in "
                "December 2026, so one case was drawn at random instead."
            ),
        ),
    ],
)
def test_what_nobody_chose_is_drawn_and_the_qa_officers_read_it(
    chosen: tuple[str, ...], told: str
) -> None:
    gaps = [gap for gap in with_chosen(*chosen).gaps if gap.kind is GapKind.NOT_CHOSEN]
    assert [gap.sentence for gap in gaps] == [told]


def test_a_full_choice_leaves_nothing_to_say() -> None:
    draw = with_chosen("A1", "E2", "F0")
    assert references(draw) == {"A1", "E2", "F0"}
    assert draw.gaps == ()


def test_a_chosen_case_that_cant_be_audited_any_more_is_named() -> None:
    closed = [replace(case, active=case.reference != "A1") for case in CASES]
    draw = with_chosen("A1", "E2", listed=closed)
    assert "A1" not in references(draw)
    (gap,) = [gap for gap in draw.gaps if gap.case_reference == "A1"]
    assert gap.sentence == (
        "A1 was chosen for December 2026 and isn't audited, because it is no longer a case that "
        "the round may audit."
    )
    one_auditor = drawn(a_round(Quota(TM), chosen_by=LEAD), ANN, chosen={"A1": "Hal", "E1": "Hal"})
    assert any("nobody who audits in the round is left" in gap.sentence for gap in one_auditor.gaps)


def test_nobody_is_given_a_chosen_case_that_they_work_on() -> None:
    listed = [Case("W1", Cohort.CHILD_IN_NEED, "Ash", worker="Ann"), *CASES]
    for seed in range(20):
        draw = with_chosen("W1", seed=seed, listed=listed)
        (pairing,) = [p for p in draw.pairings if p.case_reference == "W1"]
        assert pairing.lead_id in ("bo", "cy")
        assert len(draw.pairings) == ROOM


def test_a_round_whose_cases_nobody_chooses_says_nothing_of_it() -> None:
    assert drawn(a_round(Quota(TM)), ANN, BO, CY).gaps == ()
