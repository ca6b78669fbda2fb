"""What leads a dispute on, step by step (WC-11, SW-09, WB-13, KT-05)."""

from datetime import date, timedelta

import pytest

from programme.dispute import Dispute, DisputeState, StepKind
from programme.dispute_ladder import Office
from programme.dispute_steps import (
    answer,
    follow_case,
    move_on,
    pass_time,
    reminder_due,
    resolve,
)
from programme.errors import CorrectAndRepeat, ShowAsItIsNow
from programme.people import Person, Role, Team
from tests.little_council import person
from tests.programme.disputing import (
    ABE,
    ADA,
    ANN,
    DEE,
    GIL,
    IRIS,
    MONDAY,
    QUINN,
    STAFF,
    Days,
    raised,
)

pytestmark = pytest.mark.rule("WC-11", "SW-09", "WB-13", "KT-05")

NEXT_MONDAY = MONDAY + timedelta(days=7)
LONG_AFTER = date(2027, 3, 1)


def answered(dispute: Dispute, office: Office, *, agreed: bool = False) -> Dispute:
    by = dispute.answerers(office)[0].id
    return answer(dispute, by=by, words="We set a date.", agreed=agreed, office=office)


def kinds(dispute: Dispute) -> list[StepKind]:
    return [step.kind for step in dispute.history]


def ids(people: tuple[Person, ...]) -> list[str]:
    return [person.id for person in people]


def test_it_begins_at_the_lowest_level_with_that_levels_time() -> None:
    dispute = raised()
    assert (dispute.level, dispute.level_due) == (0, date(2026, 12, 14))
    assert ids(dispute.answerers(Days().on())) == ["ann"]
    assert ids(dispute.deciders(Days().on())) == ["iris"]


def test_a_level_that_nobody_holds_is_passed_over_with_the_reason() -> None:
    dispute = raised(Days().without(ANN, ABE).on())
    assert (dispute.level, kinds(dispute)) == (1, [StepKind.RAISED, StepKind.PASSED_OVER])
    assert dispute.last.words == "nobody is team manager for Ash"
    assert dispute.last.level == 0


def test_where_nobody_is_left_on_the_ladder_the_qa_officers_answer_at_the_top() -> None:
    office = Days().without(ANN, ABE, GIL, ADA, DEE).on()
    dispute = raised(office)
    assert dispute.is_at_the_top
    assert ids(dispute.answerers(office)) == ["quinn"]
    assert dispute.stands(office).why_nobody == "nobody is director for Ash"


def test_a_qa_officer_who_raised_it_leaves_the_answer_to_another() -> None:
    other = person("Quy", Role.QA_OFFICER)
    office = Days((*STAFF, other)).without(ANN, ABE, GIL, ADA, DEE).on()
    assert ids(raised(office, by=QUINN).answerers(office)) == ["quy"]


def test_without_even_a_qa_officer_it_stays_open_and_who_raised_it_may_resolve_it() -> None:
    office = Days().without(ANN, ABE, GIL, ADA, DEE, QUINN).on()
    dispute = raised(office)
    assert dispute.answerers(office) == ()
    assert resolve(dispute, by="iris", words="They came back.", office=office).is_over


def test_an_answer_is_weighed_by_who_raised_it_within_their_own_time() -> None:
    office = Days().on()
    dispute = answered(raised(), office)
    assert (dispute.state, dispute.level_due) == (DisputeState.ANSWERED, date(2026, 12, 11))
    assert dispute.answerers(office) == ()
    with pytest.raises(ShowAsItIsNow, match="answered already"):
        answer(dispute, by="abe", words="Me too.", agreed=False, office=office)


def test_what_was_agreed_is_still_for_who_raised_it_to_confirm() -> None:
    office = Days().on()
    agreed = answered(raised(), office, agreed=True)
    assert (agreed.state, agreed.last.kind) == (DisputeState.ANSWERED, StepKind.AGREED)
    confirmed = resolve(agreed, by="iris", words="", office=office)
    assert (confirmed.state, confirmed.level) == (DisputeState.RESOLVED, 0)


def test_an_answer_that_does_not_satisfy_moves_it_to_the_next_level_with_a_whole_clock() -> None:
    office = Days().on()
    moved = move_on(answered(raised(), office), by="iris", words="Too late.", office=office)
    assert (moved.level, moved.state) == (1, DisputeState.OPEN)
    assert moved.level_due == date(2026, 12, 14)
    assert ids(moved.answerers(office)) == ["gil"]


def test_what_is_not_answered_yet_is_not_moved_on_by_hand() -> None:
    with pytest.raises(ShowAsItIsNow, match="No answer"):
        move_on(raised(), by="iris", words="Now.", office=Days().on())


