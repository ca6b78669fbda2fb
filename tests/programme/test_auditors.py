"""Who can audit: team managers who are there on the day and for more than half of the month."""

from dataclasses import replace
from datetime import date

import pytest

from programme.auditors import Auditors, auditors_of
from programme.people import Absence, Person, Role, Team
from tests.programme.councils import CALENDAR, DECEMBER, manager

TEAMS = {"Ash": Team("Ash", "Locality"), "Elm": Team("Elm", "Locality")}


def _auditors(*people: Person) -> Auditors:
    return auditors_of(people, TEAMS, DECEMBER.first, CALENDAR)


def _away(first: int, last: int) -> Absence:
    return Absence(date(2026, 12, first), date(2026, 12, last))


@pytest.mark.rule("WC-03")
@pytest.mark.parametrize(
    "absences",
    [
        (_away(1, 1),),
        (Absence(date(2026, 11, 20), date(2026, 12, 4)),),
        (_away(2, 16),),
        (_away(2, 4), _away(18, 31)),
    ],
    ids=["the 1st alone", "over the 1st", "11 of 21 days", "11 days in two parts"],
)
def test_who_is_away_on_the_day_or_for_half_of_the_working_days_is_left_out(
    absences: tuple[Absence, ...],
) -> None:
    auditors = _auditors(manager("Ann Bell", "Ash", *absences))
    assert [a.person.name for a in auditors.absent] == ["Ann Bell"]
    assert not auditors.leads
    assert not auditors.peers


@pytest.mark.parametrize(
    "absences",
    [
        (Absence(date(2026, 11, 1), date(2026, 11, 30)),),
        (_away(2, 15),),
        (_away(18, 31), _away(21, 31)),
    ],
    ids=["back on the 1st", "10 of 21 days", "the same days twice"],
)
def test_who_is_away_for_less_audits(absences: tuple[Absence, ...]) -> None:
    ann = manager("Ann Bell", "Ash", *absences)
    auditors = _auditors(ann)
    assert not auditors.absent
    assert auditors.leads == {"Ash": (ann,)}


def test_on_a_sunday_the_day_is_the_next_working_day() -> None:
    back_on_monday = manager("Ann Bell", "Ash", Absence(date(2026, 10, 20), date(2026, 11, 1)))
    back_on_tuesday = manager("Bo Day", "Ash", Absence(date(2026, 10, 20), date(2026, 11, 2)))
    auditors = auditors_of([back_on_monday, back_on_tuesday], TEAMS, date(2026, 11, 1), CALENDAR)
    assert [(a.person.name, a.until) for a in auditors.absent] == [("Bo Day", date(2026, 11, 2))]


def test_only_working_team_managers_audit() -> None:
    ann = manager("Ann Bell", "Ash")
    deputy = replace(ann, id="deputy", roles=frozenset({Role.ASSISTANT_TEAM_MANAGER}))
    auditors = _auditors(deputy, manager("Bo Day", "Ash", active=False), ann)
    assert auditors.leads == {"Ash": (ann,)}
    assert auditors.peers == {"Locality": (ann,)}


def test_the_team_decides_the_service_area_whatever_the_staff_list_says() -> None:
    auditors = _auditors(manager("Ann Bell", "Ash", area="Fostering"))
    assert set(auditors.peers) == {"Locality"}


def test_a_manager_without_a_team_can_be_a_peer_and_leads_nothing() -> None:
    floating = manager("Cy Eld", None, area="Locality")
    auditors = _auditors(floating, manager("Di Fox", "Nowhere"))
    assert auditors.peers == {"Locality": (floating,)}
    assert not auditors.leads
    assert [p.name for p in auditors.unplaced] == ["Cy Eld", "Di Fox"]
