"""Who may do what, and who answers for a team's actions."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.errors import AskSomeoneAllowed
from programme.people import (
    MAY,
    ROLE_WORDS,
    Absence,
    Person,
    Role,
    Team,
    Verb,
    require,
    working_people,
)
from programme.responsible import holders_for, responsible_for
from programme.use_cases.acting_on_action import manages
from tests.little_council import STAFF, person

TODAY = date(2026, 12, 1)
ASH = Team("Ash", "North")
LADDER = (["ann"], ["abe"], ["gil"], ["quinn"])
"""Ash's team manager, her assistant, the group manager of North, the QA officer."""


def _away(ids: Collection[str]) -> list[Person]:
    leave = (Absence(TODAY, TODAY),)
    return [replace(p, absences=leave) if p.id in ids else p for p in STAFF]


def _responsible(people: Collection[Person]) -> list[str]:
    return [p.id for p in responsible_for(ASH, people, TODAY)]


@pytest.mark.rule("WC-08")
@given(st.sets(st.sampled_from([p.id for p in STAFF])))
def test_the_first_rung_with_someone_there_answers_for_the_team(away: set[str]) -> None:
    there = [rung for rung in LADDER if not away.issuperset(rung)]
    assert _responsible(_away(away)) == (there[0] if there else LADDER[0])


@pytest.mark.rule("WC-08")
def test_someone_who_left_answers_for_nothing() -> None:
    left = [replace(p, active=p.id != "ann") for p in STAFF]
    assert _responsible(left) == ["abe"]
    assert _responsible([p for p in STAFF if p.id == "quinn"]) == ["quinn"]
    assert _responsible([]) == []


def test_two_managers_of_a_team_answer_together_and_one_while_the_other_is_away() -> None:
    second = person("Amy", Role.TEAM_MANAGER, team="Ash", area="North")
    assert _responsible([*STAFF, second]) == ["ann", "amy"]
    assert _responsible([*_away({"ann"}), second]) == ["amy"]


def test_leave_includes_its_first_and_its_last_day() -> None:
    leave = Absence(date(2026, 12, 1), date(2026, 12, 3))
    days = [date(2026, 11, 30), *(date(2026, 12, day) for day in (1, 2, 3, 4))]
    assert [leave.covers(day) for day in days] == [False, True, True, True, False]


def test_a_group_manager_of_another_service_area_answers_for_nothing_here() -> None:
    people = [p for p in STAFF if p.id in ("gus", "quinn")]
    assert _responsible(people) == ["quinn"]


