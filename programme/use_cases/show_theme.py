"""A month's theme, and what of the month's work follows it, as cards show it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from programme.audit import Audit
from programme.calendar import Month
from programme.council import Council
from programme.dip_sample import DipSample
from programme.people import Person, Verb
from programme.ports import UnitOfWork
from programme.rules.duty import OF_EVERY_CASE, Focus
from programme.theme import MonthTheme, theme_of, theme_of_period
from programme.use_cases.rounds_in_force import rounds_in_force
from programme.use_cases.set_theme import may_focus_on, with_open_cases


@dataclass(frozen=True, slots=True)
class Kept:
    """Something that was begun for another theme: an audit's case, or whose dip sample it is."""

    what: str
    theme: str | None


@dataclass(frozen=True, slots=True)
class ThemeView:
    """The theme of a month; `chosen` is there where a QA officer set it, `set_by` by name.

    `focus` is which cases it is about, `offered` what another may be about (nothing where no round
    is drawn by a theme), `open_now` what has open cases. `audits` and `samples` are how many have
    it, `kept` those that keep another; `beside` are the other months of the rounds that the audits
    are of. To who isn't a QA officer it is shown for the sake of their own dip sample: `may_set` is
    False.
    """

    month: Month
    theme: str | None
    chosen: MonthTheme | None
    set_by: str | None
    audits: int
    samples: int
    kept: tuple[Kept, ...]
    may_set: bool
    focus: Focus = OF_EVERY_CASE
    offered: Focus = OF_EVERY_CASE
    open_now: Focus = OF_EVERY_CASE
    beside: tuple[Month, ...] = ()


async def show_themes(
    council: Council, w: UnitOfWork, month: Month, readers: Collection[str]
) -> Mapping[str, ThemeView]:
    """By reader's id, for QA officers and for those with a dip sample of the month."""
    chosen = await w.themes.all()
    themed = theme_of(council, month, chosen)
    theme = themed.title
    samples = await w.dip_samples.of_month(month)
    rounds = [of for of in await rounds_in_force(council, w, month) if of.rule.themed]
    audits = [
        (audit, theme_of_period(council, of, chosen).title)
        for of in rounds
        for audit in await w.audits.of_round(of.round_id, of.month)
    ]
    people = {person.id: person for person in await w.people.all()}
    own = {sample.person_id for sample in samples}
    mine = chosen.get(month)
    offered = await may_focus_on(council, w, month, themed.focus)
    view = ThemeView(
        month=month,
        theme=theme,
        chosen=mine,
        set_by=people[mine.set_by].name if mine else None,
        audits=sum(audit.theme == of for audit, of in audits),
        samples=sum(sample.theme == theme for sample in samples),
        kept=_kept(audits, samples, theme, people),
        may_set=True,
        focus=themed.focus,
        offered=offered,
        open_now=await with_open_cases(w) if offered.steers else OF_EVERY_CASE,
        beside=tuple(sorted({each for of in rounds for each in of.period.each_month} - {month})),
    )
    views = {}
    for reader in (people[each] for each in readers if each in people and people[each].active):
        if reader.may(Verb.SET_THEME):
            views[reader.id] = view
        elif reader.id in own:
            views[reader.id] = _for_own(view)
    return views


def _kept(
    audits: Collection[tuple[Audit, str | None]],
    samples: Collection[DipSample],
    theme: str | None,
    people: Mapping[str, Person],
) -> tuple[Kept, ...]:
    return (
        *(Kept(audit.case_reference, audit.theme) for audit, of in audits if audit.theme != of),
        *(
            Kept(f"{people[sample.person_id].name}'s dip sample", sample.theme)
            for sample in samples
            if sample.theme != theme
        ),
    )


def _for_own(view: ThemeView) -> ThemeView:
    return ThemeView(view.month, view.theme, None, None, 0, 0, (), may_set=False)
