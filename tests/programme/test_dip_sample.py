"""A dip sample: drawn by a seed, looked at case by case, submitted whole."""

from dataclasses import replace
from datetime import UTC, date, datetime
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.case import Case, Cohort
from programme.council import Council
from programme.dip_sample import (
    DipCase,
    DipLook,
    DipSample,
    draw,
    exchange,
    problems_with_look,
    submit,
    with_look,
)
from programme.errors import AskSomeoneAllowed, CorrectAndRepeat, LookElsewhere, ShowAsItIsNow
from programme.use_cases.show_dip_sample import days_for_actions
from tests.duty_rules import DIP
from tests.little_council import CALENDAR, DECEMBER, FRAMEWORK

TODAY = date(2026, 12, 1)
NOW = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
LOOK = DipLook({"up_to_date": "yes", "purpose": "no"}, line="It ends in June.")
ACTION = replace(LOOK, finding="action", found_line="Update it.", due=date(2026, 12, 18))
SAMPLE = DipSample(
    "5" * 32, "ann", DECEMBER, 7, 2, None, (DipCase("A1", "Ash"), DipCase("A2", "Ash")), NOW
)


def _cases(*references: str, team: str = "Ash") -> list[Case]:
    return [Case(reference, Cohort.CHILD_IN_NEED, team) for reference in references]


STOCK = st.lists(st.integers(0, 40), unique=True, min_size=1).map(
    lambda numbers: _cases(*(f"C{number:02}" for number in numbers))
)


@pytest.mark.rule("SW-02")
@given(STOCK, st.integers(1, 8), st.integers(0, 999), st.data())
def test_a_draw_takes_as_many_as_it_may_and_old_ones_only_where_new_ones_lack(
    cases: list[Case], size: int, seed: int, data: st.DataObject
) -> None:
    last = data.draw(st.sets(st.sampled_from([case.reference for case in cases])))
    drawn = draw(cases, {"Ash"}, size=size, seed=seed, last=last)
    references = [case.reference for case in drawn]
    assert len(references) == len(set(references)) == min(size, len(cases))
    again = [reference for reference in references if reference in last]
    fresh = len(cases) - len(last)
    assert len(again) == max(0, len(references) - fresh)
    shuffled = data.draw(st.permutations(cases))
    assert draw(shuffled, {"Ash"}, size=size, seed=seed, last=last) == drawn


def test_another_seed_draws_others() -> None:
    stock = _cases(*(f"C{n:02}" for n in range(40)))
    draws = {draw(stock, {"Ash"}, size=5, seed=seed, last=()) for seed in range(10)}
    assert len(draws) == 10


@pytest.mark.rule("SW-02")
def test_a_draw_needs_only_the_numbers_that_every_version_of_python_gives_alike() -> None:
    stock = _cases(*(f"C{n:02}" for n in range(40)))
    chance = Random(7)
    by_number = sorted(stock, key=lambda _: chance.random())
    drawn = draw(stock, {"Ash"}, size=5, seed=7, last=())
    assert [case.reference for case in drawn] == sorted(c.reference for c in by_number[:5])


def test_closed_cases_and_those_of_other_teams_are_not_drawn() -> None:
    closed = replace(_cases("A9")[0], active=False)
    stock = [*_cases("A1"), closed, *_cases("B1", team="Birch")]
    drawn = draw(stock, {"Ash"}, size=5, seed=1, last=())
    assert [case.reference for case in drawn] == ["A1"]
    with pytest.raises(LookElsewhere, match="no open cases"):
        draw(stock, {"Elm"}, size=5, seed=1, last=())


@pytest.mark.rule("SW-02")
def test_one_case_may_be_exchanged_and_no_second() -> None:
    (chosen,) = _cases("A7")
    once = exchange(SAMPLE, "A1", chosen, by="ann", teams={"Ash"})
    assert [(case.reference, case.chosen) for case in once.cases] == [("A7", True), ("A2", False)]
    assert once.version == 2
    with pytest.raises(CorrectAndRepeat) as refused:
        exchange(once, "A2", _cases("A8")[0], by="ann", teams={"Ash"})
    assert "already" in refused.value.problems["exchange"]


@pytest.mark.parametrize(
    ("chosen", "problem"),
    [
        (None, "no open case"),
        (Case("B1", Cohort.REFERRAL, "Birch"), "no open case"),
        (Case("A9", Cohort.REFERRAL, "Ash", active=False), "no open case"),
        (Case("A2", Cohort.REFERRAL, "Ash"), "in this dip sample already"),
    ],
)
def test_only_another_open_case_of_ones_own_may_be_chosen(
    chosen: Case | None, problem: str
) -> None:
    with pytest.raises(CorrectAndRepeat) as refused:
        exchange(SAMPLE, "A1", chosen, by="ann", teams={"Ash"})
    assert problem in refused.value.problems["exchange"]


def _look(look: DipLook, sample: DipSample = SAMPLE, by: str = "ann", **rule: bool) -> DipSample:
    return with_look(
        sample,
        "A1",
        look,
        by=by,
        rule=replace(DIP, **rule),  # type: ignore[arg-type]  # by name
        grades=FRAMEWORK.grades,
        today=TODAY,
        calendar=CALENDAR,
    )


def test_a_case_that_was_looked_at_is_not_exchanged() -> None:
    with pytest.raises(CorrectAndRepeat) as refused:
        exchange(_look(LOOK), "A1", _cases("A7")[0], by="ann", teams={"Ash"})
    assert "recorded already" in refused.value.problems["exchange"]