MANAGE = {
    Role.ASSISTANT_TEAM_MANAGER,
    Role.TEAM_MANAGER,
    Role.GROUP_MANAGER,
    Role.SERVICE_MANAGER,
    Role.PRACTICE_MANAGER,
    Role.HEAD_OF_SERVICE,
    Role.ASSISTANT_DIRECTOR,
    Role.DIRECTOR,
}
REVIEW = {Role.INDEPENDENT_REVIEWING_OFFICER, Role.CONFERENCE_CHAIR}
EXPECTED = {
    Verb.SEE_OWN_WORK: set(Role),
    Verb.ACKNOWLEDGE_ALLOCATION: set(Role),
    Verb.RECORD_AUDIT: set(Role),
    Verb.SEE_TEAM_WORK: MANAGE,
    Verb.ACKNOWLEDGE_AUDIT: MANAGE | {Role.QA_OFFICER},
    Verb.COMPLETE_ACTION: MANAGE,
    Verb.ASK_MORE_TIME: MANAGE,
    Verb.PASS_ACTION_ON: MANAGE,
    Verb.REOPEN_ACTION: MANAGE,
    Verb.CONFIRM_ACTIONS: set(Role),
    Verb.TAKE_BACK: set(Role),
    Verb.HAND_OVER: set(Role),
    Verb.ANSWER_HAND_OVER: set(Role),
    Verb.REFUSE_HAND_OVER: {Role.QA_OFFICER},
    Verb.REASSIGN_AUDIT: {Role.QA_OFFICER},
    Verb.SET_THEME: {Role.QA_OFFICER},
    Verb.WITHDRAW_AUDIT: {Role.QA_OFFICER},
    Verb.RECORD_CHAIRS_REPORT: {Role.INDEPENDENT_REVIEWING_OFFICER, Role.CONFERENCE_CHAIR},
    Verb.CHOOSE_CASES: {Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE, Role.QA_OFFICER},
    Verb.REMIND_LATER: set(Role),
    Verb.SEE_PROGRAMME: {Role.QA_OFFICER},
    Verb.DRAW_ALLOCATION: {Role.QA_OFFICER},
    Verb.ANSWER_ALERT: set(Role),
    Verb.USE_AS_EXAMPLE: MANAGE | {Role.PRINCIPAL_SOCIAL_WORKER, Role.QA_OFFICER},
    Verb.ASK_FOR_AUDIT: {
        Role.ASSISTANT_TEAM_MANAGER,
        Role.TEAM_MANAGER,
        Role.INDEPENDENT_REVIEWING_OFFICER,
        Role.CONFERENCE_CHAIR,
        Role.GROUP_MANAGER,
        Role.SERVICE_MANAGER,
        Role.HEAD_OF_SERVICE,
        Role.ASSISTANT_DIRECTOR,
        Role.DIRECTOR,
        Role.QA_OFFICER,
    },
    Verb.MODERATE: set(Role) - {Role.SOCIAL_WORKER},
    Verb.ANSWER_MODERATION: set(Role),
    Verb.CHECK_LOOP: set(Role) - {Role.SOCIAL_WORKER},
    Verb.SEE_OWN_DUTIES: MANAGE | {Role.PRINCIPAL_SOCIAL_WORKER},
    Verb.SEE_DUTIES: {Role.QA_OFFICER},
    Verb.RECORD_DIP_SAMPLE: MANAGE | {Role.PRINCIPAL_SOCIAL_WORKER},
    Verb.RECORD_OBSERVATION: MANAGE | {Role.PRINCIPAL_SOCIAL_WORKER},
    Verb.RECORD_PRACTICE_DAY: MANAGE | {Role.PRINCIPAL_SOCIAL_WORKER},
    Verb.RECORD_PRACTICE: REVIEW,
    Verb.ACKNOWLEDGE_PRACTICE: MANAGE | {Role.QA_OFFICER},
    Verb.RAISE_DISPUTE: REVIEW | {Role.PRACTICE_MANAGER},
    Verb.ANSWER_DISPUTE: set(Role),
    Verb.DECIDE_DISPUTE: set(Role),
    Verb.SEE_DISPUTES: MANAGE | REVIEW | {Role.QA_OFFICER, Role.PRINCIPAL_SOCIAL_WORKER},
}


@pytest.mark.parametrize("verb", Verb)
@pytest.mark.parametrize("role", Role)
def test_each_role_has_these_rights_and_no_others(role: Role, verb: Verb) -> None:
    someone = person("Kim", role)
    assert someone.may(verb) == (role in EXPECTED[verb])
    if someone.may(verb):
        require(someone, verb)
    else:
        with pytest.raises(AskSomeoneAllowed) as refused:
            require(someone, verb)
        for allowed in EXPECTED[verb]:
            assert allowed.words in str(refused.value)


def test_every_verb_is_in_the_table() -> None:
    assert set(MAY) == set(Verb)


def test_one_of_several_roles_is_enough_and_no_role_is_not() -> None:
    assert person("Kim", Role.SOCIAL_WORKER, Role.QA_OFFICER).may(Verb.DRAW_ALLOCATION)
    assert not any(person("Kim").may(verb) for verb in Verb)


@pytest.mark.parametrize("role", Role)
def test_every_role_is_read_back_from_its_own_words(role: Role) -> None:
    assert ROLE_WORDS[role.words.lower()] is role


@pytest.mark.rule("SW-01", "SW-11")
@pytest.mark.parametrize(
    ("words", "role"),
    [
        ("reviewing officer", Role.INDEPENDENT_REVIEWING_OFFICER),
        ("early help co-ordinator", Role.ASSISTANT_TEAM_MANAGER),
        ("early help operational manager", Role.TEAM_MANAGER),
        ("strategic lead for early help", Role.HEAD_OF_SERVICE),
    ],
)
def test_a_staff_list_may_use_the_framework_s_own_words(words: str, role: Role) -> None:
    assert ROLE_WORDS[words] is role


