"""Which version's rounds go on: one that is drawn ends under the version that drew it."""

from collections.abc import Callable
from datetime import datetime

from programme.calendar import Calendar, Month
from programme.council import Council
from programme.errors import LookElsewhere
from programme.ports import UnitOfWork
from programme.round_period import (
    RoundPeriod,
    beginning_beside,
    beside,
    read_subject,
    round_period,
    round_periods,
)
from programme.rules.clock import Hours
from programme.rules.round import Round

MonthNear = Callable[[Round, Hours, Calendar, datetime], Month | None]
"""The first month of the period of a round that something is due for now, if any."""


async def rounds_in_force(council: Council, w: UnitOfWork, month: Month) -> tuple[RoundPeriod, ...]:
    """Every round's period that `month` lies in, those of the newest version first, and within a
    version the main round's."""
    return tuple(
        [
            of
            for framework in reversed(council.every_version)
            for of in round_periods(framework, month)
            if await _is_in_force(council, w, of)
        ]
    )


async def periods_near(
    council: Council, w: UnitOfWork, month_near: MonthNear, now: datetime
) -> list[RoundPeriod]:
    """The periods that something is due for, each under the version that has drawn or will draw
    it."""
    found = []
    for framework in council.every_version:
        for rule in framework.rounds:
            month = month_near(rule, council.framework.hours, council.calendar, now)
            of = round_period(framework, rule, month) if month else None
            if of and await _is_in_force(council, w, of):
                found.append(of)
    return found


async def period_of(council: Council, w: UnitOfWork, subject: str) -> RoundPeriod:
    """The period that a `RoundPeriod.subject` names, under the version that it is of.

    Raises LookElsewhere for a round that no version has, CorrectAndRepeat for what is no month.
    """
    named = _named(council, subject)
    for of in named:
        if await _is_in_force(council, w, of):
            return of
    return named[0] if named else read_subject(council.framework, subject)


async def beside_in_force(
    council: Council, w: UnitOfWork, of: RoundPeriod, *, beginning: bool = False
) -> tuple[RoundPeriod, ...]:
    """Those of `beside` (or of `beginning_beside`) that are of the same version still."""
    framework = council.framework_of(of.framework_version)
    others = beginning_beside(framework, of) if beginning else beside(framework, of)
    return tuple([each for each in others if await _is_in_force(council, w, each)])


async def _is_in_force(council: Council, w: UnitOfWork, of: RoundPeriod) -> bool:
    if len(council.every_version) == 1:
        return True
    for other in _named(council, of.subject):
        if version := await _version_drawn(w, other):
            return version == of.framework_version
    return _version_on_first_day(council, of) == of.framework_version


def _named(council: Council, subject: str) -> list[RoundPeriod]:
    """The period as each version has it: cards that lie in Teams know its subject alone."""
    found = []
    for framework in council.every_version:
        try:
            found.append(read_subject(framework, subject))
        except LookElsewhere:
            continue
    return found


async def _version_drawn(w: UnitOfWork, of: RoundPeriod) -> str | None:
    allocation = await w.allocations.get(of.round_id, of.month)
    return allocation.framework_version if allocation else None


def _version_on_first_day(council: Council, of: RoundPeriod) -> str:
    return council.framework_on(of.period.first_day).version
