"""Who can audit: whoever is there on enough working days between the announcement and the due
day."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programme.auditors import Auditors, Presence, auditors_of
from programme.calendar import Month
from programme.people import Absence, Person, Role, Team
from programme.period import Period
from programme.rules.round import Round
from tests.programme.councils import (
    CALENDAR,
    DECEMBER,
    LOCALITY,
    Lists,
    councils,
    days_there,
    framework,
    manager,
)

TEAMS = {"Ash": Team("Ash", "Locality"), "Elm": Team("Elm", "Locality")}
RULE = replace(framework().allocation, due_working_days_before_end=0)


def _auditors(*people: Person, rule: Round = RULE, month: Month = DECEMBER) -> Auditors:
    presence = Presence(rule, Period(month, rule.every_months), CALENDAR)
    return auditors_of(people, TEAMS, presence)


def _away(first: int, last: int) -> Absence:
    return Absence(date(2026, 12, first), date(2026, 12, last))


@pytest.mark.rule("WC-03")
@pytest.mark.parametrize(
    ("absences", "told"),
    [
        ((_away(1, 16),), "until Wednesday 16 December 2026"),
        ((Absence(date(2026, 11, 20), date(2027, 1, 4)),), "until Monday 4 January 2027"),
        ((_away(2, 17),), "for 12 of 21 working days"),
        ((_away(1, 4), _away(14, 24)), "for 13 of 21 working days"),
    ],
    ids=["over the 1st", "for all of it", "after the 1st", "12 days in two parts"],
)
def test_who_has_fewer_than_ten_working_days_is_left_out(
    absences: tuple[Absence, ...], told: str
) -> None:
    auditors = _auditors(manager("Ann Bell", "Ash", *absences))
    assert [(a.person.name, a.how_long) for a in auditors.absent] == [("Ann Bell", told)]
    assert not auditors.leads
    assert not auditors.peers


@pytest.mark.rule("WC-03")
@pytest.mark.parametrize(
    "absences",
    [
        (Absence(date(2026, 11, 1), date(2026, 12, 4)),),
        (_away(1, 15),),
        (_away(16, 31), _away(17, 31)),
    ],
    ids=["back on the 7th", "11 of 21 days", "the same days twice"],
)
def test_who_has_ten_working_days_audits(absences: tuple[Absence, ...]) -> None:
    ann = manager("Ann Bell", "Ash", *absences)
    auditors = _auditors(ann)
    assert not auditors.absent
    assert auditors.leads == {"Ash": (ann,)}


@pytest.mark.rule("WC-03")
@pytest.mark.parametrize(("wanted", "left_out"), [(4, False), (5, False), (6, True), (21, True)])
def test_how_many_working_days_that_are_is_the_frameworks_to_say(
    wanted: int, left_out: bool
) -> None:
    rule = replace(RULE, working_days_to_audit=wanted)
    there_for_five = manager("Ann Bell", "Ash", _away(1, 22))
    assert bool(_auditors(there_for_five, rule=rule).absent) is left_out


@pytest.mark.rule("WB-01")
def test_two_months_are_long_enough_to_be_away_for_one_of_them() -> None:
    ann = manager("Ann Bell", "Ash", _away(1, 31))
    assert _auditors(ann).absent
    assert not _auditors(ann, rule=replace(RULE, every_months=2)).absent


@pytest.mark.parametrize(("day", "left_out"), [(1, False), (2, True)])
def test_of_a_round_too_short_for_it_whoever_is_there_throughout_audits(
    day: int, left_out: bool
) -> None:
    rule = replace(RULE, day=21, remind_before=0, working_days_to_audit=9)
    ann = manager("Ann Bell", "Ash", Absence(date(2026, 12, 1), date(2026, 12, 19 + day)))
    assert bool(_auditors(ann, rule=rule).absent) is left_out


def test_on_a_sunday_the_day_is_the_next_working_day() -> None:
    back_on_monday = manager("Ann Bell", "Ash", Absence(date(2026, 10, 20), date(2026, 11, 1)))
    back_on_tuesday = manager("Bo Day", "Ash", Absence(date(2026, 10, 20), date(2026, 11, 2)))
    presence = Presence(RULE, Period(Month(2026, 11)), CALENDAR)
    assert presence.why_drawn(back_on_monday) is None
    assert presence.why_drawn(back_on_tuesday) == (
        "Bo Day is away when the audits are announced, back on Tuesday 3 November 2026, and there "
        "on 20 working days before the audit is due."
    )


@pytest.mark.rule("WC-03", "WB-01")
@settings(deadline=None)
@given(
    councils(),
    st.sampled_from([1, 2, 3]),
    st.integers(1, 5),
    st.integers(0, 3),
    st.sampled_from([10, 10, 1, 4, 13]),
)
def test_nobody_with_enough_working_days_is_left_out_and_nobody_with_fewer_is_drawn(
    lists: Lists, months: int, day: int, before_end: int, wanted: int
) -> None:
    rule = replace(
        lists.framework.allocation,
        every_months=months,
        day=day,
        due_working_days_before_end=before_end,
        working_days_to_audit=wanted,
    )
    ruled = replace(lists, framework=replace(lists.framework, rounds=(rule,)))
    draw = ruled.draw()
    drawn = {one for p in draw.pairings for one in (p.lead_id, p.peer_id) if one}
    told = " ".join(gap.sentence for gap in draw.gaps)
    for person in lists.people:
        there, of = days_there(person, rule)
        enough = there >= wanted
        assert of > wanted
        assert f"{person.name}, team manager of {person.team}, is away" not in told or not enough
        assert enough or person.id not in drawn


@pytest.mark.rule("WC-03")
@pytest.mark.parametrize("gone", ["ann", "bo"])
def test_the_reasons_say_that_an_auditor_is_away_at_first(gone: str) -> None:
    lists = LOCALITY
    people = [
        replace(person, absences=(_away(1, 4),)) if person.id == gone else person
        for person in lists.people
    ]
    named = next(person.name for person in people if person.id == gone)
    for pairing in replace(lists, people=people).draw().pairings:
        assert pairing.why[-1] == (
            f"{named} is away when the audits are announced, back on Monday 7 December 2026, and "
            "there on 17 working days before the audit is due."
        )
    assert "away" not in str([pairing.why for pairing in lists.draw().pairings])


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
