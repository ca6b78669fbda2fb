"""The theme of a month: the framework's own, unless the QA officers have set another (SW-03, BD-01,
KT-04).

A theme is the month's, not the draw's. What has not been begun when it changes follows it; what was
begun keeps the one that it was begun for.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from programme.audit import Audit, AuditState
from programme.calendar import Month, day_in_words
from programme.changed_copy import replace
from programme.council import Council
from programme.dip_sample import DipSample
from programme.errors import CorrectAndRepeat
from programme.personal_data import problem_with
from programme.round_period import RoundPeriod
from programme.rules.duty import OF_EVERY_CASE, Focus

THEME_AT_MOST = 120
MONTHS_AHEAD = 12
_PLAIN = re.compile(r"[\w \-,.:;'’“”&()/?!]+")
"""A theme stands in the midst of cards, where other signs could pose as a link or a heading."""


@dataclass(frozen=True, slots=True)
class MonthTheme:
    """The theme that a QA officer has set for a month, and which cases it is about. `set_at` is
    UTC."""

    month: Month
    title: str
    set_by: str
    set_at: datetime
    version: int = 1
    focus: Focus = OF_EVERY_CASE


def choose(
    known: MonthTheme | None,
    *,
    month: Month,
    title: str,
    by: str,
    today: date,
    now: datetime,
    focus: Focus = OF_EVERY_CASE,
) -> MonthTheme:
    """The month's theme from now on. Raises CorrectAndRepeat for the words, or for a month that is
    over or far off."""
    this = Month.of(today)
    words = " ".join(title.split())
    problem = problem_with(words, most=THEME_AT_MOST, today=today)
    if not problem and not _PLAIN.fullmatch(words):
        problem = "Please use letters, digits and plain punctuation alone."
    if month < this:
        problem = f"{month.title} is over; please set the theme of this month or a later one."
    if month > this.plus(MONTHS_AHEAD):
        problem = f"{month.title} is more than {MONTHS_AHEAD} months away."
    if problem:
        raise CorrectAndRepeat("The theme was not set yet: please see below.", {"title": problem})
    version = known.version + 1 if known else 1
    return MonthTheme(month, words, by, now, version, focus)


@dataclass(frozen=True, slots=True)
class Themed:
    """What themed work is about, None where nobody has said, and which cases that is (BD-01)."""

    title: str | None = None
    focus: Focus = OF_EVERY_CASE


UNTHEMED = Themed()


def theme_of(council: Council, month: Month, chosen: Mapping[Month, MonthTheme]) -> Themed:
    """What the month's themed work is about: what was set for it, else the theme of the version
    that holds on its first day."""
    theme = chosen.get(month) or council.framework_on(month.first).theme_rule(month.number)
    return Themed(theme.title, theme.focus) if theme else UNTHEMED


def theme_of_period(
    council: Council, of: RoundPeriod, chosen: Mapping[Month, MonthTheme]
) -> Themed:
    """What a themed round looks at: the first theme of the period's months (BD-01, KT-04)."""
    months = of.period.each_month if of.rule.themed else ()
    themes = (theme_of(council, month, chosen) for month in months)
    return next((theme for theme in themes if theme.title), UNTHEMED)


def may_follow(begun: Audit | DipSample) -> bool:
    """Whether nothing has been written yet, so that another theme takes nothing from anybody."""
    if isinstance(begun, Audit):
        return begun.state is AuditState.ALLOCATED
    return not begun.is_submitted and all(case.look is None for case in begun.cases)


def with_theme(audit: Audit, theme: str | None, today: date) -> Audit:
    """The audit with another theme, and why. What was said of its case when it was drawn was said
    of the theme of that day."""
    said = f"The theme is {theme}" if theme else "There is no theme any more"
    told = f"{said} since {day_in_words(today)}; the case was drawn before that, and stays."
    return replace(audit, theme=theme, why=(*audit.why, told), version=audit.version + 1)
