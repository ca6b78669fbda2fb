"""The rounds of the shipped frameworks, drawn in the council of these tests."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import pytest
from _pytest.mark import ParameterSet

from bot.solver import ScipySolver
from programme.allocation import draw_allocation
from programme.calendar import Month
from programme.case import Case
from programme.council import Council
from programme.draw import Draw
from programme.draw_lists import DrawLists
from programme.round_period import round_period
from programme.theme import theme_of_period
from tests.programme.frameworks.a_council import (
    CALENDAR,
    CASES,
    JANUARY,
    STAFF,
    TEAMS,
    shipped_framework,
)

EVERY_MONTH = range(1, 13)


def table(*rows: tuple[object, ...]) -> list[ParameterSet]:
    """A line a test: the framework, what of it, the rules that the line shows, and what is
    expected."""
    return [
        pytest.param(
            framework,
            what,
            *expected,
            marks=[pytest.mark.rule(rule) for rule in str(rules).split()],
            id=f"{framework}-{what}",
        )
        for framework, what, rules, *expected in rows
    ]


def lists_of(
    framework: str,
    round_id: str,
    month: Month = JANUARY,
    cases: Sequence[Case] = CASES,
    last_audited: Mapping[str, date] | None = None,
) -> DrawLists:
    """What a draw of the round reads."""
    rules = shipped_framework(framework)
    of = round_period(rules, rules.round(round_id), month)
    return DrawLists(
        of=of,
        framework=rules,
        calendar=CALENDAR,
        people=STAFF,
        teams=TEAMS,
        cases=cases,
        last_audited=last_audited or {},
        earlier_pairs={},
        last_turns={},
        themed=theme_of_period(Council("", rules, CALENDAR), of, {}),
    )


def draws_of(framework: str, round_id: str) -> Iterator[Draw]:
    """January's draw with several seeds."""
    for seed in range(4):
        yield draw_allocation(lists_of(framework, round_id), seed=seed, solver=ScipySolver())