def test_the_answer_at_the_top_is_final() -> None:
    office = Days().on()
    dispute = raised()
    for level in range(3):
        assert dispute.level == level
        dispute = move_on(answered(dispute, office), by="iris", words="No.", office=office)
    closed = answered(dispute, office)
    assert (closed.state, closed.last.by, closed.ended_at) == (
        DisputeState.CLOSED,
        "dee",
        office.now,
    )
    with pytest.raises(ShowAsItIsNow):
        move_on(closed, by="iris", words="No.", office=office)
    with pytest.raises(ShowAsItIsNow):
        resolve(closed, by="iris", words="Yes.", office=office)
    with pytest.raises(ShowAsItIsNow):
        answer(closed, by="dee", words="Again.", agreed=False, office=office)


@pytest.mark.parametrize(
    ("day", "level"), [(date(2026, 12, 14), 0), (date(2026, 12, 15), 1), (LONG_AFTER, 1)]
)
def test_a_level_climbs_on_the_working_day_after_its_last_and_one_at_a_time(
    day: date, level: int
) -> None:
    office = Days().on(day)
    passed = pass_time(raised(), office)
    assert passed.level == level
    if level:
        assert passed.level_due == office.calendar.plus_working_days(day, 5)
        assert passed.last.kind is StepKind.LAPSED


def test_nothing_climbs_on_a_day_that_is_no_working_day() -> None:
    dispute = raised()
    for day in (date(2026, 12, 19), date(2026, 12, 25), date(2026, 12, 28)):
        assert pass_time(dispute, Days().on(day)) is dispute


def test_when_the_last_who_stood_there_leaves_it_climbs_before_its_time() -> None:
    office = Days().without(ANN, ABE).on(MONDAY + timedelta(days=1))
    passed = pass_time(raised(), office)
    assert (passed.level, passed.last.kind) == (1, StepKind.PASSED_OVER)


def test_at_the_top_silence_closes_nothing_and_the_clock_begins_again() -> None:
    office = Days().without(ANN, ABE, GIL, ADA).on()
    top = raised(office)
    later = Days().on(date(2027, 1, 4))
    again = pass_time(top, later)
    assert (again.level, again.state, again.last.kind) == (3, DisputeState.OPEN, StepKind.LAPSED)
    assert again.level_due > later.today


def test_an_answer_nobody_weighs_is_asked_about_once_more_and_then_it_stands() -> None:
    given = answered(raised(), Days().on())
    in_time = pass_time(given, Days().on(date(2026, 12, 11)))
    assert in_time is given
    asked = pass_time(given, Days().on(NEXT_MONDAY))
    assert (asked.state, asked.last.kind) == (DisputeState.ANSWERED, StepKind.AWAITED)
    assert asked.level_due == date(2026, 12, 18)
    stood = pass_time(asked, Days().on(date(2026, 12, 21)))
    assert (stood.state, stood.last.kind) == (DisputeState.RESOLVED, StepKind.STOOD)


def test_the_qa_officers_decide_beside_who_raised_it_while_away_and_instead_once_gone() -> None:
    dispute = raised()
    away = Days().away(IRIS, MONDAY, MONDAY).on()
    assert ids(dispute.deciders(away)) == ["iris", "quinn"]
    assert ids(dispute.deciders(Days().without(IRIS).on())) == ["quinn"]


def test_it_follows_its_case_to_another_team_at_the_same_level_with_a_whole_clock() -> None:
    office = Days().on(date(2026, 12, 11))
    moved = follow_case(raised(), Team("Birch", "North"), office)
    assert (moved.team, moved.level, moved.level_due) == ("Birch", 0, date(2026, 12, 18))
    assert ids(moved.answerers(office)) == ["ben"]
    assert moved.teams == {"Ash", "Birch"}
    assert follow_case(moved, Team("Birch", "North"), office) is moved


def test_an_answer_being_weighed_keeps_its_clock_when_the_case_moves() -> None:
    office = Days().on()
    given = answered(raised(), office)
    moved = follow_case(given, Team("Cherry", "South"), office)
    assert (moved.state, moved.level_due) == (DisputeState.ANSWERED, given.level_due)
    up = move_on(moved, by="iris", words="No.", office=office)
    assert ids(up.answerers(office)) == ["gus"]


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (MONDAY, False),
        (date(2026, 12, 9), False),
        (date(2026, 12, 10), True),
        (date(2026, 12, 14), True),
        (date(2026, 12, 15), False),
    ],
)
def test_a_reminder_is_due_two_working_days_before_the_end_and_not_after_it(
    day: date, due: bool
) -> None:
    assert reminder_due(raised(), Days().on(day)) is due


def test_nobody_is_reminded_of_what_they_answered() -> None:
    given = answered(raised(), Days().on())
    assert not reminder_due(given, Days().on(date(2026, 12, 10)))


@pytest.mark.parametrize("words", ["", "  ", "x" * 1001, "Ring 07700 900123."])
def test_words_that_may_not_be_kept_are_refused_with_a_sentence(words: str) -> None:
    office = Days().on()
    with pytest.raises(CorrectAndRepeat) as refused:
        answer(raised(), by="ann", words=words, agreed=False, office=office)
    assert set(refused.value.problems) == {"words"}
    with pytest.raises(CorrectAndRepeat):
        resolve(raised(), by="iris", words=words, office=office)