def test_a_person_is_introduced_by_role_and_place() -> None:
    assert person("Ann", Role.TEAM_MANAGER, team="Ash", area="North").title == "team manager, Ash"
    assert person("Gil", Role.GROUP_MANAGER, area="North").title == "group manager, North"
    both = person("Kim", Role.QA_OFFICER, Role.CONFERENCE_CHAIR)
    assert both.title == "QA officer and child protection conference chair"


def test_those_who_left_are_not_among_the_working() -> None:
    left = replace(STAFF[0], active=False)
    assert working_people([left, *STAFF[1:]]) == STAFF[1:]


SIAN = Person("sian", "Sian", "sian@c.example", frozenset({Role.SERVICE_MANAGER}), None, "North")


@pytest.mark.rule("WB-07", "BD-07")
def test_a_role_is_held_for_an_area_else_for_the_council_else_the_qa_officers_stand_in() -> None:
    day = date(2026, 12, 1)
    everywhere = replace(SIAN, id="tom", service_area=None)
    elsewhere = replace(SIAN, id="sue", service_area="South")
    officer = replace(SIAN, id="quinn", roles=frozenset({Role.QA_OFFICER}), service_area=None)
    staff = [SIAN, everywhere, elsewhere, officer]
    roles = (Role.SERVICE_MANAGER,)
    for expected in ("sian", "tom", "sue", "quinn"):
        (found, *_) = holders_for(roles, "North", staff, day)
        assert found.id == expected
        staff = [replace(p, active=False) if p.id == expected else p for p in staff]
    assert holders_for(roles, "North", staff, day) == ()
    away = replace(SIAN, absences=(Absence(day, day),))
    assert holders_for(roles, "North", [away, officer], day) == (officer,)
    assert holders_for(roles, "North", [away], day) == (away,)


@pytest.mark.rule("WC-08", "BD-07")
def test_who_answers_for_a_team_is_who_manages_it_or_the_next_above_who_is_there() -> None:
    """Bedford 5.2: the team manager, and with them the service manager or head of service."""
    day = date(2026, 12, 1)
    away = (Absence(day, day),)
    rungs = [
        person("Ann", Role.TEAM_MANAGER, team="Ash", area="North"),
        person("Abe", Role.ASSISTANT_TEAM_MANAGER, team="Ash", area="North"),
        person("Gil", Role.GROUP_MANAGER, area="North"),
        SIAN,
        person("Hope", Role.HEAD_OF_SERVICE, area="North"),
        person("Henry", Role.HEAD_OF_SERVICE),
        person("Quinn", Role.QA_OFFICER),
    ]
    elsewhere = [
        person("Ben", Role.TEAM_MANAGER, team="Birch", area="North"),
        person("Sophie", Role.SERVICE_MANAGER, area="South"),
    ]
    for gone, expected in enumerate(rungs):
        absent = [replace(one, absences=away) for one in rungs[:gone]]
        assert responsible_for(ASH, [*elsewhere, *absent, *rungs[gone:]], day) == (expected,)
        assert responsible_for(ASH, [*elsewhere, *rungs[gone:]], day) == (expected,)
    assert responsible_for(ASH, [replace(each, absences=away) for each in rungs], day) == (
        replace(rungs[0], absences=away),
    )


@pytest.mark.rule("BD-07")
def test_a_head_of_the_whole_service_answers_for_a_team_before_an_officer_who_may_not_act() -> None:
    day = date(2026, 12, 1)
    henry, quinn = person("Henry", Role.HEAD_OF_SERVICE), person("Quinn", Role.QA_OFFICER)
    assert responsible_for(ASH, [quinn, henry], day) == (henry,)
    assert manages(henry, [ASH]) == {"Ash"}
    assert manages(quinn, [ASH]) == frozenset()


@pytest.mark.parametrize(
    ("role", "words"),
    [
        (Role.TEAM_MANAGER, "a team manager"),
        (Role.INDEPENDENT_REVIEWING_OFFICER, "an independent reviewing officer"),
        (Role.ADVANCED_PRACTITIONER, "an advanced practitioner"),
        (Role.QA_OFFICER, "a QA officer"),
        (Role.HEAD_OF_SERVICE, "a head of service"),
        (Role.DIRECTOR, "the director"),
    ],
)
def test_one_who_holds_a_role_is_named_with_an_article(role: Role, words: str) -> None:
    assert role.one == words
