"""A QA officer sets the theme of a month's audits and dip samples (SW-03, BD-01, KT-04)."""

from dataclasses import dataclass
from datetime import datetime

from programme.calendar import Month
from programme.case import Cohort
from programme.council import Council
from programme.errors import CorrectAndRepeat, LookElsewhere, ShowAsItIsNow
from programme.event import Event
from programme.people import OWE_DUTIES, Person, Verb, require, working_people
from programme.ports import UnitOfWork, Work
from programme.rules.duty import OF_EVERY_CASE, Focus
from programme.shown import duty_entity, theme_entity
from programme.theme import MonthTheme, choose, theme_of
from programme.use_cases.follow_theme import follow_theme


@dataclass(frozen=True, slots=True)
class SetTheme:
    """`person` sets the month's theme to `title`, about the cases of `focus`. `seen_version` is
    that of the one they saw, 0 where it was the framework's own."""

    council: Council
    person: Person
    month: Month
    title: str
    seen_version: int
    source: str
    focus: Focus = OF_EVERY_CASE


async def set_theme(command: SetTheme, *, work: Work, now: datetime) -> MonthTheme:
    """The theme as kept. Audits and dip samples of the month that nobody has begun follow it, and
    those whose they are hear of it; what was begun keeps its own.

    Cases that are drawn already stay. The same theme twice has one effect. Raises
    AskSomeoneAllowed, LookElsewhere where the framework has nothing that is themed, ShowAsItIsNow,
    or CorrectAndRepeat for the words, the cases or the month.
    """
    require_themed(command.council, command.person, command.month)
    council, month, who = command.council, command.month, command.person.id
    async with work(council.tenant_id) as w:
        chosen = await w.themes.all()
        known, before = chosen.get(month), theme_of(council, month, chosen)
        _require_known(command.focus, await may_focus_on(council, w, month, before.focus))
        theme = choose(
            known,
            month=month,
            title=command.title,
            by=who,
            today=council.today(now),
            now=now,
            focus=command.focus,
        )
        if known and (known.title, known.focus) == (theme.title, theme.focus):
            return known
        if command.seen_version != theme.version - 1:
            raise ShowAsItIsNow("Somebody else has set this theme since; please look at it first.")
        await w.themes.save(theme)
        await w.events.record(Event(now, who, "set_theme", str(month), command.source))
        await follow_theme(council, w, month, now, (who, command.source))
        staff = working_people(await w.people.all())
        owing = [duty_entity(one.id) for one in staff if not one.roles.isdisjoint(OWE_DUTIES)]
        await w.live_cards.touch([theme_entity(str(month)), *owing])
        await w.commit()
        return theme


async def may_focus_on(council: Council, w: UnitOfWork, month: Month, before: Focus) -> Focus:
    """Out of which cohorts and service areas a theme may name the cases that are drawn first: all
    that are known, and those of the theme `before`, so that another wording keeps them. Empty where
    no round is drawn by a theme (BD-01)."""
    if not council.framework_on(month.first).draws_by_theme:
        return OF_EVERY_CASE
    areas = {team.service_area for team in await w.teams.all()} | {*before.service_areas}
    return Focus(tuple(cohort.value for cohort in Cohort), tuple(sorted(areas)))


async def with_open_cases(w: UnitOfWork) -> Focus:
    """The cohorts and service areas that have open cases just now."""
    cases = [case for case in await w.cases.all() if case.active]
    listed, having = {case.cohort for case in cases}, {case.team for case in cases}
    areas = {team.service_area for team in await w.teams.all() if team.name in having}
    return Focus(tuple(c.value for c in Cohort if c in listed), tuple(sorted(areas)))


def _require_known(focus: Focus, known: Focus) -> None:
    unknown = {
        "cohorts": {*focus.cohorts} - {*known.cohorts},
        "service_areas": {*focus.service_areas} - {*known.service_areas},
    }
    sentence = "There are no such cases to draw; please choose among those that are offered."
    problems = {field: sentence for field, names in unknown.items() if names}
    if problems:
        raise CorrectAndRepeat("The theme was not set yet: please see below.", problems)


def require_themed(council: Council, person: Person, month: Month) -> None:
    """Raises AskSomeoneAllowed, or LookElsewhere where the framework has nothing that is themed."""
    require(person, Verb.SET_THEME)
    framework = council.framework_on(month.first)
    if not framework.is_themed:
        raise LookElsewhere(
            "Your council's framework has neither themed audits nor dip samples; type “help” for "
            "what there is."
        )
