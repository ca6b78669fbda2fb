"""What a draw cannot meet is named, in a sentence that says why."""

from dataclasses import replace
from datetime import date

import pytest

from programme.draw import Draw, GapKind
from programme.people import Absence, Person
from tests.programme.councils import (
    ANN,
    ASH,
    ASH_CASES,
    BO,
    CY,
    DI,
    ELM,
    ELM_CASES,
    FIR,
    FIR_CASES,
    LOCALITY,
    Lists,
    framework,
)


def _gaps(draw: Draw) -> dict[GapKind, str]:
    return {gap.kind: gap.sentence for gap in draw.gaps}


def _away(person: Person, first: int, last: int) -> Person:
    return replace(person, absences=(Absence(date(2026, 12, first), date(2026, 12, last)),))


def test_a_closed_case_of_an_unknown_team_is_no_gap() -> None:
    closed = [replace(case, active=False) for case in FIR_CASES]
    draw = replace(LOCALITY, cases=[*ASH_CASES, *ELM_CASES, *closed]).draw()
    assert GapKind.TEAM_UNKNOWN not in _gaps(draw)


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


def test_a_manager_who_is_away_is_named_with_the_days() -> None:
    on_the_day = replace(LOCALITY, people=[ANN, _away(BO, 1, 16)])
    assert _gaps(on_the_day.draw())[GapKind.TEAM_MANAGER_AWAY] == (
        "Bo Day, team manager of Elm, is away until Wednesday 16 December 2026, so the team has no"
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
