"""Every pairing can be asked why, and answers in sentences true for both readers."""

from dataclasses import replace
from datetime import date

import pytest

from programme.case import Cohort
from programme.draw import Pairing
from tests.programme.councils import ASH_CASES, BO, DI, ELM, ELM_CASES, LOCALITY, Lists, cases


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


def test_a_tiny_cohort_is_not_called_nothing() -> None:
    many = cases("Elm", Cohort.CHILD_IN_NEED, *(f"E{n}" for n in range(200)))
    draw = replace(LOCALITY, cases=[*ASH_CASES, *many]).draw()
    ash = next(p for p in draw.pairings if p.team == "Ash")
    assert ash.why[3] == (
        "The child protection cohort makes up less than 1% of the council's cases open to audit; 1"
        " of December 2026's 2 audits comes from it."
    )
