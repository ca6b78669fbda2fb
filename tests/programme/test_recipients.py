"""Who is told of an audit: nobody twice, and nobody silently left out (BD-06, WB-08)."""

from dataclasses import replace
from datetime import date
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.audit import Audit
from programme.calendar import Month
from programme.case import Case, Cohort
from programme.people import Absence, Person, Role, Team
from programme.recipients import (
    AuditedCase,
    Recipients,
    has_to_do_with,
    recipients,
    worker_of,
)
from programme.rules.follow_up import Recipient

TODAY = date(2026, 12, 1)
ASH = Team("Ash", "North")


def _person(name: str, *roles: Role, team: str | None = None, area: str | None = None) -> Person:
    return Person(name.lower(), name, f"{name.lower()}@x.example", frozenset(roles), team, area)


ANN = replace(
    _person("Ann", Role.TEAM_MANAGER, team="Ash", area="North"),
    line_manager_email="Hugo@X.example",
)
ABE = _person("Abe", Role.ASSISTANT_TEAM_MANAGER, team="Ash", area="North")
SAM = _person("Sam Reed", Role.SOCIAL_WORKER, team="Ash")
SIMON = _person("Simon", Role.SERVICE_MANAGER, area="North")
SOPHIE = _person("Sophie", Role.SERVICE_MANAGER, area="South")
HUGO = _person("Hugo", Role.HEAD_OF_SERVICE)
QUINN = _person("Quinn", Role.QA_OFFICER)
QI = _person("Qi", Role.QA_OFFICER)
EVERYONE = (ANN, ABE, SAM, SIMON, SOPHIE, HUGO, QUINN, QI)
THE_CASE = AuditedCase(ASH, "Sam Reed", "sophie")


def _told(*to: Recipient, people: tuple[Person, ...] = EVERYONE) -> tuple[str, ...]:
    return recipients(to, THE_CASE, people, TODAY).ids


@pytest.mark.rule("BD-06")
@pytest.mark.parametrize(
    ("recipient", "ids"),
    [
        ("case_worker", ("sam reed",)),
        ("team_manager", ("ann",)),
        ("service_manager", ("simon",)),
        ("head_of_service", ("hugo",)),
        ("line_manager_of_team_manager", ("hugo",)),
        ("lead_auditor", ("sophie",)),
        ("qa_officers", ("quinn", "qi")),
    ],
)
def test_each_recipient_is_who_stands_so_to_the_case(
    recipient: Recipient, ids: tuple[str, ...]
) -> None:
    assert _told(recipient) == ids


def test_nobody_is_told_twice() -> None:
    assert _told("head_of_service", "line_manager_of_team_manager", "head_of_service") == ("hugo",)


def test_someone_who_is_away_is_told_and_so_is_who_stands_in() -> None:
    away = replace(ANN, absences=(Absence(TODAY, TODAY),))
    assert _told("team_manager", people=(away, ABE, QUINN)) == ("ann", "abe")


@pytest.mark.parametrize("recipient", [r for r in get_args(Recipient) if r != "case_worker"])
def test_where_nobody_stands_so_the_qa_officers_hear(recipient: Recipient) -> None:
    assert _told(recipient, people=(SAM, QUINN, QI)) == ("quinn", "qi")


def test_a_service_manager_of_another_area_is_not_told() -> None:
    assert _told("service_manager", people=(SOPHIE, QUINN)) == ("quinn",)


def test_without_a_line_manager_whoever_manages_the_service_area_is_told() -> None:
    alone = replace(ANN, line_manager_email=None)
    assert _told("line_manager_of_team_manager", people=(alone, SIMON, QUINN)) == ("simon",)


def test_the_worker_is_the_one_active_person_of_that_name() -> None:
    assert worker_of(" sam  REED ", EVERYONE) == SAM
    assert worker_of("Sam Reed", (replace(SAM, active=False),)) is None
    assert worker_of("Sam Reed", (SAM, replace(SAM, id="another"))) is None
    assert worker_of(None, EVERYONE) is None


def test_a_worker_who_cannot_be_found_is_said_to_be_missing() -> None:
    found = recipients(("case_worker",), replace(THE_CASE, worker="Nobody"), EVERYONE, TODAY)
    assert found == Recipients((), worker_missing=True)


def test_a_case_that_moved_team_since_is_told_where_it_is_now() -> None:
    audit = Audit("1", Month(2026, 12), "C1", "referral", "Ash", "North", "t", "ann", None, TODAY)
    case, birch = Case("C1", Cohort.REFERRAL, "Birch", worker="Sam Reed"), Team("Birch", "South")
    assert AuditedCase.of(audit, case, (ASH, birch)) == AuditedCase(birch, "Sam Reed", "ann")
    assert AuditedCase.of(audit, replace(case, team="Gone"), (birch,)).team == ASH
    assert AuditedCase.of(audit, None, (birch,)) == AuditedCase(ASH, None, "ann")


@given(
    to=st.lists(st.sampled_from(get_args(Recipient)), min_size=1),
    people=st.sets(st.sampled_from(range(len(EVERYONE) - 1))),
    gone=st.sets(st.sampled_from(range(len(EVERYONE) - 1))),
)
def test_as_long_as_there_is_a_qa_officer_nobody_is_silently_left_out(
    to: list[Recipient], people: set[int], gone: set[int]
) -> None:
    staff = [replace(EVERYONE[n], active=n not in gone) for n in people]
    found = recipients(to, THE_CASE, (*staff, QI), TODAY)
    assert len(set(found.ids)) == len(found.ids)
    assert found.ids or found.worker_missing
    assert set(found.ids) <= {person.id for person in (*staff, QI) if person.active}


_ANYBODY = st.builds(
    lambda n, roles, team, area, leads, away: replace(
        _person(f"P{n}", *roles, team=team, area=area),
        name="Sam Reed" if n == 1 else f"P{n}",
        line_manager_email=f"p{leads}@x.example",
        absences=(Absence(TODAY, TODAY),) if away else (),
    ),
    n=st.integers(1, 9),
    roles=st.sets(st.sampled_from(Role), max_size=3),
    team=st.sampled_from(["Ash", "Birch", None]),
    area=st.sampled_from(["North", "South", None]),
    leads=st.integers(1, 9),
    away=st.booleans(),
)


@pytest.mark.rule("BD-06")
@given(
    to=st.lists(st.sampled_from(get_args(Recipient)), min_size=1),
    people=st.lists(_ANYBODY, unique_by=lambda person: person.id),
)
def test_whoever_is_told_has_to_do_with_the_case_and_so_is_shown_it(
    to: list[Recipient], people: list[Person]
) -> None:
    audit = Audit("1", Month(2026, 12), "C1", "referral", "Ash", "North", "t", "p2", None, TODAY)
    case = AuditedCase(ASH, "Sam Reed", "p2")
    for person_id in recipients(to, case, people, TODAY).ids:
        [person] = [each for each in people if each.id == person_id]
        assert has_to_do_with(person, audit, case, people)