@pytest.mark.rule("SW-03")
def test_each_question_is_answered_of_each_case() -> None:
    with pytest.raises(CorrectAndRepeat) as refused:
        _look(DipLook({"up_to_date": "perhaps"}, line=""))
    assert set(refused.value.problems) == {"up_to_date", "purpose", "line"}
    looked = _look(replace(LOOK, answers={"up_to_date": "does_not_apply", "purpose": "no"}))
    assert (looked.version, looked.cases[1].look) == (2, None)
    assert _look(LOOK, _look(LOOK)) == _look(LOOK)


@pytest.mark.rule("WB-03")
def test_a_dip_audit_that_is_graded_takes_a_grade_of_the_councils_scale() -> None:
    for grade in (None, "splendid"):
        with pytest.raises(CorrectAndRepeat) as refused:
            _look(replace(LOOK, grade=grade), graded=True)
        assert set(refused.value.problems) == {"grade"}
    looked = _look(replace(LOOK, grade=FRAMEWORK.grades[0].id), graded=True)
    assert looked.case("A1").look is not None


@pytest.mark.rule("WB-12")
def test_an_action_and_best_practice_are_put_in_words_and_an_action_has_a_day() -> None:
    nothing_said = replace(LOOK, finding="action")
    with pytest.raises(CorrectAndRepeat) as refused:
        _look(nothing_said)
    assert set(refused.value.problems) == {"found_line", "due"}
    with pytest.raises(CorrectAndRepeat) as refused:
        _look(replace(LOOK, finding="best_practice"))
    assert set(refused.value.problems) == {"found_line"}
    with pytest.raises(CorrectAndRepeat) as refused:
        _look(replace(ACTION, due=date(2026, 12, 25)))
    assert "bank holiday" in refused.value.problems["due"]


@pytest.mark.rule("WB-07")
def test_no_action_is_due_later_than_the_council_allows() -> None:
    rule = replace(FRAMEWORK.actions, due_within=5, due_at_most=10, clock_from="the_audit")
    council = Council("t", replace(FRAMEWORK, actions=rule), CALENDAR)
    suggested, latest = days_for_actions(council, TODAY)
    assert (suggested, latest) == (date(2026, 12, 8), date(2026, 12, 15))
    late = replace(rule, clock_from="the_end_of_the_period")
    later = replace(council, framework=replace(FRAMEWORK, actions=late))
    assert days_for_actions(later, TODAY) == (date(2027, 1, 8), date(2027, 1, 15))
    problems = problems_with_look(ACTION, DIP, FRAMEWORK.grades, TODAY, CALENDAR, latest)
    assert problems == {"due": "An action is due by Tuesday 15 December 2026 at the latest."}


def test_particulars_are_stopped_in_every_line() -> None:
    born = "Born 3/5/2019."
    with pytest.raises(CorrectAndRepeat) as refused:
        _look(replace(ACTION, line=born, found_line=born))
    assert set(refused.value.problems) == {"line", "found_line"}


def _submit(sample: DipSample, today: date = TODAY) -> tuple[DipSample, tuple[object, ...]]:
    return submit(sample, by="ann", today=today, calendar=CALENDAR, now=NOW)


def _whole(*looks: DipLook) -> DipSample:
    cases = zip(SAMPLE.cases, looks, strict=True)
    return replace(SAMPLE, cases=tuple(replace(case, look=look) for case, look in cases))


@pytest.mark.rule("SW-02")
def test_it_is_submitted_whole_and_once() -> None:
    with pytest.raises(CorrectAndRepeat, match="Still to look at: A2"):
        _submit(_look(LOOK))
    done, actions = _submit(_whole(LOOK, LOOK))
    assert (done.is_submitted, actions) == (True, ())
    with pytest.raises(ShowAsItIsNow):
        _submit(done)
    with pytest.raises(ShowAsItIsNow):
        _look(LOOK, done)
    with pytest.raises(ShowAsItIsNow):
        exchange(done, "A1", None, by="ann", teams={"Ash"})


@pytest.mark.rule("WB-12")
def test_each_action_goes_to_the_cases_team() -> None:
    cases = (DipCase("A1", "Ash", look=ACTION), DipCase("B1", "Birch", look=ACTION))
    _, actions = submit(
        replace(SAMPLE, cases=cases), by="ann", today=TODAY, calendar=CALENDAR, now=NOW
    )
    assert [(a.team, a.case_reference, a.due, a.number) for a in actions] == [
        ("Ash", "A1", date(2026, 12, 18), 1),
        ("Birch", "B1", date(2026, 12, 18), 2),
    ]
    assert len({action.id for action in actions}) == 2
    assert {action.audit_id for action in actions} == {SAMPLE.id}


@given(st.dates(date(2026, 12, 1), date(2027, 12, 31)))
def test_no_action_is_due_on_a_day_that_has_come_or_is_no_working_day(today: date) -> None:
    _, (action,) = submit(_whole(ACTION, LOOK), by="ann", today=today, calendar=CALENDAR, now=NOW)
    assert action.due > today
    assert CALENDAR.is_working_day(action.due)


def test_another_persons_dip_sample_is_not_changed() -> None:
    with pytest.raises(AskSomeoneAllowed):
        _look(LOOK, by="ben")
    with pytest.raises(AskSomeoneAllowed):
        exchange(SAMPLE, "A1", None, by="ben", teams={"Ash"})


def test_a_case_that_is_not_in_it_is_not_found() -> None:
    with pytest.raises(LookElsewhere):
        SAMPLE.case("Z9")
