"""What may be chosen for a round, and how it is found among hundreds (SW-11)."""

from datetime import date

import pytest

from programme.case import Case, Cohort
from programme.chosen_cases import ToChooseFrom, matching, require_choosable, to_choose_from
from programme.draw_lists import DrawLists
from programme.errors import CorrectAndRepeat
from programme.people import Role
from programme.round_period import round_period
from programme.rules.post import Post
from programme.rules.round import Quota
from tests.programme.councils import CALENDAR, DECEMBER
from tests.programme.rounds import ANN, BO, TEAMS, TM, a_round, rules_of

pytestmark = pytest.mark.rule("SW-11")


def case(number: int, opened: date | None, team: str = "Ash", worker: str | None = None) -> Case:
    return Case(f"EH-{number}", Cohort.EARLY_HELP, team, worker=worker, opened=opened)


LONG, JUST, NEW = date(2026, 3, 2), date(2026, 10, 1), date(2026, 10, 2)
MANY = [case(n, LONG, worker="Jo Bell" if n % 2 else "Al Fox") for n in range(400)]


def lists(*cases: Case, audited: dict[str, date] | None = None) -> DrawLists:
    post = Post(Role.HEAD_OF_SERVICE)
    framework = rules_of(a_round(Quota(TM, 2), chosen_by=post, open_at_least_months=2))
    of = round_period(framework, framework.allocation, DECEMBER)
    return DrawLists(of, framework, CALENDAR, (ANN, BO), TEAMS, cases, audited or {}, {}, {})


def test_only_cases_open_for_two_months_and_not_audited_are_there_to_choose() -> None:
    cases = (case(1, NEW), case(2, JUST), case(3, LONG), case(4, None), case(5, LONG))
    found = to_choose_from(lists(*cases, audited={"EH-5": date(2026, 11, 1)}))
    assert [each.reference for each in found.cases] == ["EH-3", "EH-2"]
    assert found.wanted == 2


def test_as_many_are_wanted_as_the_round_audits() -> None:
    assert to_choose_from(lists(*MANY)).wanted == 4


@pytest.mark.parametrize(
    ("words", "count"),
    [("", 400), ("eh-37", 11), ("jo", 200), ("ASH  bell", 200), ("jo eh-4", 5), ("early", 400)],
)
def test_hundreds_are_searched_by_every_word(words: str, count: int) -> None:
    found = matching(MANY, words)
    assert len(found) == count


def test_more_than_are_audited_or_others_are_refused() -> None:
    of = ToChooseFrom(tuple(MANY), 2)
    require_choosable({"EH-1", "EH-2"}, of)
    require_choosable((), of)
    with pytest.raises(CorrectAndRepeat) as refused:
        require_choosable({"EH-1", "EH-2", "EH-3"}, of)
    assert refused.value.problems == {"pick": "Only 2 cases are audited; please take 1 away."}
    with pytest.raises(CorrectAndRepeat) as refused:
        require_choosable({"CF-1"}, of)
    assert "CF-1 can't be audited in this round now" in refused.value.problems["pick"]
